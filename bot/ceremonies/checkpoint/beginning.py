"""How checkpoints begin: a sprint that closes opens one for each experiment that runs."""

from dataclasses import replace
from datetime import datetime

from bot import worktime
from bot.ceremonies.asking import anybody
from bot.ceremonies.checkpoint.clock import asked_for_verdict, over, settled, wake_at
from bot.ceremonies.checkpoint.facts import facts_of, lacking
from bot.ceremonies.checkpoint.people import around
from bot.ceremonies.checkpoint.state import KIND, Checkpoint
from bot.ceremonies.experiment.shown import judged_last
from bot.ceremonies.experiment.state import Experiment
from bot.model import Book, Member, Opening, Round, Turn


def openings(
    book: Book, sprint: int, since: datetime, days: tuple[int, ...], at: datetime
) -> tuple[Opening, ...]:
    """The checkpoints of a sprint that closes now and began at `since`; `days`: on which the team works. The book has
    members, absences and experiments."""
    team = replace(anybody(book.team.zone), days=days)
    return tuple(
        Opening(KIND, f"{sprint}/{each.state.key}", begin(book, each, sprint, since, at))
        for each in book.experiments
        if _is_asked(each.state, team, at)
    )


def _is_asked(experiment: Experiment, team: Member, at: datetime) -> bool:
    """Not where it ended or nobody wants to be asked; nor where there was less than a working day for it, or it was to
    stop and nothing came since: that one waits for its verdict."""
    if experiment.ended or not experiment.setup.checkpoints:
        return False
    judged = judged_last(experiment)
    if judged and judged.going == "stop" and all(each.at <= judged.at for each in experiment.results):
        return False
    return worktime.between(team, experiment.opened_at, at) >= worktime.day_length(team)


def begin(
    book: Book, experiment: Round[Experiment], sprint: int, since: datetime, at: datetime
) -> Turn[Checkpoint]:
    """The turn with which one begins. Where nothing is missing, the question comes to the channel at once, beside what
    the sprint came to."""
    its = experiment.state
    state = Checkpoint(
        its.team,
        book.team.zone,
        experiment.id,
        sprint,
        since,
        at,
        facts_of(its),
        Member(its.owner, its.owner_name, book.team.zone, active=False),
        seen=its.numbered,
    )
    state = around(lacking(state, its), book)
    state = settled(state, at) if state.lack else replace(state, put_at=at)
    return turn(state, at)


def turn(state: Checkpoint, at: datetime, before: Checkpoint | None = None) -> Turn[Checkpoint]:
    """The turn of a state: when the clock should act next, and whether it is over. Whoever was asked `before` and is
    not any more sees that too."""
    people = (
        who
        for each in (state, before or state)
        for who in (each.owner, *each.deciders, *asked_for_verdict(each))
    )
    concerns = tuple(dict.fromkeys(who.id for who in people))
    done = state.linked and over(state, at)
    return Turn(state, None if done else wake_at(state, at), over=done, concerns=concerns)
