"""The shape that a payload must have before Bolt and we take it apart; Bolt itself fails on what is not so."""

from typing import Annotated, Any

from pydantic import BaseModel, FailFast, Field, ValidationError

Json = dict[str, Any]
#: Of many that are wrong one is enough to know.
Blocks = Annotated[list[Json], FailFast()]


class Named(BaseModel):
    """A thing with an id."""

    id: str


class Action(BaseModel):
    """What was pressed or chosen."""

    action_id: str = ""
    block_id: str = ""
    type: str = ""


class View(BaseModel):
    """A modal, as far as it is read. Defaults that could be changed would be copied for each payload."""

    id: str = ""
    type: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    blocks: Blocks = Field(default_factory=list)
    state: Json = Field(default_factory=dict)


class Payload(BaseModel):
    """What every kind may have, each of the right type where it is there."""

    type: str | None = None
    team_id: str | None = None
    enterprise: Json | None = None
    team: Named | None = None
    user: Named | str | None = None
    channel: Named | None = None
    container: Json | None = None
    view: View | None = None
    event: Json | None = None
    message: Json | None = None
    authorizations: list[Json] | None = None
    trigger_id: str | None = None


class Press(Payload):
    """block_actions"""

    user: Named
    actions: Annotated[list[Action], Field(min_length=1), FailFast()]


class Submit(Payload):
    """view_submission"""

    user: Named
    view: View


class Chosen(Payload):
    """shortcut, message_action"""

    user: Named
    callback_id: str


class Told(BaseModel):
    """What happened."""

    type: str


class Event(Payload):
    """event_callback"""

    event: Told  # type: ignore[assignment] # narrower: Bolt looks for its type


class Slash(Payload):
    """A slash command: it has no type."""

    command: str
    text: str = ""
    user_id: str
    channel_id: str
    user_name: str = ""
    channel_name: str = ""


_KINDS: dict[str, type[Payload]] = {
    "block_actions": Press,
    "view_submission": Submit,
    "shortcut": Chosen,
    "message_action": Chosen,
    "event_callback": Event,
    "url_verification": Payload,
}


def misshapen(body: object) -> str:
    """What is wrong with a payload, without its values; empty when it is sound."""
    if not isinstance(body, dict):
        return "not an object"
    if body.get("ssl_check"):
        return ""
    kind = Slash if "command" in body else _KINDS.get(str(body.get("type")))
    if kind is None:
        return "a kind that nobody here listens to"
    try:
        kind.model_validate(body)
    except ValidationError as error:
        return ", ".join(".".join(map(str, each["loc"])) for each in error.errors(include_input=False))[:80]
    return ""
