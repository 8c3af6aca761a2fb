"""The form in which a member answers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import standup
from bot.ceremonies.survey import Answer, Question
from bot.errors import NotFound
from bot.model import MemberId, Obstacle, RoundId, Said
from handlers.slack.standup.answer_form import AnswerForm, read, view
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.submitted import block, labels, submitted

ANA, MONDAY, TUESDAY = MemberId("U1"), date(2026, 11, 23), date(2026, 11, 24)
LAST = Said(RoundId("r0"), ANA, MONDAY, {"since": "Read", "until": "Write"}, {})
STUCK = Obstacle(RoundId("b1"), ANA, "No access", MONDAY, "open")
FIRST = AnswerForm(RoundId("r1"), "Standup", "data-science", TUESDAY, standup.QUESTIONS, {}, None, ())


def initial(form: AnswerForm, key: str) -> str | None:
    value = block(view(form), key)["element"].get("initial_value")
    assert value is None or isinstance(value, str)
    return value


def test_questions_are_asked_in_their_order_and_none_must_be_answered() -> None:
    form = view(FIRST)
    assert labels(form) == [each.text for each in standup.QUESTIONS]
    assert all(each["optional"] for each in form["blocks"] if each["type"] == "input")
    assert read(submitted(form)) == (RoundId("r1"), Answer({"since": "", "until": "", "blockers": ""}))


def test_what_was_planned_last_time_is_there_to_keep() -> None:
    form = replace(FIRST, last=LAST)
    assert (initial(form, "since"), initial(form, "until")) == ("Write", None)
    hint = block(view(form), "since")["hint"]["text"]
    assert hint == "From what you planned on Mon 23 Nov: keep, change or replace it."
    _, answer = read(submitted(view(form)))
    assert answer.texts["since"] == "Write"


def test_an_edit_shows_the_own_answer_and_the_plan_above_it() -> None:
    form = replace(FIRST, last=LAST, given={"since": "", "until": "Rest"})
    assert (initial(form, "since"), initial(form, "until")) == (None, "Rest")
    words = list(limits.words(view(form)["blocks"]))
    assert words.index("What you planned on Mon 23 Nov") < words.index("Write") < words.index("Rest")


def test_blockers_can_be_ticked_off() -> None:
    form = view(replace(FIRST, carried=(STUCK, replace(STUCK, round=RoundId("b2")))))
    assert labels(form)[-1] == "Resolved since?"
    sent = submitted(form, since=" Read\x00 ", **{"blockers.resolved": ["b2"]})
    assert read(sent) == (
        RoundId("r1"),
        Answer({"since": "Read", "until": "", "blockers": ""}, (RoundId("b2"),)),
    )


def test_a_blocker_has_all_the_room_of_its_box_and_since_when_stands_below() -> None:
    text = "The nightly export to the warehouse fails for every table of DATA-48213-EU."
    assert len(text) == 75
    [option] = block(view(replace(FIRST, carried=(replace(STUCK, text=text),))), "blockers.resolved")[
        "element"
    ]["options"]
    assert (option["text"]["text"], option["description"]["text"]) == (text, "Since Mon 23 Nov")


def test_more_blockers_than_boxes_are_counted() -> None:
    many = tuple(replace(STUCK, round=RoundId(f"b{number}")) for number in range(13))
    boxes = block(view(replace(FIRST, carried=many)), "blockers.resolved")
    assert len(boxes["element"]["options"]) == 10
    assert boxes["hint"]["text"] == "3 more stand in the channel's thread."


def test_a_form_without_its_round_is_stale() -> None:
    with pytest.raises(NotFound):
        read(submitted(view(FIRST)) | {"private_metadata": "{}"})


@settings(deadline=None)
@given(
    texts,
    texts,
    texts,
    st.lists(texts, max_size=12),
    st.dictionaries(st.sampled_from(["since", "q1"]), texts),
)
def test_the_form_keeps_slacks_limits(
    title: str, planned: str, question: str, stuck: list[str], given_: dict[str, str]
) -> None:
    form = AnswerForm(
        RoundId("r1"),
        title,
        title,
        TUESDAY,
        (standup.SINCE, Question("q1", question)),
        given_,
        replace(LAST, texts={"until": planned}),
        tuple(replace(STUCK, round=RoundId(f"b{n}"), text=text) for n, text in enumerate(stuck)),
        quoted=planned,
    )
    limits.view(view(form))
    read(submitted(view(form)))


def test_a_message_is_added_to_what_was_there_and_gives_way_to_it() -> None:
    form = AnswerForm(
        RoundId("r1"), "Standup", "data", TUESDAY, (standup.SINCE,), {"since": "Read"}, None, ()
    )
    held = block(view(replace(form, quoted="Tom: “Merged” https://x.example")), "since")["element"]
    assert held["initial_value"] == "Read\nTom: “Merged” https://x.example"
    long = replace(form, given={"since": "y" * 2_990}, quoted="z" * 50)
    assert block(view(long), "since")["element"]["initial_value"] == "y" * 2_990 + "\n" + "z" * 8 + "…"
    full = replace(form, given={"since": "y" * 3_000}, quoted="z" * 50)
    assert block(view(full), "since")["element"]["initial_value"] == "y" * 3_000
