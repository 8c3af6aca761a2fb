"""Help that fits: what a person can do here and now comes first, then the rest, with buttons that save typing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import agenda, plans
from bot.ceremonies import standup
from bot.ledger import Ledger
from bot.model import MemberId, Team
from handlers.slack.blocks import Json, actions, button, context, numbered, section
from handlers.slack.desk import Envelope, Reply
from handlers.slack.settings_words import CHANGE
from handlers.slack.text import channel, names

#: So many teams' standups are offered at once.
OFFERED = 5
#: The button that does what a word after `/standup` does: `standup.do.setup`.
DO = "standup.do"

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks what they can do: where, in which team, and as what."""

    room: bool  #: a channel, where a standup may be
    here: str = ""  #: the name of the team whose standup this channel has
    state: str = ""  #: of that standup
    leads: bool = False  #: they may change it
    asked: bool = False  #: it, or another standup, asks them
    says: str = ""  #: what waits for them, or when the next comes
    waiting: tuple[agenda.Open, ...] = ()


def who_asks(ledger: Ledger, envelope: Envelope, now: datetime) -> Asker:
    """This person, where they are now."""
    workspace, member = envelope.workspace, envelope.user
    team = ledger.roster.team_in(workspace, envelope.channel)
    plan = ledger.plans.of(team, standup.KIND) if team else None
    here = team if plan else None
    teams = (here,) if here else ledger.roster.teams_of(workspace, member)
    found = agenda.to_answer(ledger, teams, member, now)
    waiting = tuple(each for each in found if not (each.seat.given or each.seat.absent or each.seat.skipped))
    asked = bool(found) or any(_asks(ledger, each, member) for each in teams)
    return Asker(
        room=bool(envelope.channel) and not envelope.channel.startswith("D"),
        here=here.name if here else "",
        state=plan.state if plan else "",
        leads=bool(here and plans.may_change(ledger, here, member)),
        asked=asked,
        says="" if waiting else agenda.nothing_open(ledger, teams, member, now),
        waiting=waiting,
    )


def _asks(ledger: Ledger, team: Team, member: MemberId) -> bool:
    plan, who = ledger.plans.of(team, standup.KIND), ledger.roster.member(team, member)
    return plan is not None and who is not None and plan.asks(who)


def draw(asker: Asker, before: str = "") -> Reply:
    """The help for them; `before` is what it answers to."""
    first = _first(asker)
    lines = _said(_lines(asker))
    buttons = list(_buttons(asker))
    spoken = "\n".join(filter(None, (before, first, lines)))
    blocks = [section(before)] if before else []
    blocks += [section(f"*{first}*" if asker.waiting else first)]
    blocks += [actions(*buttons)] if buttons else []
    return Reply(spoken, [*blocks, section(lines), context(_ALSO)])


_ALSO = "Every command works as /piton standup … too. All that is yours stands in Piton's Home."


def listed(lines: Sequence[Line], before: str = "") -> Reply:
    """What one command can do; `before` is what it answers to."""
    return Reply("\n".join(filter(None, (before, _said(lines)))))


def _said(lines: Iterable[Line]) -> str:
    return "\n".join(f"`{command}`  {says}" for command, says in lines)


def _first(asker: Asker) -> str:
    """The one thing to know."""
    if asker.waiting:
        return f"Your standup waits for you: {_rooms(asker.waiting)}."
    if asker.room and not asker.here:
        more = f"\n{asker.says}" if asker.asked else ""
        return f"There is no standup in this channel yet.{more}"
    return asker.says


def _rooms(waiting: Sequence[agenda.Open]) -> str:
    return names((channel(each.team.name) for each in waiting), 200)


def answers(waiting: Sequence[agenda.Open]) -> Iterator[Json]:
    """A button for each team whose standup waits."""
    for number, each in enumerate(waiting[:OFFERED]):
        label = "Edit answer" if each.seat.given else "Answer"
        where = f" for {channel(each.team.name)}" if len(waiting) > 1 else ""
        yield button(
            label + where, numbered("standup.answer", number), each.round.id, None if where else "primary"
        )


def _buttons(asker: Asker) -> Iterator[Json]:
    yield from answers(asker.waiting)
    if asker.room and not asker.here:
        yield button("Set up a standup", f"{DO}.setup", "setup", None if asker.waiting else "primary")
    elif asker.leads:
        yield button("Edit standup", f"{DO}.edit", "edit")
    yield button("Open settings", CHANGE, "change")


def _lines(asker: Asker) -> Iterator[Line]:
    """The commands, what they can do here first."""
    if asker.room and not asker.here:
        yield "/standup setup", "start a standup in this channel"
    if asker.asked:
        yield "/standup", "answer now, or edit your answer"
        yield "/standup skip", "skip today's"
        yield "/standup away 24 Dec - 2 Jan", "no prompts while you are away"
    if asker.here or asker.asked:
        yield "/standup report [@member] [14d]", "what was said"
    if asker.leads:
        yield "/standup edit", "change days, time, people or questions"
        if asker.state == "paused":
            yield "/standup resume", "start the prompts again"
        else:
            yield "/standup pause", "stop the prompts for a while"
    if asker.room:
        yield "/estimate", "vote blind on effort and value"
        yield "/backlog", "your stories, most value for the effort first"
        yield "/spike", "a fixed box of time to find something out, and a decision at its end"
        yield "/sprint", "how the sprint stands; `/sprint start` sets sprints up"
        yield "/lookahead", "place what is important but not urgent yet"
        yield "/epic", "what you want by the quarter's end, and how far it is"
        yield "/forecast", "when it will be done, and how much fits by then"
        yield "/retro", "notes without names, any time, and a retro with few actions"
        yield "/decision", "record what is costly to undo, and when to revisit it"
        yield "/experiment", "hypotheses with a decision, and whether another sprint on them is worth it"
        yield "/assumption", "what you take for true; a broken one writes the work that it causes"
        yield "/kpi", "what your team keeps in view, and what is left of its error budgets"
        yield "/digest", "what people outside of the team get to read each week; `/digest setup` starts it"
        yield "/story add", "put a story into the backlog; also edit, drop, link, import"
    if not asker.room:
        yield "/standup setup", "start a standup: type it in your team's channel"
    if asker.leads:
        yield "/piton export", "all that your team made, as files"
        yield "/piton hooks", "let CI jobs and training runs report results"
    yield "/piton settings", "your time zone, working hours, reminders and quiet hours"
    yield "/piton my-data", "what is kept of you, to take along or to erase"
