"""The shell around results of experiments: typed in, reported by machines, and put right by who may."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.ceremonies.experiment import TakeResult
from bot.errors import BadInput, NotYours
from bot.ledger import Ledger
from bot.model import MemberId, Report, RoundId, Team, WorkspaceId
from bot.reports.intake import Taken
from bot.schedule import local_day
from bot.seating import seat
from bot.shell import sprinting
from bot.shell.experiments import Held, called, do, get, may_move, require_running, to_move

#: What was measured longer ago is of no sprint.
_LONG_AGO = timedelta(days=366)
#: A sprint that was closed so long ago is not looked for.
_CLOSED = timedelta(days=60)
#: What the rules call a field, and where it stands in a report.
_FIELDS = {"metric": "metrics", "value": "metrics", "days": "fte_days"}


def record(
    ledger: Ledger,
    workspace: WorkspaceId,
    round_: RoundId,
    report: Report,
    by: MemberId,
    at: datetime,
    present: Collection[MemberId] | None = None,
) -> Held:
    """A result that somebody typed in. `present`: who is in the channel, where that is known.
    Raises NotYours for who is neither in it nor of the team, and what its ceremony refuses with."""
    held = get(ledger, workspace, round_)
    if present is not None and by not in present and ledger.roster.member(held.team, by) is None:
        raise NotYours(f"Who is in #{held.team.name} adds results. Join it first.")
    seat(ledger, held.team, (by,), present, "value")
    return do(
        ledger, workspace, round_, TakeResult(report, _sprint(ledger, held.team, report.at or at, at)), by, at
    )


def _sprint(ledger: Ledger, team: Team, measured_at: datetime, at: datetime) -> int | None:
    """The sprint in whose days something was measured: that which runs, or one that was closed."""
    if measured_at < at - _LONG_AGO:
        return None
    day, now = local_day(measured_at, team.zone), sprinting.running(ledger, team)
    if now and now.round.state.span.first <= day:  # it runs until it is closed, however late that is
        return now.round.state.span.number
    past = (each.sprint for each in ledger.sprints.past(team, measured_at - _CLOSED))
    return next((each.number for each in past if each.first <= day <= each.last), None)


def to_correct(
    ledger: Ledger, workspace: WorkspaceId, round_: RoundId, by: MemberId
) -> tuple[Held, MemberId | None]:
    """One of which they may put results right: all of them, or only those that they gave (then returns them too).
    Raises NotFound, NotYours, and Settled where it has its verdict."""
    held = require_running(get(ledger, workspace, round_))
    if may_move(ledger, held, by):
        return held, None
    if not any(each.by == by for each in held.state.results):
        return to_move(ledger, workspace, round_, by), None
    return held, by


def take(ledger: Ledger, team: Team, report: Report, at: datetime) -> Taken:
    """A result that a machine reports. Raises NotFound for a key that is not there, and what its ceremony refuses
    with, by the fields of a report."""
    named = called(ledger, (team,), report.experiment)
    held = get(ledger, team.workspace, named.round.id)  # held from here on: what comes at once waits
    act = TakeResult(report, _sprint(ledger, team, report.at or at, at))
    try:
        after = do(ledger, team.workspace, held.round.id, act, None, at)
    except BadInput as refused:
        raise BadInput(refused.sentence, _FIELDS.get(refused.field, refused.field)) from None
    if after.state.numbered == held.state.numbered:
        return Taken("known", f"{held.state.key} has this result already.")
    return Taken("recorded", f"{held.state.key} has {_results(len(after.state.results))}.")


def _results(number: int) -> str:
    return "its first result" if number == 1 else f"{number} results"
