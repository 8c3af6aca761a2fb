"""Epics over a real store: made, found, renamed with their stories; and the notice when a forecast crosses an end."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import rounds
from bot.book.epics import Crossed
from bot.book.pasting import Draft
from bot.ceremonies import epic as notices
from bot.ceremonies.sprint.crossings import crossings
from bot.errors import BadInput, NotFound, Settled
from bot.ledger import Ledger
from bot.model import Epic, Estimate, Opening, Room, Story, Team, Turn
from bot.shell import backlog, quarterly
from bot.shell.quarterly import Known, Wish
from tests.backlogs import sprints
from tests.factories import CHANNEL, WORKSPACE, make_person, member_id, utc
from tests.house import House
from tests.shell import Shell

MONDAY = utc("23 10:00")
ADA = member_id("Ada")
CHURN = Wish("Churn", quarter="Q4")


def weigh(ledger: Ledger, team: Team, at: datetime) -> list[tuple[str, Crossed]]:
    """What the close of a sprint does about the quarter's epics."""
    book = ledger.history.book(team, None, ("members", "epics", "stories", "sprints"))
    stands, opens = crossings(book, at)
    for each in stands:
        ledger.epics.put(team, each.epic)
    for opening in opens:
        rounds.start(ledger, team, None, opening, at)
    return [(each.epic.name, "late" if each.epic.late else "back") for each in stands]


class EpicHouse(House):
    """A team, its epics and its backlog."""

    async def create(self, wish: Wish) -> Epic:
        return await self.do(lambda ledger, team: quarterly.create(ledger, team, wish, self.now))

    async def edit(self, epic: Epic, wish: Wish) -> Epic:
        return await self.do(lambda ledger, team: quarterly.edit(ledger, team, epic.id, wish, self.now))

    async def known(self) -> Known:
        return await self.do(lambda ledger, team: quarterly.known(ledger, team, self.now))

    async def stories(self, *efforts: int, epic: str = "Churn") -> tuple[Story, ...]:
        """Stories that were estimated, each as valuable as the others."""

        def fn(ledger: Ledger, team: Team) -> tuple[Story, ...]:
            added = backlog.add(ledger, team, [Draft("A story", epic=epic)] * len(efforts), self.now)
            sized = [
                replace(each, effort=Estimate(points, points, points, 2), value=Estimate(5, 5, 5, 2))
                for each, points in zip(added, efforts, strict=True)
            ]
            for each in sized:
                ledger.backlog.put(team, each)
            return tuple(sized)

        return await self.do(fn)

    async def finished(self, *completed: int) -> None:
        """Sprints that were closed, the last of them yesterday."""

        def fn(ledger: Ledger, team: Team) -> None:
            for each in sprints(*completed):
                opening = Opening(
                    notices.KIND, each.round, Turn(notices.Crossing("", "", MONDAY.date(), late=False))
                )
                round_ = rounds.start(ledger, team, None, opening, self.now)
                assert round_
                ledger.history.write(round_, [each.sprint])

        await self.do(fn)
        self.shell.messenger.messages.clear()

    async def after_sprint(self) -> list[tuple[str, Crossed]]:
        def fn(ledger: Ledger, team: Team) -> list[tuple[str, Crossed]]:
            return weigh(ledger, team, self.now)

        return await self.do(fn)

    def told(self) -> list[notices.Crossing]:
        """What the channel was told of epics, in order."""
        found = [each.notice for each in self.shell.messenger.messages]
        assert all(each.place == Room() for each in found)
        return [each.crossing for each in found if isinstance(each, notices.Crossed)]


@pytest.fixture
async def house(place: Path | str) -> AsyncIterator[EpicHouse]:
    shell = Shell(place, MONDAY)
    await shell.people(make_person("Ada"))
    yield EpicHouse(shell)
    await shell.stop()


async def test_an_epic_is_made_of_a_name_and_a_quarter(house: EpicHouse) -> None:
    epic = await house.create(Wish("  Churn  by region ", "Sales see it first", "q1", ADA, "Ada"))
    assert (epic.name, epic.year, epic.quarter, epic.owner) == ("Churn by region", 2027, 1, ADA)
    known = await house.known()
    assert known.open == (epic,)
    [found] = known.figures(known.open)
    assert (found.stories, found.dates, found.course) == ((), None, "")


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        (Wish(" "), "name", "Give it a name"),
        (Wish("x" * 61), "name", "60 characters at most; yours has 61"),
        (Wish("CHURN"), "name", "There is an epic “Churn” already. Take another name"),
        (Wish("Data", "x" * 501), "objective", "500 characters at most"),
        (Wish("Data", quarter="soon"), "quarter", "Write a quarter as"),
        (Wish("Data", quarter="Q5"), "quarter", "Q1 to Q4"),
    ],
)
async def test_what_does_not_fit_is_a_sentence_at_its_field(
    house: EpicHouse, wish: Wish, field: str, words: str
) -> None:
    epic = await house.create(CHURN)
    with pytest.raises(BadInput, match=words) as refused:
        await house.create(wish)
    assert refused.value.field == field
    assert (await house.known()).epics == (epic,)


async def test_there_is_an_end_to_how_many(house: EpicHouse) -> None:
    def many(ledger: Ledger, team: Team) -> None:
        for number in range(quarterly.MOST):
            quarterly.create(ledger, team, Wish(f"Epic {number}"), house.now)

    await house.do(many)
    with pytest.raises(BadInput, match="40 open epics at most"):
        await house.create(CHURN)


async def test_a_new_name_takes_its_stories_along(house: EpicHouse) -> None:
    epic = await house.create(CHURN)
    await house.stories(3, epic="CHURN ")
    await house.stories(5, epic="Data")
    await house.edit(epic, replace(CHURN, name="Risk"))
    known = await house.known()
    assert sorted(each.epic for each in known.stories) == ["Data", "Risk"]
    assert known.figures(known.open)[0].left == 3


async def test_one_is_closed_once_and_had_back_once(house: EpicHouse) -> None:
    epic = await house.create(CHURN)
    await house.do(lambda ledger, team: quarterly.close(ledger, team, epic.id))
    assert (await house.known()).open == ()
    with pytest.raises(Settled, match="closed already"):
        await house.do(lambda ledger, team: quarterly.close(ledger, team, epic.id))
    with pytest.raises(BadInput, match="It is closed: `/epic reopen Churn` has it back"):
        await house.create(CHURN)
    await house.do(lambda ledger, team: quarterly.reopen(ledger, team, epic.id))
    with pytest.raises(Settled, match="is open"):
        await house.do(lambda ledger, team: quarterly.reopen(ledger, team, epic.id))
    assert (await house.known()).open == (epic,)


async def test_it_is_found_by_its_name_the_beginning_of_it_or_its_number(house: EpicHouse) -> None:
    with pytest.raises(NotFound, match="No epics here yet"):
        quarterly.find(await house.known(), "Churn")
    for name, until in (("Later", "Q2"), ("Churn", "Q1"), ("Churn rate", "Q1"), ("2", "")):
        await house.create(Wish(name, quarter=until))
    known = await house.known()
    assert [each.name for each in known.open] == ["Churn", "Churn rate", "Later", "2"]
    found = {
        typed: quarterly.find(known, typed).name for typed in ("CHURN", "#1", "3", "2", "lat", "churn  rate")
    }
    assert found == {
        "CHURN": "Churn",
        "#1": "Churn",
        "3": "Later",
        "2": "2",
        "lat": "Later",
        "churn  rate": "Churn rate",
    }
    for typed in ("chu", "9", "Data"):
        with pytest.raises(NotFound, match=f"no epic “{typed}” here"):
            quarterly.find(known, typed)
    with pytest.raises(BadInput, match="Name the epic"):
        quarterly.find(known, " ")


async def test_a_forecast_that_crosses_the_quarters_end_is_told_once_in_each_direction(
    house: EpicHouse,
) -> None:
    await house.create(CHURN)
    await house.create(Wish("Without a quarter"))
    small, large = await house.stories(20, 100)
    await house.finished(20, 20, 20)
    assert await house.after_sprint() == [("Churn", "late")]
    assert await house.after_sprint() == []
    [late] = house.told()
    assert (late.name, late.quarter, late.late, late.left, late.rough) == (
        "Churn",
        "Q4 2026",
        True,
        120,
        False,
    )
    assert late.sure is None or late.sure > late.ends
    await house.do(lambda ledger, team: backlog.drop(ledger, team, large.id, ADA, house.now))
    assert await house.after_sprint() == [("Churn", "back")]
    assert await house.after_sprint() == []
    [_, back] = house.told()
    assert back.sure
    assert (back.late, back.left, back.sure <= back.ends) == (
        False,
        small.effort.points if small.effort else 0,
        True,
    )


async def test_an_epic_that_was_late_and_is_done_is_told_so(house: EpicHouse) -> None:
    await house.create(CHURN)
    [story] = await house.stories(200)
    await house.finished(20, 20, 20)
    assert await house.after_sprint() == [("Churn", "late")]
    done = replace(story, state="done", done_at=house.now)
    await house.do(lambda ledger, team: ledger.backlog.put(team, done))
    assert await house.after_sprint() == [("Churn", "back")]
    assert [(each.late, each.done) for each in house.told()] == [(True, False), (False, True)]


async def test_without_history_stories_or_estimates_nothing_is_told(house: EpicHouse) -> None:
    await house.create(CHURN)
    assert await house.after_sprint() == []
    await house.stories(200)
    assert await house.after_sprint() == []
    await house.create(Wish("Bare", quarter="Q4"))
    await house.do(lambda ledger, team: backlog.add(ledger, team, [Draft("Which?", epic="Bare")], house.now))
    await house.finished(20)
    assert await house.after_sprint() == [("Churn", "late")]
    assert [each.rough for each in house.told()] == [True]


async def test_another_quarter_begins_anew(house: EpicHouse) -> None:
    epic = await house.create(CHURN)
    await house.stories(200)
    await house.finished(20, 20, 20)
    assert await house.after_sprint() == [("Churn", "late")]
    assert not (await house.edit(epic, replace(CHURN, quarter="Q3 2027"))).late
    assert await house.after_sprint() == []


async def test_a_closed_epic_is_left_alone(house: EpicHouse) -> None:
    epic = await house.create(CHURN)
    await house.stories(200)
    await house.finished(20, 20, 20)
    await house.do(lambda ledger, team: quarterly.close(ledger, team, epic.id))
    assert await house.after_sprint() == []
    assert house.told() == []


async def test_a_team_without_sprints_has_a_forecast_from_its_weeks(house: EpicHouse) -> None:
    await house.create(CHURN)
    stories = await house.stories(5, 5, 5, 5)
    for story, day in zip(stories[:3], ("05", "12", "19"), strict=True):
        done = replace(story, state="done", done_at=utc(f"{day} 12:00"))
        await house.do(lambda ledger, team, done=done: ledger.backlog.put(team, done))  # type: ignore[misc]
    known = await house.known()
    assert (known.history.unit, known.history.known) == ("week", 3)
    [found] = known.figures(known.open)
    assert (found.done, found.left, found.course) == (15, 5, "on")


async def test_another_team_sees_nothing_of_it(house: EpicHouse) -> None:
    await house.create(CHURN)
    await house.stories(5)

    def elsewhere(ledger: Ledger) -> Known:
        other = backlog.team_for(ledger, WORKSPACE, type(CHANNEL)("C0ELSE"), "else", ADA, house.now)
        return quarterly.known(ledger, other, house.now)

    known = await house.shell.run(elsewhere)
    assert (known.epics, known.stories, known.history.known) == ((), (), 0)


async def test_a_team_without_sprints_hears_of_a_crossing_on_a_monday(house: EpicHouse) -> None:
    """Its stories that are done make its pace; the next Monday tells, and the one after has nothing to tell."""
    await house.create(CHURN)
    await house.do(lambda ledger, team: _weekly(ledger, team, MONDAY))
    for days in (7, 14, 21):
        await house.shell.to(MONDAY + timedelta(days=days, hours=4))
    [told] = house.told()
    assert (told.name, told.late) == ("Churn", True)


async def test_the_quarter_is_watched_once(house: EpicHouse) -> None:
    for name in ("Churn", "Alerts"):
        await house.create(replace(CHURN, name=name))
    found = await house.do(lambda ledger, team: ledger.rounds.open_of(team, ("quarter",)))
    assert len(found) == 1


def _weekly(ledger: Ledger, team: Team, at: datetime) -> None:
    """Three points a week so far, and more to do than the quarter has weeks for."""
    added = backlog.add(ledger, team, [Draft(f"Done {n}", epic="Churn") for n in range(6)], at)
    for number, each in enumerate(added):
        done = at - timedelta(days=7 * number + 2)
        three = Estimate(3, 3, 3, 2)
        ledger.backlog.put(team, replace(each, effort=three, value=three, state="done", done_at=done))
    for each in backlog.add(ledger, team, [Draft(f"To do {n}", epic="Churn") for n in range(9)], at):
        eight = Estimate(8, 8, 8, 2)
        ledger.backlog.put(team, replace(each, effort=eight, value=eight))
