"""What the standup listens to: the words after `/standup`, its buttons, modals, shortcuts, and what is said to it."""

from collections.abc import Mapping

from handlers.slack.commands import helped
from handlers.slack.desk import Click, Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.help import DO
from handlers.slack.meant import WORDS, did_you_mean, quoted, standup_word
from handlers.slack.standup import absence, answering, leading, report, setup, shortcuts, talk

ROUTES: Mapping[str, OnCommand] = {
    "": answering.answer_now,
    "answer": answering.answer_now,
    "setup": setup.open_setup,
    "edit": setup.open_edit,
    "pause": leading.pause,
    "resume": leading.resume,
    "skip": answering.skip_now,
    "away": absence.away,
    "report": report.look_back,
    "help": helped,
}


async def route(desk: Desk, command: Command) -> Reply | None:
    """`/standup` and its words."""
    word = command.word.strip("-–?!.,:;`'\"")
    if command.word and not word:
        return await helped(desk, command)
    if word in ROUTES:
        return await ROUTES[word](desk, command)
    if near := standup_word(word):
        return did_you_mean("/standup", near, command.rest)
    return await helped(desk, command, f"{quoted('/standup ' + word)} is not a command.")


async def do(desk: Desk, click: Click) -> Reply | None:
    """A button that does what a command does: what it carries is only what its presser might have typed."""
    word = click.action.removeprefix(f"{DO}.")
    rest = "" if click.value == word else click.value
    return await ROUTES[word](desk, Command(click.envelope, "standup", word, rest, ""))


LISTENERS = Listeners(
    commands={"standup": route},
    clicks={
        "standup.answer": answering.open_answer,
        "standup.skip": answering.skip,
        answering.UNSKIP: answering.unskip,
        "standup.try": leading.try_now,
        "standup.delete": leading.delete,
        absence.UNDO: absence.undo_away,
        **{f"{DO}.{word}": do for word in WORDS},
    },
    events={"message.im": talk.spoken_to, "app_mention": talk.spoken_to},
    submits={"standup.answer": answering.save_answer, "standup.setup": setup.save},
    shortcuts={"standup.answer": shortcuts.answer, "standup.add": shortcuts.add},
)
