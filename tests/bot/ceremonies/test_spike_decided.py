"""The decision at a spike's end: what it lacks, what it begins, and what goes into the book."""

from datetime import date

import pytest

from bot.ceremonies import estimation
from bot.ceremonies.spike.state import Decide, Extend, HandOver, Pause, Resume, Wait
from bot.errors import BadInput, Refused, Settled
from bot.model import Absence, SpikeEnded
from tests.bot.ceremonies.boxed import ADA, BEN, HOUR, STORY, Desk
from tests.factories import utc


def test_the_decision_is_asked_for_until_it_is_given() -> None:
    desk = Desk()
    desk.to("24 08:59")
    assert desk.state.asked == 0
    desk.to("24 09:00")
    assert desk.state.asked == 1
    desk.to("30 12:00")
    assert desk.state.asked == 5
    desk.to("2026-12-04 12:00")
    assert desk.state.asked == 5
    desk.to("2026-12-07 12:00")
    assert desk.state.asked == 6
    desk.decide()
    assert desk.round.over
    assert desk.round.wake_at is None


def test_extended_twice_it_is_a_story() -> None:
    desk = Desk()
    desk.to("23 11:30")
    desk.act(Extend(HOUR, "Two more tables"))
    desk.to("23 12:30")
    assert desk.told()[-2:] == [("near", utc("23 12:20")), ("up", utc("23 12:30"))]
    desk.act(Extend(HOUR, "And the old ones"))
    with pytest.raises(Refused, match="extended twice already"):
        desk.act(Extend(HOUR, "Please"))
    with pytest.raises(BadInput, match="Say in a few words why"):
        Desk().act(Extend(HOUR, " "))


def test_what_was_found_goes_into_the_book() -> None:
    desk = Desk(hypothesis="They share a key")
    desk.to("23 10:00")
    desk.decide(verdict="disproved", links=("https://x.org/1",))
    [entry] = desk.turn.entries
    assert isinstance(entry, SpikeEnded)
    assert (entry.box, entry.used, entry.verdict, entry.decision) == (
        3 * HOUR,
        2 * HOUR,
        "disproved",
        "answered",
    )
    assert entry.links == ("https://x.org/1",)


def test_now_estimable_its_story_goes_to_the_vote_with_the_finding() -> None:
    desk = Desk()
    desk.decide("estimable", "Join by day.", ballots={BEN.id: ("effort",)})
    [opening] = desk.turn.opens
    assert opening.kind == estimation.KIND
    [topic] = opening.turn.state.topics
    assert (topic.story, topic.finding) == (STORY.story, "Join by day.")
    assert [each.id for each in opening.turn.state.voters] == [BEN.id]


def test_the_next_question_is_a_spike_of_the_first_size() -> None:
    desk = Desk()
    desk.act(Extend(HOUR, "More"))
    desk.decide("another", "Not by day.", next="What about the old ones?")
    [opening] = desk.turn.opens
    [entry] = desk.turn.entries
    assert isinstance(entry, SpikeEnded)
    assert entry.finding == "Not by day."
    assert (opening.kind, opening.turn.state.question) == ("spike", "What about the old ones?")
    assert opening.turn.state.box.size == 3 * HOUR


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Decide("answered", " "), "Say what you found."),
        (Decide("drop", ""), "Say why."),
        (Decide("another", "Not yet"), "Say what the next question is."),
        (Decide("split", "Two things"), "Name the stories"),
        (Decide("answered", "Yes", verdict="proved"), "no hypothesis"),
        (Decide("answered", "x" * 2001), "2000 characters"),
    ],
)
def test_a_decision_says_what_it_lacks(act: Decide, words: str) -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(BadInput, match=words):
        desk.act(act)
    assert desk.state == before


def test_without_a_story_there_is_none_to_estimate_or_split() -> None:
    for decision in ("estimable", "split"):
        with pytest.raises(BadInput, match="no story"):
            Desk(about=None).decide(decision)


def test_two_who_finish_at_once_finish_once() -> None:
    desk = Desk()
    desk.decide()
    for act in (Decide("drop", "Why"), Pause("x"), Resume(), Extend(HOUR, "x"), Wait(), HandOver(BEN.id)):
        with pytest.raises(Settled, match="Ada has ended this spike already"):
            desk.act(act, "Lea")
    assert desk.state.ended
    assert desk.state.ended.decision == "answered"


def test_a_form_is_refused_by_the_fields_that_it_has() -> None:
    """The next spike begins by the rules of the form that starts one, which has other fields."""
    desk = Desk()
    desk.absences = (Absence(ADA.id, date(2026, 11, 23), date(2027, 11, 23)),)
    with pytest.raises(BadInput, match="not at work in the next months") as refused:
        desk.decide("another", "Not by day.", next="By week?")
    assert refused.value.field == "decision"
    with pytest.raises(BadInput, match="characters") as refused:
        desk.decide("another", "Not by day.", next="x" * 201)
    assert refused.value.field == "next"
    with pytest.raises(BadInput, match="Nobody would vote") as refused:
        desk.decide("estimable", "By day.")
    assert refused.value.field == "decision"
    assert desk.state.ended is None


def test_the_decision_that_was_asked_for_is_no_news_once_there_is_more_time() -> None:
    desk = Desk()
    desk.to("25 12:00")
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [False, False]
    desk.act(Extend(HOUR, "The export is slow"))
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [True, True]
    desk.to("27 12:00")
    again = [each for name, each in desk.shown().items() if name.startswith("again:")]
    assert [each.moot for each in again] == [True, True, False, False]
