// Spans of a card's lines as elements; the card's language is that of its times.

import { el, icon } from "./dom.js";
import { moment } from "./time.js";

export function spans(line, language) {
  return line.map((span) => (typeof span === "string" ? span : rich(span, language)));
}

function rich(span, language) {
  switch (span.kind) {
    case "strong": return el("strong", {}, span.text);
    case "code": return el("code", {}, span.text);
    case "mention": return span.notify ? el("span", { class: "mention" }, `@${span.name}`) : el("strong", { class: "person" }, span.name);
    case "moment": return moment(span, language);
    case "link": return link(span.url, span.text);
    default: return span.text ?? "";
  }
}

function link(address, words) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return words;
  if (url.host === location.host && url.hash.startsWith("#/")) return el("a", { href: url.hash, class: "within" }, words);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, words, icon("link"));
}
