"""Whatever people write into stories, reasons and notes: Slack takes it literally, and it fits."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.deck import DEFAULT
from bot.ceremonies.estimation import Topic
from bot.ceremonies.estimation.notices import Ask, Card, Changed, Line, Progress, Recount, Result, Side, Talk
from bot.ceremonies.estimation.state import Heard, Matter
from bot.model import Dm, Estimate, MemberId, Notice, Room, RoundId, StoryId, Thread
from handlers.slack.draw import draw
from handlers.slack.estimation import vote_form
from handlers.slack.examples import EXAMPLES
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

ROUND, MOMENT = RoundId("r1"), datetime(2026, 11, 25, 16, tzinfo=UTC)
LONG = "https://tracker.example.com/" + "x&y" * 400
links = st.sampled_from(["", "https://x.org/1", LONG, "javascript:alert(1)"])
topics = st.builds(Topic, st.just(StoryId("s")), st.integers(1, 10**6), texts, texts, links)
TITLE = "Churn & retention <by region> " * 5
BUSY = Topic(StoryId("s"), 123456, TITLE, TITLE * 20, LONG)
DECK = tuple(range(989, 1001))
COUNTS = (*((str(card), 20) for card in DECK), ("?", 20), ("☕", 20))
HAND = Side(
    "effort",
    "settled",
    Estimate(1000, 989, 1000, 300),
    COUNTS,
    1,
    "Because & <so> " * 13,
    "A name & more " * 4,
)
APART = Side("value", "apart", None, COUNTS)


def fits(notice: Notice) -> None:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)


@settings(deadline=None)
@given(st.lists(topics, min_size=1, max_size=20).map(tuple), texts)
def test_a_card_and_a_ballot_hold_any_twenty_stories(stories: tuple[Topic, ...], name: str) -> None:
    progress = (Progress("effort", 5, 7), Progress("value", 0, 300))
    fits(Card(Room(), ROUND, stories, progress, name, MOMENT, "Europe/London", "voting", 2, DECK))
    fits(Ask(Dm(MemberId("U1")), ROUND, name, 1, "waiting", stories, ("effort", "value"), MOMENT, "UTC"))
    fits(Changed(Thread("card"), ROUND, stories[0], dropped=False))


@settings(deadline=None)
@given(topics, texts, texts)
def test_what_is_talked_about_is_told_literally(topic: Topic, name: str, reason: str) -> None:
    heard = (Heard(name, 989, reason), Heard(name, 989, reason), Heard(name, 989))
    fits(Talk(Thread("result"), ROUND, topic, APART, heard, heard))


def test_a_result_of_twenty_busy_stories_fits() -> None:
    for sides in ((HAND, HAND), (APART, HAND), (HAND, replace(HAND, ballot="value"))):
        lines = tuple(Line(BUSY, sides) for _ in range(20))
        fits(Result(Room(), ROUND, lines, "Ada", "unsettled"))
        fits(Recount(Thread("result"), ROUND, lines, 2))


@settings(deadline=None)
@given(st.lists(topics, min_size=1, max_size=20), texts)
def test_a_result_of_any_stories_fits(stories: list[Topic], note: str) -> None:
    side = replace(HAND, note=note, settled_by=note)
    fits(Result(Room(), ROUND, tuple(Line(each, (side, APART)) for each in stories), note, "settled"))


@settings(deadline=None, max_examples=30)
@given(st.lists(topics, min_size=20, max_size=20), texts)
def test_a_ballot_of_twenty_stories_on_both_fits_into_a_modal(stories: list[Topic], reason: str) -> None:
    named = tuple(replace(each, story=StoryId(f"{number:032}")) for number, each in enumerate(stories))
    me = MemberId("U1")
    matters = tuple(
        Matter(each.story, ballot, cards={me: "5"}, reasons={me: reason[:300]})
        for each in named
        for ballot in ("effort", "value")
    )
    form = vote_form.VoteForm(ROUND, 1, reason, DEFAULT, named, matters, me, MOMENT, "UTC")
    limits.view(vote_form.view(form, MOMENT))


def test_a_result_says_value_per_effort_and_what_is_to_be_done() -> None:
    said = draw(EXAMPLES["estimates"]).text
    assert "effort 5 (3 to 5, 7 votes) · value 8 (3 votes) · value per effort 1.6" in said
    assert "effort: far apart, 2, 4 × 5, 2 × 13" in said
    assert "half or more could not say" in said


def test_no_card_shows_who_voted() -> None:
    said = str(draw(EXAMPLES["estimation"]).blocks)
    assert "*Effort*: 5 of 7 voted" in said
    assert "U0PRIYA" not in said
