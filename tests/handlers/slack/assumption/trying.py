"""Assumptions at the door: writing one down, and the words and forms that come in."""

from datetime import date, datetime
from typing import Any

from bot import assumptions
from bot.assumptions import Wish
from bot.ceremonies.assumption import Assumption, Draft
from bot.ledger import Ledger
from bot.model import MemberId, Round, Story, Team
from handlers.slack.assumption.listeners import assumption as on_command
from handlers.slack.desk import Reply
from tests.handlers.slack.at_the_door import answer, sent
from tests.handlers.slack.door import ANN, HERE, NOW, ROOM, Door

Json = dict[str, Any]
#: The door's clock stands on a Tuesday morning.
DAY = date(2027, 2, 1)


def there(ledger: Ledger) -> Team:
    team = ledger.roster.team_in(HERE, ROOM)
    assert team
    return team


async def record(
    door: Door, text: str = "They log in", by: MemberId = ANN, day: date | None = DAY, at: datetime = NOW
) -> Round[Assumption]:
    wish = Wish(Draft(text, by, "They did", ("Another sign", "Label again"), day))
    return await door.store.run(lambda ledger: assumptions.record(ledger, there(ledger), wish, by, at))


async def now(door: Door, round_: Round[Assumption]) -> Assumption:
    return (await door.store.read(lambda ledger: assumptions.get(ledger, HERE, round_.id))).round.state


async def stories(door: Door) -> list[str]:
    found: tuple[Story, ...] = await door.store.read(lambda ledger: ledger.backlog.of_team(there(ledger)))
    return [each.title for each in sorted(found, key=lambda its: its.number)]


async def typed(door: Door, text: str = "", **more: Any) -> Reply | None:  # noqa: ANN401
    return await answer(door, on_command, "assumption", text, **more)


async def said(door: Door, text: str, **more: Any) -> str:  # noqa: ANN401
    reply = await typed(door, text, **more)
    assert reply
    return reply.text


def held(round_: str, how: str = "Counted", user: str = ANN, team: str = "T1") -> Json:
    return sent("assumption.did_hold", f'{{"round": "{round_}"}}', user, team, how={"value": how})


def broke(
    round_: str, work: str = "One\nTwo", what: str = "They stay", user: str = ANN, team: str = "T1"
) -> Json:
    values = {"what": {"value": what}, "stories": {"value": work}}
    return sent("assumption.did_break", f'{{"round": "{round_}"}}', user, team, **values)
