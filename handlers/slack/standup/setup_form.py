"""The form in which a standup is set up and changed: the first screen has what everybody asks, the rest may stay."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot import schedule
from bot.ceremonies import standup
from bot.ceremonies.survey import Question, Settings
from bot.errors import BadInput, NotFound
from bot.model import ChannelId, MemberId, PlanId, Schedule
from bot.plans import Wish
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import STALE, Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, clip, line, say

CALLBACK = "standup.setup"
QUESTIONS, BLOCKERS, DAYS, TIME, WHO, DIGEST = "questions", "blockers", "days", "time", "who", "digest"
ZONE, WHERE, REMINDERS, EVERY, ANCHOR = "zone", "where", "reminders", "every", "anchor"
TEAM_ZONE, HOLIDAYS = "team_zone", "holidays"

MOST_QUESTIONS = 5
QUESTION_TEXT = 150
MOST_REMINDERS = 2
LONGEST_EVERY = 6  # weeks
CHANNEL_TEXT = 80  # as long as Slack lets a channel's name be
OWN, ONE = "own", "one"  # each member's own zone, or one for all

_WHERE: tuple[Choice, ...] = (("dm", "Direct message"), ("channel", "One message in the channel"))
_REMINDERS = (30, 60, 120, 180, 240)  # minutes
_QUESTIONS_HINT = (
    "One a line, up to five. The first looks back, the second looks ahead: "
    "what was said to the second is shown next time."
)
_REST = "The rest works as it is for most teams."


@dataclass(frozen=True, slots=True)
class SetupForm:
    """What the form shows. `people` None: nobody is filled in; `plan` None: a new standup."""

    channel: str
    channel_name: str
    zones: tuple[str, ...]  #: the choices for the team's zone
    zone: str
    schedule: Schedule
    settings: Settings
    people: tuple[str, ...] | None
    many: bool  #: too many people in the channel for all to be looked at
    plan: PlanId | None
    today: date
    everyone: bool = (
        False  #: all are asked unless somebody picks others; `people` are those who are there now
    )

    @property
    def must_choose(self) -> bool:
        """Whether some have to be picked."""
        return self.many and not self.everyone


@dataclass(frozen=True, slots=True)
class Setup:
    """What a person asked for."""

    channel: ChannelId
    channel_name: str
    plan: PlanId | None
    many: bool
    wish: Wish


def view(form: SetupForm) -> Json:
    """The form as a modal."""
    rest = (blocks.divider(), blocks.context(_REST))
    pieces = [*_asking(form), *rest, *_place(form), *_timing(form)]
    if form.plan:
        pieces += [blocks.divider(), blocks.actions(_end(form.plan))]
    note: dict[str, Any] = {
        "channel": form.channel,
        "channel_name": clip(form.channel_name, CHANNEL_TEXT),
        "today": form.today.isoformat(),
        "choose": form.must_choose,
        "many": form.many,
    }
    note |= {"plan": form.plan} if form.plan else {}
    note |= {"everyone": list(form.people)} if form.everyone and form.people else {}
    title = "Edit standup" if form.plan else "Set up standup"
    return blocks.modal(CALLBACK, title, pieces, submit="Save", metadata=json.dumps(note))


def _asking(form: SetupForm) -> list[Json]:
    """What is asked, on which days, when, whom, and when the digest comes."""
    texts = [line(each.text) for each in form.settings.questions if each.key != standup.BLOCKERS.key]
    blockers = next((q.text for q in form.settings.questions if q.key == standup.BLOCKERS.key), "")
    most = MOST_QUESTIONS * (QUESTION_TEXT + 1)
    return [
        inputs.text_input(
            QUESTIONS, "Questions", "\n".join(texts), _QUESTIONS_HINT, limit=most, multiline=True
        ),
        inputs.text_input(
            BLOCKERS,
            "Blockers question",
            blockers,
            "What it brings up is followed until resolved. Empty: not asked.",
            limit=QUESTION_TEXT,
            optional=True,
        ),
        inputs.multi_select(DAYS, "Days", inputs.WEEKDAYS, [str(each) for each in form.schedule.days]),
        inputs.timepicker(TIME, "Time", form.schedule.at),
        inputs.users_select(
            WHO,
            "Who",
            form.people or (),
            _whom(form),
            optional=not form.must_choose,
        ),
        inputs.timepicker(
            DIGEST, "Digest at", form.settings.digest_at, "It comes sooner when everyone has answered."
        ),
    ]


def _whom(form: SetupForm) -> str:
    """What to pick, or what it means to pick nobody."""
    where = channel(form.channel_name)
    if form.must_choose:
        return f"Pick who is asked: {where} has too many people to ask everyone."
    left = "Left as it is, or empty" if form.people else "Empty, as it is now"
    return f"{left if form.everyone else 'Empty'}: everyone in {where}, and whoever joins later."


def _place(form: SetupForm) -> list[Json]:
    """In whose time, where, and how people are reminded."""
    whose = ((OWN, "Each member's own"), (ONE, f"One for all: {form.zone}"))
    zones = [(each, each) for each in dict.fromkeys([form.zone, *form.zones])]
    minutes = sorted({*_REMINDERS, *form.settings.reminders})
    return [
        inputs.select(
            ZONE,
            "Time zone",
            whose,
            ONE if form.schedule.zone else OWN,
            "One for all follows the team time zone.",
        ),
        inputs.select(TEAM_ZONE, "Team time zone", zones, form.zone, "Where the digest's hour is read."),
        inputs.select(WHERE, "Ask by", _WHERE, form.settings.where),
        inputs.multi_select(
            REMINDERS,
            "Reminders",
            [(str(each), _after(each)) for each in minutes],
            [str(each) for each in form.settings.reminders],
            "Up to two, inside working hours.",
            MOST_REMINDERS,
            optional=True,
        ),
    ]


def _after(minutes: int) -> str:
    if minutes % 60:
        return f"after {minutes} minutes"
    return "after 1 hour" if minutes == 60 else f"after {minutes // 60} hours"  # noqa: PLR2004 — an hour


def _timing(form: SetupForm) -> list[Json]:
    """What most teams leave as it is."""
    weeks = range(1, max(LONGEST_EVERY, form.schedule.every) + 1)
    every = [(str(each), "week" if each == 1 else f"{each} weeks") for each in weeks]
    left_out = [HOLIDAYS] if form.schedule.holidays else []
    return [
        inputs.select(EVERY, "Every", every, str(form.schedule.every)),
        inputs.datepicker(
            ANCHOR, "Starting on", form.schedule.anchor, "Weeks are counted from this one.", optional=True
        ),
        inputs.checkboxes(
            HOLIDAYS, "Holidays", [(HOLIDAYS, "Leave out each member's public holidays")], left_out
        ),
    ]


def _end(plan: PlanId) -> Json:
    sure = blocks.confirmation(
        "End this standup?",
        "Nobody is prompted any more. What was said is kept.",
        "End it",
        "Keep it",
        "danger",
    )
    return blocks.button("End this standup", "standup.delete", plan, "danger", sure)


def read(payload: Mapping[str, Any]) -> Setup:
    """What the submitted form asks for. Raises BadInput with the block it is about, NotFound for a stale form."""
    form = filled(payload)
    must_choose = form.note.get("choose") is True
    many = form.note.get("many", must_choose) is True
    people = tuple(MemberId(each) for each in form.people(WHO)) or None
    if people and {*people} == _everyone(form):
        people = None  # whoever came or went while the form was open is everyone all the same
    if must_choose and people is None:
        raise BadInput("Pick who is asked: this channel is too large to ask everyone.", field=WHO)
    zone = form.choice(TEAM_ZONE)
    if zone not in schedule.zones():
        raise BadInput("Pick a time zone.", field=TEAM_ZONE)
    where: Literal["dm", "channel"] = "channel" if form.choice(WHERE) == "channel" else "dm"
    settings = Settings(_questions(form), where, _reminders(form), form.time(DIGEST))
    plan = form.note.get("plan")
    return Setup(
        ChannelId(form.noted("channel")),
        form.noted("channel_name"),
        PlanId(plan) if isinstance(plan, str) and plan else None,
        many,
        Wish(standup.KIND, _schedule(form, zone), settings, zone, people),
    )


def _everyone(form: Filled) -> set[str]:
    """Who was filled in, where that meant everyone."""
    held = form.note.get("everyone")
    return {each for each in held if isinstance(each, str)} if isinstance(held, list) else set()


def _schedule(form: Filled, zone: str) -> Schedule:
    days = tuple(number for number in range(7) if str(number) in form.choices(DAYS))
    if not days:
        raise BadInput("Pick at least one day.", field=DAYS)
    every = form.choice(EVERY)
    if not every.isdecimal() or not 1 <= int(every) <= inputs.OPTIONS:
        raise BadInput("Pick how often.", field=EVERY)
    anchor = form.date(ANCHOR) or _today(form)
    one = zone if form.choice(ZONE) == ONE else None
    return Schedule(days, form.time(TIME), anchor, int(every), one, HOLIDAYS in form.choices(HOLIDAYS))


def _today(form: Filled) -> date:
    try:
        return date.fromisoformat(form.noted("today"))
    except ValueError:
        raise NotFound(STALE) from None


def _questions(form: Filled) -> tuple[Question, ...]:
    """Their keys go by their place: the first looks back, the second ahead, whatever their wording."""
    texts = [each for each in map(line, form.text(QUESTIONS).split("\n")) if each]
    if not 1 <= len(texts) <= MOST_QUESTIONS:
        raise BadInput(f"Ask one to {MOST_QUESTIONS} questions, one a line.", field=QUESTIONS)
    keys = (standup.SINCE.key, standup.UNTIL.key, *(f"q{number}" for number in range(3, len(texts) + 1)))
    questions = [Question(key, text) for key, text in zip(keys, texts, strict=False)]
    if blockers := line(form.text(BLOCKERS)):
        questions.append(Question(standup.BLOCKERS.key, blockers))
    _check(questions)
    return tuple(questions)


def _check(questions: Sequence[Question]) -> None:
    seen: set[str] = set()
    for each in questions:
        field = BLOCKERS if each.key == standup.BLOCKERS.key else QUESTIONS
        if len(each.text) > QUESTION_TEXT:
            raise BadInput(f"A question may have {QUESTION_TEXT} characters.", field=field)
        if each.text.casefold() in seen:
            raise BadInput(f"“{clip(each.text, 60)}” is asked twice.", field=field)
        seen.add(each.text.casefold())


def _reminders(form: Filled) -> tuple[int, ...]:
    given = form.choices(REMINDERS)
    if len(given) > MOST_REMINDERS or not all(each.isdecimal() and 0 < int(each) < 24 * 60 for each in given):
        raise BadInput("Pick up to two reminders.", field=REMINDERS)
    return tuple(sorted({int(each) for each in given}))


def saved_view(lines: Sequence[str], plan: PlanId) -> Json:
    """What is said once it is saved: the first line in bold, then the rest, and a way to see it at once."""
    first, *rest = [each for each in map(line, lines) if each] or ["Saved."]
    pieces = [blocks.rich(blocks.paragraph(say(first, bold=True)))]
    pieces += [blocks.rich(blocks.paragraph(say(each))) for each in rest]
    pieces += [
        blocks.actions(blocks.button("Send me one now", "standup.try", plan)),
        blocks.context("A lead can change all this with /standup edit."),
    ]
    return blocks.modal("standup.saved", "Standup saved", pieces, close="Close")
