// Times in the reader's own zone; those in a card in the language of the card.

import { el } from "./dom.js";
import { locale, t } from "./words.js";

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "long", year: "numeric" },
  datetime: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};

let ahead = 0;

// The server's clock may have been moved: what the page calls today is a day of that one.
export function setNow(iso) {
  ahead = new Date(iso).getTime() - Date.now();
}

export function now() {
  return new Date(Date.now() + ahead);
}

export function clock(iso) {
  return new Intl.DateTimeFormat(locale(), STYLES.time).format(new Date(iso));
}

export function time(iso, style = "time", language = undefined) {
  const words = new Intl.DateTimeFormat(locale(language), STYLES[style]).format(new Date(iso));
  const full = new Intl.DateTimeFormat(locale(language), { dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
  return el("time", { datetime: iso, title: full }, words);
}

export function moment(span, language) {
  const at = new Date(span.at);
  if (Number.isNaN(at.getTime())) return document.createTextNode(span.fallback);
  const other = span.style === "time" && at.toDateString() !== now().toDateString();
  return time(span.at, other ? "datetime" : span.style, language);
}

export function day(iso) {
  const at = new Date(iso);
  const today = now();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (at.toDateString() === today.toDateString()) return t("today");
  if (at.toDateString() === yesterday.toDateString()) return t("yesterday");
  return new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" }).format(at);
}
