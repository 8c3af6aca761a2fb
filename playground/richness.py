"""Rich text as Slack takes it: which parts there are, what each must carry, and how it may be styled."""

from collections.abc import Callable

from playground.checks import LONGEST_URL, LimitError, known, one_of, several, short, whole
from playground.shapes import Json

DEEPEST = 8
LAST_MOMENT = 10**10
_LETTERS = {"bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink"}
_MENTION = {"bold", "italic", "strike", "highlight", "client_highlight", "unlink"}
_RANGES = ("here", "channel", "everyone")

#: For each inline part: what it must carry, what it may carry, and the styles that it takes.
INLINE: dict[str, tuple[set[str], set[str], set[str]]] = {
    "broadcast": ({"range"}, set(), set()),
    "channel": ({"channel_id"}, set(), _MENTION),
    "color": ({"value"}, set(), set()),
    "date": ({"timestamp", "format"}, {"url", "fallback"}, set()),
    "emoji": ({"name"}, {"unicode", "skin_tone", "display_team_id"}, set()),
    "link": ({"url"}, {"text", "unsafe"}, _LETTERS),
    "team": ({"team_id"}, set(), _MENTION),
    "text": ({"text"}, set(), _LETTERS),
    "user": ({"user_id"}, set(), _MENTION),
    "usergroup": ({"usergroup_id"}, set(), _MENTION),
}
_PLAIN = frozenset({"text", "link"})


def check_rich_text(block: Json, at: str) -> None:
    for place, part in enumerate(several(block, "elements", 1000, at, least=0)):
        here = f"{at}/elements/{place}"
        checking = PARTS.get(str(part.get("type")))
        if checking is None:
            raise LimitError(f"unsupported type: {part.get('type')}", f"{here}/type")
        checking(part, here)


def _line(
    part: Json, at: str, *, more: frozenset[str] = frozenset(), only: frozenset[str] | None = None
) -> None:
    known(part, {"type", "elements", *more}, at)
    for place, inline in enumerate(several(part, "elements", 1000, at, least=0)):
        here = f"{at}/elements/{place}"
        kind = str(inline.get("type"))
        if kind not in INLINE or (only is not None and kind not in only):
            raise LimitError(f"unsupported type: {kind}", f"{here}/type")
        _inline(inline, here)


def _inline(inline: Json, at: str) -> None:
    needed, more, styles = INLINE[inline["type"]]
    known(inline, {"type", "style", *needed, *more}, at)
    for name in sorted(needed):
        _carried(inline, name, at)
    short(inline, "url", LONGEST_URL, at)
    one_of(inline, "range", _RANGES, at)
    style = inline.get("style", {})
    if not isinstance(style, dict) or not all(isinstance(value, bool) for value in style.values()):
        raise LimitError("must be an object of true and false", f"{at}/style")
    known(style, styles, f"{at}/style")


def _carried(inline: Json, name: str, at: str) -> None:
    value = inline.get(name)
    if value is None:
        raise LimitError(f"missing required field: {name}", at)
    if name == "timestamp":
        whole(inline, name, 0, LAST_MOMENT, at)
    elif not isinstance(value, str) or not value:
        raise LimitError("must be more than 0 characters", f"{at}/{name}")


def _list(part: Json, at: str) -> None:
    known(part, {"type", "elements", "style", "indent", "offset", "border"}, at)
    if part.get("style") not in ("bullet", "ordered"):
        raise LimitError("must be one of bullet, ordered", f"{at}/style")
    whole(part, "indent", 0, DEEPEST, at)
    whole(part, "border", 0, 1, at)
    for place, line in enumerate(several(part, "elements", 1000, at)):
        here = f"{at}/elements/{place}"
        if line.get("type") != "rich_text_section":
            raise LimitError(f"unsupported type: {line.get('type')}", f"{here}/type")
        _line(line, here)


PARTS: dict[str, Callable[[Json, str], None]] = {
    "rich_text_list": _list,
    "rich_text_preformatted": lambda part, at: _line(
        part, at, more=frozenset({"border", "language"}), only=_PLAIN
    ),
    "rich_text_quote": lambda part, at: _line(part, at, more=frozenset({"border"})),
    "rich_text_section": _line,
}
