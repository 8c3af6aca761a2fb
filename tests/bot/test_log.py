"""The log: one line an event, without secrets, and of an exception never the words."""

import errno
import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot import log

Lines = Callable[[], list[dict[str, Any]]]
TYPED = "my boss is impossible"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Lines:
    log.set_up("DEBUG", "json", ["the-whole-signing-secret", "p%40ss-word"])

    def lines() -> list[dict[str, Any]]:
        out, err = capsys.readouterr()
        assert out == ""
        return [json.loads(line) for line in err.splitlines()]

    return lines


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("bot xoxb-1-2-abc.", "bot xoxb-[redacted]"),
        ("xoxe.xoxb-1-2", "xoxe.[redacted]"),
        ("app xapp-1-A0-9", "app xapp-[redacted]"),
        ("Authorization: Bearer abc", "Authorization: Bearer [redacted]"),
        ("{'x-slack-signature': 'v0=0a1b2c'}", "{'x-slack-signature': 'v0=[redacted]'}"),
        ("wss://slack.com/link/?ticket=12ab&app_id=A1", "wss://slack.com/link/?ticket=[redacted]&app_id=A1"),
        (
            "https://p.example/oauth?code=12.ab&state=x",
            "https://p.example/oauth?code=[redacted]&state=[redacted]",
        ),
        ("postgresql://me:sec/ret@db/x", "postgresql://me:sec/ret@db/x"),  # no address: a slash ends the host
        ("postgresql://me:s3cret@db:5432/x", "postgresql://me:[redacted]@db:5432/x"),
        ("dbname=x password=s3cret host=db", "dbname=x password=[redacted] host=db"),
        ("http://127.0.0.1:3000/slack/events", "http://127.0.0.1:3000/slack/events"),
        ("state=held code=429", "state=held code=429"),
    ],
)
def test_what_looks_like_a_secret_is_blotted_out(text: str, seen: str) -> None:
    assert log.redact(text) == seen


def test_what_is_known_to_be_a_secret_is_too_wherever_it_stands(said: Lines) -> None:
    log.log.info("ours the-whole-signing-secret", deep={"a": ["p%40ss-word", b"xoxb-1-2"]})
    logging.getLogger("a.library").warning("theirs %s", "the-whole-signing-secret")
    logging.getLogger("a.library").info("not heard")
    assert [{**each, "timestamp": ""} for each in said()] == [
        {"event": "ours [redacted]", "deep": {"a": ["[redacted]", "b'xoxb-[redacted]'"]}, "level": "info"}
        | {"timestamp": ""},
        {"event": "theirs [redacted]", "logger": "a.library", "level": "warning", "timestamp": ""},
    ]


def test_too_short_a_secret_hides_nothing() -> None:
    log.hide(["", "e", "abc"])
    assert log.redact("a perfect sentence") == "a perfect sentence"


def look_up() -> None:
    raise KeyError(TYPED)


def fail() -> None:
    try:
        look_up()
    except KeyError as error:
        raise ValueError(f"no {TYPED}") from error


def test_an_exception_is_told_by_its_kind_and_place(said: Lines) -> None:
    try:
        fail()
    except ValueError as error:
        log.log.exception("a listener failed")
        log.log.info("it was", error=error)
        lost = f"Task exception was never retrieved\nfuture: {error!r}"  # as asyncio says it
        logging.getLogger("asyncio").exception(lost)
    lines = said()
    assert [each["event"] for each in lines] == [
        "a listener failed",
        "it was",
        "Task exception was never retrieved",
    ]
    assert TYPED not in str(lines)
    assert lines[1]["error"] == "ValueError"
    for each in (lines[0], lines[2]):
        outer, inner = each["exception"].split(" from ")
        assert outer.startswith("ValueError at ")
        assert inner.startswith("KeyError at ")
        assert "test_log.py" in outer


def test_a_group_and_a_circle_of_exceptions_are_told_too() -> None:
    one, other = ValueError(TYPED), KeyError(TYPED)
    one.__cause__, other.__cause__ = other, one
    assert log.told(one) == "ValueError from KeyError"
    assert log.told(ExceptionGroup(TYPED, [one, OSError(TYPED)])) == (
        "ExceptionGroup from (ValueError from KeyError) from (OSError)"
    )


def test_what_the_system_or_the_database_calls_it_is_told_too() -> None:
    assert log.told(OSError(errno.ENOSPC, TYPED, TYPED)) == "OSError (No space left on device)"
    assert log.told(OSError(TYPED)) == "OSError"
    assert log.told(psycopg.errors.DeadlockDetected(TYPED)) == "DeadlockDetected (40P01)"
    with closing(sqlite3.connect(":memory:")) as file, pytest.raises(sqlite3.Error) as error:
        file.execute(f"SELECT '{TYPED}")
    assert log.told(error.value).startswith("OperationalError (SQLITE_ERROR) at ")


def test_the_end_that_nobody_foresaw_is_one_line(said: Lines) -> None:
    error = RuntimeError(TYPED)
    sys.excepthook(RuntimeError, error, None)
    assert [(each["event"], each["exception"]) for each in said()] == [("crashed", "RuntimeError")]


def test_a_line_of_text_is_one_line_whatever_stands_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("INFO")
    log.log.info("two\nlines level=error", more="a\nb" * 10_000)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert len(said) < 4100
