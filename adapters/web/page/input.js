// One input of a form: label, control, hint, and what is wrong with it.

import { el } from "./dom.js";
import { t } from "./words.js";

let count = 0;

export function inputOf(field) {
  const id = `field-${++count}`;
  const several = field.rule?.kind === "choices";
  const { control, value } = several ? choices(field, id) : single(field, id);
  const hint = field.hint ? el("p", { class: "hint", id: `${id}-hint` }, field.hint) : null;
  const mistake = el("p", { class: "mistake", id: `${id}-mistake`, hidden: true });
  control.setAttribute("aria-describedby", [hint && hint.id, mistake.id].filter(Boolean).join(" "));
  if (!several) control.required = field.required;
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) control.closest("form").requestSubmit();
  });
  const required = field.required ? el("span", { class: "required" }, t("form-required")) : null;
  const label = several ? el("span", { id: `${id}-label` }, field.label) : el("label", { for: id }, field.label);
  const blame = (words) => {
    mistake.hidden = words === "";
    mistake.textContent = words;
    control.setAttribute("aria-invalid", String(words !== ""));
  };
  return {
    name: field.name,
    when: field.rule?.when ?? null,
    node: el("div", { class: "row" }, el("div", { class: "label" }, label, required), control, hint, mistake),
    value,
    blame,
    focus: () => (several ? control.querySelector("input") : control)?.focus(),
    check() {
      const good = !field.required || value() !== "";
      blame(good ? "" : t("form-fill", { label: field.label }));
      return good;
    },
  };
}

function single(field, id) {
  const control = field.options.length > 0 ? choice(field, id) : text(field, id);
  return { control, value: () => control.value.trim() };
}

function text(field, id) {
  const placeholder = field.placeholder || null;
  if (field.lines > 1) {
    const area = el("textarea", { id, rows: field.lines, maxLength: 8000, placeholder });
    area.value = field.value;
    return area;
  }
  const type = { date: "date", email: "email" }[field.rule?.kind] ?? "text";
  const inputmode = field.rule?.kind === "number" ? "decimal" : null;
  return el("input", { id, type, inputmode, maxLength: 8000, value: field.value, placeholder });
}

function choice(field, id) {
  const empty = field.required && field.value ? [] : [el("option", { value: "" }, field.placeholder || "–")];
  const select = el("select", { id }, empty, field.options.map((option) => el("option", { value: option.value }, option.label)));
  select.value = field.value;
  return select;
}

function choices(field, id) {
  const chosen = field.value.split(",");
  const boxes = field.options.map((option) => el("input", { type: "checkbox", value: option.value, checked: chosen.includes(option.value) }));
  const rows = field.options.map((option, at) => el("label", { class: "check" }, boxes[at], option.label));
  const control = el("div", { id, class: "checks", role: "group", "aria-labelledby": `${id}-label` }, rows);
  return { control, value: () => boxes.filter((box) => box.checked).map((box) => box.value).join(",") };
}
