"""The modal in front of a person."""

from playground.blocks import plain
from playground.page import draw
from playground.page.html import Html, tag
from playground.page.standing import Standing


def front(standing: Standing) -> Html:
    """Empty if they have none open."""
    stack = standing.reader.slack.workspace.stacks.get(standing.user, [])
    if not stack:
        return Html("")
    view = stack[-1].view
    surface = draw.Surface(f"v{view['id']}", standing.reader, stack[-1].typed)
    leave = plain(view["close"]) or ("Back" if len(stack) > 1 else "Cancel")
    submit = plain(view["submit"])
    return tag(
        "form",
        tag(
            "header",
            tag("h2", plain(view["title"]), id="modal-title"),
            tag("button", "✕", type="button", class_="cross", data_close="all", aria_label="Close"),
        ),
        tag("div", draw.blocks(view["blocks"], surface), class_="modal-body"),
        tag("p", class_="trouble", role="alert"),
        tag(
            "footer",
            tag("button", leave, type="button", class_="button", data_close="one"),
            tag("button", submit, type="submit", class_="button primary") if submit else None,
        ),
        data_view=view["id"],
        novalidate=True,
    )
