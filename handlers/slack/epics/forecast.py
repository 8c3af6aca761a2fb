"""`/forecast`: the modal, stories by their numbers, and how much fits by a day."""

import asyncio
import re
from datetime import date

from bot.book import quarters
from bot.dates import read_days, say_day
from bot.errors import BadInput, NotFound
from bot.ledger import Ledger
from bot.model import Story
from bot.shell import backlog, quarterly
from bot.shell.quarterly import Known
from handlers.slack.backlog.place import team_here
from handlers.slack.desk import Click, Command, Desk, Json, Reply, Submission
from handlers.slack.epics import outlook, words
from handlers.slack.help import listed
from handlers.slack.meant import nearest, quoted
from handlers.slack.text import unmarked

HELP = (
    ("/forecast", "how much fits by the quarter's end or another day, and when the backlog is done"),
    ("/forecast #12 #13", "when these are done, if they come first"),
    ("/forecast by 31 Mar", "how much fits by then; also by Friday, by Q1"),
    ("/epic", "each epic against the end of its quarter"),
)
_STORIES = 100
_NUMBER = re.compile(r"#?\d{1,9}")
_APART = re.compile(r"[\s,]+")
_QUARTER = re.compile(r"\bq\s?\d", re.IGNORECASE)
_END = re.compile(r"^(?:the )?end of (?:the )?", re.IGNORECASE)


async def forecast(desk: Desk, command: Command) -> Reply | None:
    """`/forecast` and its words."""
    typed = unmarked(command.typed).strip()
    parts = [each for each in _APART.split(typed) if each and each.casefold() != "and"]
    if not parts:
        return await look(desk, command)
    if command.word == "help":
        return listed(HELP)
    if command.word == "by":
        return await fits(desk, command, typed[len("by") :].strip())
    if all(_NUMBER.fullmatch(each) for each in parts):
        return await done_when(desk, command, parts)
    return await _not_understood(desk, command, typed)


async def look(desk: Desk, command: Command) -> Reply | None:
    """The modal; without anything to go by, a sentence."""
    known = await _known(desk, command)
    if not known.history.enough:
        return Reply(words.none_yet(known.history))
    found = await asyncio.to_thread(outlook.work_out, known)
    await desk.open_view(command.envelope, outlook.view(found))
    return None


async def _known(desk: Desk, command: Command) -> Known:
    now, envelope = desk.now(), command.envelope
    return await desk.store.read(lambda ledger: quarterly.known(ledger, team_here(ledger, envelope), now))


async def done_when(desk: Desk, command: Command, numbers: list[str]) -> Reply:
    """`/forecast #12 #13`."""
    now, envelope = desk.now(), command.envelope
    if len(numbers) > _STORIES:
        raise BadInput(f"{_STORIES} stories at a time, please.")

    def find(ledger: Ledger) -> tuple[Known, list[Story]]:
        team = team_here(ledger, envelope)
        meant = {each.id: each for each in (backlog.find(ledger, team, number) for number in numbers)}
        return quarterly.known(ledger, team, now), list(meant.values())

    known, stories = await desk.store.read(find)
    still = [each for each in stories if each.state == "open"]
    over = " ".join(f"#{each.number} is {each.state} already." for each in stories if each.state != "open")
    said = await asyncio.to_thread(outlook.first, known, still) if still else ""
    return Reply(" ".join(filter(None, (said, over))))


async def fits(desk: Desk, command: Command, typed: str) -> Reply:
    """`/forecast by 31 Mar`."""
    known = await _known(desk, command)
    day = read_day(typed, known.today)
    if not known.history.enough:
        return Reply(words.none_yet(known.history))
    found = await asyncio.to_thread(outlook.work_out, known, day)
    reach = found.reach
    if reach is None:
        return Reply(words.none_yet(known.history))
    if day > reach.horizon:
        raise BadInput(f"No forecast reaches so far: {say_day(reach.horizon, known.today)} at most.")
    return Reply(outlook.until(found, reach, day))


def read_day(typed: str, today: date) -> date:
    """The day by whose end: "31 Mar", "Friday", or the last of "Q1" and "the end of Q1". Raises BadInput."""
    words_ = _END.sub("", typed.strip())
    if not words_:
        raise BadInput("Say by when, as in `/forecast by 31 Mar` or `/forecast by Q1`.")
    if _QUARTER.search(words_):
        last = quarters.parse(words_, today).last
    else:
        _, last = read_days(words_, today)
    if last < today:
        said = say_day(last, today)
        raise BadInput(f"{said[0].upper()}{said[1:]} is past already.")
    return last


async def _not_understood(desk: Desk, command: Command, typed: str) -> Reply:
    """Raises BadInput, with what was most likely meant."""
    near = nearest(command.word, ("by", "help"))
    if near:
        meant = f"/forecast {near} {command.rest}".strip()
        return listed(
            HELP, f"{quoted('/forecast ' + typed)} is not understood. Did you mean {quoted(meant)}?"
        )
    try:
        read_day(typed, (await _known(desk, command)).today)
    except (BadInput, NotFound):
        return listed(HELP, f"{quoted('/forecast ' + typed)} is not understood.")
    return listed(HELP, f"Did you mean {quoted('/forecast by ' + typed)}?")


async def pick(desk: Desk, click: Click) -> Reply | None:
    """Another day was chosen in the modal."""
    view, envelope, now = click.view or {}, click.envelope, desk.now()
    team_id, day = outlook.read_pick(view)

    def find(ledger: Ledger) -> Known:
        team = ledger.roster.team(envelope.workspace, team_id)
        if team is None:
            raise NotFound
        return quarterly.known(ledger, team, now)

    known = await desk.store.read(find)
    desk.show_in(view, outlook.view(await asyncio.to_thread(outlook.work_out, known, day)))
    return None


async def done(_desk: Desk, _submission: Submission) -> Json | None:
    """The forecast is closed."""
    return None
