"""Lookaheads over a real store: one at a time, requests that are followed, and a bot that was down."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import rounds
from bot.book.pasting import Draft
from bot.ceremonies import access, lookahead
from bot.ceremonies.access import Access, NotYet, There
from bot.ceremonies.access.shown import AskLead, Nudge
from bot.ceremonies.lookahead import AddItem, Close, ItemKind, Lookahead, Settle, Take, Wish
from bot.ceremonies.lookahead.shown import Digest
from bot.errors import BadInput, NotFound, NotYours, Settled
from bot.ledger import Ledger
from bot.model import Act, Dm, Epic, EpicId, MemberChanged, Opening, PlanChanged, Round, RoundId, Team
from bot.shell import backlog, lookaheads
from tests.factories import OTHER_WORKSPACE, WORKSPACE, make_person, member_id, utc
from tests.house import House, T
from tests.shell import Shell

MONDAY = utc("23 10:00")
ADA, BEN, ZOE = member_id("Ada"), member_id("Ben"), member_id("Zoe")


class LookaheadHouse(House):
    """A team of two, and its lookaheads. Ada leads."""

    async def start(self) -> Round[Lookahead]:
        return await self.do(lambda ledger, team: lookaheads.start(ledger, team, BEN, self.now))

    async def act(self, round_: Round[Any], act: Act, by: str = "Ben", **more: Any) -> Round[Any]:  # noqa: ANN401
        who = member_id(by)
        return await self.do(
            lambda ledger, _: lookaheads.do(ledger, WORKSPACE, round_.id, act, who, self.now, **more)
        )

    async def follow(self, act: Act, by: str = "Ben") -> Round[Any]:
        [round_] = await self.requests()
        who = member_id(by)
        return await self.do(
            lambda ledger, _: lookaheads.follow(ledger, WORKSPACE, round_.id, act, who, self.now)
        )

    async def add(
        self,
        round_: Round[Lookahead],
        text: str,
        kind: ItemKind = "work",
        **more: Any,  # noqa: ANN401
    ) -> None:
        await self.act(round_, AddItem(Wish(kind, text, **more)))

    async def requests(self) -> tuple[Round[Access], ...]:
        return await self.do(lambda ledger, team: ledger.rounds.open_of(team, (access.KIND,)))

    async def of(self, round_: Round[Lookahead]) -> Round[Lookahead]:
        return await self.do(lambda ledger, _: lookaheads.get(ledger, WORKSPACE, round_.id).round)

    def notices(self, kind: type[T]) -> list[T]:
        return [each.notice for each in self.shell.messenger.messages if isinstance(each.notice, kind)]

    def told(self, name: str) -> list[str]:
        """What reached them by direct message, and whether it is a thing of the past by now."""
        whose = Dm(member_id(name))
        return [
            f"{type(each.notice).__name__}{' past' * each.notice.moot}"
            for each in self.shell.messenger.messages
            if each.notice.place == whose
        ]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[LookaheadHouse]:
    shell = Shell(tmp_path, MONDAY)
    await shell.people(make_person("Ada"), make_person("Ben"), make_person("Zoe"))
    made = LookaheadHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    yield made
    await shell.stop()


async def test_one_lookahead_of_a_team_gathers_items_at_a_time(house: LookaheadHouse) -> None:
    first = await house.start()
    with pytest.raises(Settled, match="open here already"):
        await house.start()
    await house.add(first, "Labels")
    await house.act(first, Close())
    with pytest.raises(Settled, match="closed already"):
        await house.act(first, Close())
    second = await house.start()
    found = await house.do(lookaheads.latest)
    assert found
    assert found.round.id == second.id


async def test_a_sprint_opens_one_from_its_own_clock(house: LookaheadHouse) -> None:
    """As the sprint's ceremony does: an Opening in the turn of its Tick."""

    def opened(ledger: Ledger, team: Team) -> Round[Any] | None:
        turn = lookahead.begin(team, 4, house.now, utc("24 16:00"))
        return rounds.start(
            ledger, team, None, Opening(lookahead.KIND, "sprint-4/2026-11-23", turn), house.now
        )

    round_ = await house.do(opened)
    assert round_
    await house.add(round_, "Labels")
    with pytest.raises(NotYours, match="Only the team's leads"):
        await house.act(round_, Close())
    await house.shell.to(utc("24 16:01"))
    [digest] = house.notices(Digest)
    assert digest.sprint == 4


async def test_a_request_is_asked_about_until_it_is_there_and_the_digest_follows(
    house: LookaheadHouse,
) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access", asked_on=date(2026, 11, 20), day=date(2026, 11, 26))
    await house.shell.to(utc("24 16:01"))
    assert house.told("Ben") == []
    await house.shell.to(utc("26 09:01"))
    assert house.told("Ben") == ["Nudge"]
    await house.follow(NotYet(date(2026, 11, 30)))
    assert house.told("Ben") == ["Nudge past"]
    await house.shell.to(utc("30 09:01"))
    assert house.told("Ben") == ["Nudge past", "Nudge"]
    [digest] = house.notices(Digest)
    assert digest.items[0].day == date(2026, 11, 30)
    await house.follow(There())
    assert await house.requests() == ()
    [digest] = house.notices(Digest)
    assert digest.items[0].standing == "there"
    await house.shell.to(utc("2026-12-10 12:00"))
    assert house.told("Ben") == ["Nudge past", "Nudge past"]
    assert (await house.of(round_)).over


async def test_whoever_takes_a_request_from_the_digest_is_the_one_who_is_asked(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access")
    await house.act(round_, Close())
    await house.act(round_, Take(1), "Ada")
    [request] = await house.requests()
    assert request.state.owner.id == ADA
    await house.act(round_, Settle(1, BEN, date(2026, 12, 8)), "Ada")
    [request] = await house.requests()
    assert (request.state.owner.id, request.state.expected) == (BEN, date(2026, 12, 8))
    assert house.told("Ben") == ["Nudge"], "that it is theirs"
    assert house.told("Ada") == []


async def test_taken_before_its_round_was_heard_of_it_is_theirs_all_the_same(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access")

    def at_once(ledger: Ledger, _: Team) -> None:
        for act in (Close(), Take(1)):
            rounds.perform(ledger, WORKSPACE, round_.id, act, ADA, house.now)

    await house.do(at_once)
    await house.shell.settle()
    [request] = await house.requests()
    assert (request.state.owner.id, request.state.taken) == (ADA, True)


async def test_a_bot_that_was_down_closes_once_and_asks_each_once(house: LookaheadHouse) -> None:
    round_ = await house.start()
    for text in ("The call logs", "The billing tables"):
        await house.add(round_, text, "access")
    for moment in ("25 09:30", "25 10:00"):
        await house.shell.stop()
        house.shell.clock.moment = utc(moment)
        house.shell.open()
        await house.shell.settle()
    assert len(house.notices(Digest)) == 1
    await house.shell.to(utc("26 09:01"))
    assert house.told("Ben") == ["Nudge", "Nudge"]
    assert {each.what for each in house.notices(Nudge)} == {"The call logs", "The billing tables"}


async def test_what_the_quarter_lacks_is_read_from_the_book(house: LookaheadHouse) -> None:
    def written(ledger: Ledger, team: Team) -> None:
        ledger.epics.put(team, Epic(EpicId("E1"), "Churn", year=2026, quarter=4))
        backlog.add(ledger, team, [Draft("By region", epic="churn"), Draft("Elsewhere")], house.now)

    await house.do(written)
    round_ = await house.start()
    await house.add(round_, "Labels")
    await house.act(round_, Close())
    [digest] = house.notices(Digest)
    [lack] = digest.lacks
    assert (lack.epic, lack.stories, lack.unestimated, lack.points) == ("Churn", 1, 1, 0)


async def test_nothing_placed_is_one_line_and_no_digest(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.shell.to(utc("24 16:01"))
    assert house.notices(Digest) == []
    assert (await house.of(round_)).over
    assert len(house.shell.messenger.messages) == 1


async def test_an_owner_who_leaves_leaves_their_request_to_a_lead(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access", owner=BEN)
    await house.act(round_, Close())

    def left(ledger: Ledger, team: Team) -> None:
        ledger.roster.put_people(WORKSPACE, [make_person("Ben", active=False)])
        rounds.announce(ledger, team, MemberChanged(BEN), house.now)

    await house.do(left)
    assert len(house.notices(AskLead)) == 1
    assert house.told("Ada") == ["AskLead"]
    await house.follow(access.Take(), "Ada")
    assert house.told("Ada") == ["AskLead past"]
    await house.shell.to(utc("24 09:01"))
    assert house.told("Ada") == ["AskLead past", "Nudge"]
    assert house.told("Ben") == []


async def test_who_is_of_the_channel_is_of_the_team_and_nobody_else(house: LookaheadHouse) -> None:
    round_ = await house.start()
    wish = AddItem(Wish("work", "Labels", ZOE))
    with pytest.raises(BadInput, match="Zoe is not in #data") as refused:
        await house.act(round_, wish, named=[ZOE], present=frozenset({ADA, BEN}))
    assert refused.value.field == "owner"
    await house.act(round_, wish, named=[ZOE], present=frozenset({ADA, BEN, ZOE}))
    assert (await house.of(round_)).state.items[0].owner_name == "Zoe"


async def test_news_of_a_story_changes_nothing_in_it(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access")
    await house.act(round_, Close())
    before = len(house.shell.messenger.calls)

    def renamed(ledger: Ledger, team: Team) -> None:
        [story] = backlog.add(ledger, team, [Draft("Churn")], house.now)
        backlog.edit(ledger, team, story.id, Draft("Churn by region"), house.now)
        rounds.announce(ledger, team, PlanChanged(), house.now)

    await house.do(renamed)
    assert len(house.shell.messenger.calls) == before


async def test_another_workspace_finds_none_of_it(house: LookaheadHouse) -> None:
    round_ = await house.start()
    await house.add(round_, "The call logs", "access")
    await house.act(round_, Close())
    [request] = await house.requests()

    def look(ledger: Ledger, _: Team) -> None:
        for each in (round_.id, request.id, RoundId("none")):
            with pytest.raises(NotFound):
                lookaheads.get(ledger, OTHER_WORKSPACE, each)
            with pytest.raises(NotFound):
                lookaheads.following(ledger, OTHER_WORKSPACE, each)

    await house.do(look)
