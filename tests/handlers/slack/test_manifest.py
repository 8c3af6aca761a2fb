"""The manifest asks for what the code uses, and for nothing else."""

import re
from pathlib import Path

import pytest

from handlers.slack.app import LISTENERS
from handlers.slack.manifest import COMMANDS, EVENTS, SCOPES, SHORTCUTS, manifest
from playground import Playground
from playground.events import needed
from playground.scopes import METHODS, accepted

HANDLERS = Path(__file__).parents[3] / "handlers"
#: How slack_sdk spells what Slack calls otherwise.
SPELT = {"chat_postMessage": "chat.postMessage", "chat_postEphemeral": "chat.postEphemeral"}


def calls() -> set[str]:
    """Every method of the Web API that the handlers call."""
    source = "\n".join(file.read_text() for file in HANDLERS.rglob("*.py"))
    names = set(re.findall(r"client\.((?:api|apps|auth|chat|conversations|files|users|views)_\w+)", source))
    return {SPELT.get(name, name.replace("_", ".", 1)) for name in names}


def test_every_call_has_a_scope_that_allows_it() -> None:
    found = calls()
    assert {"chat.postMessage", "conversations.history", "views.publish"} <= found
    for method in found & METHODS.keys():
        assert set(accepted(method)) & SCOPES.keys(), method


def test_every_scope_is_needed_by_a_call_an_event_or_the_commands() -> None:
    used = {scope for method in calls() for scope in accepted(method)} | {needed(each, {}) for each in EVENTS}
    assert SCOPES.keys() - used == {"commands"}


def test_every_event_has_a_listener_and_every_listener_its_event() -> None:
    assert {name for each in LISTENERS for name in each.events} == EVENTS.keys()


def test_every_shortcut_has_a_listener_and_every_listener_its_shortcut() -> None:
    assert {name for each in LISTENERS for name in each.shortcuts} == {name for _, name, *_ in SHORTCUTS}


def test_every_slash_command_is_heard() -> None:
    heard = {f"/{name}" for each in LISTENERS for name in each.commands} | {"/piton"}
    assert {name for name, *_ in COMMANDS} <= heard


def test_slack_would_take_the_manifest() -> None:
    Playground().install(manifest())
    for _, callback, name, says in SHORTCUTS:
        assert (len(name) <= 24, len(says) <= 150, len(callback) <= 255) == (True, True, True), name
    for name, says, hint in COMMANDS:
        assert (len(name) <= 32, len(says) <= 2000, len(hint) <= 1000) == (True, True, True), name


@pytest.mark.parametrize("name", ["/away", "/remind", "/me"])
def test_one_of_slacks_own_names_would_void_it(name: str) -> None:
    made = manifest()
    made["features"]["slash_commands"][0]["command"] = name
    with pytest.raises(ValueError, match=name):
        Playground().install(made)
