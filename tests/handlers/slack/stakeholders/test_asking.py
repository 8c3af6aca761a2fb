"""Questions and digests as they are asked for on Slack: who answers, and what the forms and the preview say."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from bot.ceremonies.digest import Settings
from bot.ceremonies.question import Question
from bot.errors import NotYours, Refused
from bot.ledger import Ledger
from bot.model import Round, RoundId, WorkspaceId
from bot.shell.digests import Wish
from handlers.slack import meeting
from handlers.slack.desk import Click, Desk, Envelope
from handlers.slack.draw import draw
from handlers.slack.stakeholders import asked, asking, question_forms, setup_form, status
from handlers.slack.stakeholders.drawings import EMPTIED
from handlers.slack.stakeholders.examples import NOTICES
from tests.bot.outside import LEADERS, OutsideHouse
from tests.factories import CHANNEL, WORKSPACE, make_person, member_id, utc
from tests.house import BEN
from tests.shell import Shell

T = TypeVar("T")
SUE = member_id("Sue")


class Directory:
    """A private channel; `slow`: Slack takes its time."""

    def __init__(self, *present: str, slow: bool = False) -> None:
        self.present, self.slow = present, slow

    async def members(self, _: WorkspaceId, __: str) -> Sequence[str]:
        if self.slow:
            await asyncio.sleep(60)
        return [member_id(each) for each in self.present]


class Here:
    """As much of a desk as a button asks for."""

    def __init__(self, house: OutsideHouse, directory: Directory) -> None:
        self.house, self.store, self.directory = house, house.shell.store, directory

    def now(self) -> Any:  # noqa: ANN401 — a moment
        return self.house.now

    async def run(self, _: Envelope, fn: Callable[[Ledger], T], about: str = "") -> T:
        del about
        return await self.house.shell.run(fn)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OutsideHouse]:
    shell = Shell(tmp_path, utc("23 12:00"))
    await shell.people(*map(make_person, ("Ada", "Ben", "Sue")))
    made = OutsideHouse(shell)
    await made.do(lambda ledger, team: ledger.roster.seat(team, BEN, ("developer",)))
    await made.set_up()
    await made.ended("Is churn seasonal?")
    yield made
    await shell.stop()


async def declined(house: OutsideHouse, it: Round[Question], by: str, directory: Directory) -> None:
    envelope = Envelope(WORKSPACE, member_id(by), by, CHANNEL)
    click = Click(envelope, asked.NOT_OURS, it.id, "1")
    await asking.decline(cast("Desk", Here(house, directory)), click)


async def test_a_stranger_answers_only_where_slack_says_that_they_are_in_the_channel(
    house: OutsideHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "READING", 0.05)
    await house.now_()
    it = await house.ask("Why?")
    with pytest.raises(NotYours, match="Only people of the team"):
        await declined(house, it, "Sue", Directory("Ada", "Ben"))
    with pytest.raises(Refused, match="Try again in a minute"):
        await declined(house, it, "Sue", Directory("Ada", "Sue", slow=True))
    members = await house.do(lambda ledger, team: ledger.roster.members(team))
    assert SUE not in {each.id for each in members}
    await declined(house, it, "Ben", Directory(slow=True))  # who has a seat needs nobody's word
    [again] = await house.do(lambda ledger, team: ledger.rounds.recent(team, "question", 1))
    assert again.state.closed.by == BEN


def test_whoever_asks_in_public_reads_before_that_others_see_it() -> None:
    public = str(question_forms.ask_view(RoundId("r"), LEADERS, public=True))
    assert "with your question and your name, for all who read it here" in public
    assert "each later digest here shows both" in public
    alone = str(question_forms.ask_view(RoundId("r"), "D0SUE", public=False))
    assert "to you alone" in alone
    assert "later digest" not in alone


def test_the_form_does_not_promise_what_people_wrote_away() -> None:
    form = str(setup_form.view(CHANNEL, "data", Wish(Settings()), "UTC", new=True))
    assert "what people wrote is shown as they wrote it: look at `/digest` first" in form


async def test_a_preview_speaks_of_no_thread_that_is_not_there(house: OutsideHouse) -> None:
    def seen(ledger: Ledger) -> str:
        envelope = Envelope(WORKSPACE, BEN, "Ben", CHANNEL)
        reply = status._drawn(ledger, status.here(ledger, envelope), house.now, "Words.")
        return reply.text + str(reply.blocks)

    assert status.MORE not in await house.shell.run(seen)
    for number in range(40):
        await house.ended(f"q{number}", finding="y" * 600)
    long = await house.shell.run(seen)
    assert "There is more in the thread" not in long
    assert status.MORE in long


def test_what_is_gone_says_so_and_no_more() -> None:
    emptied = draw(NOTICES["stakeholders, a part of which nothing is left"])
    assert emptied.text == f"Part 3 of 4: {EMPTIED}"
    back = draw(NOTICES["stakeholders, a question that was taken back"])
    assert "a question of Mon 23 Nov, which was taken back" in back.text
    assert "“" not in back.text
