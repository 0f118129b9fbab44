// One person at one place, with a thread beside it (or over it, where there is no room).

import { Column } from "./column.js";
import { el, icon } from "./dom.js";
import { avatar } from "./line.js";
import { counted, t } from "./words.js";

export class Pane {
  #app;
  #name;
  #main;
  #thread;
  #opener = null;
  #said = new Set();
  #head = el("header", { class: "pane-head" });
  #side = el("aside", { class: "thread", hidden: true });

  constructor(app, name) {
    this.#app = app;
    this.#name = name;
    const on = { open: (root, from) => this.open(root, from), sent: (id) => this.#said.add(id) };
    this.#main = new Column(app, on);
    this.#thread = new Column(app, on);
    this.#main.node.classList.add("main");
    this.node = el(
      "section",
      { class: "pane", id: `pane-${name}`, onkeydown: (event) => this.#key(event), onclick: (event) => this.#follow(event) },
      this.#head,
      el("div", { class: "pane-body" }, this.#main.node, this.#side),
    );
  }

  get who() {
    return this.#main.who;
  }

  get place() {
    return this.#main.place;
  }

  show(who, place = null) {
    const { places } = this.#app.person(who);
    this.close();
    this.#main.show(who, places.includes(place) ? place : places[0]);
    this.node.setAttribute("aria-label", `${this.#app.placeName(this.place)} · ${this.#app.person(who).name}`);
    this.#app.remember(this.#name, who, this.place);
    this.refresh();
  }

  refresh() {
    this.#drawHead();
    this.#main.render();
    if (!this.#side.hidden) this.#thread.render();
    if (this.seen && this.#app.store.read(this.who, this.place)) this.#app.readChanged();
  }

  get seen() {
    return document.visibilityState === "visible" && this.node.getClientRects().length > 0;
  }

  focus() {
    this.#main.focus();
  }

  // New or changed lines that this pane's person sees.
  changed(changes) {
    const here = changes.filter(({ line }) => line.channel === this.place);
    const bot = here.filter(({ line }) => line.card !== null);
    if (bot.some(({ line }) => line.root === this.#thread.root)) this.#thread.answered();
    if (bot.length > 0) this.#main.answered();
    this.#openAnswers(bot);
    this.refresh();
  }

  open(root, from = null) {
    this.#opener = from;
    this.#thread.show(this.who, this.place, root);
    const close = el("button", { type: "button", class: "ghost", "aria-label": t("thread-close"), title: t("thread-close"), onclick: () => this.close(true) }, icon("close"));
    const head = el("header", { class: "thread-head" }, el("div", {}, el("h3", {}, t("thread")), el("p", {}, this.#app.placeName(this.place))), close);
    this.#side.replaceChildren(head, this.#thread.node);
    this.#side.setAttribute("aria-label", t("thread-in", { place: this.#app.placeName(this.place) }));
    this.#side.hidden = false;
    this.node.classList.add("with-thread");
    this.refresh();
    if (from) this.#thread.focus();
  }

  close(back = false) {
    if (this.#side.hidden) return;
    this.#side.hidden = true;
    this.#thread.root = "";
    this.node.classList.remove("with-thread");
    if (back) (this.#opener?.isConnected ? this.#opener : this.#main).focus();
  }

  reveal(place, id) {
    const line = this.#app.store.line(this.who, id);
    if (this.place !== place) this.show(this.who, place);
    if (line && line.root !== line.id && !place.startsWith("dm-")) {
      this.open(line.root);
      return this.#thread.reveal(id);
    }
    return this.#main.reveal(id);
  }

  // An answer in the thread of what was just asked here must not be overlooked.
  #openAnswers(changes) {
    const answer = changes.find(({ line, fresh }) => fresh && line.root !== line.id && this.#said.has(line.root));
    if (answer && this.#side.hidden && !this.place.startsWith("dm-")) {
      this.open(answer.line.root);
      this.#thread.read(answer.line.id);
    }
  }

  #drawHead() {
    const { store } = this.#app;
    const person = this.#app.person(this.who);
    const people = this.#app.setup.people.map((one) => [one.handle, one.name, one.role]);
    const unread = person.places.map((place) => [place, store.unread(this.who, place)]);
    const state = JSON.stringify([this.who, this.place, people, unread]);
    if (this.#head.dataset.state === state) return;
    this.#head.dataset.state = state;
    const focus = this.#head.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.#head.replaceChildren(this.#controls(person), this.#title());
    if (focus) this.#head.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  #controls(person) {
    const options = this.#app.setup.people.map((one) => el("option", { value: one.handle }, `${one.name} · ${t(`role-${one.role}`)}`));
    const select = el("select", { "aria-label": t("person-of-pane"), "data-focus": "person", onchange: () => this.show(select.value) }, options);
    select.value = person.handle;
    const places = el("nav", { class: "tabs", "aria-label": t("places") }, person.places.map((place) => this.#tab(place)));
    return el("div", { class: "controls" }, el("div", { class: "who" }, avatar(person, "small"), select), places);
  }

  #tab(place) {
    const unread = place === this.place ? 0 : this.#app.store.unread(this.who, place);
    return el(
      "button",
      { type: "button", class: "tab", "data-focus": place, "aria-current": place === this.place ? "page" : null, onclick: () => this.show(this.who, place) },
      this.#app.placeName(place),
      unread > 0 && badge(unread),
    );
  }

  #title() {
    const kind = this.#app.kindOf(this.place);
    const about = t(`about-${kind}`, { bot: this.#app.setup.bot });
    const home = kind === "dm" && el("button", { type: "button", class: "button default home", "data-focus": "home", onclick: () => this.#home() }, t("home"));
    return el("div", { class: "title" }, el("h2", {}, this.#app.placeName(this.place)), el("p", {}, about), home);
  }

  // Open tickets, ways to ask, preferences: what Slack and Teams have a tab for.
  #home() {
    this.#main.say(`/${this.#app.setup.slash} home`, "");
  }

  #key(event) {
    if (event.key === "Escape" && !this.#side.hidden) this.close(true);
  }

  // A link to a message of the playground leads there: within this pane, if its person may see it.
  #follow(event) {
    const address = event.target.closest?.("a.within")?.getAttribute("href") ?? "";
    const [, place, id] = address.split("/");
    if (!place) return;
    event.preventDefault();
    if (this.#app.person(this.who).places.includes(place)) this.reveal(place, id);
    else this.#app.lead(place, id);
  }
}

export function badge(count) {
  return el("span", { class: "badge" }, String(count), el("span", { class: "quiet" }, ` ${counted("unread", count)}`));
}
