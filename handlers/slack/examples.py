"""One example of each notice and of each of its states: for the drawings' tests, and for a gallery to look at."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.ceremonies import blocker, news, standup, survey
from bot.model import Dm, MemberId, Notice, Obstacle, Room, RoundId, Thread
from handlers.slack.access.examples import NOTICES as ACCESS
from handlers.slack.action.examples import NOTICES as ACTION
from handlers.slack.assumption.examples import NOTICES as ASSUMPTION
from handlers.slack.checkpoint.examples import NOTICES as CHECKPOINT
from handlers.slack.decision.examples import NOTICES as DECISION
from handlers.slack.epics.examples import NOTICES as EPICS
from handlers.slack.estimation.examples import NOTICES as ESTIMATION
from handlers.slack.experiment.examples import NOTICES as EXPERIMENT
from handlers.slack.kpi.examples import NOTICES as KPI
from handlers.slack.lookahead.examples import NOTICES as LOOKAHEAD
from handlers.slack.retro.examples import NOTICES as RETRO
from handlers.slack.spike.examples import NOTICES as SPIKE
from handlers.slack.sprint.examples import NOTICES as SPRINT
from handlers.slack.stakeholders.examples import NOTICES as STAKEHOLDERS
from handlers.slack.standup.examples import NOTICES as STANDUP

ROUND = RoundId("round-1")
PRIYA = MemberId("U0PRIYA")
DAY = date(2026, 11, 24)

_ask = survey.Ask(
    Dm(PRIYA),
    ROUND,
    "Standup",
    "data-science",
    DAY,
    "asked",
    "Europe/London",
    datetime(2026, 11, 24, 12, tzinfo=UTC),
    kind="standup",
)
_access = Obstacle(
    RoundId("blocker-1"),
    PRIYA,
    "No read access to the billing tables; asked IT on https://desk.example.com/4711",
    date(2026, 11, 23),
    "open",
)
_cluster = Obstacle(
    RoundId("blocker-2"), MemberId("U0TOM"), "The GPU cluster is full", DAY, "acknowledged", "Mia"
)
_labels = Obstacle(
    RoundId("blocker-3"), MemberId("U0TOM"), "Labels for October", date(2026, 11, 20), "resolved", "Priya"
)
_asked = standup.Ask(_ask.place, ROUND, _ask)
_remind = survey.Remind(Dm(PRIYA), ROUND, "Standup", "data-science", DAY, kind="standup")
_board = survey.Board(Room(), ROUND, "Standup", DAY, 4, 7, kind="standup")
_lines = (
    survey.Line("Priya Shah", "Validate the churn model on the October cohort, then write it up"),
    survey.Line("Tom Reed", "Move the feature store to the new cluster\n- backfill\n- compare"),
    survey.Line("Mia Wong", "Review https://git.example.com/pipelines/pull/88", late=True),
    survey.Line("Ana Lima", ""),
)
_digest = survey.Digest(
    Room(),
    ROUND,
    "Standup",
    DAY,
    answered=4,
    present=5,
    lines=_lines,
    waiting=("Sam Cole",),
    later=("Leo Marsh",),
    skipped=("Ida Berg",),
    away=(("Ken Ito", "Labor Thanksgiving Day"), ("Zoe Hall", "away")),
)
_whole = standup.Digest(
    _digest.place,
    ROUND,
    _digest,
    (
        standup.Stuck("Tom Reed", _labels),
        standup.Stuck("Priya Shah", _access),
        standup.Stuck("Tom Reed", _cluster),
    ),
)
_empty = replace(_digest, answered=0, lines=(), waiting=("Priya Shah", "Sam Cole"), later=(), skipped=())
_full = survey.FullAnswer(
    Thread("digest"),
    ROUND,
    "Priya Shah",
    (
        ("What have you done since last time?", "- Cleaned the October cohort\n- Trained the first model"),
        ("What will you do until next time?", "Validate it on https://data.example.com/cohorts/2026-10"),
        ("Is anything in your way?", "No read access to the billing tables"),
    ),
)
_card = blocker.Card(Thread("digest", ROUND), _access.round, "Priya Shah", _access.text, _access.day, "open")
_news = news.Story(Dm(PRIYA), ROUND, "archived", "standup", "data-science")

EXAMPLES: dict[str, Notice] = {
    "prompt": _asked,
    "prompt, digest on another day": replace(_asked, ask=replace(_ask, zone="Pacific/Auckland")),
    "prompt, blockers carried": replace(_asked, carried=(_access, _cluster)),
    "prompt, trial": replace(_asked, ask=replace(_ask, trial=True)),
    "prompt, answered": replace(_asked, ask=replace(_ask, state="answered")),
    "prompt, answered late": replace(_asked, ask=replace(_ask, state="answered", late=True)),
    "prompt, trial answered": replace(_asked, ask=replace(_ask, state="answered", trial=True)),
    "prompt, skipped": replace(_asked, ask=replace(_ask, state="skipped")),
    "prompt, away": replace(_asked, ask=replace(_ask, state="away")),
    "prompt, over": replace(_asked, ask=replace(_ask, state="over")),
    "prompt, left the channel": replace(_asked, ask=replace(_ask, state="left")),
    "prompt, deactivated": replace(_asked, ask=replace(_ask, state="gone")),
    "prompt, not asked any more": replace(_asked, ask=replace(_ask, state="dropped")),
    "prompt, channel archived": replace(_asked, ask=replace(_ask, state="held", held="archived")),
    "prompt, channel out of sight": replace(_asked, ask=replace(_ask, state="held", held="gone")),
    "prompt, bot taken out": replace(_asked, ask=replace(_ask, state="held", held="kicked")),
    "prompt, posting restricted": replace(_asked, ask=replace(_ask, state="held", held="restricted")),
    "prompt, app uninstalled": replace(_asked, ask=replace(_ask, state="held", held="uninstalled")),
    "prompt of a plain survey": replace(_ask, title="Retro questions", kind="survey"),
    "reminder": _remind,
    "reminder, done": replace(_remind, state="done"),
    "reminder, paused": replace(_remind, state="held"),
    "reminder, over": replace(_remind, state="over"),
    "board": _board,
    "board, over": replace(_board, over=True),
    "digest": _whole,
    "digest, no answers yet": replace(_whole, digest=_empty, blockers=()),
    "digest, all answered": replace(
        _whole, digest=replace(_digest, present=4, waiting=(), later=(), skipped=(), away=()), blockers=()
    ),
    "digest, over": replace(_whole, digest=replace(_digest, over=True)),
    "digest, closed without answers": replace(_whole, digest=replace(_empty, over=True), blockers=()),
    "digest, trial": replace(
        _whole,
        digest=survey.Digest(Dm(PRIYA), ROUND, "Standup", DAY, 1, 1, _lines[:1], trial=True),
        blockers=(),
    ),
    "digest, three hundred members": replace(
        _whole,
        digest=replace(
            _digest,
            answered=260,
            present=300,
            lines=tuple(replace(_lines[n % 4], name=f"{_lines[n % 4].name} {n}") for n in range(260)),
            waiting=tuple(f"Sam Cole {n}" for n in range(40)),
        ),
    ),
    "digest of a plain survey": replace(_digest, title="Retro questions"),
    "full answer": _full,
    "full answer, late and edited": replace(_full, late=True, edited=True),
    "news, channel archived": _news,
    "news, channel out of sight": replace(_news, what="gone"),
    "news, bot taken out": replace(_news, what="kicked"),
    "news, posting restricted": replace(_news, what="restricted"),
    "news, it goes on": replace(_news, what="on", day=DAY),
    "news, a channel outside is out of reach": replace(
        _news, what="cut off", plan="digest", name="leadership"
    ),
    "news, a channel outside is out of reach, to the team": replace(
        _news, place=Room(), what="cut off", plan="digest"
    ),
    "news, nobody to send it to": replace(_news, what="unread", plan="digest"),
    "news, nobody leads": replace(_news, place=Room(), what="leaderless", name="Oliver Grant"),
    **STANDUP,
    **ESTIMATION,
    **SPIKE,
    **RETRO,
    **SPRINT,
    **LOOKAHEAD,
    **ACCESS,
    **ACTION,
    **CHECKPOINT,
    **DECISION,
    **EXPERIMENT,
    **ASSUMPTION,
    **KPI,
    **EPICS,
    **STAKEHOLDERS,
    "blocker": _card,
    "blocker, acknowledged": replace(_card, standing="acknowledged", helper="Mia Wong"),
    "blocker, resolved": replace(_card, standing="resolved", helper="Mia Wong"),
    "blocker, taken back": replace(_card, standing="withdrawn"),
}
