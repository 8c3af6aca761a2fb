"""Actions over a real store: told to retros, reminded of once, ended and had back, by whom and in which team."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import people, rounds
from bot.ceremonies import action
from bot.ceremonies.action import Action, Carry, Change, Done, Draft, Drop, HandOver, Keep, Reopen, Source
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.homes.home import gather
from bot.ledger import Ledger
from bot.model import Absence, Act, Dm, MemberChanged, Opening, Round, RoundId, Team
from bot.shell import actions
from tests.factories import NEW_YORK, OTHER_WORKSPACE, WORKSPACE, make_person, member_id, utc
from tests.house import House
from tests.shell import Shell

MONDAY = utc("23 15:00")
FRIDAY = date(2026, 11, 27)
ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")


class ActionHouse(House):
    """A team of two, and what its retros agreed to do. Ada leads; Ben works in New York."""

    async def agree(
        self, text: str = "Split the job", due: date = FRIDAY, owner: str = "Ben"
    ) -> Round[Action]:
        def opened(ledger: Ledger, team: Team) -> Round[Action]:
            book = ledger.history.book(team, None, ("members", "absences", "sprint"))
            turn = action.begin(book, Draft(text, member_id(owner), due), self.now, None)
            begun = rounds.start(ledger, team, None, Opening(action.KIND, text, turn), self.now)
            assert begun
            return begun

        return await self.do(opened)

    async def act(self, round_: Round[Any], act: Act, by: str = "Ben", **more: Any) -> Round[Any]:  # noqa: ANN401
        who = member_id(by)
        return await self.do(
            lambda ledger, _: actions.do(ledger, WORKSPACE, round_.id, act, who, self.now, **more)
        )

    async def open(self) -> list[str]:
        found = await self.do(actions.of_team)
        return [each.round.state.text for each in found]

    async def home(self, name: str = "Ben") -> list[tuple[str, bool]]:
        view = await self.do(lambda ledger, _: gather(ledger, WORKSPACE, member_id(name), self.now))
        assert view
        return [(each.text, each.overdue) for each in view.home.actions]

    def told(self, name: str) -> list[str]:
        """What reached them by direct message, and whether it is a thing of the past by now."""
        whose = Dm(member_id(name))
        return [
            f"{getattr(each.notice, 'matter', type(each.notice).__name__)}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == whose
        ]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ActionHouse]:
    shell = Shell(tmp_path, MONDAY)
    await shell.people(make_person("Ada"), make_person("Ben", NEW_YORK), make_person("Zoe"))
    made = ActionHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    yield made
    await shell.stop()


async def test_for_new_york_it_is_told_on_friday_morning_there_once(house: ActionHouse) -> None:
    one = await house.agree()
    await house.shell.to(utc("27 13:59"))
    assert house.told("Ben") == ["mid"]
    await house.shell.to(utc("27 14:00"))
    assert house.told("Ben") == ["mid past", "due"]
    await house.shell.to(utc("2026-12-20 12:00"))
    assert house.told("Ben") == ["mid past", "due"]
    assert house.told("Ada") == []
    await house.act(one, Done())
    assert house.told("Ben") == ["mid past", "due past"]
    assert await house.open() == []


async def test_a_bot_that_was_down_reminds_once(house: ActionHouse) -> None:
    await house.agree()
    for moment in ("27 16:00", "27 16:30"):
        await house.shell.stop()
        house.shell.clock.moment = utc(moment)
        house.shell.open()
        await house.shell.settle()
    await house.shell.to(utc("2026-12-10 12:00"))
    assert house.told("Ben") == ["due"]


async def test_had_back_it_is_open_and_reminded_of_again(house: ActionHouse) -> None:
    one = await house.agree(due=date(2026, 12, 4))
    after = await house.act(one, Drop("No need"), "Ada")
    assert after.over
    with pytest.raises(Settled, match="Ada has dropped it"):
        await house.act(one, Done())
    await house.shell.to(utc("25 12:00"))
    assert (await house.act(one, Reopen(), "Ada")).over is False
    assert await house.open() == ["Split the job"]
    await house.shell.to(utc("2026-12-04 23:00"))
    assert house.told("Ben") == ["mid past", "due"]


async def test_home_shows_what_is_theirs_and_follows_the_day(house: ActionHouse) -> None:
    await house.agree("Late", date(2026, 11, 30))
    await house.agree()
    await house.agree("Ada's own", owner="Ada")
    assert await house.home() == [("Split the job", False), ("Late", False)]
    assert await house.home("Ada") == [("Ada's own", False)]

    def until(ledger: Ledger, _: Team) -> Any:  # noqa: ANN401
        view = gather(ledger, WORKSPACE, BEN, house.now)
        assert view
        return view.until

    assert await house.do(until) == utc("28 05:00"), "midnight of New York, when Friday is past"
    await house.shell.to(utc("28 05:00"))
    assert await house.home() == [("Split the job", True), ("Late", False)]


async def test_a_home_is_drawn_again_for_who_had_it_and_who_has_it(house: ActionHouse) -> None:
    one = await house.agree()

    def opened(ledger: Ledger, _: Team) -> None:
        for each in (ADA, BEN):
            ledger.homes.shown(WORKSPACE, each, "seen", house.now)

    await house.do(opened)
    await house.act(one, HandOver(ADA), "Ada")
    house.shell.publisher.shown.clear()
    await house.shell.to(house.now + rounds.HOME_REST)
    assert {member for member, _ in house.shell.publisher.shown} == {ADA, BEN}


async def test_who_is_of_the_channel_is_of_the_team_and_nobody_else(house: ActionHouse) -> None:
    one = await house.agree()
    with pytest.raises(BadInput, match="Zoe is not in #data") as refused:
        await house.act(one, HandOver(ZOE), named=[ZOE], present=frozenset({ADA, BEN}))
    assert refused.value.field == "owner"
    change = Change(Draft("Split the job", ZOE, FRIDAY))
    await house.act(one, change, named=[ZOE], present=frozenset({ADA, BEN, ZOE}))
    assert [each.round.state.owner.name for each in await house.do(actions.of_team)] == ["Zoe"]
    assert house.told("Zoe") == ["yours"]


async def test_an_owner_who_leaves_leaves_it_to_a_lead(house: ActionHouse) -> None:
    one = await house.agree()

    def left(ledger: Ledger, team: Team) -> None:
        ledger.roster.put_people(WORKSPACE, [make_person("Ben", NEW_YORK, active=False)])
        rounds.announce(ledger, team, MemberChanged(BEN), house.now)

    await house.do(left)
    assert house.told("Ada") == ["AskLead"]
    await house.act(one, action.Take(), "Ada")
    assert house.told("Ada") == ["AskLead past"]
    await house.shell.to(utc("27 12:00"))
    assert house.told("Ada")[-1] == "due"
    assert house.told("Ben") == []


async def test_days_away_that_are_noted_later_are_followed(house: ActionHouse) -> None:
    await house.agree()
    away = Absence(BEN, FRIDAY, date(2026, 12, 1))
    await house.do(lambda ledger, _: people.be_away(ledger, WORKSPACE, away, house.now))
    await house.shell.to(utc("2026-12-02 13:59"))
    assert house.told("Ben") == ["mid"]
    await house.shell.to(utc("2026-12-02 14:00"))
    assert house.told("Ben") == ["mid past", "due"]


async def test_two_at_once_end_it_once(house: ActionHouse) -> None:
    one = await house.agree()
    first = await house.act(one, Done())
    with pytest.raises(Settled):
        await house.act(one, Drop("No"), "Ada")
    assert first.state.standing == "done"


async def test_what_is_told_to_a_retro_that_is_gone_hinders_nothing(house: ActionHouse) -> None:
    def opened(ledger: Ledger, team: Team) -> Round[Action]:
        book = ledger.history.book(team, None, ("members", "absences", "sprint"))
        source = Source(RoundId("gone"), 1)
        turn = action.begin(book, Draft("Split the job", BEN, FRIDAY), house.now, source)
        begun = rounds.start(ledger, team, None, Opening(action.KIND, "1", turn), house.now)
        assert begun
        return begun

    one = await house.do(opened)
    await house.act(one, Carry(Source(RoundId("gone too"), 2)))
    await house.act(one, Keep(date(2026, 12, 4), "Busy"))
    assert (await house.act(one, Done())).state.linked


async def test_a_form_is_not_opened_in_vain(house: ActionHouse) -> None:
    one = await house.agree()

    def to_change(by: str) -> Any:  # noqa: ANN401
        return house.do(lambda ledger, _: actions.to_change(ledger, WORKSPACE, one.id, member_id(by)))

    assert (await to_change("Ben")).round.id == one.id
    with pytest.raises(NotYours):
        await to_change("Zoe")
    await house.act(one, Done())
    with pytest.raises(Settled, match="Ben has said already that it is done"):
        await to_change("Ada")


async def test_another_workspace_finds_none_of_it(house: ActionHouse) -> None:
    one = await house.agree()

    def look(ledger: Ledger, _: Team) -> None:
        for each in (one.id, RoundId("none")):
            with pytest.raises(NotFound):
                actions.get(ledger, OTHER_WORKSPACE, each)
            with pytest.raises(NotFound):
                actions.do(ledger, OTHER_WORKSPACE, each, Done(), BEN, house.now)

    await house.do(look)
    assert await house.open() == ["Split the job"]
