"""The questions of a form which epic and which story a thing belongs to, where the team has any."""

from collections.abc import Sequence

from bot.model import Epic, EpicId, Story, StoryId
from handlers.slack import inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled
from handlers.slack.text import clip, line, titled

EPIC, STORY = "epic", "story"


def asked(epics: Sequence[Epic], stories: Sequence[Story]) -> list[Json]:
    """The pieces of the form; of very many stories, the newest can be chosen."""
    pieces = []
    if epics:
        named = [(each.id, clip(line(each.name), inputs.OPTION_TEXT) or "–") for each in epics]
        pieces.append(inputs.select(EPIC, "For an epic?", named, optional=True))
    if stories:
        first = sorted(stories, key=lambda each: -each.number)
        called = [(each.id, clip(titled(each), inputs.OPTION_TEXT)) for each in first]
        pieces.append(inputs.select(STORY, "For a story?", called, optional=True))
    return pieces


def chosen(form: Filled) -> tuple[EpicId | None, StoryId | None]:
    """What was chosen."""
    epic, story = form.choice(EPIC), form.choice(STORY)
    return EpicId(epic) if epic else None, StoryId(story) if story else None
