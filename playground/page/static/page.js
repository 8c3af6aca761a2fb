// The page as a whole: moving about, the clock, the bot's switch, and keeping everything fresh.

import { act, go, here, listen, notify, onDrawn, refresh } from "./talk.js";
import { watchControls } from "./controls.js";
import { modalDrawn, watchModal } from "./modal.js";
import { hear } from "./hear.js";
import { reachable } from "./focus.js";
import { composer } from "./composer.js";

const byId = (id) => document.getElementById(id);

// Opening the bot is an event that it may hear of.
async function travel(address) {
  const before = here;
  openSidebar(false);
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

async function closeThread() {
  const root = here.thread;
  const address = new URL(location.href);
  address.searchParams.delete("thread");
  await go(address);
  byId(`thread-${root}`)?.focus();
}

byId("close-thread").addEventListener("click", (event) => {
  event.preventDefault();
  closeThread();
});
byId("thread").addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeThread();
});

// On a phone the sidebar lies over the page, and comes and goes with a button.
function openSidebar(open) {
  if (open === document.body.classList.contains("sidebar-open")) return;
  document.body.classList.toggle("sidebar-open", open);
  byId("open-sidebar").setAttribute("aria-expanded", String(open));
  if (open) (byId("sidebar").querySelector("[aria-current]") ?? reachable(byId("sidebar"))[0]).focus();
  else if (byId("sidebar").contains(document.activeElement)) byId("open-sidebar").focus();
}

byId("open-sidebar").addEventListener("click", () => openSidebar(!document.body.classList.contains("sidebar-open")));
byId("close-sidebar").addEventListener("click", () => openSidebar(false));
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#sidebar, #open-sidebar")) openSidebar(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openSidebar(false);
});

byId("sidebar-foot").addEventListener("click", (event) => {
  if (!event.target.closest("#switch-theme")) return;
  const address = new URL(location.href);
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const isDark = (document.documentElement.dataset.theme ?? system) === "dark";
  address.searchParams.set("theme", isDark ? "light" : "dark");
  go(address, { replace: true });
});

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  (here.tab === "home" || !here.isMember ? byId("messages") : byId("composer-text")).focus();
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
onDrawn(hear);
onDrawn(composer(byId("composer"), { inThread: false }));
onDrawn(composer(byId("thread-composer"), { inThread: true }));
watchControls();
watchModal();
listen();
if (here.isDirect) act("home", { tab: here.tab });
refresh().then(() => { if (here.tab !== "home") byId("messages").scrollTop = byId("messages").scrollHeight; });
