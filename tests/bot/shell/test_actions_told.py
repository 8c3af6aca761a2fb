"""An action and a retro that shows it: what the one tells the other, in the same transaction and both ways."""

from collections.abc import AsyncIterator, MutableMapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from bot import rounds
from bot.ceremonies import CEREMONIES, action
from bot.ceremonies.action import ActionStands, Carry, Done, Draft, Keep, Source
from bot.ledger import Ledger
from bot.model import Act, Book, Ceremony, MemberId, Notice, Opening, Round, Team, Tell, Tick, Turn
from tests.bot.shell.test_actions import ActionHouse
from tests.factories import WORKSPACE, make_person, member_id, utc
from tests.shell import Shell

BEN, CAI = member_id("Ben"), member_id("Cai")
KIND = "toy retro"


@dataclass(frozen=True, slots=True)
class Agree(Act):
    """It agrees on something, which its facilitator says for Ben."""


@dataclass(frozen=True, slots=True)
class Show(Act):
    """It shows what is open of other retros."""


@dataclass(frozen=True, slots=True)
class Say(Act):
    """Its facilitator says how its first item stands."""

    how: str


@dataclass(frozen=True, slots=True)
class Toy:
    """A retro, as far as actions see of it."""

    items: tuple[ActionStands | None, ...] = ()
    heard: int = 0


def advance(round_: Round[Toy], act: Act, by: MemberId | None, at: datetime, book: Book) -> Turn[Toy]:
    del by
    state = round_.state
    match act:
        case Agree():
            item = len(state.items)
            draft = Draft("Split the job", BEN, date(2026, 12, 4))
            turn = action.begin(book, draft, at, Source(round_.id, item))
            opens = (Opening(action.KIND, f"{round_.id}/{item}", turn),)
            return Turn(replace(state, items=(*state.items, None)), opens=opens)
        case Show():
            first = len(state.items)
            tells = tuple(
                Tell(each.id, Carry(Source(round_.id, first + number)))
                for number, each in enumerate(book.actions)
            )
            more = tuple(_as_item(each, first + number) for number, each in enumerate(book.actions))
            return Turn(replace(state, items=(*state.items, *more)), tells=tells)
        case Say(how):
            [first_item, *_] = state.items
            assert first_item
            told: Act = Done(round_.id) if how == "done" else Keep(date(2026, 12, 11), how, round_.id)
            return Turn(state, tells=(Tell(first_item.round, told),))
        case ActionStands(item=number):
            items = (*state.items[:number], act, *state.items[number + 1 :])
            return Turn(replace(state, items=items, heard=state.heard + 1))
        case _:
            return Turn(state)


def _as_item(each: Round[Any], number: int) -> ActionStands:
    state = each.state
    return ActionStands(
        number, each.id, state.text, state.owner.id, state.owner.name, state.due, state.link, "open", ""
    )


def show(round_: Round[Toy]) -> dict[str, Notice]:
    del round_
    return {}


TOY: Ceremony[Toy] = Ceremony(
    KIND,
    Toy,
    type(None),
    advance,
    show,
    reads={Agree: frozenset({"members", "absences", "sprint"}), Show: frozenset({"actions"})},
)


class RetroHouse(ActionHouse):
    """Cai facilitates its retros, and leads nothing."""

    async def retro(self, name: str) -> Round[Toy]:
        def opened(ledger: Ledger, team: Team) -> Round[Toy]:
            begun = rounds.start(ledger, team, None, Opening(KIND, name, Turn(Toy())), self.now)
            assert begun
            return begun

        return await self.do(opened)

    async def says(self, retro: Round[Toy], act: Act) -> Toy:
        await self.do(lambda ledger, _: rounds.perform(ledger, WORKSPACE, retro.id, act, CAI, self.now))
        return await self.now_of(retro)

    async def now_of(self, retro: Round[Toy]) -> Toy:
        def find(ledger: Ledger, _: Team) -> Toy:
            found = ledger.rounds.get(WORKSPACE, retro.id)
            assert found
            state: Toy = found.state
            return state

        return await self.do(find)


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RetroHouse]:
    monkeypatch.setitem(cast(MutableMapping[str, Ceremony[Any]], CEREMONIES), KIND, TOY)
    shell = Shell(tmp_path, utc("23 15:00"))
    await shell.people(make_person("Ada"), make_person("Ben"), make_person("Cai"))
    made = RetroHouse(shell)
    for each in (BEN, CAI):
        await made.do(lambda ledger, team, each=each: ledger.roster.seat(team, each))  # type: ignore[misc]
    yield made
    await shell.stop()


async def test_from_a_retro_to_the_next_each_knows_how_it_stands(house: RetroHouse) -> None:
    first = await house.retro("1")
    [item] = (await house.says(first, Agree())).items
    assert item, "it was told which round it is, from that round's first tick"
    assert (item.owner_name, item.due, item.standing) == ("Ben", date(2026, 12, 4), "open")
    [one] = await house.do(lambda ledger, team: ledger.rounds.open_of(team, (action.KIND,)))
    assert item.round == one.id

    second = await house.retro("2")
    state = await house.says(second, Show())
    assert (state.items, state.heard) == ((item,), 0)
    state = await house.says(second, Say("Busy"))
    [kept] = state.items
    assert kept
    assert (kept.why, kept.due) == ("Busy", date(2026, 12, 11)), "Cai may, through the retro"
    assert (await house.now_of(first)).items == state.items
    assert (await house.says(second, Say("done"))).items == (replace(kept, standing="done", why=""),)
    assert (await house.now_of(first)).items == (replace(kept, standing="done", why=""),)
    assert await house.open() == []
    assert (await house.says(await house.retro("3"), Show())).items == ()


async def test_what_is_said_twice_is_heard_once(house: RetroHouse) -> None:
    first = await house.retro("1")
    await house.says(first, Agree())
    await house.says(first, Say("done"))
    heard = (await house.now_of(first)).heard
    await house.says(first, Say("done"))
    await house.do(lambda ledger, team: rounds.announce(ledger, team, Tick(), house.now))
    assert (await house.now_of(first)).heard == heard == 2
