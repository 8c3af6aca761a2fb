"""What the standup listens to: `/standup …`, its buttons and its modals."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import agenda, people, plans, rounds
from bot.ceremonies import standup
from bot.ceremonies.survey import Skip
from bot.dates import read_days, say_day
from bot.errors import BadInput, NotFound, Refused
from bot.model import Absence, MemberId, Opening, Plan, PlanId, RoundId, Team
from bot.ports import Ledger
from bot.schedule import local_day
from handlers.slack.blocks import actions, button, section
from handlers.slack.commands import standup_help
from handlers.slack.desk import Click, Command, Desk, Envelope, Json, Listeners, OnCommand, Reply, Submission
from handlers.slack.standup import answer_form, report, setup

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_DAYS = re.compile(r"^(\d{1,3})\s*d(?:ays?)?$")
#: As far back as a report looks, and how far it does when nobody says.
_LONGEST, _USUAL = 366, 14


# Answering.


async def answer_now(desk: Desk, command: Command) -> Reply | None:
    """`/standup`: the form for what waits, or when the next prompt comes."""
    return await _offer(desk, command.envelope)


async def greet(desk: Desk, envelope: Envelope) -> Reply | None:
    """Something was written to the bot's direct messages: offer the buttons for what waits."""
    now = desk.now()
    found = await desk.store.run(
        lambda ledger: agenda.answer_now(
            ledger, ledger.roster.teams_of(envelope.workspace, envelope.user), envelope.user, now
        )
    )
    return _choice(found)


async def _offer(desk: Desk, envelope: Envelope) -> Reply | None:
    now = desk.now()

    def find(ledger: Ledger) -> tuple[agenda.Open, ...]:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        return agenda.answer_now(ledger, teams, envelope.user, now)

    found = await desk.store.run(find)
    if len(found) > 1:
        return _choice(found)
    await desk.open_view(envelope, _form(found[0]))
    return None


def _choice(found: tuple[agenda.Open, ...]) -> Reply:
    """A button for each team whose standup waits."""
    label = "Edit answer" if len(found) == 1 and found[0].seat.given else "Answer"
    buttons = [
        button(label if len(found) == 1 else f"#{each.team.name}", f"standup.answer.{number}", each.round.id)
        for number, each in enumerate(found[:5])
    ]
    names = ", ".join(f"#{each.team.name}" for each in found[:5])
    text = f"Your standup for {names}:"
    return Reply(text, [section(text), actions(*buttons)])


def _form(each: agenda.Open) -> Json:
    state = each.round.state
    survey = state.survey
    return answer_form.view(
        answer_form.AnswerForm(
            each.round.id,
            survey.title,
            survey.team,
            survey.day,
            survey.settings.questions,
            each.seat.given.texts if each.seat.given else {},
            each.seat.last,
            standup.carried_by(state, each.seat.member.id),
        )
    )


async def open_answer(desk: Desk, click: Click) -> Reply | None:
    """The Answer button of a prompt, a reminder or the board."""
    now, envelope = desk.now(), click.envelope
    found = await desk.store.read(
        lambda ledger: agenda.seat_in(ledger, envelope.workspace, RoundId(click.value), envelope.user, now)
    )
    await desk.open_view(envelope, _form(found))
    return None


async def save_answer(desk: Desk, submission: Submission) -> Json | None:
    """A submitted answer."""
    round_, answer = answer_form.read(submission.view)
    now, envelope = desk.now(), submission.envelope
    await desk.store.run(
        lambda ledger: rounds.perform(ledger, envelope.workspace, round_, answer, envelope.user, now)
    )
    return None


async def skip(desk: Desk, click: Click) -> Reply | None:
    """The Skip button: the prompt itself changes, so there is nothing to say."""
    now, envelope = desk.now(), click.envelope
    await desk.store.run(
        lambda ledger: rounds.perform(
            ledger, envelope.workspace, RoundId(click.value), Skip(), envelope.user, now
        )
    )
    return None


async def skip_now(desk: Desk, command: Command) -> Reply:
    """`/standup skip`: what waits is skipped."""
    now, envelope = desk.now(), command.envelope

    def do(ledger: Ledger) -> str:
        teams = agenda.teams_for(ledger, envelope.workspace, envelope.channel, envelope.user)
        found = agenda.answer_now(ledger, teams, envelope.user, now)
        for each in found:
            rounds.perform(ledger, envelope.workspace, each.round.id, Skip(), envelope.user, now)
        said = ", ".join(f"{say_day(each.round.state.survey.day)} in #{each.team.name}" for each in found)
        return f"Skipped: {said}. Changed your mind? Type `/standup`."

    return Reply(await desk.store.run(do))


# Being away.


async def away(desk: Desk, command: Command) -> Reply:
    """`/standup away 24 Dec - 2 Jan`."""
    now, envelope = desk.now(), command.envelope

    def do(ledger: Ledger) -> tuple[str, int]:
        person = ledger.roster.person(envelope.workspace, envelope.user)
        if person is None:
            raise Refused("Nobody has asked you for a standup yet, so there is nothing to be away from.")
        chosen = ledger.roster.chosen(envelope.workspace, envelope.user)
        zone = (chosen.zone if chosen else None) or person.zone
        today = local_day(now, zone)
        first, last = read_days(command.rest, today)
        number = people.be_away(ledger, envelope.workspace, Absence(envelope.user, first, last), now)
        days = (
            say_day(first, today) if first == last else f"{say_day(first, today)} to {say_day(last, today)}"
        )
        return f"You are away {days}: no prompts, and nobody waits for you.", number

    text, number = await desk.store.run(do)
    return Reply(text, [section(text), actions(button("Undo", "away.undo", str(number)))])


async def undo_away(desk: Desk, click: Click) -> Reply:
    """The Undo button below it."""
    if not click.value.isdigit():
        raise NotFound
    now, envelope = desk.now(), click.envelope
    undone = await desk.store.run(
        lambda ledger: people.be_back(ledger, envelope.workspace, envelope.user, int(click.value), now)
    )
    return Reply("Undone: you are asked as usual." if undone else "That was undone before.")


# Leading.


def _plan_here(ledger: Ledger, envelope: Envelope) -> tuple[Team, Plan]:
    team = ledger.roster.team_in(envelope.workspace, envelope.channel)
    plan = ledger.plans.of(team, standup.KIND) if team else None
    if team is None or plan is None:
        raise NotFound("There is no standup in this channel. Type `/standup setup` to start one.")
    return team, plan


async def pause(desk: Desk, command: Command) -> Reply:
    """`/standup pause`."""
    await _lead(desk, command.envelope, plans.pause)
    return Reply("Paused: nobody is prompted until a lead types `/standup resume`.")


async def resume(desk: Desk, command: Command) -> Reply:
    """`/standup resume`."""
    team, plan = await _lead(desk, command.envelope, plans.resume)
    now = desk.now()
    line = await desk.store.read(
        lambda ledger: setup.first_prompt(ledger, team, plan, command.envelope.user, now)
    )
    return Reply(f"Running again. {line}")


_Change = Callable[[Ledger, Team, Plan, MemberId, datetime], Plan]


async def _lead(desk: Desk, envelope: Envelope, change: _Change) -> tuple[Team, Plan]:
    now = desk.now()

    def do(ledger: Ledger) -> tuple[Team, Plan]:
        team, plan = _plan_here(ledger, envelope)
        return team, change(ledger, team, plan, envelope.user, now)

    return await desk.store.run(do)


async def delete(desk: Desk, click: Click) -> Reply:
    """The button in the edit form that ends a standup."""
    now, envelope = desk.now(), click.envelope

    def do(ledger: Ledger) -> str:
        plan = ledger.plans.get(envelope.workspace, PlanId(click.value))
        team = ledger.roster.team(envelope.workspace, plan.team) if plan else None
        if plan is None or team is None or plan.state == "deleted":
            raise NotFound("This standup has ended already.")
        plans.delete(ledger, team, plan, envelope.user, now)
        return team.name

    name = await desk.store.run(do)
    if click.view:
        text = f"The standup of #{name} has ended. Its history stays: `/standup report`."
        view = setup.closing_view(text)
        desk.aside(desk.client.views_update(view_id=click.view["id"], view=view))
    return Reply(f"The standup of #{name} has ended.")


async def try_now(desk: Desk, click: Click) -> Reply | None:
    """*Send me one now*: a trial by direct message, once for each time it was offered."""
    now, envelope = desk.now(), click.envelope

    def do(ledger: Ledger) -> None:
        plan = ledger.plans.get(envelope.workspace, PlanId(click.value))
        team = ledger.roster.team(envelope.workspace, plan.team) if plan else None
        if plan is None or team is None or plan.state == "deleted":
            raise NotFound("This standup has ended.")
        book = ledger.history.book(team, plan.id, ("members",))
        turn = standup.trial(plan, book, envelope.user, now)
        key = f"trial/{envelope.user}/{click.stamp}"
        rounds.start(ledger, team, plan.id, Opening(standup.KIND, key, turn), now)

    await desk.store.run(do)
    if click.view:
        view = setup.sent_view(click.view)
        desk.aside(desk.client.views_update(view_id=click.view["id"], view=view))
    return None


# Looking back.


async def look_back(desk: Desk, command: Command) -> Reply:
    """`/standup report [@member] [14d]`."""
    member, days = _report_words(command.rest)
    now, envelope = desk.now(), command.envelope

    def find(ledger: Ledger) -> Reply:
        team = ledger.roster.team_in(envelope.workspace, envelope.channel)
        if team is None:
            raise NotFound("Type this in the channel of a team that has a standup.")
        since = local_day(now, team.zone) - timedelta(days=days - 1)
        names = {each.id: each.name for each in ledger.roster.members(team)}
        said = ledger.history.said(team, since, member, standup.KIND)
        for each in said:
            person = None if each.member in names else ledger.roster.person(envelope.workspace, each.member)
            names.setdefault(each.member, person.name if person else "Somebody who left")
        return report.draw(report.Report(team.name, days, said, names, ledger.history.blockers(team)))

    return await desk.store.read(find)


def _report_words(words: str) -> tuple[MemberId | None, int]:
    member, days = None, _USUAL
    for word in re.sub(r"(\d)\s+(d)", r"\1\2", words).split():
        mention, span = _MENTION.match(word), _DAYS.match(word)
        if mention:
            member = MemberId(mention[1])
        elif span and 1 <= int(span[1]) <= _LONGEST:
            days = int(span[1])
        else:
            examples = "`/standup report`, `/standup report 30d` or `/standup report @name 7d`"
            raise BadInput(f"“{word}” is not understood. Try {examples}.")
    return member, days


async def help_(desk: Desk, command: Command) -> Reply:
    """`/standup help`, and whatever is not understood."""
    del desk
    return standup_help(command.word)


WORDS: dict[str, OnCommand] = {
    "": answer_now,
    "answer": answer_now,
    "setup": setup.open_setup,
    "edit": setup.open_edit,
    "pause": pause,
    "resume": resume,
    "skip": skip_now,
    "away": away,
    "report": look_back,
}


async def route(desk: Desk, command: Command) -> Reply | None:
    """`/standup` and its words."""
    return await WORDS.get(command.word, help_)(desk, command)


LISTENERS = Listeners(
    commands={"standup": route},
    clicks={
        "standup.answer": open_answer,
        **{f"standup.answer.{number}": open_answer for number in range(5)},
        "standup.skip": skip,
        "standup.try": try_now,
        "standup.delete": delete,
        "away.undo": undo_away,
    },
    submits={"standup.answer": save_answer, "standup.setup": setup.save},
)
