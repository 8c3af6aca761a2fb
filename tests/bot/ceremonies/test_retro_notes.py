"""Notes of a retro: nobody's, taken back in time, put together, and what of them is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.book.topics import Stayed
from bot.ceremonies import retro
from bot.ceremonies.retro import AddNote, PutTogether, Settings, TakeApart
from bot.ceremonies.retro.notices import Actions, Card, Notes
from bot.ceremonies.retro.seal import seal
from bot.ceremonies.retro.state import MOST_EACH, MOST_NOTES, NOTE_TEXT, Secret, Theme
from bot.errors import BadInput, NotFound, Refused, Settled
from bot.model import MemberId, PlanChanged, RoundId
from storage import codec
from tests.bot.ceremonies.wall import BEN, PLAN, WEDNESDAY, Wall, grouped
from tests.factories import make_book, member_id, utc


def test_three_notes_of_three_people_and_one_taken_back_leave_two_without_a_name() -> None:
    wall = Wall()
    gone = wall.note("The deploy took a day", "Ada")
    wall.note("More pairing", "Ben", "stop")
    wall.note("Shorter meetings", "Cai")
    wall.at += timedelta(minutes=9)
    wall.take_back(gone, "Ada")
    wall.go_on()
    assert [each.text for each in wall.state.notes] == ["Shorter meetings", "More pairing"]
    raw = codec.dump(retro.Retro, wall.state)
    for name in ("Ben", "Cai", str(member_id("Ben")), str(member_id("Cai"))):
        assert name not in raw


def test_a_note_stands_in_no_order_and_at_no_time() -> None:
    wall = Wall()
    ids = [wall.note(f"note {number}") for number in range(5)]
    assert [each.id for each in wall.state.notes] == sorted(ids) != ids


def test_nothing_is_shown_while_notes_come_in() -> None:
    wall = Wall()
    before = wall.shown()
    wall.note("The deploy took a day")
    assert wall.shown() == before
    card = before["card"]
    assert isinstance(card, Card)
    assert (card.taking, card.notes) == (True, 0)


def test_a_note_is_taken_back_for_ten_minutes() -> None:
    wall = Wall()
    note, until = wall.note("Oops"), wall.at + timedelta(minutes=10)
    wall.at = until
    wall.take_back(note, until=until)
    with pytest.raises(Settled, match="already"):
        wall.take_back(note, until=until)
    other, until = wall.note("Kept"), wall.at + timedelta(minutes=10)
    wall.at = until + timedelta(seconds=1)
    with pytest.raises(Settled, match="ten minutes"):
        wall.take_back(other, until=until)
    assert [each.text for each in wall.state.notes] == ["Kept"]


@pytest.mark.parametrize("shown", ["", "x" * 32, "é"])
def test_a_token_of_somebody_elses_making_takes_nothing_back(shown: str) -> None:
    wall = Wall()
    note = wall.note("Kept")
    with pytest.raises(NotFound):
        wall.take_back(note, shown=shown or "0")


def test_a_token_holds_for_its_own_note_and_moment_only() -> None:
    wall = Wall()
    one, two = wall.note("One"), wall.note("Two")
    until = wall.at + timedelta(minutes=10)
    token = seal(wall.state.secret.key, one, until)
    with pytest.raises(NotFound):
        wall.take_back(two, until=until, shown=token)
    with pytest.raises(NotFound):
        wall.take_back(one, until=until + timedelta(days=1), shown=token)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (NOTE_TEXT + 1), "x" * 10_000])
def test_a_note_that_says_nothing_or_too_much_is_refused(text: str) -> None:
    wall = Wall()
    with pytest.raises(BadInput):
        wall.note(text)
    assert wall.state.notes == ()


def test_one_person_writes_so_many_notes_and_all_together_so_many() -> None:
    wall = Wall()
    for number in range(MOST_EACH):
        wall.note(f"note {number}")
    with pytest.raises(Refused, match="You have written"):
        wall.note("one more")
    taken = wall.state.notes[0].id
    wall.take_back(taken)
    wall.note("in its place")
    for number in range(MOST_NOTES - MOST_EACH):
        wall.act(AddNote(f"x{number:03d}", "", "more", "fresh"), f"P{number % 30}")
    with pytest.raises(Refused, match="all that it takes"):
        wall.note("one more", "Zoe")


def test_what_tells_people_apart_is_gone_once_the_notes_are_in_and_once_the_dots_are_counted() -> None:
    wall = Wall()
    wall.note("One")
    wall.note("Two", "Cai")
    assert wall.state.secret.key
    wall.go_on()
    assert wall.state.secret == Secret()
    wall.go_on()
    wall.vote("Ben", 1, 2)
    assert wall.state.secret.dots
    wall.go_on()
    assert wall.state.secret == Secret()
    with pytest.raises(Settled):
        wall.note("late")


def test_a_team_may_want_names() -> None:
    wall = Wall(Settings(anonymous=False))
    wall.note("Signed", "Ben")
    wall.go_on()
    [note] = wall.state.notes
    assert (note.by, note.name) == (BEN.id, "Ben")


def test_names_are_dropped_where_the_retro_that_begins_has_none() -> None:
    wall = Wall(begun=False)
    wall.round = replace(wall.round, state=replace(wall.state, settings=Settings(anonymous=False)))
    wall.note("Signed", "Ben")
    wall.begin(Settings())
    [note] = wall.state.notes
    assert (note.by, note.name) == (None, "")


def test_whoever_writes_the_first_note_is_nowhere() -> None:
    wall = Wall(begun=False)
    wall.note("First", "Ben")
    assert member_id("Ben") not in codec.dump(retro.Retro, wall.state)
    assert wall.shown() == {}


def test_notes_are_put_together_and_taken_apart() -> None:
    wall = grouped("One", "Two", "Three")
    wall.act(PutTogether((1, 3), " Slow   tests "), "Ada")
    assert [(each.number, each.title, len(each.notes)) for each in wall.state.themes] == [
        (1, "Slow tests", 2),
        (2, "Two", 1),
    ]
    wall.act(TakeApart(1), "Lea")
    assert sorted(each.title for each in wall.state.themes) == ["One", "Three", "Two"]
    assert [each.number for each in wall.state.themes] == [1, 2, 3]


def test_grouping_that_cannot_be_meant_is_refused() -> None:
    wall = grouped("One", "Two", "Three")
    with pytest.raises(BadInput, match="Choose what belongs together"):
        wall.act(PutTogether((), "x"), "Ada")
    with pytest.raises(BadInput, match="two or more"):
        wall.act(PutTogether((1,), ""), "Ada")
    with pytest.raises(BadInput, match="characters"):
        wall.act(PutTogether((1, 2), "x" * 101), "Ada")
    with pytest.raises(BadInput, match="one note already"):
        wall.act(TakeApart(1), "Ada")
    wall.act(PutTogether((1, 2), ""), "Ada")
    with pytest.raises(Settled, match="grouped otherwise"):
        wall.act(PutTogether((2, 3), "late"), "Ada")


def test_a_stale_number_joins_nothing_else() -> None:
    wall = grouped(*(f"Note {number}" for number in range(5)))
    of = {each.number: each.notes for each in wall.state.themes}
    for act in (PutTogether((1, 5), "a"), PutTogether((2, 3), "b"), TakeApart(1), TakeApart(2)):
        wall.act(act, "Ada")
    assert {each.number: each.notes for each in wall.state.themes} == of


def test_no_name_comes_into_a_retro_without_names() -> None:
    signed = Settings(anonymous=False)
    waiting = Wall(begun=False)
    waiting.round = replace(waiting.round, state=replace(waiting.state, settings=signed))
    waiting.note("Signed", "Ben")
    wall = Wall(begun=False)
    wall.retros = (replace(waiting.round, id=RoundId("retro-0")),)
    wall.begin(Settings())
    assert [(each.by, each.name) for each in wall.state.notes] == [(None, "")]
    book = replace(make_book(BEN), plan=replace(PLAN, settings=Settings()))
    early = replace(
        waiting.round,
        occurrence=WEDNESDAY.isoformat(),
        plan=PLAN.id,
        state=replace(waiting.state, due=utc("25 10:00")),
    )
    after = retro.CEREMONY.advance(early, PlanChanged(), None, utc("23 10:00"), book)
    assert [(each.by, each.name) for each in after.state.notes] == [(None, "")]


def test_who_was_promised_no_name_gets_none() -> None:
    wall = Wall(Settings(anonymous=False))
    wall.act(AddNote("1", "", "Promised", "f"), "Ben")
    wall.note("Signed", "Ben")
    assert sorted(each.name for each in wall.state.notes) == ["", "Ben"]


def test_a_suggestion_is_put_together_with_notes_and_taken_apart_again() -> None:
    wall = grouped("One", "Two")
    hints = (Stayed("IT", 6, open=True), Stayed("GPU", 4, open=False))
    themes = (*wall.state.themes, *(Theme(3 + n, "", (), hint=each) for n, each in enumerate(hints)))
    wall.round = replace(wall.round, state=replace(wall.state, themes=themes, hints=hints))
    with pytest.raises(BadInput, match="Two suggestions"):
        wall.act(PutTogether((3, 4), "Both"), "Ada")
    with pytest.raises(BadInput, match="one note already"):
        wall.act(TakeApart(3), "Ada")
    wall.act(PutTogether((1, 3), "IT"), "Ada")
    assert [(each.number, each.title, each.hint) for each in wall.state.themes if each.hint] == [
        (1, "IT", hints[0]),
        (4, "", hints[1]),
    ]
    wall.act(TakeApart(1), "Ada")
    assert [(each.title, each.hint) for each in wall.state.themes] == [
        ("Two", None),
        ("One", None),
        ("", hints[0]),
        ("", hints[1]),
    ]


def test_three_hundred_long_notes_stand_in_pages_and_none_is_lost() -> None:
    wall = Wall()
    for number in range(MOST_NOTES):
        text = f"{number:03d} " + "&" * (NOTE_TEXT - 4)
        wall.act(
            AddNote(f"{number:03d}", ("start", "stop", "go_on", "")[number % 4], text, "f"), f"P{number % 60}"
        )
    wall.go_on()
    pages = [each for each in wall.shown().values() if isinstance(each, Notes)]
    texts = [text for page in pages for each in page.headings for text, _ in each.notes]
    assert sorted(text[:3] for text in texts) == [f"{number:03d}" for number in range(MOST_NOTES)]
    assert pages[0].more


def test_what_bears_a_name_is_erased_and_what_bears_none_stays() -> None:
    wall = Wall(Settings(anonymous=False))
    wall.note("Mine", "Ben")
    wall.note("Theirs", "Cai")
    wall.go_on()
    wall.act(PutTogether((1, 2), "Mine"), "Ada")
    wall.to_phase("actions")
    wall.agree(owner="Ben")
    after = retro.CEREMONY.erase(wall.state, MemberId(BEN.id)) if retro.CEREMONY.erase else wall.state
    raw = codec.dump(retro.Retro, after)
    assert "Mine" not in raw, "in no title either"
    assert '"Ben"' not in raw
    assert "Theirs" in raw
    assert isinstance(wall.shown()["actions"], Actions)
