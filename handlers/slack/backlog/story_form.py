"""The form of one story, and the one in which many are pasted, with a look at what comes of it before it is done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, cast

from bot import backlog
from bot.book import pasting
from bot.book.pasting import KINDS, STAGES, Draft, Pasted
from bot.errors import BadInput
from bot.model import ChannelId, Stage, Story, StoryId, StoryKind
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, clip, count, line, say, user_text

CALLBACK, IMPORT = "story.save", "story.import"
TITLE, TEXT, LINK, EPIC, ASKED_BY, KIND, STAGE = "title", "text", "link", "epic", "asked_by", "kind", "stage"
PASTED = "pasted"
_SHOWN = 30
_FINDING = 500
#: The button that starts a spike for a story.
SPIKE = "spike.new"
_KINDS: tuple[Choice, ...] = tuple((each, each.capitalize()) for each in KINDS)
_STAGES: tuple[Choice, ...] = tuple((each, each.capitalize()) for each in STAGES if each)


@dataclass(frozen=True, slots=True)
class Made:
    """A story as it was filled in; `story` None: a new one."""

    channel: ChannelId
    channel_name: str
    story: StoryId | None
    draft: Draft
    seen: str = ""  #: a print of the story as the form showed it


def view(where: ChannelId, name: str, known: Story | Draft | None = None) -> Json:
    """The form of a story, or of a new one of which something is known."""
    known = known or Draft("")
    story = known if isinstance(known, Story) else None
    dropped = (
        f" · Dropped: `/story restore #{story.number}` has it back."
        if story and story.state == "dropped"
        else ""
    )
    pieces = [
        blocks.context(f"{channel(name)}{dropped}"),
        inputs.text_input(TITLE, "What is it?", known.title, limit=pasting.TITLE),
        inputs.select(KIND, "Kind", _KINDS, known.kind),
        inputs.text_input(
            TEXT, "More about it", known.text, limit=pasting.TEXT, multiline=True, optional=True
        ),
        inputs.text_input(
            LINK, "Link", known.link, placeholder="https://…", limit=pasting.LINK, optional=True
        ),
        inputs.text_input(
            EPIC, "Epic", known.epic, "What it is a part of.", limit=pasting.NAME, optional=True
        ),
        inputs.text_input(ASKED_BY, "Asked for by", known.asked_by, limit=pasting.NAME, optional=True),
        inputs.select(STAGE, "Of a model: its stage", _STAGES, known.stage or None, optional=True),
    ]
    if story and story.finding:
        pieces.insert(1, _found(story))
    if story and story.state == "open":
        pieces.append(blocks.actions(blocks.button("Start a spike", SPIKE, story.id)))
    seen = print_of(backlog.draft(story)) if story else ""
    note = json.dumps({"channel": where, "name": name, "story": story.id if story else "", "seen": seen})
    head = f"Story #{story.number}" if story else "New story"
    return blocks.modal(CALLBACK, head, pieces, submit="Save", metadata=note)


def _found(story: Story) -> Json:
    """What its last spike found."""
    head = blocks.paragraph(say("Found by a spike", bold=True))
    return blocks.rich(head, blocks.quote(user_text(story.finding, _FINDING) or say("–")))


def read(payload: Mapping[str, Any]) -> Made:
    """The story. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    draft = Draft(
        line(form.text(TITLE)),
        form.text(TEXT),
        form.text(LINK).strip(),
        line(form.text(EPIC)),
        line(form.text(ASKED_BY)),
        cast(StoryKind, form.choice(KIND) if form.choice(KIND) in KINDS else "feature"),
        cast(Stage, form.choice(STAGE) if form.choice(STAGE) in STAGES else ""),
    )
    if not draft.title:
        raise BadInput("Give it a title.", TITLE)
    if pasting.units(draft.title) > pasting.TITLE:
        raise BadInput(f"A title has {pasting.TITLE} characters at most.", TITLE)
    if draft.link and not pasting.is_link(draft.link):
        raise BadInput("A link begins with http:// or https://.", LINK)
    story = form.note.get("story")
    return Made(
        ChannelId(form.noted("channel")),
        form.noted("name"),
        StoryId(story) if isinstance(story, str) and story else None,
        draft,
        str(form.note.get("seen")),
    )


def print_of(draft: Draft) -> str:
    """The same for the same words."""
    return _print(json.dumps(asdict(draft)))


def import_view(where: ChannelId, name: str, text: str = "", pasted: Pasted | None = None) -> Json:
    """The form to paste into; with what came of it above, once it was read."""
    pieces = [blocks.context(channel(name)), *(_preview(pasted) if pasted else [])]
    pieces.append(
        inputs.text_input(
            PASTED,
            "Lines, or CSV",
            text,
            "One story a line, with a link or without. CSV: a first line with title and any of text, link, epic,"
            " asked by, kind, stage. Slack takes 3,000 characters at a time.",
            multiline=True,
        )
    )
    note = json.dumps({"channel": where, "name": name, "seen": _print(text) if pasted else ""})
    submit = (
        f"Add {count(len(pasted.drafts), 'story', 'stories')}" if pasted and pasted.drafts else "Look at them"
    )
    return blocks.modal(IMPORT, "Import stories", pieces, submit=submit, metadata=note)


def _preview(pasted: Pasted) -> Sequence[Json]:
    lines = [say(f"{line(each.title)}{_marks(each)}") for each in pasted.drafts[:_SHOWN]]
    more = len(pasted.drafts) - len(lines)
    found = (
        [blocks.rich(blocks.paragraph(say("To be added", bold=True)), blocks.bullets(lines))] if lines else []
    )
    rest = [blocks.context(f"and {more} more")] if more > 0 else []
    return [
        *found,
        *rest,
        *_remarks(pasted, "Left out", refused=True),
        *_remarks(pasted, "To know", refused=False),
    ]


def _remarks(pasted: Pasted, head: str, *, refused: bool) -> list[Json]:
    lines = [say(f"Line {each.line}: {each.words}") for each in pasted.remarks if each.refused == refused]
    if not lines:
        return []
    more = [say(f"and {len(lines) - _SHOWN} more")] if len(lines) > _SHOWN else []
    return [blocks.rich(blocks.paragraph(say(head, bold=True)), blocks.bullets([*lines[:_SHOWN], *more]))]


def _marks(draft: Draft) -> str:
    kind = draft.kind if draft.kind != "feature" else ""
    marks = list(filter(None, (kind, draft.stage, draft.epic, draft.link)))
    return f" · {clip(' · '.join(marks), 200)}" if marks else ""


@dataclass(frozen=True, slots=True)
class Import:
    """What was pasted; `seen`: it is the very text whose outcome was shown, and may be added."""

    channel: ChannelId
    channel_name: str
    text: str
    pasted: Pasted
    seen: bool


def read_import(payload: Mapping[str, Any]) -> Import:
    """What was pasted. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    text = form.lines(PASTED)
    if not text.strip():
        raise BadInput("Paste at least one line.", PASTED)
    pasted = pasting.read(text)
    seen = form.note.get("seen") == _print(text) and bool(pasted.drafts)
    return Import(ChannelId(form.noted("channel")), form.noted("name"), text, pasted, seen)


def _print(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
