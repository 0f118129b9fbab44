// Files: what was chosen to go with the next words, and those that came with a line.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

const LARGEST = 5_000_000;

// Puts a file in and gives its id; throws a problem as the socket does.
export async function put(file, who) {
  if (file.size === 0 || file.size > LARGEST) throw { why: "file-size", values: {} };
  const address = `/files?as=${encodeURIComponent(who)}&name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "POST", body: file }).catch(() => null);
  if (!answer) throw { why: "later", values: {} };
  const told = await answer.json();
  if (!answer.ok) throw { why: told.why, values: {} };
  return told.id;
}

export function filesOf(line) {
  if (line.deleted || !line.files || line.files.length === 0) return null;
  const items = line.files.map((file) => el("li", {}, el("a", { class: "file", href: file.path, download: file.name }, icon("attach"), `${file.name} (${size(file.size)})`)));
  return el("ul", { class: "files", "aria-label": t("files") }, items);
}

// The chosen files beside the message box, each with a way to leave it out.
export class Chosen {
  #files = [];
  #input;
  node = el("ul", { class: "files chosen", "aria-label": t("files"), hidden: true });

  constructor() {
    this.#input = el("input", { type: "file", multiple: true, hidden: true, tabIndex: -1, onchange: () => this.#take() });
    this.button = el("button", { type: "button", class: "ghost attach", "aria-label": t("attach"), title: t("attach"), onclick: () => this.#input.click() }, icon("attach"));
    this.node.append(this.#input);
  }

  // What was chosen, which then is so no more.
  empty() {
    const files = this.#files;
    this.#files = [];
    this.#draw();
    return files;
  }

  get count() {
    return this.#files.length;
  }

  #take() {
    this.#files = [...this.#files, ...this.#input.files].slice(0, 10);
    this.#input.value = "";
    this.#draw();
  }

  #draw() {
    this.node.hidden = this.#files.length === 0;
    this.node.replaceChildren(this.#input, ...this.#files.map((file) => this.#item(file)));
  }

  #item(file) {
    const label = t("attached-remove", { name: file.name });
    const leave = () => {
      this.#files = this.#files.filter((one) => one !== file);
      this.#draw();
    };
    return el("li", {}, file.name, el("button", { type: "button", class: "ghost", "aria-label": label, title: label, onclick: leave }, icon("close")));
  }
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
