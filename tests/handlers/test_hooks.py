"""What machines report, by the front door: who is let in, what each mistake is answered with, and what counts once."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot import log
from bot.errors import Busy, Refused
from bot.ledger import Ledger
from bot.ledger.hooks import Key
from bot.model.report import Measured, Report
from bot.reports.intake import Intake, Taken
from bot.reports.reported import gist
from handlers.hooks import MOST, RATE, SPAN, Hooks
from handlers.web import Web
from tests.doubles import SetClock, open_store
from tests.hooked import (
    HERE,
    NOW,
    SECRET,
    TEAM,
    House,
    body,
    furnish,
    house,
    post,
    signed,
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


async def test_a_report_is_taken_in_and_told(here: House) -> None:
    raw = body(metrics={"f1@de": {"value": 0.8, "low": 0.78, "high": 0.82}}, at="2026-11-24T09:00:00+01:00")
    assert await post(here.address, raw, signed(raw)) == (
        201,
        {"status": "recorded", "sentence": "f1 is 0.8 now.", "link": "https://acme.slack.com/x"},
    )
    report = Report(
        "job 1",
        (Measured("f1", 0.8, 0.78, 0.82, "de"),),
        "churn-1",
        5.0,
        "abc",
        at=datetime(2026, 11, 24, 8, tzinfo=UTC),
    )
    assert here.taker.runs == [replace(report, gist=gist(report))]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: {}, "unsigned"),
        (lambda raw: signed(raw, at=time.time() - 310), "stale"),
        (lambda raw: signed(raw, at=time.time() + 310), "ahead of time"),
        (lambda raw: signed(raw, secret="another"), "bad signature"),
        (lambda raw: signed(raw + b" "), "bad signature"),
        (lambda raw: signed(raw) | {"Piton-Team": "team-2"}, "bad signature"),
        (lambda raw: signed(raw) | {"Piton-Team": ""}, "bad signature"),
        (lambda raw: signed(raw) | {"Piton-Team": "x" * 5000}, "bad signature"),
        (lambda raw: signed(raw) | {"Piton-Timestamp": "now"}, "bad timestamp"),
        (lambda raw: signed(raw) | {"Piton-Signature": "v0=" + "0" * 64}, "bad signature"),
        (lambda raw: signed(raw) | {"Piton-Signature": "v1=é"}, "bad signature"),
        (lambda raw: signed(raw, secret="nobody") | {"Piton-Team": "team-2"}, "bad signature"),
    ],
)
async def test_whatever_is_not_signed_just_now_is_refused(
    here: House, change: Callable[[bytes], Mapping[str, str]], why: str
) -> None:
    raw = body()
    status, said = await post(here.address, raw, change(raw))
    assert (status, said["error"]) == (401, why)
    assert here.taker.runs == []


@pytest.mark.parametrize("off", [-295, 295])
async def test_a_clock_may_be_off_by_five_minutes(here: House, off: int) -> None:
    raw = body()
    assert (await post(here.address, raw, signed(raw, at=time.time() + off)))[0] == 201


@pytest.mark.parametrize(
    ("raw", "status", "field"),
    [
        (b"", 400, ""),
        (b"[1]", 400, ""),
        (b"\xff", 400, ""),
        (b"[" * 30_000, 400, ""),
        (b'{"metrics": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001, 400, ""),
        (b'{"metrics": {"f1": ' + b"9" * 5_000 + b"}}", 400, ""),
        (b'{"metrics": {"f1": 0.8, "f1": 0.9}}', 400, ""),
        (body(metrics={"f1": float("nan")}), 422, "metrics"),
        (body(metrics={"f1": float("-inf")}), 422, "metrics"),
        (b'{"metrics": {"f1": 1e999}}', 422, "metrics.f1"),
        (b'{"metrics": {"f1": ' + b"9" * 4_000 + b"}}", 422, "metrics.f1"),
        (body(metrics={"f1": "0.8"}), 422, "metrics.f1"),
        (body(metrics={"f1": True}), 422, "metrics.f1"),
        (body(metrics={"f1": None}), 422, "metrics.f1"),
        (body(metrics={"f1": {"value": 0.8, "low": 0.9, "high": 1}}), 422, "metrics.f1"),
        (body(metrics={"f1": {"value": 0.8, "low": 0.7}}), 422, "metrics.f1"),
        (body(metrics={"f1": {"value": 0.8, "std": 0.7}}), 422, "metrics.f1"),
        (body(metrics={"f1@": 0.8}), 422, "metrics.f1@"),
        (body(metrics={"": 0.8}), 422, "metrics."),
        (body(metrics={"f1": 0.8, " f1": 0.8}), 422, "metrics"),
        (body(metrics={}), 422, "metrics"),
        (body(metrics={f"m{n}": 1 for n in range(51)}), 422, "metrics"),
        (body(metrics={"auc": 0.8}), 422, "metrics.auc"),
        (body(metrics={"f1": 1.2}), 422, "metrics.f1"),
        (body(fte_days=0), 422, "fte_days"),
        (body(fte_days=-1), 422, "fte_days"),
        (body(fte_days="5"), 422, "fte_days"),
        (body(commit=7), 422, "commit"),
        (body(note="x" * 2001), 422, "note"),
        (body(link="javascript:alert(1)"), 422, "link"),
        (body(at="2026-11-24T09:00:00"), 422, "at"),
        (body(at="9999-12-31T23:59:59-23:59"), 422, "at"),
        (body(at="2026-11-24T09:55:00Z"), 422, "at"),
        (body(at=1), 422, "at"),
        (body(fte_dys=5), 422, "fte_dys"),
        (body(experiment="churn-2"), 404, ""),
    ],
)
async def test_each_mistake_is_told_with_its_field(here: House, raw: bytes, status: int, field: str) -> None:
    found, said = await post(here.address, raw, signed(raw))
    assert (found, said.get("field", "")) == (status, field)
    assert said["sentence"].endswith((".", "."))
    assert here.taker.runs == []


async def test_what_is_no_json_by_its_name_is_not_read(here: House) -> None:
    raw, packed = body(), gzip.compress(body())
    assert (await post(here.address, raw, signed(raw) | {"Content-Type": "text/plain"}))[0] == 415
    assert (await post(here.address, packed, signed(packed) | {"Content-Encoding": "gzip"}))[0] == 415


@pytest.mark.parametrize("key", ["", "x" * 201, "ключ", "a\tb"])
async def test_a_key_is_short_and_plain(here: House, key: str) -> None:
    raw = body()
    status, said = await post(here.address, raw, signed(raw) | {"Piton-Key": key})
    assert (status, said["field"]) == (400, "Piton-Key")


async def test_too_much_is_refused_before_it_is_read_or_as_it_comes(here: House) -> None:
    raw = b"x" * (MOST + 1)
    assert (await post(here.address, raw, signed(raw)))[0] == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b"x" * 8_000

    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{here.address}/hooks/results", data=pieces(), headers=signed(b"x" * 72_000)) as answer,
    ):
        assert answer.status == 413


async def test_a_team_is_heard_so_often_a_minute_and_told_when_again(here: House) -> None:
    raw = body()
    answers = [await post(here.address, raw, signed(raw)) for _ in range(RATE)]
    assert {status for status, _ in answers} == {200, 201}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{here.address}/hooks/results", data=raw, headers=signed(raw)) as answer,
    ):
        assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    here.monotonic[0] = SPAN
    assert (await post(here.address, raw, signed(raw)))[0] == 200


async def test_who_does_not_sign_uses_up_nobodys_pace(here: House) -> None:
    raw = body()
    for _ in range(RATE + 1):
        assert (await post(here.address, raw, signed(raw, secret="another")))[0] == 401
    assert (await post(here.address, raw, signed(raw)))[0] == 201


async def test_while_the_bot_starts_or_its_database_is_held_it_is_to_be_tried_again(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def held(*_: object, **__: object) -> None:
        raise Busy

    raw = body()
    for verb in ("run", "read"):
        with monkeypatch.context() as patch:
            patch.setattr(here.store, verb, held)
            status, said = await post(here.address, raw, signed(raw))
            assert (status, said["error"]) == (503, "busy")
    web = Web("127.0.0.1", 0, ready=_ready, hooks=Hooks(lambda: None))
    address = f"http://127.0.0.1:{await web.start()}"
    status, said = await post(address, raw, signed(raw))
    await web.stop()
    assert (status, said["error"]) == (503, "starting")


async def _ready() -> str:
    return ""


@pytest.mark.parametrize(
    ("raised", "status"), [(Refused("It is decided already."), 422), (KeyError("secret words"), 500)]
)
async def test_what_the_rules_refuse_and_what_we_did_wrong(
    tmp_path: Path, raised: Exception, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Taken:
        raise raised

    store = open_store(tmp_path)
    await furnish(store, NOW)
    intake = Intake(store, SetClock(NOW), HERE, refuse)
    web = Web("127.0.0.1", 0, ready=_ready, hooks=Hooks(lambda: intake))
    address, raw = f"http://127.0.0.1:{await web.start()}", body()
    log.set_up("DEBUG")
    found, said = await post(address, raw, signed(raw))
    await web.stop()
    await store.close()
    assert found == status
    assert "secret words" not in json.dumps(said) + "".join(capsys.readouterr())


async def test_a_secret_that_was_replaced_is_good_for_a_day(here: House) -> None:
    def replace_it(ledger: Ledger) -> None:
        ledger.hooks.retire(TEAM, NOW, NOW + timedelta(days=1))
        ledger.hooks.add(TEAM, Key(SecretStr("pitonsec_new"), NOW))

    async def good(secret: str) -> int:
        return (await post(here.address, raw, signed(raw, secret=secret)))[0]

    raw = body()
    await here.store.run(replace_it)
    assert (await good(SECRET), await good("pitonsec_new")) == (201, 200)
    here.clock.moment = NOW + timedelta(days=1)
    assert (await good(SECRET), await good("pitonsec_new")) == (401, 200)
    await here.store.run(lambda ledger: ledger.hooks.drop(TEAM))
    assert await good("pitonsec_new") == 401


async def test_neither_a_secret_nor_a_body_is_ever_logged(
    here: House, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up("DEBUG")
    canaries = {"note": "canary-note", "commit": "canary-commit", "experiment": "canary-experiment"}
    right, wrong = body(**(canaries | {"experiment": "churn-1"})), body(**canaries)
    for raw in (right, wrong, body(metrics={"canary-metric": 1}), b"canary-broken {", b'{"canary-field": 1}'):
        await post(here.address, raw, signed(raw) | {"Piton-Key": "canary-key"})
        await post(here.address, raw, signed(raw, secret="pitonsec_canary") | {"Piton-Team": "canary-team"})
    log.log.error("a slip", secret=SECRET, line=f"signed {signed(right)['Piton-Signature']}")
    said = "".join(capsys.readouterr())
    assert "report refused" in said
    assert "report taken" in said
    assert "canary" not in said
    assert SECRET not in said
    assert signed(right)["Piton-Signature"] not in said


async def test_what_is_no_http_at_all_is_closed_and_the_next_is_heard(here: House) -> None:
    port = int(here.address.rpartition(":")[2])
    for garbage in (
        b"\x16\x03\x01\x02\x00\x01",
        b"POST /hooks/results HTTP/1.1\r\nPiton-Key: a\x00b\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(garbage)
        writer.write_eof()
        first: Any = await asyncio.wait_for(reader.read(), 5)
        assert not first.startswith(b"HTTP/1.1 5")
        writer.close()
    raw = body()
    assert (await post(here.address, raw, signed(raw)))[0] == 201
