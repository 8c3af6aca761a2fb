"""Erasing: of whoever wished it, no name and no word is left, but where the docs say so; killed half-way it goes on."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from sqlalchemy import update

from bot import rounds
from bot.ceremonies import standup
from bot.ceremonies.blocker import Carry
from bot.ceremonies.erased import SOMEBODY
from bot.keeping import erasing
from bot.keeping.erasing import Erasing
from bot.ledger import Ledger
from bot.model import Chosen, MemberId, Round
from bot.rounds import LEASE
from storage.ledger import LedgerRows
from storage.tables import rounds as rounds_
from tests.bot.furnished import ADA, BEN, CAI, NAME, SEALED, WORDS, furnish, where
from tests.factories import WORKSPACE, utc
from tests.shell import Shell

T = TypeVar("T")


async def wish(shell: Shell) -> None:
    now = shell.clock.now()
    await shell.store.run(lambda ledger: erasing.wish(ledger, WORKSPACE, ADA, now))


async def erase(shell: Shell) -> None:
    """As the ticker has it done."""
    await wish(shell)
    await shell.settle()
    assert shell.rows("SELECT * FROM erasures") == []


async def test_her_name_and_words_stand_wherever_somebody_can_leave_them(shell: Shell) -> None:
    await furnish(shell)
    assert where(shell, NAME) == {
        "acts", "blockers", "claims", "epics", "people", "rounds", "stories"
    }  # fmt: skip
    assert where(shell, WORDS) == {"acts", "answers", "blockers", "claims", "estimates", "rounds"}
    assert where(shell, SEALED) == {"rounds"}
    kinds = {kind for kind, state in shell.rows("SELECT kind, state FROM rounds") if NAME in state}
    assert kinds == {
        "access", "blocker", "decision", "estimation", "experiment", "lookahead", "news", "spike", "sprint",
        "standup",
    }  # fmt: skip


async def test_nothing_is_left_but_what_the_platform_tells_of_a_member(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    assert where(shell, WORDS) == set()
    assert where(shell, SEALED) == set()
    assert where(shell, NAME) == {"people", "rounds"}
    still = {
        kind for kind, over, state in shell.rows("SELECT kind, over, state FROM rounds") if NAME in state
    }
    assert still <= {"standup", "spike", "estimation", "lookahead", "access", "decision", "experiment"}
    over = [
        kind
        for kind, over, state in shell.rows("SELECT kind, over, state FROM rounds")
        if over and NAME in state
    ]
    assert over == []
    assert shell.rows("SELECT * FROM absences") == []
    chosen = await shell.store.read(lambda ledger: ledger.roster.chosen(WORKSPACE, ADA))
    assert chosen == Chosen()
    assert not [by for (by,) in shell.rows("SELECT by FROM acts") if by == ADA]


async def test_whoever_has_left_is_in_no_round_either(shell: Shell) -> None:
    team = await furnish(shell)
    await shell.run(lambda ledger: ledger.roster.unseat(team, ADA))
    await erase(shell)
    assert where(shell, NAME) == {"people"}


async def of_kind(shell: Shell, kind: str, *, over: bool | None = None) -> list[Round[Any]]:
    team = await shell.team()
    held = await shell.store.read(lambda ledger: ledger.archive.rounds(WORKSPACE, team.id, None, 999))
    return [each for each in held.rounds if each.kind == kind and over in {None, each.over}]


async def test_what_is_shown_changes_with_it(shell: Shell) -> None:
    await furnish(shell)
    await shell.to(utc("24 12:05"))
    assert WORDS in str(shell.messenger.messages)
    await erase(shell)
    await shell.to(utc("24 12:20"))
    shown = str([each.notice for each in shell.messenger.messages])
    assert WORDS not in shown
    assert SOMEBODY in shown
    assert "no GPU" in shown, "what others said stays"


async def test_what_others_wrote_and_the_team_decided_stays(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    assert shell.rows("SELECT finding FROM spikes") == [("the clocks differ",)]
    assert [outcome for (outcome,) in shell.rows("SELECT outcome FROM estimates ORDER BY poll")] == [
        "settled"
    ]
    assert shell.rows("SELECT member FROM answers") == [(BEN,)]
    assert {title for (title,) in shell.rows("SELECT title FROM stories")} == {"Churn by region", "Uplift"}
    assert {name for (name,) in shell.rows("SELECT asked_by FROM stories")} == {"", "Sales"}


async def test_her_open_blocker_is_taken_back_and_nobody_carries_it(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    [hers] = [each for each in await of_kind(shell, "blocker") if each.state.owner == ADA]
    assert (hers.over, hers.state.standing, hers.state.name) == (True, "withdrawn", SOMEBODY)
    await shell.to(utc("25 09:31"))
    prompts = [each for each in shell.messenger.messages if isinstance(each.notice, standup.Ask)]
    [hers_now] = [each for each in prompts if each.to.target == ADA and each.notice.ask.day.day == 25]  # type: ignore[attr-defined]
    assert isinstance(hers_now.notice, standup.Ask)
    assert hers_now.notice.carried == ()


async def test_a_vote_that_is_not_counted_goes_on_without_her_card(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    [voting] = [each for each in await of_kind(shell, "estimation") if each.state.voting]
    assert [set(each.cards) for each in voting.state.matters] == [{BEN}]


async def test_she_may_say_something_new_meanwhile_and_it_stays(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    await shell.answer("Ada", "what I say now")
    assert "what I say now" in str(shell.rows("SELECT texts FROM answers"))
    [today] = [each for each in await of_kind(shell, "standup") if not each.over]
    assert {each.member.id for each in today.state.survey.seats} == {ADA, BEN, CAI}


async def test_erased_twice_changes_nothing_that_is_over(shell: Shell) -> None:
    await furnish(shell)
    await erase(shell)
    await shell.to(utc("24 12:30"))
    over = "SELECT id, version, state FROM rounds WHERE over ORDER BY id"
    before = shell.rows(over)
    await erase(shell)
    assert len(before) > 5
    assert shell.rows(over) == before


class Killed(Exception):
    """As a process that ends."""


class Dying:
    """A store whose process ends after so many transactions."""

    def __init__(self, shell: Shell, lives: int) -> None:
        self._store, self._lives = shell.store, lives

    async def run(self, fn: Callable[[Ledger], T], about: str = "") -> T:
        if self._lives == 0:
            raise Killed
        self._lives -= 1
        return await self._store.run(fn, about)

    async def read(self, fn: Callable[[Ledger], T]) -> T:
        return await self._store.read(fn)

    async def close(self) -> None:
        """It stays open."""


@pytest.mark.parametrize("lives", [1, 2, 5, 9])
async def test_killed_again_and_again_it_is_done_in_the_end(
    shell: Shell, lives: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(shell)
    monkeypatch.setattr(erasing, "PAGE", 1)
    await wish(shell)
    kills = 0
    while shell.rows("SELECT * FROM erasures"):
        try:
            await Erasing(Dying(shell, lives + kills // 3), shell.clock).one(WORKSPACE, ADA)
        except Killed:
            kills += 1
        assert kills < 200
    await shell.settle()
    assert kills > 1
    assert where(shell, WORDS) | where(shell, SEALED) == set()


async def test_a_taker_that_dies_is_followed_by_another(shell: Shell) -> None:
    await furnish(shell)
    await wish(shell)
    now = shell.clock.now()
    claimed = await shell.store.run(lambda ledger: ledger.erasures.claim(now, LEASE, 9))
    assert claimed == [(WORKSPACE, ADA)]
    assert await shell.store.run(lambda ledger: ledger.erasures.claim(now, LEASE, 9)) == []
    await shell.to(now + LEASE)
    assert shell.rows("SELECT * FROM erasures") == []
    assert where(shell, WORDS) == set()


async def test_what_a_round_told_another_meanwhile_goes_too(shell: Shell) -> None:
    """Her blocker speaks to a standup that was looked through already."""
    await furnish(shell)
    [hers] = [each for each in await of_kind(shell, "blocker") if each.state.owner == ADA]
    [day] = await of_kind(shell, "standup", over=False)
    await wish(shell)
    now, worker = shell.clock.now(), Erasing(shell.store, shell.clock)

    def tell(ledger: Ledger) -> None:
        rounds.perform(ledger, WORKSPACE, hers.id, Carry(day.id), None, now)

    page = worker._page

    async def telling(*args: Any, **more: Any) -> Any:  # noqa: ANN401 — as the page itself
        done = await page(*args, **more)
        if not more["open_"]:
            await shell.store.run(tell)
        return done

    worker._page = telling  # type: ignore[method-assign]
    await worker.one(WORKSPACE, ADA)
    assert where(shell, WORDS) == set()


async def test_of_nobody_nothing_is_erased(shell: Shell) -> None:
    await furnish(shell)
    before = shell.rows("SELECT id, state FROM rounds ORDER BY id")
    now = shell.clock.now()
    await shell.run(lambda ledger: erasing.wish(ledger, WORKSPACE, MemberId("UNOBODY"), now))
    assert shell.rows("SELECT id, state FROM rounds ORDER BY id") == before


async def test_a_round_that_fails_holds_up_no_other_and_is_tried_again(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(shell)
    erased, broken = erasing._erased, [True]

    def failing(kind: str, *args: Any) -> Any:  # noqa: ANN401 — as the function itself
        if kind == "sprint" and broken[0]:
            raise ValueError("a mistake of ours")
        return erased(kind, *args)

    monkeypatch.setattr(erasing, "_erased", failing)
    await wish(shell)
    await shell.settle()
    assert {kind for kind, state in shell.rows("SELECT kind, state FROM rounds") if WORDS in state} == {
        "sprint"
    }
    assert len(shell.rows("SELECT * FROM erasures")) == 1
    broken.clear()
    broken.append(False)
    await shell.to(shell.clock.now() + erasing.FAILED)
    assert where(shell, WORDS) == set()
    assert shell.rows("SELECT * FROM erasures") == []


async def test_a_round_that_cannot_be_read_holds_up_no_other(shell: Shell) -> None:
    await furnish(shell)

    def spoil(ledger: Ledger) -> None:
        assert isinstance(ledger, LedgerRows)
        ledger._statements.execute(
            update(rounds_).where(rounds_.c.kind == "news").values(state='{"what": 1}')
        )

    await shell.run(spoil)
    await erase(shell)
    assert where(shell, WORDS) == set()
