"""What a digest tells of experiments and decisions: each verdict once, what it is worth, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import decision, digest, experiment
from bot.ceremonies.decision import Decision
from bot.ceremonies.decision.state import About, Replaced
from bot.ceremonies.decision.state import Ended as Over
from bot.ceremonies.digest import CEREMONY, Digest, Juncture, Section, Tried
from bot.ceremonies.experiment import Experiment, Metric, Setup, Worth
from bot.ceremonies.experiment.state import Ended, Going, Judgement, Result
from bot.ceremonies.experiment.state import Verdict as Came
from bot.model import Book, Member, Round, RoundId
from tests.bot.ceremonies.test_digest import BEGUN, Quarter, make_plan
from tests.factories import LONDON, WORKSPACE, make_member, make_team

MINUTE = timedelta(minutes=1)
CANARY = replace(make_member("Ada"), name="Canary Canary")
SETUP = Setup(
    "Calls tell churn",
    "Do we build the store?",
    "contracts",
    Metric("F1", "points", "higher", 70.0, 85.0),
    worth=Worth(500_000, "EUR"),
    epic=" Churn ",
)


def ended(at: datetime, verdict: Came | None = "proved") -> Ended:
    return Ended(at, CANARY.id, CANARY.name, "Build it", verdict)


def tried(number: int, over: Ended | None, *values: float, setup: Setup = SETUP) -> Round[Experiment]:
    results = tuple(
        Result(each, BEGUN, value, by=CANARY.id, by_name=CANARY.name, note="by Canary")
        for each, value in enumerate(values, start=1)
    )
    setup = replace(setup, question=f"x{number}")
    state = Experiment(
        f"churn-{number}", "data", LONDON, setup, CANARY.id, CANARY.name, BEGUN, results, ended=over
    )
    return held(f"x{number}", experiment.KIND, state, over=over is not None)


def decided(number: int, at: datetime = BEGUN, over: Over | None = None, **more: Any) -> Round[Decision]:  # noqa: ANN401
    state = Decision(number, "data", LONDON, f"d{number}", "why", (CANARY,), CANARY, at, ended=over, **more)
    return held(f"d{number}", decision.KIND, state, over=True)


def reversed_(at: datetime) -> Over:
    return Over("reversed", CANARY.id, CANARY.name, at, "it was wrong")


def held(name: str, kind: str, state: Any, *, over: bool) -> Round[Any]:  # noqa: ANN401
    return Round(RoundId(name), WORKSPACE, make_team().id, kind, name, BEGUN, state, over=over)


@dataclass
class Weeks(Quarter):
    """Weeks in which experiments end and decisions are made, as of each moment."""

    experiments: list[tuple[datetime, Round[Experiment]]] = field(default_factory=list)
    decisions: list[tuple[datetime, Round[Decision]]] = field(default_factory=list)
    readers: tuple[Member, ...] = ()

    @property
    def book(self) -> Book:
        """As it was written by now; the last of what is written of each stands."""
        stands = {each.id: each for when, each in self.experiments if when <= self.at}
        said = {each.id: each for when, each in self.decisions if when <= self.at}
        return replace(
            super().book, tried=tuple(stands.values()), decided=tuple(said.values()), readers=self.readers
        )

    @property
    def all(self) -> list[str]:
        states: Sequence[Digest] = [each.state for each in self.digests]
        learnt = [each.question for state in states for each in state.tried]
        return sorted(learnt + [each.text for state in states for each in state.junctures])


def made(
    *rounds: Round[Any],
    plan: Any = None,  # noqa: ANN401
    at: datetime = BEGUN,
    readers: tuple[Member, ...] = (),
) -> Digest:
    weeks = Weeks(plan or make_plan(), at)
    weeks.experiments = [(BEGUN, each) for each in rounds if each.kind == experiment.KIND]
    weeks.decisions = [(BEGUN, each) for each in rounds if each.kind == decision.KIND]
    weeks.readers = readers
    return digest.make(weeks.plan, weeks.book, weeks.at)


steps = st.lists(
    st.tuples(
        st.integers(1, 5 * 24 * 60),
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans()), max_size=3),
        st.sampled_from(["", "", "tick", "tick", "now", "moved"]),
    ),
    max_size=30,
)


@given(steps)
@settings(max_examples=200, deadline=None)
def test_each_verdict_and_each_decision_is_told_once_however_late_it_was_written(
    plays: list[tuple[int, list[tuple[int, int, bool]], str]],
) -> None:
    weeks = Weeks(make_plan(quiet="line"))
    names: list[str] = []
    for passed, events, then in plays:
        weeks.at += passed * MINUTE
        for ago, late, is_decision in events:
            when = weeks.at - min(ago, passed) * MINUTE
            written, number = max(when + late * MINUTE, weeks.at), len(names)
            if is_decision:
                weeks.decisions.append((written, decided(number, when)))
            else:
                weeks.experiments.append((written, tried(number, ended(when), 75, 85)))
            names.append(f"{'d' if is_decision else 'x'}{number}")
        if then:
            getattr(weeks, then)()
    weeks.at += timedelta(minutes=55)
    weeks.now()
    assert weeks.all == sorted(names)


def test_one_that_was_reopened_is_told_by_its_last_verdict_and_again_by_its_next() -> None:
    weeks = Weeks()
    weeks.experiments.append((BEGUN, tried(1, ended(BEGUN, "inconclusive"), 75)))
    weeks.now()
    weeks.at += timedelta(days=2)
    weeks.experiments.append((weeks.at, tried(1, None, 75)))
    weeks.now()
    weeks.at += timedelta(days=2)
    weeks.experiments.append((weeks.at, tried(1, ended(weeks.at), 75, 85)))
    weeks.now()
    told = [[each.verdict for each in state.state.tried] for state in weeks.digests]
    assert told == [["inconclusive"], [], ["proved"]]


def test_what_it_is_worth_is_the_gain_by_the_worth_of_a_unit() -> None:
    [it] = made(tried(1, ended(BEGUN), 75, 78, 80, 85)).tried
    assert it == Tried(
        "Churn", "x1", "Calls tell churn", "proved", "Build it", "F1", "points", 70, 85, 7_500_000, "EUR"
    )


@pytest.mark.parametrize(
    ("verdict", "values", "setup", "told"),
    [
        ("disproved", (75, 85), SETUP, (70, 85, None)),  # nobody will have it
        ("proved", (69.0,), SETUP, (70, 69, None)),  # a loss is worth nothing
        ("proved", (), SETUP, (None, None, None)),
        ("proved", (75,), replace(SETUP, metric=Metric("F1")), (None, 75, None)),
        ("proved", (75, 80), replace(SETUP, metric=Metric("F1")), (75, 80, 2_500_000)),
        ("proved", (9.0, 5.0), replace(SETUP, metric=Metric("Cost", better="lower")), (9, 5, 2_000_000)),
        ("proved", (75, 80), replace(SETUP, worth=None), (70, 80, None)),
        ("proved", (75, 80), replace(SETUP, worth=Worth(0.0, "EUR")), (70, 80, None)),
    ],
)
def test_only_a_gain_that_holds_is_worth_something(
    verdict: Came, values: tuple[float, ...], setup: Setup, told: tuple[float | None, ...]
) -> None:
    [it] = made(tried(1, ended(BEGUN, verdict), *values, setup=setup)).tried
    assert (it.before, it.after, it.worth) == told


def test_one_that_was_given_up_is_told_as_that() -> None:
    [it] = made(tried(1, ended(BEGUN, None), 75)).tried
    assert (it.verdict, it.decision, it.worth) == ("dropped", "Build it", None)


@pytest.mark.parametrize(
    ("sections", "values", "stands"),
    [
        (("learnt",), (), True),
        (("decided",), (), True),
        (("worth",), (75.0,), True),
        (("worth",), (), False),
        (("needed",), (75.0,), False),
    ],
)
def test_it_stands_where_a_section_has_something_to_say_of_it(
    sections: tuple[Section, ...],
    values: tuple[float, ...],
    stands: bool,
) -> None:
    state = made(tried(1, ended(BEGUN), *values), plan=make_plan(sections=sections))
    assert (len(state.tried), state.bare) == (int(stands), not stands)
    assert [each.what for each in state.told] == ["x1"], (
        "what a section leaves out is not told by the next digest"
    )


def test_decisions_that_were_recorded_reversed_and_stand_again() -> None:
    weeks = Weeks()
    weeks.decisions.append((BEGUN, decided(1, about=About("Churn"), replaces=(Replaced(7, RoundId("d7")),))))
    weeks.now()
    weeks.at += timedelta(days=1)
    weeks.decisions.append((weeks.at, decided(1, over=reversed_(weeks.at))))
    weeks.now()
    weeks.at += timedelta(days=1)
    weeks.decisions.append((weeks.at, decided(1)))
    weeks.now()
    weeks.at += timedelta(days=1)
    weeks.now()
    one = RoundId("d1")
    assert [each.state.junctures for each in weeks.digests] == [
        (Juncture("Churn", "d1", replaces=True, round=one),),
        (Juncture("", "d1", "reversed", round=one),),
        (Juncture("", "d1", "again", round=one),),
        (),
    ]


@pytest.mark.parametrize("between", [0, 1, 5])
def test_one_that_stands_again_is_told_however_many_digests_came_between(between: int) -> None:
    day = timedelta(days=1)
    weeks = Weeks(decisions=[(BEGUN, decided(1)), (BEGUN, decided(2))])
    weeks.now()
    weeks.at += day
    weeks.decisions.append((weeks.at, decided(1, over=reversed_(weeks.at))))
    weeks.now()
    for _ in range(between):
        weeks.at += day
        weeks.now()
    weeks.at += day
    weeks.decisions.append((weeks.at, decided(1)))
    for _ in range(4):
        weeks.now()
        weeks.at += day
    told = [[(each.text, each.standing) for each in state.state.junctures] for state in weeks.digests]
    stood = [("d1", "stands"), ("d2", "stands")]
    assert told == [stood, [("d1", "reversed")], *[[]] * between, [("d1", "again")], [], [], []]
    assert weeks.digests[-1].state.reversed == ()


def test_what_can_no_longer_be_restored_is_forgotten() -> None:
    weeks = Weeks(decisions=[(BEGUN, decided(1, BEGUN - timedelta(days=99), reversed_(BEGUN)))])
    kept = []
    for _ in range(12):
        weeks.now()
        kept.append(len(weeks.digests[-1].state.reversed))
        weeks.at += timedelta(days=1)
    assert kept == [0, *[1] * 7, *[0] * 4]


@pytest.mark.parametrize("how", ["taken back", "superseded", "reversed"])
def test_what_came_and_went_between_two_digests_is_not_told(how: Any) -> None:  # noqa: ANN401
    over = replace(reversed_(BEGUN), how=how)
    assert made(decided(1, BEGUN - MINUTE, over), at=BEGUN + MINUTE).junctures == ()


def test_decisions_are_told_where_that_is_asked_for() -> None:
    assert made(decided(1), plan=make_plan(sections=("learnt", "worth", "needed"))).junctures == ()


SUE, TOM = make_member("Sue"), make_member("Tom")
NAMED = replace(SETUP, deciders=(SUE.id,))


def judged(round_: Round[Experiment], at: datetime, going: Going = "go on") -> Round[Experiment]:
    new = Judgement(1, going, "", SUE.id, "Sue", at)
    return replace(round_, state=replace(round_.state, judged=(*round_.state.judged, new)))


def test_who_decides_is_asked_once_where_what_would_prove_it_is_reached() -> None:
    reached = tried(1, None, 85, setup=NAMED)
    [need] = made(reached, readers=(TOM, SUE)).needs
    assert (need.kind, need.what, need.epic) == ("verdict", ("x1",), "Churn")
    for other in (
        tried(1, None, 84, setup=NAMED),
        tried(1, None, setup=NAMED),
        tried(1, None, 85),  # its leads decide
        tried(1, ended(BEGUN), 85, setup=NAMED),
    ):
        assert made(other, readers=(TOM, SUE)).needs == ()
    weeks = Weeks(make_plan(), experiments=[(BEGUN, reached)], readers=(SUE,))
    weeks.now()
    assert not weeks.digests[-1].state.bare
    weeks.at += timedelta(days=7)
    weeks.now()
    assert weeks.digests[-1].state.bare, "it waits still, which is no news"


@pytest.mark.parametrize("readers", [(), (TOM,), (TOM, replace(SUE, active=False))])
def test_nobody_who_does_not_decide_is_asked_to(readers: tuple[Member, ...]) -> None:
    assert made(tried(1, None, 85, setup=NAMED), readers=readers).needs == ()


@pytest.mark.parametrize("going", ["go on", "stop"])
def test_who_has_decided_is_asked_again_only_once_there_is_a_newer_result(going: Going) -> None:
    reached = tried(1, None, 85, setup=NAMED)
    for said in (
        judged(reached, BEGUN + MINUTE, going),
        judged(judged(reached, BEGUN - MINUTE), BEGUN + MINUTE),
    ):
        assert made(said, at=BEGUN + 2 * MINUTE, readers=(SUE,)).needs == ()
    before = judged(reached, BEGUN - MINUTE, going)
    assert [each.kind for each in made(before, readers=(SUE,)).needs] == ["verdict"]


def test_nobody_is_named_in_it_nor_in_its_export() -> None:
    state = made(
        tried(1, ended(BEGUN), 75, 85), decided(2), decided(3, BEGUN - timedelta(days=9), reversed_(BEGUN))
    )
    assert len(state.tried) + len(state.junctures) == 3
    assert CEREMONY.record
    rows = CEREMONY.record(held("digest", digest.KIND, state, over=True))
    assert [each.row["part"] for each in rows] == ["tried", "decided", "decided"]
    assert not any(
        "anary" in repr(each) or CANARY.id in repr(each) for each in (state.tried, state.junctures, rows)
    )
