// The page as a whole: moving about, the clock, the bot's switch, and keeping everything fresh.

import { act, go, here, listen, notify, onDrawn, refresh } from "./talk.js";
import { modalDrawn, watchControls, watchModal } from "./controls.js";
import { composer } from "./composer.js";

const byId = (id) => document.getElementById(id);

// Opening the bot is an event that it may hear of.
async function travel(address) {
  const before = here;
  document.body.classList.remove("sidebar-open");
  await go(address);
  const arrived = here.isDirect && (!before.isDirect || before.user !== here.user || before.tab !== here.tab);
  if (arrived) await act("home", { tab: here.tab });
  if (matchMedia("(pointer: fine)").matches) byId(here.thread ? "thread-composer-text" : "composer-text").focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    travel(link.href);
  }
});

byId("close-thread").addEventListener("click", (event) => {
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.delete("thread");
  go(address);
});

byId("open-sidebar").addEventListener("click", () => document.body.classList.toggle("sidebar-open"));
document.querySelector("main").addEventListener("pointerdown", () => document.body.classList.remove("sidebar-open"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.remove("sidebar-open");
});

async function move(clock) {
  byId("clock-controls").classList.add("busy");
  document.querySelector("#clock .settling").textContent = "Settling…";
  const seen = await act("clock", clock);
  byId("clock-controls").classList.remove("busy");
  if (seen.error) notify(seen.error);
}

byId("clock-controls").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.advance) move({ advance: Number(button.dataset.advance) });
  if (button?.dataset.set) move({ set: button.dataset.set });
});

// The field is in the reader's zone; its offset then, not now, is the one that counts, so the server works it out.
byId("clock-controls").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("moment");
  const local = field.value;
  field.value = "";
  field.blur();
  move({ set: local, zone_of: here.user });
});

byId("bot").addEventListener("click", async (event) => {
  const button = event.target.closest("#bot-switch");
  if (!button) return;
  button.disabled = true;
  const seen = await act("bot", { running: button.getAttribute("aria-checked") !== "true" });
  button.disabled = false;
  if (seen.error) notify(seen.error);
});

onDrawn(modalDrawn);
onDrawn(composer(byId("composer"), { inThread: false }));
onDrawn(composer(byId("thread-composer"), { inThread: true }));
watchControls();
watchModal();
listen();
refresh().then(() => { byId("messages").scrollTop = byId("messages").scrollHeight; });
