"""Pressing and choosing: a click on a button or menu in a message, a modal or Home, as `block_actions`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground import messages, views
from playground.acting import visible
from playground.blocks import elements, plain
from playground.inputs import KINDS, filled, option, values
from playground.outcome import Outcome, interact
from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack
from playground.workspace import Modal, Typed, Workspace


@dataclass(frozen=True)
class Aim:
    """What the person means to press: an element by its action_id or by the words on it."""

    action_id: str | None = None
    text: str | None = None
    block_id: str | None = None
    value: Any = None


def labels(block: Json, element: Json) -> Iterator[str]:
    yield plain(element.get("text"))
    yield plain(element.get("placeholder"))
    yield plain(block.get("label"))
    if block.get("type") == "section":
        yield plain(block.get("text"))


def find(blocks: list[Json], aim: Aim) -> tuple[Json, Json]:
    offered = [(block, element) for block in blocks for element in elements(block)]
    fits = [
        (block, element)
        for block, element in offered
        if aim.block_id in (None, block["block_id"])
        and aim.action_id in (None, element.get("action_id"))
        and (aim.text is None or aim.text in labels(block, element))
    ]
    if len(fits) > 1 and aim.value is not None:
        fits = [(block, element) for block, element in fits if element.get("value") == aim.value] or fits
    if len(fits) == 1 or (fits and aim.action_id is None and aim.text is not None):
        return fits[0]
    known = [
        f"{e.get('action_id')} in {b['block_id']} ({next(filter(None, labels(b, e)), '')})"
        for b, e in offered
    ]
    wanted = aim.action_id or aim.text or aim.block_id
    if fits:
        raise ScriptError(f"{wanted!r} is there {len(fits)} times; say which by block_id or value.", known)
    raise ScriptError(f"There is nothing to press called {wanted!r}.", known)


def pressed(block: Json, element: Json, aim: Aim, typed: Typed, workspace: Workspace) -> Json:
    """The entry of `actions` for this click; what was chosen is remembered in `typed`."""
    action: Json = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    action["action_ts"] = workspace.next_ts()
    if element["type"] in ("button", "workflow_button"):
        action |= {key: element[key] for key in ("text", "value", "style") if key in element}
    elif element["type"] == "overflow":
        action["selected_option"] = option(element, aim.value)
    elif element["type"] in KINDS:
        held = filled(element, aim.value, workspace)
        typed[(block["block_id"], element["action_id"])] = held
        action |= held
        started = KINDS[element["type"]].initial
        action |= {started: element[started]} if started in element else {}
        action |= {"placeholder": element["placeholder"]} if "placeholder" in element else {}
    else:
        raise ScriptError(f"A {element['type']} cannot be pressed.")
    return action


async def in_message(slack: Slack, user: str, channel: Channel, ts: str, aim: Aim) -> Outcome:
    message = visible(slack, channel, ts, user)
    blocks = message.get("blocks", [])
    block, element = find(blocks, aim)
    typed = slack.workspace.choices.setdefault((channel.id, ts, user), {})
    action = pressed(block, element, aim, typed, slack.workspace)
    whisper = "ephemeral_to" in message
    container: Json = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": whisper}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    payload = slack.envelope("block_actions", user) | {
        "container": container,
        "trigger_id": slack.triggers.issue(user),
        "channel": slack.place(channel),
        "state": {"values": values(blocks, typed)},
        "response_url": slack.response_url(channel, user, message),
        "actions": [action],
    }
    if not whisper:
        payload["message"] = messages.public(message)
    slack.workspace.changed()
    return await interact(slack, payload)


async def in_view(slack: Slack, user: str, modal: Modal, aim: Aim) -> Outcome:
    block, element = find(modal.view["blocks"], aim)
    action = pressed(block, element, aim, modal.typed, slack.workspace)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Outcome(more={"dispatched": False})
    view = views.public(modal)
    payload = slack.envelope("block_actions", user) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": slack.triggers.issue(user),
        "view": view,
        "actions": [action],
    }
    return await interact(slack, payload)
