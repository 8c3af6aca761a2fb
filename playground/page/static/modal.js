// The modal: it opens and closes with what the bot shows, keeps what was typed, and says what is wrong with it.

import { act } from "./talk.js";
import { nameOf, valueOf, valuesIn } from "./controls.js";
import { mark, reachable, restore, trap } from "./focus.js";

// What was typed into each modal but not sent yet, so that a redrawn modal loses nothing.
const drafts = new Map();
const complaints = new Map();
let inFront = null;
let before = null; // where the focus was when the first modal opened

function keepDraft(event) {
  const form = event.target.closest("form[data-view]");
  const field = event.target.closest("[data-field]");
  if (!form || !field) return;
  const draft = drafts.get(form.dataset.view) ?? {};
  draft[nameOf(field)] = valueOf(field);
  drafts.set(form.dataset.view, draft);
}

function refill(field, value) {
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
    if (wrong) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
  form.querySelector(".trouble").textContent = error ?? "";
}

export function modalDrawn() {
  const dialog = document.getElementById("modal");
  const form = dialog.querySelector("form[data-view]");
  if (!form) {
    if (dialog.open) leaveDialog(dialog);
    return;
  }
  dialog.setAttribute("aria-labelledby", form.querySelector("h2").id);
  const draft = drafts.get(form.dataset.view) ?? {};
  for (const field of form.querySelectorAll("[data-field]")) {
    if (nameOf(field) in draft) refill(field, draft[nameOf(field)]);
  }
  showComplaints(form);
  if (!dialog.open) {
    before = mark();
    dialog.showModal();
  }
  const lost = document.activeElement === dialog || !dialog.contains(document.activeElement);
  if (inFront !== form.dataset.view || lost) {
    inFront = form.dataset.view;
    start(form).focus();
  }
}

// The field that the bot asked for, else the first thing in the body, else the last button of the modal.
function start(form) {
  const body = reachable(form.querySelector(".modal-body"));
  return form.querySelector("[data-first]") ?? body[0] ?? reachable(form).at(-1);
}

function leaveDialog(dialog) {
  inFront = null;
  dialog.close();
  if (document.activeElement === document.body || document.activeElement === null) restore(before);
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
  const wrong = document.querySelector("#modal [aria-invalid]");
  (wrong?.matches("fieldset") ? wrong.querySelector("input") : wrong)?.focus();
}

export function watchModal() {
  const dialog = document.getElementById("modal");
  trap(dialog);
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

