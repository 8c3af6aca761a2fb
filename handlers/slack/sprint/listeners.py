"""What a sprint listens to: the words after `/sprint`, its buttons and its forms."""

from collections.abc import Mapping

from handlers.slack.desk import Command, Desk, Listeners, OnCommand, Reply
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.sprint import (
    drawings,
    plan_form,
    planning,
    running,
    setup_form,
    small_forms,
    spent,
    steering,
)

HELP = (
    ("/sprint start", "set up sprints: their length, first day and stages"),
    ("/sprint plan", "choose the stories of the next one, or change those of this one"),
    ("/sprint status", "how it stands, and how those before went"),
    ("/sprint take #12", "a story is yours; also done"),
    ("/sprint close", "before its last day; what is not done rolls over"),
    ("/sprint setup", "another length, from the next one on"),
    ("/sprint skip", "none this time; stop: none after this one"),
)

ROUTES: Mapping[str, OnCommand] = {
    "start": planning.start,
    "setup": planning.setup,
    "plan": planning.plan,
    "status": running.show,
    "take": running.take_word,
    "done": running.done_word,
    "close": running.close_word,
    "skip": running.skip_word,
    "stop": running.stop_word,
}


async def sprint(desk: Desk, command: Command) -> Reply | None:
    """`/sprint` and its words; alone it shows how the sprint stands."""
    if not command.word:
        return await running.show(desk, command)
    if command.word in ROUTES:
        return await ROUTES[command.word](desk, command)
    if command.word == "help":
        return listed(HELP)
    near = nearest(command.word, (*ROUTES, "help"))
    meant = f" Did you mean {quoted(f'/sprint {near} {command.rest}'.strip())}?" if near else ""
    return listed(HELP, f"{quoted('/sprint ' + command.word)} is not understood.{meant}")


LISTENERS = Listeners(
    commands={"sprint": sprint},
    clicks={
        drawings.PLAN: planning.press_plan,
        drawings.SKIP: running.press_skip,
        drawings.TAKE: running.press_take,
        drawings.DONE: running.press_done,
        drawings.CLOSE: running.press_close,
        drawings.WHY: running.press_why,
        drawings.WHY_ONE: running.press_why_one,
        drawings.SPLIT: running.press_split,
        plan_form.PICK: planning.pick,
        spent.REPAIR: steering.press_repair,
        spent.FEATURES: steering.press_features,
    },
    submits={
        setup_form.CALLBACK: planning.save_setup,
        plan_form.CALLBACK: planning.settle,
        small_forms.TAKE: running.take,
        small_forms.DONE: running.finish,
        small_forms.WHY: running.say_why,
        small_forms.SPLIT: running.split,
        small_forms.CLOSE: running.close,
        spent.STEERED: steering.steer,
    },
)
