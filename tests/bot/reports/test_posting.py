"""Handing in: what is tried again and what is not, for how long, and with which key."""

import ssl
import urllib.error
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import BadInput
from bot.reports.posting import PATIENCE, Answer, Sender, hand_in, post_once
from handlers.signature import PITON, Signature

SENDER = Sender("https://piton.example.org/", "team-1", SecretStr("pitonsec_x"))
DONE = Answer(201, {"sentence": "There."})


@dataclass
class Line:
    """Answers as it is told to, the last one for ever; time passes only where somebody sleeps."""

    answers: list[Answer]
    at: float = 0.0
    slept: list[float] = field(default_factory=list)
    sent: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)

    def post(self, url: str, raw: bytes, headers: Mapping[str, str], timeout: float) -> Answer:
        assert 0 < timeout <= 20
        self.sent.append((url, raw, headers))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def hand_in(self, sender: Sender = SENDER) -> Answer:
        now: Any = lambda: 1_800_000_000 + self.at  # noqa: E731 — a clock
        return hand_in(sender, "k", b"{}", post=self.post, now=now, clock=lambda: self.at, sleep=self.sleep)


def test_it_is_tried_again_with_one_key_and_signed_anew() -> None:
    line = Line([Answer(0, {}), Answer(503, {}), Answer(429, {}, 7.0), Answer(502, {}), DONE])
    assert line.hand_in() == DONE
    assert line.slept == [1, 2, 7, 8]
    assert {headers["Piton-Key"] for _, _, headers in line.sent} == {"k"}
    assert len({headers["Piton-Signature"] for _, _, headers in line.sent}) == 5
    signature = Signature("pitonsec_x", PITON)
    assert all(signature.fits(headers, raw) for _, raw, headers in line.sent)
    assert {url for url, _, _ in line.sent} == {"https://piton.example.org/hooks/results"}


@pytest.mark.parametrize("status", [200, 201, 301, 400, 401, 404, 409, 413, 415, 422, 500])
def test_what_would_be_the_same_again_is_not_tried_again(status: int) -> None:
    line = Line([Answer(status, {}), DONE])
    assert line.hand_in().status == status
    assert line.slept == []


@pytest.mark.parametrize("again", [None, 0.0, 25.0, 119.0, 500.0])
def test_it_ends_within_two_minutes(again: float | None) -> None:
    line = Line([Answer(503, {}, again)])
    assert line.hand_in().status == 503
    assert line.at < PATIENCE
    assert len(line.sent) < 130


def test_a_certificate_that_is_not_good_is_not_tried_again() -> None:
    line = Line([Answer(0, {}, final=True), DONE])
    assert line.hand_in().final
    assert line.slept == []


@pytest.mark.parametrize("url", ["", "piton.example.org", "file:///etc/passwd", "ftp://x"])
def test_an_address_is_one_of_the_web(url: str) -> None:
    with pytest.raises(BadInput, match="PITON_URL"):
        Line([DONE]).hand_in(Sender(url, "t", SecretStr("s")))


def test_nobody_there_is_no_answer_and_a_bad_address_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = post_once("http://127.0.0.1:1/hooks/results", b"{}", {}, 5)
    assert (nobody.status, nobody.final) == (0, False)
    assert post_once("http://exa mple/hooks/results", b"{}", {}, 5).final
    assert post_once("http://127.0.0.1:1/", b"{}", {"Piton-Team": "a\nb"}, 5).final

    def refuse(*_: object, **__: object) -> None:
        raise urllib.error.URLError(ssl.SSLCertVerificationError("self-signed"))

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    assert post_once("https://127.0.0.1:1/", b"{}", {}, 5).final
