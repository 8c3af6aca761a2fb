"""What a digest for people outside of the team listens to: the words after `/digest`, its buttons and its forms."""

from collections.abc import Mapping

from handlers.slack.desk import Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.stakeholders import asked, asking, drawings, question_forms, setup, setup_form, status

HELP = (
    ("/digest", "how it is set, and what it would say now; only you see that"),
    ("/digest setup", "when and where it goes, and what it tells"),
    ("/digest now", "post it before its day"),
    ("/digest pause", "none until `resume`; end: none any more"),
)

ROUTES: Mapping[str, OnCommand] = {
    "setup": setup.open_setup,
    "edit": setup.open_setup,
    "now": status.now_,
    "pause": status.pause,
    "resume": status.resume,
    "end": status.end,
}


async def digest(desk: Desk, command: Command) -> Reply | None:
    """`/digest` and its words; alone it shows how it is set."""
    if not command.word:
        return await status.look(desk, command)
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if command.word == "help":
        return listed(HELP)
    near = nearest(command.word, (*ROUTES, "help"))
    meant = f" Did you mean {quoted(f'/digest {near} {command.rest}'.strip())}?" if near else ""
    return listed(HELP, f"{quoted('/digest ' + command.word)} is not understood.{meant}")


LISTENERS = Listeners(
    commands={"digest": digest},
    clicks={
        status.POST: status.post,
        status.END: status.ended,
        drawings.ASK: asking.ask,
        asked.ANSWER_IT: asking.answer,
        asked.NOT_OURS: asking.decline,
        asked.TAKE_BACK: asking.withdraw,
    },
    submits={
        setup_form.CALLBACK: setup.save,
        question_forms.ASK_FORM: asking.save,
        question_forms.ANSWER_FORM: asking.save_answer,
    },
)
