// Talks to the playground: where the reader stands, what they do, and the panes that show the result.

import { mark, restore } from "./focus.js";

export let here = JSON.parse(document.body.dataset.here);
const shown = {};
const afterDrawing = [];

export const onDrawn = (then) => afterDrawing.push(then);

export async function act(move, body = {}) {
  const response = await fetch(`/_playground/${move}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: here.user, ...body }),
  }).catch(() => null);
  if (response === null) {
    notify("The playground does not answer. Is it still running?");
    return { ok: false, errors: [] };
  }
  const seen = await response.json().catch(() => ({ ok: false, error: `The playground failed (${response.status}).` }));
  await refresh();
  return { errors: [], ...seen };
}

let timer = 0;

export function notify(words) {
  const notice = document.getElementById("notice");
  notice.textContent = words;
  if (notice.matches(":popover-open")) notice.hidePopover();
  if (words) notice.showPopover(); // a popover stands above an open modal
  clearTimeout(timer);
  timer = setTimeout(() => notice.hidePopover(), 9000);
}

let asked = 0;

export async function refresh() {
  const query = new URLSearchParams(location.search);
  query.delete("looking");
  if (document.visibilityState === "visible") query.set("looking", "1");
  const turn = ++asked;
  const response = await fetch(`/page/panes?${query}`).catch(() => null);
  if (!response?.ok || turn < asked) return;
  const { panes, here: now } = await response.json();
  here = now;
  document.title = `${here.place} · Piton playground`;
  wear(query.get("theme"));
  for (const [id, html] of Object.entries(panes)) draw(id, html);
  document.getElementById("thread").hidden = here.thread === null;
  for (const then of afterDrawing) then();
}

function wear(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

// Replaces a pane only if it changed, and keeps the focus and the place in it.
function draw(id, html) {
  const pane = document.getElementById(id);
  if (shown[id] === html) return;
  const focused = mark(pane);
  if (focused?.id === "moment") return; // a half-typed date has no value that could be kept
  shown[id] = html;
  const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 80;
  const top = pane.scrollTop;
  pane.innerHTML = html;
  pane.scrollTop = atEnd && id.endsWith("messages") && here.tab !== "home" ? pane.scrollHeight : top;
  restore(focused);
}

export async function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  delete shown.messages;
  delete shown["thread-messages"];
  await refresh();
  for (const id of ["messages", "thread-messages"]) {
    const pane = document.getElementById(id);
    pane.scrollTop = here.tab === "home" ? 0 : pane.scrollHeight;
  }
}

export function listen() {
  const changes = new EventSource("/page/changes");
  changes.onmessage = refresh;
  addEventListener("popstate", refresh);
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, 20000);
}
