"""The form that calls a vote: which stories, who votes on what, until when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.book.pasting import Draft, Pasted, read
from bot.ceremonies.estimation.rules import require_batch
from bot.ceremonies.estimation.state import MOST_STORIES
from bot.errors import BadInput
from bot.estimating import Wish
from bot.model import ChannelId, MemberId, Story, StoryId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.inputs import Choice
from handlers.slack.text import channel, clip, titled

CALLBACK = "estimation.call"
STORIES, PASTED, EFFORT, VALUE, UNTIL = "stories", "pasted", "effort", "value", "until"
#: So many remarks are shown at once.
_REMARKS = 3


@dataclass(frozen=True, slots=True)
class CallForm:
    """What the form shows. `stories`: to choose from, those first that lack an estimate."""

    channel: ChannelId
    channel_name: str
    stories: tuple[Story, ...]
    chosen: tuple[StoryId, ...]
    developers: tuple[MemberId, ...]
    stakeholders: tuple[MemberId, ...]
    until: date
    pasted: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked for."""

    channel: ChannelId
    channel_name: str
    stories: tuple[StoryId, ...]
    drafts: tuple[Draft, ...]
    wish: Wish


def view(form: CallForm) -> Json:
    """The form as a modal."""
    pieces = [blocks.context(channel(form.channel_name))]
    if form.stories:
        choices = [choice(each) for each in form.stories[: inputs.OPTIONS]]
        pieces.append(
            inputs.multi_select(
                STORIES, "Stories", choices, form.chosen, _hint(form), MOST_STORIES, optional=True
            )
        )
    pieces += [
        inputs.text_input(
            PASTED,
            "Or new ones, one a line" if form.stories else "Stories, one a line",
            form.pasted,
            hint=f"A link in a line becomes the story's. {MOST_STORIES} at most in one vote.",
            placeholder="Churn by region https://tracker.example.com/DS-12",
            multiline=True,
            optional=bool(form.stories),
        ),
        inputs.users_select(
            EFFORT,
            "Who estimates effort?",
            form.developers,
            "Developers. They do not see value votes.",
            optional=True,
        ),
        inputs.users_select(
            VALUE,
            "Who estimates value?",
            form.stakeholders,
            "Stakeholders. They do not see effort votes.",
            optional=True,
        ),
        inputs.datepicker(
            UNTIL, "Until", form.until, "The last voter's own 16:00, or as soon as everyone has voted."
        ),
    ]
    note = json.dumps({"channel": form.channel, "name": form.channel_name})
    return blocks.modal(CALLBACK, "Estimate", pieces, submit="Start the vote", metadata=note)


def _hint(form: CallForm) -> str:
    """Slack shows so many and no more."""
    more = len(form.stories) - inputs.OPTIONS
    return f"{more} more are not in this list: name them, as in /estimate #12 #13." if more > 0 else ""


def choice(story: Story) -> Choice:
    """A story to choose, with what it lacks below."""
    lacks = [name for name, known in (("effort", story.effort), ("value", story.value)) if known is None]
    below = f"lacks {' and '.join(lacks)}" if lacks else "estimated"
    return story.id, clip(titled(story), inputs.OPTION_TEXT), below


def read_call(payload: Mapping[str, Any]) -> Call:
    """What was asked for. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    pasted = read(form.lines(PASTED))
    require_all_taken(pasted, PASTED)
    stories = tuple(StoryId(each) for each in form.choices(STORIES))
    field = STORIES if STORIES in form.values and not pasted.drafts else PASTED
    require_batch(len(stories) + len(pasted.drafts), field)
    wish = Wish(
        tuple(map(MemberId, form.people(EFFORT))), tuple(map(MemberId, form.people(VALUE))), form.date(UNTIL)
    )
    if not (wish.developers or wish.stakeholders):
        raise BadInput("Name at least one person who votes, on effort or on value.", EFFORT)
    return Call(ChannelId(form.noted("channel")), form.noted("name"), stories, pasted.drafts, wish)


def require_all_taken(pasted: Pasted, field: str) -> None:
    """Raises BadInput with the lines that cannot be taken."""
    refused: Sequence[str] = [f"Line {each.line}: {each.words}." for each in pasted.remarks if each.refused]
    if refused:
        more = f" And {len(refused) - _REMARKS} more." if len(refused) > _REMARKS else ""
        raise BadInput(" ".join(refused[:_REMARKS]) + more, field)
