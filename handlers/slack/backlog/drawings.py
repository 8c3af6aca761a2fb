"""The backlog as a modal: in order, by epic and kind, page by page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.book.pasting import KINDS
from bot.book.ranking import Ranked, why
from bot.model import StoryId, StoryKind, TeamId
from bot.tried import Glance
from handlers.slack import blocks, inputs
from handlers.slack import tried as glances
from handlers.slack.backlog.story_form import SPIKE
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import channel, clip, count, line, say, titled, user_text

PAGE = 12
EPIC, KIND = "epic", "kind"
CALLBACK = "backlog"
FILTER, EARLIER, LATER = "backlog.filter", "backlog.earlier", "backlog.later"
_ALL, _OF = "all", "of:"  #: an epic may be called "all"
_LINK, _FINDING = 300, 150


@dataclass(frozen=True, slots=True)
class Look:
    """What of a backlog is looked at."""

    team: TeamId
    epic: str = ""
    kind: StoryKind | None = None
    page: int = 0


def view(
    look: Look,
    team: str,
    ranked: Sequence[Ranked],
    epics: Sequence[str],
    tried: Mapping[StoryId, Glance] | None = None,
) -> Json:
    """A page of the backlog. `ranked`: all that the filters let through; `tried`: experiments, by their stories."""
    pages = max(1, -(-len(ranked) // PAGE))
    page = min(max(look.page, 0), pages - 1)
    shown = ranked[page * PAGE : (page + 1) * PAGE]
    pieces = [*_filters(look, epics), blocks.context(_head(team, len(ranked), page, pages))]
    for each in shown:
        pieces += _story(each, (tried or {}).get(each.story.id))
    if not shown:
        cut = look.epic or look.kind
        words = "Nothing of this kind." if cut else "Nothing here yet. `/story add` puts something in."
        pieces.append(blocks.section(words))
    pieces += _turning(page, pages)
    note = json.dumps({"team": look.team, "page": page})
    return blocks.modal(CALLBACK, "Backlog", pieces, close="Close", submit="Done", metadata=note)


def _head(team: str, number: int, page: int, pages: int) -> str:
    turned = f" · page {page + 1} of {pages}" if pages > 1 else ""
    return f"{channel(team)} · {count(number, 'story', 'stories')}, most value for the effort first{turned}"


def _filters(look: Look, epics: Sequence[str]) -> list[Json]:
    kinds = [(_ALL, "All kinds"), *((each, each.capitalize()) for each in KINDS)]
    found = [inputs.select(KIND, "Kind", kinds, look.kind or _ALL, picked=f"{FILTER}.{KIND}")]
    if epics:
        first = sorted(epics, key=lambda each: each != look.epic)  # Slack shows so many and no more
        named = [(_ALL, "All epics"), *((f"{_OF}{each}", line(each)) for each in first)]
        chosen = f"{_OF}{look.epic}" if look.epic else _ALL
        found.append(inputs.select(EPIC, "Epic", named, chosen, picked=f"{FILTER}.{EPIC}"))
    return found


def _story(each: Ranked, tried: Glance | None) -> list[Json]:
    story = each.story
    place = f"{each.rank}. " if each.rank else ""
    title = say(f"{place}{titled(story)}", bold=True)
    link = say(" ") + user_text(story.link, _LINK) if story.link else []
    marks = [why(each), story.kind, story.stage, line(story.epic)]
    asked = [f"asked for by {line(story.asked_by)}"] if story.asked_by else []
    below = " · ".join(filter(None, (*marks, *asked)))
    found = [blocks.context(f"Found: {clip(line(story.finding), _FINDING)}")] if story.finding else []
    if tried:
        found.append(blocks.context(f"{glances.key(tried)}: {glances.stands(tried)}"))
    spike = blocks.actions(blocks.button("Start a spike", SPIKE, story.id))
    return [
        blocks.rich(blocks.paragraph(title, link)),
        blocks.context(below),
        *found,
        *([spike] if story.unclear else []),
    ]


def _turning(page: int, pages: int) -> list[Json]:
    buttons = [blocks.button("Show earlier", EARLIER, "earlier")] if page else []
    buttons += [blocks.button("Show later", LATER, "later")] if page + 1 < pages else []
    return [blocks.actions(*buttons)] if buttons else []


def read(payload: Mapping[str, Any]) -> Look:
    """What is looked at, by the form's filters. Raises NotFound for a stale form."""
    form = filled(payload)
    page = form.note.get("page")
    epic, kind = form.choice(EPIC), form.choice(KIND)
    return Look(
        TeamId(form.noted("team")),
        epic.removeprefix(_OF) if epic.startswith(_OF) else "",
        next((each for each in KINDS if each == kind), None),
        page if isinstance(page, int) else 0,
    )
