// Where the keyboard is: kept over a redrawing, held inside a dialog, given back when that closes.

const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

export function reachable(root) {
  return [...root.querySelectorAll(REACHABLE)].filter((control) => !control.disabled && control.checkVisibility());
}

// The focus in words that outlive a redrawing: a control's id, and the message around it.
export function mark(pane = document.body) {
  const focused = document.activeElement;
  if (!focused || focused === pane || !pane.contains(focused)) return null;
  return { id: focused.id, ts: focused.closest("[data-ts]")?.dataset.ts, pane };
}

// Goes back to the marked control, or else to the first one in its message, or else to the pane.
export function restore(marked) {
  if (!marked) return;
  const message = marked.ts && marked.pane.querySelector(`[data-ts="${marked.ts}"]`);
  const near = message && reachable(message).find((control) => control.matches(".button"));
  (document.getElementById(marked.id) ?? near ?? marked.pane).focus({ preventScroll: true });
}

export function trap(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const inside = reachable(dialog);
    const [from, to] = event.shiftKey ? [inside[0], inside.at(-1)] : [inside.at(-1), inside[0]];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  });
}
