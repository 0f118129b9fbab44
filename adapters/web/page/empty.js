// What a place says while nothing has happened there.

import { el } from "./dom.js";
import { t } from "./words.js";

const TRIES = { dm: ["try-1", "try-2", "try-3", "try-4"], help: ["try-help"], triage: [], leads: [] };

// `offer(text)` puts a suggestion to use.
export function emptyPlace(kind, bot, offer) {
  const tries = TRIES[kind] ?? [];
  return el(
    "div",
    { class: "invitation" },
    el("img", { src: "/page/icon.svg", alt: "", width: 44, height: 44 }),
    el("h3", {}, t(`empty-${kind}`)),
    el("p", {}, t(`empty-${kind}-about`, { bot })),
    tries.length > 0 && el("p", { class: "try" }, t("try")),
    tries.length > 0 && el("ul", {}, tries.map((key) => suggestion(t(key, { bot }), offer))),
  );
}

function suggestion(text, offer) {
  return el("li", {}, el("button", { type: "button", class: "suggestion", onclick: () => offer(text) }, text));
}
