"""`/forecast` as people see it: how much fits by a day, and when the backlog will be done."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.book import queue
from bot.book.quarters import Quarter, quarter_of
from bot.book.reach import Reach
from bot.dates import say_day
from bot.model import Story, TeamId
from bot.quarterly import Known
from handlers.slack.blocks import Json, bullets, context, modal, paragraph, rich
from handlers.slack.epics import words
from handlers.slack.filled import filled
from handlers.slack.inputs import datepicker
from handlers.slack.text import channel, count, say

CALLBACK, PICK, DAY = "forecast.looked", "forecast.day", "day"
#: So many of the first stories, each asked when they are done.
_FIRST = (3, 5, 10, 20, 50)
_ALMOST = 1e-6  #: what adding up many chances may lack of a whole point
_HELD = 6  #: numbers of stories that a sentence names


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to say. `order`: the stories that have an estimate, the first to be done first."""

    known: Known
    reach: Reach | None
    order: tuple[Story, ...]
    day: date | None = None  #: that somebody chose

    @property
    def quarter(self) -> Quarter:
        """The one that runs."""
        return quarter_of(self.known.today)


def work_out(known: Known, day: date | None = None) -> Outlook:
    """Takes some 0.3 s at worst, and needs no transaction."""
    until = max(filter(None, (quarter_of(known.today).last, day)))
    return Outlook(known, known.reach(until=until), queue.estimated(known.stories), day)


def view(it: Outlook) -> Json:
    """The forecast as a modal, with a day to choose."""
    known = it.known
    pieces = [context(f"{channel(known.team.name)} · {_head(it)}")]
    if it.reach:
        end = f"the end of {it.quarter.label}, {say_day(it.quarter.last, known.today)}"
        pieces.append(_block(f"How much gets done by {end}?", fits(it, it.reach, it.quarter.last)))
        pieces.append(datepicker(DAY, "And by another day?", it.day, optional=True, picked=PICK))
        if it.day:
            pieces.append(_block(f"By {say_day(it.day, known.today)}", by(it, it.reach, it.day)))
        pieces.append(_block("When will the backlog be done?", whens(it, it.reach)))
    if rest := _left_out(known):
        pieces.append(context(rest))
    pieces.append(
        context("/forecast #12 #13 tells when these are done, /forecast by 31 Mar how much fits by then.")
    )
    note = json.dumps({"team": known.team.id})
    submit = "Done" if it.reach else ""
    return modal(CALLBACK, "Forecast", pieces, close="Close", submit=submit, metadata=note)


def _head(it: Outlook) -> str:
    history = it.known.history
    return words.rough(history) if it.reach else words.none_yet(history)


def _block(title: str, lines: Sequence[str]) -> Json:
    return rich(paragraph(say(title, bold=True)), bullets([say(each) for each in lines]))


def _left_out(known: Known) -> str:
    still = queue.in_order(known.stories)
    bare = sum(queue.size(each) is None for each in still)
    return f"Left out: {count(bare, 'story', 'stories')} not estimated." if bare else ""


def by(it: Outlook, reach: Reach, day: date) -> list[str]:
    """The same as `fits`, for any day; what cannot be said is said so."""
    if day < it.known.today:
        said = say_day(day, it.known.today)
        return [f"{said[0].upper()}{said[1:]} is past."]
    if day > reach.horizon:
        return [f"No forecast reaches so far: {say_day(reach.horizon, it.known.today)} at most."]
    return fits(it, reach, day)


def fits(it: Outlook, reach: Reach, day: date) -> list[str]:
    """How much gets done by the end of a day: at even odds, and with 85 %."""
    mark = reach.by(day)
    return [f"At even odds: {_much(it.order, mark.half)}", f"85 % sure: {_much(it.order, mark.sure)}"]


def _much(order: Sequence[Story], room: float) -> str:
    """ "at least 34 points: the first 7 of 12 stories, down to #12."."""
    room = math.floor(room + _ALMOST)
    points = f"at least {count(room, 'point')}"
    if not order:
        return f"{points}."
    number = queue.fitting(order, room)
    if number == len(order):
        return f"{points}: all of the backlog that is estimated, {count(number, 'story', 'stories')}."
    if not number:
        return f"{points}: not the whole of the first story, #{order[0].number}."
    which = f"down to #{order[number - 1].number}"
    return f"{points}: the first {number} of {len(order)} stories, {which}."


def whens(it: Outlook, reach: Reach) -> list[str]:
    """When the first stories are done, and when all are."""
    if not it.order:
        return ["No open story is estimated: /estimate puts some to the vote."]
    several = [(f"The first {each}", it.order[:each]) for each in _FIRST if each < len(it.order)]
    whole = (
        "The one story that is estimated" if len(it.order) == 1 else f"All {len(it.order)} that are estimated"
    )
    return [_when(each, stories, it, reach) for each, stories in (*several, (whole, it.order))]


def _when(which: str, stories: Sequence[Story], it: Outlook, reach: Reach) -> str:
    points = queue.points(stories)
    return f"{which}, {count(points, 'point')}: {words.when(reach.when(points), it.known.today)}."


def first(known: Known, stories: Sequence[Story]) -> str:
    """When these are done if they come first, in sentences."""
    sized = [each for each in stories if queue.size(each) is not None]
    bare = [each for each in stories if queue.size(each) is None]
    if not sized:
        return f"No forecast of {named(bare)}: not estimated yet. `/estimate {_numbers(bare)}` puts that to the vote."
    points = queue.points(sized)
    reach = known.reach(points)
    if reach is None:
        return words.none_yet(known.history)
    said = f"{named(sized)}, {count(points, 'point')}, coming first: {words.when(reach.when(points), known.today)}."
    if bare:
        said += f" Left out, as not estimated: {named(bare)}."
    return f"{said} {words.rough(known.history)}"


def named(stories: Sequence[Story]) -> str:
    """ "#12, #13 and 4 more"."""
    if len(stories) == _HELD + 1 or len(stories) <= _HELD:
        *early, last = [f"#{each.number}" for each in stories]
        return f"{', '.join(early)} and {last}" if early else last
    return f"{', '.join(f'#{each.number}' for each in stories[:_HELD])} and {len(stories) - _HELD} more"


def _numbers(stories: Sequence[Story]) -> str:
    return " ".join(f"#{each.number}" for each in stories[:_HELD])


def until(it: Outlook, reach: Reach, day: date) -> str:
    """How much fits by a day, in sentences."""
    told = " ".join(fits(it, reach, day))
    rest = _left_out(it.known)
    said = f"By {say_day(day, it.known.today)}. {told} {words.rough(it.known.history)}"
    return f"{said} {rest}".strip()


def read_pick(payload: Mapping[str, Any]) -> tuple[TeamId, date | None]:
    """Whose forecast, and by which day. Raises BadInput, NotFound for a stale form."""
    form = filled(payload)
    return TeamId(form.noted("team")), form.date(DAY)
