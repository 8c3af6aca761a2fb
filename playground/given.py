"""Reading what a script sends: who, where and when it means, or what is wrong with it in a sentence."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from aiohttp import web

from playground.people import Channel
from playground.shapes import Json, ScriptError
from playground.slack import Slack
from playground.workspace import Modal


def user(slack: Slack, given: Json) -> str:
    person = slack.workspace.human(words(given, "user"))
    if person.deleted:
        raise ScriptError(f"{person.real_name} is deactivated and cannot do anything.")
    return person.id


def channel(slack: Slack, given: Json) -> Channel:
    return slack.workspace.place(
        words(given, "channel"), str(given.get("user") and user_or_bot(slack, given))
    )


def user_or_bot(slack: Slack, given: Json) -> str:
    return slack.workspace.person(words(given, "user")).id


def home(slack: Slack, who: str) -> Modal:
    if who not in slack.workspace.homes:
        raise ScriptError(f"{who} has no Home yet.", list(slack.workspace.homes))
    return slack.workspace.homes[who]


def words(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise ScriptError(f"{name} is missing; it is a string.", sorted(given))
    return value


def moment(slack: Slack, given: Json) -> datetime:
    """Where the clock should go: `set` an ISO time with its zone, or `advance` by seconds."""
    if isinstance(given.get("advance"), int | float):
        try:
            return slack.clock.now() + timedelta(seconds=given["advance"])
        except (OverflowError, ValueError):
            raise ScriptError(f"The clock cannot advance by {given['advance']} seconds.") from None
    try:
        target = datetime.fromisoformat(words(given, "set"))
    except ValueError:
        raise ScriptError(f"{given['set']!r} is not an ISO time such as 2026-11-23T09:30:00Z.") from None
    if target.tzinfo is None and given.get("zone_of"):
        return target.replace(tzinfo=ZoneInfo(slack.workspace.person(words(given, "zone_of")).tz))
    if target.tzinfo is None:
        raise ScriptError(f"{given['set']!r} has no zone; add Z or an offset.")
    return target


def switch(given: Json) -> bool:
    running = given.get("running")
    if not isinstance(running, bool):
        raise ScriptError('running is missing; it is true or false, as in {"running": true}.')
    return running


def zone(name: str) -> str:
    if name not in available_timezones():
        raise ScriptError(f"There is no time zone {name!r}.")
    return name


def times(given: Json, most: int = 100) -> int:
    count = given.get("times", 1)
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= most:
        raise ScriptError(f"times is a whole number from 1 to {most}, not {count!r}.")
    return count


def one_of(given: Json, name: str, known: tuple[str, ...]) -> str:
    """The first of `known` where nothing is said."""
    value = given.get(name, known[0])
    if value not in known:
        raise ScriptError(f"{name} cannot be {value!r}.", known)
    return str(value)


async def body(request: web.Request) -> Json:
    try:
        given: Any = await request.json()
    except ValueError:
        raise ScriptError("The request has no JSON object in its body.") from None
    if not isinstance(given, dict):
        raise ScriptError("The request's body is not a JSON object.")
    return given
