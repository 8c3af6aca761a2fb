"""The dots: given blind, counted when the vote closes, and from then on nobody's."""

from collections import Counter
from dataclasses import replace

from bot.ceremonies.retro.acts import Vote
from bot.ceremonies.retro.seal import keyed, tag
from bot.ceremonies.retro.state import TOPICS, UNVOTED, Retro, Secret
from bot.ceremonies.retro.writing import with_tag
from bot.errors import NotYours, Refused, Settled
from bot.model import MemberId

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def voted(state: Retro, act: Vote, by: MemberId | None) -> Retro:
    """With somebody's dots. Raises Settled where no vote is open, Refused for too many, NotYours."""
    if state.phase != "vote":
        raise Settled(
            "The vote is closed." if state.voters or state.closed_at else "No vote is open just now."
        )
    if by is None:
        raise NotYours
    if len(act.dots) > state.settings.dots:
        raise Refused(
            f"You have {_dots(state.settings.dots)}, and gave {len(act.dots)}. Nothing was counted."
        )
    strange = next((each for each in act.dots if each not in state.votable), None)
    if strange is not None:
        raise Refused(f"There is no theme {strange}. Nothing was counted.")
    secret = keyed(state.secret, act.fresh)
    dots = with_tag(secret.dots, tag(secret.key, by), tuple(sorted(act.dots)) or None)
    return replace(state, secret=replace(secret, dots=dots), voters=len(dots))


def _dots(number: int) -> str:
    said = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{said} dot" if number == 1 else f"{said} dots"


def counted(state: Retro) -> Retro:
    """The dots are counted, and whose they were is forgotten. What is talked about: the themes with the most dots;
    where nobody gave any, those with the most notes."""
    found = Counter(theme for _, dots in state.secret.dots for theme in dots)
    themes = tuple(replace(each, dots=found[each.number]) for each in state.themes)
    top = sorted(themes, key=lambda each: (-(each.dots or 0), -len(each.notes), each.number))
    chosen = [each for each in top if each.dots][:TOPICS] or top[:UNVOTED]
    topics = tuple(each.number for each in chosen)
    return replace(state, themes=themes, secret=Secret(), topics=topics)
