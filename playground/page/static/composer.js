// The boxes in which people write: messages, replies and slash commands with their hints.

import { act, here, notify } from "./talk.js";

function fits(typed) {
  if (!typed.startsWith("/") || typed.includes("\n")) return [];
  const name = typed.split(" ")[0];
  const exact = here.commands.filter((entry) => entry.command === name);
  if (typed.includes(" ")) return exact;
  return here.commands.filter((entry) => entry.command.startsWith(name));
}

function option(entry, id, chosen) {
  const row = document.createElement("div");
  row.id = id;
  row.className = "hint-row";
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", String(chosen));
  row.dataset.command = entry.command;
  const name = Object.assign(document.createElement("strong"), { textContent: entry.command });
  const usage = Object.assign(document.createElement("code"), { textContent: entry.usage_hint ?? "" });
  const words = Object.assign(document.createElement("small"), { textContent: entry.description ?? "" });
  row.append(name, " ", usage, words);
  return row;
}

export function composer(form, { inThread }) {
  const box = form.querySelector("textarea");
  const hints = form.querySelector(".hints");
  let chosen = 0;

  function hint() {
    const offered = fits(box.value);
    chosen = Math.min(chosen, Math.max(offered.length - 1, 0));
    hints.replaceChildren(...offered.map((entry, place) => option(entry, `${hints.id}-${place}`, place === chosen)));
    show(offered.length > 0);
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
  }

  function show(open) {
    hints.hidden = !open;
    if (open) box.setAttribute("aria-activedescendant", `${hints.id}-${chosen}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(command) {
    box.value = `${command} `;
    hint();
    box.focus();
  }

  async function send() {
    const text = box.value;
    if (!text.trim()) return;
    const isCommand = text.startsWith("/");
    if (isCommand && inThread) {
      notify(`${text.split(" ")[0]} is not supported in threads. Sorry!`);
      return;
    }
    box.value = "";
    hint();
    const place = { channel: here.channel, text };
    const seen = isCommand
      ? await act("command", place)
      : await act("say", inThread ? { ...place, thread_ts: here.thread } : place);
    if (seen.notice) notify(seen.notice);
    if (seen.error) {
      notify(seen.error);
      if (!box.value) box.value = text;
    }
  }

  box.addEventListener("input", () => { chosen = 0; hint(); });
  box.addEventListener("blur", () => setTimeout(() => show(false), 150));
  box.addEventListener("focus", hint);
  hints.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[data-command]");
    if (row) take(row.dataset.command);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  box.addEventListener("keydown", (event) => {
    const rows = [...hints.children];
    const choosing = !hints.hidden && !box.value.includes(" ");
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (choosing && rows[chosen]?.dataset.command !== box.value) take(rows[chosen].dataset.command);
      else send();
    } else if (choosing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length;
      hint();
    } else if (choosing && event.key === "Tab" && rows[chosen]?.dataset.command !== box.value) {
      event.preventDefault();
      take(rows[chosen].dataset.command);
    } else if (event.key === "Escape" && !hints.hidden) {
      event.stopPropagation();
      show(false);
    }
  });

  return () => {
    const words = inThread ? "Reply…" : `Message ${here.place}`;
    box.placeholder = here.isMember ? words : `You are not in ${here.place}`;
    box.disabled = !here.isMember;
    box.setAttribute("aria-label", words);
    form.hidden = !inThread && here.tab === "home";
  };
}
