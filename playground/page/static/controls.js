// Buttons, menus and inputs of Block Kit: what they hold, and telling the bot when one is pressed.

import { act, notify } from "./talk.js";
import { trap } from "./focus.js";

export function valueOf(field) {
  if (field.dataset.field === "one") return field.value;
  const ticked = [...field.querySelectorAll("input:checked")].map((box) => box.value);
  return field.dataset.field === "many" ? ticked : ticked[0] ?? "";
}

export const nameOf = (field) => `${field.dataset.block}/${field.dataset.action}`;

export function valuesIn(form) {
  const values = {};
  for (const field of form.querySelectorAll("[data-field]")) values[nameOf(field)] = valueOf(field);
  return values;
}

// Where a control stands: in a message, in the modal or on Home.
function placeOf(control) {
  const form = control.closest("form[data-view]");
  if (form) return { view_id: form.dataset.view, values: valuesIn(form) };
  if (control.closest("[data-home]")) return { home: true };
  const message = control.closest("[data-ts]");
  return { channel: message.dataset.channel, ts: message.dataset.ts };
}

export function confirmed(asked) {
  const dialog = document.getElementById("confirm");
  const words = JSON.parse(asked);
  const title = Object.assign(document.createElement("h2"), { id: "confirm-title", textContent: words.title });
  const text = Object.assign(document.createElement("p"), { textContent: words.text.replace(/[*_~`]/g, "") });
  const row = document.createElement("form");
  row.method = "dialog";
  for (const [value, label, look] of [["no", words.deny, "button"], ["yes", words.confirm, "button primary"]]) {
    row.append(Object.assign(document.createElement("button"), { value, textContent: label, className: look }));
  }
  dialog.replaceChildren(title, text, row);
  dialog.setAttribute("aria-describedby", (text.id = "confirm-text"));
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

async function press(control, value) {
  if (control.dataset.confirm && !(await confirmed(control.dataset.confirm))) return;
  control.closest("details")?.removeAttribute("open");
  control.classList.add("busy");
  const aim = { action_id: control.dataset.action, block_id: control.dataset.block, value };
  const seen = await act("click", { ...placeOf(control), ...aim });
  control.classList.remove("busy");
  if (seen.error) notify(seen.error);
}

export function watchControls() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button && !button.classList.contains("busy")) press(button, button.dataset.value);
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-field][data-live]");
    if (field) press(field, valueOf(field));
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault(); // an open menu in a modal closes before the modal does
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
  trap(document.getElementById("confirm"));
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
}
