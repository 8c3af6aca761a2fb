"""Writing notes for a retro: by command, form or a message's menu; taking one back; and the pulse."""

import re
from collections.abc import Callable

from bot.ceremonies.retro import Settings
from bot.ceremonies.retro.formats import columns_of, split, title_of
from bot.ceremonies.retro.state import NOTE_TEXT
from bot.errors import BadInput, NotFound, Refused
from bot.ledger import Ledger
from bot.model import RoundId, Team
from bot.shell import retros
from bot.shell.retros import Token
from handlers.slack.blocks import MESSAGE_TEXT, modal, quote, rich, section
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Reply, Shortcut, Submission
from handlers.slack.meeting import meet
from handlers.slack.retro import note_form
from handlers.slack.retro.note_form import Written
from handlers.slack.text import line, unmarked, user_text

_BACK = MESSAGE_TEXT - 500
#: The word itself, however it was set off: "note: the deploy", "note - the deploy".
_WORD = re.compile(r"^\W*note\W*", re.IGNORECASE)


async def note(desk: Desk, command: Command) -> Reply | None:
    """`/retro note`, with the note typed in or the form for it. In a channel of no team the form says first whose retro
    it is for: what was typed there may not be meant for others."""
    envelope = command.envelope
    typed = _WORD.sub("", unmarked(command.typed).strip())
    if len(typed) > NOTE_TEXT:
        return _back(f"A note has {NOTE_TEXT:,} characters at most; yours has {len(typed):,}.", typed)
    try:
        return await _noted(desk, envelope, typed)
    except (NotFound, Refused) as refusal:
        if not typed:
            raise
        return _back(refusal.sentence, typed)


async def _noted(desk: Desk, envelope: Envelope, typed: str) -> Reply | None:
    def find(ledger: Ledger) -> tuple[str, bool, bool]:
        team = retros.team_here(ledger, envelope.workspace, envelope.channel, envelope.user)
        here = team.channel == envelope.channel or envelope.channel.startswith("D")
        settings = _settings(ledger, team)
        return split(columns_of(settings), typed)[1], here, not settings.anonymous

    text, here, signed = await desk.store.read(find)
    if not (text and here):
        await _open(desk, envelope, typed)
        return None
    if signed:
        await meet(desk, envelope.workspace, [envelope.user])
    return await desk.run(envelope, lambda ledger: _written(desk, ledger, envelope, typed))


def _written(desk: Desk, ledger: Ledger, envelope: Envelope, typed: str) -> Reply:
    team = retros.team_here(ledger, envelope.workspace, envelope.channel, envelope.user)
    settings = _settings(ledger, team)
    column, text = split(columns_of(settings), typed)
    where = _where(ledger, team, settings, column, nameless=settings.anonymous)
    token = retros.note(ledger, team, column, text, envelope.user, desk.now(), signed=not settings.anonymous)
    return note_form.saved(token, where, text)


def _where(ledger: Ledger, team: Team, settings: Settings, column: str, *, nameless: bool) -> Written:
    """Where a note goes, before it went."""
    going = retros.under_way(ledger, team)
    later = going is not None and going.round.state.phase != "collect"
    return Written(team.name, title_of(columns_of(settings), column), nameless, later)


def _back(why: str, typed: str) -> Reply:
    """What is refused, so that it is not lost: Slack forgets what was typed after a command."""
    words = f"{why} It was not kept; here it is:"
    return Reply(f"{words}\n{typed}", [section(words), rich(quote(user_text(typed, _BACK)))])


def _settings(ledger: Ledger, team: Team) -> Settings:
    """How the retro is held that the next note goes to."""
    held, plan = retros.taking(ledger, team), retros.plan_of(ledger, team)
    if held:
        return held.round.state.settings
    return plan.settings if plan and plan.state == "active" else Settings()


async def _open(
    desk: Desk, envelope: Envelope, text: str, where: Callable[[Ledger], Team] | None = None
) -> None:
    def make(ledger: Ledger) -> Json:
        team = (
            where(ledger)
            if where
            else retros.team_here(ledger, envelope.workspace, envelope.channel, envelope.user)
        )
        settings = _settings(ledger, team)
        column, rest = split(columns_of(settings), text)
        return note_form.view(
            team,
            columns_of(settings),
            nameless=settings.anonymous,
            near=envelope.channel == team.channel,
            column=column,
            text=rest,
            more=note_form.TOO_LONG if len(rest) > NOTE_TEXT else "",
        )

    await desk.open_view(envelope, await desk.store.read(make))


async def press_note(desk: Desk, click: Click) -> Reply | None:
    """The button below the call for notes."""
    envelope = click.envelope
    await _open(
        desk, envelope, "", lambda ledger: retros.get(ledger, envelope.workspace, RoundId(click.value)).team
    )
    return None


async def add(desk: Desk, shortcut: Shortcut) -> Reply | None:
    """*Add to the retro*: the form, with the message in it."""
    said = line(unmarked(str((shortcut.message or {}).get("text") or "")))
    await _open(desk, shortcut.envelope, f"“{said}”" if said else "")
    return None


async def save(desk: Desk, submission: Submission) -> Json | None:
    """The submitted note; what its writer sees then has the way back."""
    envelope, made = submission.envelope, note_form.read(submission.view)
    if not made.text:
        raise BadInput("Write the note in a sentence.", note_form.TEXT)
    if made.signed:
        await meet(desk, envelope.workspace, [envelope.user])

    def do(ledger: Ledger) -> tuple[Token, Written]:
        team = retros.to_note(ledger, envelope.workspace, made.team, envelope.user, near=made.near)
        settings = _settings(ledger, team)
        nameless = not made.signed or settings.anonymous
        where = _where(ledger, team, settings, made.column, nameless=nameless)
        token = retros.note(
            ledger, team, made.column, made.text, envelope.user, desk.now(), signed=made.signed
        )
        return token, where

    token, where = await desk.run(envelope, do)
    shown = note_form.saved(token, where, made.text)
    view = modal("said", "Retro", shown.blocks or [], close="Close")
    return {"response_action": "update", "view": view}


async def undo(desk: Desk, click: Click) -> Reply:
    """*Take it back*."""
    envelope, token = click.envelope, note_form.read_token(click.value)
    now = desk.now()
    await desk.run(
        envelope, lambda ledger: retros.take_back(ledger, envelope.workspace, token, envelope.user, now)
    )
    return Reply("Taken back: your note is gone.")


async def feel(desk: Desk, click: Click) -> Reply:
    """One of the five buttons of the pulse; another press puts another answer in its place."""
    envelope, now = click.envelope, desk.now()
    round_, _, score = click.value.partition("/")
    given = int(score) if score in {"1", "2", "3", "4", "5"} else 0
    await desk.run(
        envelope,
        lambda ledger: retros.feel(ledger, envelope.workspace, RoundId(round_), given, envelope.user, now),
    )
    return Reply(f"Your answer is in: {given} of 5. Nobody sees whose it is; another press changes it.")
