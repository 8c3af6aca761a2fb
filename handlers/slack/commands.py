"""The words of `/piton`: help, and what is said to a command that is not understood."""

from handlers.slack.blocks import actions, button, section
from handlers.slack.desk import Command, Desk, Listeners, Reply
from handlers.slack.help import draw, who_asks
from handlers.slack.meant import WORDS, did_you_mean, nearest, quoted, standup_word
from handlers.slack.settings_words import CHANGE

_NAMES = (
    "standup", "estimate", "backlog", "story", "spike", "sprint", "lookahead", "epic", "forecast", "retro",
    "digest", "decision", "experiment", "assumption", "kpi", "settings", "export", "my-data", "hooks", "help",
)  # fmt: skip


async def help_(desk: Desk, command: Command) -> Reply:
    """`/piton help`, `/standup help`, and `/piton` alone."""
    return await helped(desk, command)


async def helped(desk: Desk, command: Command, before: str = "") -> Reply:
    """The help that fits whoever asks, here."""
    now, envelope = desk.now(), command.envelope
    return draw(await desk.store.read(lambda ledger: who_asks(ledger, envelope, now)), before)


async def unknown(desk: Desk, command: Command) -> Reply:
    """A command that no part of the house knows: `/piton standpu setup`, `/piton setup`."""
    name = "" if command.name in WORDS else nearest(command.name, _NAMES)
    if name == "settings":
        text = "Did you mean `/piton settings`?"
        return Reply(text, [section(text), actions(button("Open settings", CHANGE, "change", "primary"))])
    if name == "help":
        return await help_(desk, command)
    if name in set(_NAMES) - {"standup", "settings", "help", ""}:
        typed = " ".join(filter(None, (f"/piton {name}", command.word, command.rest)))
        return Reply(f"Did you mean {quoted(typed)}? Nothing was done.")
    word, rest = command.word or "answer", command.rest
    if not name:
        word, rest = command.name, f"{command.word} {rest}".strip()
    if near := standup_word(word):
        return did_you_mean("/piton standup", near, rest)
    return await helped(desk, command, f"Piton does not know {quoted('/piton ' + command.name)}.")


LISTENERS = Listeners(commands={"help": help_})
