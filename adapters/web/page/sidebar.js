// Whom to be and where to go, beside a single pane.

import { el, icon } from "./dom.js";
import { avatar } from "./line.js";
import { badge } from "./pane.js";
import { t } from "./words.js";

export class Sidebar {
  #app;
  #pane;
  node = el("aside", { class: "sidebar" });

  constructor(app, pane) {
    this.#app = app;
    this.#pane = pane;
    this.node.setAttribute("aria-label", t("places"));
  }

  draw() {
    const { who, place } = this.#pane;
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const person = this.#app.person(who);
    this.node.replaceChildren(
      el("nav", { class: "section", "aria-labelledby": "places-title" }, el("h2", { id: "places-title" }, t("places")), person.places.map((one) => this.#place(one, one === place))),
      el("div", { class: "section", role: "group", "aria-labelledby": "people-title" }, el("h2", { id: "people-title" }, t("act-as")), this.#app.setup.people.map((one) => this.#person(one, one === person))),
    );
    if (focus) this.node.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  #place(place, current) {
    const unread = current ? 0 : this.#app.store.unread(this.#pane.who, place);
    const mark = place.startsWith("dm-") ? el("img", { class: "avatar small", src: "/page/icon.svg", alt: "" }) : el("span", { class: "place-mark" }, icon(this.#app.kindOf(place) === "help" ? "hash" : "lock"));
    return el(
      "button",
      { type: "button", class: unread > 0 ? "entry has-unread" : "entry", "data-focus": place, "aria-current": current ? "page" : null, onclick: () => this.#go(this.#pane.who, place) },
      mark,
      el("span", { class: "entry-name" }, this.#app.roomName(place)),
      unread > 0 && badge(unread),
    );
  }

  #person(person, current) {
    const unread = current ? 0 : person.places.reduce((sum, place) => sum + this.#app.store.unread(person.handle, place), 0);
    return el(
      "button",
      { type: "button", class: "entry person", "data-focus": `as-${person.handle}`, "aria-pressed": String(current), onclick: () => this.#go(person.handle, this.#pane.place) },
      avatar(person, "small"),
      el("span", { class: "entry-name" }, person.name, el("small", {}, t(`role-${person.role}`))),
      unread > 0 && badge(unread),
    );
  }

  #go(who, place) {
    this.#pane.show(who, place);
    this.#pane.focus();
  }
}
