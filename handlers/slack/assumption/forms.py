"""The forms of assumptions: writing one down, changing it, that it held, that it broke, and that nobody knows yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.assumptions import Wish
from bot.ceremonies.assumption import Assumption, Change, Draft, Hold, Later
from bot.ceremonies.assumption.state import FOUND, MOST, TEXT, WHY
from bot.model import ChannelId, Epic, MemberId, RoundId, Story
from handlers.slack import belonging, blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled as Form
from handlers.slack.filled import filled
from handlers.slack.text import channel, clip, line, titled

WRITTEN, CHANGED, HELD, BROKEN, WAITED = (
    "assumption.written",
    "assumption.changed",
    "assumption.did_hold",
    "assumption.did_break",
    "assumption.waited",
)
TEXT_FIELD, WHY_FIELD, WORK, OWNER, DAY, EXPERIMENT = "text", "why", "work", "owner", "day", "experiment"
HOW, WHAT, STORIES, NEXT = "how", "what", "stories", "next"
_KEY = 60


@dataclass(frozen=True, slots=True)
class WriteForm:
    """What the form shows."""

    channel: ChannelId
    channel_name: str
    by: MemberId
    text: str = ""
    epics: tuple[Epic, ...] = ()
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, and where."""

    channel: ChannelId
    channel_name: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Broke:
    """What happened, and the stories that this causes, a line each."""

    round: RoundId
    what: str
    stories: tuple[str, ...]


def write_view(form: WriteForm) -> Json:
    """What is taken for true, why, whose it is, and what it would cost to be wrong."""
    draft = Draft(clip(line(form.text), TEXT), form.by)
    pieces = [
        blocks.context(f"{channel(form.channel_name)} · the channel gets its card"),
        *_asked(draft),
        inputs.text_input(
            EXPERIMENT,
            "For an experiment?",
            hint="Its key.",
            placeholder="churn-1",
            limit=_KEY,
            optional=True,
        ),
        *belonging.asked(form.epics, form.stories),
    ]
    note = json.dumps({"channel": form.channel, "name": form.channel_name})
    return blocks.modal(WRITTEN, "Write an assumption", pieces, submit="Save", metadata=note)


def _asked(draft: Draft) -> list[Json]:
    """The fields of what is written down."""
    return [
        inputs.text_input(
            TEXT_FIELD,
            "What do you take for true?",
            draft.text,
            placeholder="Customers log in at least once a week",
            limit=TEXT,
        ),
        inputs.text_input(
            WHY_FIELD, "Why do you believe it?", draft.why, limit=WHY, multiline=True, optional=True
        ),
        inputs.text_input(
            WORK,
            "What work does it cause if it is wrong?",
            "\n".join(draft.work),
            f"A story a line, {MOST} at most. They come into the backlog only if it breaks.",
            multiline=True,
            optional=True,
        ),
        inputs.users_select(OWNER, "Who finds out?", (draft.owner,), "They are asked on the day.", 1),
        inputs.datepicker(DAY, "Check it on", draft.day, optional=True),
    ]


def _draft(form: Form) -> Draft:
    return Draft(
        line(form.text(TEXT_FIELD)),
        MemberId(next(iter(form.people(OWNER)), "")),
        form.text(WHY_FIELD),
        tuple(form.lines(WORK).splitlines()),
        form.date(DAY),
    )


def read_written(payload: Mapping[str, Any]) -> Filled:
    """What was filled in. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    epic, story = belonging.chosen(form)
    wish = Wish(_draft(form), line(form.text(EXPERIMENT)), epic, story)
    return Filled(ChannelId(form.noted("channel")), form.noted("name"), wish)


def change_view(round_: RoundId, state: Assumption) -> Json:
    """What of it may be changed, as it stands."""
    draft = Draft(state.text, state.owner.id, state.why, state.work, state.day)
    return _view(CHANGED, round_, f"Change assumption #{state.number}", _asked(draft))


def read_change(payload: Mapping[str, Any]) -> tuple[RoundId, Change]:
    """Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), Change(_draft(form))


def called(state: Assumption, limit: int = TEXT) -> str:
    """An assumption as people call it: #3 Customers log in every week."""
    return clip(f"#{state.number} {line(state.text)}", limit)


def held_view(round_: RoundId, state: Assumption) -> Json:
    """How do they know?"""
    pieces = [
        blocks.context(called(state)),
        inputs.text_input(HOW, "How do you know?", limit=FOUND, multiline=True),
    ]
    return _view(HELD, round_, f"Assumption #{state.number} held", pieces)


def read_held(payload: Mapping[str, Any]) -> tuple[RoundId, Hold]:
    """Raises NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), Hold(form.text(HOW))


def broken_view(round_: RoundId, state: Assumption) -> Json:
    """What happened, and the stories, with those that were thought of beforehand."""
    pieces = [
        blocks.context(called(state)),
        inputs.text_input(WHAT, "What happened?", limit=FOUND, multiline=True),
        inputs.text_input(
            STORIES,
            "What work does it cause?",
            "\n".join(state.work),
            f"A story a line, {MOST} at most. They go to the end of the backlog.",
            multiline=True,
            optional=True,
        ),
    ]
    if state.left:
        there = ", ".join(titled(each) for each in state.left)
        pieces.append(blocks.context(f"In the backlog already, and not written twice: {there}"))
    return _view(BROKEN, round_, f"Assumption #{state.number} broke", pieces)


def read_broken(payload: Mapping[str, Any]) -> Broke:
    """Raises NotFound for a stale form."""
    form = filled(payload)
    lines = tuple(form.lines(STORIES).splitlines())
    return Broke(RoundId(form.noted("round")), form.text(WHAT), lines)


def later_view(round_: RoundId, state: Assumption) -> Json:
    """When is it asked again?"""
    pieces = [
        blocks.context(called(state)),
        inputs.datepicker(NEXT, "Check it again on", None, "Left empty, nobody is asked.", optional=True),
    ]
    return _view(WAITED, round_, "Not known yet", pieces)


def read_later(payload: Mapping[str, Any]) -> tuple[RoundId, Later]:
    """Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), Later(form.date(NEXT))


def _view(callback: str, round_: RoundId, title: str, pieces: list[Json]) -> Json:
    note = json.dumps({"round": round_})
    return blocks.modal(callback, clip(title, blocks.VIEW_TITLE), pieces, submit="Save", metadata=note)
