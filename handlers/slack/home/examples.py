"""One example of each state of a Home, and its modals: for the drawings' tests, and for a gallery to look at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.ceremonies.kpi import Setup
from bot.ceremonies.kpi.glance import Glance as Stands
from bot.homes.appointed import Appointment
from bot.homes.assumed import Broken, Due
from bot.homes.boxed import Boxed
from bot.homes.home import Away, Home, Kept, Stuck, Vote, Waiting
from bot.homes.sprinted import Sprinted, Unexplained
from bot.homes.tried import Glance, Question
from bot.homes.viewed import Viewed
from bot.model import WEEKDAYS, Chosen, Claim, RoundId, Schedule, StoryId
from bot.shell.actions import Yours
from bot.shell.decisions import ToRevisit
from bot.shell.retros import Wanted
from handlers.slack import settings_form
from handlers.slack.blocks import Json
from handlers.slack.home import away_form
from handlers.slack.settings_form import SettingsForm

LONDON = "Europe/London"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
_NEXT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
_DAILY = Schedule(WEEKDAYS, time(9, 30), MONDAY)

_waiting = Waiting(RoundId("round-1"), "standup", "Standup", "data-science", TUESDAY, "asked", _NEXT)
_access = Stuck(
    RoundId("blocker-1"),
    "data-science",
    "Priya Shah",
    "No read access to the billing tables; asked IT on https://desk.example.com/4711",
    MONDAY,
    "open",
    "",
    mine=True,
)
_cluster = Stuck(
    RoundId("blocker-2"),
    "data-science",
    "Tom Reed",
    "The GPU cluster is full",
    TUESDAY,
    "acknowledged",
    "Priya Shah",
    mine=False,
)
_data = Appointment("standup", "data-science", _DAILY, "on", _NEXT, ("Oliver Grant",), leading=False)
_review = Appointment(
    "standup",
    "model-review",
    Schedule((1, 3), time(16), MONDAY, 2, "America/New_York"),
    "on",
    datetime(2026, 12, 8, 21, tzinfo=UTC),
    (),
    leading=True,
)
_claim = Claim(
    StoryId("s1"), 12, "Calibrate the churn model", "experiment", 8, owner_name="Priya Shah", rolled=1
)
_tried = Glance(
    RoundId("round-61"),
    "data-science",
    "churn-1",
    "Calls tell more than tickets do",
    "F1",
    "points",
    85,
    MONDAY,
)
_objective = Setup("availability", 0.999, ratio=True)
_recall = Setup("model metric", 0.8)
_availability = Viewed(
    RoundId("round-81"),
    "data-science",
    "availability",
    Stands("spent", _objective, 500),
)
_viewed = (
    _availability,
    Viewed(RoundId("round-82"), "data-science", "recall@de", Stands("missed", _recall, 60)),
    Viewed(
        RoundId("round-83"),
        "data-science",
        "freshness",
        Stands("nearly", Setup("freshness", 24, "hours", "lower"), 80),
    ),
    Viewed(
        RoundId("round-84"),
        "model-review",
        "null rate",
        Stands("silent", Setup("null rate", 0.01, better="lower", ratio=True), day=date(2026, 10, 26)),
    ),
    Viewed(RoundId("round-85"), "data-science", "lead time", Stands("well")),
    Viewed(RoundId("round-86"), "data-science", "recall", Stands("well")),
    Viewed(RoundId("round-87"), "model-review", "change failure rate", Stands("unread")),
)
_due = Due(RoundId("round-91"), "data-science", 3, "Customers who leave log in less before", MONDAY)
_broken = Broken(RoundId("round-92"), "data-science", 2, "Labels of the first year can be trusted", (31, 32))
_first = Home(
    "Priya Shah",
    LONDON,
    LONDON,
    Chosen(),
    2026,
    appointments=(_data,),
)
_usual = replace(
    _first,
    chosen=Chosen(reminders=False, quiet=(time(18), time(9))),
    waiting=(_waiting,),
    votes=(Vote(RoundId("round-9"), "data-science", 2, 3, _NEXT),),
    spikes=(
        Boxed(
            RoundId("round-12"),
            "data-science",
            "Do late partitions explain the drop in recall?",
            "Priya Nair",
            mine=True,
            standing="runs",
            left=timedelta(hours=1, minutes=30),
            until=_NEXT,
        ),
    ),
    actions=(
        Yours(RoundId("round-41"), "data-science", "Ask IT for a second queue", MONDAY, "", overdue=True),
        Yours(
            RoundId("round-42"),
            "data-science",
            "Split the nightly job, so that a late partition holds up one table only",
            date(2027, 1, 8),
            "https://git.example.com/pipelines/issues/91",
            overdue=False,
        ),
    ),
    decided=(
        ToRevisit(
            RoundId("round-51"),
            "data-science",
            3,
            "Features are stored in one place, by day",
            MONDAY,
            overdue=True,
        ),
    ),
    to_check=(_due,),
    broken=(_broken,),
    viewed=_viewed,
    tried=(
        _tried,
        Glance(
            RoundId("round-62"), "model-review", "labels-2", "Two people label alike", "kappa", mine=False
        ),
        Glance(
            RoundId("round-63"),
            "model-review",
            "labels-3",
            "Labels of juniors hold",
            "kappa",
            mine=False,
            asked=False,
        ),
    ),
    sprints=(
        Sprinted(
            RoundId("round-21"),
            "data-science",
            4,
            "Recall holds above 80 % when partitions come late",
            (_claim, replace(_claim, number=14, points=3, state="done")),
            (_claim,),
            _NEXT,
        ),
    ),
    unexplained=(Unexplained(RoundId("round-20"), "data-science", 3, replace(_claim, state="rolled")),),
    stuck=(_access, _cluster),
    appointments=(_data, _review),
    away=(
        Away(7, date(2026, 12, 11), date(2026, 12, 11)),
        Away(8, date(2026, 12, 24), date(2027, 1, 2)),
    ),
    kept=Kept(41, date(2026, 9, 14), 17),
)
_answered = replace(_waiting, state="answered")

HOMES: Mapping[str, Home] = {
    "home": _usual,
    "home, nothing waits": replace(_first, kept=Kept(1, MONDAY, 0)),
    "home, answered": replace(
        _usual, waiting=(_answered,), stuck=(replace(_access, standing="acknowledged", helper="Tom Reed"),)
    ),
    "home, skipped in one team and asked in another": replace(
        _usual,
        waiting=(replace(_waiting, team="model-review"), replace(_waiting, state="skipped")),
        stuck=(),
        away=(),
    ),
    "home, asked about experiments": replace(
        _usual,
        waiting=(replace(_waiting, state="answered"),),
        tried=(
            replace(_tried, question=Question("decide", RoundId("round-71"), 4)),
            replace(
                _tried,
                round=RoundId("round-63"),
                key="calls-3",
                value=None,
                question=Question("result", RoundId("round-72"), 4),
            ),
            replace(
                _tried,
                round=RoundId("round-64"),
                key="tickets-1",
                question=Question("days", RoundId("round-73"), 4),
            ),
            replace(
                _tried,
                round=RoundId("round-66"),
                key="tickets-2",
                question=Question("verdict", RoundId("round-66"), 4),
            ),
            replace(_tried, round=RoundId("round-65"), key="labels-2", mine=False),
            replace(_tried, round=RoundId("round-67"), key="labels-3", mine=False, stops=True),
        ),
    ),
    "home, newcomer without a team": replace(_first, appointments=(), newcomer=True),
    "home, a team without a standup": replace(_first, appointments=()),
    "home, paused, on hold, not asked": replace(
        _first,
        appointments=(
            replace(_data, state="paused", next_at=None),
            replace(_data, team="forecasting", state="held", next_at=None, leads=("Ana Lima", "Ben Roth")),
            replace(_data, team="platform", state="not asked", next_at=None, leads=()),
            replace(_review, state="nothing ahead", next_at=None, leads=("Ana Lima", "Ben Roth")),
        ),
    ),
    "home, a zone of their own": replace(
        _usual,
        zone="Asia/Tokyo",
        chosen=Chosen("Asia/Tokyo", (0, 1, 2, 3), time(10), time(18, 30), "JP"),
        stuck=(),
    ),
    "home, all is well with their own": replace(_first, viewed=_viewed[4:]),
    "home, retros": replace(
        _first,
        wanted=(
            Wanted(RoundId("retro-1"), "data-science", "dots", datetime(2026, 11, 24, 14, 5, tzinfo=UTC)),
            Wanted(RoundId("retro-2"), "model-review", "notes", None),
        ),
    ),
    "home, what would make them revisit a decision came true": replace(
        _first,
        decided=(
            ToRevisit(
                RoundId("round-54"),
                "data-science",
                7,
                "Sprint 8: repair first, as the error budget of availability is spent (132 %)",
                MONDAY,
                overdue=True,
                sign=True,
            ),
        ),
    ),
    "home, many KPIs and assumptions": replace(
        _first,
        viewed=(
            *(
                replace(_availability, round=RoundId(f"kpi-{number}"), name=f"availability@{number}")
                for number in range(1, 21)
            ),
            *(
                Viewed(RoundId(f"well-{number}"), "data-science", f"recall@{number}", Stands("well"))
                for number in range(1, 51)
            ),
        ),
        to_check=tuple(replace(_due, number=number) for number in range(1, 21)),
        broken=tuple(
            replace(_broken, number=number, stories=tuple(range(31, 41))) for number in range(1, 21)
        ),
    ),
    "home, many teams": replace(
        _usual,
        waiting=tuple(replace(_waiting, team=f"squad-{number}") for number in range(1, 21)),
        stuck=tuple(replace(_access, round=RoundId(f"blocker-{number}")) for number in range(1, 21)),
        appointments=tuple(replace(_data, team=f"squad-{number}") for number in range(1, 41)),
        away=tuple(Away(number, date(2027, 1, number), date(2027, 1, number)) for number in range(1, 21)),
    ),
}

_form = SettingsForm(
    LONDON, chosen=False, profile_zone=LONDON, days=None, starts=time(9), ends=time(17), region=None
)
MODALS: Mapping[str, Json] = {
    "settings, as at first": settings_form.view(_form),
    "settings, all chosen": settings_form.view(
        SettingsForm(
            "Asia/Tokyo",
            chosen=True,
            profile_zone=LONDON,
            days=(0, 1, 2, 3),
            starts=time(10),
            ends=time(18, 30),
            region="JP",
            reminders=False,
            quiet=(time(19), time(9, 30)),
        )
    ),
    "days away": away_form.view(TUESDAY),
}
