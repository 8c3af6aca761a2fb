"""What was said in the last days: the answer to `/standup report`, seen by whoever asked only."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.dates import say_day
from bot.model import MemberId, Obstacle, Said
from handlers.slack.desk import Json, Reply

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
