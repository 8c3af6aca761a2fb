"""An experiment beside the stories of sprints and votes: who hears of what, and what they make of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.ceremonies.experiment import (
    CEREMONY,
    Alter,
    Brief,
    Correct,
    Decide,
    Drop,
    Experiment,
    HandOver,
    Judged,
    Judgement,
    Reopen,
    TakeOut,
    TakeResult,
    Tried,
    Watch,
    begin,
    begun_with,
    brief,
    heard,
    newest,
)
from bot.model import Act, Measured, MemberChanged, Report, Round, RoundId, StoryId, Tell
from tests.bot.ceremonies.benched import ADA, BEN, LEA, SETUP
from tests.factories import WORKSPACE, make_book, make_team, utc

ONE, TWO, THREE = map(StoryId, ("S1", "S2", "S3"))
BEGAN, NOW = utc("23 10:00"), utc("27 10:00")
NEW = Brief("churn-1", BEGAN, ONE, "F1", "points")
FRIDAY = replace(NEW, value=85.0, day=date(2026, 11, 27))
OLDER = Brief("calls-1", BEGAN - timedelta(days=9), ONE, "loss")
OF_ONE = replace(SETUP, story=ONE, number=1)
REPORT = Report("k1", (Measured("f1", 85.0),))
RESULT = TakeResult(REPORT)


@dataclass(frozen=True)
class Holds:
    """The state of a round that is about these stories."""

    stories: tuple[StoryId, ...]

    def concerns(self, story: StoryId) -> bool:
        return story in self.stories


def held(name: str, state: object) -> Round[Any]:
    return Round(RoundId(name), WORKSPACE, make_team().id, name, name, BEGAN, state)


ABOUT = (
    held("sprint", Holds((ONE, TWO))),
    held("vote", Holds((ONE,))),
    held("another vote", Holds((THREE,))),
)
BOOK = replace(make_book(ADA, BEN, LEA), about=ABOUT)


def done(*acts: Act) -> Round[Experiment]:
    """An experiment of the first story, to which these were done."""
    round_ = held("experiment", begin(BOOK, "churn-1", OF_ONE, ADA, BEGAN).state)
    for each in acts:
        round_ = replace(round_, state=CEREMONY.advance(round_, each, ADA.id, NOW, BOOK).state)
    return round_


def told(round_: Round[Experiment], act: Act) -> list[tuple[str, Brief]]:
    """Who hears of an act, and what."""
    turn = CEREMONY.advance(round_, act, ADA.id, NOW, BOOK)
    return [(each.round, each.act.now) for each in turn.tells if isinstance(each.act, Tried)]


AUC = replace(SETUP.metric, name="AUC", unit="")
PROVED, DROPPED = Decide("proved", "Build it"), Drop("No data")


@pytest.mark.parametrize(
    ("before", "act", "now"),
    [
        ((), RESULT, FRIDAY),
        ((RESULT,), Correct(1, 84.0, None), replace(FRIDAY, value=84.0)),
        ((RESULT,), TakeOut(1), NEW),
        ((RESULT,), PROVED, replace(FRIDAY, outcome="proved")),
        ((), DROPPED, replace(NEW, outcome="dropped")),
        ((RESULT, PROVED), Reopen(), FRIDAY),
        ((), Alter(replace(OF_ONE, metric=AUC)), replace(NEW, metric="AUC", unit="")),
        ((), Alter(replace(OF_ONE, story=None)), replace(NEW, story=None)),
    ],
)
def test_who_holds_its_story_hears_how_it_stands(before: tuple[Act, ...], act: Act, now: Brief) -> None:
    assert told(done(*before), act) == [("sprint", now), ("vote", now)]


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ((RESULT,), RESULT),  # the same report once more
        ((RESULT,), TakeResult(replace(REPORT, key="k0", at=utc("24 10:00")))),  # of before the latest
        ((RESULT,), Correct(1, 85.0, 3.0)),  # its days only
        ((), Alter(replace(OF_ONE, hypothesis="Another"))),
        ((), HandOver(BEN.id)),
        ((), Watch(RoundId("checkpoint"))),
        ((), Judged(Judgement(1, "stop", "x", ADA.id, "Ada", NOW))),
        ((), MemberChanged(ADA.id)),
    ],
)
def test_what_does_not_change_how_it_stands_is_not_told(before: tuple[Act, ...], act: Act) -> None:
    assert told(done(*before), act) == []


def test_of_another_story_both_hear_who_held_the_one_and_who_holds_the_other() -> None:
    now = replace(FRIDAY, story=THREE)
    to_three = Alter(replace(OF_ONE, story=THREE))
    assert told(done(RESULT), to_three) == [("sprint", now), ("vote", now), ("another vote", now)]
    assert told(done(RESULT, to_three), PROVED) == [("another vote", replace(now, outcome="proved"))]


def test_registering_is_told_too_and_what_has_no_story_is_told_to_nobody() -> None:
    tells = begin(BOOK, "churn-1", OF_ONE, ADA, BEGAN).tells
    assert tells == (Tell(RoundId("sprint"), Tried(NEW)), Tell(RoundId("vote"), Tried(NEW)))
    assert begin(BOOK, "churn-1", SETUP, ADA, BEGAN).tells == ()
    without = replace(done(), state=begin(BOOK, "churn-1", SETUP, ADA, BEGAN).state)
    assert told(without, RESULT) == []


def test_only_what_has_a_story_asks_the_book_who_holds_it() -> None:
    without = replace(done(), state=begin(BOOK, "churn-1", SETUP, ADA, BEGAN).state)
    pages = [sorted(CEREMONY.pages(each, RESULT, None)) for each in (done(), without)]
    assert pages == [["about", "members"], ["members"]]
    assert sorted(CEREMONY.pages(without, Alter(OF_ONE), None)) == ["about", "members"]


@pytest.mark.parametrize(
    ("known", "now", "after"),
    [
        ((), FRIDAY, (FRIDAY,)),
        ((NEW,), FRIDAY, (FRIDAY,)),
        ((OLDER, NEW), replace(OLDER, value=1.0), (replace(OLDER, value=1.0), NEW)),
        ((NEW,), OLDER, (OLDER, NEW)),  # in the order in which they were registered
        ((OLDER, NEW), replace(NEW, story=None), (OLDER,)),
        ((OLDER, NEW), replace(NEW, story=THREE), (OLDER,)),
        ((OLDER,), replace(NEW, story=THREE), (OLDER,)),
        ((NEW,), replace(NEW, story=TWO), (replace(NEW, story=TWO),)),
    ],
)
def test_what_is_heard_takes_the_place_of_what_was_known(
    known: tuple[Brief, ...], now: Brief, after: tuple[Brief, ...]
) -> None:
    assert heard(known, Tried(now), Holds((ONE, TWO)).concerns) == after


def test_of_several_of_a_story_the_newest_is_shown() -> None:
    other = replace(OLDER, key="calls-2", story=TWO)
    assert newest((OLDER, other, FRIDAY), {ONE, TWO, THREE}) == (FRIDAY, other)
    assert newest((OLDER, other, FRIDAY), {TWO}) == (other,)


def test_from_the_book_there_is_what_would_have_been_heard() -> None:
    round_ = done(RESULT, PROVED)
    stranger = held("other", begin(BOOK, "calls-2", SETUP, ADA, BEGAN).state)
    book = replace(BOOK, trials=(stranger, round_))
    assert begun_with(book, {ONE, TWO}) == (brief(round_.state),) == (replace(FRIDAY, outcome="proved"),)
    assert begun_with(book, {TWO}) == ()
