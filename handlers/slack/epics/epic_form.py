"""The form of an epic: what it is called, what it is for, whose it is, and by which quarter's end it is wanted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.book.epics import quarter
from bot.errors import BadInput
from bot.model import ChannelId, Epic, EpicId, MemberId
from bot.quarterly import NAME, OBJECTIVE
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import channel, line

CALLBACK = "epic.save"
TITLE, AIM, OWNER, QUARTER = "name", "objective", "owner", "quarter"
_QUARTER = 30


@dataclass(frozen=True, slots=True)
class Made:
    """An epic as it was filled in; `epic` None: a new one. `seen`: a print of the epic as the form showed it."""

    channel: ChannelId
    channel_name: str
    epic: EpicId | None
    name: str
    objective: str
    owner: MemberId | None
    quarter: str
    seen: str = ""


def new_view(where: ChannelId, name: str, owner: MemberId, called: str, until: str) -> Json:
    """The form of a new epic. `until`: the quarter that it proposes."""
    return _view(
        where, name, Epic(EpicId(""), called, owner=owner), until, "New epic", "Stories name it by this."
    )


def edit_view(where: ChannelId, name: str, epic: Epic) -> Json:
    """The form that changes an epic."""
    found = quarter(epic)
    hint = "Its stories go with it to a new name."
    return _view(where, name, epic, found.label if found else "", "Change an epic", hint)


def _view(where: ChannelId, name: str, epic: Epic, until: str, head: str, hint: str) -> Json:
    pieces = [
        blocks.context(channel(name)),
        inputs.text_input(TITLE, "What is it called?", epic.name, hint, limit=NAME),
        inputs.text_input(
            AIM,
            "What is it for?",
            epic.objective,
            placeholder="Sales see a customer's risk before they call.",
            limit=OBJECTIVE,
            multiline=True,
            optional=True,
        ),
        inputs.users_select(OWNER, "Whose is it?", [epic.owner] if epic.owner else (), most=1, optional=True),
        inputs.text_input(
            QUARTER,
            "By the end of which quarter?",
            until,
            "As in Q1 or 2027 Q1. Forecasts are held against its last day.",
            limit=_QUARTER,
            optional=True,
        ),
    ]
    seen = print_of(epic) if epic.id else ""
    note = json.dumps({"channel": where, "name": name, "epic": epic.id, "seen": seen})
    return blocks.modal(CALLBACK, head, pieces, submit="Save", metadata=note)


def read(payload: Mapping[str, Any]) -> Made:
    """The epic. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    owners = form.people(OWNER)
    if len(owners) > 1:
        raise BadInput("One person owns an epic. Leave the others out.", OWNER)
    epic = form.note.get("epic")
    return Made(
        ChannelId(form.noted("channel")),
        form.noted("name"),
        EpicId(epic) if isinstance(epic, str) and epic else None,
        line(form.text(TITLE)),
        form.text(AIM),
        MemberId(owners[0]) if owners else None,
        line(form.text(QUARTER)),
        str(form.note.get("seen")),
    )


def print_of(epic: Epic) -> str:
    """What tells an epic as it was shown from one that somebody has changed since."""
    told = (epic.name, epic.objective, epic.owner, epic.year, epic.quarter, epic.closed)
    return sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]
