"""Jobs that report over HTTP: experiments of several teams, and signed reports of them, made beforehand."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import time

from pydantic import SecretStr

from bot.ceremonies.experiment import Experiment, Setup
from bot.ceremonies.experiment.state import Metric, Worth
from bot.ledger import Ledger
from bot.ledger.hooks import Key
from bot.model import RoundId, Team, Workspace
from bot.reports.posting import Sender, signed
from bot.shell import backlog, experiments
from bot.shell.experiments import Wish
from tests.bench import seeds

SECRET = "pitonsec_of-the-bench"
TEAMS, EACH = 5, 10
#: One of another team than the rest are of, for those that report at once.
RUSHED = "rushed"
_SETUP = Setup(
    "Call logs foretell who leaves",
    "Do we build it in?",
    "Sales",
    Metric("F1", "%", baseline=60.0, target=95.0, floor=0.0, ceiling=100.0),
    worth=Worth(500_000, "EUR", 1_000),
)


@dataclass(frozen=True, slots=True)
class Reported:
    """An experiment that is reported on, and whose."""

    team: Team
    round: RoundId
    key: str


def register(ledger: Ledger, at: datetime) -> list[Reported]:
    """Fifty experiments of five teams, each of which has the secret, and one more for those that report at once."""
    ledger.roster.put_workspace(Workspace(seeds.HERE, "slack", "Bench"), at)
    people = seeds.people(TEAMS + 1, size=2)
    ledger.roster.put_people(seeds.HERE, [person for team in people for person in team])
    found = []
    for number, (owner, *_) in enumerate(people):
        team = backlog.team_for(ledger, seeds.HERE, seeds.channel(number), f"team-{number}", owner.id, at)
        ledger.hooks.add(team, Key(SecretStr(SECRET), at))
        for key in [f"e{each}" for each in range(EACH)] if number < TEAMS else [RUSHED]:
            held = experiments.register(ledger, team, Wish(_SETUP, key), owner.id, at)
            found.append(Reported(team, held.round.id, held.state.key))
    return found


def report(of: Reported, number: int, *, good: bool = True) -> bytes:
    """One report, signed now, as it goes over the wire: by the same number it is the same report."""
    body = {
        "experiment": of.key,
        "metrics": {"F1": 60 + number % 350 / 10},
        "fte_days": 2,
        "commit": f"{number:040x}",
        "source": "GitHub Actions",
        "link": f"https://ci.example.org/runs/{number}",
    }
    raw = json.dumps(body).encode()
    secret = SecretStr(SECRET if good else "pitonsec_of-somebody-else")
    headers = signed(Sender("", of.team.id, secret), key_of(number), raw, time())
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    first = f"POST /hooks/results HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(raw)}\r\n"
    return f"{first}{head}\r\n".encode() + raw


def key_of(number: int) -> str:
    """The sender's own of a report."""
    return f"job {number}"


def wrong(
    ledger: Ledger, experiments_: Sequence[Reported], accepted: Iterable[tuple[Reported, int]]
) -> tuple[int, int]:
    """How many of these reports the store has not, and how many results too many."""
    wanted = Counter((each.round, key_of(number)) for each, number in accepted)
    there: Counter[tuple[RoundId, str]] = Counter()
    for each in experiments_:
        held = ledger.rounds.get(seeds.HERE, each.round)
        assert held is not None
        state: Experiment = held.state
        there.update((each.round, result.key) for result in state.results)
    once = Counter(dict.fromkeys(wanted, 1))
    return (once - there).total(), (there - once).total()
