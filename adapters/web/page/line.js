// One message as an element.

import { card } from "./card.js";
import { el, icon, initials } from "./dom.js";
import { emoji } from "./emoji.js";
import { filesOf } from "./files.js";
import { excerpt } from "./items.js";
import { clock, day, time } from "./time.js";
import { counted, t } from "./words.js";

export function avatar(author, size = "") {
  if (author.bot) return el("img", { class: `avatar ${size}`, src: "/page/icon.svg", alt: "" });
  return el("span", { class: `avatar tint-${author.tint ?? 0} ${size}`, "aria-hidden": "true" }, initials(author.name));
}

export function dayMark(at) {
  return el("li", { class: "day" }, el("span", {}, day(at)));
}

// `item` as made by itemsOf; `on` has who, press, reply, edit, remove, open and textOf(root).
export function lineNode(item, author, on) {
  const { line } = item;
  if (line.command) return commandNode(line);
  const classes = ["line", item.grouped && "grouped", line.private && "private"];
  return el(
    "li",
    { class: classes.filter(Boolean).join(" "), tabIndex: -1, "data-id": line.id },
    el("div", { class: "gutter" }, item.grouped ? el("span", { class: "hover-time", "aria-hidden": "true" }, clock(line.at)) : avatar(author)),
    el(
      "div",
      { class: "body" },
        meta(line, author, item.grouped),
      item.about && about(item.about, on),
      content(line, on),
      filesOf(line),
      line.reactions && el("p", { class: "reactions" }, line.reactions.map((name) => el("span", { title: name }, emoji(name)))),
      item.replies && repliesButton(item.replies, line, on),
    ),
    !line.private && tools(line, on),
  );
}

function commandNode(line) {
  const words = el("p", { class: "text" }, `${t("used-command")} `, el("code", {}, line.text));
  const only = el("span", { class: "only-you" }, icon("eye"), t("only-you"));
  return el(
    "li",
    { class: "line private command", tabIndex: -1, "data-id": line.id },
    el("div", { class: "gutter" }),
    el("div", { class: "body" }, words, " ", time(line.at), " ", only),
  );
}

export function ghostNode(text, author, waiting) {
  const note = el("p", { class: "sending" }, t(waiting ? "waiting-connection" : "sending"));
  return el("li", { class: "line unsent" }, el("div", { class: "gutter" }, avatar(author)), el("div", { class: "body" }, el("p", { class: "text" }, text), note));
}

function meta(line, author, grouped) {
  const parts = [
    el("strong", { class: "author" }, author.name),
    author.bot && el("span", { class: "app" }, t("app")),
    time(line.at),
    line.private && el("span", { class: "only-you" }, icon("eye"), t("only-you")),
    line.edited && el("span", { class: "edited", title: t("edited-hint") }, `(${t("edited")})`),
  ];
  return el("p", { class: grouped ? "meta quiet" : "meta" }, parts.filter(Boolean).flatMap((part) => [part, " "]));
}

function content(line, on) {
  if (line.card) return card(line.card, (button, node) => on.press(line, button, node));
  if (line.deleted) return el("p", { class: "text gone" }, t("deleted"));
  return el("p", { class: "text" }, mentions(line.text, on.bot));
}

function mentions(text, bot) {
  const escaped = bot.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text
    .split(new RegExp(`(@${escaped})(?![\\p{L}\\p{N}_])`, "iu"))
    .map((part, odd) => (odd % 2 ? el("span", { class: "mention" }, part) : part));
}

function about(root, on) {
  const words = excerpt(on.textOf(root));
  return words && el("p", { class: "about" }, icon("reply"), t("about-earlier", { words }));
}

function repliesButton(replies, line, on) {
  return el(
    "button",
    { type: "button", class: "replies", onclick: (event) => on.open(line.id, event.currentTarget) },
    el("span", { class: "faces", "aria-hidden": "true" }, replies.authors.map((author) => avatar(author, "tiny"))),
    el("strong", {}, counted("replies", replies.count)),
    el("span", { class: "last" }, t("last-reply", { time: clock(replies.last) })),
  );
}

function tools(line, on) {
  const own = line.author === on.who && !line.card && !line.deleted;
  const found = [
    on.reply && tool("reply", t(on.threads ? "reply-in-thread" : "reply"), (node) => on.reply(line.root, node)),
    line.author && !line.card && !line.deleted && tool("ticket", t("make-ticket"), (node) => on.makeTicket(line, node)),
    on.reaction && line.author && !line.card && !line.deleted && reaction(on.reaction, (node) => on.react(line, node)),
    own && tool("edit", t("edit"), (node) => on.edit(line, node)),
    own && tool("remove", t("delete"), (node) => on.remove(line, node)),
  ].filter(Boolean);
  return found.length > 0 && el("div", { class: "tools" }, found);
}

function reaction(name, act) {
  const label = t("react", { name });
  return el("button", { type: "button", class: "ghost", "aria-label": label, title: label, onclick: (event) => act(event.currentTarget) }, el("span", { "aria-hidden": "true" }, emoji(name)));
}

function tool(name, label, act) {
  return el("button", { type: "button", class: "ghost", "aria-label": label, title: label, onclick: (event) => act(event.currentTarget) }, icon(name));
}
