// Reads new messages out: the panes are redrawn whole, so a screen reader could not tell what is new in them.

import { here } from "./talk.js";

const MOST_SPOKEN = 300;
const newest = new Map();

function spoken(message) {
  const words = [...message.querySelectorAll(".block:not(.actions)")].map((block) => block.innerText.trim()).join(" ");
  return `${message.getAttribute("aria-label")}: ${words.replace(/\s+/g, " ").slice(0, MOST_SPOKEN)}`;
}

export function hear() {
  for (const id of ["messages", "thread-messages"]) {
    const place = [here.user, here.channel, here.tab, id === "messages" ? "" : here.thread].join();
    const messages = [...document.querySelectorAll(`#${id} [data-ts]`)];
    const last = newest.get(place);
    newest.set(place, messages.at(-1)?.dataset.ts ?? last ?? "0");
    if (last === undefined) continue; // what was there on arrival is not news
    const fresh = messages.filter((message) => message.dataset.ts > last);
    if (fresh.length) document.getElementById("heard").textContent = fresh.map(spoken).join("\n");
  }
}
