"""What a spike listens to: the words after `/spike`, its buttons and its forms."""

from collections.abc import Mapping

from handlers.slack.backlog import story_form
from handlers.slack.desk import Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.spike import decide_form, move_forms, report, running, start_form, starting

HELP = (
    ("/spike", "a fixed box of time to find something out, and a decision at its end"),
    ("/spike #12", "for a story that cannot be estimated yet"),
    ("/spike Why did recall drop?", "with its question typed in"),
    ("/spike list", "what runs, whose it is, and how much is left"),
    ("/spike pause waiting for data", "let the box stand still; also resume"),
    ("/spike extend", "more time, at most twice; also handover"),
    ("/spike finish", "say what was decided"),
    ("/spike report 90d", "what spikes came to"),
)
_ALIKE = 0.8  #: a question may begin with any word

ROUTES: Mapping[str, OnCommand] = {
    "list": running.running_list,
    "pause": running.asked("pause"),
    "resume": running.resume,
    "extend": running.asked("extend"),
    "handover": running.asked("handover"),
    "finish": running.asked("finish"),
    "report": report.look_back,
    "decide": running.asked("finish"),
}


async def spike(desk: Desk, command: Command) -> Reply | None:
    """`/spike` and its words; anything else is the question of a new one."""
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if command.word == "help":
        return listed(HELP)
    if command.word and not command.rest and (near := nearest(command.word, (*ROUTES, "help"), _ALIKE)):
        return listed(HELP, f"Did you mean {quoted(f'/spike {near}')}?")
    return await starting.start(desk, command)


LISTENERS = Listeners(
    commands={"spike": spike},
    clicks={story_form.SPIKE: starting.start_for, **running.CLICKS},
    submits={
        start_form.CALLBACK: starting.save,
        decide_form.CALLBACK: running.decide,
        move_forms.PAUSE: running.pause,
        move_forms.EXTEND: running.extend,
        move_forms.HAND_OVER: running.hand_over,
    },
)
