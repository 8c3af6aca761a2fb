"""Views as Slack keeps them: checked, named, stacked three deep, updated under a hash against stale ones."""

import json
from copy import deepcopy

from playground import fields
from playground.blocks import VIEW, accept, refused
from playground.checks import LimitError, flag, known, short, text
from playground.inputs import values
from playground.shapes import APP_ID, BOT_ID, Json, SlackError
from playground.workspace import Modal, Workspace

MOST_STACKED = 3
#: In bytes of JSON.
LARGEST_VIEW = 250_000


def build(workspace: Workspace, given: object, *, kind: str) -> Json:
    """A new view from what the bot sent; everything that Slack would add is there."""
    if not isinstance(given, dict) or given.get("type") != kind:
        raise refused(
            "invalid_arguments", f"missing required field: view of type {kind} [json-pointer:/view]"
        )
    try:
        check_frame(given)
    except LimitError as broken:
        raise refused("invalid_arguments", str(broken)) from None
    blocks = accept(given.get("blocks"), VIEW, workspace.files)
    view_id = workspace.new_id("V")
    view: Json = {
        "id": view_id,
        "team_id": workspace.team.id,
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
        "app_installed_team_id": workspace.team.id,
        "bot_id": BOT_ID,
    }
    if kind == "home":
        view |= {"title": {"type": "plain_text", "text": "View Title", "emoji": True}}
    return view


def check_frame(given: Json) -> None:
    known(given, fields.MODAL if given["type"] == "modal" else fields.HOME, "/view")
    short(given, "callback_id", 255, "/view")
    short(given, "private_metadata", 3000, "/view")
    short(given, "external_id", 255, "/view")
    if len(json.dumps(given, ensure_ascii=False).encode("utf-8", "surrogatepass")) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    if given["type"] == "home":
        return
    for name in ("title", "submit", "close"):
        text(given, name, 24, "/view", needed=name == "title", markdown=False)
    blocks = given.get("blocks")
    for name in ("clear_on_close", "notify_on_close", "submit_disabled"):
        flag(given, name, "/view")
    held = blocks if isinstance(blocks, list) else []
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in held)
    if asks and not given.get("submit"):
        raise LimitError("missing required field: submit, since the view has inputs", "/view")


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
    shown = [modal for stack in workspace.stacks.values() for modal in stack]
    taken = {modal.view["external_id"] for modal in [*shown, *workspace.homes.values()]}
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
    if current is None or fresh["external_id"] != current.view["external_id"]:
        refuse_taken(workspace, fresh["external_id"])
    if current is not None:
        fresh |= {"id": current.view["id"], "root_view_id": current.view["id"]}
    workspace.homes[user] = Modal(fresh, current.typed if current is not None else {})
    workspace.changed()
    return fresh
