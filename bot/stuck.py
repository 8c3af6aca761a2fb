"""What does not get on, in plain words, and what to do about it."""

from bot.ledger import Stuck

#: What Slack says of a place, what that means, and who can mend it.
_REASONS = {
    "cannot_dm_bot": "they are for a bot",
    "channel_not_found": "the channel is gone, or Piton is not in it: type `/invite @Piton` there",
    "is_archived": "the channel is archived: unarchive it, or end its standup",
    "is_inactive": "the channel is not active: unarchive it, or end its standup",
    "not_in_channel": "Piton is not in the channel: type `/invite @Piton` there",
    "restricted_action": "Piton may not post in the channel: an admin allows it, and a lead types `/standup resume`",
    "too late": "they came too late to be of use",
    "user_disabled": "whom they are for has left",
    "user_not_found": "whom they are for is not there",
    "what it answers is not there": "the message that they answer is not there",
}
_REPORT = "The log's last lines before each crash say where; please report it to whoever develops Piton."


def well(stuck: Stuck) -> bool:
    """Whether it is as it should be: what is kept, given up or paced is in order, but good to know."""
    return stuck.what in {"kept", "unreachable", "paced"}


def says(stuck: Stuck) -> str:  # noqa: PLR0911 — a sentence for each
    """The sentence."""
    many = _many(stuck)
    since = f" since {_moment(stuck)}" if stuck.since else ""
    match stuck.what, stuck.thing:
        case "overdue", "message":
            return (
                f"{many} had something to send{since}, and nobody sends it. Start `piton run` (or a worker);"
                " if one runs, its log says why."
            )
        case "overdue", _:
            return (
                f"{many} due{since}, and nobody acts. Start `piton run` (or a worker);"
                " if one runs, its log says why."
            )
        case "doubtful", _:
            return (
                f"{many} in doubt{since}: whether Slack took it is looked up in its history, which does not work."
                " What is said below of scopes and messages says why, or the log at `in doubt` and `not delivered`."
            )
        case "kept", _:
            return f"{many} kept until it can be sent: {_reason(stuck)}."
        case "tried", _:
            return f"{many} refused five times or more{since}. The log says what Slack answers, at `not delivered`."
        case "crashing", _:
            return f"{many} left alone, as three times the process died over it. {_REPORT}"
        case "unreachable", _:
            return f"{many} given up in the last day: {_reason(stuck)}."
        case _:
            return f"{many} paused at Slack's wish until {_moment(stuck)}; what is owed goes then."


def _many(stuck: Stuck) -> str:
    one = stuck.count == 1
    if stuck.what == "overdue" and stuck.thing == "message":
        return f"{stuck.count} {'channel has' if one else 'channels have'}"
    where = ""
    if stuck.thing == "message":
        where = f" to the team {stuck.team}" if stuck.team else " to people directly"
    return f"{stuck.count} {stuck.thing}{'' if one else 's'}{where} {'is' if one else 'are'}"


def _reason(stuck: Stuck) -> str:
    return _REASONS.get(stuck.why, f"`{stuck.why}` is what Slack says, or where our own code failed")


def _moment(stuck: Stuck) -> str:
    return f"{stuck.since:%d %b %H:%M} UTC"
