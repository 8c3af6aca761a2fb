"""The form for days away, opened from the Home."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.dates import FAR, LONGEST, say_day
from bot.errors import BadInput
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled

CALLBACK = "home.away"
FIRST, LAST = "first", "last"


def view(today: date) -> Json:
    """The form as a modal."""
    pieces = [
        inputs.datepicker(FIRST, "First day", today),
        inputs.datepicker(LAST, "Last day", None, "Empty: that one day only.", optional=True),
        blocks.context("You are not asked on these days, in any team, and nobody waits for you."),
    ]
    return blocks.modal(CALLBACK, "Add days away", pieces, submit="Add")


def read(payload: Mapping[str, Any], today: date) -> tuple[date, date]:
    """The first and the last day, both included. Raises BadInput with the block that it is about."""
    form = filled(payload)
    first = form.date(FIRST)
    if first is None:
        raise BadInput("Pick the first day.", field=FIRST)
    last = form.date(LAST) or first
    ends = LAST if form.date(LAST) else FIRST
    if last < first:
        raise BadInput(f"That is before {say_day(first)}.", field=LAST)
    if last < today:
        raise BadInput("That is past already.", field=ends)
    if first - today > FAR:
        raise BadInput("That is too far ahead.", field=FIRST)
    if last - first > LONGEST:
        raise BadInput("That is longer than a year. Ask a lead to take you out instead.", field=LAST)
    return first, last
