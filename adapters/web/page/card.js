// A neutral card as elements.

import { el } from "./dom.js";
import { spans } from "./span.js";
import { has, tIn } from "./words.js";

export function card(data, press) {
  const plain = !data.title && data.buttons.length === 0;
  return el(
    "div",
    { class: plain ? "card plain" : "card", "data-status": plain ? null : data.status || null, lang: data.language },
    title(data),
    data.blocks.map((part) => block(part, data.language)),
    data.buttons.length > 0 && el("div", { class: "buttons" }, data.buttons.map((button) => pressable(button, press))),
  );
}

export function plainText(data) {
  const probe = card({ ...data, buttons: [] }, () => {});
  const labels = data.buttons.map((button) => button.label);
  const parts = [...probe.querySelectorAll("h3, h4, p, li, dt, dd, blockquote")].map((node) => node.textContent);
  return [...parts, ...labels].map((part) => (/[.!?…:]$/.test(part) ? part : `${part}.`)).join(" ");
}

function title(data) {
  if (!data.title) return null;
  const status = data.status && has(`status-${data.status}`) ? tIn(data.language, `status-${data.status}`) : "";
  return el(
    "div",
    { class: "card-head" },
    el("h3", {}, data.title),
    status && !data.title.toLowerCase().includes(status.toLowerCase()) && el("span", { class: "status" }, status),
  );
}

function block(part, language) {
  switch (part.kind) {
    case "text": return el("p", { class: part.subtle ? "subtle" : null }, spans(part.line, language));
    case "heading": return el("h4", {}, part.text);
    case "steps": return el("ol", { class: "steps" }, part.items.map((item) => el("li", {}, el("span", {}, spans(item, language)))));
    case "bullets": return el("ul", { class: "bullets" }, part.items.map((item) => el("li", {}, spans(item, language))));
    case "fields": return el("dl", {}, part.pairs.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, spans(value, language)))));
    case "quote": return el("blockquote", {}, part.text);
    case "divider": return el("hr");
    default: return null;
  }
}

function pressable(button, press) {
  return el(
    "button",
    {
      type: "button",
      class: `button ${button.style}`,
      "aria-haspopup": button.form ? "dialog" : null,
      "data-action": `${button.action} ${button.value}`,
      onclick: (event) => press(button, event.currentTarget),
    },
    button.label,
  );
}
