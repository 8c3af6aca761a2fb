"""What was posted and edited, in a few words a call: "Tue 09:30 post UADA: asked Tue"."""

from bot.ceremonies import blocker, news, standup, survey
from bot.model import Notice
from tests.doubles import Call


def line(call: Call) -> str:
    """A call in a few words."""
    assert call.notice is not None
    return f"{call.at:%a %H:%M} {call.verb} {call.target}: {tell(call.notice)}"


def tell(notice: Notice) -> str:
    """A notice in a few words."""
    match notice:
        case standup.Ask(ask=ask):
            carried = f" carrying {', '.join(each.text for each in notice.carried)}" if notice.carried else ""
            return f"{ask.state} {ask.day:%a}{', late' * ask.late}{carried}"
        case standup.Digest(digest=digest):
            return _tell_digest(notice, digest)
        case news.Story():
            return f"news of {notice.team}: {notice.what}{f' {notice.name}' if notice.name else ''}"
        case blocker.Card():
            return f"card of {notice.name}: {notice.text}, {notice.standing}"
        case _:
            return _tell_survey(notice)


def _tell_survey(notice: Notice) -> str:
    match notice:
        case survey.Remind():
            return f"reminder {notice.day:%a}, {notice.state}"
        case survey.Board():
            return f"board {notice.day:%a} {notice.answered} of {notice.present}"
        case survey.FullAnswer():
            return f"answer of {notice.name}: {'; '.join(text for _, text in notice.pairs)}"
        case _:
            return repr(notice)


def _tell_digest(notice: standup.Digest, digest: survey.Digest) -> str:
    parts = [f"digest {digest.day:%a} {digest.answered} of {digest.present}"]
    parts += [
        f"blocked {each.name}: {each.blocker.text} ({each.blocker.standing})" for each in notice.blockers
    ]
    parts += [f"{each.name}: {each.headline}{' (late)' * each.late}" for each in digest.lines]
    parts += [f"waiting {', '.join(digest.waiting)}"] if digest.waiting else []
    parts += [f"later {', '.join(digest.later)}"] if digest.later else []
    parts += [f"skipped {', '.join(digest.skipped)}"] if digest.skipped else []
    parts += [f"{name} {why}" for name, why in digest.away]
    return " | ".join(parts)
