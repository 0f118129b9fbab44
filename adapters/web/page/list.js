// A list of lines that keeps its elements, its scroll position and the focus while it changes.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

const NEAR = 80;
const SHORT = 120;

export class LineList {
  #nodes = new Map();
  #list = el("ol", { class: "lines" });
  #tail = el("div", { class: "tail" });
  #empty = el("div", { class: "empty", hidden: true });
  #below = el("button", { type: "button", class: "below", hidden: true, onclick: () => this.toEnd() }, icon("down"));
  #scroll;
  #stuck = true;

  constructor() {
    this.#scroll = el("div", { class: "scroll", tabIndex: 0, role: "region", onscroll: () => this.#settle() }, this.#empty, this.#list, this.#tail);
    this.node = el("div", { class: "list" }, this.#scroll, this.#below);
    // The box below grows, a phone turns, a thread opens: whoever was at the end stays there.
    new ResizeObserver(() => this.#stuck && this.toEnd()).observe(this.#scroll);
  }

  describe(label) {
    this.#scroll.setAttribute("aria-label", label);
    this.#below.append(this.#below.childElementCount > 1 ? "" : el("span", {}, t("new-below")));
  }

  clear() {
    this.#nodes.clear();
    this.#list.replaceChildren();
  }

  // entries: [{key, signature, content, make}]; those with other content light up once.
  show(entries, { tail = [], empty = null } = {}) {
    const first = this.#nodes.size === 0;
    const news = this.#reconcile(entries, first);
    this.#tail.replaceChildren(...tail);
    this.#empty.hidden = !empty;
    if (empty && this.#empty.childElementCount === 0) this.#empty.append(empty());
    if (!empty) this.#empty.replaceChildren();
    if (this.#stuck && !first && news && this.#isTall(news)) this.#toTopOf(news);
    else if (this.#stuck || first) this.toEnd();
    else if (news) this.#below.hidden = false;
  }

  toEnd() {
    this.#stuck = true;
    this.#scroll.scrollTop = this.#empty.hidden ? this.#scroll.scrollHeight : 0;
    this.#below.hidden = true;
  }

  // Show this entry from its beginning, if not all of it fits.
  read(key) {
    const entry = this.#nodes.get(key);
    if (entry && this.#isTall(entry.node)) this.#toTopOf(entry.node);
  }

  reveal(key) {
    const entry = this.#nodes.get(key);
    if (!entry) return false;
    this.#stuck = false;
    entry.node.scrollIntoView({ block: "center" });
    entry.node.focus({ preventScroll: true });
    light(entry.node);
    return true;
  }

  #reconcile(entries, first) {
    const keep = new Map();
    let news = null;
    for (const entry of entries) {
      const old = this.#nodes.get(entry.key);
      keep.set(entry.key, old?.signature === entry.signature ? old : this.#remake(entry, old, first));
      if (!old) news ??= keep.get(entry.key).node;
    }
    for (const [key, { node }] of this.#nodes) if (!keep.has(key)) node.remove();
    this.#place([...keep.values()].map(({ node }) => node));
    this.#nodes = keep;
    return news;
  }

  #remake(entry, old, first) {
    const node = entry.make();
    if (old) {
      const focus = focused(old.node);
      old.node.replaceWith(node);
      if (entry.content !== old.content) light(node);
      if (focus !== null) (node.querySelector(`[data-action="${CSS.escape(focus)}"]`) ?? node).focus({ preventScroll: true });
    } else if (!first) node.classList.add("arrives");
    return { ...entry, node };
  }

  // An answer that does not fit is read from its beginning.
  #isTall(node) {
    return this.#scroll.scrollHeight - node.offsetTop > this.#scroll.clientHeight;
  }

  // With what it answers above it, where that is short.
  #toTopOf(node) {
    const before = node.previousElementSibling;
    const from = before && before.offsetHeight < SHORT ? before : node;
    this.#scroll.scrollTop = from.offsetTop - 6;
    this.#stuck = this.#atEnd();
    this.#below.hidden = this.#stuck;
  }

  #place(nodes) {
    nodes.forEach((node, at) => {
      if (this.#list.children[at] !== node) this.#list.insertBefore(node, this.#list.children[at] ?? null);
    });
  }

  #atEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR;
  }

  #settle() {
    this.#stuck = this.#atEnd();
    if (this.#stuck) this.#below.hidden = true;
  }
}

// What had the focus within the node that is about to go: a button's action, "" for anything else, null for nothing.
function focused(node) {
  if (!node.contains(document.activeElement)) return null;
  return document.activeElement.dataset.action ?? "";
}

function light(node) {
  node.classList.remove("changed");
  requestAnimationFrame(() => node.classList.add("changed"));
}
