"""What does not get on, in plain words, and what to do about it."""

from bot.ledger import Stuck
from bot.ledger.depth import What

#: What Slack says of a place, what that means, and who can mend it.
_REASONS = {
    "cannot_dm_bot": "they are for a bot",
    "channel_not_found": "the channel is gone, or Piton is not in it: type `/invite @Piton` there",
    "dropped": "you let them go by `piton slots drop`",
    "is_archived": "the channel is archived: unarchive it, or end its standup",
    "is_inactive": "the channel is not active: unarchive it, or end its standup",
    "not_in_channel": "Piton is not in the channel: type `/invite @Piton` there",
    "restricted_action": "Piton may not post in the channel: an admin allows it, and a lead types `/standup resume`",
    "too late": "they came too late to be of use",
    "user_disabled": "whom they are for has left",
    "user_not_found": "whom they are for is not there",
    "what it answers is not there": "the message that they answer is not there",
}
#: What follows upon "3 messages to the team data are".
_SENTENCES: dict[What, str] = {
    "overdue": " due{since}, and nobody acts. Start `piton run` (or a worker); if one runs, its log says why.",
    "doubtful": (
        " in doubt{since}: whether Slack took it is looked up in its history, which does not work. What is said below"
        " of scopes and messages says why, or the log at `in doubt` and `not delivered`."
    ),
    "kept": " kept until it can be sent: {reason}.",
    "tried": " refused five times or more{since}. The log says what Slack answers, at `not delivered`.",
    "unreachable": " given up in the last day: {reason}.",
    "crashing": (
        " left alone, as three times the process died over it. The log's last lines before each crash say where;"
        " please report it to whoever develops Piton."
    ),
    "paced": " paused at Slack's wish until {until}; what is owed goes then.",
}


def well(stuck: Stuck) -> bool:
    """Whether it is as it should be: what is kept, given up or paced is in order, but good to know."""
    return stuck.what in {"kept", "unreachable", "paced"}


def says(stuck: Stuck) -> str:
    """The sentence."""
    moment = f"{stuck.since:%d %b %H:%M} UTC" if stuck.since else ""
    since = f" since {moment}" if moment and stuck.what != "paced" else ""
    reason = _REASONS.get(stuck.why, f"`{stuck.why}` is what Slack says, or where our own code failed")
    return f"{_many(stuck)}{_SENTENCES[stuck.what].format(since=since, reason=reason, until=moment)}"


def _many(stuck: Stuck) -> str:
    one = stuck.count == 1
    where = ""
    if stuck.thing == "message":
        where = f" to the team {stuck.team}" if stuck.team else " to people directly"
    return f"{stuck.count} {stuck.thing}{'' if one else 's'}{where} {'is' if one else 'are'}"
