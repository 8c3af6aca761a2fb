"""What a retro agrees on, who hears of it, and what the next one looks back to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.ceremonies import retro
from bot.ceremonies.action import ActionStands, Carry, Source
from bot.ceremonies.retro import Settings
from bot.ceremonies.retro.notices import Card, Digest
from bot.ceremonies.retro.state import Earlier
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Opening, Round, RoundId
from tests.bot.ceremonies.wall import BEN, LEA, Wall, grouped


def test_who_is_given_an_action_by_another_is_told_and_who_takes_it_is_not() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree(by="Ada", owner="Ben")
    wall.agree(by="Ben", owner="Ben")
    told = [[each.matter for each in opening.turn.state.told] for opening in wall.opens]
    assert told == [["yours"], []]


def test_an_action_is_a_round_of_its_own() -> None:
    wall = grouped("One", "Two")
    with pytest.raises(Settled, match="once the themes are talked about"):
        wall.agree()
    wall.to_phase("discuss")
    wall.agree(theme=1)
    [opening] = wall.opens
    assert (opening.kind, opening.key) == ("action", "retro-1/1")
    [item] = wall.state.items
    assert (item.text, item.owner_name, item.theme, item.carried) == ("Ask for the tables", "Ben", 1, False)


def test_three_actions_are_agreed_on_at_most_and_a_dropped_one_makes_room() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    for number in range(3):
        wall.agree(f"Action {number}")
    with pytest.raises(Refused, match="3 actions at most"):
        wall.agree("One more")
    stands = ActionStands(
        1, RoundId("a1"), "Action 0", BEN.id, "Ben", wall.at.date(), "", standing="dropped", why="no"
    )
    wall.act(stands)
    wall.agree("One more")
    assert [each.standing for each in wall.state.items] == ["dropped", "open", "open", "open"]


def test_an_action_for_somebody_outside_of_the_team_is_refused() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    with pytest.raises(BadInput):
        wall.agree(owner="Zoe")
    with pytest.raises(NotYours):
        wall.agree(by="Zoe")
    assert wall.opens == []


def test_what_becomes_of_an_action_is_heard_after_the_retro_too() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree()
    wall.go_on()
    assert wall.round.over
    wall.act(
        ActionStands(1, RoundId("a1"), "Ask", BEN.id, "Ben", wall.at.date(), "", standing="done", why="")
    )
    digest = wall.shown()["digest"]
    assert isinstance(digest, Digest)
    assert [each.standing for each in digest.items] == ["done"]


def test_the_next_retro_opens_with_what_is_still_open() -> None:
    first = grouped("One", "Two")
    first.to_phase("actions")
    first.agree()
    [opening] = first.opens
    held = replace(make_round_of(opening), id=RoundId("a1"))
    wall = Wall(begun=False)
    wall.actions = (held,)
    wall.begin(Settings())
    [item] = wall.state.items
    assert (item.carried, item.round, item.text) == (True, "a1", "Ask for the tables")
    assert [(each.round, each.act) for each in wall.tells] == [("a1", Carry(Source(RoundId("retro-1"), 1)))]
    card = wall.shown()["card"]
    assert isinstance(card, Card)
    assert card.items == (item,)


def make_round_of(opening: Opening) -> Round[Any]:
    wall = Wall(begun=False)
    return Round(
        RoundId("x"),
        wall.round.workspace,
        wall.round.team,
        "action",
        opening.key,
        wall.at,
        opening.turn.state,
    )


def test_it_looks_back_to_the_retro_before_it() -> None:
    first = grouped("The deploy is slow", "Two")
    first.to_phase("vote")
    first.vote("Ben", first.number("The deploy"))
    first.to_phase("actions")
    first.go_on()
    wall = Wall(begun=False)
    wall.retros = (first.round,)
    wall.at += timedelta(days=14)
    wall.begin(Settings())
    assert wall.state.since == first.at.date(), "that day's end was in no figures yet"
    wall.note("The deploy is slow", "Cai")
    wall.note("Other")
    wall.to_phase("discuss")
    known = next(each for each in wall.state.themes if each.title == "The deploy is slow")
    assert known.last == Earlier(first.at.date(), "The deploy is slow")


def test_the_reason_of_whoever_erases_theirs_is_erased_and_no_one_elses() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree(owner="Ben")
    day = wall.at.date()
    wall.act(ActionStands(1, RoundId("a1"), "It", BEN.id, "Ben", day, "", "dropped", "Ben is slow", LEA.id))
    assert retro.CEREMONY.erase
    assert retro.CEREMONY.erase(wall.state, BEN.id).items[0].why == "Ben is slow"
    assert retro.CEREMONY.erase(wall.state, LEA.id).items[0].why != "Ben is slow"
