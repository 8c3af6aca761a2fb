"""Every notice's drawing on Slack. To add one, give it a line here and an example in examples.py."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.ceremonies import blocker, standup, survey
from bot.model import Notice
from handlers.slack import survey as survey_
from handlers.slack.blocker import drawings as blocker_
from handlers.slack.drawing import Drawing
from handlers.slack.standup import drawings as standup_

__all__ = ["DRAWINGS", "Drawing", "draw"]

#: A survey's board and reminder are shown by the standup as they are, so their buttons are the standup's.
DRAWINGS: Mapping[type[Notice], Callable[[Any], Drawing]] = {
    blocker.Card: blocker_.card,
    standup.Ask: standup_.ask,
    standup.Digest: standup_.digest,
    survey.Ask: survey_.ask,
    survey.Board: partial(survey_.board, prefix=standup.KIND),
    survey.Digest: survey_.digest,
    survey.FullAnswer: survey_.full_answer,
    survey.Remind: partial(survey_.remind, prefix=standup.KIND),
}


def draw(notice: Notice) -> Drawing:
    """What a notice looks like on Slack."""
    return DRAWINGS[type(notice)](notice)
