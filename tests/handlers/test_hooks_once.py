"""What machines report counts once: sent again, overheard, by two at once, or whatever it is."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports.intake import KEPT, Intake
from tests import postgres
from tests.doubles import SetClock, open_store
from tests.hooked import (
    DOCUMENTED,
    HERE,
    NOW,
    TEAM,
    House,
    RememberingTaker,
    body,
    furnish,
    house,
    post,
    signed,
    taken_in,
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    if request.param == "sqlite":
        async with house(tmp_path) as found:
            yield found
        return
    with postgres.database() as url:
        async with house(url) as found:
            yield found


async def test_the_same_again_is_answered_as_before_and_has_no_effect(either: House) -> None:
    raw, later = body(), body(note="from another runner", link="https://ci.example.org/2", source="CI")
    first = await post(either.address, raw, signed(raw))
    replayed = await post(either.address, raw, signed(raw))
    rerun = await post(either.address, later, signed(later))
    overheard = await post(either.address, raw, signed(raw, at=time.time() - 9) | {"Piton-Key": "job 2"})
    assert first == (
        201,
        {"status": "recorded", "sentence": "f1 is 0.8 now.", "link": "https://acme.slack.com/x"},
    )
    assert (replayed, rerun) == ((200, first[1]), (200, first[1]))
    assert overheard[0] == 201, "signed by whoever has the secret, at another moment: another report"
    assert await taken_in(either.store) == 2


async def test_what_was_overheard_has_no_effect_with_another_key_either(either: House) -> None:
    raw = body()
    headers = signed(raw)
    assert (await post(either.address, raw, headers))[0] == 201
    status, said = await post(either.address, raw, headers | {"Piton-Key": "forged"})
    assert (status, said["field"]) == (409, "Piton-Key"), "never a 200 for what did not count"
    assert "into the body" in said["sentence"]
    assert await taken_in(either.store) == 1


async def test_reports_of_one_second_that_say_the_same_by_keys_in_their_bodies_all_count(
    either: House,
) -> None:
    now = time.time()

    async def come(number: int) -> int:
        raw = body(key=f"job {number}")
        return (await post(either.address, raw, signed(raw, at=now, **{"Piton-Key": f"job {number}"})))[0]

    assert await asyncio.gather(*map(come, range(6))) == [201] * 6
    assert await asyncio.gather(*map(come, range(6))) == [200] * 6, "again each is known"
    assert await taken_in(either.store) == 6


async def test_a_key_in_the_body_is_signed_and_no_other_goes_beside_it(either: House) -> None:
    raw = body(key="job 1")
    headers = signed(raw)
    assert (await post(either.address, raw, headers))[0] == 201
    status, said = await post(either.address, raw, headers | {"Piton-Key": "forged"})
    assert (status, said["field"]) == (422, "key")
    assert (await post(either.address, raw, headers))[0] == 200
    assert await taken_in(either.store) == 1


async def test_twenty_at_once_with_one_key_leave_one_record(either: House) -> None:
    raw = body()
    come = [post(either.address, raw, signed(raw, at=time.time() - second)) for second in range(20)]
    answers = await asyncio.gather(*come)
    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert len({json.dumps(said) for _, said in answers}) == 1
    assert await taken_in(either.store) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_two_processes_that_hear_it_at_once_leave_one_record(tmp_path: Path, kind: str) -> None:
    with postgres.database() if kind == "postgresql" else nullcontext("") as url:
        place: Path | str = url or tmp_path
        stores = [open_store(place) for _ in range(3)]
        await furnish(stores[0], NOW)
        every = [Intake(store, SetClock(NOW), HERE, RememberingTaker()) for store in stores]
        for number in range(15):
            raw = body(commit=f"commit {number}")
            takes = [
                each.take(TEAM.id, f"job {number}", str(stamp), raw) for stamp, each in enumerate(every * 2)
            ]
            answers = await asyncio.gather(*takes)
            assert sorted(new for new, _ in answers) == [False] * 5 + [True]
            assert await taken_in(stores[0]) == number + 1
        for store in stores:
            await store.close()


async def test_two_at_once_that_say_different_things_by_one_key_leave_the_first(either: House) -> None:
    one, other = body(), body(metrics={"f1": 0.9})
    answers = await asyncio.gather(*(post(either.address, raw, signed(raw)) for raw in (one, other)))
    assert sorted(status for status, _ in answers) == [201, 409]
    assert await taken_in(either.store) == 1


async def test_a_key_that_stands_for_another_report_is_refused(here: House) -> None:
    raw = body()
    await post(here.address, raw, signed(raw))
    for other in (body(metrics={"f1": 0.81}), body(commit="def"), body(fte_days=6)):
        status, said = await post(here.address, other, signed(other))
        assert (status, said["field"]) == (409, "Piton-Key")
    assert len(here.taker.runs) == 1


async def test_what_is_refused_leaves_its_key_free(here: House) -> None:
    wrong, right = body(metrics={"f1": 80}), body()
    assert (await post(here.address, wrong, signed(wrong)))[0] == 422
    assert (await post(here.address, right, signed(right)))[0] == 201


async def test_a_key_is_forgotten_after_thirty_days(here: House) -> None:
    raw = body()
    await post(here.address, raw, signed(raw))
    here.clock.moment = NOW + KEPT + timedelta(days=1)
    await here.store.run(lambda ledger: ledger.reports.forget(HERE, here.clock.moment - KEPT))
    assert (await post(here.address, raw, signed(raw, at=time.time() - 1)))[0] == 201


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


_FIELDS = [
    "experiment",
    "metrics",
    "fte_days",
    "commit",
    "data",
    "model",
    "note",
    "source",
    "link",
    "at",
    "x",
]


_BODIES = st.dictionaries(st.sampled_from(_FIELDS), _JSON) | st.builds(
    lambda metrics, days: {"experiment": "churn-1", "metrics": metrics, "fte_days": days},
    st.dictionaries(
        st.sampled_from(["f1", "f1@de", "auc", "@"]), _JSON | st.floats(0, 1), min_size=1, max_size=3
    ),
    st.floats(0, 20) | _JSON,
)


_RAW = (
    st.binary(max_size=200)
    | _JSON.map(lambda it: json.dumps(it).encode())
    | _BODIES.map(lambda it: json.dumps(it).encode())
)


_HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30)


_NAMES = ["Piton-Team", "Piton-Timestamp", "Piton-Signature", "Piton-Key", "Content-Type", "Content-Encoding"]


@given(
    raw=_RAW,
    key=st.sampled_from(["a", "b", "c"]),
    changed=st.dictionaries(st.sampled_from(_NAMES), _HEADER, max_size=2) | st.just({}),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_is_answered_by_a_documented_status_and_counts_once(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, key: str, changed: dict[str, str]
) -> None:
    async def come() -> None:
        async with house(tmp_path_factory.mktemp("hook")) as here:
            headers = (
                signed(raw) | {"Piton-Key": key} | {name: value.strip() for name, value in changed.items()}
            )
            answers = [await _status(here.address, raw, headers) for _ in range(2)]
            assert set(answers) <= DOCUMENTED
            assert len(here.taker.runs) == await taken_in(here.store) == answers.count(201)
            assert answers in ([201, 200], [answers[0]] * 2)

    asyncio.run(come())


async def _status(address: str, raw: bytes, headers: Mapping[str, str]) -> int:
    status, said = await post(address, raw, headers)
    assert said["sentence"]
    return status
