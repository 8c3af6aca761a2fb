"""A team in which Ada has left her name and her words wherever somebody can: rounds of every ceremony, and the book."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot import people, rounds
from bot.book.pasting import Draft
from bot.cadence import Cadence, Span
from bot.ceremonies import (
    access,
    blocker,
    decision,
    estimation,
    experiment,
    lookahead,
    news,
    quarter,
    spike,
    sprint,
)
from bot.ceremonies.access.state import Ended as Given
from bot.ceremonies.access.state import Missing
from bot.ceremonies.decision import Confirm
from bot.ceremonies.epic import Crossing
from bot.ceremonies.estimation import Cast, Laid, Topic
from bot.ceremonies.experiment import Alter, Metric, Setup, TakeResult
from bot.ceremonies.lookahead import AddItem, Item, Wish
from bot.ceremonies.lookahead.state import Closed
from bot.ceremonies.spike import Decide, Extend, Pause, Resume
from bot.ceremonies.sprint.state import Mark
from bot.ledger import Ledger
from bot.model import (
    Absence,
    Act,
    Chosen,
    Claim,
    Epic,
    EpicId,
    Measured,
    MemberId,
    Opening,
    Report,
    Round,
    SprintStands,
    Story,
    Team,
    Turn,
)
from bot.shell import decisions
from storage.tables import metadata
from tests.factories import WORKSPACE, make_person, member_id, utc
from tests.shell import Shell

ADA, BEN, CAI = map(member_id, ("Ada", "Ben", "Cai"))
NAME, WORDS = "Adelaide Canary", "canary in the words"
#: What she laid in a vote that nobody has counted yet.
CARD, SEALED = "13", "canary that is sealed"
NOON = utc("24 12:00")
DAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


async def furnish(shell: Shell) -> Team:
    """A standup that she has answered, and all the rest of it, on a Tuesday noon."""
    await shell.people(
        replace(make_person("Ada"), name=NAME), make_person("Ben"), replace(make_person("Cai"), admin=True)
    )
    await shell.set_up("Ben", "Ada", "Ben", "Cai")
    await shell.to(utc("24 09:31"))
    await shell.answer("Ada", WORDS, since=WORDS, blockers=WORDS)
    await shell.answer("Ben", "tidy up", blockers="no GPU")
    await shell.to(NOON)
    team = await shell.team()
    for each in (
        _settings,
        _book,
        _blockers,
        _estimations,
        _spikes,
        _sprint,
        _lookahead,
        _others,
        _decision,
        _experiments,
    ):
        await shell.run(lambda ledger, do=each: do(ledger, team))  # type: ignore[misc] # bound at once
    return team


def _start(ledger: Ledger, team: Team, kind: str, turn: Turn[Any]) -> Round[Any]:
    begun = rounds.start(ledger, team, None, Opening(kind, kind, turn), NOON)
    assert begun is not None
    return begun


def _do(ledger: Ledger, round_: Round[Any], by: MemberId, *acts: Act) -> None:
    for each in acts:
        rounds.perform(ledger, WORKSPACE, round_.id, each, by, NOON)


def _settings(ledger: Ledger, team: Team) -> None:
    del team
    ledger.roster.choose(WORKSPACE, ADA, Chosen("Asia/Kolkata", (1, 2), region="IN", reminders=False))
    people.be_away(ledger, WORKSPACE, Absence(ADA, date(2026, 12, 24), date(2026, 12, 31)), NOON)


def _book(ledger: Ledger, team: Team) -> None:
    [story, _] = backlog_of(ledger, team)
    ledger.epics.put(team, Epic(EpicId("E1"), "Churn", "less of it", ADA, NAME, 2026, 4))
    assert story.asked_by == NAME


def backlog_of(ledger: Ledger, team: Team) -> tuple[Story, ...]:
    found = ledger.backlog.of_team(team)
    drafts = [Draft("Churn by region", asked_by=NAME, epic="Churn"), Draft("Uplift", asked_by="Sales")]
    return found or ledger.backlog.add(team, drafts, NOON)


def _blockers(ledger: Ledger, team: Team) -> None:
    """Ben's, which she looks into."""
    found = [each for each in ledger.rounds.open_of(team, ("blocker",)) if each.state.owner == BEN]
    _do(ledger, found[0], ADA, blocker.Acknowledge(NAME))


def _estimations(ledger: Ledger, team: Team) -> None:
    """One that is counted, for which she facilitated, and settled; and one that is not counted."""
    book = ledger.history.book(team, None, ("members", "absences"))
    stories = backlog_of(ledger, team)
    topics = [Topic(each.id, each.number, each.title) for each in stories]
    ballots = dict.fromkeys((ADA, BEN, CAI), ("effort",))
    ada = next(each for each in book.members if each.id == ADA)
    for topic, counted in zip(topics, (True, False), strict=True):
        turn = estimation.begin(book, [topic], ballots, team.deck, ada, NOON)  # type: ignore[arg-type]
        begun = rounds.start(ledger, team, None, Opening("estimation", topic.story, turn), NOON)
        assert begun is not None
        reason = WORDS if counted else SEALED
        for who, card in ((ADA, CARD), (BEN, "1")):
            laid = Laid("effort", {topic.story: card}, {topic.story: reason if who == ADA else "small"})
            _do(ledger, begun, who, Cast(1, (laid,), sent=counted))
        if counted:
            _do(
                ledger,
                begun,
                ADA,
                estimation.Close(1),
                estimation.Settle(1, topic.story, "effort", "8", WORDS),
            )


def _spikes(ledger: Ledger, team: Team) -> None:
    book = ledger.history.book(team, None, ("members", "absences"))
    ada = replace(next(each for each in book.members if each.id == ADA))
    ended = _start(ledger, team, "spike", spike.begin(book, "Why?", 3 * HOUR, [ADA], ada, NOON))
    _do(ledger, ended, ADA, Pause(WORDS), Resume(), Extend(HOUR, WORDS))
    _do(ledger, ended, ADA, Decide("answered", "the clocks differ"))
    running = spike.begin(book, "Which?", 3 * HOUR, [ADA], ada, NOON)
    begun = rounds.start(ledger, team, None, Opening("spike", "two", running), NOON)
    assert begun is not None
    _do(ledger, begun, CAI, Extend(HOUR, "it takes longer"))
    _do(ledger, begun, ADA, Pause(WORDS))


def _sprint(ledger: Ledger, team: Team) -> None:
    first, last = DAY - timedelta(days=15), DAY - timedelta(days=1)
    story = backlog_of(ledger, team)[1]
    claim = Claim(story.id, story.number, story.title, points=3, owner=ADA, owner_name=NAME, state="rolled",
                  reason="other", note=WORDS)  # fmt: skip
    state = sprint.Sprint(
        team.name, team.zone, Span(1, first, last), Cadence(2, first), sprint.Hours(), ADA, NAME, (0, 1, 2, 3, 4),
        phase="closed", claims=(claim,), marks=(Mark(NOON, 0, 3),), closed_at=NOON, closed_by=NAME, weighed=True,
    )  # fmt: skip
    stands = SprintStands(1, "go", first, last, 10.0, (claim,), NOON)
    _start(ledger, team, "sprint", Turn(state, entries=(stands,), over=True))


def _lookahead(ledger: Ledger, team: Team) -> None:
    begun = _start(ledger, team, "lookahead", lookahead.begin(team, None, NOON, NOON + 48 * HOUR, ADA))
    _do(ledger, begun, ADA, AddItem(Wish("work", "Move the jobs", ADA, date(2026, 12, 11))))
    _do(ledger, begun, BEN, AddItem(Wish("access", "The logs", ADA, date(2026, 12, 11), asked_on=DAY)))
    over = replace(
        begun.state,
        items=(Item(1, "work", "Old jobs", ADA, NAME, ADA, NAME, DAY),),
        closed=Closed(NOON, NAME, "2026 Q4"),
        over=True,
    )
    assert rounds.start(ledger, team, None, Opening("lookahead", "past", Turn(over, over=True)), NOON)


def _others(ledger: Ledger, team: Team) -> None:
    ada = ledger.roster.member(team, ADA)
    assert ada is not None
    state = access.Access(
        team.name, team.zone, "Billing", ada, taken=True, asked_on=DAY, expected=DAY, since=NOON,
        missed=(Missing(1, NAME, left=False),), ended=Given("there", NAME),
    )  # fmt: skip
    _start(ledger, team, "access", Turn(state, over=True))
    _start(ledger, team, "news", Turn(news.News("leaderless", "standup", team.name, name=NAME), over=True))
    _start(ledger, team, "epic", Turn(Crossing("Churn", "2026 Q4", DAY, late=True), over=True))
    _start(ledger, team, "quarter", quarter.begin(team, NOON))


def _decision(ledger: Ledger, team: Team) -> None:
    """One that waits for its day, and one that she has reversed."""
    draft = decision.Draft(
        "Features are stored by day", "it is cheaper", (ADA,), day=DAY + timedelta(days=30)
    )
    stands = decisions.record(ledger, team, decisions.Wish(draft, epic=EpicId("E1")), ADA, NOON)
    _do(ledger, stands, ADA, Confirm(DAY + timedelta(days=60), WORDS))
    gone = decisions.record(ledger, team, decisions.Wish(replace(draft, text="One model for all")), ADA, NOON)
    _do(ledger, gone, ADA, decision.Reverse(WORDS))


def _experiments(ledger: Ledger, team: Team) -> None:
    """Hers: one that runs, with a result of hers, one of a machine and a change; and one that has its verdict."""
    book = ledger.history.book(team, None, ("members",))
    ada = next(each for each in book.members if each.id == ADA)
    setup = Setup(
        "Calls tell churn",
        "Do we build the store?",
        "contracts",
        Metric("F1", "points", target=85.0),
        epic="Churn",
    )
    for key in ("churn-1", "churn-2"):
        begun = rounds.start(
            ledger,
            team,
            None,
            Opening("experiment", key, experiment.begin(book, key, setup, ada, NOON)),
            NOON,
        )
        assert begun is not None
        f1 = (Measured("F1", 75.0),)
        _do(ledger, begun, ADA, TakeResult(Report(f"{key}/1", f1, days=10.0, note=WORDS)))
        by_machine = TakeResult(Report(f"{key}/2", f1, days=8.0, commit="4f2a", source="GitHub Actions"))
        rounds.perform(ledger, WORKSPACE, begun.id, by_machine, None, NOON)
        _do(ledger, begun, ADA, Alter(replace(setup, question="Do we build it?")))
        if key == "churn-2":
            _do(ledger, begun, ADA, experiment.Decide("disproved", "the store is not built"))


def dump(shell: Shell, *, but: Sequence[str] = ()) -> dict[str, str]:
    """All that stands in the database, by table."""
    names = (each.name for each in metadata.sorted_tables if each.name not in but)
    return {name: repr(shell.rows(f"SELECT * FROM {name}")) for name in names}  # noqa: S608 — our own names


def where(shell: Shell, what: str) -> set[str]:
    """The tables in which this stands."""
    return {name for name, rows in dump(shell).items() if what in rows}
