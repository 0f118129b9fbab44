// The dialog in which a button's form is filled in. It stays open, with all that was written, until what was sent is
// good. Resolves to whether it was sent.

import { el, icon } from "./dom.js";
import { inputOf } from "./input.js";
import { t } from "./words.js";

let count = 0;

export function ask(form, language, send) {
  return new Promise((resolve) => {
    const inputs = form.fields.map((field) => inputOf(field));
    const heading = `form-${++count}`;
    const dialog = el(
      "dialog",
      { class: "dialog", "aria-labelledby": heading, lang: language },
      el(
        "form",
        { method: "dialog", noValidate: true, oninput: () => choose(inputs), onsubmit: (event) => submit(event, inputs, dialog, send) },
        el("header", {}, el("h2", { id: heading }, form.title), leave(() => dialog.close(""))),
        el("div", { class: "rows" }, inputs.map((input) => input.node)),
        el(
          "footer",
          {},
          el("button", { type: "button", class: "button default", onclick: () => dialog.close("") }, form.cancel),
          el("button", { type: "submit", class: "button primary" }, form.submit),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "sent");
    });
    choose(inputs);
    document.body.append(dialog);
    dialog.showModal();
    inputs[0]?.focus();
  });
}

function leave(close) {
  return el("button", { type: "button", class: "ghost", "aria-label": t("close"), title: t("close"), onclick: close }, icon("close"));
}

async function submit(event, inputs, dialog, send) {
  event.preventDefault();
  const shown = inputs.filter((input) => !input.node.hidden);
  const wrong = shown.filter((input) => !input.check());
  if (wrong.length > 0) return wrong[0].focus();
  const button = dialog.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    await send(Object.fromEntries(shown.map((input) => [input.name, input.value()])));
    dialog.close("sent");
  } catch (problem) {
    shown.forEach((input) => input.blame(problem.beside?.[input.name] ?? ""));
    shown.find((input) => input.name in (problem.beside ?? {}))?.focus();
  } finally {
    button.disabled = false;
  }
}

// Some fields are asked for only with a certain choice before them.
function choose(inputs) {
  const values = new Map();
  for (const input of inputs) {
    const [name, value] = input.when ?? [];
    input.node.hidden = Boolean(input.when) && !(values.get(name) ?? "").split(",").includes(value);
    if (!input.node.hidden) values.set(input.name, input.value());
  }
}
