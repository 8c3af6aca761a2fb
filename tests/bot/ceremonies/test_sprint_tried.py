"""What experiments of a sprint's stories came to, on its card."""

import json
from dataclasses import replace

import pytest

from bot.ceremonies.estimation import StoryChanged, Topic
from bot.ceremonies.experiment import Brief, Tried, begin
from bot.ceremonies.sprint import CEREMONY, Close, Settle, Skip, Sprint
from bot.ceremonies.sprint.notices import Card
from bot.ceremonies.sprint.shown import show
from bot.model import Act, Story, StoryId, Tick
from storage import codec
from tests.bot.ceremonies.benched import ADA
from tests.bot.ceremonies.test_experiment_beside import FRIDAY, NEW, OF_ONE, held
from tests.bot.ceremonies.test_sprint_budgets import MONDAY, Planning
from tests.factories import utc

FIRST, SECOND = Story(StoryId("S1"), 1, "Calibrate the model"), Story(StoryId("S2"), 2, "Rerun partitions")
PLANNED = Settle("", (FIRST.id, SECOND.id))
GONE = StoryChanged(Topic(FIRST.id, 1, FIRST.title), dropped=True)
BACK = StoryChanged(Topic(FIRST.id, 1, FIRST.title))
AT_84 = replace(FRIDAY, value=84.0)


def planning(*acts: Act, trials: bool = True) -> Planning:
    """A sprint of the two stories; the book has an experiment of the first, without a result."""
    made = Planning()
    state = begin(made.book, "churn-1", OF_ONE, ADA, utc("23 10:00")).state
    made.book = replace(
        made.book, backlog=(FIRST, SECOND), trials=(held("experiment", state),) if trials else ()
    )
    for each in (Tick(), *acts):
        made.act(each, "" if isinstance(each, Tick | Tried | StoryChanged) else "Ada")
    return made


def shown(sprint: Planning) -> tuple[Brief, ...]:
    card = show(sprint.round)["card"]
    assert isinstance(card, Card)
    return card.tried


@pytest.mark.parametrize(
    ("acts", "now"),
    [
        ((PLANNED,), (NEW,)),
        ((PLANNED, Tried(FRIDAY)), (FRIDAY,)),
        ((PLANNED, Tried(FRIDAY), Tried(AT_84)), (AT_84,)),
        ((PLANNED, Tried(FRIDAY), Tried(replace(FRIDAY, story=None))), ()),
        ((PLANNED, Tried(replace(FRIDAY, story=SECOND.id))), (replace(FRIDAY, story=SECOND.id),)),
        ((PLANNED, Tried(replace(FRIDAY, key="calls-2", story=StoryId("S9")))), (NEW,)),
        ((Settle("", (SECOND.id,)),), ()),
        ((Settle("", (SECOND.id,)), Tried(FRIDAY)), ()),
        ((Settle("", (SECOND.id,)), PLANNED), (NEW,)),  # taken in later
        ((PLANNED, GONE), ()),
        ((PLANNED, GONE, Tried(FRIDAY), BACK), (FRIDAY,)),
        ((PLANNED, Tried(FRIDAY), Close()), (FRIDAY,)),
        ((PLANNED, Close(), Tried(FRIDAY)), (NEW,)),  # what is closed stays as it was
    ],
)
def test_its_card_shows_how_the_experiments_of_its_stories_stand(
    acts: tuple[Act, ...], now: tuple[Brief, ...]
) -> None:
    assert shown(planning(*acts)) == now


@pytest.mark.parametrize("acts", [(), (Skip(),), (PLANNED, Close()), (PLANNED, Tried(FRIDAY))])
def test_what_changes_nothing_changes_nothing_also_while_the_clock_is_under_way(
    acts: tuple[Act, ...],
) -> None:
    before = planning(*acts).round
    leased = replace(before, wake_at=utc("23 10:01"))
    turn = CEREMONY.advance(leased, Tried(FRIDAY), None, MONDAY, planning().book)
    assert (turn.state, turn.wake_at, turn.over, turn.opens) == (
        before.state,
        leased.wake_at,
        before.over,
        (),
    )


def test_it_is_planned_as_ever_where_nobody_tries_anything() -> None:
    assert shown(planning(PLANNED, trials=False)) == ()
    assert "trials" in CEREMONY.pages(planning().round, PLANNED, None)


def test_a_state_of_before_is_read() -> None:
    state = planning(PLANNED).round.state
    dumped = json.loads(codec.dump(Sprint, state))
    del dumped["tried"]
    assert codec.load(Sprint, json.dumps(dumped)) == replace(state, tried=())
