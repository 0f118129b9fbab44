// Joins the parts of the page.

import { App } from "./app.js";
import { el } from "./dom.js";
import { Live } from "./live.js";
import { Pane } from "./pane.js";
import { Sidebar } from "./sidebar.js";
import { setNow } from "./time.js";
import { drawTop } from "./top.js";
import { learn, t } from "./words.js";

const LANGUAGE = "firstline-language";
const VIEW = "firstline-view";
const WIDE = matchMedia("(min-width: 1080px)");

const setup = await (await fetch("/api/setup")).json();
const live = new Live(setup.people.map((person) => person.handle));
const app = new App(setup, live, { readChanged: () => drawCounts(), lead: (place, id) => lead(place, id) });
const stage = document.getElementById("stage");
const banner = document.getElementById("banner");
const waiting = new Set(setup.people.map((person) => person.handle));
let panes = [];
let sidebar = null;

const COLUMNS = [
  { name: "employee", role: "employee", kind: "dm" },
  { name: "team", role: "agent", kind: "triage" },
  { name: "leads", role: "lead", kind: "leads" },
];

function build() {
  learn(setup.words, localStorage.getItem(LANGUAGE) ?? navigator.language.split("-")[0]);
  document.title = t("title");
  document.getElementById("skip").textContent = t("skip");
  const view = currentView();
  drawTop(document.getElementById("top"), { setup, view }, {
    view: (name) => keep(VIEW, name),
    language: (code) => keep(LANGUAGE, code),
    move: (text) => live.act({ do: "clock", as: setup.people[0].handle, text }),
    moved: () => panes.forEach((pane) => pane.refresh()),
    failed: ({ why, values }) => warn(t(`problem-${why}`, values)),
  });
  stage.dataset.view = view;
  if (view === "side") buildSide();
  else buildOne();
  drawCounts();
}

function currentView() {
  return localStorage.getItem(VIEW) ?? (WIDE.matches ? "side" : "one");
}

function keep(key, value) {
  localStorage.setItem(key, value);
  build();
  const again = key === VIEW ? `.segments [data-view="${value}"]` : ".settings select";
  document.querySelector(again)?.focus();
}

function buildOne() {
  const pane = new Pane(app, "one");
  panes = [pane];
  sidebar = new Sidebar(app, pane);
  stage.replaceChildren(sidebar.node, el("main", { class: "panes" }, pane.node));
  start(pane, "one", COLUMNS[0]);
}

function buildSide() {
  sidebar = null;
  panes = COLUMNS.map(({ name }) => new Pane(app, name));
  const main = el("main", { class: "panes", "data-active": "employee" }, panes.map((pane) => pane.node));
  stage.replaceChildren(columnTabs(main), main);
  COLUMNS.forEach((column, at) => start(panes[at], column.name, column));
}

function start(pane, name, column) {
  const last = app.remembered()[name];
  const who = last && app.person(last.who) ? last.who : (setup.people.find((person) => person.role === column.role) ?? setup.people[0]).handle;
  const wanted = app.person(who).places.find((place) => app.kindOf(place) === column.kind);
  pane.show(who, last?.place ?? wanted);
}

// Where three columns do not fit, tabs choose the one that is shown.
function columnTabs(main) {
  const choose = (name) => {
    main.dataset.active = name;
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.column === name));
    panes.forEach((pane) => pane.refresh());
  };
  const tabs = el("div", { class: "column-tabs", role: "group", "aria-label": t("columns") }, COLUMNS.map(({ name }) =>
    el("button", { type: "button", "data-column": name, "aria-pressed": String(name === "employee"), onclick: () => choose(name) }, t(`column-${name}`))));
  return tabs;
}

function drawCounts() {
  sidebar?.draw();
  const unread = setup.people.flatMap((person) => person.places.map((place) => [person.handle, place]))
    .filter(([who]) => panes.some((pane) => pane.who === who))
    .reduce((sum, [who, place]) => sum + app.store.unread(who, place), 0);
  document.title = unread > 0 ? `(${unread}) ${t("title")}` : t("title");
}

live.addEventListener("changes", ({ detail }) => {
  const changes = app.store.take(detail);
  const news = app.loaded;
  if (!detail.more) waiting.delete(detail.as);
  const loadedNow = !app.loaded && waiting.size === 0;
  app.loaded ||= loadedNow;
  for (const pane of panes) {
    if (loadedNow) pane.refresh();
    else if (pane.who === detail.as) pane.changed(changes);
    if (news && pane.who === detail.as && pane.seen) {
      changes.filter(({ line, fresh }) => fresh && line.author !== pane.who).forEach(({ line }) => app.announceLine(line));
    }
  }
  drawCounts();
  if (loadedNow) follow();
});

// desk.toml has changed, or may have while we were away.
async function inhabit() {
  const answer = await fetch("/api/setup").catch(() => null);
  if (!answer?.ok) return;
  app.inhabit(await answer.json()).forEach((person) => live.watch(person.handle));
  for (const pane of panes) {
    const there = app.person(pane.who)?.places.includes(pane.place);
    if (there) pane.refresh();
    else pane.show(app.person(pane.who) ? pane.who : setup.people[0].handle);
  }
  drawCounts();
}

live.addEventListener("setup", inhabit);
live.addEventListener("connection", ({ detail }) => {
  if (detail.on && detail.back) inhabit();
  banner.hidden = detail.on && !detail.back;
  banner.textContent = t(detail.on ? "connection-back" : "connection-lost");
  banner.classList.toggle("good", detail.on);
  if (detail.on) setTimeout(() => (banner.hidden = live.connected), 2500);
  panes.forEach((pane) => pane.refresh());
});

function warn(words) {
  banner.hidden = false;
  banner.textContent = words;
  banner.classList.remove("good");
  app.announce(words);
  setTimeout(() => (banner.hidden = live.connected), 6000);
}

// The address of a message: #/channel/line
function follow() {
  const [, place, id] = location.hash.split("/");
  if (place && id) lead(place, id);
}

function lead(place, id) {
  const sees = (handle) => app.person(handle).places.includes(place);
  const pane = panes.find((one) => sees(one.who)) ?? panes[0];
  const reader = sees(pane.who) ? pane.who : setup.people.find((person) => sees(person.handle))?.handle;
  if (!reader) return;
  if (reader !== pane.who) pane.show(reader, place);
  pane.reveal(place, id);
}

window.addEventListener("hashchange", follow);
document.addEventListener("visibilitychange", () => panes.forEach((pane) => pane.refresh()));
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  panes[0].focus();
});
WIDE.addEventListener("change", () => {
  if (!localStorage.getItem(VIEW)) build();
});

if (setup.now) setNow(setup.now);
build();
live.connect();
