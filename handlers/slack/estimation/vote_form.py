"""The ballot: a card and an optional reason for each story. Picks are kept as they are made; sending says "done"."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.book import deck as cards
from bot.book.deck import Deck
from bot.ceremonies.estimation import Cast, Laid, Topic
from bot.ceremonies.estimation.state import REASON_TEXT, Matter
from bot.dates import say_moment
from bot.errors import NotFound
from bot.model import BALLOTS, Ballot, MemberId, RoundId, StoryId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.estimation.drawings import found_in
from handlers.slack.filled import STALE, Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, line, say, titled, user_text

CALLBACK = "estimation.vote"
PICK = "estimation.pick"
_WHY = "why"
_STORY_TEXT, _LINK_TEXT = 200, 300
_ASKS: Mapping[Ballot, str] = {"effort": "Effort", "value": "Value"}


@dataclass(frozen=True, slots=True)
class VoteForm:
    """What the ballot shows: the matters of one voter, in the order of the stories, and what they chose so far."""

    round: RoundId
    poll: int
    team: str
    deck: Deck
    topics: tuple[Topic, ...]
    matters: tuple[Matter, ...]
    voter: MemberId
    ends_at: datetime
    zone: str


def view(form: VoteForm, now: datetime) -> Json:
    """The ballot as a modal."""
    until = say_moment(form.ends_at, form.zone, now)
    pieces = [blocks.context(f"{channel(form.team)} · blind until everyone has voted, or {until} your time")]
    choices = [_card(form.deck, each) for each in cards.cards(form.deck)]
    several = len({each.ballot for each in form.matters}) > 1
    for topic in form.topics:
        theirs = [each for each in form.matters if each.story == topic.story]
        pieces += [_story(topic)] if theirs else []
        for each in theirs:
            pieces += _ballot(each, form.voter, choices, several=several)
    if len(pieces) > blocks.VIEW_BLOCKS:
        del pieces[0]
    note = json.dumps({"round": form.round, "poll": form.poll})
    return blocks.modal(CALLBACK, "Your votes", pieces, submit="Send votes", metadata=note)


def _card(deck: Deck, card: str) -> Choice:
    words = {cards.UNSURE: "? · cannot be estimated", cards.BREAK: "☕ · I pass"}
    size = cards.label(deck, card)
    return card, words.get(card) or (f"{card} · {size}" if size else card)


def _story(topic: Topic) -> Json:
    title = say(titled(topic), bold=True)
    more = user_text(line(topic.text), _STORY_TEXT)
    link = user_text(topic.link, _LINK_TEXT)
    runs = [title, *([say(" – "), more] if more else []), *([say(" "), link] if link else [])]
    found = found_in(topic, _STORY_TEXT)
    return blocks.rich(blocks.paragraph(*runs, say(f"\n{found}" if found else "", italic=True)))


def _ballot(matter: Matter, voter: MemberId, choices: list[Choice], *, several: bool) -> list[Json]:
    name = f"{matter.ballot}:{matter.story}"
    ask = _ASKS[matter.ballot]
    return [
        inputs.select(
            name, f"{ask}, in points", choices, matter.cards.get(voter), optional=True, picked=PICK
        ),
        inputs.text_input(
            f"{_WHY}:{name}",
            f"Why? ({ask.lower()})" if several else "Why?",
            matter.reasons.get(voter, ""),
            placeholder="Read by all, with your name, if yours is the lowest or the highest",
            limit=REASON_TEXT,
            optional=True,
        ),
    ]


def read(payload: Mapping[str, Any]) -> tuple[RoundId, Cast]:
    """All that the form holds when it is sent. Raises NotFound for a stale form."""
    form = filled(payload)
    round_, poll = _noted(form)
    return round_, Cast(poll, tuple(_laid(form)), sent=True, form=str(payload.get("id") or ""))


def read_pick(payload: Mapping[str, Any], block: str, card: str) -> tuple[RoundId, Cast]:
    """One pick; none takes a card back. Raises NotFound for a stale form."""
    round_, poll = _noted(filled(payload))
    name, _, story = block.partition(":")
    ballot = next((each for each in BALLOTS if each == name), None)
    if ballot is None:
        raise NotFound(STALE)
    laid = Laid(ballot, {StoryId(story): card})
    return round_, Cast(poll, (laid,), form=str(payload.get("id") or ""))


def _noted(form: Filled) -> tuple[RoundId, int]:
    return RoundId(form.noted("round")), form.number("poll")


def _laid(form: Filled) -> Iterator[Laid]:
    for ballot in BALLOTS:
        named = [each.partition(":")[2] for each in form.values if each.startswith(f"{ballot}:")]
        if named:
            chosen = {StoryId(each): form.choice(f"{ballot}:{each}") for each in named}
            why = {StoryId(each): form.text(f"{_WHY}:{ballot}:{each}") for each in named}
            yield Laid(ballot, chosen, why)
