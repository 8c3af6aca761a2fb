"""What a team's own days leave in the book: played through the shell, then told in figures."""

import pytest

from bot.book.fortnight import Blockers, Standups, figures
from bot.book.topics import Stayed, topics
from bot.ceremonies.blocker import Resolve
from bot.ceremonies.survey import Skip
from bot.model import BlockerPast, Past, round_id
from tests.factories import LONDON, MONDAY, WORKSPACE, make_person, utc
from tests.shell import Shell


@pytest.fixture
async def week(shell: Shell) -> Shell:
    """Three in London, asked every morning; it is Monday noon."""
    await shell.people(*map(make_person, ("Ada", "Ben", "Cat")))
    await shell.set_up("Ada", "Ada", "Ben", "Cat")
    return shell


async def past(week: Shell) -> Past:
    now, team = week.clock.now(), await week.team()
    found = await week.run(lambda ledger: ledger.history.book(team, None, ["past"], at=now).past)
    assert found is not None
    return found


async def test_a_week_of_standups_and_blockers_is_told_as_it_went(week: Shell) -> None:
    await week.to(utc("24 09:40"))
    await week.answer("Ada", blockers="no GPU")
    await week.answer("Ben", blockers="no access")
    assert (await past(week)).standups == (), "its digest is not out yet"
    await week.to(utc("24 12:30"))
    assert [(each.asked, each.answered) for each in (await past(week)).standups] == [(3, 2)]
    await week.answer("Cat")
    await week.to(utc("25 12:30"))
    wednesday = await week.round("2026-11-25")
    await week.act(wednesday, Skip(), "Cat")
    await week.to(utc("26 10:00"))
    plan = await week.plan()
    stuck = round_id(plan.id, "blocker", "2026-11-24/UADA")
    blocker = await week.run(lambda ledger: ledger.rounds.get(WORKSPACE, stuck))
    assert blocker is not None
    await week.act(blocker, Resolve("Cat"), "Cat")
    found = await past(week)
    assert [(each.day.day, each.asked, each.answered) for each in found.standups] == [(24, 3, 3), (25, 2, 0)]
    ended = {each.text: (each.standing, each.ended_at) for each in found.blockers}
    assert ended == {"no GPU": ("resolved", utc("26 10:00")), "no access": ("open", None)}
    last = utc("26 10:00").date()
    told = figures(found, found.sprints, MONDAY, last, LONDON)
    assert told.standups == Standups(2, 5, 3)
    assert told.blockers == Blockers(2, 1, 1, 2, 2)
    assert topics(found, (), MONDAY, last, LONDON) == (Stayed("no access", 2, open=True),)


async def test_one_that_is_taken_back_in_the_answer_ends_then(week: Shell) -> None:
    await week.to(utc("24 09:40"))
    await week.answer("Ada", blockers="no GPU")
    await week.to(utc("24 10:15"))
    await week.answer("Ada", blockers="none")
    [found] = (await past(week)).blockers
    assert isinstance(found, BlockerPast)
    assert (found.standing, found.ended_at) == ("withdrawn", utc("24 10:15"))
