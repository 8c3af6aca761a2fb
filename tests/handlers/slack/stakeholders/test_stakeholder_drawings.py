"""Digests as they are drawn: all of it stands somewhere, in messages that Slack takes, and nobody is named."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.trials import OUTCOMES
from bot.ceremonies import digest
from bot.ceremonies.digest import CEREMONY, Digest, Finding, Finished, Juncture, Need, Open, Tried, Worth
from bot.ceremonies.digest.shown import PARTS, THINGS, Told
from bot.ceremonies.news import Reader
from bot.model import Dm, Member, MemberId, Round, RoundId
from handlers import charts
from handlers.slack.draw import draw
from handlers.slack.stakeholders.examples import NOTICES
from tests.bot.ceremonies.test_digest import BEGUN, THERE, Quarter, make_plan
from tests.factories import LONDON, PLAN, WORKSPACE, make_team, member_id
from tests.handlers.slack import limits

_TEXT = st.text("ab &<\n", max_size=700)
_NAME = st.sampled_from(["", "Churn", "churn ", "Costs", "<&>" * 20])
_FINDINGS = st.builds(
    Finding, _NAME, _TEXT, _TEXT, st.just("proved"), st.sampled_from(["answered", "drop", "split"]), _TEXT
)
_FINISHED = st.builds(Finished, _NAME, _TEXT)
_NEEDS = st.builds(
    Need,
    st.sampled_from(["value", "aim", "owner", "access", "verdict"]),
    st.lists(_TEXT, max_size=3).map(tuple),
    st.integers(1, 99),
    _NAME,
)
_WORTH = st.builds(Worth, _NAME, st.integers(0, 9), st.integers(9, 99), st.integers(0, 3))

_NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)
_TRIED = st.builds(
    Tried,
    _NAME,
    _TEXT,
    _TEXT,
    st.sampled_from(OUTCOMES),
    _TEXT,
    _TEXT,
    _TEXT,
    _NUMBER,
    _NUMBER,
    _NUMBER,
    _TEXT,
)
_JUNCTURES = st.builds(
    Juncture, _NAME, _TEXT, st.sampled_from(["stands", "reversed", "again"]), st.booleans()
)


@st.composite
def states(draw: st.DrawFn) -> Digest:
    """A digest of whatever size, in hostile words."""
    times = draw(st.integers(1, 6))
    reader = member_id("Sue")
    asked = [
        Open(draw(_TEXT), "Sue", BEGUN.date(), reader, draw(st.sampled_from([THERE, reader])))
        for _ in range(3)
    ]
    return Digest(
        draw(_NAME),
        LONDON,
        BEGUN,
        BEGUN,
        channel=THERE,
        readers=(Reader(reader, BEGUN, told=True),),
        findings=tuple(draw(st.lists(_FINDINGS, max_size=20))) * times,
        finished=tuple(draw(st.lists(_FINISHED, max_size=20))) * times,
        worth=tuple(draw(st.lists(_WORTH, max_size=8, unique_by=lambda each: each.epic.strip().casefold()))),
        needs=tuple(draw(st.lists(_NEEDS, max_size=10))),
        questions=tuple(asked),
        tried=tuple(draw(st.lists(_TRIED, max_size=15))) * times,
        junctures=tuple(draw(st.lists(_JUNCTURES, max_size=15))) * times,
    )


@given(states())
@settings(max_examples=60, deadline=None)
def test_all_of_it_stands_somewhere_once_and_each_message_keeps_slacks_limits(state: Digest) -> None:
    round_: Round[Digest] = Round(
        RoundId("d"), WORKSPACE, make_team().id, digest.KIND, "d", BEGUN, state, PLAN, over=True
    )
    shown = CEREMONY.show(round_)
    for slot, where in (("channel", THERE), ("dm:USUE", member_id("Sue"))):
        parts = [each for name, each in shown.items() if name == slot or name.startswith(f"more:{slot}:")]
        assert 1 <= len(parts) <= PARTS + 1
        stands = list[object]()
        for number, each in enumerate(parts, start=1):
            assert isinstance(each, Told)
            assert (each.part, each.parts) == (number, len(parts))
            drawing = draw(each)
            limits.message(drawing.text, drawing.blocks)
            page = each.page
            here = [*page.needs, *page.questions]
            here += [
                one for it in page.chapters for one in (*it.findings, *it.finished, *it.tried, *it.junctures)
            ]
            here += [it.worth for it in page.chapters if it.worth]
            assert len(here) <= THINGS
            stands += here
        last = parts[-1]
        assert isinstance(last, Told)
        asked = [each for each in state.questions if each.where == where]
        whole = [*state.findings, *state.finished, *state.worth, *state.needs, *asked]
        whole += [*state.tried, *state.junctures]
        assert len(stands) + last.page.left == len(whole)
        if not last.page.left:
            assert sorted(map(repr, stands)) == sorted(map(repr, whole))


def test_nobody_of_the_team_is_named_in_it() -> None:
    """A canary: whatever the book knows of people stays in it."""
    canary = Member(MemberId("UCANARY"), "Canary Canary", LONDON)
    weeks = Quarter()
    weeks.happened(5, 0, story=False)
    past = replace(weeks.book.ended[0])
    whose = replace(past, entry=replace(past.entry, owner=canary.id, by=canary.id))
    book = replace(weeks.book, members=(canary,), ended=(whose,))
    turn = digest.begin(make_plan(people=(canary.id,)), book, weeks.at)
    round_: Round[Digest] = Round(
        RoundId("d"), WORKSPACE, make_team().id, digest.KIND, "d", weeks.at, turn.state, PLAN, over=True
    )
    [told] = [each for each in CEREMONY.show(round_).values() if not isinstance(each.place, Dm)]
    drawn = draw(told)
    assert "q0" in drawn.text
    assert "anary" not in drawn.text + repr(drawn.blocks)
    assert CEREMONY.record
    assert "anary" not in repr(CEREMONY.record(round_))


def test_the_picture_is_of_value_and_says_so_to_who_does_not_see_it() -> None:
    told = NOTICES["stakeholders, a normal week"]
    assert told.picture
    assert charts.alt(told.picture) == (
        "Epics by value done and left. Churn model v2: 13 of 40, 2 without a value; Data contracts: 0 of 21."
    )
    assert charts.render(told.picture).startswith(b"\x89PNG")


def test_what_was_learnt_what_it_is_worth_and_what_was_decided_stand_in_one_sentence_each() -> None:
    text = draw(NOTICES["stakeholders, experiments and decisions"]).text
    assert (
        "Do we build the feature store for calls? “Calls tell more than tickets do”: it holds. "
        "F1 from 70 to 85 points, worth about 7,500,000 EUR a year. Decided: Build it in the first quarter."
    ) in text
    assert (
        "“Weather moves churn”: it does not hold. F1 from 78 to 78.2 points. Decided: We do not buy it."
        in text
    )
    assert "“People read it”: given up without an answer. Why: Nobody asks for it any more." in text
    assert "Decided, in the place of an earlier decision: Labels are kept for three years." in text
    assert "No longer holds: One model for all regions." in text
    assert "Holds after all: One model for all regions." in text


def test_a_section_that_is_off_takes_its_sentence_along() -> None:
    text = draw(NOTICES["stakeholders, experiments, what they are worth alone"]).text
    assert "Do we build the feature store for calls? F1 from 70 to 85 points, worth about" in text
    assert "F1 at 78.2 points." in text
    assert "holds" not in text
    assert "Decided" not in text
