"""One example of each of the standup's modals, of what it says to one person alone, and of what it says of spikes: for
tests and the gallery."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot import agenda
from bot.ceremonies import standup, survey
from bot.ceremonies.spike.running import Running
from bot.ceremonies.survey import Given, Seat, Settings, Survey
from bot.model import (
    WEEKDAYS,
    ChannelId,
    Dm,
    Member,
    MemberId,
    Notice,
    Obstacle,
    PlanId,
    Room,
    Round,
    RoundId,
    Said,
    Schedule,
    Team,
    TeamId,
    WorkspaceId,
)
from handlers.slack.blocks import Json
from handlers.slack.desk import Reply
from handlers.slack.help import Asker
from handlers.slack.help import draw as draw_help
from handlers.slack.meant import did_you_mean
from handlers.slack.standup import (
    absence,
    answer_form,
    answering,
    leading,
    report,
    setup,
    setup_form,
    shortcuts,
    talk,
)

_PRIYA = MemberId("U0PRIYA")
_MONDAY, _TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_team = Team(TeamId("team-1"), WorkspaceId("slack:T1"), ChannelId("C1"), "data-science", "Europe/London")
_seat = Seat(Member(_PRIYA, "Priya Shah", "Europe/London"), _NOW, _NOW + timedelta(days=1), asked_at=_NOW)
_survey = Survey(
    "Standup", _team.name, _team.zone, _TUESDAY, Settings(standup.QUESTIONS), (_seat,), _NOW.replace(hour=12)
)
_round = Round(
    RoundId("round-1"), _team.workspace, _team.id, standup.KIND, "2026-11-24", _NOW, standup.Standup(_survey)
)
_open = agenda.Open(_team, _round, _seat)
_review = replace(_open, team=replace(_team, name="model-review"))
_last = Said(RoundId("round-0"), _PRIYA, _MONDAY, {"until": "Validate the churn model"}, {})
_stuck = Obstacle(RoundId("blocker-1"), _PRIYA, "No read access to the billing tables", _MONDAY, "open")
_texts = {"since": "Validated the churn model", "until": "Write it up", "blockers": ""}

_COMES = "Nothing to answer just now. Your next prompt for #data-science comes tomorrow 09:30 your time."
_none = Asker(room=True, says="There is no standup here yet.")
_member = Asker(room=True, here="data-science", state="active", asked=True, says=_COMES)
_asked = replace(_member, says="", waiting=(_open,))
_said = tuple(
    Said(
        RoundId(f"round-{day}"),
        _PRIYA,
        date(2026, 11, day),
        _texts,
        {q.key: q.text for q in standup.QUESTIONS},
    )
    for day in (24, 23)
)
_report = report.Report("data-science", 14, _said, {_PRIYA: "Priya Shah"}, (_stuck,))

REPLIES: Mapping[str, Reply] = {
    "help, no standup here": draw_help(_none),
    "help, the answer waits": draw_help(_asked),
    "help, two teams wait": draw_help(replace(_asked, room=False, here="", waiting=(_open, _review))),
    "help, nothing waits": draw_help(_member),
    "help, a lead": draw_help(replace(_member, leads=True)),
    "help, a lead, paused": draw_help(
        replace(_member, leads=True, state="paused", says="The standup is paused.")
    ),
    "help, not asked": draw_help(
        replace(_member, asked=False, says="You are not asked in this standup just now.")
    ),
    "help, a stranger in direct messages": draw_help(
        Asker(room=False, says="There is no standup here yet. Type `/standup setup` in your team's channel.")
    ),
    "help, a word that is none": draw_help(_member, "`/standup dance` is not a command."),
    "meant, done by a press": did_you_mean("/standup", "setup", ""),
    "meant, days away": did_you_mean("/piton standup", "away", "24 Dec - 2 Jan"),
    "meant, to be typed": did_you_mean("/standup", "pause", ""),
    "nothing waits": Reply(_COMES),
    "what waits": answering.choice((_open,)),
    "what waits, answered": answering.choice(
        (replace(_open, seat=replace(_seat, given=Given(_texts, _NOW))),)
    ),
    "what waits, two teams": answering.choice((_open, _review)),
    "skipped": answering.skipped((_open,)),
    "skipped in two teams": answering.skipped((_open, _review)),
    "away": absence.noted(date(2026, 12, 24), date(2027, 1, 2), _TUESDAY, 7),
    "away, looked up": absence.listed({"7": "Away tomorrow", "8": "Away Thu 24 Dec to Sat 2 Jan 2027"}),
    "away, none": absence.listed({}),
    "away, undone": absence.undone(done=True),
    "paused": leading.paused(),
    "resumed": leading.resumed("First prompt: tomorrow 09:30 your time."),
    "ended": leading.ended("data-science"),
    "report": report.draw(_report),
    "report, nothing said": report.draw(replace(_report, said=(), blockers=())),
    "asked by message for a form": talk.opens_setup(),
    "asked by message for settings": talk.opens_settings(),
}

_new = setup_form.SetupForm(
    "C1",
    "data-science",
    ("Europe/London", "America/New_York", "UTC"),
    "Europe/London",
    Schedule(WEEKDAYS, time(9, 30), _TUESDAY),
    Settings(standup.QUESTIONS),
    ("U0PRIYA", "U0TOM", "U0MIA"),
    many=False,
    plan=None,
    today=_TUESDAY,
    everyone=True,
)
_edit = replace(_new, plan=PlanId("plan-1"))
_saved = setup_form.saved_view(
    (
        "First prompt: tomorrow 09:30 your time.",
        "It asks everyone in #data-science (7 people now), on weekdays at 09:30, each member's own time.",
        "The digest comes to #data-science at 12:00 London time, or as soon as all have answered.",
    ),
    PlanId("plan-1"),
)
_answer = answer_form.AnswerForm(
    RoundId("round-1"), "Standup", "data-science", _TUESDAY, standup.QUESTIONS, {}, None, ()
)

MODALS: Mapping[str, Json] = {
    "setup, while Slack takes its time": setup.looking("data-science"),
    "setup": setup_form.view(_new),
    "setup, a large channel": setup_form.view(replace(_new, people=None, many=True, everyone=False)),
    "setup, to change it": setup_form.view(replace(_edit, everyone=False)),
    "setup, to change it for everyone": setup_form.view(_edit),
    "setup, to change it in a large channel": setup_form.view(replace(_edit, people=None, many=True)),
    "setup, saved": _saved,
    "setup, one sent": setup.sent_view(_saved),
    "answer, the first": answer_form.view(_answer),
    "answer, from what was planned": answer_form.view(replace(_answer, last=_last)),
    "answer, to change it": answer_form.view(replace(_answer, last=_last, given=_texts)),
    "answer, blockers carried": answer_form.view(replace(_answer, carried=(_stuck,))),
    "answer, with a message added": answer_form.view(
        replace(
            _answer,
            given=_texts,
            quoted=shortcuts.quote(
                {"text": "Merged <https://git.example.com/88|the cohort fix> &amp; released"},
                "Tom Reed",
                "https://example.slack.com/archives/C1/p1795521600006392",
            ),
        )
    ),
}

_UP = datetime(2026, 11, 25, 15, tzinfo=UTC)
_recall = Running(
    RoundId("round-12"), _PRIYA, "Priya Shah", "Do late partitions explain the drop in recall?", "runs", _UP
)
_joins = Running(
    RoundId("round-13"),
    MemberId("U0TOM"),
    "Tom Reed",
    "Can the two ledgers be joined by customer & day? https://wiki.example.com/ledgers",
    "up",
)
_drift = replace(
    _recall,
    question="Which drift test suits sparse features?",
    standing="paused",
    up_at=None,
    left=timedelta(hours=1),
)
_cost = replace(
    _joins,
    question="What would a nightly rerun cost?",
    standing="ahead",
    up_at=_UP + timedelta(days=1),
    starts_at=_UP,
)
_ask = survey.Ask(
    Dm(_PRIYA),
    _round.id,
    "Standup",
    _team.name,
    _TUESDAY,
    "asked",
    "America/New_York",
    _survey.digest_at,
    kind="standup",
)
_prompt = standup.Ask(_ask.place, _ask.round, _ask, spikes=(_recall,))
_lines = (
    survey.Line("Priya Shah", "Validate the churn model"),
    survey.Line("Tom Reed", "Decide on the ledgers"),
)
_digest = standup.Digest(
    Room(),
    _round.id,
    survey.Digest(Room(), _round.id, "Standup", _TUESDAY, 2, 2, _lines),
    (standup.Stuck("Priya Shah", _stuck),),
    (_recall, _joins, _drift, _cost),
    _team.zone,
)

NOTICES: Mapping[str, Notice] = {
    "prompt, with one's spike": _prompt,
    "prompt, with a blocker and many spikes": replace(
        _prompt, carried=(_stuck,), spikes=(_recall, replace(_joins, owner=_PRIYA), _drift, _cost)
    ),
    "digest, with spikes": _digest,
    "digest, with many spikes": replace(_digest, blockers=(), spikes=_digest.spikes * 4),
}
