"""What becomes of an experiment over both stores: undone verdicts, new names of its epic, who owns and decides."""

from dataclasses import replace

from bot.ledger import Ledger
from bot.model import EpicId, Team
from bot.shell import backlog, experiments, quarterly, verdicts
from bot.shell.experiments import Wish
from tests.bot.trying import ADA, BEN, SETUP, ZOE, Lab
from tests.factories import WORKSPACE


async def test_an_undone_verdict_takes_its_stories_back_and_writes_none_twice(lab: Lab) -> None:
    one = await lab.register()
    await lab.decide(one, "Ship it", "Watch it")
    kept = (await lab.backlog())[1]

    def touch(ledger: Ledger, team: Team) -> None:
        story = ledger.backlog.numbered(team, kept[0])
        assert story
        backlog.edit(ledger, team, story.id, replace(backlog.draft(story), text="With an alert"), lab.now)

    await lab.do(touch)
    done = await lab.do(lambda ledger, _: verdicts.reopen(ledger, WORKSPACE, one.id, BEN, lab.now))
    assert (done.gone, done.stay) == ((1,), (2,))
    assert [title for _, title, _ in await lab.backlog()] == ["Watch it"]
    await lab.decide(one, "Ship it", "Watch it")
    assert sorted(title for _, title, _ in await lab.backlog()) == ["Ship it", "Watch it"]
    ended = (await lab.now_of(one)).ended
    assert ended
    assert ended.stories == (3, 2)


async def test_an_experiment_follows_its_epic_to_a_new_name(lab: Lab) -> None:
    def begin(ledger: Ledger, team: Team) -> EpicId:
        return quarterly.create(ledger, team, quarterly.Wish("Churn"), lab.now).id

    epic = await lab.do(begin)
    one = await lab.register(epic=epic)
    await lab.do(lambda ledger, team: quarterly.edit(ledger, team, epic, quarterly.Wish("Leavers"), lab.now))
    assert (await lab.now_of(one)).setup.epic == "Leavers"
    await lab.decide(one, "Ship it")
    assert [name for _, _, name in await lab.backlog()] == ["Leavers"]


async def test_who_decides_from_outside_is_no_developer(lab: Lab) -> None:
    one = await lab.register(setup=replace(SETUP, deciders=(ZOE,)), present=frozenset({ADA, BEN}))
    assert (await lab.now_of(one)).setup.deciders == (ZOE,)
    zoe = await lab.do(lambda ledger, team: ledger.roster.member(team, ZOE))
    assert zoe
    assert zoe.roles == ("stakeholder",)
    assert zoe.active


async def test_another_owns_it_from_then_on(lab: Lab) -> None:
    one = await lab.register()

    def change(ledger: Ledger, _: Team) -> None:
        wish = Wish(replace(SETUP, question="Do we write?"), owner=ADA)
        experiments.change(ledger, WORKSPACE, one.id, wish, BEN, lab.now)

    await lab.do(change)
    state = await lab.now_of(one)
    assert (state.owner, state.setup.question) == (ADA, "Do we write?")


async def test_who_was_named_to_decide_and_has_left_is_not_seated_again(lab: Lab) -> None:
    one = await lab.register(setup=replace(SETUP, deciders=(ZOE,)), present=frozenset({ADA, BEN}))

    def leave_and_change(ledger: Ledger, team: Team) -> None:
        ledger.roster.unseat(team, ZOE)
        wish = Wish(replace(SETUP, deciders=(ZOE,), question="Do we write?"))
        experiments.change(ledger, WORKSPACE, one.id, wish, BEN, lab.now)

    await lab.do(leave_and_change)
    zoe = await lab.do(lambda ledger, team: ledger.roster.member(team, ZOE))
    assert zoe is None or not zoe.active
