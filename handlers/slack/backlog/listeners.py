"""What the backlog listens to: `/backlog`, `/story`, and their forms."""

from handlers.slack.backlog import drawings, looking, stories, story_form
from handlers.slack.desk import Listeners

LISTENERS = Listeners(
    commands={"backlog": looking.show, "story": stories.story},
    clicks={
        drawings.EARLIER: looking.turn,
        drawings.LATER: looking.turn,
        f"{drawings.FILTER}.{drawings.KIND}": looking.turn,
        f"{drawings.FILTER}.{drawings.EPIC}": looking.turn,
        stories.RESTORE: stories.restore,
    },
    submits={
        story_form.CALLBACK: stories.save,
        story_form.IMPORT: stories.save_import,
        drawings.CALLBACK: looking.done,
    },
)
