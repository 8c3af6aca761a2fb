"""Decisions over both stores: numbered, found, revisited on their day, one in the place of another; and by whom."""

from datetime import date
from typing import Any

import pytest

from bot import backlog, decisions, erasing, people, rounds
from bot.book.pasting import Draft as Story
from bot.ceremonies import decision
from bot.ceremonies.decision import Confirm, Decision, Draft, Restore, Reverse, Supersede, TakeBack
from bot.ceremonies.decision.shown import Card
from bot.decisions import Wish
from bot.errors import BadInput, BotError, NotFound, NotYours, Settled
from bot.home import gather
from bot.ledger import Ledger
from bot.model import (
    Absence,
    Act,
    ChannelId,
    Dm,
    Epic,
    EpicId,
    MemberChanged,
    MemberId,
    Room,
    Round,
    RoundId,
    StoryId,
    Team,
)
from tests.factories import NEW_YORK, OTHER_WORKSPACE, WORKSPACE, make_person, member_id, utc
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")
DAY = date(2026, 12, 1)


class Log(House):
    """A team of two, and what they decided. Ada leads; Ben works in New York."""

    async def record(
        self,
        text: str = "Features by day",
        *deciders: MemberId,
        by: MemberId = BEN,
        day: date | None = DAY,
        present: frozenset[MemberId] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Round[Decision]:
        draft = Draft(text, "Two stores drift apart", deciders or (BEN,), sign="It takes a night", day=day)
        return await self.do(
            lambda ledger, team: decisions.record(ledger, team, Wish(draft, **more), by, self.now, present)
        )

    async def act(self, round_: Round[Any], act: Act, by: MemberId = BEN) -> Round[Decision]:
        return await self.do(lambda ledger, _: decisions.do(ledger, WORKSPACE, round_.id, act, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Decision:
        return (await self.do(lambda ledger, _: decisions.get(ledger, WORKSPACE, round_.id))).round.state

    async def listed(self) -> list[int]:
        found = await self.do(lambda ledger, team: decisions.listed(ledger, team, 20))
        return [each.round.state.number for each in found]

    async def home(self, who: MemberId = BEN) -> list[tuple[int, bool]]:
        view = await self.do(lambda ledger, _: gather(ledger, WORKSPACE, who, self.now))
        assert view
        return [(each.number, each.overdue) for each in view.home.decided]

    def told(self, who: MemberId) -> list[str]:
        return [
            f"{getattr(each.notice, 'matter', '?')}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == Dm(who)
        ]

    def cards(self) -> list[tuple[int, str]]:
        return [
            (each.notice.face.number, each.notice.face.ended.how if each.notice.face.ended else "stands")
            for each in self.shell.messenger.messages
            if isinstance(each.notice, Card)
        ]


@pytest.fixture
async def log(shell: Shell) -> Log:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Log(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made


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


async def test_for_new_york_it_is_asked_on_its_morning_there_once_and_then_the_lead_once(log: Log) -> None:
    await log.record()
    await log.shell.to(utc("2026-12-01 13:59"))
    assert log.told(BEN) == []
    await log.shell.to(utc("2026-12-01 14:00"))
    assert log.told(BEN) == ["day"]
    await log.shell.to(utc("2026-12-08 08:59"))
    assert log.told(ADA) == []
    await log.shell.to(utc("2027-03-01 12:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day"], ["unanswered"])


async def test_a_bot_that_was_down_asks_once(log: Log) -> None:
    await log.record()
    for moment in ("2026-12-01 16:00", "2026-12-01 16:30"):
        await log.shell.stop()
        log.shell.clock.moment = utc(moment)
        log.shell.open()
        await log.shell.settle()
    assert log.told(BEN) == ["day"]


async def test_days_away_and_leaving_are_followed(log: Log) -> None:
    await log.record()
    away = Absence(BEN, DAY, date(2026, 12, 2))
    await log.do(lambda ledger, _: people.be_away(ledger, WORKSPACE, away, log.now))
    await log.shell.to(utc("2026-12-02 23:00"))
    assert log.told(BEN) == []

    def left(ledger: Ledger, team: Team) -> None:
        ledger.roster.put_people(WORKSPACE, [make_person("Ben", NEW_YORK, active=False)])
        rounds.announce(ledger, team, MemberChanged(BEN), log.now)

    await log.do(left)
    await log.shell.to(utc("2026-12-03 23:00"))
    assert (log.told(BEN), log.told(ADA)) == ([], ["gone"])


async def test_confirmed_until_another_day_it_is_asked_then(log: Log) -> None:
    one = await log.record(day=None)
    assert one.over
    after = await log.act(one, Confirm(date(2027, 1, 5)), ADA)
    assert not after.over
    await log.shell.to(utc("2027-01-05 15:00"))
    assert log.told(BEN) == ["day"]
    await log.act(one, Confirm())
    assert log.told(BEN) == ["day past"]
    await log.shell.to(utc("2027-06-01 15:00"))
    assert (log.told(BEN), log.told(ADA)) == (["day past"], [])


async def test_one_stands_in_the_place_of_another_and_taken_back_does_not(log: Log) -> None:
    one = await log.record()
    two = await log.record("Features by hour", replaces=one.id)
    assert [each.number for each in two.state.replaces] == [1]
    assert (await log.now_of(one)).standing == "superseded"
    assert log.cards() == [(1, "superseded"), (2, "stands")]
    with pytest.raises(BadInput, match="#2 stands in the place of #1") as refused:
        await log.record("Features by minute", replaces=one.id)
    assert refused.value.field == "replaces"
    assert await log.listed() == [2, 1], "what is refused is not recorded"
    await log.act(two, TakeBack())
    assert (await log.now_of(one)).standing == "stands"
    await log.shell.to(utc("2026-12-01 14:00"))
    assert log.told(BEN) == ["day"]
    with pytest.raises(BadInput, match="#2 stands no more") as refused:
        await log.act(one, Supersede(0, two.id))
    assert refused.value.field == "other"


async def test_two_that_are_there_already_and_had_back(log: Log) -> None:
    one, two = await log.record(), await log.record("Features by hour")
    await log.act(one, Supersede(0, two.id))
    state = await log.now_of(one)
    assert state.ended is not None
    assert state.ended.number == 2
    assert [each.number for each in (await log.now_of(two)).replaces] == [1]
    with pytest.raises(BadInput, match="#1 stands no more"):
        await log.act(two, Supersede(0, one.id))
    with pytest.raises(BadInput, match="own place"):
        await log.act(two, Supersede(0, two.id))
    await log.act(one, Restore(), ADA)
    assert (await log.now_of(two)).replaces == ()


async def test_two_at_once_end_it_once(log: Log) -> None:
    one = await log.record()
    await log.act(one, Reverse("Too slow"))
    with pytest.raises(Settled):
        await log.act(one, Confirm(), ADA)


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
