"""Plain values for tests, each with defaults: a team of data people in London, their plan and their rounds."""

from datetime import UTC, date, datetime, time

from bot.ceremonies import standup, survey
from bot.ceremonies.standup import QUESTIONS, Standup
from bot.ceremonies.survey import Answer, Question, Seat, Settings, Survey
from bot.model import (
    WEEKDAYS,
    Absence,
    Book,
    ChannelId,
    Member,
    MemberId,
    Obstacle,
    Person,
    Plan,
    PlanId,
    Role,
    Round,
    RoundId,
    Said,
    Schedule,
    Standing,
    Team,
    TeamId,
    Workspace,
    WorkspaceId,
    round_id,
)

WORKSPACE = WorkspaceId("slack:T0ROPE")
OTHER_WORKSPACE = WorkspaceId("slack:T0PEAK")
CHANNEL = ChannelId("C0DATA")
PLAN = PlanId("plan-1")
LONDON = "Europe/London"
NEW_YORK = "America/New_York"
LOS_ANGELES = "America/Los_Angeles"
AUCKLAND = "Pacific/Auckland"

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)


def utc(text: str) -> datetime:
    """A moment in UTC: "2026-11-24 09:30", or "24 09:30" for a day of that November."""
    if " " in text[:3]:
        text = f"2026-11-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hour(text: str) -> time:
    return time.fromisoformat(text)


def member_id(name: str) -> MemberId:
    return MemberId(f"U{name.upper()}")


def make_workspace(id_: WorkspaceId = WORKSPACE) -> Workspace:
    return Workspace(id_, "slack", "Rope")


def make_member(
    name: str = "Ada",
    zone: str = LONDON,
    *,
    days: tuple[int, ...] | None = None,
    starts: str = "09:00",
    ends: str = "17:00",
    region: str | None = None,
    roles: tuple[Role, ...] = ("developer",),
    active: bool = True,
    admin: bool = False,
) -> Member:
    return Member(member_id(name), name, zone, days, hour(starts), hour(ends), region, roles, active, admin)


def make_person(
    name: str = "Ada",
    zone: str = LONDON,
    *,
    human: bool = True,
    guest: bool = False,
    active: bool = True,
    admin: bool = False,
) -> Person:
    return Person(member_id(name), name, zone, human, guest, active, admin)


def make_team(name: str = "data", zone: str = LONDON, workspace: WorkspaceId = WORKSPACE) -> Team:
    return Team(TeamId(f"team-{name}"), workspace, CHANNEL, name, zone)


def make_schedule(
    at: str = "09:30",
    days: tuple[int, ...] = WEEKDAYS,
    anchor: date = MONDAY,
    *,
    every: int = 1,
    zone: str | None = None,
    holidays: bool = False,
) -> Schedule:
    return Schedule(days, hour(at), anchor, every, zone, holidays)


def make_settings(
    *,
    where: str = "dm",
    reminders: tuple[int, ...] = (),
    digest_at: str = "12:00",
    questions: tuple[Question, ...] = QUESTIONS,
) -> Settings:
    return Settings(questions, "channel" if where == "channel" else "dm", reminders, hour(digest_at))


def make_plan(
    schedule: Schedule | None = None,
    settings: Settings | None = None,
    *,
    people: tuple[MemberId, ...] | None = None,
    state: str = "active",
    since: datetime | None = None,
    next_day: date | None = None,
    owner: str = "Ada",
) -> Plan:
    return Plan(
        PLAN,
        WORKSPACE,
        make_team().id,
        standup.KIND,
        schedule or make_schedule(),
        settings or make_settings(),
        member_id(owner),
        people,
        "paused" if state == "paused" else "deleted" if state == "deleted" else "active",
        since,
        next_day,
    )


def make_absence(name: str = "Ada", first: date = TUESDAY, last: date | None = None) -> Absence:
    return Absence(member_id(name), first, last or first)


def make_book(
    *members: Member,
    plan: Plan | None = None,
    absences: tuple[Absence, ...] = (),
    said: tuple[Said, ...] = (),
    blockers: tuple[Obstacle, ...] = (),
    team: Team | None = None,
) -> Book:
    return Book(team or make_team(), plan, members, absences, said, blockers)


def make_said(name: str = "Ada", day: date = MONDAY, **texts: str) -> Said:
    return Said(
        RoundId(f"round-{day}"),
        member_id(name),
        day,
        texts or {"until": "sweep the learning rate"},
        {q.key: q.text for q in QUESTIONS},
    )


def make_obstacle(
    name: str = "Ada",
    text: str = "no GPU",
    day: date = MONDAY,
    standing: Standing = "open",
    helper: str = "",
) -> Obstacle:
    own = round_id(PLAN, "blocker", f"{day.isoformat()}/{member_id(name)}")
    return Obstacle(own, member_id(name), text, day, standing, helper)


def make_survey(
    *members: Member, plan: Plan | None = None, day: date = TUESDAY, at: datetime | None = None
) -> Survey:
    """The survey of a day as it opens, before anybody was asked. Somebody must be there to ask."""
    book = make_book(*(members or (make_member(),)))
    begun = survey.begin("Standup", plan or make_plan(), book, day, at or utc("23 20:00"))
    assert begun is not None
    return begun


def seat(state: Survey, name: str = "Ada") -> Seat:
    """A member's seat in a survey."""
    return next(each for each in state.seats if each.member.name == name)


def answered(state: Survey, name: str, at: datetime, text: str = "ship the model") -> Survey:
    """The survey after a member has answered."""
    return survey.answer(state, make_answer(text), member_id(name), at, ())


def make_round(state: Standup | Survey, day: date = TUESDAY, *, over: bool = False) -> Round[Standup]:
    """A standup's round under the usual plan."""
    return Round(
        round_id(PLAN, standup.KIND, day.isoformat()),
        WORKSPACE,
        make_team().id,
        standup.KIND,
        day.isoformat(),
        utc("23 20:30"),
        state if isinstance(state, Standup) else Standup(state),
        PLAN,
        over=over,
    )


def make_answer(until: str = "ship the model", *, since: str = "", blockers: str = "") -> Answer:
    return Answer({"since": since, "until": until, "blockers": blockers})
