"""What the bot's token must be granted, method by method, as Slack's pages list it."""

from collections.abc import Collection, Iterable, Mapping

from playground.people import Channel
from playground.shapes import SlackError

#: Kinds of conversations, in Slack's words.
PUBLIC, PRIVATE, DIRECT, GROUP = "public_channel", "private_channel", "im", "mpim"
KINDS = (PUBLIC, PRIVATE, DIRECT, GROUP)
_PREFIX = {PUBLIC: "channels", PRIVATE: "groups", DIRECT: "im", GROUP: "mpim"}

#: For each kind of conversation, the scopes of which one is enough.
Needs = Mapping[str, tuple[str, ...]]


def _family(verb: str) -> Needs:
    return {kind: (f"{_PREFIX[kind]}:{verb}",) for kind in KINDS}


def _whatever(scope: str) -> Needs:
    return dict.fromkeys(KINDS, (scope,))


#: A method that is not here needs none.
METHODS: dict[str, Needs] = {
    "bots.info": _whatever("users:read"),
    "chat.delete": _whatever("chat:write"),
    "chat.postEphemeral": _whatever("chat:write"),
    "chat.postMessage": _whatever("chat:write"),
    "chat.update": _whatever("chat:write"),
    "conversations.history": _family("history"),
    "conversations.info": _family("read"),
    "conversations.invite": {
        PUBLIC: ("channels:manage", "channels:write.invites"),
        PRIVATE: ("groups:write", "groups:write.invites"),
    },
    "conversations.join": {PUBLIC: ("channels:join",)},
    "conversations.leave": {PUBLIC: ("channels:manage",), PRIVATE: ("groups:write",)},
    "conversations.list": _family("read"),
    "conversations.members": _family("read"),
    "conversations.open": {DIRECT: ("im:write",), GROUP: ("mpim:write",)},
    "conversations.replies": _family("history"),
    "files.completeUploadExternal": _whatever("files:write"),
    "files.delete": _whatever("files:write"),
    "files.getUploadURLExternal": _whatever("files:write"),
    "files.info": _whatever("files:read"),
    "users.conversations": _family("read"),
    "users.info": _whatever("users:read"),
    "users.list": _whatever("users:read"),
}


def accepted(method: str) -> list[str]:
    """Every scope of which one or the other lets this method be called."""
    return sorted({scope for scopes in METHODS.get(method, {}).values() for scope in scopes})


def require(method: str, granted: Collection[str], kinds: Iterable[str]) -> None:
    """Raises `missing_scope` unless the scopes allow the method on all these kinds of conversations.

    Of a conversation that nobody can see, and so without a kind, any of the method's scopes is enough.
    """
    needs = METHODS.get(method, {})
    for enough in [needs[kind] for kind in kinds if kind in needs] or [tuple(accepted(method))]:
        if enough and not set(enough) & set(granted):
            raise SlackError("missing_scope", needed=",".join(enough), provided=",".join(granted))


def kind_of(channel: Channel) -> str:
    if channel.is_im:
        return DIRECT
    return PRIVATE if channel.is_private else PUBLIC
