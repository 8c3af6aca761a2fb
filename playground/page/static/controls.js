// Buttons, menus and inputs of Block Kit: what they hold, and telling the bot when one is pressed.

import { act, notify } from "./talk.js";

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
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
}

// What was typed into each modal but not sent yet, so that a redrawn modal loses nothing.
const drafts = new Map();
const complaints = new Map();
let inFront = null;

function keepDraft(event) {
  const form = event.target.closest("form[data-view]");
  const field = event.target.closest("[data-field]");
  if (!form || !field) return;
  const draft = drafts.get(form.dataset.view) ?? {};
  draft[nameOf(field)] = valueOf(field);
  drafts.set(form.dataset.view, draft);
}

function restore(field, value) {
  if (field.dataset.field === "one") {
    if (field.value !== value) field.value = value;
    return;
  }
  for (const box of field.querySelectorAll("input")) box.checked = [value].flat().includes(box.value);
}

function showComplaints(form) {
  const { errors = [], error = "" } = complaints.get(form.dataset.view) ?? {};
  for (const place of form.querySelectorAll("[data-complaint]")) {
    const wrong = errors.find((entry) => entry.block_id === place.dataset.complaint);
    place.textContent = wrong?.message ?? "";
    const field = place.parentElement.querySelector("[data-field]");
    field?.toggleAttribute("aria-invalid", Boolean(wrong));
  }
  form.querySelector(".trouble").textContent = error ?? "";
}

export function modalDrawn() {
  const dialog = document.getElementById("modal");
  const form = dialog.querySelector("form[data-view]");
  if (!form) {
    if (dialog.open) dialog.close();
    inFront = null;
    return;
  }
  const draft = drafts.get(form.dataset.view) ?? {};
  for (const field of form.querySelectorAll("[data-field]")) {
    if (nameOf(field) in draft) restore(field, draft[nameOf(field)]);
  }
  showComplaints(form);
  if (!dialog.open) dialog.showModal();
  if (inFront !== form.dataset.view) {
    inFront = form.dataset.view;
    (form.querySelector("[autofocus]") ?? form.querySelector("[data-field], .modal-body button"))?.focus();
  }
}

async function submit(event) {
  const form = event.target.closest("form[data-view]");
  if (!form) return;
  event.preventDefault();
  if (form.classList.contains("busy")) return;
  form.classList.add("busy");
  const view = form.dataset.view;
  complaints.delete(view);
  const seen = await act("submit", { view_id: view, values: valuesIn(form) });
  form.classList.remove("busy");
  if (seen.ok) drafts.delete(view);
  else complaints.set(view, seen);
  modalDrawn();
  document.querySelector("#modal [aria-invalid]")?.focus();
}

export function watchModal() {
  const dialog = document.getElementById("modal");
  dialog.addEventListener("input", keepDraft);
  dialog.addEventListener("submit", submit);
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (button) leave(button.dataset.close === "all");
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(false);
  });
}

function leave(all) {
  const view = document.querySelector("#modal form[data-view]")?.dataset.view;
  drafts.delete(view);
  complaints.delete(view);
  act("close", { view_id: view, all });
}

