"""Decisions on Slack: whatever people wrote is words, within Slack's limits, and forms trust nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.decision import Confirm, Draft, Option, Reverse, Supersede
from bot.ceremonies.decision.shown import Ask, Card, Face, face_of
from bot.ceremonies.decision.state import DECIDERS, OPTION, OPTIONS, SIGN, TEXT, WHY
from bot.errors import BadInput, NotFound
from bot.model import ChannelId, Epic, EpicId, MemberId, Notice, RoundId, Story, StoryId
from bot.shell.decisions import ToRevisit, Wish
from handlers.slack.decision import examples, forms
from handlers.slack.decision.drawings import shown
from handlers.slack.decision.forms import Recorded, RecordForm, Revisited
from handlers.slack.decision.listeners import ended_reply, recorded_reply
from handlers.slack.decision.listing import spoken_of
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from handlers.slack.home.decided import decided
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


def filled_with(face: Face, one: str, other: str) -> Face:
    return replace(
        face,
        text=one,
        why=other,
        sign=one,
        epic=other,
        title=one,
        deciders=(other,) * DECIDERS,
        options=(Option(one, other),) * OPTIONS,
        confirmed=face.confirmed and replace(face.confirmed, name=one, why=other),
        ended=face.ended and replace(face.ended, name=other, why=one),
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
                answer = notice.answer and replace(notice.answer, name=other, why=one)
                look(replace(notice, face=filled_with(notice.face, one, other), team=other, answer=answer))


@settings(deadline=None)
@given(texts, texts)
def test_no_form_and_no_reply_does(one: str, other: str) -> None:
    state = replace(examples._state, text=one, why=other, sign=one)
    made = replace(examples._made(state), team=replace(examples._team, name=other))
    form = RecordForm(
        ChannelId("C1"),
        other[:80],
        ADA,
        one,
        (Epic(EpicId("e1"), one),),
        (Story(StoryId("s1"), 12, other),),
        (made,),
        made.round.id,
    )
    opened(forms.record_view(form))
    opened(forms.revisit_view(ROUND, state, [made]))
    for reply in (
        recorded_reply(made),
        ended_reply(made),
        Reply(spoken_of(made), shown(face_of(state)).blocks),
    ):
        whispered(reply)
        opened(reply.as_modal())


@pytest.mark.parametrize("char", ["x", "é", "&", "<", "😀", "* ", "@"])
def test_the_longest_that_can_be_typed_fits_and_plain_words_are_shown_whole(char: str) -> None:
    def long(limit: int) -> str:
        return (char * limit)[:limit]

    face = filled_with(replace(examples._face, confirmed=examples._stands, confirmed_on=DAY), "", "")
    face = replace(
        face,
        text=long(TEXT),
        why=long(WHY),
        sign=long(SIGN),
        deciders=(long(100),) * DECIDERS,
        options=(Option(long(OPTION), long(OPTION)),) * OPTIONS,
    )
    for each in (face, replace(face, ended=replace(examples._reversed, why=long(WHY)))):
        seen = str(look(Card(examples._card.place, ROUND, each))["blocks"])
        look(replace(examples._ask, face=each))
        assert long(WHY) in seen or char not in "xé@"


def test_what_is_decided_is_said_in_words_too() -> None:
    assert look(examples.NOTICES["decision"])["text"] == (
        "Decision #3: Features are stored in one place, by day. Options: One store, by day: simple, but a rebuild "
        "takes hours. A store for each model: fast, but they drift apart. Why: Two stores drifted apart twice this "
        "year, and each time a model was trained on the wrong one. Revisit it if: A rebuild takes longer than a "
        "night. Decided by Priya Nair, Oliver Grant · recorded Tue 24 Nov 2026 · Churn · #12 Calibrate the churn "
        "model. To be revisited on Mon 1 Feb 2027."
    )
    text = look(examples.NOTICES["decision, to be revisited"])["text"]
    assert text.startswith(
        "This decision in #data-science is to be looked at again as of Mon 1 Feb. Does it still stand? Decision #3: "
    )


def test_one_whose_sign_came_true_says_so_on_its_card_and_at_home() -> None:
    came = datetime(2027, 3, 9, 12, tzinfo=UTC)
    made = examples._made(replace(examples._state, day=None, came=came))
    assert "revisit it now: its sign came true on Tue 9 Mar" in spoken_of(made)
    face = face_of(made.round.state)
    assert shown(face).text.endswith(" Its sign came true on Tue 9 Mar.")
    revisit = ToRevisit(ROUND, "data", 3, "Repair first", date(2026, 12, 9), overdue=True, sign=True)
    assert "its sign came true on Wed 9 Dec" in str(decided([revisit], 2026))


@settings(deadline=None)
@given(
    st.lists(
        st.builds(ToRevisit, st.just(ROUND), texts, st.integers(1, 9), texts, st.just(DAY), st.booleans())
    )
)
def test_however_many_there_are_a_home_shows_a_few(every: list[ToRevisit]) -> None:
    blocks = decided(every, 2026)
    literal(blocks)
    assert len(blocks) <= 8
    if blocks:
        limits.home({"type": "home", "blocks": blocks})


def test_of_very_many_the_chosen_one_can_be_chosen_still() -> None:
    many = tuple(
        examples._made(replace(examples._state, number=each), RoundId(f"r{each}")) for each in range(150)
    )
    form = RecordForm(ChannelId("C1"), "data", ADA, others=many, replaces=RoundId("r149"))
    [chosen] = [each for each in forms.record_view(form)["blocks"] if each.get("block_id") == "replaces"]
    assert chosen["element"]["initial_option"]["value"] == "r149"


def test_no_field_of_one_form_bears_the_name_of_one_of_the_other() -> None:
    """Slack keeps what was typed into a field of the same name when one form takes the place of the other."""
    both = [
        examples.MODALS["decision, record, in the place of another"],
        examples.MODALS["decision, revisit"],
    ]
    one, other = ({each["block_id"] for each in view["blocks"] if "block_id" in each} for view in both)
    assert one & other == set()


# What comes back.


def filled_in(view: Json, **values: Json) -> Json:
    """The view as Slack sends it when it is submitted."""
    return view | {"state": {"values": {block: {block: held} for block, held in values.items()}}}


def picked(value: str) -> Json:
    return {"selected_option": {"value": value}}


VALUES: Json = {
    "text": {"value": " Features\nby day "},
    "options": {"value": "\n One store: simple, but: slow \n\nhttps://x.org/a:b\nTwo\u200b:  \n"},
    "why": {"value": "They drift\napart"},
    "deciders": {"selected_users": ["UADA", "UBEN"]},
    "sign": {"value": " slow "},
    "day": {"selected_date": "2027-02-01"},
}
VIEW = forms.record_view(RecordForm(ChannelId("C1"), "data", ADA))


def test_the_form_gives_back_what_was_filled_in() -> None:
    draft = Draft(
        "Features · by day",
        "They drift\napart",
        (ADA, MemberId("UBEN")),
        (Option("One store", "simple, but: slow"), Option("https://x.org/a:b"), Option("Two:")),
        "slow",
        DAY,
    )
    assert forms.read_record(filled_in(VIEW, **VALUES)) == Recorded(ChannelId("C1"), "data", Wish(draft))
    more = filled_in(VIEW, **VALUES, epic=picked("e1"), story=picked("s1"), replaces=picked("r1"))
    wish = forms.read_record(more).wish
    assert (wish.epic, wish.story, wish.replaces) == ("e1", "s1", "r1")


@pytest.mark.parametrize(
    ("values", "act"),
    [
        ({"how": picked("stands")}, Confirm()),
        ({"how": picked("stands"), "next": {"selected_date": "2027-02-01"}}, Confirm(DAY)),
        ({"how": picked("stands"), "other": picked("r7")}, Confirm()),
        ({"how": picked("reversed"), "reason": {"value": " slow "}}, Reverse("slow")),
        ({"how": picked("superseded"), "other": picked("r7")}, Supersede(0, RoundId("r7"))),
        ({"how": picked("superseded")}, None),
    ],
)
def test_the_form_of_a_revisit_too(values: Json, act: object) -> None:
    view = forms.revisit_view(ROUND, examples._state, [examples._other])
    assert forms.read_revisit(filled_in(view, **values)) == Revisited(ROUND, act)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", ["", "deleted", "stands "])
def test_no_other_way_to_stand(how: str) -> None:
    view = forms.revisit_view(ROUND, examples._state, [])
    with pytest.raises(BadInput) as refused:
        forms.read_revisit(filled_in(view, how=picked(how)))
    assert refused.value.field == "how"


@pytest.mark.parametrize("note", ["", "{}", '{"round": 7, "channel": 7}', "[]", "null"])
def test_a_stale_form_saves_nothing(note: str) -> None:
    for read in (forms.read_record, forms.read_revisit):
        with pytest.raises((NotFound, BadInput)) as refused:
            read({"private_metadata": note, "state": {"values": {}}})
        assert isinstance(refused.value, NotFound)
