"""The form in which a KPI is set up or changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from bot.book.budget import Better
from bot.ceremonies.kpi.state import MOST_DAYS, NAME_TEXT, UNIT_TEXT, USUAL, Kind, Kpi, Setup
from bot.errors import BadInput
from bot.model import ChannelId, RoundId
from handlers.slack import blocks, figures, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.kpi.words import named, threshold
from handlers.slack.text import channel, clip, line

CREATED, CHANGED = "kpi.created", "kpi.changed"
KIND, NAME, SUBSET, UNIT, BETTER, THRESHOLD, DAYS, BUDGET = (
    "kind", "name", "subset", "unit", "better", "threshold", "days", "budget",
)  # fmt: skip
#: Of these kinds nobody can say what is usual.
_OWN: frozenset[Kind] = frozenset({"model metric", "custom"})
_TYPED = 30
_USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Made:
    """What was filled in, and where."""

    channel: ChannelId
    channel_name: str
    name: str
    subset: str
    setup: Setup


def create_view(where: ChannelId, channel_name: str, typed: str = "") -> Json:
    """What is kept in view, and what each reading should keep."""
    kind = next(
        (each for each in get_args(Kind) if each == typed.casefold()),
        "availability" if not typed else "custom",
    )
    name, _, subset = typed.partition("@")
    choices = [(each, each.capitalize(), _described(each)) for each in USUAL]
    pieces = [
        blocks.context(f"{channel(channel_name)} · the channel gets its card"),
        inputs.select(KIND, "What is it?", choices, kind),
        inputs.text_input(
            NAME,
            "What do your reports call it?",
            clip(line(name), NAME_TEXT),
            hint="As in piton report --metric availability=0.999. Left empty: as its kind.",
            limit=NAME_TEXT,
            optional=True,
        ),
        inputs.text_input(
            SUBSET,
            "Of which part of the data?",
            clip(line(subset), NAME_TEXT),
            hint="Left empty: all of it. Reports name a part after an @: recall@de",
            limit=NAME_TEXT,
            optional=True,
        ),
        *_aims(None),
    ]
    note = json.dumps({"channel": where, "name": channel_name})
    return blocks.modal(CREATED, "Keep in view", pieces, submit="Save", metadata=note)


def _described(kind: Kind) -> str:
    return "your own threshold" if kind in _OWN else f"usual: {threshold(USUAL[kind])}"


def _aims(setup: Setup | None) -> list[Json]:
    """What each reading should keep; `setup` None: of a new one."""
    better = [("higher", "Higher"), ("lower", "Lower")]
    usual = [] if setup else [(_USUAL, "As is usual of its kind")]
    return [
        inputs.text_input(
            THRESHOLD,
            "What should each reading keep?",
            figures.figure(setup.threshold) if setup else "",
            hint="" if setup else "Left empty: what is usual of its kind.",
            placeholder="0.999 or 99.9 %",
            limit=_TYPED,
            optional=setup is None,
        ),
        inputs.select(BETTER, "Which is better?", [*usual, *better], setup.better if setup else _USUAL),
        inputs.text_input(
            UNIT,
            "In which unit?",
            clip(line(setup.unit), UNIT_TEXT) if setup else "",
            hint="" if setup else "Left empty: what is usual of its kind.",
            limit=UNIT_TEXT,
            optional=True,
        ),
        inputs.text_input(
            DAYS,
            "Over how many days?",
            str(setup.days if setup else USUAL["custom"].days),
            hint=f"1 to {MOST_DAYS}: older readings do not count.",
            limit=_TYPED,
        ),
        inputs.text_input(
            BUDGET,
            "How many of the readings may miss it, in %?",
            figures.percent((setup or USUAL["custom"]).budget),
            hint="Of an availability the budget is time: what its threshold leaves of each year.",
            limit=_TYPED,
        ),
    ]


def change_view(round_: RoundId, name: str, state: Kpi) -> Json:
    """What it should keep from now on."""
    pieces = [blocks.context(f"{named(name)} · {state.setup.kind}"), *_aims(state.setup)]
    note = json.dumps({"round": round_})
    return blocks.modal(CHANGED, "Change a KPI", pieces, submit="Save", metadata=note)


def read_create(payload: Mapping[str, Any]) -> Made:
    """What was filled in. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    kind = next((each for each in get_args(Kind) if each == form.choice(KIND)), None)
    if kind is None:
        raise BadInput("Choose what kind it is.", KIND)
    if kind in _OWN and not form.text(THRESHOLD):
        raise BadInput("Say what each reading should keep: of this kind nothing is usual.", THRESHOLD)
    name = line(form.text(NAME)) or ("" if kind in _OWN else kind)
    if not name:
        raise BadInput("Name what is measured, as your reports do.", NAME)
    setup = _read(form, USUAL[kind])
    where, called = ChannelId(form.noted("channel")), form.noted("name")
    return Made(where, called, name, line(form.text(SUBSET)), setup)


def read_change(payload: Mapping[str, Any], before: Setup) -> Setup:
    """What it should keep from now on. Raises BadInput by field, NotFound for a stale form."""
    return replace(_read(filled(payload), before), unit=line(filled(payload).text(UNIT)))


def read_round(payload: Mapping[str, Any]) -> RoundId:
    """Of which it is the form. Raises NotFound for a stale one."""
    return RoundId(filled(payload).noted("round"))


def _read(form: Filled, setup: Setup) -> Setup:
    aim, days = form.text(THRESHOLD), _read_days(form.text(DAYS))
    budget = figures.read_percent(form.text(BUDGET), BUDGET)
    better = next((each for each in get_args(Better) if each == form.choice(BETTER)), None)
    setup = replace(setup, days=days, budget=budget, unit=line(form.text(UNIT)) or setup.unit)
    if aim:
        setup = replace(setup, threshold=read_value(aim, setup, THRESHOLD))
    if better:
        setup = replace(setup, better=better)
    return setup


def _read_days(typed: str) -> int:
    """28 for "28,0" too: whole numbers are typed so where a sheet has them."""
    found = None if typed.endswith("%") else figures.try_read(typed, DAYS)
    if found is None or not (found.is_integer() and 1 <= found <= MOST_DAYS):
        raise BadInput(f"A window has 1 to {MOST_DAYS} days.", DAYS)
    return int(found)


def read_value(typed: str, setup: Setup, field: str) -> float:
    """A reading or a threshold: 80 for "80 %" unless it is a ratio, as of a unit of percent. Raises BadInput."""
    return figures.read_share(typed, field) if setup.ratio else figures.read(typed, field)
