"""Metrics out of files: the numbers by their names, and a sentence for each file that is none."""

import json
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.reports.readers import DEEPEST, MOST, pick, read, summary

JSON = b'{"f1": 0.8, "eval": {"f1": 0.7, "by": {"de": 1}}, "name": "x", "ok": true, "curve": [1, 2], "none": null}'
NUMBERS = {"f1": 0.8, "eval.f1": 0.7, "eval.by.de": 1.0}


def test_flat_and_nested_numbers_are_found_by_their_names() -> None:
    assert read(JSON, "metrics.json") == NUMBERS
    assert read(yaml.safe_dump(json.loads(JSON)).encode(), "metrics.yaml") == NUMBERS
    assert read(b"f1 = 0.8\n[eval]\nf1 = 0.7\n[eval.by]\nde = 1\n", "Metrics.TOML") == NUMBERS
    assert read(b"\xef\xbb\xbf" + JSON, "metrics.json") == NUMBERS


def test_small_numbers_as_dvc_writes_them_into_yaml_are_numbers() -> None:
    assert read(b"loss: 1e-05\nbig: 2.5E+3\nid: 12e\n", "m.yml") == {"loss": 1e-05, "big": 2500.0}


@pytest.mark.parametrize("text", [b'{"f1": NaN}', b'{"f1": "NaN"}', b'{"f1": -Infinity}', b'{"f1": 1e999}'])
def test_what_is_no_number_is_not_left_out_silently(text: bytes) -> None:
    assert not math.isfinite(read(text, "m.json")["f1"])


DVC = {"": {"data": {"metrics.json": {"data": {"f1": 0.8}}, "eval.yaml": {"data": {"f1_de": {"x": 0.7}}}}}}


@pytest.mark.parametrize(
    "told",
    [
        DVC,
        {"workspace": DVC[""], "main": {"data": {"metrics.json": {"data": {"f1": 0.1}}}}},
        {"main": DVC[""]},
    ],
)
def test_what_dvc_says_of_its_metrics_is_read(told: object) -> None:
    assert read(json.dumps(told).encode(), "dvc.json") == {"f1": 0.8, "f1_de.x": 0.7}


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"a": DVC[""], "b": DVC[""]}, "several revisions"),
        ({"": {"error": {"msg": "broken"}}}, "could not read"),
        ({"": {"data": {"m.json": {"error": {"type": "x"}}}}}, "could not read"),
        ({"": {"data": {"a.json": {"data": {"f1": 1}}, "b.json": {"data": {"f1": 2}}}}}, "have a f1"),
        ({"": {"data": {}}}, "no number"),
    ],
)
def test_of_what_dvc_cannot_tell_nothing_is_guessed(told: object, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(json.dumps(told).encode(), "dvc.json")


def test_a_file_of_ones_own_that_only_looks_like_dvcs_is_read_as_it_is() -> None:
    assert read(b'{"train": {"data": 5}}', "m.json") == {"train.data": 5.0}


def test_of_a_summary_what_wandb_adds_is_left_out() -> None:
    raw = {
        "_step": 9, "_runtime": 3.5, "_wandb": {"runtime": 3}, "val/f1": 0.8, "loss": {"min": 0.1},
        "table": {"_type": "table-file", "size": 12}, "best": "NaN",
    }  # fmt: skip
    found = summary(json.dumps(raw).encode(), "wandb-summary.json")
    assert {name: value for name, value in found.items() if name != "best"} == {
        "val/f1": 0.8,
        "loss.min": 0.1,
    }
    assert math.isnan(found["best"])


def test_what_is_picked_has_the_name_that_the_team_has_for_it() -> None:
    assert pick(NUMBERS, []) == NUMBERS
    assert pick(NUMBERS, ["f1", "f1@de=eval.by.de"]) == {"f1": 0.8, "f1@de": 1.0}
    with pytest.raises(BadInput, match=r"no number called auc; there are eval\.by\.de, eval\.f1, f1\."):
        pick(NUMBERS, ["auc"])


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "m.json"),
        (b"[1]", "m.json"),
        (b"{}", "m.json"),
        (b"{", "m.json"),
        (b"\xff\xfe", "m.json"),
        (b"[" * 100_000, "m.json"),
        (b"a: [", "m.yaml"),
        (b"a: !!python/object/apply:os.system [x]", "m.yaml"),
        (b"a: &a\n  b: *a\n", "m.yaml"),
        (b"a = ", "m.toml"),
        (b"f1,0.8", "m.csv"),
        (b'{"f1": 1}', "metrics"),
        (json.dumps({str(n): n for n in range(MOST + 1)}).encode(), "m.json"),
        (b'{"a":' * (DEEPEST + 2) + b"1" + b"}" * (DEEPEST + 2), "m.json"),
    ],
)
def test_what_is_no_file_of_metrics_gets_a_sentence(raw: bytes, name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(raw, name)
    assert refusal.value.sentence.endswith(".")


def test_a_file_that_unfolds_without_end_is_left() -> None:
    bomb = "a0: &a0 {x: 1, y: 2}\n" + "".join(
        f"a{n}: &a{n} {{x: *a{n - 1}, y: *a{n - 1}}}\n" for n in range(1, 19)
    )
    with pytest.raises(BadInput, match="more than"):
        read(bomb.encode(), "m.yaml")


@given(st.binary(max_size=200), st.sampled_from(["m.json", "m.yaml", "m.toml"]))
def test_any_bytes_are_numbers_or_a_sentence(raw: bytes, name: str) -> None:
    for reader in (read, summary):
        try:
            found = reader(raw, name)
        except BadInput:
            continue
        assert found
        assert all(isinstance(value, float) for value in found.values())
