// The bar at the top: what this is, and how it is shown.

import { el } from "./dom.js";
import { language, t } from "./words.js";

const THEME = "firstline-theme";

// on: view(name), language(code)
export function drawTop(node, { setup, view }, on) {
  node.replaceChildren(
    el("h1", { class: "brand" }, el("img", { src: "/page/icon.svg", alt: "", width: 26, height: 26 }), el("span", {}, setup.bot), el("span", { class: "tag" }, t("playground"))),
    el("p", { class: "notice" }, t("notice", { host: location.host })),
    el(
      "div",
      { class: "settings" },
      choices(t("view"), [["side", t("view-side")], ["one", t("view-one")]], view, on.view),
      pick(t("language"), setup.languages.map((code) => [code, t(`language-${code}`)]), language(), on.language),
      pick(t("theme"), ["system", "light", "dark"].map((name) => [name, t(`theme-${name}`)]), localStorage.getItem(THEME) ?? "system", dress),
    ),
  );
}

function choices(label, options, current, choose) {
  const button = ([value, words]) => el("button", { type: "button", "aria-pressed": String(value === current), "data-view": value, onclick: () => choose(value) }, words);
  return el("div", { class: "segments", role: "group", "aria-label": label }, options.map(button));
}

function pick(label, options, current, choose) {
  const select = el("select", { "aria-label": label, title: label, onchange: () => choose(select.value) }, options.map(([value, words]) => el("option", { value }, words)));
  select.value = current;
  return select;
}

function dress(theme) {
  localStorage.setItem(THEME, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
