"""The small forms of a running sprint: who takes a story, what is done, why one rolls over, its parts, its close."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.book import pasting
from bot.book.pasting import Draft
from bot.ceremonies.sprint import SayWhy, Sprint
from bot.ceremonies.sprint.state import NOTE_TEXT
from bot.errors import BadInput
from bot.model import Claim, MemberId, Reason, RoundId, StoryId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.estimation.call_form import require_all_taken
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.sprint.drawings import REASONS, note_of
from handlers.slack.text import clip, count, line, name, titled

TAKE, DONE, WHY, SPLIT, CLOSE = (
    "sprint.taken",
    "sprint.finished",
    "sprint.why_said",
    "sprint.split_up",
    "sprint.closed",
)
STORY, OWNER, STORIES, REASON, NOTE, PARTS = "story", "owner", "stories", "reason", "note", "parts"


def _choice(claim: Claim) -> Choice:
    size = "no estimate" if claim.points is None else count(claim.points, "point")
    who = name(claim.owner_name) if claim.owner_name else "nobody yet"
    return (claim.story, clip(titled(claim), inputs.OPTION_TEXT), f"{size} · {who}")


def _open(state: Sprint) -> list[Claim]:
    found = [each for each in state.claims if each.state == "open"]
    if not found:
        raise BadInput("Every story of this sprint is done or taken out.")
    return found


def _modal(
    callback: str, title: str, submit: str, pieces: Sequence[Json], round_: RoundId, story: str = ""
) -> Json:
    note = json.dumps({"round": round_, "story": story})
    return blocks.modal(callback, title, pieces, submit=submit, metadata=note)


def take_view(round_: RoundId, state: Sprint, by: MemberId) -> Json:
    """Who takes which story. Raises BadInput where all are done."""
    free_first = sorted(_open(state), key=lambda each: each.owner is not None)
    pieces = [
        inputs.select(STORY, "Which one?", list(map(_choice, free_first)), free_first[0].story),
        inputs.users_select(OWNER, "Who takes it?", (by,), "One person."),
    ]
    return _modal(TAKE, "Take a story", "Take", pieces, round_)


def read_take(payload: Mapping[str, Any]) -> tuple[RoundId, StoryId, MemberId]:
    """Which, and who. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    people = form.people(OWNER)
    if len(people) != 1:
        raise BadInput("Name one person.", OWNER)
    return RoundId(form.noted("round")), StoryId(form.choice(STORY)), MemberId(people[0])


def done_view(round_: RoundId, state: Sprint, by: MemberId) -> Json:
    """What is done. Raises BadInput where all is."""
    mine_first = sorted(_open(state), key=lambda each: each.owner != by)
    pieces = [
        inputs.multi_select(
            STORIES, "Which are done?", list(map(_choice, mine_first)), (), "`/story restore` takes it back."
        )
    ]
    return _modal(DONE, "Mark done", "Done", pieces, round_)


def read_done(payload: Mapping[str, Any]) -> tuple[RoundId, tuple[StoryId, ...]]:
    """Which. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    chosen = tuple(map(StoryId, form.choices(STORIES)))
    if not chosen:
        raise BadInput("Choose at least one.", STORIES)
    return RoundId(form.noted("round")), chosen


def why_view(round_: RoundId, claim: Claim) -> Json:
    """Why it took longer than was thought."""
    choices = [(each, words) for each, words in REASONS.items()]
    pieces = [
        blocks.context(titled(claim)),
        inputs.select(REASON, "What comes closest?", choices, claim.reason or None),
        inputs.text_input(
            NOTE, "In your words", note_of(claim), limit=NOTE_TEXT, multiline=True, optional=True
        ),
    ]
    return _modal(WHY, "Why it took longer", "Save", pieces, round_, claim.story)


def why_one_view(round_: RoundId, claims: Sequence[Claim]) -> Json:
    """The same, of one of several."""
    choices = [(each, words) for each, words in REASONS.items()]
    pieces = [
        inputs.select(STORY, "Which one?", list(map(_choice, claims)), claims[0].story),
        inputs.select(REASON, "What comes closest?", choices),
        inputs.text_input(NOTE, "In your words", limit=NOTE_TEXT, multiline=True, optional=True),
    ]
    return _modal(WHY, "Why it took longer", "Save", pieces, round_)


def read_why(payload: Mapping[str, Any]) -> tuple[RoundId, SayWhy]:
    """The reason. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    chosen: Reason = next((each for each in REASONS if each == form.choice(REASON)), "")
    return RoundId(form.noted("round")), SayWhy(
        StoryId(form.choice(STORY) or form.noted("story")), chosen, form.lines(NOTE)
    )


def split_view(round_: RoundId, claim: Claim) -> Json:
    """What a story becomes."""
    hint = f"#{claim.number} leaves the backlog for them; /story restore #{claim.number} has it back."
    pieces = [
        blocks.context(titled(claim)),
        inputs.text_input(PARTS, "The stories, one a line", hint=hint, multiline=True),
    ]
    return _modal(SPLIT, "Split the story", "Split", pieces, round_, claim.story)


def read_split(payload: Mapping[str, Any]) -> tuple[RoundId, StoryId, tuple[Draft, ...]]:
    """What it becomes. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    parts = pasting.read(form.lines(PARTS))
    require_all_taken(parts, PARTS)
    if not parts.drafts:
        raise BadInput("Name the stories that it becomes, one a line.", PARTS)
    return RoundId(form.noted("round")), StoryId(form.noted("story")), parts.drafts


def close_view(round_: RoundId, state: Sprint) -> Json:
    """What its close means, before it is done."""
    left = [each for each in state.claims if each.state == "open"]
    done = f"{state.done} of {count(state.scope, 'point')} done."
    rolls = ", ".join(clip(line(titled(each)), 80) for each in left[:10])
    more = f" and {len(left) - 10} more" if len(left) > 10 else ""  # noqa: PLR2004 — as many as are named
    words = f"{done} What rolls over: {rolls}{more}." if left else f"{done} Nothing rolls over."
    pieces = [blocks.context(words), blocks.context("Whoever had these is asked why. It cannot be undone.")]
    return _modal(CLOSE, f"Close sprint {state.span.number}", "Close", pieces[: 2 if left else 1], round_)


def read_close(payload: Mapping[str, Any]) -> RoundId:
    """Which sprint. Raises NotFound for a stale form."""
    return RoundId(filled(payload).noted("round"))
