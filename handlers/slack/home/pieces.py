"""What the parts of a Home are put together from."""

from handlers.slack.blocks import Json, context, plain

_TEXT = 500


def words(text: str, accessory: Json | None = None, limit: int = _TEXT) -> Json:
    """Words that Slack takes literally, with a button beside them."""
    block: Json = {"type": "section", "text": plain(text, limit)}
    return block | ({"accessory": accessory} if accessory else {})


def more(number: int, what: str = "more") -> list[Json]:
    """How many more there are than are shown, if any; `what` goes on to say where they are."""
    return [context(f"And {number} {what}.")] if number > 0 else []
