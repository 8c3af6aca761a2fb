"""What the spikes of the last days came to: the answer to `/spike report`, seen by whoever asked only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.book import boxes
from bot.book.boxes import Estimates, Report, Result
from bot.ceremonies.spike.state import QUESTION_TEXT
from bot.dates import say_duration
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import Bar, BoxesUsed, SpikeEnded, SpikePast
from handlers.slack.backlog.place import team_here
from handlers.slack.blocks import bullets, context, header, modal, paragraph, quote, rich
from handlers.slack.desk import Command, Desk, Json, Reply
from handlers.slack.picturing import add_picture
from handlers.slack.spike.drawings import DECISIONS, VERDICTS
from handlers.slack.text import channel, clip, count, line, say, user_text

CALLBACK = "spike.report"
_DAYS = re.compile(r"(\d{1,3})\s*d(?:ays?)?")
#: As far back as a report looks, and how far it does when nobody says.
_LONGEST, _USUAL = 366, 90
_ELSEWHERE = "Type `/spike report` in the channel of your team: it is about one team."
#: The latest spikes, in the picture and in the list; and stories: what a person reads in one sitting.
_LATEST, _STORIES = 20, 30
_FINDING, _LABEL, _WORD = 200, 80, 40
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the book says: the team's name, and its spikes, oldest first."""

    team: str
    pasts: tuple[SpikePast, ...]


async def look_back(desk: Desk, command: Command) -> Reply | None:
    """`/spike report [90d]`. The words come at once, the picture as soon as it is there. Raises BadInput."""
    days, now = read_days_back(command.rest), desk.now()

    def find(ledger: Ledger) -> _Found | None:
        try:
            team = team_here(ledger, command.envelope, _ELSEWHERE)
        except NotFound:
            return None  # a channel that has no team had no spikes either
        return _Found(team.name, ledger.spikes.since(team, now - timedelta(days=days)))

    found = await desk.store.read(find)
    if found is None or not found.pasts:
        return Reply(f"No spike ended here in the last {count(days, 'day')}. `/spike` starts one.")
    report = boxes.report(found.pasts)
    opened = await desk.open_view(command.envelope, view(report, found.team, days, found.pasts))

    def pictured(image: Json) -> Json:
        return view(report, found.team, days, found.pasts, image)

    desk.aside(add_picture(desk, opened, picture(found.pasts), pictured))
    return None


def read_days_back(words: str) -> int:
    """How many days back: "90d", "30 days", or the usual where nothing is said. Raises BadInput."""
    if not words.strip():
        return _USUAL
    found = _DAYS.fullmatch(words.strip().casefold())
    if not found or not 1 <= int(found[1]) <= _LONGEST:
        said = clip(line(words), _WORD)
        examples = f"Try `/spike report`, `/spike report 30d`, or up to `/spike report {_LONGEST}d`"
        raise BadInput(f"“{said}” is not understood. {examples}.")
    return int(found[1])


def picture(pasts: Sequence[SpikePast]) -> BoxesUsed:
    """The latest spikes, newest on top, by the numbers that they have in the list."""
    return BoxesUsed(
        tuple(
            Bar(clip(_asked(number, each.entry), _LABEL), each.entry.box / _HOUR, each.entry.used / _HOUR)
            for number, each in enumerate(_latest(pasts), start=1)
        )
    )


def view(
    report: Report, team_name: str, days: int, pasts: Sequence[SpikePast], image: Json | None = None
) -> Json:
    """The report as a modal. `pasts` come oldest first; `image`: the block that shows their picture."""
    blocks = [header(f"Spikes of {channel(team_name)}, last {count(days, 'day')}"), _counts(report)]
    blocks += [image] if image else []
    blocks.append(_decisions(report))
    blocks += [_stories(report.stories)] if report.stories else []
    blocks.append(rich(paragraph(say("The latest spikes", bold=True))))
    latest = _latest(pasts)
    blocks += [_spike(number, each.entry) for number, each in enumerate(latest, start=1)]
    if left := len(pasts) - len(latest):
        blocks.append(context(f"{count(left, 'earlier spike')} counted above and not listed."))
    return modal(CALLBACK, "Spikes", blocks, close="Close")


def _latest(pasts: Sequence[SpikePast]) -> Sequence[SpikePast]:
    return pasts[::-1][:_LATEST]


def _counts(report: Report) -> Json:
    """How well the boxes held."""
    kept = f"{report.kept} of {report.spikes} spikes kept to the first box."
    if report.share is None:
        return rich(paragraph(say(kept, bold=True)))
    used = f" In the median, {report.share} % of the box was used."
    return rich(paragraph(say(kept, bold=True), say(used)))


def _decisions(report: Report) -> Json:
    """What was decided, as far as it was; and what hypotheses came to, all of it said alike."""
    decided = [say(f"{DECISIONS[each]}: {number}") for each, number in report.decisions if number]
    parts = [paragraph(say("Decisions", bold=True)), bullets(decided)] if decided else []
    if any(number for _, number in report.results):
        parts.append(paragraph(say("Hypotheses", bold=True), say(f": {say_results(report.results)}")))
    return rich(*parts)


def say_results(results: Sequence[tuple[Result, int]]) -> str:
    """ "2 proved, 1 disproved, 1 open"."""
    return ", ".join(f"{number} {each}" for each, number in results)


def _stories(stories: Sequence[Estimates]) -> Json:
    shown = [say(f"#{each.number}: {_points(each.before)} → {_points(each.after)}") for each in stories]
    more = len(shown) - _STORIES
    lines = [*shown[:_STORIES], *([say(f"and {more} more")] if more > 0 else [])]
    title = "Estimates of their stories, in points, before the decision → now"
    return rich(paragraph(say(title, bold=True)), bullets(lines))


def _points(points: int | None) -> str:
    return "no estimate" if points is None else str(points)


def _spike(number: int, entry: SpikeEnded) -> Json:
    said = [f"{say_duration(entry.used)} of {say_duration(entry.box)}"]
    said += [f"extended {count(entry.grown, 'time')}"] if entry.grown else []
    said.append(DECISIONS[entry.decision])
    said += [f"hypothesis {VERDICTS[entry.verdict]}"] if entry.verdict else []
    parts = [
        paragraph(say(clip(_asked(number, entry), QUESTION_TEXT), bold=True)),
        paragraph(say(" · ".join(said))),
    ]
    finding = user_text(line(entry.finding), _FINDING)
    return rich(*parts, *([quote(finding)] if finding else []))


def _asked(number: int, entry: SpikeEnded) -> str:
    return f"{number}. {line(entry.question)}"
