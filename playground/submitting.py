"""Filling in a modal and sending or closing it, and what the app's answer does to the stack of modals."""

import asyncio
from contextlib import suppress
from typing import Any

from playground import views
from playground.blocks import plain
from playground.inputs import complaint, filled, inputs, values
from playground.outcome import Outcome, interact
from playground.shapes import Json, ScriptError, SlackError
from playground.silence import TROUBLE
from playground.slack import Slack
from playground.workspace import Modal, Workspace

#: Seconds for which a person looks at a form that has no button to send it.
PATIENCE = 10.0


def top(workspace: Workspace, user: str, view_id: str | None) -> Modal:
    """The modal in front of this person. Only that one can be filled in."""
    stack = workspace.stacks.get(user, [])
    if not stack or view_id not in (None, stack[-1].view["id"]):
        opened = [f"{modal.view['id']} ({plain(modal.view['title'])})" for modal in stack[-1:]]
        raise ScriptError(f"{user} has no open modal {view_id or ''}".strip() + ".", opened)
    return stack[-1]


async def ready(workspace: Workspace, user: str, view_id: str | None) -> Modal:
    """The modal in front of this person, once it can be sent: one that only says "Looking …" is waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            async for _ in workspace.versions():
                if top(workspace, user, view_id).view.get("submit"):
                    break
    return top(workspace, user, view_id)


def fill(workspace: Workspace, modal: Modal, given: dict[str, Any]) -> None:
    """Puts values into inputs named by block_id, action_id or label: all of them, or none."""
    named = list(inputs(modal.view["blocks"]))
    typed = dict(modal.typed)
    for name, value in given.items():
        fits = [(block, element) for block, element in named if name in names(block, element)]
        if len(fits) != 1:
            known = [
                f"{block['block_id']} / {e['action_id']} ({plain(block.get('label'))})" for block, e in named
            ]
            raise ScriptError(f"There is {'more than one' if fits else 'no'} input called {name!r}.", known)
        block, element = fits[0]
        typed[(block["block_id"], element["action_id"])] = filled(element, value, workspace)
    modal.typed = typed


def names(block: Json, element: Json) -> tuple[str, ...]:
    block_id, action_id = block["block_id"], element["action_id"]
    return block_id, action_id, f"{block_id}/{action_id}", plain(block.get("label"))


def complaints(modal: Modal) -> list[Json]:
    held = values(modal.view["blocks"], modal.typed)
    found = []
    for block, element in inputs(modal.view["blocks"]):
        message = complaint(block, element, held[block["block_id"]][element["action_id"]])
        if message is not None:
            found.append(field_error(block, message))
    return found


def field_error(block: Json, message: str) -> Json:
    return {"block_id": block["block_id"], "label": plain(block.get("label")), "message": message}


async def submit(slack: Slack, user: str, modal: Modal, given: dict[str, Any]) -> Outcome:
    fill(slack.workspace, modal, given)
    if not modal.view.get("submit"):
        raise ScriptError("This modal has no submit button.")
    refused = complaints(modal)
    if refused:
        return Outcome(errors=refused)
    payload = slack.envelope("view_submission", user)
    payload |= {"trigger_id": slack.triggers.issue(user), "view": views.public(modal), "response_urls": []}
    outcome = await interact(slack, payload)
    if outcome.error is not None:
        return outcome
    try:
        outcome.errors = answer(slack.workspace, user, modal, outcome.ack or {})
    except SlackError:
        outcome.error = TROUBLE
    slack.workspace.changed()
    return outcome


def answer(workspace: Workspace, user: str, modal: Modal, ack: Json) -> list[Json]:
    """Does what the ack asks. One that Slack could not follow is a `SlackError`; the person sees trouble."""
    match ack.get("response_action"):
        case None:
            drop(workspace, user, modal)
        case "clear":
            workspace.stacks.pop(user, None)
        case "update":
            views.update(workspace, modal, ack.get("view"))
        case "push":
            views.push(workspace, user, ack.get("view"))
        case "errors":
            return field_errors(modal, ack.get("errors"))
        case _:
            raise SlackError("invalid_arguments")
    return []


def field_errors(modal: Modal, errors: object) -> list[Json]:
    blocks = {block["block_id"]: block for block in modal.view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= set(blocks):
        raise SlackError("invalid_arguments")
    return [field_error(blocks[block_id], str(message)) for block_id, message in errors.items()]


def drop(workspace: Workspace, user: str, modal: Modal) -> None:
    stack = [kept for kept in workspace.stacks.get(user, []) if kept is not modal]
    if stack:
        workspace.stacks[user] = stack
    else:
        workspace.stacks.pop(user, None)
    workspace.changed()


async def close(slack: Slack, user: str, modal: Modal, *, everything: bool = False) -> Outcome:
    """Cancel closes the modal in front; the cross (`everything`) or clear_on_close closes the whole stack."""
    workspace = slack.workspace
    everything = everything or modal.view["clear_on_close"]
    closed = list(reversed(workspace.stacks.get(user, []))) if everything else [modal]
    outcome = Outcome()
    for gone in closed:
        drop(workspace, user, gone)
        if gone.view["notify_on_close"]:
            payload = slack.envelope("view_closed", user)
            outcome = await interact(slack, payload | {"view": untyped(gone), "is_cleared": everything})
    return outcome


def untyped(modal: Modal) -> Json:
    """A closed view tells nothing of what was typed into it."""
    return views.public(Modal(modal.view)) | {"state": {"values": {}}}
