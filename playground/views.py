"""Views as Slack keeps them: checked, named, stacked three deep, updated under a hash against stale ones."""

from copy import deepcopy

from playground.blocks import IN_VIEWS, accept
from playground.inputs import values
from playground.shapes import APP_ID, BOT_ID, TEAM_ID, Json, SlackError
from playground.workspace import Modal, Workspace

MOST_STACKED = 3


def build(workspace: Workspace, given: object, *, kind: str) -> Json:
    """A new view from what the bot sent; everything that Slack would add is there."""
    if not isinstance(given, dict) or given.get("type") not in ("modal", "home"):
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]}
        )
    if given["type"] != kind:
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] view must be of type {kind}"]}
        )
    if kind == "modal" and not given.get("title"):
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: title"]}
        )
    blocks = accept(given.get("blocks"), limit=100, known=IN_VIEWS)
    view_id = workspace.new_id("V")
    view: Json = {
        "id": view_id,
        "team_id": TEAM_ID,
        "type": kind,
        "blocks": blocks,
        "private_metadata": given.get("private_metadata") or "",
        "callback_id": given.get("callback_id") or "",
        "state": {"values": values(blocks, {})},
        "hash": new_hash(workspace),
        "title": given.get("title"),
        "clear_on_close": bool(given.get("clear_on_close")),
        "notify_on_close": bool(given.get("notify_on_close")),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "previous_view_id": None,
        "root_view_id": view_id,
        "app_id": APP_ID,
        "external_id": given.get("external_id") or "",
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }
    if kind == "home":
        view |= {"title": {"type": "plain_text", "text": "View Title", "emoji": True}}
    return view


def new_hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.now().timestamp())}.{workspace.new_id('')[:8]}"


def open_modal(workspace: Workspace, user: str, given: object) -> Json:
    view = build(workspace, given, kind="modal")
    refuse_taken(workspace, view["external_id"])
    workspace.stacks[user] = [Modal(view)]
    workspace.changed()
    return view


def push(workspace: Workspace, user: str, given: object) -> Json:
    stack = workspace.stacks.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= MOST_STACKED:
        raise SlackError("push_limit_reached")
    view = build(workspace, given, kind="modal")
    refuse_taken(workspace, view["external_id"])
    view |= {"root_view_id": stack[0].view["id"], "previous_view_id": stack[-1].view["id"]}
    stack.append(Modal(view))
    workspace.changed()
    return view


def refuse_taken(workspace: Workspace, external_id: str) -> None:
    taken = {modal.view["external_id"] for stack in workspace.stacks.values() for modal in stack}
    if external_id and external_id in taken:
        raise SlackError("duplicate_external_id")


def update(workspace: Workspace, modal: Modal, given: object) -> Json:
    """Redraws a modal in place. What was typed stays where block_id, action_id and type stay."""
    fresh = build(workspace, given, kind=modal.view["type"])
    kept = ("id", "root_view_id", "previous_view_id", "external_id")
    fresh |= {key: modal.view[key] for key in kept}
    fresh["state"] = {"values": values(fresh["blocks"], modal.typed)}
    modal.view = fresh
    workspace.changed()
    return fresh


def public(modal: Modal) -> Json:
    view = deepcopy(modal.view)
    view["state"] = {"values": deepcopy(values(view["blocks"], modal.typed))}
    return view


def find(workspace: Workspace, view_id: str | None, external_id: str | None) -> Modal | None:
    modals = [modal for stack in workspace.stacks.values() for modal in stack] + list(
        workspace.homes.values()
    )
    for modal in modals:
        if modal.view["id"] == view_id or (external_id and modal.view["external_id"] == external_id):
            return modal
    return None


def publish(workspace: Workspace, user: str, given: object) -> Json:
    fresh = build(workspace, given, kind="home")
    current = workspace.homes.get(user)
    if current is not None:
        fresh |= {"id": current.view["id"], "root_view_id": current.view["id"]}
    workspace.homes[user] = Modal(fresh, current.typed if current is not None else {})
    workspace.changed()
    return fresh
