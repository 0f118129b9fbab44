// The dialog in which a button's form is filled in. Resolves to the fields, or null when it was left.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

let count = 0;

export function ask(form, language) {
  return new Promise((resolve) => {
    const inputs = form.fields.map((field) => row(field));
    const heading = `form-${++count}`;
    const dialog = el(
      "dialog",
      { class: "dialog", "aria-labelledby": heading, lang: language },
      el(
        "form",
        { method: "dialog", noValidate: true, onsubmit: (event) => submit(event, inputs, dialog) },
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
      resolve(dialog.returnValue === "sent" ? Object.fromEntries(inputs.map((one) => [one.name, one.value()])) : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    inputs[0]?.control.focus();
  });
}

function leave(close) {
  return el("button", { type: "button", class: "ghost", "aria-label": t("close"), title: t("close"), onclick: close }, icon("close"));
}

function submit(event, inputs, dialog) {
  event.preventDefault();
  const wrong = inputs.filter((input) => !input.check());
  if (wrong.length > 0) wrong[0].control.focus();
  else dialog.close("sent");
}

function row(field) {
  const id = `field-${++count}`;
  const control = field.options.length > 0 ? choice(field, id) : text(field, id);
  const hint = field.hint ? el("p", { class: "hint", id: `${id}-hint` }, field.hint) : null;
  const mistake = el("p", { class: "mistake", id: `${id}-mistake`, hidden: true }, t("form-fill", { label: field.label }));
  control.setAttribute("aria-describedby", [hint && hint.id, mistake.id].filter(Boolean).join(" "));
  control.required = field.required;
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) control.form.requestSubmit();
  });
  const required = field.required ? el("span", { class: "required" }, t("form-required")) : null;
  return {
    name: field.name,
    control,
    node: el("div", { class: "row" }, el("div", { class: "label" }, el("label", { for: id }, field.label), required), control, hint, mistake),
    value: () => control.value.trim(),
    check() {
      const good = !field.required || control.value.trim() !== "";
      mistake.hidden = good;
      control.setAttribute("aria-invalid", String(!good));
      return good;
    },
  };
}

function text(field, id) {
  if (field.lines > 1) {
    const area = el("textarea", { id, rows: field.lines, maxLength: 8000, placeholder: field.placeholder || null });
    area.value = field.value;
    return area;
  }
  return el("input", { id, type: "text", maxLength: 8000, value: field.value, placeholder: field.placeholder || null });
}

function choice(field, id) {
  const empty = field.required && field.value ? [] : [el("option", { value: "" }, field.placeholder || "–")];
  const select = el("select", { id }, empty, field.options.map((option) => el("option", { value: option.value }, option.label)));
  select.value = field.value;
  return select;
}
