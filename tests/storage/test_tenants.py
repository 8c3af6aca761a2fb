"""Two workspaces with the very same ids in them: no verb of one sees or touches what is the other's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from functools import partial

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.book.pasting import Draft
from bot.ledger import Ledger, Parcel, Ref, Terms, Wanted
from bot.ledger.archive import TABLES, Held, Lines, Table
from bot.ledger.hooks import Key
from bot.ledger.reports import Kept
from bot.model import (
    Absence,
    Answered,
    BlockerStands,
    ChannelId,
    Chosen,
    Claim,
    Dm,
    Epic,
    EpicId,
    Estimate,
    Estimated,
    Obstacle,
    Page,
    Past,
    PlanId,
    Room,
    RoundId,
    SpikeEnded,
    SprintStands,
    StandupStands,
    Story,
    StoryId,
    Team,
    TeamId,
    Workspace,
)
from bot.pace import RATES
from storage.ledger import LedgerRows
from storage.tables import metadata, stories
from tests import postgres
from tests.storage.conftest import transaction
from tests.storage.world import (
    ANN,
    BEN,
    CAT,
    CHANNEL,
    DAY,
    HERE,
    LEASE,
    MINUTE,
    NINE,
    THERE,
    Vote,
    Votes,
    held,
    leased,
    person,
    plan,
    said,
    settle,
    team,
)

OURS, THEIRS = team(HERE), team(THERE)
P1, R1, S1 = PlanId("P1"), RoundId("R1"), StoryId("S1")
ESTIMATED = Estimated(S1, "value", 1, "settled", Estimate(5, 5, 5, 1), (("5", 1),))
ENDED = SpikeEnded(
    "Theirs?", ANN, S1, LEASE, LEASE, 0, "answered", "", "theirs", (), NINE, NINE + MINUTE, ANN
)
STANDS = SprintStands(1, "theirs", DAY, DAY, 5.0, (Claim(S1, 1, "theirs", points=3),), NINE)
ANSWERED = StandupStands(DAY, 5, 3)
EPIC = Epic(EpicId("E1"), "theirs")
SECRET = Key(SecretStr("theirs"), NINE)
REPORTED = Kept("job 1", "gist", "proof", NINE - MINUTE, "theirs")

Rows = dict[str, list[tuple[object, ...]]]


def furnish(ledger: LedgerRows) -> None:
    """Everything there is, in their workspace."""
    settle(ledger, THERE)
    ledger.plans.put(plan(of=THEIRS))
    ledger.rounds.add(held(of=THEIRS))
    ledger.rounds.note(held(of=THEIRS), Vote(1), ANN, NINE, keep=True)
    ledger.roster.add_absence(THERE, Absence(ANN, DAY, DAY))
    ledger.history.write(held(of=THEIRS), [Answered(said("R1", ANN, DAY, "theirs"))])
    ledger.history.write(held(of=THEIRS), [BlockerStands(Obstacle(R1, ANN, "theirs", DAY, "open"))])
    wanted = [Wanted("board", Room(), "1"), Wanted("ask", Dm(ANN), "1")]
    leased(ledger, held(of=THEIRS), CHANNEL, wanted, NINE, LEASE)
    ledger.checks.note(THERE, ANN, NINE)
    ledger.homes.shown(THERE, ANN, "1", NINE)
    ledger.homes.stale(THERE, [ANN], NINE)
    ledger.inbox.is_new(THERE, "Ev1", NINE - MINUTE)
    ledger.outbox.pause(THERE, "edit", NINE, NINE + MINUTE)
    write_down(ledger, THEIRS)
    ledger.history.write(held(of=THEIRS), [ESTIMATED, ENDED, STANDS, ANSWERED])
    ledger.epics.put(THEIRS, EPIC)
    ledger.erasures.wish(THERE, ANN, NINE)
    ledger.hooks.add(THEIRS, SECRET)
    assert ledger.reports.is_new(THEIRS, REPORTED)


def write_down(ledger: LedgerRows, of: Team) -> Story:
    """A story of this team, by the id that another's has too."""
    [story] = ledger.backlog.add(of, [Draft(f"of {of.workspace}")], NINE)
    renamed = update(stories).where(stories.c.id == story.id).values(id=S1)
    ledger._statements.execute(renamed)
    return replace(story, id=S1)


def theirs(ledger: LedgerRows) -> Rows:
    """All rows of their workspace, as they are."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        column = table.c.id if table.name == "workspaces" else table.c.workspace
        rows = ledger._statements.execute(table.select().where(column == THERE)).all()
        found[table.name] = [tuple(row) for row in rows]
    return found


@pytest.fixture(scope="module")
def one_sqlite(blank: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("theirs") / "piton.db"
    file.write_bytes(blank)
    return furnished(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def one_postgresql() -> Iterator[str]:
    with postgres.database() as url:
        yield furnished(url)


def furnished(url: str) -> str:
    """Furnish it once: each test looks at it in a transaction that is never committed."""
    with transaction(url, end="commit") as ledger:
        furnish(ledger)
    return url


@pytest.fixture(autouse=True)
def _untouched(ledger: LedgerRows) -> Iterator[None]:
    before = theirs(ledger)
    assert all(before.values()), "every table has a row of theirs"
    yield
    assert theirs(ledger) == before


def exported(table: Table, ledger: Ledger) -> Lines:
    return ledger.archive.of_team(HERE, OURS.id, table, None, 9)


def own(table: Table, ledger: Ledger) -> Lines:
    return ledger.archive.of_member(HERE, ANN, table, None, 9)


READS: list[tuple[str, Callable[[Ledger], object], object]] = [
    ("workspace", lambda it: it.roster.workspace(HERE), None),
    ("person", lambda it: it.roster.person(HERE, ANN), None),
    ("met", lambda it: it.roster.met(HERE, ANN), None),
    ("chosen", lambda it: it.roster.chosen(HERE, ANN), None),
    ("team", lambda it: it.roster.team(HERE, OURS.id), None),
    ("team_in", lambda it: it.roster.team_in(HERE, CHANNEL), None),
    ("teams", lambda it: it.roster.teams(HERE), ()),
    ("teams_of", lambda it: it.roster.teams_of(HERE, ANN), ()),
    ("members", lambda it: it.roster.members(OURS), ()),
    ("member", lambda it: it.roster.member(OURS, ANN), None),
    ("absences", lambda it: it.roster.absences(HERE, ANN, DAY), {}),
    ("drop_absence", lambda it: it.roster.drop_absence(HERE, ANN, 1), False),
    ("plan", lambda it: it.plans.get(HERE, P1), None),
    ("plan of", lambda it: it.plans.of(OURS, "poll"), None),
    ("plans of team", lambda it: it.plans.of_team(OURS), ()),
    ("round", lambda it: it.rounds.get(HERE, R1), None),
    ("open rounds", lambda it: it.rounds.open_of(OURS), ()),
    ("open rounds of kinds", lambda it: it.rounds.open_of(OURS, ["poll"]), ()),
    ("round of plan", lambda it: it.rounds.of_plan(HERE, P1, "2026-11-02"), None),
    ("take", lambda it: it.outbox.take(HERE, CHANNEL, NINE), None),
    ("said", lambda it: it.history.said(OURS, DAY, ANN, "poll"), ()),
    ("blockers", lambda it: it.history.blockers(OURS), ()),
    ("story", lambda it: it.backlog.get(OURS, S1), None),
    ("story numbered", lambda it: it.backlog.numbered(OURS, 1), None),
    ("stories", lambda it: it.backlog.of_team(OURS), ()),
    ("polls", lambda it: it.backlog.polls(OURS, S1), ()),
    ("spikes", lambda it: it.spikes.since(OURS, NINE), ()),
    ("sprints", lambda it: it.sprints.past(OURS), ()),
    ("crowd", lambda it: it.sprints.crowd(OURS), {}),
    ("epic", lambda it: it.epics.get(OURS, EPIC.id), None),
    ("epics", lambda it: it.epics.of_team(OURS), ()),
    ("noted", lambda it: it.checks.noted(HERE), frozenset()),
    ("held", lambda it: it.checks.take(HERE, ANN, NINE), False),
    ("home", lambda it: it.homes.print_of(HERE, ANN), None),
    *((f"export of {each}", partial(exported, each), Lines(())) for each in TABLES),
    *((f"own {each}", partial(own, each), Lines(())) for each in TABLES),
    ("exported rounds", lambda it: it.archive.rounds(HERE, OURS.id, None, 9), Held(())),
    ("rounds that hold them", lambda it: it.archive.holding(HERE, ANN, None, 9), Held(())),
    ("deeds", lambda it: it.archive.deeds(HERE, R1, ANN), ()),
    ("own, counted", lambda it: set(it.archive.counts(HERE, ANN).values()), {0}),
    ("first day", lambda it: it.archive.first_day(HERE, ANN), None),
    ("secrets", lambda it: it.hooks.keys(HERE, OURS.id, NINE), ()),
    ("report", lambda it: it.reports.find(OURS, REPORTED), None),
    ("wished", lambda it: it.erasures.wished(HERE, ANN), False),
]


@pytest.mark.parametrize(("verb", "read", "nothing"), READS, ids=[read[0] for read in READS])
def test_nothing_of_theirs_is_found_from_here(
    ledger: LedgerRows, verb: str, read: Callable[[Ledger], object], nothing: object
) -> None:
    assert read(ledger) == nothing, verb


def test_a_book_has_nothing_of_theirs(ledger: LedgerRows) -> None:
    pages: list[Page] = [
        "plan",
        "members",
        "absences",
        "said",
        "blockers",
        "spikes",
        "actions",
        "retros",
        "past",
    ]
    book = ledger.history.book(OURS, P1, pages, at=NINE)
    found = (book.plan, book.members, book.absences, book.said, book.blockers, book.spikes, book.actions)
    assert found == (None, (), (), (), (), (), ())
    assert (book.retros, book.past) == ((), Past())
    outside = ledger.history.book(OURS, P1, ["ended", "digest", "questions", "requests", "readers"])
    assert (outside.ended, outside.digest, outside.questions) == ((), None, ())
    assert (outside.requests, outside.readers) == ((), ())


def test_writing_here_touches_nothing_there(ledger: LedgerRows) -> None:
    settle(ledger, HERE)
    ledger.roster.put_workspace(Workspace(HERE, "slack", "renamed"), NINE)
    ledger.roster.put_people(HERE, [replace(person(ANN, "Other"), active=False)])
    ledger.roster.choose(HERE, ANN, Chosen("UTC", (1,), time(1), time(2), "JP"))
    ledger.roster.put_team(replace(OURS, name="renamed"))
    ledger.roster.seat(OURS, CAT)
    ledger.roster.seat(OURS, ANN, ("observer",))
    ledger.roster.unseat(OURS, BEN)
    ledger.roster.add_absence(HERE, Absence(ANN, DAY, DAY))
    ledger.roster.refreshed(HERE, NINE + MINUTE)
    ledger.plans.put(replace(plan(), state="paused"))
    assert ledger.rounds.add(held())
    ledger.rounds.save(replace(held(), state=Votes(), over=True))
    ledger.rounds.note(held(), Vote(1), ANN, NINE, keep=True)
    ledger.history.write(held(), [Answered(said("R1", ANN, DAY, "ours"))])
    ledger.history.write(held(), [BlockerStands(Obstacle(R1, ANN, "ours", DAY, "resolved"))])
    story = write_down(ledger, OURS)
    ledger.backlog.put(OURS, replace(story, title="ours"))
    ledger.history.write(held(), [ESTIMATED])
    ledger.history.write(held(), [replace(STANDS, goal="ours"), replace(ANSWERED, answered=5)])
    ledger.epics.put(OURS, replace(EPIC, name="ours"))
    ledger.checks.note(HERE, ANN, NINE - MINUTE)
    ledger.checks.take(HERE, ANN, NINE)
    ledger.checks.again(HERE, ANN, NINE, NINE + MINUTE)
    ledger.checks.done(HERE, ANN, NINE + MINUTE)
    ledger.homes.shown(HERE, ANN, "2", NINE)
    ledger.homes.stale(HERE, [ANN, BEN], NINE - MINUTE)
    ledger.homes.drop(HERE, ANN)
    ledger.erasures.wish(HERE, ANN, NINE - MINUTE)
    ledger.erasures.reach(HERE, ANN, R1, NINE)
    ledger.erasures.done(HERE, ANN)
    ledger.hooks.add(OURS, SECRET)
    ledger.hooks.retire(OURS, NINE, NINE + MINUTE)
    ledger.hooks.drop(OURS)
    assert ledger.reports.is_new(OURS, REPORTED)
    ledger.reports.answer(OURS, REPORTED.key, "ours")
    assert ledger.reports.forget(HERE, NINE) == 1
    assert ledger.inbox.is_new(HERE, "Ev1", NINE)
    assert ledger.inbox.forget(HERE, NINE) == 0
    assert [each.texts for each in ledger.history.said(OURS, DAY)] == [{"y": "ours"}]
    ledger.erasures.blank(HERE, ANN)
    ledger.erasures.blank_round(HERE, R1, ANN, frozenset({"Ann", "Other"}))
    assert ledger.history.said(OURS, DAY) == ()


def test_sending_here_touches_nothing_there(ledger: LedgerRows) -> None:
    settle(ledger, HERE)
    ledger.rounds.add(held())
    wanted = [Wanted("board", Room(), "2"), Wanted("ask", Dm(ANN), "2")]
    jobs = leased(ledger, held(), CHANNEL, wanted, NINE, LEASE)
    assert jobs == [(HERE, CHANNEL), (HERE, ANN)]
    ledger.outbox.lock(HERE, CHANNEL)
    parcel = ledger.outbox.take(HERE, CHANNEL, NINE, Terms(NINE, RATES))
    assert isinstance(parcel, Parcel)
    assert parcel.address.workspace == HERE
    ledger.outbox.again(HERE, parcel, NINE, doubtful=False)
    ledger.outbox.shown(HERE, parcel, Ref("C1", "1"), "1", NINE)
    ledger.outbox.keep(HERE, parcel, "archived")
    ledger.outbox.revive(HERE, CHANNEL, NINE, LEASE)
    ledger.outbox.unsaid(HERE, parcel)
    ledger.outbox.unreachable(HERE, parcel, "gone")
    ledger.outbox.rest(HERE, CHANNEL, NINE + timedelta(minutes=1))
    ledger.outbox.let_go(jobs, NINE - MINUTE)
    ledger.outbox.pause(HERE, "edit", NINE, NINE + MINUTE)
    ledger.outbox.hold(HERE, NINE, NINE + MINUTE)
    ledger.outbox.probe_again(HERE, NINE)
    ledger.outbox.down(HERE, NINE)
    ledger.outbox.release(HERE)


def test_what_is_kept_there_is_not_revived_from_here(ledger: LedgerRows) -> None:
    savepoint = ledger._statements._connection.begin_nested()
    parcel = ledger.outbox.take(THERE, CHANNEL, NINE)
    assert parcel is not None
    ledger.outbox.keep(THERE, parcel, "archived")
    before = theirs(ledger)
    assert ledger.outbox.revive(HERE, CHANNEL, NINE, LEASE) == []
    assert ledger.outbox.oldest_kept(held(), CHANNEL) is None
    assert not ledger.outbox.move_kept(held(), parcel.name, CHANNEL, ChannelId("C9"))
    assert theirs(ledger) == before
    savepoint.rollback()


def test_a_parcel_of_theirs_cannot_be_settled_from_here(ledger: LedgerRows) -> None:
    savepoint = ledger._statements._connection.begin_nested()
    parcel = ledger.outbox.take(THERE, CHANNEL, NINE)
    assert parcel is not None
    before = theirs(ledger)
    ledger.outbox.shown(HERE, parcel, Ref("C1", "1"), "1", NINE)
    ledger.outbox.again(HERE, parcel, NINE, doubtful=False)
    ledger.outbox.keep(HERE, parcel, "archived")
    ledger.outbox.unsaid(HERE, parcel)
    ledger.outbox.unreachable(HERE, parcel, "gone")
    ledger.outbox.rest(HERE, CHANNEL, NINE)
    assert theirs(ledger) == before
    savepoint.rollback()


def test_a_team_of_theirs_under_our_workspaces_name_is_not_there(ledger: LedgerRows) -> None:
    settle(ledger, HERE)
    forged = replace(OURS, id=TeamId("T1"), workspace=HERE)
    assert ledger.plans.of_team(forged) == ()
    assert ledger.rounds.open_of(forged) == ()


def test_claims_name_the_workspace_of_each_job(ledger: LedgerRows) -> None:
    savepoint = ledger._statements._connection.begin_nested()
    assert ledger.rounds.claim(NINE, LEASE, 9) == [(THERE, "R1")]
    assert ledger.plans.claim(NINE, LEASE, 9) == [(THERE, "P1")]
    assert ledger.roster.claim_refreshes(NINE, LEASE, 9) == [(THERE, THERE)]
    assert ledger.checks.claim(NINE, LEASE, 9) == [(THERE, ANN)]
    assert ledger.homes.claim(NINE, LEASE, 9) == [(THERE, ANN)]
    assert ledger.erasures.claim(NINE, LEASE, 9) == [(THERE, ANN)]
    assert ledger.outbox.claim(NINE + LEASE, LEASE, 9) == [(THERE, CHANNEL), (THERE, ANN)]
    savepoint.rollback()
