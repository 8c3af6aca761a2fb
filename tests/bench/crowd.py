"""People as a messenger meets them: it remembers what it was given, and they make up their minds what to do."""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from bot import rounds
from bot.ceremonies import blocker, standup, survey
from bot.ledger import Address, Ledger, Ref
from bot.model import Act, Dm, MemberId, Notice, RoundId, WorkspaceId
from bot.ports import Clock

#: Of those who are prompted so many answer, and so many skip. The rest say nothing.
ANSWERING, SKIPPING = 0.90, 0.04
#: Of those who answer so many do it long after the digest, and so many are blocked.
LATE, BLOCKED = 0.06, 0.08
#: Blockers: so many find a helper, and so many are ticked off with the next answer.
HELPED, RESOLVED = 0.5, 0.7
#: Minutes until somebody answers, in steps; the digest comes after 150.
STEP, STEPS, LONG_AFTER = 5, 28, 300

Deed = Callable[[Ledger, datetime], object]

_DONE = "Cleaned the churn table, and found why its March was short: two partitions arrived late."
_NEXT = "Rerun the churn model on the whole of March and write the result up for Thursday."
_STUCK = "Waiting for access to the billing warehouse since yesterday"


class Crowd:
    """Implements `bot.ports.Messenger`. `due` gives what people do once their time has come."""

    def __init__(self, workspace: WorkspaceId, clock: Clock) -> None:
        self._workspace = workspace
        self._clock = clock
        self._dice = Random(1)  # noqa: S311 — the same year every time
        self._diary: list[tuple[datetime, int, Deed]] = []
        self._number = count()
        self.asked: Counter[tuple[str, date]] = Counter()  #: prompts by member and day
        self.posts = self.edits = self.answers = 0

    async def post(self, to: Address, notice: Notice, key: str) -> Ref:
        """Remember a message; its reader may do something about it later."""
        del key
        self.posts += 1
        match notice:
            case standup.Ask(place=Dm(member)):
                self.asked[member, notice.ask.day] += 1
                self._read(notice, member)
            case blocker.Card() if notice.standing == "open" and self._dice.random() < HELPED:
                self._plan(
                    45, self._act(notice.round, MemberId("U000000"), blocker.Acknowledge("Person 0.0"))
                )
            case _:
                pass
        return Ref(to.target, str(self.posts))

    async def edit(self, workspace: WorkspaceId, ref: Ref, notice: Notice) -> None:
        """Count it."""
        del workspace, ref, notice
        self.edits += 1

    async def find(self, to: Address, key: str, since: datetime, until: datetime) -> Ref | None:
        """Nothing here is ever in doubt."""
        raise NotImplementedError

    def next_at(self) -> datetime | None:
        """When somebody next does something."""
        return self._diary[0][0] if self._diary else None

    def due(self) -> list[Deed]:
        """What people do now."""
        deeds, now = [], self._clock.now()
        while self._diary and self._diary[0][0] <= now:
            deeds.append(heapq.heappop(self._diary)[2])
        return deeds

    def _plan(self, minutes: int, deed: Deed) -> None:
        moment = self._clock.now() + timedelta(minutes=minutes)
        heapq.heappush(self._diary, (moment, next(self._number), deed))

    def _act(self, round_: RoundId, by: MemberId, act: Act) -> Deed:
        return partial(_perform, self._workspace, round_, by, act)

    def _read(self, notice: standup.Ask, member: MemberId) -> None:
        """Somebody reads their prompt and decides whether, when and what to answer."""
        mood = self._dice.random()
        if mood < ANSWERING:
            late = self._dice.random() < LATE
            minutes = LONG_AFTER if late else STEP * self._dice.randrange(1, STEPS)
            self.answers += 1
            self._plan(minutes, self._act(notice.round, member, self._answer(notice)))
        elif mood < ANSWERING + SKIPPING:
            self._plan(STEP, self._act(notice.round, member, survey.Skip()))

    def _answer(self, notice: standup.Ask) -> survey.Answer:
        stuck = f"{_STUCK} ({notice.ask.day:%d %b})." if self._dice.random() < BLOCKED else ""
        ticked = tuple(each.round for each in notice.carried if self._dice.random() < RESOLVED)
        texts = {"since": _DONE, "until": f"{_NEXT} ({self._dice.randrange(1000)})", "blockers": stuck}
        return survey.Answer(texts, ticked)


def _perform(
    workspace: WorkspaceId, round_: RoundId, by: MemberId, act: Act, ledger: Ledger, at: datetime
) -> None:
    rounds.perform(ledger, workspace, round_, act, by, at)
