"""What the last weeks came to, on both stores: all of them, nothing older, and nobody else's."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.book.pasting import Draft
from bot.model import (
    BlockerPast,
    BlockerStands,
    Claim,
    Entry,
    Estimate,
    Estimated,
    EstimatePast,
    Obstacle,
    Past,
    PlanId,
    RoundId,
    SpikeEnded,
    SprintStands,
    Standing,
    StandupPast,
    StandupStands,
    Story,
    StoryId,
)
from bot.model.past import REACH
from storage.ledger import LedgerRows
from storage.tables import rounds
from tests.storage.world import ANN, DAY, HERE, LEASE, MINUTE, NINE, THERE, Vote, held, settle, team

ONE = timedelta(days=1)
#: The moment up to which is asked: all that is written at NINE is as old as may be.
NOW = NINE + REACH


@pytest.fixture
def house(ledger: LedgerRows) -> LedgerRows:
    settle(ledger)
    return ledger


def past(house: LedgerRows, at: datetime = NOW) -> Past:
    found = house.history.book(team(), None, ["past"], at=at).past
    assert found is not None
    return found


def write(house: LedgerRows, round_: str, *entries: Entry) -> None:
    house.history.write(held(round_), entries)


def stuck(
    round_: str, standing: Standing, day: date = DAY, ended_at: datetime | None = None
) -> BlockerStands:
    return BlockerStands(Obstacle(RoundId(round_), ANN, "no \0access", day, standing), ended_at=ended_at)


def test_a_team_without_a_past_has_an_empty_one(house: LedgerRows) -> None:
    assert past(house) == Past()
    assert house.history.book(team(), None, ["members"], at=NOW).past is None


def test_it_ends_at_a_moment_that_has_to_be_told(house: LedgerRows) -> None:
    with pytest.raises(ValueError, match="moment"):
        house.history.book(team(), None, ["past"])


def test_of_each_standup_the_last_count_stands(house: LedgerRows) -> None:
    write(house, "R2", StandupStands(DAY + ONE, 5, 5))
    write(house, "R1", StandupStands(DAY, 5, 3), StandupStands(DAY, 5, 4))
    write(house, "R1", StandupStands(DAY, 4, 4))
    write(house, "R0", StandupStands(DAY - ONE, 5, 0))
    assert past(house).standups == (
        StandupPast(RoundId("R1"), DAY, 4, 4),
        StandupPast(RoundId("R2"), DAY + ONE, 5, 5),
    )


def test_a_blocker_counts_while_it_is_open_and_for_as_long_after_its_end(house: LedgerRows) -> None:
    old = DAY - 400 * ONE
    write(house, "X", stuck("B1", "open", old), stuck("B2", "acknowledged", DAY))
    write(house, "X", stuck("B3", "resolved", old, NINE), stuck("B4", "withdrawn", DAY, NINE + ONE))
    write(house, "X", stuck("B5", "resolved", old, NINE - MINUTE), stuck("B6", "resolved", old))
    assert past(house).blockers == (
        BlockerPast(RoundId("B1"), "no access", old, "open"),
        BlockerPast(RoundId("B3"), "no access", old, "resolved", NINE),
        BlockerPast(RoundId("B2"), "no access", DAY, "acknowledged"),
        BlockerPast(RoundId("B4"), "no access", DAY, "withdrawn", NINE + ONE),
    )


def test_one_that_is_in_the_way_again_has_no_end(house: LedgerRows) -> None:
    write(house, "X", stuck("B1", "resolved", ended_at=NINE), stuck("B1", "open"))
    assert past(house).blockers == (BlockerPast(RoundId("B1"), "no access", DAY, "open"),)


def test_spikes_that_ended_and_those_that_run(house: LedgerRows) -> None:
    ended = SpikeEnded("Can we?", ANN, None, LEASE, LEASE, 0, "answered", "", "Yes", (), NINE, NINE, ANN)
    write(house, "S1", ended)
    write(house, "S0", replace(ended, ended_at=NINE - MINUTE))
    running = held("S2", under=None, kind="spike", occurrence="a")
    house.rounds.add(running)
    house.rounds.add(replace(held("S3", under=None, kind="spike", occurrence="b"), over=True))
    found = past(house)
    assert [each.entry for each in found.spikes] == [ended]
    assert found.open_spikes == (running,)


def test_votes_that_settled_something(house: LedgerRows) -> None:
    [story] = house.backlog.add(team(), [Draft("Churn")], NINE)
    five = Estimate(5, 3, 8, 4)
    for number, (kind, opened) in enumerate(
        [("estimation", NINE), ("estimation", NINE - MINUTE), ("poll", NINE)], start=1
    ):
        round_ = replace(held(f"E{number}", kind="poll", occurrence=f"e{number}"), opened_at=opened)
        house.rounds.add(round_)
        rename(house, round_.id, kind)
        house.history.write(
            round_,
            [
                Estimated(story.id, "effort", 1, "apart", None, ()),
                Estimated(story.id, "effort", 2, "settled", five, ()),
            ],
        )
    assert past(house).estimates == (EstimatePast(story.id, "effort", 5, NINE),)


def rename(house: LedgerRows, round_: RoundId, kind: str) -> None:
    """The made-up ceremonies of these tests have no estimation."""
    house._statements.execute(update(rounds).where(rounds.c.id == round_).values(kind=kind))


def test_stories_that_are_done_still(house: LedgerRows) -> None:
    added = house.backlog.add(team(), [Draft(each) for each in "abcd"], NINE)
    moments = (NINE + ONE, NINE, NINE - MINUTE, NINE)
    stories = [replace(each, state="done", done_at=at) for each, at in zip(added, moments, strict=True)]
    for each in (*stories[:3], replace(stories[3], state="open")):
        house.backlog.put(team(), each)
    assert titles(past(house).done) == ["b", "a"]


def titles(stories: Iterable[Story]) -> list[str]:
    return [each.title for each in stories]


def test_sprints_that_closed_with_their_claims(house: LedgerRows) -> None:
    claim = Claim(StoryId("S1"), 1, "Churn", points=3, state="rolled", reason="data")
    sprint = SprintStands(2, "Recall", DAY - 14 * ONE, DAY - ONE, 20, (claim,), NINE)
    for name, closed in (("P2", NINE), ("P1", NINE - MINUTE), ("P3", None)):
        house.rounds.add(held(name, under=None, occurrence=name))
        write(house, name, replace(sprint, closed_at=closed))
    assert [(each.round, each.sprint) for each in past(house).sprints] == [("P2", sprint)]


def test_experiments_that_run_and_those_to_which_something_was_done(house: LedgerRows) -> None:
    """However long ago they were registered, and whatever their results' own dates."""
    old = NINE - 400 * ONE
    for name, over, acted in (
        ("X1", False, None),
        ("X2", True, NINE),
        ("X3", True, NINE - MINUTE),
        ("X4", True, None),
    ):
        round_ = replace(held(name, under=None, kind="experiment", occurrence=name), opened_at=old, over=over)
        house.rounds.add(round_)
        for at in (old, acted):
            if at:
                house.rounds.note(round_, Vote(1), ANN, at, keep=False)
    young = held("X5", under=None, kind="experiment", occurrence="X5")
    house.rounds.add(replace(young, over=True))
    assert [each.id for each in past(house).experiments] == ["X1", "X2", "X5"]


def test_an_experiment_of_the_same_name_elsewhere_touches_nothing_here(house: LedgerRows) -> None:
    """An act of another workspace on a round of the same id is none on ours."""
    settle(house, THERE)
    ours = replace(held("X1", under=None, kind="experiment"), opened_at=NINE - ONE, over=True)
    house.rounds.add(ours)
    theirs = replace(held("X1", team(THERE), under=None, kind="experiment"), over=True)
    house.rounds.add(theirs)
    house.rounds.note(theirs, Vote(1), ANN, NINE, keep=False)
    assert past(house).experiments == ()


def test_another_teams_past_is_not_ours(house: LedgerRows) -> None:
    theirs = team(HERE, "T2", "C2")
    house.roster.put_team(theirs)
    house.history.write(held("R1", theirs), [StandupStands(DAY, 5, 3), stuck("B1", "open")])
    assert past(house) == Past()
    found = house.history.book(theirs, PlanId("P1"), ["past"], at=NOW).past
    assert found is not None
    assert (len(found.standups), len(found.blockers)) == (1, 1)


def test_a_digest_is_told_of_experiments_and_decisions_that_changed(house: LedgerRows) -> None:
    """Before the first one, of all; of decisions that merely stand since, of none."""
    for kind in ("experiment", "decision"):
        for name, over in (("open", False), ("over", True)):
            house.rounds.add(
                replace(held(f"{kind}-{name}", under=None, kind=kind, occurrence=name), over=over)
            )
    book = house.history.book(team(), None, ["tried", "decided"])
    assert [each.id for each in book.tried] == ["experiment-open", "experiment-over"]
    assert [each.id for each in book.decided] == ["decision-open", "decision-over"]
    assert house.history.book(team(), None, ["tried"]).decided == ()
    later = NINE + MINUTE
    assert [each.id for each in house.rounds.touched(team(), "experiment", later, running=True)] == [
        "experiment-open"
    ]
    assert house.rounds.touched(team(), "decision", later) == ()
