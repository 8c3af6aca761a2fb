"""KPIs on Homes, over a real store: whose shows which, that it follows what changes, and that many cost no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ceremonies.kpi.glance import Glance
from bot.ceremonies.kpi.state import USUAL
from bot.homes.drawing import open_home
from bot.homes.home import Home, gather
from bot.homes.viewed import Viewed
from bot.ledger import Ledger
from bot.model import ChannelId, Measured, MemberId, Team, TeamId
from bot.rounds import HOME_REST
from bot.shell import kpis
from storage.statements import Statements
from tests.bot.shell.kept_in_view import FRESH, View, view
from tests.factories import WORKSPACE, member_id
from tests.house import ADA, BEN

__all__ = ["view"]
ZOE = member_id("Zoe")
SPENDING = replace(USUAL["null rate"], budget=0.1)


async def home(view: View, member: MemberId) -> Home:
    found = await view.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, member, view.now))
    assert found
    return found.home


async def lines(view: View, member: MemberId) -> list[tuple[str, str]]:
    return [(each.name, each.stands.how) for each in (await home(view, member)).viewed]


async def drawn(view: View) -> list[MemberId]:
    """Whose Home is published within the moment after what was done."""
    view.shell.publisher.shown.clear()
    view.shell.clock.moment += HOME_REST
    await view.shell.settle()
    return sorted(member for member, _ in view.shell.publisher.shown)


async def test_all_of_a_team_see_what_is_wrong_the_important_first_and_the_owner_what_is_well(
    view: View,
) -> None:
    await view.keep("late")
    kept = await view.keep("broken", setup=SPENDING, by=ADA)
    await view.keep("fine")
    await view.keep("new", by=ADA)
    await view.reported(30, name="late")
    await view.reported(*[0.0] * 4, 0.5, name="broken")
    await view.reported(3, name="fine")
    loud = [("broken", "spent"), ("late", "missed")]
    assert await lines(view, ADA) == [*loud, ("new", "unread")]
    assert await lines(view, BEN) == [*loud, ("fine", "well")]
    assert await lines(view, ZOE) == [], "she is of another team, or none"
    first = (await home(view, BEN)).viewed[0]
    assert first == Viewed(kept.id, "data", "broken", Glance("spent", SPENDING, 200))
    await view.reported(2, name="late")
    assert await lines(view, ADA) == [("broken", "spent"), ("new", "unread")]


async def test_a_team_without_kpis_hears_nothing_and_another_teams_are_not_shown(view: View) -> None:
    def found(ledger: Ledger, _: Team) -> None:
        other = Team(TeamId("team-two"), WORKSPACE, ChannelId("C0TWO"), "two", "Europe/London")
        ledger.roster.put_team(other)
        ledger.roster.seat(other, ZOE)

    await view.do(found)
    await view.keep()
    await view.reported(30)
    assert await lines(view, ZOE) == []


async def test_homes_follow_its_standing_and_no_reading_that_changes_no_line(view: View) -> None:
    await view.keep()
    for each in (ADA, BEN):
        await open_home(view.shell.store, view.shell.publisher, view.shell.clock, WORKSPACE, each)
    await view.reported(3)
    assert await drawn(view) == [BEN], "his own is well"
    await view.reported(4)
    assert await drawn(view) == []
    await view.reported(30)
    assert await drawn(view) == sorted((ADA, BEN))
    await view.reported(3)
    assert await drawn(view) == sorted((ADA, BEN))
    view.shell.publisher.shown.clear()
    await view.shell.to(view.now + timedelta(days=20))
    assert view.shell.publisher.shown == [], "no morning makes another of it"
    await view.shell.to(view.now + timedelta(days=9))
    assert sorted(member for member, _ in view.shell.publisher.shown) == sorted((ADA, BEN))
    assert await lines(view, ADA) == [("freshness", "silent")]


async def test_readings_in_alarm_publish_homes_only_where_a_line_says_another_thing(view: View) -> None:
    await view.keep(setup=replace(FRESH, budget=0.25))
    for each in (ADA, BEN):
        await open_home(view.shell.store, view.shell.publisher, view.shell.clock, WORKSPACE, each)
    await view.reported(*[30] * 5)
    assert await drawn(view) == sorted((ADA, BEN)), "spent, 4 times over"
    for value, published in ((31, []), (32, []), (5, sorted((ADA, BEN))), (33, []), (34, []), (6, [])):
        await view.reported(value)
        assert await drawn(view) == published, "3 times over from the 5 on"


async def test_an_end_and_a_change_are_seen_at_once(view: View) -> None:
    kept = await view.keep()
    await open_home(view.shell.store, view.shell.publisher, view.shell.clock, WORKSPACE, ADA)
    await view.reported(20)
    assert await drawn(view) == []
    await view.do(
        lambda ledger, _: kpis.alter(ledger, WORKSPACE, kept.id, replace(FRESH, threshold=12), BEN, view.now)
    )
    assert await drawn(view) == [ADA]
    assert await lines(view, ADA) == [("freshness", "missed")]
    await view.do(lambda ledger, _: kpis.end(ledger, WORKSPACE, kept.id, BEN, view.now))
    assert await drawn(view) == [ADA]
    assert await lines(view, ADA) == []


async def test_however_many_there_are_a_home_asks_the_store_no_more_often(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = Statements.execute

    def counting(self: Statements, statement: object, rows: object = None) -> object:
        asked.append(statement)
        return execute(self, statement, rows)  # type: ignore[call-overload] # the same

    await view.keep("one")
    monkeypatch.setattr(Statements, "execute", counting)
    await home(view, BEN)
    few = len(asked)
    monkeypatch.undo()
    for number in range(12):
        await view.keep(f"more {number}")
        await view.report(Measured(f"more {number}", 30))
    monkeypatch.setattr(Statements, "execute", counting)
    asked.clear()
    assert len((await home(view, BEN)).viewed) == 13
    assert len(asked) == few
