"""What was said in the last days: the answer to `/standup report`, seen by whoever asked only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from bot.ceremonies import standup
from bot.dates import say_day
from bot.errors import BadInput, NotFound
from bot.model import MemberId, Obstacle, Said
from bot.ports import Ledger
from bot.schedule import local_day
from handlers.slack.desk import Command, Desk, Json, Reply

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_DAYS = re.compile(r"^(\d{1,3})\s*d(?:ays?)?$")
#: As far back as a report looks, and how far it does when nobody says.
_LONGEST, _USUAL = 366, 14
#: A reply holds 50 blocks and about 13,000 characters; the newest days are shown as far as they fit.
_ROOM = 10_000
_BLOCKS = 44


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
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        if team is None:
            raise NotFound("Type this in the channel of a team that has a standup.")
        since = local_day(now, team.zone) - timedelta(days=days - 1)
        names = {each.id: each.name for each in ledger.roster.members(team)}
        said = ledger.history.said(team, since, member, standup.KIND)
        for each in said:
            person = None if each.member in names else ledger.roster.person(envelope.workspace, each.member)
            names.setdefault(each.member, person.name if person else "Somebody who left")
        return draw(Report(team.name, days, said, names, ledger.history.blockers(team)))

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
            raise BadInput(f"“{word}” is not understood. Try {examples}.")
    return member, days


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def _line(*texts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(texts)}


def _text(text: str, *, bold: bool = False) -> Json:
    """Rich text is never parsed, so nobody's words can ping or format."""
    return {"type": "text", "text": text or " ", **({"style": {"bold": True}} if bold else {})}


def draw(report: Report) -> Reply:
    """The report as a reply."""
    title = f"Standup of #{report.team}, last {report.days} days"
    if not report.said:
        return Reply(f"{title}: nobody has answered yet.")
    blocks: list[Json] = [{"type": "header", "text": {"type": "plain_text", "text": title[:150]}}]
    if report.blockers:
        blocks.append(_open_blockers(report))
    room, shown = _ROOM, 0
    for day, group in groupby(report.said, key=lambda each: each.day):
        block, size, count = _day(report, say_day(day), list(group))
        if size > room or len(blocks) >= _BLOCKS:
            break
        blocks.append(block)
        room, shown = room - size, shown + count
    left = len(report.said) - shown
    if left:
        blocks.append(
            _rich(_line(_text(f"{left} earlier answers are not shown. Ask for fewer days or one member.")))
        )
    return Reply(f"{title}: {len(report.said)} answers.", blocks)


def _open_blockers(report: Report) -> Json:
    lines = [
        _line(_text(f"{report.names.get(each.member, '')}: ", bold=True), _text(each.text[:200]))
        for each in report.blockers[:10]
    ]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": lines}
    return _rich(_line(_text("Open blockers", bold=True)), listed)


def _day(report: Report, day: str, said: list[Said]) -> tuple[Json, int, int]:
    """One day's block, its size in characters, and how many answers it holds."""
    elements: list[Json] = [_line(_text(day, bold=True))]
    size = len(day)
    for each in said:
        name = report.names.get(each.member, "")
        parts = [_text(f"{name}{' (late)' if each.late else ''}", bold=True)]
        for key, text in each.texts.items():
            if text:
                line = f"\n{each.questions.get(key, key)} {text[:1000]}"
                parts.append(_text(line))
                size += len(line)
        elements.append(_line(*parts))
        size += len(name)
    return _rich(*elements), size, len(said)
