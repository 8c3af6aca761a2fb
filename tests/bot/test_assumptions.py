"""Assumptions over both stores: numbered, found, asked about; and what a broken one writes into the backlog, once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot import assumptions, backlog, erasing, rounds, spiking
from bot.assumptions import Made, Undone, Wish
from bot.book.pasting import Draft as Story
from bot.ceremonies import assumption, experiment
from bot.ceremonies.assumption import Assumption, Change, Draft, Hold, Later, TakeBack
from bot.ceremonies.assumption.shown import Card
from bot.ceremonies.assumption.state import Verdict
from bot.ceremonies.experiment import Metric, Setup
from bot.durations import Span
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.ledger import Ledger
from bot.model import (
    Dm,
    Epic,
    EpicId,
    Estimate,
    MemberChanged,
    MemberId,
    Opening,
    Round,
    RoundId,
    StoryId,
    Team,
)
from bot.spiking import Wish as SpikeWish
from tests.factories import NEW_YORK, OTHER_WORKSPACE, WORKSPACE, make_person, member_id, utc
from tests.house import House
from tests.shell import Shell

ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")
DAY = date(2026, 12, 1)
WORK = ("Find another sign", "Label last year again")


class Log(House):
    """A team of two, and what they take for true. Ada leads; Ben works in New York."""

    async def record(
        self,
        text: str = "Customers log in weekly",
        owner: MemberId = BEN,
        by: MemberId = BEN,
        day: date | None = DAY,
        present: frozenset[MemberId] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Round[Assumption]:
        draft = Draft(text, owner, "They did last spring", WORK, day)
        wish = Wish(draft, **more)
        return await self.do(
            lambda ledger, team: assumptions.record(ledger, team, wish, by, self.now, present)
        )

    async def breaks(
        self, round_: Round[Any], *work: str, by: MemberId = BEN, what: str = "They stay logged in"
    ) -> Made:
        return await self.do(
            lambda ledger, _: assumptions.break_(ledger, WORKSPACE, round_.id, what, work, by, self.now)
        )

    async def undo(self, round_: Round[Any], how: Verdict = "broken", by: MemberId = BEN) -> Undone:
        return await self.do(
            lambda ledger, _: assumptions.undo(ledger, WORKSPACE, round_.id, how, by, self.now)
        )

    async def hold(self, round_: Round[Any], by: MemberId = BEN) -> None:
        act = Hold("Counted")
        await self.do(lambda ledger, _: assumptions.do(ledger, WORKSPACE, round_.id, act, by, self.now))

    async def now_of(self, round_: Round[Any]) -> Assumption:
        return (await self.do(lambda ledger, _: assumptions.get(ledger, WORKSPACE, round_.id))).round.state

    async def backlog(self) -> list[tuple[int, str, str]]:
        found = await self.do(lambda ledger, team: ledger.backlog.of_team(team))
        return [(each.number, each.title, each.epic) for each in sorted(found, key=lambda its: its.number)]

    async def listed(self) -> list[tuple[int, str]]:
        found = await self.do(lambda ledger, team: assumptions.listed(ledger, team, 20))
        return [(each.round.state.number, each.round.state.standing) for each in found]

    async def touch(self, number: int, how: Callable[[Ledger, Team, Any], object]) -> None:
        def do(ledger: Ledger, team: Team) -> None:
            how(ledger, team, ledger.backlog.numbered(team, number))

        await self.do(do)

    def told(self, who: MemberId) -> list[str]:
        return [
            f"{getattr(each.notice, 'matter', '?')}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == Dm(who)
        ]

    def cards(self) -> list[tuple[int, tuple[int, ...]]]:
        return [
            (face.number, tuple(its.number for its in face.said.stories) if face.said else ())
            for each in self.shell.messenger.messages
            if isinstance(each.notice, Card)
            for face in [each.notice.face]
        ]


@pytest.fixture
async def log(shell: Shell) -> Log:
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = Log(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    return made


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


async def test_broken_its_stories_stand_in_the_backlog_with_its_epic_and_on_its_card(log: Log) -> None:
    await log.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn")))
    await log.do(lambda ledger, team: backlog.add(ledger, team, [Story("Calibrate")], log.now))
    one = await log.record(epic=EpicId("e1"))
    assert await log.backlog() == [(1, "Calibrate", "")]
    await log.do(lambda ledger, team: ledger.epics.put(team, Epic(EpicId("e1"), "Churn 2")))
    made = await log.breaks(one, "- Find another sign", "", "Ask support https://x.org/7")
    assert await log.backlog() == [
        (1, "Calibrate", ""),
        (2, "Find another sign", "Churn 2"),
        (3, "Ask support", "Churn 2"),
    ]
    assert made.round.state.said is not None
    assert [each.number for each in made.round.state.said.stories] == [2, 3]
    await log.shell.settle()
    assert log.cards() == [(1, (2, 3))]


async def test_what_held_may_break_and_without_work_nothing_is_written(log: Log) -> None:
    one = await log.record()
    await log.hold(one)
    await log.breaks(one, by=ADA)
    assert (await log.now_of(one)).standing == "broken"
    assert await log.backlog() == []


async def test_where_anything_is_refused_nothing_is_written(log: Log) -> None:
    one = await log.record()
    for work, what, field in (
        (("One", "one"), "So", "stories"),
        (("x" * 151,), "So", "stories"),
        (tuple(map(str, range(11))), "So", "stories"),
        (("One",), " ", "what"),
    ):
        with pytest.raises(BadInput) as refused:
            await log.breaks(one, *work, what=what)
        assert refused.value.field == field
    with pytest.raises(NotYours):
        await log.breaks(one, "One", by=ZOE)
    assert await log.backlog() == []
    assert (await log.now_of(one)) == one.state


async def test_a_full_backlog_takes_none_of_them(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 1)
    one = await log.record()
    with pytest.raises(BadInput, match="A backlog holds") as refused:
        await log.breaks(one, *WORK)
    assert refused.value.field == "stories"
    assert (await log.now_of(one)).standing == "open"


async def test_two_at_once_write_one_set_of_stories(log: Log) -> None:
    one = await log.record()
    both = await asyncio.gather(
        *(
            log.shell.store.run(
                lambda ledger, who=who: assumptions.break_(  # type: ignore[misc]
                    ledger, WORKSPACE, one.id, "They stay logged in", WORK, who, log.now
                )
            )
            for who in (ADA, BEN)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in both) == ["Settled", "Theirs"]
    assert [title for _, title, _ in await log.backlog()] == list(WORK)
    with pytest.raises(Settled):
        await log.breaks(one, "A third")
    assert len(await log.backlog()) == 2


async def test_undone_what_nobody_touched_leaves_the_backlog_and_broken_again_is_written_once(
    log: Log,
) -> None:
    one = await log.record()
    await log.breaks(one, "One", "Two", "Three", "Four", "Five", "Six")
    points = Estimate(5, 5, 5, 2)
    await log.touch(2, lambda ledger, team, its: ledger.backlog.put(team, replace(its, effort=points)))
    await log.touch(3, lambda ledger, team, its: backlog.finish(ledger, team, its.id, log.now))
    await log.touch(
        4, lambda ledger, team, its: backlog.edit(ledger, team, its.id, Story("Four by region"), log.now)
    )
    await log.touch(6, lambda ledger, team, its: backlog.drop(ledger, team, its.id, BEN, log.now))
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((1, 5, 6), (2, 3, 4))
    assert [number for number, _, _ in await log.backlog()] == [2, 4]
    with pytest.raises(Settled):
        await log.undo(one, by=ADA)
    again = (await log.breaks(one, "One", "two", "Three", "Four")).round.state.said
    assert again is not None
    assert [each.number for each in again.stories] == [7, 2, 3, 4], "what stayed is not written twice"
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((7,), (2, 3, 4)), "nor is it anybody's to take back now"


async def test_a_story_in_a_spike_is_somebodys_and_stays(log: Log) -> None:
    one = await log.record()
    await log.breaks(one, *WORK)

    def begin(ledger: Ledger, team: Team) -> None:
        story = ledger.backlog.numbered(team, 1)
        assert story
        wish = SpikeWish("Which sign?", Span(timedelta(hours=4)), (BEN,), story=story.id)
        spiking.start(ledger, team, wish, BEN, log.now)

    await log.do(begin)
    undone = await log.undo(one)
    assert (undone.gone, undone.stay) == ((2,), (1,))


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


async def change(log: Log, round_: Round[Any], by: MemberId = BEN, **more: Any) -> Assumption:  # noqa: ANN401
    draft = replace(Draft("Customers log in weekly", BEN, "They did last spring", WORK, DAY), **more)
    present = frozenset({ADA, BEN})
    made = await log.do(
        lambda ledger, _: assumptions.change(
            ledger, WORKSPACE, round_.id, Change(draft), by, log.now, present
        )
    )
    return made.round.state


async def test_what_is_taken_back_is_gone_from_log_card_and_rows_and_its_number_is_not_given_again(
    log: Log,
) -> None:
    one = await log.record("A slip of mine")
    await change(log, one, text="Another slip of mine", day=DAY)
    await log.do(lambda ledger, _: assumptions.do(ledger, WORKSPACE, one.id, TakeBack(), BEN, log.now))
    assert await log.listed() == []
    rows = repr(log.shell.rows("SELECT state FROM rounds")) + repr(log.shell.rows("SELECT payload FROM acts"))
    assert "slip" not in rows
    assert [each.notice.moot for each in log.shell.messenger.messages if isinstance(each.notice, Card)] == [
        True
    ]
    two = await log.record()
    assert two.state.number == 2

    def look(ledger: Ledger, team: Team) -> None:
        found = assumptions.numbered(ledger, [team], 1)
        with pytest.raises(Settled, match="Assumption #1 was taken back"):
            assumptions.require_open(found)
        with pytest.raises(Settled, match="Assumption #1 was taken back"):
            assumptions.to_change(ledger, WORKSPACE, one.id, BEN)
        assert not assumptions.may_take_back(ledger, found, BEN, log.now)

    await log.do(look)
    await log.shell.to(utc("2026-12-02 15:00"))
    assert log.told(BEN) == ["day"], "of the second"


async def test_handed_over_it_is_the_new_owners_who_gets_a_seat_and_is_asked(log: Log) -> None:
    one = await log.record()
    with pytest.raises(BadInput, match="is not in #data") as refused:
        await change(log, one, owner=ZOE)
    assert refused.value.field == "owner"
    assert (await change(log, one, owner=ADA, work=("Third",))).owner.id == ADA
    with pytest.raises(NotYours):
        await change(log, one, by=ZOE)
    await log.shell.to(utc("2026-12-01 15:00"))
    assert (log.told(ADA), log.told(BEN)) == (["day"], [])
    assert [each[1] for each in await log.backlog()] == []
    await log.breaks(one, "Third", by=ADA)
    with pytest.raises(Settled, match="has said already"):
        await change(log, one)


async def test_of_two_who_change_it_at_once_the_last_holds_and_both_are_whole(log: Log) -> None:
    one = await log.record()
    await asyncio.gather(
        change(log, one, text="One", why="One"), change(log, one, by=ADA, text="Two", why="Two")
    )
    state = await log.now_of(one)
    assert state.text == state.why
    assert state.text in {"One", "Two"}
