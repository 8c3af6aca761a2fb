"""What could not be sent at its time, as where the platform was down or the plan held: until when it is of use."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import schedule
from bot.ceremonies.survey.state import Seat

#: A digest that is later than this is not posted: yesterday's is worth reading, last week's is not.
DIGEST = timedelta(days=2)
#: A prompt that is later than this is not sent in the night.
PROMPT = timedelta(hours=2)


def prompt_goes(seat: Seat, at: datetime) -> datetime | None:
    """When a prompt that was not sent by `at` goes: after the member's quiet hours, and before the plan's next.

    Who chose no quiet hours has their night outside their working hours: a prompt of hours ago is not sent in it.
    """
    who = seat.member
    moment = schedule.after_quiet(who, at)
    if moment >= (seat.ask_until or seat.until):
        return None
    asked = seat.asked_at or at
    if who.quiet is None and at - asked > PROMPT and not schedule.in_hours(who, at):
        return None
    return moment


def board_goes(seats: Sequence[Seat], at: datetime) -> datetime | None:
    """When the channel's prompt that was not posted by `at` goes: with the first prompt that still would, of those
    whose turn has come and who have not answered. Where it waits for nobody, while it is fresh."""
    asked = [seat.asked_at for seat in seats if seat.asked_at]
    waiting = [prompt_goes(seat, at) for seat in seats if seat.waiting]
    if not waiting:
        return at if not asked or at - max(asked) <= PROMPT else None
    return min((moment for moment in waiting if moment), default=None)
