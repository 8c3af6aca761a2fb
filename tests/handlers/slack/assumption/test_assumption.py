"""Assumptions on Slack: whatever people wrote is words, within Slack's limits, and forms trust nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book import pasting
from bot.ceremonies.assumption import Draft, Hold, Later, Written
from bot.ceremonies.assumption.shown import Ask, Card, Face, face_of
from bot.ceremonies.assumption.state import FOUND, MOST, TEXT, WHY
from bot.errors import BadInput, NotFound
from bot.model import ChannelId, Epic, EpicId, MemberId, Notice, RoundId, Story, StoryId
from bot.shell.assumptions import Undone, Wish
from handlers.slack.assumption import examples, forms
from handlers.slack.assumption.drawings import shown
from handlers.slack.assumption.forms import Broke, Filled, WriteForm
from handlers.slack.assumption.listeners import settled_reply, undone_reply
from handlers.slack.assumption.listing import spoken_of
from handlers.slack.assumption.writing import written_reply
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened, whispered

Json = dict[str, Any]
ROUND, ADA = RoundId("round-1"), MemberId("UADA")
DAY = date(2027, 2, 1)


def look(notice: Notice) -> Json:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)
    literal(drawing.blocks)
    limits.unparsed(drawing.text)
    return {"text": drawing.text, "blocks": drawing.blocks}


def written(title: str) -> tuple[Written, ...]:
    return tuple(Written(StoryId(f"s{each}"), 1000 + each, title) for each in range(MOST))


def filled_with(face: Face, one: str, other: str) -> Face:
    return replace(
        face,
        text=one,
        why=other,
        owner=one,
        work=(other,) * MOST,
        experiment=one,
        epic=other,
        title=one,
        changed=face.changed and replace(face.changed, name=other),
        said=face.said and replace(face.said, name=other, why=one, stories=written(other)),
    )


@settings(deadline=None)
@given(texts, texts)
def test_no_message_carries_what_somebody_wrote_as_anything_but_words(one: str, other: str) -> None:
    for notice in examples.NOTICES.values():
        match notice:
            case Card(face=face):
                look(replace(notice, face=filled_with(face, one, other)))
            case _:
                assert isinstance(notice, Ask)
                answer = notice.answer and replace(notice.answer, name=other)
                moved = notice.moved and replace(notice.moved, name=one)
                look(
                    replace(
                        notice,
                        face=filled_with(notice.face, one, other),
                        team=other,
                        answer=answer,
                        moved=moved,
                    )
                )


@settings(deadline=None)
@given(texts, texts)
def test_no_form_and_no_reply_does(one: str, other: str) -> None:
    state = replace(
        examples._state, text=one, why=other, work=(one, other), left=written(one)[:3], verdicts=()
    )
    broke = replace(examples._broke, why=one, name=other, stories=written(other))
    made = replace(examples._made(), team=replace(examples._team, name=other))
    made = replace(made, round=replace(made.round, state=replace(state, verdicts=(broke,))))
    form = WriteForm(
        ChannelId("C1"), other[:80], ADA, one, (Epic(EpicId("e1"), one),), (Story(StoryId("s1"), 12, other),)
    )
    views = (forms.held_view, forms.broken_view, forms.later_view, forms.change_view)
    for view in (forms.write_view(form), *(each(ROUND, state) for each in views)):
        opened(view)
    for reply in (
        written_reply(made),
        settled_reply(made),
        undone_reply(Undone(made, (1,), (2, 3))),
        Reply(spoken_of(made), shown(face_of(made.round.state)).blocks),
    ):
        whispered(reply)
        opened(reply.as_modal())


@pytest.mark.parametrize("char", ["x", "é", "&", "<", "😀", "* ", "@"])
def test_the_longest_that_can_be_typed_fits_and_plain_words_are_shown_whole(char: str) -> None:
    def long(limit: int) -> str:
        return (char * limit)[:limit]

    face = replace(
        filled_with(examples._face, long(TEXT), long(WHY)), work=(long(pasting.TITLE),) * MOST, owner=long(60)
    )
    broke = replace(examples._broke, why=long(FOUND), stories=written(long(pasting.TITLE)))
    for each in (face, replace(face, said=broke, said_on=DAY)):
        seen = str(look(Card(examples._ask.place, ROUND, each))["blocks"])
        look(replace(examples._ask, face=each))
        assert long(WHY) in seen or char not in "xé@"


def test_what_was_written_down_and_what_came_of_it_is_said_in_words_too() -> None:
    assert look(examples.NOTICES["assumption"])["text"] == (
        "Assumption #3: Customers log in at least once a week. Why: Nine in ten did last spring. If it is wrong: Find "
        "another sign of activity than logins. Label last year's churn again. Owner Priya Nair · written down Tue 24 "
        "Nov 2026 · experiment churn-1 · Churn · #12 Calibrate the churn model. To be checked on Tue 15 Dec."
    )
    broke = look(examples.NOTICES["assumption, broken"])
    assert broke["text"] == (
        "Assumption #3: Customers log in at least once a week. Broken, said Oliver Grant on Tue 15 Dec. The app keeps "
        "people logged in: half of them never do. What it causes, in the backlog: #31 Find another sign of activity "
        "than logins, #32 Label last year's churn again. Why: Nine in ten did last spring. Owner Priya Nair · written "
        "down Tue 24 Nov 2026 · experiment churn-1 · Churn · #12 Calibrate the churn model."
    )
    asked = look(examples.NOTICES["assumption, to be checked"])["text"]
    assert asked.startswith(
        "This assumption in #data-science is to be checked as of Tue 15 Dec. Does it hold? Assumption #3: "
    )


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("assumption", ["Held", "Broken"]),
        ("assumption, held", ["Broken"]),
        ("assumption, broken", []),
        ("assumption, changed", ["Held", "Broken"]),
        ("assumption, taken back", []),
        ("assumption, to be checked: changed", []),
        ("assumption, to be checked", ["Held", "Broken", "Not known yet"]),
        ("assumption, to be checked: held", []),
        ("assumption, to be checked: not known", []),
    ],
)
def test_its_buttons_are_what_may_still_be_said(name: str, labels: Sequence[str]) -> None:
    blocks = look(examples.NOTICES[name])["blocks"]
    found = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    assert [each["text"]["text"] for each in found] == labels
    assert {each["value"] for each in found} <= {"round-61"}


def test_what_stays_after_an_undo_is_said() -> None:
    made = examples._made()
    assert undone_reply(Undone(made)).text == "Undone: assumption #3 is open."
    assert undone_reply(Undone(made, (31, 32))).text.endswith("#31, #32 left the backlog again.")
    assert undone_reply(Undone(made, (), (31,))).text.endswith("#31 stays there: it was worked on since.")
    assert undone_reply(Undone(made, (), (31, 32))).text.endswith(
        "#31, #32 stay there: they were worked on since."
    )


# What comes back.


def filled_in(view: Json, **values: Json) -> Json:
    """The view as Slack sends it when it is submitted."""
    return view | {"state": {"values": {block: {block: held} for block, held in values.items()}}}


VIEW = forms.write_view(WriteForm(ChannelId("C1"), "data", ADA))


def test_the_form_gives_back_what_was_filled_in() -> None:
    values: Json = {
        "text": {"value": " They\nlog in "},
        "why": {"value": "So\nit was"},
        "work": {"value": "- One\u200b\n\nTwo"},
        "owner": {"selected_users": ["UBEN"]},
        "day": {"selected_date": "2027-02-01"},
        "experiment": {"value": " churn-1 "},
    }
    draft = Draft("They · log in", MemberId("UBEN"), "So\nit was", ("- One", "", "Two"), DAY)
    wish = Wish(draft, "churn-1")
    assert forms.read_written(filled_in(VIEW, **values)) == Filled(ChannelId("C1"), "data", wish)
    chosen = {each: {"selected_option": {"value": each}} for each in ("epic", "story")}
    found = forms.read_written(filled_in(VIEW, **values, **chosen)).wish
    assert (found.epic, found.story) == ("epic", "story")


def test_the_forms_of_what_came_of_it_too() -> None:
    state = examples._state
    view = forms.held_view(ROUND, state)
    assert forms.read_held(filled_in(view, how={"value": " so "})) == (ROUND, Hold("so"))
    view = forms.later_view(ROUND, state)
    assert forms.read_later(filled_in(view, next={"selected_date": "2027-02-01"})) == (ROUND, Later(DAY))
    view = forms.broken_view(ROUND, state)
    [stories] = [each for each in view["blocks"] if each.get("block_id") == "stories"]
    assert stories["element"]["initial_value"].split("\n") == list(state.work)
    sent = filled_in(view, what={"value": "So"}, stories={"value": stories["element"]["initial_value"]})
    assert forms.read_broken(sent) == Broke(ROUND, "So", state.work)


@given(st.sampled_from(["", "{}", '{"round": 7, "channel": 7}', "[]", "null"]))
def test_a_stale_form_saves_nothing(note: str) -> None:
    for read in (forms.read_written, forms.read_held, forms.read_broken, forms.read_later):
        with pytest.raises((NotFound, BadInput)) as refused:
            read({"private_metadata": note, "state": {"values": {}}})
        assert isinstance(refused.value, NotFound)


def test_that_it_was_changed_or_taken_back_is_said() -> None:
    changed = look(examples.NOTICES["assumption, changed"])
    assert "Changed on Tue 1 Dec by Oliver Grant" in str(changed["blocks"])
    assert "Changed on Tue 1 Dec by Oliver Grant. To be checked on Tue 15 Dec." in changed["text"]
    taken = look(examples.NOTICES["assumption, taken back"])
    assert taken["text"] == "Assumption #3 was taken back."
    assert "Customers" not in str(taken)
    assert look(examples.NOTICES["assumption, to be checked: changed"])["text"] == (
        "Changed by Oliver Grant: #3 “Customers log in at least once a week” in #data-science. Its card has how it "
        "stands now."
    )
