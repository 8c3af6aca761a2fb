"""The forms that plan a team's retros, and that begin one now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.ceremonies.retro import Settings
from bot.ceremonies.retro.formats import CUSTOM, FORMATS, read_columns
from bot.ceremonies.retro.state import COLUMN_TEXT, MOST_ACTIONS, MOST_COLUMNS, MOST_DOTS, PULSE_TEXT, Pace
from bot.errors import BadInput
from bot.model import ChannelId, MemberId, Schedule
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, count

SETUP, BEGIN = "retro.setup", "retro.begin"
FORMAT, COLUMNS, PACE, DOTS, ACTIONS = "format", "columns", "pace", "dots", "actions"
NAMES, PULSE, WHO = "names", "pulse", "who"
FIRST, AT, EVERY, AFTER, MEETS = "first", "at", "every", "after", "meets"
UNTIL_DAY, UNTIL = "until_day", "until"
_SIGNED = "signed"
_WEEKS = (1, 2, 3, 4, 6)
_MOST_AFTER = 5
_PACES: tuple[tuple[Pace, str], ...] = (
    ("hand", "By hand: whoever facilitates goes on"),
    ("meeting", "By the clock, in an hour: a meeting"),
    ("days", "By the clock, a day or two for each step"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """What was asked for of a team's retros."""

    channel: ChannelId
    channel_name: str
    first: date
    at: time
    every: int
    settings: Settings

    def schedule(self, zone: str) -> Schedule:
        """When they ask for notes, by the team's clock."""
        return Schedule((self.first.weekday(),), self.at, self.first, self.every, zone)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was asked for of one that begins now. `until` None: notes come in until somebody goes on."""

    channel: ChannelId
    channel_name: str
    until: tuple[date, time] | None
    settings: Settings


def setup_view(
    where: ChannelId, name: str, first: date, now: tuple[Schedule, Settings] | None = None
) -> Json:
    """The plan's form. `now`: as it stands, where there is one."""
    schedule, settings = now or (None, Settings())
    pieces = [
        blocks.context(f"{channel(name)} · notes come in any time; these days are for reading them together"),
        inputs.datepicker(FIRST, "Ask for notes on", first, "The weekday stays the same."),
        inputs.timepicker(AT, "At", schedule.at if schedule else time(10), "By the team's clock."),
        inputs.select(
            EVERY,
            "Again every",
            [(str(each), "week" if each == 1 else count(each, "week")) for each in _WEEKS],
            str(schedule.every if schedule else 2),
        ),
        inputs.select(
            AFTER,
            "The retro itself is",
            [(str(each), _after(each)) for each in range(_MOST_AFTER + 1)],
            str(settings.after),
        ),
        inputs.timepicker(MEETS, "And begins at", settings.meets),
        *_pieces(settings),
        inputs.users_select(
            WHO,
            "Who facilitates?",
            (settings.facilitator,) if settings.facilitator else (),
            "Left empty: whoever set it up. Leads can too.",
            1,
            optional=True,
        ),
    ]
    note = json.dumps({"channel": where, "name": name})
    return blocks.modal(SETUP, "Retros", pieces, submit="Save", metadata=note)


def _after(days: int) -> str:
    return "on the same day" if days == 0 else f"{count(days, 'working day')} later"


def begin_view(where: ChannelId, name: str, settings: Settings, *, waiting: bool) -> Json:
    """The form of one that begins now. `waiting`: notes wait for it; how many would tell when they came."""
    more = " · with the notes that are there already" if waiting else ""
    pieces = [
        blocks.context(f"{channel(name)}{more}"),
        inputs.datepicker(
            UNTIL_DAY, "Collect notes until", None, "Left empty: until you go on.", optional=True
        ),
        inputs.timepicker(UNTIL, "At", settings.meets, "Counts with a day above, by the team's clock."),
        *_pieces(settings),
    ]
    note = json.dumps({"channel": where, "name": name})
    return blocks.modal(BEGIN, "Start a retro", pieces, submit="Start", metadata=note)


def _pieces(settings: Settings) -> list[Json]:
    formats: list[Choice] = [(key, each.title) for key, each in FORMATS.items()]
    own = "\n".join(settings.columns)
    return [
        inputs.select(FORMAT, "Format", [*formats, (CUSTOM, "Columns of our own")], settings.format),
        inputs.text_input(
            COLUMNS,
            "Columns of your own, one a line",
            own,
            "Only for that format.",
            "Data",
            (COLUMN_TEXT + 1) * MOST_COLUMNS,
            multiline=True,
            optional=True,
        ),
        inputs.select(PACE, "Once the notes are in, it goes on", list(_PACES), settings.pace),
        inputs.select(
            DOTS,
            "Dots each",
            [(str(each), str(each)) for each in range(1, MOST_DOTS + 1)],
            str(settings.dots),
        ),
        inputs.select(
            ACTIONS,
            "Actions at most",
            [(str(each), str(each)) for each in range(1, MOST_ACTIONS + 1)],
            str(settings.actions),
            "Few get done; many do not.",
        ),
        inputs.checkboxes(
            NAMES,
            "Names",
            [(_SIGNED, "Show who wrote a note", "Else nobody can tell, and notes are shuffled.")],
            () if settings.anonymous else (_SIGNED,),
        ),
        inputs.text_input(
            PULSE,
            "Pulse: one question, answered from 1 to 5",
            settings.pulse,
            "Without names, and shown from five answers on. Left empty, none is asked.",
            "How did the sprint feel?",
            PULSE_TEXT,
            optional=True,
        ),
    ]


def read_setup(payload: Mapping[str, Any]) -> Planned:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    first, at = form.date(FIRST), form.time(AT)
    if first is None:
        raise BadInput("Pick the first day.", FIRST)
    after, meets = _number(form, AFTER, 0, _MOST_AFTER), form.time(MEETS)
    if after == 0 and meets <= at:
        raise BadInput("On the same day it begins after the call for notes.", MEETS)
    people = form.people(WHO)
    settings = _settings(form, after, meets, MemberId(people[0]) if people else None)
    every = _number(form, EVERY, 1, max(_WEEKS))
    return Planned(ChannelId(form.noted("channel")), form.noted("name"), first, at, every, settings)


def read_begin(payload: Mapping[str, Any]) -> Begun:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    day, at = form.date(UNTIL_DAY), form.time(UNTIL)
    settings = _settings(form, 0, at, None)
    until = (day, at) if day else None
    return Begun(ChannelId(form.noted("channel")), form.noted("name"), until, settings)


def _settings(form: Filled, after: int, meets: time, who: MemberId | None) -> Settings:
    key = form.choice(FORMAT)
    if key not in {*FORMATS, CUSTOM}:
        raise BadInput("Choose a format.", FORMAT)
    columns = read_columns(form.lines(COLUMNS).splitlines()) if key == CUSTOM else ()
    pace = next((each for each, _ in _PACES if each == form.choice(PACE)), None)
    if pace is None:
        raise BadInput("Choose how it goes on.", PACE)
    return Settings(
        key,
        columns,
        after,
        meets,
        pace,
        _number(form, DOTS, 1, MOST_DOTS),
        _number(form, ACTIONS, 1, MOST_ACTIONS),
        anonymous=_SIGNED not in form.choices(NAMES),
        pulse=" ".join(form.text(PULSE).split())[:PULSE_TEXT],
        facilitator=who,
    )


def _number(form: Filled, field: str, least: int, most: int) -> int:
    said = form.choice(field)
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else -1  # noqa: PLR2004 — no such choice
    if not least <= number <= most:
        raise BadInput("Choose one of these.", field)
    return number
