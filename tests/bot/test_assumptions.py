"""Assumptions over both stores: numbered, found, asked about, and by whom what is said of them."""

from datetime import timedelta

import pytest

from bot import assumptions, backlog, erasing, rounds
from bot.book.pasting import Draft as Story
from bot.ceremonies import assumption, experiment
from bot.ceremonies.assumption import Later
from bot.ceremonies.experiment import Metric, Setup
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import MemberChanged, Opening, RoundId, StoryId, Team
from tests.bot.assumed import ADA, BEN, ZOE, Log, log
from tests.factories import OTHER_WORKSPACE, WORKSPACE, utc

__all__ = ["log"]


async def test_they_are_numbered_and_open_ones_come_first(log: Log) -> None:
    made = [await log.record(f"Thing {number}") for number in (1, 2, 3)]
    assert [each.state.number for each in made] == [1, 2, 3]
    await log.hold(made[2])
    await log.breaks(made[0])
    assert await log.listed() == [(2, "open"), (3, "held"), (1, "broken")]
    await log.shell.settle()
    assert [number for number, _ in log.cards()] == [1, 2, 3], "one message each, edited"


async def test_an_open_one_is_never_lost_from_the_list(log: Log) -> None:
    old = await log.record("Old", day=None)
    for number in range(5):
        log.shell.clock.moment += timedelta(minutes=1)
        await log.hold(await log.record(f"Thing {number}"))
    found = await log.do(lambda ledger, team: assumptions.listed(ledger, team, 2))
    assert found[0].round.id == old.id
    assert len(found) == 3


async def test_its_owner_is_asked_on_their_morning_and_then_the_lead_once(log: Log) -> None:
    await log.record()
    await log.shell.to(utc("2026-12-01 13:59"))
    assert log.told(BEN) == []
    await log.shell.to(utc("2026-12-01 14:00"))
    assert log.told(BEN) == ["day"]
    await log.shell.to(utc("2027-03-01 12:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day"], ["unanswered"])


async def test_its_experiment_is_found_by_its_key_among_those_that_run(log: Log) -> None:
    with pytest.raises(BadInput, match="No experiment that runs here is called “churn-1”") as refused:
        await log.record(experiment="churn-1")
    assert refused.value.field == "experiment"

    def begin(ledger: Ledger, team: Team) -> None:
        book = ledger.history.book(team, None, ("members",))
        ada = next(each for each in book.members if each.id == ADA)
        setup = Setup("Logins tell churn", "Do we buy?", "Sales", Metric("f1"), epic="Churn")
        turn = experiment.begin(book, "churn-1", setup, ada, log.now)
        rounds.start(ledger, team, None, Opening(experiment.KIND, "churn-1", turn), log.now)

    await log.do(begin)
    one = await log.record(experiment=" Churn-1 ")
    assert (one.state.about.experiment, one.state.about.epic) == ("churn-1", "Churn")
    with pytest.raises(BadInput, match="There is churn-1"):
        await log.record(experiment="churn-2")
    await log.breaks(one, "One")
    assert await log.backlog() == [(1, "One", "Churn")]


async def test_of_a_story_it_takes_that_ones_epic(log: Log) -> None:
    [story] = await log.do(
        lambda ledger, team: backlog.add(ledger, team, [Story("Calibrate", epic="Churn")], log.now)
    )
    one = await log.record(story=story.id)
    assert (one.state.about.number, one.state.about.title) == (1, "Calibrate")
    await log.breaks(one, "One")
    assert (await log.backlog())[1] == (2, "One", "Churn")
    with pytest.raises(NotFound):
        await log.record(story=StoryId("none"))


async def test_what_may_be_said_by_whom(log: Log) -> None:
    one = await log.record()

    def rights(ledger: Ledger, team: Team) -> list[list[bool]]:
        made = assumptions.numbered(ledger, [team], 1)
        return [
            [
                assumptions.may_settle(ledger, made, "held", who),
                assumptions.may_settle(ledger, made, "broken", who),
                assumptions.may_undo(ledger, made, who, log.now),
            ]
            for who in (ADA, ZOE)
        ]

    assert await log.do(rights) == [[True, True, False], [False] * 3]
    await log.hold(one)
    assert await log.do(rights) == [[False, True, True], [False] * 3]
    await log.breaks(one)
    assert await log.do(rights) == [[False, False, True], [False] * 3]
    log.shell.clock.moment += timedelta(days=8)
    assert await log.do(rights) == [[False] * 3] * 2


async def test_who_is_not_in_the_channel_cannot_own_one(log: Log) -> None:
    with pytest.raises(BadInput, match="Zoe is not in #data") as refused:
        await log.record(owner=ZOE, present=frozenset({ADA, BEN}))
    assert refused.value.field == "owner"


async def test_another_workspace_finds_none_of_it(log: Log) -> None:
    one = await log.record()

    def look(ledger: Ledger, team: Team) -> None:
        theirs = Team(team.id, OTHER_WORKSPACE, team.channel, team.name, team.zone)
        assert ledger.rounds.called(theirs, assumption.KIND, "1") is None
        for each in (one.id, RoundId("none")):
            with pytest.raises(NotFound):
                assumptions.do(ledger, OTHER_WORKSPACE, each, Later(), BEN, log.now)
            with pytest.raises(NotFound):
                assumptions.break_(ledger, OTHER_WORKSPACE, each, "So", ("One",), BEN, log.now)
            with pytest.raises(NotFound):
                assumptions.undo(ledger, OTHER_WORKSPACE, each, "broken", BEN, log.now)

    await log.do(look)
    with pytest.raises(NotFound, match="There is no assumption #2 here"):
        await log.do(lambda ledger, team: assumptions.numbered(ledger, [team], 2))


async def test_whoever_has_their_data_erased_is_named_in_none(log: Log) -> None:
    one = await log.record()
    await log.breaks(one, "One", what="Ben's own words")

    def gone(ledger: Ledger, team: Team) -> None:
        ledger.roster.unseat(team, BEN)
        rounds.announce(ledger, team, MemberChanged(BEN), log.now)
        erasing.wish(ledger, WORKSPACE, BEN, log.now)

    await log.do(gone)
    kept = repr(log.shell.rows("SELECT state FROM rounds")) + repr(log.shell.rows("SELECT payload FROM acts"))
    assert "own words" not in kept
    assert '"Ben"' not in kept
    assert (await log.now_of(one)).text == "Customers log in weekly"
