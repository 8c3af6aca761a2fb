"""The words of `/piton`: help, and what is said to a command that is not understood."""

from difflib import get_close_matches

from bot.errors import BotError
from handlers.slack.blocks import section
from handlers.slack.desk import Command, Desk, Listeners, Reply

STANDUP = (
    ("/standup", "answer now"),
    ("/standup setup", "start a standup in this channel"),
    ("/standup edit", "change it (leads)"),
    ("/standup pause · resume", "stop and start the prompts (leads)"),
    ("/standup skip", "skip today's"),
    ("/standup away 24 Dec - 2 Jan", "no prompts while you are away"),
    ("/standup report [@member] [14d]", "what was said"),
)
PITON = (
    ("/piton settings", "your time zone, working hours and holidays"),
    ("/piton help", "this list; every command also works as `/piton standup …`"),
)


def _list(lines: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"`{command}`  {says}" for command, says in lines)


def standup_help(word: str = "") -> Reply:
    """The standup's commands; for a word that is none of them, with the nearest."""
    known = [line[0].split()[1] for line in STANDUP if " " in line[0]] + ["resume", "answer"]
    text = _list(STANDUP)
    if word and word != "help":
        near = get_close_matches(word, known, n=1)
        text = (f"Did you mean `/standup {near[0]}`?" if near else "That is not understood.") + f"\n{text}"
    return Reply(text, [section(text)])


async def help_(desk: Desk, command: Command) -> Reply:
    """`/piton help`."""
    del desk, command
    text = f"*Piton keeps your team's standup.*\n{_list(STANDUP)}\n\n{_list(PITON)}"
    return Reply(text, [section(text)])


async def unknown(desk: Desk, command: Command) -> Reply:
    """A command that no part of the house knows."""
    del desk
    raise BotError(f"Piton does not know “{command.name}”. Type `/piton help` for what it does.")


LISTENERS = Listeners(commands={"help": help_})
