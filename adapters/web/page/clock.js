// The clock of a development installation: what time it is there, and making it later.

import { el } from "./dom.js";
import { now, setNow } from "./time.js";
import { locale, t } from "./words.js";

let ticking = 0;

// move(words) resolves to the time that it is then; on: moved(), failed(problem)
export function clockForm(move, on) {
  const shown = el("time", { class: "now" });
  const when = el("input", { type: "text", name: "when", maxlength: 200, list: "moments", autocomplete: "off", "aria-label": t("clock-when"), placeholder: t("clock-example") });
  const button = el("button", { type: "submit" }, t("clock-move"));
  const moments = el("datalist", { id: "moments" }, t("clock-moments").split("|").map((words) => el("option", { value: words.trim() })));
  const draw = () => {
    shown.dateTime = now().toISOString();
    shown.textContent = new Intl.DateTimeFormat(locale(), { weekday: "short", hour: "2-digit", minute: "2-digit" }).format(now());
  };
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      setNow(await move(when.value));
      when.value = "";
      on.moved();
    } catch (problem) {
      on.failed(problem);
    } finally {
      button.disabled = false;
      draw();
    }
  };
  clearInterval(ticking);
  ticking = setInterval(draw, 1000);
  draw();
  return el("form", { class: "clock", onsubmit: submit, title: t("clock") }, shown, when, moments, button);
}
