"""What the standup listens to: the words after `/standup`, its buttons and its modals."""

from handlers.slack.commands import standup_help
from handlers.slack.desk import Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.standup import absence, answering, leading, report, setup


async def help_(desk: Desk, command: Command) -> Reply:
    """`/standup help`, and whatever is not understood."""
    del desk
    return standup_help(command.word)


WORDS: dict[str, OnCommand] = {
    "": answering.answer_now,
    "answer": answering.answer_now,
    "setup": setup.open_setup,
    "edit": setup.open_edit,
    "pause": leading.pause,
    "resume": leading.resume,
    "skip": answering.skip_now,
    "away": absence.away,
    "report": report.look_back,
}


async def route(desk: Desk, command: Command) -> Reply | None:
    """`/standup` and its words."""
    return await WORDS.get(command.word, help_)(desk, command)


LISTENERS = Listeners(
    commands={"standup": route},
    clicks={
        "standup.answer": answering.open_answer,
        **{f"standup.answer.{number}": answering.open_answer for number in range(5)},
        "standup.skip": answering.skip,
        "standup.try": leading.try_now,
        "standup.delete": leading.delete,
        absence.UNDO: absence.undo_away,
        **{f"{absence.UNDO}.{row}": absence.undo_away for row in range(absence.LISTED)},
    },
    events={"message.im": answering.greet},
    submits={"standup.answer": answering.save_answer, "standup.setup": setup.save},
)
