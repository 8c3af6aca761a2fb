"""Experiments as they stand elsewhere: whose Home shows which, and the lines of an epic and of a story."""

from dataclasses import replace
from datetime import date

import pytest

from bot import rounds
from bot.ceremonies import experiment
from bot.ceremonies.experiment import Alter, Decide, HandOver, Metric, Setup, TakeOut, TakeResult
from bot.homes import tried
from bot.homes.home import gather
from bot.homes.tried import Glance
from bot.ledger import Ledger
from bot.model import ChannelId, Measured, MemberId, Opening, Report, Round, StoryId, Team, TeamId
from tests.factories import WORKSPACE, make_person, member_id, utc
from tests.shell import Shell

ADA, BEN, CAT = map(member_id, ("Ada", "Ben", "Cat"))
NOON = utc("24 12:00")
SETUP = Setup("Calls tell churn", "Do we build it?", "contracts", Metric("F1", "points"), epic="Churn")


@pytest.fixture
async def team(shell: Shell) -> Team:
    await shell.people(*map(make_person, ("Ada", "Ben", "Cat")))
    await shell.set_up("Ada", "Ada", "Ben", "Cat")
    await shell.to(NOON)
    return await shell.team()


def register(
    ledger: Ledger, team: Team, key: str, owner: MemberId = ADA, setup: Setup = SETUP
) -> Round[experiment.Experiment]:
    book = ledger.history.book(team, None, ("members",))
    who = next(each for each in book.members if each.id == owner)
    turn = experiment.begin(book, key, setup, who, NOON)
    begun = rounds.start(ledger, team, None, Opening(experiment.KIND, key, turn), NOON)
    assert begun is not None
    return begun


def report(ledger: Ledger, round_: Round[experiment.Experiment], value: float) -> None:
    act = TakeResult(Report(f"{round_.id}-{value}", (Measured("F1", value),)))
    rounds.perform(ledger, WORKSPACE, round_.id, act, None, NOON)


async def homes(shell: Shell, *members: MemberId) -> list[list[str]]:
    def look(ledger: Ledger) -> list[list[str]]:
        views = [gather(ledger, WORKSPACE, each, NOON) for each in members]
        return [[one.key for one in each.home.tried] for each in views if each]

    return await shell.store.read(look)


async def test_a_home_shows_what_runs_and_is_theirs_and_then_what_they_decide(
    shell: Shell, team: Team
) -> None:
    def do(ledger: Ledger) -> None:
        register(ledger, team, "b-1", BEN, replace(SETUP, deciders=(ADA,)))
        register(ledger, team, "a-2", ADA)
        one = register(ledger, team, "a-1", ADA, replace(SETUP, deciders=(ADA, CAT)))
        over = register(ledger, team, "a-3", ADA)
        report(ledger, one, 85)
        rounds.perform(ledger, WORKSPACE, over.id, Decide("proved", "Build it"), ADA, NOON)

    await shell.run(do)
    assert await homes(shell, ADA, BEN, CAT) == [["a-1", "a-2", "b-1"], ["b-1"], ["a-1"]]
    view = await shell.store.read(lambda ledger: gather(ledger, WORKSPACE, CAT, NOON))
    assert view
    [glance] = view.home.tried
    assert glance == Glance(
        glance.round, "data", "a-1", "Calls tell churn", "F1", "points", 85, date(2026, 11, 24), mine=False
    )


async def test_where_nobody_wants_to_be_asked_a_home_does_not_say_so(shell: Shell, team: Team) -> None:
    def do(ledger: Ledger) -> None:
        register(ledger, team, "a-1", ADA, replace(SETUP, deciders=(CAT,), checkpoints=False))
        register(ledger, team, "a-2", ADA, replace(SETUP, deciders=(CAT,)))

    await shell.run(do)
    view = await shell.store.read(lambda ledger: gather(ledger, WORKSPACE, CAT, NOON))
    assert view
    assert [(each.key, each.asked) for each in view.home.tried] == [("a-1", False), ("a-2", True)]


async def test_a_day_that_passes_makes_no_other_home_of_it(shell: Shell, team: Team) -> None:
    await shell.run(lambda ledger: report(ledger, register(ledger, team, "a-1"), 85))
    looks = [utc("24 13:00"), utc("25 08:00")]
    views = [
        await shell.store.read(lambda ledger, at=each: gather(ledger, WORKSPACE, ADA, at))  # type: ignore[misc] # bound at once
        for each in looks
    ]
    assert views[0]
    assert views[1]
    assert views[0].home.tried == views[1].home.tried


async def test_whoever_owns_or_decides_sees_it_change_and_so_does_who_did_before(
    shell: Shell, team: Team
) -> None:
    begun = await shell.run(
        lambda ledger: register(ledger, team, "a-1", ADA, replace(SETUP, deciders=(CAT,)))
    )
    book = await shell.store.read(lambda ledger: ledger.history.book(team, None, ("members",)))
    for act, concerned in (
        (TakeResult(Report("k", (Measured("F1", 85),))), (ADA, CAT)),
        (Alter(replace(SETUP, deciders=(BEN,))), (ADA, CAT, BEN)),
        (HandOver(BEN), (ADA, CAT, BEN)),
    ):
        turn = experiment.CEREMONY.advance(begun, act, ADA, NOON, book)
        assert turn.concerns == concerned


async def test_the_page_of_an_epic_has_its_experiments_those_that_run_first(shell: Shell, team: Team) -> None:
    def do(ledger: Ledger) -> None:
        over = register(ledger, team, "churn-1")
        rounds.perform(ledger, WORKSPACE, over.id, Decide("disproved", "Drop it"), ADA, NOON)
        register(ledger, team, "churn-2", setup=replace(SETUP, epic=" chURN "))
        register(ledger, team, "other-1", setup=replace(SETUP, epic="Other"))
        register(ledger, team, "none-1", setup=replace(SETUP, epic=""))

    await shell.run(do)
    of = await shell.store.read(
        lambda ledger: [tried.of_epic(ledger, team, each) for each in ("Churn", "", "x")]
    )
    assert [[(each.key, each.outcome) for each in one] for one in of] == [
        [("churn-2", None), ("churn-1", "disproved")],
        [],
        [],
    ]


async def test_a_story_has_its_newest_experiment_by_its_latest_result(shell: Shell, team: Team) -> None:
    story = replace(SETUP, story=StoryId("s1"))

    def do(ledger: Ledger) -> None:
        for key, setup in (("old", story), ("none", SETUP)):
            report(ledger, register(ledger, team, key, setup=setup), 70)

    def more(ledger: Ledger) -> None:
        book = ledger.history.book(team, None, ("members",))
        turn = experiment.begin(book, "new", story, book.members[0], utc("24 12:05"))
        begun = rounds.start(ledger, team, None, Opening(experiment.KIND, "new", turn), utc("24 12:05"))
        assert begun
        report(ledger, begun, 75)
        report(ledger, begun, 78)
        rounds.perform(ledger, WORKSPACE, begun.id, TakeOut(2), book.members[0].id, NOON)

    await shell.run(do)
    await shell.run(more)
    found = await shell.store.read(lambda ledger: tried.by_story(ledger, team))
    assert [(story, each.key, each.value) for story, each in found.items()] == [("s1", "new", 75)]


async def test_another_teams_are_not_shown(shell: Shell, team: Team) -> None:
    def do(ledger: Ledger) -> Team:
        other = Team(TeamId("team-two"), WORKSPACE, ChannelId("C0TWO"), "two", "Europe/London")
        ledger.roster.put_team(other)
        ledger.roster.seat(other, BEN)
        register(ledger, other, "b-1", BEN, replace(SETUP, story=StoryId("s1"), deciders=(ADA,)))
        return other

    other = await shell.run(do)
    assert await homes(shell, ADA, BEN) == [[], ["b-1"]], "who is not of that team sees nothing of it"
    found = await shell.store.read(
        lambda ledger: (tried.of_epic(ledger, team, "Churn"), tried.by_story(ledger, team))
    )
    assert found == ((), {})
    assert await shell.store.read(lambda ledger: len(tried.of_epic(ledger, other, "Churn"))) == 1
