"""What people of a team have in hand besides their answers, spikes and actions: in their prompt and its digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.slack.blocks import Json, bullets, context, paragraph, rich
from handlers.slack.drawing import NOTHING, Extra
from handlers.slack.text import clip, emoji, fitting, level, line, name, say, sentence, user_text, weight

_OWN = 3  # in a prompt: it has to stay one screen
_OWN_TEXT = 200
_LISTED = 10  # in a digest
_ROOM = 1_200  # their share of it
_FRAME = 100  # our own words around them, of that
_TEXT = 100
_SHORT_TEXT = 30


@dataclass(frozen=True, slots=True)
class Owned:
    """One of them: the owner's name, what they wrote, and how it stands."""

    name: str
    text: str
    stands: str


def own(sign: str, title: str, each: Sequence[Owned]) -> Extra:
    """A member's own, the important first."""
    if not each:
        return NOTHING
    shown = each[:_OWN]
    items = [user_text(line(one.text), _OWN_TEXT) + say(f" · {one.stands}") for one in shown]
    said = (sentence(f"{clip(line(one.text), _OWN_TEXT)} · {one.stands}") for one in shown)
    return _extra(sign, say(title, bold=True), items, len(each) - _OWN, f"{title}: {' '.join(said)}")


def fits(each: Sequence[Owned]) -> Sequence[Owned]:
    """Those of the team that fit into a digest."""
    return each[: min(_LISTED, fitting(map(_shortest, each), _ROOM - _FRAME))]


def listed(sign: str, title: str, clock: str, each: Sequence[Owned]) -> Extra:
    """The team's, the important first. `clock`: whose time is meant, where one is told."""
    if not each:
        return NOTHING
    shown = fits(each)
    sizes = [min(weight(line(one.text)), _TEXT) for one in shown]
    width = level(sizes, _ROOM - _FRAME - sum(map(_frame, shown)))
    items = [
        [
            *say(name(one.name), bold=True),
            *say("  "),
            *(user_text(line(one.text), width) or say("–")),
            *say(f" · {one.stands}", italic=True),
        ]
        for one in shown
    ]
    said = (sentence(f"{name(one.name)}: {clip(line(one.text), width)} · {one.stands}") for one in shown)
    words = [*say(title, bold=True), *say(clock)]
    return _extra(sign, words, items, len(each) - len(shown), f"{title}{clock}: {' '.join(said)}", _ROOM)


def _frame(one: Owned) -> int:
    return weight(name(one.name)) + weight(one.stands) + 5


def _shortest(one: Owned) -> int:
    return _frame(one) + min(weight(line(one.text)), _SHORT_TEXT)


def _extra(
    sign: str, title: list[Json], items: list[list[Json]], more: int, said: str, room: int = 0
) -> Extra:
    blocks = [rich(paragraph(emoji(sign), title), bullets(items))]
    if more <= 0:
        return Extra(tuple(blocks), said, weight=room)
    return Extra((*blocks, context(f"and {more} more")), f"{said} And {more} more.", weight=room)
