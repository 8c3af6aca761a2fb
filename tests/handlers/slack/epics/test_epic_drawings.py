"""Epics and forecasts as people see them: in words, and inside Slack's limits whatever somebody wrote."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.epics import Course, Figures
from bot.book.reach import Dates, History, history
from bot.ceremonies.epic import Crossed, Crossing
from bot.errors import BadInput, NotFound
from bot.model import ChannelId, Epic, EpicId, MemberId, Room, RoundId
from bot.shell.quarterly import Known
from handlers.slack.epics import drawings, epic_form, outlook, words
from handlers.slack.epics.forecast import read_day
from tests.backlogs import MONDAY, make_story, sprints
from tests.factories import LONDON, make_team, utc
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened

NEVER = History("week", (), 0)
FAR = date(2027, 11, 19)
FRIDAY, LATER = date(2026, 12, 4), date(2027, 1, 15)
CHURN = Epic(EpicId("E1"), "Churn", year=2026, quarter=4)
STEADY = history(sprints(20, 20, 20), (), MONDAY, LONDON)


def known(*numbers: int, past: History = STEADY, epics: tuple[Epic, ...] = (CHURN,)) -> Known:
    stories = tuple(make_story(number, 5, epic="Churn") for number in numbers)
    return Known(make_team(), MONDAY, epics, stories, past)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (Dates(FRIDAY, LATER, FAR), "at even odds by Fri 4 Dec; 85 % sure by Fri 15 Jan 2027"),
        (Dates(FRIDAY, None, FAR), "at even odds by Fri 4 Dec; 85 % sure only after Fri 19 Nov 2027"),
        (
            Dates(None, None, FAR),
            "at even odds after Fri 19 Nov 2027, as far as a forecast reaches; 85 % sure later still",
        ),
    ],
)
def test_a_date_is_always_two(dates: Dates, said: str) -> None:
    assert words.when(dates, MONDAY) == said


def test_without_history_it_says_what_it_would_need() -> None:
    needs = "No forecast yet: it needs a finished sprint of estimated stories, or 3 weeks in which such stories were"
    assert words.none_yet(NEVER) == f"{needs} finished; this team has neither yet."
    one = history((), [make_story(1, 3, done_at=utc("20 12:00"))], MONDAY, LONDON)
    assert words.none_yet(one) == f"{needs} finished; this team has 1 such week and no such sprint."


def test_it_says_what_it_goes_by_and_that_it_is_rough() -> None:
    assert words.rough(STEADY) == "The forecast is from 3 finished sprints."
    assert words.rough(replace(STEADY, known=1)) == (
        "The forecast is from 1 finished sprint, so it is rough: 3 make it steadier."
    )
    weeks = History("week", STEADY.rows * 3, 4)
    assert words.basis(weeks) == "from 9 weeks, 4 with finished stories"


NOW = Figures(CHURN, (make_story(1, 5),), 8, 13, 0, 0, date(2026, 12, 31), Dates(FRIDAY, LATER, FAR), "risk")
BY = "t even odds by Fri 4 Dec; 85 % sure by Fri 15 Jan 2027."


@pytest.mark.parametrize(
    ("it", "said"),
    [
        (NOW, f"At risk: a{BY} Q4 2026 ends Thu 31 Dec."),
        (replace(NOW, course="on"), f"On course: a{BY} Q4 2026 ends Thu 31 Dec."),
        (replace(NOW, epic=replace(CHURN, year=None), ends=None, course=""), f"A{BY}"),
        (
            replace(NOW, course="late", ahead=1, unestimated=2),
            f"Late: a{BY} Q4 2026 ends Thu 31 Dec. 1 point of other stories, which rank above its last, count too. It",
        ),
        (replace(NOW, dates=None, course=""), ""),
        (
            replace(NOW, left=0, dates=None, course="", stories=()),
            "No stories yet. In /story add or /story edit",
        ),
        (
            replace(NOW, left=0, unestimated=1, dates=None, course=""),
            "Nothing of it can be forecast before it is",
        ),
    ],
)
def test_the_course_is_a_sentence(it: Figures, said: str) -> None:
    assert words.course(it, MONDAY).startswith(said)
    assert bool(words.course(it, MONDAY)) == bool(said)


def test_a_quarter_that_is_over_needs_no_forecast() -> None:
    over = replace(NOW, dates=None, course="late")
    assert words.course(over, date(2027, 1, 2)) == "Late: Q4 2026 ended Thu 31 Dec 2026."


def test_what_is_left_is_told_with_what_nobody_estimated() -> None:
    assert (
        words.left(replace(NOW, unestimated=2))
        == "1 story · 8 of 21 points done, 13 left · 2 stories not estimated"
    )
    assert words.left(replace(NOW, done=0, left=0, unestimated=1)) == "1 story · 1 story not estimated"
    assert words.left(replace(NOW, stories=())) == ""


def test_several_stories_are_named_as_far_as_a_sentence_goes() -> None:
    stories = [make_story(number) for number in range(1, 10)]
    assert [outlook.named(stories[:many]) for many in (1, 2, 3, 7, 8)] == [
        "#1",
        "#1 and #2",
        "#1, #2 and #3",
        "#1, #2, #3, #4, #5, #6 and #7",
        "#1, #2, #3, #4, #5, #6 and 2 more",
    ]


def test_what_fits_is_told_in_points_and_in_stories() -> None:
    it = outlook.work_out(known(*range(1, 30)), date(2026, 12, 4))
    assert it.reach
    [half, sure] = outlook.by(it, it.reach, date(2026, 12, 4))
    assert half == "At even odds: at least 20 points: the first 4 of 29 stories, down to #4."
    assert sure.startswith("85 % sure: at least 14 points: the first 2 of 29 stories")
    assert outlook.by(it, it.reach, date(2026, 11, 1)) == ["Sun 1 Nov is past."]
    assert outlook.by(it, it.reach, date(2030, 1, 1)) == [
        "No forecast reaches so far: Fri 19 Nov 2027 at most."
    ]
    [half, _] = outlook.fits(it, it.reach, MONDAY)
    assert half == "At even odds: at least 1 point: not the whole of the first story, #1."
    few = outlook.work_out(known(1))
    assert few.reach
    [half, _] = outlook.fits(few, few.reach, date(2026, 12, 4))
    assert half.endswith("points: all of the backlog that is estimated, 1 story.")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31 Mar", date(2027, 3, 31)),
        ("Friday", date(2026, 11, 27)),
        ("Q1", date(2027, 3, 31)),
        ("the end of Q1 2028", date(2028, 3, 31)),
        ("next week", date(2026, 12, 6)),
    ],
)
def test_a_day_is_read_in_a_persons_words(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize("typed", ["", "end of", "whenever", "Q9", "Q1 2020", "1 Nov 2026", "x" * 4000])
def test_what_is_no_day_to_come_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_day(typed, MONDAY)


def form(**values: object) -> dict[str, object]:
    view = epic_form.edit_view(ChannelId("C1"), "data", CHURN)
    held = {
        name: {name: {"value": value} if isinstance(value, str) else value} for name, value in values.items()
    }
    return view | {"state": {"values": held}}


def test_the_form_is_read_as_it_was_filled_in() -> None:
    made = epic_form.read(form(name=" Churn\nrisk ", quarter="Q1", owner={"selected_users": ["U1"]}))
    assert (made.channel, made.epic, made.name, made.quarter, made.owner) == (
        "C1",
        "E1",
        "Churn · risk",
        "Q1",
        "U1",
    )
    assert made.seen == epic_form.print_of(CHURN) != epic_form.print_of(replace(CHURN, quarter=1))
    with pytest.raises(BadInput, match="One person owns an epic"):
        epic_form.read(form(name="Churn", owner={"selected_users": ["U1", "U2"]}))
    with pytest.raises(NotFound):
        epic_form.read({"state": {"values": {}}, "private_metadata": "{}"})


courses: st.SearchStrategy[Course] = st.sampled_from(("", "done", "on", "risk", "late"))


@settings(max_examples=40, deadline=None)
@given(texts, texts, st.booleans())
def test_whatever_people_wrote_stays_words_inside_slacks_limits(one: str, other: str, late: bool) -> None:
    epic = replace(CHURN, name=one, objective=other, owner_name=one)
    story = make_story(1, 5, epic=one, title=other)
    stray = make_story(2, 5, epic=other, title=one)
    it = replace(known(epics=(epic, CHURN)), stories=(story, stray))
    it = replace(it, team=replace(it.team, name=other))
    every = it.figures(it.open)
    opened(drawings.view(it, every))
    opened(drawings.detail(it, every[0], NOW.dates))
    opened(epic_form.new_view(ChannelId("C1"), "data", MemberId("U1"), other, one))
    opened(epic_form.edit_view(ChannelId("C1"), "data", epic))
    opened(outlook.view(outlook.work_out(it)))
    assert all(len(each.label) <= 80 for each in drawings.picture(every).bars)
    told = drawings.crossed(Crossed(Room(), RoundId("R1"), Crossing(one, "Q4 2026", FAR, late)))
    limits.message(told.text, told.blocks)
    literal(told.blocks)
    limits.unparsed(told.text)


def test_an_epic_of_very_many_stories_stays_inside_slacks_limits() -> None:
    it = known(*range(1, 900))
    [found] = it.figures(it.open)
    shown = drawings.detail(it, found)
    limits.view(shown)
    assert "and 859 more" in str(shown)


TOLD = Crossing(
    "Churn", "Q4 2026", date(2026, 12, 31), True, left=13, ahead=5, half=FRIDAY, sure=LATER, horizon=FAR
)


@pytest.mark.parametrize(
    ("it", "said"),
    [
        (
            TOLD,
            (
                "The forecast of “Churn” now ends after Q4 2026. 13 points left and 5 of other stories above."
                " At even odds by Fri 4 Dec; 85 % sure by Fri 15 Jan 2027. Q4 2026 ends Thu 31 Dec."
            ),
        ),
        (
            replace(TOLD, late=False, ahead=0, sure=FRIDAY, rough=True, unestimated=1),
            (
                "The forecast of “Churn” is back within Q4 2026. 13 points left."
                " At even odds by Fri 4 Dec; 85 % sure by Fri 4 Dec. Q4 2026 ends Thu 31 Dec. 1 story not estimated."
                " This is rough, from fewer than three sprints."
            ),
        ),
        (
            replace(TOLD, left=0, horizon=None, unestimated=2),
            "“Churn” was not done by the end of Q4 2026. Q4 2026 ends Thu 31 Dec. 2 stories not estimated.",
        ),
        (replace(TOLD, late=False, done=True), "All of “Churn” is done. Q4 2026 ends Thu 31 Dec."),
    ],
)
def test_a_crossing_is_told_with_its_figures(it: Crossing, said: str) -> None:
    assert drawings.crossed(Crossed(Room(), RoundId("R1"), it)).text == said
