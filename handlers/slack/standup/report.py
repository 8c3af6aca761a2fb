"""What was said in the last days: the answer to `/standup report`, seen by whoever asked only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice

from bot import agenda
from bot.ceremonies import standup
from bot.dates import say_day
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import MemberId, Obstacle, Said
from bot.schedule import local_day
from handlers.slack.blocks import bullets, context, header, paragraph, rich
from handlers.slack.desk import Command, Desk, Json, Reply
from handlers.slack.text import channel, clean, clip, count, fitting, name, say, user_text, weight

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_DAYS = re.compile(r"^(\d{1,3})\s*d(?:ays?)?$")
#: As far back as a report looks, and how far it does when nobody says.
_LONGEST, _USUAL = 366, 14
#: A reply holds 50 blocks and about 13,000 characters; the blockers and the frame take up to 2,400 of our 12,000.
_ROOM, _BLOCKS = 9_500, 40
_ANSWER, _QUESTION, _DAY = 1_000, 60, 20
_BLOCKERS, _BLOCKER = 10, 150
_WORD = 40


@dataclass(frozen=True, slots=True)
class Report:
    """The answers of a team's last days, newest first, and the blockers that are still open."""

    team: str
    days: int
    said: tuple[Said, ...]
    names: Mapping[MemberId, str]
    blockers: tuple[Obstacle, ...]


async def look_back(desk: Desk, command: Command) -> Reply:
    """`/standup report [@member] [14d]`."""
    member, days = _report_words(command.rest)
    now, envelope = desk.now(), command.envelope

    def find(ledger: Ledger) -> Reply:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        if len(teams) != 1:
            raise NotFound("Type `/standup report` in the channel of a team that has a standup.")
        team = teams[0]
        since = local_day(now, team.zone) - timedelta(days=days - 1)
        names = {each.id: each.name for each in ledger.roster.members(team)}
        said = ledger.history.said(team, since, member, standup.KIND)
        for each in said:
            person = None if each.member in names else ledger.roster.person(envelope.workspace, each.member)
            if person:
                names.setdefault(each.member, person.name)
        blockers = tuple(b for b in ledger.history.blockers(team) if member in {None, b.member})
        return draw(Report(team.name, days, said, names, blockers))

    return await desk.store.read(find)


def _report_words(words: str) -> tuple[MemberId | None, int]:
    member, days = None, _USUAL
    for word in re.sub(r"(\d)\s+(d)", r"\1\2", words).split():
        mention, span = _MENTION.match(word), _DAYS.match(word)
        if mention:
            member = MemberId(mention[1])
        elif span and 1 <= int(span[1]) <= _LONGEST:
            days = int(span[1])
        else:
            examples = "`/standup report`, `/standup report 30d` or `/standup report @name 7d`"
            raise BadInput(f"“{clip(word, _WORD)}” is not understood. Try {examples}.")
    return member, days


def draw(report: Report) -> Reply:
    """The report as a reply: the newest answers, as many as fit."""
    title = f"Standup of {channel(report.team)}, last {count(report.days, 'day')}"
    if not report.said:
        return Reply(f"{title}: nobody has answered yet.")
    shown = report.said[: fitting((_size(report, each) for each in report.said), _ROOM)]
    blocks = [header(title)]
    if report.blockers:
        blocks.append(_open_blockers(report))
    days = groupby(shown, key=lambda each: each.day)
    blocks += [_day(report, day, said) for day, said in islice(days, _BLOCKS)]
    left = len(report.said) - len(shown)
    if left:
        blocks.append(
            context(f"{count(left, 'earlier answer')} not shown. Ask for fewer days, or for one member.")
        )
    return Reply(f"{title}: {count(len(report.said), 'answer')}.", blocks)


def _open_blockers(report: Report) -> Json:
    lines = [
        [*say(_who(report, each.member), bold=True), *say(": "), *user_text(each.text, _BLOCKER)]
        for each in report.blockers[:_BLOCKERS]
    ]
    return rich(paragraph(say("Open blockers", bold=True)), bullets(lines))


def _day(report: Report, day: date, said: Iterable[Said]) -> Json:
    parts = [paragraph(say(say_day(day), bold=True))]
    for each in said:
        parts.append(
            paragraph(say(_who(report, each.member), bold=True), say(" (late)" if each.late else ""))
        )
        lines = [_line(each, key, text) for key, text in each.texts.items() if clean(text)]
        parts.append(bullets(lines or [say("–")]))
    return rich(*parts)


def _line(said: Said, key: str, text: str) -> list[Json]:
    return [
        *say(f"{clip(clean(said.questions.get(key, key)), _QUESTION)} ", italic=True),
        *user_text(text, _ANSWER),
    ]


def _who(report: Report, member: MemberId) -> str:
    return name(report.names.get(member, "Somebody who left"))


def _size(report: Report, said: Said) -> int:
    """What an answer takes of the room, its day counted with it."""
    texts = sum(min(weight(text), _ANSWER) + _QUESTION for text in said.texts.values() if text)
    return texts + weight(_who(report, said.member)) + _DAY
