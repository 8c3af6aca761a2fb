"""What waits for a member: the round that `/standup` answers, or the sentence why there is none."""

import pytest

from bot import agenda, plans, rounds
from bot.ceremonies import standup
from bot.errors import NotAsked, NotFound, NothingOpen, Over
from bot.ledger import Ledger
from bot.model import ChannelId, MemberId, Opening, RoundId
from tests.factories import (
    AUCKLAND,
    CHANNEL,
    LOS_ANGELES,
    OTHER_WORKSPACE,
    WORKSPACE,
    make_person,
    member_id,
    utc,
)
from tests.shell import Shell

ADA, LOU, KIRI = member_id("Ada"), member_id("Lou"), member_id("Kiri")


@pytest.fixture
async def team(shell: Shell) -> Shell:
    """Ada leads from London, Lou is in Los Angeles, Kiri in Auckland. It is Monday noon."""
    await shell.people(make_person("Ada"), make_person("Lou", LOS_ANGELES), make_person("Kiri", AUCKLAND))
    await shell.set_up("Ada", "Ada", "Lou", "Kiri")
    return shell


async def answer_now(shell: Shell, who: MemberId) -> list[str]:
    """The days of the rounds that they may answer, or why there are none."""
    now = shell.clock.now()

    def find(ledger: Ledger) -> list[str]:
        teams = ledger.roster.teams_of(WORKSPACE, who) or ledger.roster.teams(WORKSPACE)
        return [each.round.occurrence[-2:] for each in agenda.answer_now(ledger, teams, who, now)]

    try:
        return await shell.run(find)
    except NothingOpen as nothing:
        return [nothing.sentence]


async def test_before_the_first_prompt_one_is_told_when_it_comes(team: Shell) -> None:
    assert await answer_now(team, ADA) == [
        "Nothing to answer just now. Your next prompt for #data comes tomorrow 09:30 your time."
    ]
    assert await answer_now(team, LOU) == [
        "Nothing to answer just now. Your next prompt for #data comes tomorrow 09:30 your time."
    ]


async def test_todays_may_be_answered_before_its_hour(team: Shell) -> None:
    await team.to(utc("23 13:00"))  # in Auckland it is Tuesday, two in the morning
    assert await answer_now(team, KIRI) == ["24"]
    await team.answer("Kiri", "train")
    await team.to(utc("23 21:00"))
    assert team.heard("Kiri") == ["Mon 13:00 post UKIRI: answered Tue"]


async def test_the_last_that_one_was_asked_in_comes_first_and_stays_until_the_next(team: Shell) -> None:
    found = []
    for at in ("24 09:30", "25 09:29", "25 09:30"):
        await team.to(utc(at))
        found.append(await answer_now(team, ADA))
    assert found == [["24"], ["24"], ["25"]]


async def test_two_rounds_of_one_plan_are_open_for_people_far_apart(team: Shell) -> None:
    await team.to(utc("24 21:00"))
    assert [await answer_now(team, who) for who in (ADA, LOU, KIRI)] == [["24"], ["24"], ["25"]]


async def test_a_trial_is_not_what_one_answers(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()

    def try_it(ledger: Ledger) -> RoundId:
        book = ledger.history.book(there, plan.id, ("members",))
        turn = standup.trial(plan, book, ADA, now)
        begun = rounds.start(ledger, there, plan.id, Opening(standup.KIND, "trial/1", turn), now)
        assert begun is not None
        return begun.id

    number = await team.run(try_it)
    assert team.heard("Ada") == ["Mon 12:00 post UADA: asked Mon"]
    assert (await answer_now(team, ADA))[0].startswith("Nothing to answer")
    seat = await team.store.read(lambda ledger: agenda.seat_in(ledger, WORKSPACE, number, ADA, now))
    assert seat.round.state.survey.trial


@pytest.mark.parametrize(
    ("who", "at", "workspace", "refusal"),
    [
        ("Eve", "24 10:00", WORKSPACE, NotAsked),
        ("Ada", "25 09:30", WORKSPACE, Over),
        ("Ada", "24 10:00", OTHER_WORKSPACE, NotFound),
    ],
)
async def test_a_seat_in_a_round_is_only_for_who_may_answer_there(
    team: Shell, who: str, at: str, workspace: str, refusal: type[Exception]
) -> None:
    from bot.model import WorkspaceId

    await team.to(utc("24 09:30"))
    number = (await team.round("24")).id
    with pytest.raises(refusal):
        await team.store.read(
            lambda ledger: agenda.seat_in(ledger, WorkspaceId(workspace), number, member_id(who), utc(at))
        )


async def test_a_paused_standup_says_that_it_is_paused(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.pause(ledger, there, plan, ADA, now))
    assert await answer_now(team, ADA) == [
        "The standup is paused. A lead can start it again with `/standup resume`."
    ]


async def test_who_is_not_asked_is_told_who_can_change_that(team: Shell) -> None:
    await team.set_up("Ada", people=(ADA,))
    assert await answer_now(team, LOU) == [
        "You are not asked in this standup just now. A lead can add you with `/standup edit`."
    ]


async def test_without_a_standup_one_is_told_how_to_start_one(team: Shell) -> None:
    there, plan, now = await team.team(), await team.plan(), team.clock.now()
    await team.run(lambda ledger: plans.delete(ledger, there, plan, ADA, now))
    assert await answer_now(team, ADA) == [
        "There is no standup here yet. Type `/standup setup` in your team's channel to start one."
    ]


async def test_a_person_speaks_of_the_team_whose_channel_they_are_in_or_of_all_of_theirs(team: Shell) -> None:
    def find(ledger: Ledger) -> list[list[str]]:
        return [
            [each.name for each in agenda.teams_for(ledger, WORKSPACE, ChannelId(channel), who)]
            for channel, who in ((CHANNEL, member_id("Eve")), ("D1", ADA), ("D1", member_id("Eve")))
        ]

    assert await team.store.read(find) == [["data"], ["data"], []]
