"""What is counted: named as Prometheus asks, with labels of few values, and nothing of anybody."""

import asyncio
import re
import time
from typing import get_args

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from bot.ledger import Depth

LABELS = {
    "kind": set(get_args(metrics.Kind)),
    "outcome": set(get_args(metrics.Outcome)),
    "reason": set(get_args(metrics.Reason)),
    "state": set(get_args(metrics.Sent)),
}


def families(depth: Depth | None = None) -> list[Metric]:
    return [*text_string_to_metric_families(metrics.text(depth))]


def value(name: str, depth: Depth | None = None, **labels: str) -> float:
    samples = (each for family in families(depth) for each in family.samples)
    return next((each.value for each in samples if each.name == name and each.labels == labels), 0.0)


def test_names_have_our_prefix_and_say_their_unit() -> None:
    for family in families():
        assert re.fullmatch(r"piton_[a-z_]+", family.name), family.name
        assert family.documentation.endswith("."), family.name
        if family.type == "histogram":
            assert family.name.endswith("_seconds"), family.name
        if family.type == "counter":
            assert all(each.name.endswith("_total") for each in family.samples), family.name


def test_labels_take_the_few_values_that_are_listed() -> None:
    metrics.acted("click", "done")
    metrics.refused("signature")
    metrics.delivered("left out")
    for family in families():
        for sample in family.samples:
            for name, given in sample.labels.items():
                assert name == "le" or given in LABELS[name], (family.name, name, given)


def test_what_happens_is_counted() -> None:
    def seen() -> list[float]:
        return [
            value("piton_acts_total", kind="event", outcome="left"),
            value("piton_ack_seconds_count"),
            value("piton_ack_seconds_bucket", le="0.005"),
            value("piton_requests_refused_total", reason="size"),
            value("piton_repeats_total"),
            value("piton_deliveries_total", state="doubtful"),
            value("piton_prompt_lateness_seconds_bucket", le="2.0"),
            value("piton_rate_limited_total"),
        ]

    before = seen()
    metrics.acted("event", "left")
    metrics.acked(0.004)
    metrics.refused("size")
    metrics.repeated()
    metrics.delivered("doubtful")
    metrics.late(1.5)
    metrics.late(-0.1)  # two clocks may differ a little
    metrics.limited()
    assert [after - was for after, was in zip(seen(), before, strict=True)] == [1, 1, 1, 1, 1, 1, 2, 1]


def test_depth_is_what_the_rows_say_at_the_moment_of_asking() -> None:
    depth = Depth(waiting=3, doubtful=1, kept=2, overdue=7.5, due_rounds=4)
    names = ("slots_waiting", "slots_in_doubt", "slots_kept", "oldest_overdue_seconds", "rounds_due")
    assert [value(f"piton_{each}", depth) for each in names] == [3, 1, 2, 7.5, 4]
    assert value("piton_store_up", depth) == 1
    assert value("piton_store_up") == 0


async def test_the_event_loop_s_lag_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_LOOK", 0.01)
    before = value("piton_event_loop_lag_seconds_count"), value("piton_event_loop_lag_seconds_sum")
    watch = asyncio.create_task(metrics.watch_loop())
    await asyncio.sleep(0.015)
    time.sleep(0.1)  # noqa: ASYNC251 — that is what is measured
    await asyncio.sleep(0.02)
    watch.cancel()
    assert value("piton_event_loop_lag_seconds_count") >= before[0] + 2
    assert value("piton_event_loop_lag_seconds_sum") >= before[1] + 0.08
