"""What could not be sent at its time, as where the platform was down or the plan held: until when it is of use."""

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
