"""What experiments of the stories came to, on the card of a vote: context for who votes, and nothing of the vote."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.book.deck import DEFAULT
from bot.ceremonies import estimation
from bot.ceremonies.estimation import CEREMONY, Estimation, StoryChanged
from bot.ceremonies.estimation.notices import Card
from bot.ceremonies.experiment import Brief, Tried, begin
from bot.model import Act, StoryId
from storage import codec
from tests.bot.ceremonies.benched import ADA, BEN
from tests.bot.ceremonies.table import Table, electorate, make_topic
from tests.bot.ceremonies.test_experiment_beside import BOOK, FRIDAY, NEW, OF_ONE, held
from tests.factories import make_book, utc

OF_TWO = replace(FRIDAY, key="calls-2", story=StoryId("S2"))


def test_a_vote_begins_with_what_the_book_knows() -> None:
    trial = held("experiment", begin(BOOK, "churn-1", OF_ONE, ADA, utc("23 10:00")).state)
    book = replace(make_book(ADA, BEN), trials=(trial,))
    turn = estimation.begin(book, [make_topic()], electorate("Ada Ben", ""), DEFAULT, ADA, utc("23 12:00"))
    assert turn.state.tried == (NEW,)
    other = estimation.begin(book, [make_topic(2)], electorate("Ada Ben", ""), DEFAULT, ADA, utc("23 12:00"))
    assert other.state.tried == ()


@pytest.mark.parametrize(
    ("acts", "now"),
    [
        ((Tried(NEW),), (NEW,)),
        ((Tried(NEW), Tried(FRIDAY), Tried(OF_TWO)), (FRIDAY, OF_TWO)),
        ((Tried(FRIDAY), Tried(replace(FRIDAY, story=None))), ()),
        ((Tried(replace(FRIDAY, story=StoryId("S9"))),), ()),
        ((Tried(FRIDAY), StoryChanged(make_topic(1), dropped=True)), ()),  # it is not voted on any more
    ],
)
def test_its_card_shows_how_they_stand(acts: tuple[Act, ...], now: tuple[Brief, ...]) -> None:
    table = Table(stories=2)
    for each in acts:
        table.act(each)
    assert sorted(table.card().tried, key=lambda each: each.key, reverse=True) == list(now)


def test_a_result_counts_nothing_tells_no_vote_and_wakes_nobody() -> None:
    table = Table(stories=1, effort="Ada Ben", value="Sue")
    table.lay("Ada", "5", "As last time")
    before, ballots = table.round, table.shown()
    table.act(Tried(FRIDAY))
    assert table.round == replace(before, state=replace(before.state, tried=(FRIDAY,)))
    changed = {name: each for name, each in table.shown().items() if each != ballots[name]}
    card = ballots["card"]
    assert isinstance(card, Card)
    assert changed == {"card": replace(card, tried=(FRIDAY,))}, "no ballot has it: they may go outside"


def test_at_the_hour_itself_a_result_leaves_the_count_to_the_clock() -> None:
    table = Table(effort="Ada Ben")
    table.lay("Ada", "5")
    table.at = table.state.ends_at
    leased = replace(table.round, wake_at=table.at + timedelta(seconds=60))
    turn = CEREMONY.advance(leased, Tried(FRIDAY), None, table.at, table.book)
    assert (turn.state.voting, turn.wake_at, turn.entries) == (True, leased.wake_at, ())


def test_what_changes_nothing_changes_nothing() -> None:
    table = Table(effort="Ada Ben")
    table.act(Tried(FRIDAY))
    for act in (Tried(FRIDAY), Tried(OF_TWO)):
        before = table.round
        table.act(act)
        assert table.round == before


def test_a_vote_that_was_counted_stays_and_the_next_one_shows_it() -> None:
    table = Table(effort="Ada Ben")
    table.act(Tried(NEW))
    for name, card in (("Ada", "1"), ("Ben", "13")):
        table.lay(name, card)
    before = table.shown()
    table.act(Tried(FRIDAY))
    assert table.shown() == before
    assert table.card().tried == ()
    table.again()
    assert table.card().tried == (FRIDAY,)
    table.end()
    assert table.card().tried == ()


def test_a_state_of_before_is_read() -> None:
    table = Table()
    table.act(Tried(FRIDAY))
    dumped = json.loads(codec.dump(Estimation, table.state))
    assert codec.load(Estimation, json.dumps(dumped)) == table.state
    del dumped["tried"]
    assert codec.load(Estimation, json.dumps(dumped)) == replace(table.state, tried=())
