"""What is said of somebody's own data: what is kept, what an erasure takes, what stays and why."""

from collections.abc import Mapping
from typing import Any

from bot.dates import say_day
from bot.keeping.mine import Kept
from bot.ledger.archive import Table
from handlers.slack.blocks import actions, button, confirmation, context, section
from handlers.slack.desk import Reply
from handlers.slack.text import count

SEND, ERASE = "mine.send", "mine.erase"
_NOUNS: Mapping[Table, tuple[str, str]] = {
    "answers": ("answer", ""),
    "blockers": ("blocker", ""),
    "absences": ("time away", "times away"),
    "spikes": ("spike", ""),
    "sprint_stories": ("story in sprints", "stories in sprints"),
    "estimates": ("estimate that you settled", "estimates that you settled"),
    "epics": ("epic", ""),
    "plans": ("plan that you set up", "plans that you set up"),
}
_ERASES = (
    "Erasing takes your answers, blockers, reasons and votes that are not counted yet, your days away and settings, and"
    " your name wherever a round or a story has it. It is for good."
)
_STAYS = (
    "What stays is the team's: decisions, estimates, findings and stories, without your name. Slack still tells Piton"
    " your name while you are in a team's channel, so you are asked again at the next prompt. Messages older than 14"
    " days stay in Slack as they are."
)
_CONFIRM = (
    "Your answers, blockers, reasons, days away and settings are erased, and your name wherever Piton has it. What the"
    " team decided stays, without your name. Nobody can bring it back."
)
GOING = "Your data is being erased. That takes a few minutes; `/piton my-data` tells when it is done."
SENT = "The file comes to you by direct message in a moment."


def told(kept: Kept) -> Reply:
    """What is kept, with what can be done about it."""
    if kept.going:
        return Reply(GOING)
    listed = [count(kept.counts[table], *noun) for table, noun in _NOUNS.items() if kept.counts.get(table)]
    since = f" since {say_day(kept.since)} {kept.since.year}" if kept.since and listed else ""
    teams = kept.counts.get("members", 0)
    mine = (
        f"Piton keeps of you: {', '.join(listed)}{since}."
        if listed
        else "Piton keeps nothing that you wrote."
    )
    besides = f"Besides that: your name, time zone and settings, and your place in {count(teams, 'team')}."
    blocks = [
        section(f"{mine}\n{besides}"),
        section(f"{_ERASES}\n{_STAYS}"),
        actions(button("Send me the file", SEND, "send", "primary"), _erase()),
        context("The file is JSON: all that is your own, in every team of this workspace."),
    ]
    return Reply(f"{mine}\n{besides}\n{_ERASES}\n{_STAYS}", blocks)


def _erase() -> dict[str, Any]:
    sure = confirmation("Erase your data?", _CONFIRM, "Erase", "Keep it", "danger")
    return button("Erase my data", ERASE, "erase", "danger", sure)
