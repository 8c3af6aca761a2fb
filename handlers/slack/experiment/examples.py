"""One example of each state of an experiment: its messages and its modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.ceremonies.experiment import Experiment, Guardrail, Metric, Setup, Worth
from bot.ceremonies.experiment.shown import show
from bot.ceremonies.experiment.state import Changed, Ended, Judgement, Named, Result
from bot.model import (
    ChannelId,
    Epic,
    EpicId,
    Measured,
    MemberId,
    Notice,
    Round,
    RoundId,
    Story,
    StoryId,
    Team,
    TeamId,
    WorkspaceId,
)
from bot.shell.experiments import Held
from handlers.slack.blocks import Json
from handlers.slack.experiment import decide_form, listing, result_form, setup_form
from handlers.slack.experiment.listeners import decided_reply
from handlers.slack.experiment.registering import registered_reply
from handlers.slack.experiment.resulting import added_reply
from handlers.slack.experiment.setup_form import SetupForm

_ROUND, _PRIYA = RoundId("round-61"), MemberId("U0PRIYA")
_at = datetime(2026, 11, 10, 10, tzinfo=UTC)
_metric = Metric("F1", "%", "higher", None, 88.0, 0.0, 100.0)
_setup = Setup(
    "Usage of the last 30 days tells who will leave",
    "Do we call customers before they leave?",
    "Sales",
    _metric,
    (Guardrail("recall", 0.7, "higher", "de"),),
    Worth(500_000.0, "EUR", 1_000.0),
    "Ship the model to the sales desk\nWatch it for drift",
    "Ask customers who left",
    StoryId("s1"),
    12,
    "Churn",
)
_results = tuple(
    Result(number, _at + timedelta(days=14 * number), value, days=days, sprint=number, **more)  # type: ignore[arg-type] # texts of its source
    for number, (value, days, more) in enumerate(
        (
            (75.0, 10.0, {"commit": "4f2a9c1e77aa", "source": "GitHub Actions"}),
            (78.0, 8.0, {"commit": "9b1d02c4f013", "source": "GitHub Actions"}),
            (
                80.0,
                5.0,
                {"low": 78.5, "high": 81.5, "by_name": "Priya Nair", "note": "With the billing events"},
            ),
            (
                85.0,
                20.0,
                {"source": "MLflow", "data": "October", "guarded": (Measured("recall", 0.69, subset="de"),)},
            ),
        ),
        start=1,
    )
)
_state = Experiment(
    "churn-1", "data-science", "Europe/London", _setup, _PRIYA, "Priya Nair", _at, _results, len(_results)
)
_plain = replace(
    _state,
    key="usage-tells-1",
    setup=Setup(_setup.hypothesis, _setup.question, "", Metric("logloss", better="lower")),
    results=(),
    numbered=0,
)
_changed = replace(
    _state,
    changes=(
        Changed("target", "90", "88", _at, "Priya Nair", 2),
        Changed("for whom", "", "Sales", _at, "Tom Reed", 3),
        Changed(
            "who decides",
            "the leads",
            "2 named",
            _at,
            "Tom Reed",
            3,
            whom_after=(Named(_PRIYA, "Priya Nair"), Named(MemberId("U0MIA"), "Mia Wong")),
        ),
    ),
)
_renamed = replace(
    _state,
    setup=replace(_setup, metric=replace(_setup.metric, name="macro F1")),
    results=(*(replace(each, called="F1") for each in _results[:3]), *_results[3:]),
    changes=(
        Changed("metric", "F1 %, higher is better", "macro F1 %, higher is better", _at, "Priya Nair", 3),
    ),
)
_going = Judgement(4, "go on", "Two more points pay for the sprint", _PRIYA, "Priya Nair", _at)
_proved = Ended(_at, _PRIYA, "Priya Nair", "We call customers from January on", "proved", (14, 15))
_at_a_price = replace(_proved, missed=True, broken=1)
_disproved = Ended(_at, _PRIYA, "Priya Nair", "We do not call; support is asked instead", "disproved")
_open = Ended(_at, _PRIYA, "Priya Nair", "Wait for a year of data", "inconclusive")
_given_up = Ended(_at, _PRIYA, "Priya Nair", "The billing data is gone")


def _ended(ended: Ended) -> Experiment:
    return replace(_state, ended=ended, verdicts=(ended,))


def _of(state: Experiment, slot: str = "card") -> Notice:
    return show(_ROUND, state)[slot]


NOTICES: Mapping[str, Notice] = {
    "experiment, registered": _of(_plain),
    "experiment, one result": _of(replace(_state, results=_results[:1])),
    "experiment, three results": _of(replace(_state, results=_results[:3])),
    "experiment, a guardrail broken": _of(_state),
    "experiment, changed": _of(_changed),
    "experiment, its metric renamed": _of(_renamed),
    "experiment, a result by its former name": _of(_renamed, "result:2"),
    "experiment, judged at a sprint's end": _of(replace(_state, judged=(_going,))),
    "experiment, proved": _of(_ended(_proved)),
    "experiment, proved, with a guardrail broken": _of(_ended(_at_a_price)),
    "experiment, disproved": _of(_ended(_disproved)),
    "experiment, inconclusive": _of(_ended(_open)),
    "experiment, given up": _of(_ended(_given_up)),
    "experiment, a result": _of(_state, "result:2"),
    "experiment, a result by hand": _of(_state, "result:3"),
    "experiment, a result that breaks a guardrail": _of(_state, "result:4"),
    "experiment, a result taken out": _of(
        replace(_state, results=_results[:3], gone=_results[3:]), "result:4"
    ),
    "experiment, verdict: proved": _of(_ended(_proved), "verdict:1"),
    "experiment, verdict: proved, with a guardrail broken": _of(_ended(_at_a_price), "verdict:1"),
    "experiment, verdict: disproved": _of(_ended(_disproved), "verdict:1"),
    "experiment, verdict: inconclusive": _of(_ended(_open), "verdict:1"),
    "experiment, verdict: given up": _of(_ended(_given_up), "verdict:1"),
    "experiment, verdict, reopened": _of(replace(_state, verdicts=(_proved,)), "verdict:1"),
}

_team = Team(TeamId("team-1"), WorkspaceId("slack:T0"), ChannelId("C0DATA"), "data-science", "Europe/London")


def _held(state: Experiment) -> Held:
    return Held(_team, Round(_ROUND, _team.workspace, _team.id, "experiment", state.key, _at, state))


_form = SetupForm(ChannelId("C0DATA"), "data-science", Setup("", "", "", Metric("")))

MODALS: Mapping[str, Json] = {
    "experiment, register": setup_form.view(_form),
    "experiment, change": setup_form.view(
        replace(
            _form,
            setup=replace(_setup, deciders=(_PRIYA,)),
            epics=(Epic(EpicId("e1"), "Churn"),),
            stories=(Story(StoryId("s1"), 12, "Calibrate the churn model"),),
            round=_ROUND,
            key="churn-1",
        )
    ),
    "experiment, add a result": result_form.add_view(_ROUND, _state),
    "experiment, put a result right": result_form.correct_view(_ROUND, _state, _results),
    "experiment, decide": decide_form.view(_ROUND, _state),
    "experiment, decide: proved": decide_form.view(_ROUND, _state, "proved"),
    "experiment, decide: given up": decide_form.view(_ROUND, _state, "dropped"),
    "experiment, one whole": listing.view(_held(_state), _PRIYA, moves=True),
    "experiment, one whole, ended": listing.view(_held(_ended(_proved)), _PRIYA, moves=True),
    "said in a modal: experiment registered": registered_reply(_held(_state)).as_modal(),
    "said in a modal: result added": added_reply(_held(_state)).as_modal(),
    "said in a modal: experiment decided": decided_reply(_held(_ended(_proved))).as_modal(),
}
