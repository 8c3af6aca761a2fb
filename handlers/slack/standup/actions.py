"""The actions in a standup's prompt and digest on Slack: for which day each was agreed, overdue first."""

from collections.abc import Sequence
from datetime import date

from bot.ceremonies.action.standing import Agreed
from bot.dates import say_day
from handlers.slack.drawing import Extra
from handlers.slack.standup import owned
from handlers.slack.standup.owned import Owned

_SIGN = "dart"


def own(actions: Sequence[Agreed], day: date) -> Extra:
    """A member's own; `day`: the standup's."""
    title = "Your actions" if len(actions) > 1 else "Your action"
    return owned.own(_SIGN, title, _owned(actions, day))


def listed(actions: Sequence[Agreed], day: date) -> Extra:
    """The team's that are due soon."""
    return owned.listed(_SIGN, "Actions", "", _owned(actions, day))


def _owned(actions: Sequence[Agreed], day: date) -> list[Owned]:
    return [Owned(each.name, each.text, due(each.due, day)) for each in actions]


def due(when: date, day: date) -> str:
    """For which day it was agreed, seen on another."""
    year = f" {when.year}" if when.year != day.year else ""
    if when < day:
        return f"was due {say_day(when)}{year}"
    return "due today" if when == day else f"due {say_day(when)}{year}"
