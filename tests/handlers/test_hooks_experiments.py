"""What machines report of experiments, by the front door: each mistake is told, nothing counts twice or is lost."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.experiment import Drop, Experiment, Guardrail, Metric, Setup
from bot.ceremonies.experiment.shown import Card
from bot.ledger import Ledger, Store
from bot.model import MemberId, Person
from bot.reports.intake import KEPT, Intake
from bot.rounds import show
from bot.shell import experiments, results
from bot.shell.experiments import Wish
from handlers.hooks import Hooks, Pace
from handlers.web import Web
from tests import postgres
from tests.doubles import SetClock, open_store
from tests.hooked import DOCUMENTED, HERE, NOW, TEAM, body, furnish, post, signed

ANN = MemberId("U1")
SETUP = Setup(
    "Usage tells who leaves",
    "Do we call?",
    "",
    Metric("f1", "", "higher", None, 0.9, 0.0, 1.0),
    (Guardrail("recall", 0.7, subset="de"),),
)
KEYS: Iterator[int] = count(1)


@dataclass
class Front:
    address: str
    store: Store
    clock: SetClock

    async def report(self, key: str = "", **more: object) -> tuple[int, dict[str, Any]]:
        raw = body(**more)
        return await self.send(raw, key)

    async def send(self, raw: bytes, key: str = "") -> tuple[int, dict[str, Any]]:
        return await post(self.address, raw, signed(raw) | {"Piton-Key": key or f"job {next(KEYS)}"})

    async def state(self, key: str = "churn-1") -> Experiment:
        return (await self.store.read(lambda ledger: experiments.called(ledger, [TEAM], key))).state


@asynccontextmanager
async def front(place: Path | str) -> AsyncIterator[Front]:
    store, clock = open_store(place), SetClock(NOW)
    await furnish(store, NOW)

    def register(ledger: Ledger) -> None:
        ledger.roster.put_people(HERE, [Person(ANN, "Ann", "UTC")])
        for key in ("churn-1", "price-1"):
            experiments.register(ledger, TEAM, Wish(SETUP, key), ANN, NOW - timedelta(days=9))

    await store.run(register)
    intake = Intake(store, clock, HERE, results.take)

    async def ready() -> str:
        return ""

    paces = count()
    web = Web("127.0.0.1", 0, ready=ready, hooks=Hooks(lambda: intake, pace=Pace(lambda: 99.0 * next(paces))))
    yield Front(f"http://127.0.0.1:{await web.start()}", store, clock)
    await web.stop()
    await store.close()


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Front]:
    async with front(tmp_path) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Front]:
    if request.param == "sqlite":
        async with front(tmp_path) as found:
            yield found
        return
    with postgres.database() as url:
        async with front(url) as found:
            yield found


async def test_a_result_is_taken_in_with_where_it_comes_from(here: Front) -> None:
    metrics = {" F1 ": {"value": 0.8, "low": 0.78, "high": 0.82}, "recall@DE": 0.69}
    link = "https://ci.example.org/" + "x" * 900
    status, said = await here.report(metrics=metrics, source="CI", data="October", link=link, note="Calls")
    assert (status, said) == (201, {"status": "recorded", "sentence": "churn-1 has its first result."})
    [kept] = (await here.state()).results
    assert (kept.value, kept.low, kept.high, kept.days, kept.commit) == (0.8, 0.78, 0.82, 5, "abc")
    assert (kept.source, kept.data, kept.link, kept.note, kept.by_name) == (
        "CI",
        "October",
        link,
        "Calls",
        "",
    )
    held = await here.store.read(lambda ledger: experiments.called(ledger, [TEAM], "churn-1"))
    card = show(held.round)["card"]
    assert isinstance(card, Card)
    assert [each.value for each in card.broken] == [0.69]


@pytest.mark.parametrize(
    ("more", "status", "field", "words"),
    [
        ({"experiment": "chrun-1"}, 404, "", "There is no experiment chrun-1 here. Did you mean churn-1?"),
        ({"experiment": "zzz"}, 404, "", "Those that run are churn-1, price-1."),
        ({"experiment": "churn 1"}, 404, "", "Did you mean churn-1?"),
        ({"metrics": {"auc": 0.8}}, 422, "metrics", "churn-1 does not measure auc, but f1, recall of de."),
        ({"metrics": {"f1": 0.8, "recall": 0.8}}, 422, "metrics", "does not measure recall, but"),
        ({"metrics": {"f1": 0.8, "recall@fr": 0.8}}, 422, "metrics", "does not measure recall of fr, but"),
        ({"metrics": {"f1": 0.8, "F1": 0.9}}, 422, "metrics", "more than once"),
        ({"metrics": {"recall@de": 0.8}}, 422, "metrics", "not at all"),
        ({"metrics": {"f1": float("nan")}}, 422, "metrics", "NaN"),
        ({"metrics": {"f1": float("inf")}}, 422, "metrics", "Infinity"),
        ({"metrics": {"f1": 80}}, 422, "metrics", "f1 is 80, above 1."),
        ({"metrics": {"f1": -0.1}}, 422, "metrics", "f1 is −0.1, below 0."),
        ({"metrics": {"f1": {"value": 0.9, "low": 0.8, "high": 1.1}}}, 422, "metrics", "above 1"),
        ({"fte_days": 0}, 422, "fte_days", "more than 0"),
        ({"fte_days": -5}, 422, "fte_days", "more than 0"),
        ({"fte_days": 0.001}, 422, "fte_days", "0.01 at least"),
        ({"fte_days": 5_000}, 422, "fte_days", "is a slip"),
        ({"fte_days": 1e300}, 422, "fte_days", ""),
        ({"at": "0001-01-01T00:00:00+14:00"}, 422, "at", "is the date right?"),
        ({"at": "2011-11-24T09:00:00Z"}, 422, "at", "is the date right?"),
        ({"at": "2026-11-24T10:00:00Z"}, 422, "at", "future"),
    ],
)
async def test_each_mistake_is_told_and_leaves_nothing(
    here: Front, more: Mapping[str, object], status: int, field: str, words: str
) -> None:
    found, said = await here.report("job", **more)
    assert (found, said.get("field", "")) == (status, field)
    assert words in said["sentence"]
    assert (await here.state()).results == ()
    assert (await here.report("job"))[0] == 201, "its key is free"


async def test_of_what_has_its_verdict_nothing_is_taken_in(here: Front) -> None:
    held = await here.store.read(lambda ledger: experiments.called(ledger, [TEAM], "churn-1"))
    await here.store.run(
        lambda ledger: experiments.do(ledger, HERE, held.round.id, Drop("No data"), ANN, NOW)
    )
    status, said = await here.report()
    assert (status, said["error"]) == (422, "refused")
    assert said["sentence"] == "churn-1 has its verdict. Reopen stands below /experiment show churn-1."


async def test_out_of_order_each_finds_its_place_and_the_card_shows_the_latest_by_time(here: Front) -> None:
    for hour, value in ((8, 0.8), (6, 0.6), (7, 0.7), (5, 0.5)):
        assert (await here.report(at=f"2026-11-24T0{hour}:00:00Z", metrics={"f1": value}))[0] == 201
    held = await here.store.read(lambda ledger: experiments.called(ledger, [TEAM], "churn-1"))
    assert [each.value for each in held.state.results] == [0.5, 0.6, 0.7, 0.8]
    assert [each.number for each in held.state.results] == [4, 2, 3, 1]
    card = show(held.round)["card"]
    assert isinstance(card, Card)
    assert card.latest
    assert card.before
    assert (card.latest.value, card.before.value) == (0.8, 0.7)


async def test_jobs_at_once_are_all_there_and_each_sent_again_is_one(either: Front) -> None:
    jobs = [(f"job {n}", {"metrics": {"f1": n / 10}, "commit": f"c{n}"}) for n in range(6)]
    answers = await asyncio.gather(*(either.report(key, **more) for key, more in jobs * 3))
    assert sorted(status for status, _ in answers) == [200] * 12 + [201] * 6
    state = await either.state()
    assert sorted(each.value for each in state.results) == [n / 10 for n in range(6)]
    assert sorted(each.number for each in state.results) == [1, 2, 3, 4, 5, 6]
    assert sorted({said["sentence"] for _, said in answers})[:2] == [
        "churn-1 has 2 results.",
        "churn-1 has 3 results.",
    ]
    assert len({said["sentence"] for _, said in answers}) == 6


async def test_replayed_and_sent_again_after_the_key_was_forgotten_it_is_one(either: Front) -> None:
    raw = body()
    headers = signed(raw) | {"Piton-Key": "job"}
    first = await post(either.address, raw, headers)
    assert await post(either.address, raw, headers) == (200, first[1])
    assert (await post(either.address, raw, headers | {"Piton-Key": "forged"}))[0] == 409
    either.clock.moment = NOW + KEPT + timedelta(days=1)
    await either.store.run(lambda ledger: ledger.reports.forget(HERE, either.clock.moment - KEPT))
    late = await post(either.address, raw, signed(raw, at=time.time() - 1) | {"Piton-Key": "job"})
    assert late[1] == {"status": "known", "sentence": "churn-1 has this result already."}
    assert len((await either.state()).results) == 1


async def test_a_key_that_was_forgotten_may_stand_for_another_result(either: Front) -> None:
    """A job whose key is its name sends it for each result."""
    assert (await either.report("nightly"))[0] == 201
    assert (await either.report("nightly", metrics={"f1": 0.9}))[0] == 409
    either.clock.moment = NOW + KEPT + timedelta(days=1)
    await either.store.run(lambda ledger: ledger.reports.forget(HERE, either.clock.moment - KEPT))
    status, said = await either.report("nightly", metrics={"f1": 0.9})
    assert (status, said) == (201, {"status": "recorded", "sentence": "churn-1 has 2 results."})
    either.clock.moment += KEPT + timedelta(days=1)
    await either.store.run(lambda ledger: ledger.reports.forget(HERE, either.clock.moment - KEPT))
    assert (await either.report("nightly"))[1]["status"] == "known", "the first, and no third"
    assert [each.value for each in (await either.state()).results] == [0.8, 0.9]


_NUMBER = st.one_of(
    st.integers(), st.floats(), st.floats(-0.5, 1.5), st.just("0.8"), st.booleans(), st.none(),
    st.fixed_dictionaries({"value": st.floats(0, 1), "low": st.floats(-1, 1), "high": st.floats(0, 2)}),
)  # fmt: skip
_NAME = st.sampled_from(["f1", "F1", "f1@", "recall@de", "auc"]) | st.text(max_size=5)
_BODIES = st.fixed_dictionaries(
    {"experiment": st.sampled_from(["churn-1", "CHURN-1", "price-1"]) | st.text(max_size=90)},
    optional={
        "metrics": st.dictionaries(_NAME, _NUMBER),
        "fte_days": st.floats() | st.integers() | st.none(),
        "at": st.datetimes().map(lambda each: f"{each.isoformat()}+14:00") | st.text(max_size=30),
        "note": st.text(max_size=2_100),
        "link": st.just("https://x.example/") | st.text(max_size=5),
        "data": st.text(max_size=510),
        "commit": st.text(max_size=9),
    },
)  # fmt: skip


async def test_whatever_is_sent_is_answered_and_what_is_refused_leaves_nothing(here: Front) -> None:
    loop = asyncio.get_running_loop()

    async def one(sent: dict[str, object]) -> tuple[int, int, int]:
        every = [len((await here.state(key)).results) for key in ("churn-1", "price-1")]
        status, said = await here.send(json.dumps(sent).encode())
        after = [len((await here.state(key)).results) for key in ("churn-1", "price-1")]
        assert said.get("sentence")
        return status, sum(every), sum(after)

    @settings(max_examples=150)
    @given(_BODIES)
    def fuzz(sent: dict[str, object]) -> None:
        status, before, after = asyncio.run_coroutine_threadsafe(one(sent), loop).result(60)
        assert status in DOCUMENTED
        assert status != 503
        assert after - before == (status == 201)

    await asyncio.to_thread(fuzz)
