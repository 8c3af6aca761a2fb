"""What is said of how machines report: the team's id, its secret once, and how it is turned off."""

from typing import Any

from pydantic import SecretStr

from bot.dates import say_day
from bot.model import Team
from bot.reports.hooks import Standing
from handlers.slack.blocks import actions, button, confirmation, context, section
from handlers.slack.desk import Reply
from handlers.slack.text import channel

RENEW, OFF = "hooks.renew", "hooks.off"
_HOW = (
    "CI jobs and training runs report results by `piton report`, with PITON_URL, PITON_TEAM and PITON_SECRET set: "
    "`piton report --help` says the rest. Anything else sends a signed request: docs/results.md, beside Piton's code, "
    "says how."
)
_NEXT = "PITON_URL is where Piton answers, which whoever runs it knows. `piton report --help` says the rest."
_ONCE = "Keep it where your jobs keep their secrets. It is shown this once; whoever has it can report for your team."
_CONFIRM = "No secret of this team is good any more: jobs that report are refused until they have a new one."


def told(standing: Standing) -> Reply:
    """How it stands, for a lead."""
    team = standing.team
    if standing.since is None and standing.overlap is None:
        text = f"No machine reports for {channel(team.name)}.\n{_HOW}"
        return Reply(text, [section(text), actions(button("Make a secret", RENEW, team.id, "primary"))])
    text = f"Machines may report for {channel(team.name)}. PITON_TEAM is `{team.id}`.\n{_since(standing)}\n{_HOW}"
    return Reply(text, [section(text), actions(button("Make a new secret", RENEW, team.id), _off(team))])


def _since(standing: Standing) -> str:
    day = standing.since and f"{say_day(standing.since.date())} {standing.since.year}"
    made = f"The secret was made on {day}." if day else ""
    overlap = " The one before it is good for a day after that, so that jobs can be changed one by one."
    return made + (overlap if standing.overlap else "")


def _off(team: Team) -> dict[str, Any]:
    sure = confirmation("Turn it off?", _CONFIRM, "Turn off", "Leave it on", "danger")
    return button("Turn off", OFF, team.id, "danger", sure)


def made(standing: Standing, secret: SecretStr) -> Reply:
    """The one place at which a secret is shown."""
    team = standing.team
    text = f"PITON_TEAM is `{team.id}`\nPITON_SECRET is `{secret.get_secret_value()}`"
    old = "The secret before it is good for 24 hours more." if standing.overlap else ""
    blocks = [section(f"This is how machines report for {channel(team.name)}:\n{text}"), section(_ONCE)]
    return Reply(f"{text}\n{_ONCE}", [*blocks, context(" ".join(filter(None, (old, _NEXT))))])


def turned_off(team: Team) -> Reply:
    """Nobody can report any more."""
    return Reply(f"No machine can report for {channel(team.name)} any more. `/piton hooks` starts it again.")
