// The bar at the top: what this is, and how it is shown.

import { clockForm } from "./clock.js";
import { el, icon } from "./dom.js";
import { language, t } from "./words.js";

const THEME = "firstline-theme";
const THEMES = ["system", "light", "dark"];

// on: view(name), language(code), move(words), moved(), failed(problem)
export function drawTop(node, { setup, view }, on) {
  node.replaceChildren(
    el("h1", { class: "brand" }, el("img", { src: "/page/icon.svg", alt: "", width: 26, height: 26 }), el("span", {}, setup.bot), el("span", { class: "tag" }, t("playground"))),
    el("p", { class: "notice" }, t("notice", { host: location.host })),
    el("p", { class: "notice short" }, t("notice-short", { host: location.hostname })),
    el(
      "div",
      { class: "settings" },
      setup.now ? clockForm(on.move, on) : null,
      choices(t("view"), [["side", t("view-side")], ["one", t("view-one")]], view, on.view),
      languages(setup.languages, on.language),
      themeButton(),
    ),
  );
}

function choices(label, options, current, choose) {
  const button = ([value, words]) => el("button", { type: "button", "aria-pressed": String(value === current), "data-view": value, onclick: () => choose(value) }, words);
  return el("div", { class: "segments", role: "group", "aria-label": label }, options.map(button));
}

function languages(codes, choose) {
  const options = codes.map((code) => el("option", { value: code, lang: code }, t(`language-${code}`)));
  const select = el("select", { "aria-label": t("language"), title: t("language"), onchange: () => choose(select.value) }, options);
  select.value = language();
  return select;
}

// Goes round: as the system, light, dark.
function themeButton() {
  const button = el("button", { type: "button", class: "ghost theme", onclick: () => show(next()) });
  const now = () => localStorage.getItem(THEME) ?? THEMES[0];
  const next = () => THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length];
  const show = (theme) => {
    dress(theme);
    const words = `${t("theme")}: ${t(`theme-${theme}`)}`;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.replaceChildren(icon(`theme-${theme}`));
  };
  show(now());
  return button;
}

function dress(theme) {
  localStorage.setItem(THEME, theme);
  if (theme === THEMES[0]) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
