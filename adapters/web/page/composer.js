// The message box: grows with its text, completes commands, sends on Enter.

import { candidates, completed, isBare } from "./completion.js";
import { el, icon } from "./dom.js";
import { Chosen } from "./files.js";
import { t } from "./words.js";

const TALLEST = 180;
const NONE = -1;
let count = 0;

export class Composer {
  #on;
  #menu;
  #found = [];
  #chosenFiles = new Chosen();
  #chosen = NONE;
  #context = el("div", { class: "context", hidden: true });
  #id = `composer-${++count}`;

  // on: send(text, files), vocabulary() for completion, announce(words)
  constructor(on) {
    this.#on = on;
    this.#menu = el("ul", { class: "menu", id: `${this.#id}-menu`, role: "listbox", "aria-label": t("completions"), hidden: true });
    this.box = el("textarea", {
      id: this.#id, class: "box", rows: 1, maxLength: 8000, "aria-autocomplete": "list", "aria-haspopup": "listbox",
      "aria-controls": `${this.#id}-menu`, "aria-describedby": `${this.#id}-keys`,
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => this.#close(),
    });
    const send = el("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send"));
    const keys = el("p", { class: "keys", id: `${this.#id}-keys` }, t("keys"));
    this.node = el("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, this.#menu, this.#context, this.#chosenFiles.node, el("div", { class: "frame" }, this.#chosenFiles.button, this.box, send), keys);
  }

  describe(label) {
    this.box.setAttribute("aria-label", label);
    this.box.placeholder = label;
  }

  // What the next words belong to: a sentence and a button that changes it, or nothing.
  context(words, label, change) {
    this.#context.hidden = !words;
    this.#context.replaceChildren(...(words ? [el("span", {}, words), label && el("button", { type: "button", class: "text-button", onclick: change }, label)].filter(Boolean) : []));
  }

  put(text) {
    this.box.value = text;
    this.#typed();
    this.focus();
  }

  focus() {
    this.box.focus();
  }

  #submit(event) {
    event.preventDefault();
    const text = completed(this.box.value.trim(), this.#on.vocabulary());
    if (!text && this.#chosenFiles.count === 0) return;
    this.box.value = "";
    this.#typed();
    this.#on.send(text, this.#chosenFiles.empty());
  }

  #typed() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST)}px`;
    const before = this.#found.length;
    const vocabulary = this.#on.vocabulary();
    this.#found = candidates(this.box.value, vocabulary);
    this.#chosen = isBare(this.box.value, vocabulary.slash) ? NONE : 0;
    this.#draw();
    if (this.#found.length > 0 && this.#found.length !== before) this.#on.announce(t("completions-found", { count: this.#found.length }));
  }

  #draw() {
    this.#menu.hidden = this.#found.length === 0;
    this.#menu.replaceChildren(...this.#found.map((one, at) => this.#option(one, at)));
    if (this.#menu.hidden || this.#chosen === NONE) this.box.removeAttribute("aria-activedescendant");
    else {
      this.box.setAttribute("aria-activedescendant", `${this.#id}-option-${this.#chosen}`);
      this.#menu.children[this.#chosen].scrollIntoView({ block: "nearest" });
    }
  }

  #option(one, at) {
    const attributes = { id: `${this.#id}-option-${at}`, role: "option", "aria-selected": String(at === this.#chosen) };
    const pick = (event) => {
      event.preventDefault();
      this.#take(at);
    };
    return el("li", { ...attributes, onmousedown: pick }, el("span", { class: "example" }, one.label), el("span", { class: "what" }, one.about));
  }

  #take(at) {
    this.put(this.#found[at].insert);
  }

  #close() {
    this.#found = [];
    this.#draw();
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#found.length > 0 && this.#menuKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.node.requestSubmit();
    }
  }

  // Whether there is something to complete: a whole command is sent by Enter, and so is one where nothing is chosen.
  #completes() {
    return this.#chosen !== NONE && this.box.value.trim() !== this.#found[this.#chosen].insert.trim();
  }

  // True when the key was for the menu.
  #menuKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const from = this.#chosen === NONE && step < 0 ? 0 : this.#chosen;
      this.#chosen = (from + step + this.#found.length) % this.#found.length;
      this.#draw();
      return true;
    }
    if (!event.shiftKey && (event.key === "Tab" || (event.key === "Enter" && this.#completes()))) {
      this.#take(Math.max(this.#chosen, 0));
      return true;
    }
    if (event.key !== "Escape") return false;
    event.stopPropagation();
    this.#close();
    return true;
  }
}
