"""The few pictures of the page itself, drawn so that they need no emoji font."""

from playground.page.html import Html

_OPEN = (
    '<svg viewBox="0 0 24 24" width="1em" height="1em" aria-hidden="true" fill="none" stroke="currentColor" '
)
_OPEN += 'stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">'

#: The rock that a piton is driven into.
PITON = Html(f'{_OPEN}<path d="M2.5 19.5 L9.5 5.5 L14 14 L16.2 10.4 L21.5 19.5 Z"/></svg>')
LOCK = Html(
    f'{_OPEN}<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/></svg>'
)
EYE = Html(
    f'{_OPEN}<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="2.6"/></svg>'
)
