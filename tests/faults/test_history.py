"""The checker finds what it is there to find: for each invariant a history that breaks it, and one that does not."""

from dataclasses import replace
from typing import Any

import pytest

from tests.faults.history import Act, Asked, Closed, History, Message, Press, Row, check, outcomes
from tests.faults.rules import apply

SEAT = ("A", "r1", "U1")
STUCK = ("A", "b1", "")
ASKED = Asked("p1", "2026-11-24", "U1")
STANDS = Row("A", "r1", "ask:U1", "k1", "shown", ("D1", "1.0"), "drawn")
THERE = Message("A", ("D1", "1.0"), "k1", "drawn")

GOOD = History(
    presses=(Press(SEAT, "U1", "Answer", "train"), Press(STUCK, "U2", "Acknowledge")),
    rows=(STANDS, Row("A", "r1", "remind:U1:1", "k2", "unsaid")),
    messages=(THERE,),
    acts=(Act("A", "r1", "U1", "Answer"), Act("A", "b1", "U2", "Acknowledge")),
    registers={SEAT: "said train", STUCK: "acknowledged"},
    stored={SEAT: "said train"},
    due=(ASKED,),
    prompts={"k1": ASKED},
    closed=(Closed("A", "r0", "over"),),
    closed_now={("A", "r0"): "over"},
)


def found(**changes: Any) -> set[tuple[str, str]]:  # noqa: ANN401 — whatever a history holds
    return {(each.heading, each.invariant) for each in check(replace(GOOD, **changes), apply)}


def test_a_history_that_keeps_every_promise_is_found_good() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"registers": {STUCK: "acknowledged"}}, ("lost", "an acknowledged act, in the round")),
        ({"stored": {SEAT: "said plot"}}, ("lost", "an acknowledged act, in the book")),
        ({"acts": GOOD.acts[:1]}, ("lost", "an acknowledged act, in the history of acts")),
        ({"acts": (*GOOD.acts, GOOD.acts[0])}, ("doubled", "an act for one press")),
        ({"messages": (THERE, replace(THERE, ref=("D1", "2.0")))}, ("doubled", "a message")),
        ({"messages": (THERE, replace(THERE, key="k9"))}, ("wrong", "a message of no slot")),
        ({"messages": ()}, ("lost", "a message, though its row says that it stands")),
        (
            {"messages": (replace(THERE, ref=("D1", "2.0")),)},
            ("lost", "a message, though its row says that it stands"),
        ),
        (
            {"rows": (replace(STANDS, state="unsaid"),)},
            ("wrong", "a message that stands, though its row does not know"),
        ),
        ({"rows": (STANDS, replace(STANDS, key="k3", state="wanted"))}, ("lost", "a message that is owed")),
        ({"rows": (STANDS, replace(STANDS, key="k3", state="sending"))}, ("lost", "a message that is owed")),
        (
            {"rows": (STANDS, replace(STANDS, key="k3", state="unreachable"))},
            ("lost", "a message that is owed"),
        ),
        ({"due": (ASKED, replace(ASKED, member="U2"))}, ("lost", "a prompt")),
        ({"due": ()}, ("wrong", "a prompt that was not due")),
        ({"messages": (replace(THERE, drawn="old"),)}, ("wrong", "a message shows what is no longer so")),
        ({"closed_now": {("A", "r0"): "changed"}}, ("wrong", "a closed round changed")),
        ({"closed_now": {}}, ("wrong", "a closed round changed")),
        ({"messages": (replace(THERE, workspace="B"),)}, ("wrong", "a message in another workspace")),
    ],
)
def test_what_is_broken_is_found(changes: dict[str, Any], broken: tuple[str, str]) -> None:
    assert broken in found(**changes)


def test_two_prompts_for_one_day_are_found_though_each_has_a_key_of_its_own() -> None:
    second = replace(STANDS, name="ask:U1", round="r2", key="k5", ref=("D1", "5.0"))
    changes = {
        "rows": (STANDS, second),
        "messages": (THERE, replace(THERE, key="k5", ref=("D1", "5.0"))),
        "prompts": {"k1": ASKED, "k5": ASKED},
    }
    assert found(**changes) == {("doubled", "a prompt")}


def test_what_was_not_acknowledged_may_have_been_done_or_not() -> None:
    first, second = Press(SEAT, "U1", "Answer", "a"), Press(SEAT, "U1", "Answer", "b", certain=False)
    assert outcomes([first, second], apply) == {"said a", "said b"}
    assert outcomes([second, first], apply) == {"said a"}
    assert outcomes([second], apply) == {"", "said b"}
    for stands, fits in (("said a", True), ("said b", True), ("", False), ("said c", False)):
        now = {SEAT: stands, STUCK: "acknowledged"}
        assert (found(presses=(first, second), registers=now, stored={}) == set()) == fits


def test_a_blocker_moves_as_its_buttons_say_and_a_second_press_changes_nothing() -> None:
    def after(*kinds: str) -> frozenset[str]:
        return outcomes([Press(STUCK, "U2", kind) for kind in kinds], apply)

    assert after("Acknowledge", "Acknowledge") == {"acknowledged"}
    assert after("Acknowledge", "HandBack", "HandBack") == {""}
    assert after("Acknowledge", "Resolve", "HandBack", "Acknowledge") == {"resolved"}


def test_an_answer_outlives_a_later_skip() -> None:
    assert outcomes(
        [Press(SEAT, "U1", "Skip"), Press(SEAT, "U1", "Answer", "a"), Press(SEAT, "U1", "Skip")], apply
    ) == {"said a"}
