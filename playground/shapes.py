"""What all parts share: JSON, Slack's refusal of a call, a mistake of the script that drives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Payloads, blocks, views and messages keep Slack's own shape, so that nothing is lost in translation.
Json = dict[str, Any]

BOT_USER = "UPITON"
BOT_ID = "BPITON"
APP_ID = "APITON"
#: Slack's old way to know its requests; nobody should rely on it.
VERIFICATION = "playground-verification"


@dataclass(frozen=True)
class Team:
    """A workspace as Slack names it; its id is the tenant."""

    id: str
    name: str
    domain: str


FIRST = Team("T0PLAY", "Piton playground", "piton-playground")
#: Another company that has the same app, and some of the same user and channel ids.
SECOND = Team("T0OTHER", "Another company", "another-company")


class SlackError(Exception):
    """Slack says no: its error code, and whatever else the answer carries."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class ScriptError(Exception):
    """The script asked for somebody or something that is not there; `known` names what is."""

    def __init__(self, sentence: str, known: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.known = list(known)
