"""What retros want of everybody, on Homes: the same for who gave already, and drawn again when it changes."""

from datetime import timedelta

from bot.homes.drawing import open_home
from bot.homes.home import gather
from bot.model import MemberId
from bot.rounds import HOME_REST
from bot.shell.retros import Wanted
from tests.bot.shell.test_retros import CAI, MONDAY, ZOE, RetroHouse, house
from tests.factories import WORKSPACE, utc
from tests.house import ADA, BEN

__all__ = ["house"]


async def wanted(house: RetroHouse, member: MemberId) -> tuple[Wanted, ...]:
    found = await house.shell.store.read(lambda ledger: gather(ledger, WORKSPACE, member, house.now))
    assert found
    return found.home.wanted


async def drawn(house: RetroHouse) -> list[MemberId]:
    """Whose Home is published within the moment after what was done."""
    house.shell.publisher.shown.clear()
    house.shell.clock.moment += HOME_REST
    await house.shell.settle()
    return sorted(member for member, _ in house.shell.publisher.shown)


async def everybody_looks(house: RetroHouse) -> None:
    for each in (ADA, BEN, CAI):
        await open_home(house.shell.store, house.shell.publisher, house.shell.clock, WORKSPACE, each)


async def test_notes_are_wanted_of_all_then_dots_then_nothing(house: RetroHouse) -> None:
    begun = await house.begin()
    for text in ("deploys take a day", "labels came late"):
        await house.note(text)
    assert await wanted(house, ADA) == (Wanted(begun.id, "data", "notes", None),)
    assert await wanted(house, BEN) == await wanted(house, ADA), "who wrote is nobody's business"
    assert await wanted(house, ZOE) == (), "she is of no team"
    await house.go_on("collect")
    assert await wanted(house, BEN) == ()
    await house.go_on("group")
    await house.vote(BEN, 1, 1, 2)
    assert await wanted(house, BEN) == await wanted(house, CAI) == (Wanted(begun.id, "data", "dots", None),)
    await house.go_on("vote")
    assert await wanted(house, BEN) == ()


async def test_a_planned_one_says_until_when(house: RetroHouse) -> None:
    await house.plan()
    await house.note("waits for its retro")
    assert await wanted(house, BEN) == (), "it has not called for notes"
    await house.shell.to(utc("25 10:01"))
    [notes] = await wanted(house, BEN)
    assert (notes.what, notes.until) == ("notes", utc("27 14:00"))
    await house.note("another", CAI)
    await house.shell.to(utc("27 14:11"))
    [dots] = await wanted(house, BEN)
    assert (dots.what, dots.until) == ("dots", utc("27 14:15"))


async def test_homes_follow_what_is_wanted_and_nobodys_note_or_dots(house: RetroHouse) -> None:
    await everybody_looks(house)
    await house.begin()
    assert await drawn(house) == [ADA, BEN, CAI]
    for text in ("deploys take a day", "labels came late"):
        await house.note(text)
    assert await drawn(house) == []
    await house.go_on("collect")
    assert await drawn(house) == [ADA, BEN, CAI]
    await house.go_on("group")
    assert await drawn(house) == [ADA, BEN, CAI]
    await house.vote(BEN, 1, 1, 2)
    assert await drawn(house) == []
    await house.go_on("vote")
    assert await drawn(house) == [ADA, BEN, CAI]
    assert house.now < MONDAY + timedelta(hours=1), "no morning made another of it"
