// A list of lines with a message box under it: a place, or one thread of it, as one person sees it.

import { Composer } from "./composer.js";
import { continues, isQuestion } from "./conversation.js";
import { el, icon } from "./dom.js";
import { emptyPlace } from "./empty.js";
import { put } from "./files.js";
import { ask } from "./form.js";
import { excerpt, itemsOf } from "./items.js";
import { avatar, dayMark, ghostNode, lineNode } from "./line.js";
import { LineList } from "./list.js";
import { Progress } from "./progress.js";
import { language, t } from "./words.js";

export class Column {
  #app;
  #on;
  #list = new LineList();
  #composer;
  #progress;
  #ghosts = [];
  #notes = [];
  #target = null;

  // on: open(root, from) to show a thread, sent(id) after something was said
  constructor(app, on) {
    this.#app = app;
    this.#on = on;
    this.#progress = new Progress(() => this.render());
    this.#composer = new Composer({ send: (text, files) => this.say(text, this.#rootOfNext(), files), vocabulary: () => this.#vocabulary(), announce: app.announce });
    this.node = el("div", { class: "column" }, this.#list.node, this.#composer.node);
  }

  show(who, place, root = "") {
    Object.assign(this, { who, place, root });
    this.#ghosts = [];
    this.#notes = [];
    this.#target = null;
    this.#progress.clear();
    this.#list.clear();
    const name = this.#app.placeName(place);
    this.#list.describe(t(root ? "thread-in" : "messages-in", { place: name }));
    this.#composer.describe(root ? t("write-in-thread") : t("write-to", { place: name }));
    this.render();
  }

  focus() {
    this.#composer.focus();
  }

  read(id) {
    this.#list.read(id);
  }

  reveal(id) {
    return this.#list.reveal(id);
  }

  render() {
    const lines = this.#lines();
    this.#ghosts = this.#ghosts.filter((ghost) => !lines.some((line) => line.author === this.who && line.id > ghost.after && line.text === ghost.text));
    const tail = [...this.#ghosts.map((ghost) => ghostNode(ghost.text, this.#author(this.who), !this.#app.live.connected)), ...this.#notes.map((note) => this.#note(note)), ...this.#looking()];
    const bare = lines.length === 0 && tail.length === 0 && !this.root && this.#app.loaded;
    this.#describeTarget(lines);
    this.#list.show(this.#entries(lines), { tail, empty: bare ? () => this.#empty() : null });
  }

  // Something Firstline did here: it is not looking any more.
  answered() {
    this.#progress.answered();
  }

  async say(text, root = this.#rootOfNext(), chosen = []) {
    const ghost = { text, after: this.#lines().at(-1)?.id ?? "" };
    this.#ghosts.push(ghost);
    this.#notes = [];
    if (isQuestion(text)) this.#target = null;
    const files = await this.#put(chosen);
    if (files) await this.#await({ do: "say", as: this.who, place: this.place, root, text, files }, this.#isForBot(text));
    else this.#composer.put(text);
    this.#ghosts = this.#ghosts.filter((one) => one !== ghost);
    this.render();
  }

  // Ids of the files, or null where one of them could not be put in: then nothing is sent.
  async #put(chosen) {
    try {
      return await Promise.all(chosen.map((file) => put(file, this.who)));
    } catch (problem) {
      this.#notes.push(t(`problem-${problem.why}`, problem.values));
      return null;
    }
  }

  #lines() {
    const { store } = this.#app;
    if (this.root) return store.thread(this.who, this.root);
    return this.#direct ? store.all(this.who, this.place) : store.tops(this.who, this.place);
  }

  get #direct() {
    return this.place.startsWith("dm-");
  }

  #entries(lines) {
    const options = { direct: this.#direct, dayOf: (at) => new Date(at).toDateString(), replies: (line) => this.#replies(line) };
    return itemsOf(lines, options).map((item) => ({
      key: item.key,
      signature: JSON.stringify(item),
      content: JSON.stringify([item.line?.card, item.line?.text]),
      make: () => (item.day ? dayMark(item.day) : lineNode(item, this.#author(item.line.author), this.#actions())),
    }));
  }

  #actions() {
    return {
      bot: this.#app.setup.bot,
      who: this.who,
      threads: !this.#direct,
      textOf: (root) => this.#textOf(root),
      press: (line, button, node) => this.#press(line, button, node),
      edit: (line, node) => this.#edit(line, node),
      remove: (line, node) => this.#remove(line, node),
      reaction: this.#app.setup.reaction,
      react: (line) => this.#await({ do: "react", as: this.who, line: line.id }, true),
      makeTicket: (line) => this.#await({ do: "ticket", as: this.who, line: line.id }, true),
      open: this.#on.open,
      reply: this.root ? null : (root, from) => (this.#direct ? this.#aim(root) : this.#on.open(root, from)),
    };
  }

  #replies(line) {
    if (this.root || this.#direct) return null;
    const below = this.#app.store.thread(this.who, line.id).filter((one) => one.id !== line.id);
    if (below.length === 0) return null;
    const authors = [...new Set(below.map((one) => one.author))].slice(0, 3).map((one) => this.#author(one));
    return { count: below.length, last: below.at(-1).at, authors };
  }

  async #press(line, button, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    const press = { do: "press", as: this.who, line: line.id, action: button.action, value: button.value };
    if (button.form) {
      const send = (fields) => this.#await({ ...press, fields }, true, true);
      if (!(await ask(button.form, line.card.language, send))) node.focus();
      return;
    }
    node.setAttribute("aria-busy", "true");
    await this.#await({ ...press, fields: {} }, true);
    node.removeAttribute("aria-busy");
  }

  async #edit(line, node) {
    const field = { name: "text", label: t("edit-label"), value: line.text, required: true, lines: 4, hint: "", placeholder: "", options: [], rule: null };
    const form = { title: t("edit"), submit: t("save"), cancel: t("cancel-edit"), fields: [field] };
    const send = ({ text }) => this.#await({ do: "edit", as: this.who, line: line.id, text }, false);
    if (!(await ask(form, language(), send))) node.focus();
  }

  async #remove(line, node) {
    const form = { title: t("delete-sure"), submit: t("delete"), cancel: t("cancel-edit"), fields: [] };
    const send = () => this.#await({ do: "delete", as: this.who, line: line.id }, false);
    if (!(await ask(form, language(), send))) node.focus();
  }

  // With `inForm`, what is wrong with fields of a form is for the form to show.
  async #await(action, expected, inForm = false) {
    if (expected) this.#progress.begin();
    this.render();
    this.#list.toEnd();
    try {
      this.#on.sent(await this.#app.live.act(action));
    } catch (problem) {
      if (inForm && problem.why === "form") {
        this.#settled();
        throw problem;
      }
      this.#notes.push(t(`problem-${problem.why}`, problem.values));
    }
    this.#settled();
  }

  #settled() {
    this.#progress.clear();
    this.render();
  }

  #isForBot(text) {
    return this.#direct || text.startsWith("/") || text.toLowerCase().includes(`@${this.#app.setup.bot.toLowerCase()}`);
  }

  #looking() {
    if (!this.#progress.visible) return [];
    const { bot } = this.#app.setup;
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    return [el("p", { class: "looking", role: "status" }, avatar({ bot: true }, "tiny"), t("looking", { bot }), dots)];
  }

  #note(words) {
    const close = () => {
      this.#notes = this.#notes.filter((one) => one !== words);
      this.render();
      this.focus();
    };
    const button = el("button", { type: "button", class: "ghost", "aria-label": t("dismiss"), title: t("dismiss"), onclick: close }, icon("close"));
    return el("div", { class: "note", role: "alert" }, icon("eye"), el("p", {}, el("span", { class: "only-you" }, t("only-you")), ". ", words), button);
  }

  #empty() {
    const kind = this.#app.kindOf(this.place);
    return emptyPlace(kind, this.#app.setup.bot, (text) => this.say(text, ""));
  }

  // In direct messages the next words go on with the last conversation, unless the person decides otherwise.
  #rootOfNext() {
    if (this.root) return this.root;
    if (!this.#direct) return "";
    return this.#target ?? continues(this.#lines());
  }

  #aim(root) {
    this.#target = root;
    this.render();
    this.focus();
  }

  #describeTarget(lines) {
    const last = this.#direct && !this.root ? continues(lines) : "";
    const next = this.#rootOfNext();
    if (!this.#direct || (!next && !last)) this.#composer.context("");
    else if (next) this.#composer.context(t("continuing", { words: excerpt(this.#textOf(next), 80) }), t("new-question"), () => this.#aim(""));
    else this.#composer.context(t("new-question-on"), t("continue-instead"), () => this.#aim(last));
  }

  #textOf(id) {
    const line = this.#app.store.line(this.who, id);
    return line?.text || line?.card?.title || "";
  }

  #author(handle) {
    return this.#app.author(handle);
  }

  #vocabulary() {
    const { slash, bot } = this.#app.setup;
    return { slash, bot, commands: this.#app.person(this.who).commands, direct: this.#direct };
  }
}

