"""The form of a note for a retro, and what is said when it is in: its token, and nobody's name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.ceremonies.retro.formats import Column
from bot.ceremonies.retro.state import NOTE_TEXT
from bot.errors import NotFound
from bot.model import RoundId, Team, TeamId
from bot.retros import Token
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json, actions, button, context, paragraph, quote, rich
from handlers.slack.desk import Reply
from handlers.slack.filled import filled
from handlers.slack.text import channel, line, say, user_text

CALLBACK, UNDO, MORE = "retro.note", "retro.undo", "retro.more"
COLUMN, TEXT = "column", "text"
#: The column of what fits none of them.
ANY, OTHER = "any", "Something else"
NAMELESS = "Nobody sees who wrote it, nor when: it stands among the others by lot."
SIGNED = "Your name stands with it, as this team wants it."
TOO_LONG = f"A note has {NOTE_TEXT:,} characters at most, so the rest was cut. Write it as two."
LASTS = "You can take it back for ten minutes."


@dataclass(frozen=True, slots=True)
class Written:
    """Where a note went: to which team's retro, under which column, and whether one that is under way comes first."""

    team: str
    column: str
    nameless: bool
    later: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, for which team. `signed`: the form said that their name stands with it; `near`: it was opened
    in the team's channel."""

    team: TeamId
    column: str
    text: str
    signed: bool = False
    near: bool = False


def view(
    team: Team,
    columns: Sequence[Column],
    *,
    nameless: bool,
    near: bool = False,
    column: str = "",
    text: str = "",
    more: str = "",
) -> Json:
    """The form as a modal. `near`: it is opened in the team's channel; `more`: what there is to say about the text that
    is in it."""
    choices = [*((each.key, each.title) for each in columns), (ANY, OTHER)]
    first = column if column in {each.key for each in columns} else choices[0][0]
    pieces = [
        context(f"{channel(team.name)} · {NAMELESS if nameless else SIGNED}"),
        *([context(more)] if more else []),
        inputs.select(COLUMN, "About", choices, first if not text or column else ANY),
        inputs.text_input(TEXT, "Your note", text, limit=NOTE_TEXT, multiline=True),
    ]
    note = json.dumps({"team": team.id, "signed": int(not nameless), "near": int(near)})
    return blocks.modal(CALLBACK, "A note for the retro", pieces, submit="Add", metadata=note)


def read(payload: Mapping[str, Any]) -> Made:
    """What was written. Raises NotFound for a stale form."""
    form = filled(payload)
    column = form.choice(COLUMN)
    return Made(
        TeamId(form.noted("team")),
        "" if column == ANY else column,
        form.text(TEXT),
        bool(form.number("signed")),
        bool(form.number("near")),
    )


def saved(token: Token, where: Written, text: str) -> Reply:
    """That it is in, to its writer alone, with the way to take it back."""
    later = " for the next retro" if where.later else ""
    name = "without" if where.nameless else "with"
    under = f", under {line(where.column)}" if where.column else ""
    words = f"Your note is in{later}, {name} your name: {channel(where.team)}{under}."
    shown = [
        rich(paragraph(say(words)), quote(user_text(text, NOTE_TEXT) or say("–"))),
        context(LASTS),
        actions(button("Take it back", UNDO, carried(token))),
    ]
    return Reply(f"{words} {LASTS}", shown)


def carried(token: Token) -> str:
    """What the button carries: which note, and the proof that it may still be taken back."""
    return "/".join((token.round, token.note, f"{token.until.timestamp():.0f}", token.seal))


def read_token(value: str) -> Token:
    """Raises NotFound for what is no token."""
    try:
        round_, note, until, seal = value.split("/")
        moment = datetime.fromtimestamp(int(until), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
    return Token(RoundId(round_), note, moment, seal)
