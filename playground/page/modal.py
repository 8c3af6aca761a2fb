"""The modal in front of a person."""

from playground.blocks import plain
from playground.page import draw
from playground.page.html import Html, tag
from playground.page.standing import Standing
from playground.shapes import Json


def front(standing: Standing) -> Html:
    """Empty if they have none open."""
    stack = standing.reader.slack.workspace.stacks.get(standing.user, [])
    if not stack:
        return Html("")
    view = stack[-1].view
    surface = draw.Surface(f"v{view['id']}", standing.reader, stack[-1].typed)
    inside = frame(view, surface, leave="Back" if len(stack) > 1 else "Cancel")
    return tag("form", *inside, class_="modal", data_view=view["id"], novalidate=True)


def frame(view: Json, surface: draw.Surface, *, leave: str) -> tuple[Html, ...]:
    """A view with its title above and its buttons below. `leave` is what Slack calls the way out by itself."""
    submit = plain(view.get("submit"))
    return (
        tag(
            "header",
            tag("h2", plain(view.get("title")), id=f"{surface.id}-title"),
            tag("button", "✕", type="button", class_="cross", data_close="all", aria_label="Close"),
        ),
        tag("div", draw.blocks(view["blocks"], surface), class_="modal-body"),
        tag("p", class_="trouble", role="alert"),
        tag(
            "footer",
            tag(
                "button", plain(view.get("close")) or leave, type="button", class_="button", data_close="one"
            ),
            tag("button", submit, type="submit", class_="button primary") if submit else None,
        ),
    )
