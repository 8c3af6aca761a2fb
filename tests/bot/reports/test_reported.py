"""What machines report: written and read it is the same, and the gist tells one report from another."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.model.report import Measured, Report
from bot.reports import reported
from bot.reports.reporting import make

NOW = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
_names = st.from_regex(r"[a-z][a-z0-9_/. -]{0,10}[a-z0-9]", fullmatch=True)
T = TypeVar("T", Report, Measured)
_numbers = st.floats(-1e15, 1e15)
_texts = st.text(st.characters(categories=["L", "N", "P"]), max_size=30)


@st.composite
def _one(draw: st.DrawFn) -> Measured:
    metric, value = draw(_names), draw(_numbers)
    low, high = draw(st.just((None, None)) | st.tuples(st.floats(-1e15, value), st.floats(value, 1e15)))
    return Measured(metric, value, low, high, draw(_names | st.just("")))


_reports = st.builds(
    Report,
    key=st.just("k"),
    measured=st.lists(_one(), min_size=1, max_size=5, unique_by=lambda it: (it.metric, it.subset)).map(tuple),
    experiment=_texts,
    days=st.none() | st.floats(0.01, 10_000),
    commit=_texts,
    data=_texts,
    model=_texts,
    note=_texts,
    source=_texts,
    link=st.just("https://ci.example.org/1") | st.just(""),
    at=st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 24), timezones=st.just(UTC)),  # noqa: DTZ001 — it wants them so
)


@given(_reports)
def test_what_is_written_is_read_back_as_it_was(report: Report) -> None:
    assert reported.read(json.dumps(reported.written(report)).encode(), "k", NOW) == report


@given(_reports, _reports)
def test_the_gist_is_of_what_is_reported_and_of_nothing_else(one: Report, other: Report) -> None:
    again = replace(one, key="x", note="y", link="", source="z", at=NOW, measured=one.measured[::-1])
    assert reported.gist(again) == reported.gist(one)
    same = replace(again, experiment=other.experiment, days=other.days, measured=other.measured)
    same = replace(same, commit=other.commit, data=other.data, model=other.model)
    assert reported.gist(same) == reported.gist(other)


def _changed(one: T, name: str, value: object) -> T:
    parts: dict[str, Any] = {name: value}
    return replace(one, **parts)


def test_each_part_of_a_result_is_in_its_gist() -> None:
    one = Report("k", (Measured("f1", 0.8, 0.7, 0.9, "de"),), "churn-1", 5, "abc", "d1", "m1")
    [found] = one.measured
    others = [
        *(_changed(one, name, "other") for name in ("experiment", "commit", "data", "model")),
        *(replace(one, days=days) for days in (6, None)),
        *(replace(one, measured=(_changed(found, name, 0.85),)) for name in ("value", "low", "high")),
        *(replace(one, measured=(_changed(found, name, "x"),)) for name in ("metric", "subset")),
    ]
    assert len({reported.gist(each) for each in (one, *others)}) == len(others) + 1


def test_a_result_is_known_again_and_a_reading_is_a_new_one_each_time() -> None:
    result = {"experiment": "churn-1", "metrics": {"f1": 0.8}}
    reading = {"metrics": {"availability": 0.999}}
    later = NOW.replace(hour=10)
    assert make(result, "", NOW).key == make({**result, "link": "https://x"}, "", later).key
    assert len({make(reading, "", NOW).key for _ in range(9)}) == 9, "in one moment too"
    measured = {**reading, "at": "2026-11-24T09:00:00Z"}
    assert make(measured, "", NOW).key == make(measured, "", later).key
    assert make(reading, "mine", NOW).key == "mine"


@given(st.binary(max_size=100) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_report_or_a_sentence(raw: bytes) -> None:
    with suppress(BadInput):
        assert reported.read(raw, "k", NOW).measured


def test_minus_nothing_is_nothing() -> None:
    raw = b'{"metrics": {"c1": {"value": -0.0, "low": -0.0, "high": 0}}}'
    [one] = reported.read(raw, "k", NOW).measured
    assert [str(each) for each in (one.value, one.low, one.high)] == ["0.0"] * 3
