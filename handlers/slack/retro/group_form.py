"""The form in which notes are grouped: what belongs together, what is taken apart, and what shares words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from bot.book.grouping import Group
from bot.ceremonies.retro import PutTogether, Retro, TakeApart
from bot.ceremonies.retro.state import THEME_TEXT, Theme
from bot.errors import BadInput
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json, actions, bullets, button, context, numbered, paragraph, rich
from handlers.slack.filled import filled
from handlers.slack.inputs import OPTIONS, Choice
from handlers.slack.retro.words import theme_title
from handlers.slack.text import clip, count, line, say, user_text

CALLBACK, TOGETHER = "retro.group", "retro.together"
THEMES, TITLE, APART = "themes", "title", "apart"
#: So many groups are suggested at once, each with so many of its notes.
SUGGESTED, SHOWN = 5, 4
_NOTE = 120
_YES = "yes"


def view(round_: RoundId, state: Retro, groups: Sequence[Group], said: str = "") -> Json:
    """The form as a modal. `said`: what was just done."""
    turn = _turn(state.themes)
    pieces = [context(said)] if said else []
    pieces += _suggestions(round_, state, groups[:SUGGESTED])
    pieces += [
        *_selects(state.themes, turn),
        inputs.text_input(
            f"{TITLE}.{turn}",
            "What is it about?",
            hint="Left empty, the words of the largest. One theme alone gets this title.",
            limit=THEME_TEXT,
            optional=True,
        ),
        inputs.checkboxes(f"{APART}.{turn}", "Or", [(_YES, "Take it apart into its notes again")]),
    ]
    note = json.dumps({"round": round_, "turn": turn})
    return blocks.modal(
        CALLBACK, "Group the notes", pieces, submit="Put together", close="Done", metadata=note
    )


def _turn(themes: Sequence[Theme]) -> int:
    """Another number with other themes: Slack keeps what was filled into a field of the same name."""
    return crc32(repr([(each.number, each.title, each.notes) for each in themes]).encode("utf-8", "replace"))


def _selects(themes: Sequence[Theme], turn: int) -> list[Json]:
    """Slack shows so many choices at once: more themes need more fields."""
    choices = [choice(each) for each in themes]
    fields = []
    for start in range(0, len(choices), OPTIONS):
        some = choices[start : start + OPTIONS]
        label = "What belongs together?"
        if len(choices) > OPTIONS:
            label += f" ({some[0][0]} to {some[-1][0]})"
        fields.append(inputs.multi_select(f"{THEMES}.{turn}.{start}", label, some, optional=True))
    return fields


def choice(theme: Theme) -> Choice:
    """A theme to choose: "3 · Slow tests (4 notes)"."""
    more = f" ({count(len(theme.notes), 'note')})" if len(theme.notes) > 1 else ""
    return str(theme.number), f"{theme.number} · {clip(theme_title(theme.title, theme.hint), 60)}{more}"


def _suggestions(round_: RoundId, state: Retro, groups: Sequence[Group]) -> list[Json]:
    if not groups:
        return []
    texts = {each.id: each.text for each in state.notes}
    of = {note: each.number for each in state.themes for note in each.notes}
    pieces: list[Json] = []
    for number, group in enumerate(groups):
        themes = sorted({of[key] for key in group.keys})
        shown = [user_text(line(texts[key]), _NOTE) or say("–") for key in group.keys[:SHOWN]]
        more = len(group.keys) - SHOWN
        shown += [say(f"and {more} more")] if more > 0 else []
        words = ", ".join(clip(line(each), 30) for each in group.words[:3])
        pieces.append(rich(paragraph(say("These share: "), say(words or "words", bold=True)), bullets(shown)))
        value = "/".join((round_, *map(str, themes)))
        pieces.append(actions(button(f"Put together: {words}", numbered(TOGETHER, number), value)))
    return [*pieces, blocks.divider()]


def read(payload: Mapping[str, Any]) -> tuple[RoundId, PutTogether | TakeApart]:
    """What is done to which retro. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    chosen = [
        int(each)
        for field in form.values
        if field.startswith(THEMES)
        for each in form.choices(field)
        if each.isascii() and each.isdecimal() and len(each) < 5  # noqa: PLR2004 — no such theme
    ]
    round_, turn = RoundId(form.noted("round")), form.number("turn")
    if _YES not in form.choices(f"{APART}.{turn}"):
        return round_, PutTogether(tuple(chosen), form.text(f"{TITLE}.{turn}"))
    if len(chosen) != 1:
        raise BadInput("Choose the one that is taken apart.", THEMES)
    return round_, TakeApart(chosen[0])


def read_button(value: str) -> tuple[RoundId, PutTogether]:
    """What a suggestion's button carries: the themes that it puts together."""
    round_, *themes = value.split("/")
    return RoundId(round_), PutTogether(tuple(int(each) for each in themes if each.isdecimal()), "")
