"""Decisions over both stores: numbered, found, shown, and by whom what is done to them."""

from datetime import date
from typing import Any

import pytest

from bot import backlog, decisions, erasing, rounds
from bot.book.pasting import Draft as Story
from bot.ceremonies import decision
from bot.ceremonies.decision import Confirm, Draft, Reverse, Supersede, TakeBack
from bot.decisions import Wish
from bot.errors import BadInput, BotError, NotFound, NotYours, Settled
from bot.home import gather
from bot.ledger import Ledger
from bot.model import ChannelId, Epic, EpicId, MemberChanged, Room, RoundId, StoryId, Team
from tests.bot.decided import ADA, BEN, ZOE, Log, log
from tests.factories import OTHER_WORKSPACE, WORKSPACE, utc

__all__ = ["log"]


async def test_they_are_numbered_from_one_and_the_channel_gets_a_card_of_each(log: Log) -> None:
    for number in (1, 2, 3):
        assert (await log.record(f"Decision {number}")).state.number == number
        log.shell.clock.moment = utc(f"23 12:0{number}")
    await log.shell.settle()
    assert log.cards() == [(1, "stands"), (2, "stands"), (3, "stands")]
    assert {each.notice.place for each in log.shell.messenger.messages} == {Room()}
    assert await log.listed() == [3, 2, 1]


async def test_a_number_is_given_once_also_where_clocks_were_set_back(log: Log) -> None:
    first = await log.record()
    await log.act(first, TakeBack())
    assert (await log.record()).state.number == 2
    log.shell.clock.moment = utc("22 12:00")
    assert [(await log.record()).state.number for _ in range(3)] == [3, 4, 5]
    assert 1 not in await log.listed()


async def test_another_channel_counts_for_itself(log: Log) -> None:
    await log.record()

    def there(ledger: Ledger, _: Team) -> list[int]:
        team = backlog.team_for(ledger, WORKSPACE, ChannelId("C0ELSE"), "else", ADA, log.now)
        wish = Wish(Draft("Weekly", "So", (ADA,), sign="x"))
        made = decisions.record(ledger, team, wish, ADA, log.now)
        with pytest.raises(BadInput, match=r"in each of #\w+, #\w+"):
            decisions.numbered(ledger, ledger.roster.teams_of(WORKSPACE, ADA), 1)
        assert decisions.numbered(ledger, [team], 1).round.id == made.id
        with pytest.raises(NotFound, match="no decision #2"):
            decisions.numbered(ledger, [team], 2)
        return [made.state.number]

    assert await log.do(there) == [1]


async def test_who_is_of_the_channel_is_of_the_team_and_nobody_else(log: Log) -> None:
    with pytest.raises(BadInput, match="Zoe is not in #data") as refused:
        await log.record("x", ZOE, present=frozenset({ADA, BEN}))
    assert refused.value.field == "deciders"
    made = await log.record("x", ZOE, present=frozenset({ADA, BEN, ZOE}))
    assert made.state.number == 1
    assert [each.name for each in made.state.deciders] == ["Zoe"]


async def test_its_story_and_epic_are_the_teams(log: Log) -> None:
    def furnished(ledger: Ledger, team: Team) -> StoryId:
        ledger.epics.put(team, Epic(EpicId("e1"), "Churn"))
        [story] = ledger.backlog.add(team, [Story("Calibrate")], log.now)
        return story.id

    story = await log.do(furnished)
    made = await log.record(story=story, epic=EpicId("e1"))
    about = made.state.about
    assert (about.epic, about.number, about.title) == ("Churn", 1, "Calibrate")
    with pytest.raises(NotFound):
        await log.record(story=StoryId("theirs"))
    assert (await log.record(epic=EpicId("theirs"))).state.about.epic == ""


async def test_home_shows_what_is_theirs_to_revisit_within_a_week(log: Log) -> None:
    await log.record()
    await log.record("Ada's", ADA)
    await log.record("No day", day=None)

    def until(ledger: Ledger, _: Team) -> Any:  # noqa: ANN401
        view = gather(ledger, WORKSPACE, BEN, log.now)
        assert view
        return view.until

    assert await log.home() == []
    assert await log.do(until) == utc("24 05:00"), "midnight of New York, a week before"
    await log.shell.to(utc("24 05:00"))
    assert await log.home() == [(1, False)]
    assert await log.do(until) == utc("2026-12-02 05:00")
    await log.shell.to(utc("2026-12-02 05:00"))
    assert await log.home() == [(1, True)], "until it is answered"
    one = await log.do(lambda ledger, team: decisions.numbered(ledger, [team], 1))
    await log.act(one.round, Confirm())
    assert await log.home() == []


async def test_what_may_be_done_is_known_before(log: Log) -> None:
    one = await log.record()

    def rights(ledger: Ledger, _: Team) -> list[list[bool]]:
        made = decisions.get(ledger, WORKSPACE, one.id)
        return [
            [
                decisions.may_revisit(ledger, made, who),
                decisions.may_take_back(ledger, made, who, log.now),
                decisions.may_restore(ledger, made, who, log.now),
            ]
            for who in (ADA, BEN, ZOE)
        ]

    assert await log.do(rights) == [[True, True, False]] * 2 + [[False] * 3]
    log.shell.clock.moment = utc("23 12:11")
    assert await log.do(rights) == [[True, False, False]] * 2 + [[False] * 3]
    await log.act(one, Reverse("Too slow"))
    assert await log.do(rights) == [[False, False, True]] * 2 + [[False] * 3]

    def refused(ledger: Ledger, _: Team) -> None:
        for who, why in ((ZOE, NotYours), (BEN, Settled)):
            with pytest.raises(why):
                decisions.to_revisit(ledger, WORKSPACE, one.id, who)

    await log.do(refused)


async def test_another_workspace_finds_none_of_it(log: Log) -> None:
    one = await log.record()

    def look(ledger: Ledger, team: Team) -> None:
        theirs = Team(team.id, OTHER_WORKSPACE, team.channel, team.name, team.zone)
        assert ledger.rounds.called(theirs, decision.KIND, "1") is None
        for each in (one.id, RoundId("none")):
            for act in (Confirm(), Supersede(0, one.id)):
                with pytest.raises(NotFound):
                    decisions.do(ledger, OTHER_WORKSPACE, each, act, BEN, log.now)

    await log.do(look)


async def test_a_number_of_another_kind_of_round_is_no_decision(log: Log) -> None:
    one = await log.record()

    def look(ledger: Ledger, team: Team) -> None:
        assert ledger.rounds.called(team, "action", "1") is None
        found = ledger.rounds.called(team, decision.KIND, "1")
        assert found is not None
        assert found.id == one.id

    await log.do(look)


async def test_whoever_has_their_data_erased_is_named_in_none(log: Log) -> None:
    one = await log.record()
    await log.act(one, Confirm(date(2027, 1, 5), "Ben's own words"))
    await log.record("Another", BEN, day=None)

    def gone(ledger: Ledger, team: Team) -> None:
        ledger.roster.unseat(team, BEN)
        rounds.announce(ledger, team, MemberChanged(BEN), log.now)
        erasing.wish(ledger, WORKSPACE, BEN, log.now)

    await log.do(gone)
    kept = repr(log.shell.rows("SELECT state FROM rounds")) + repr(log.shell.rows("SELECT payload FROM acts"))
    assert "own words" not in kept
    assert '"Ben"' not in kept
    state = await log.now_of(one)
    assert state.text == "Features by day"
    await log.shell.to(utc("2027-01-05 15:00"))
    assert (log.told(BEN), log.told(ADA)) == ([], ["gone"])


async def test_a_refusal_is_a_sentence(log: Log) -> None:
    with pytest.raises(BotError, match="Choose a day after today"):
        await log.record(day=date(2026, 11, 23))
    assert await log.listed() == []
