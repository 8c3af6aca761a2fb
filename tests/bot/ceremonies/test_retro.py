"""A retro's notes, its phases, its dots, and what it agrees on."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.book.topics import Stayed
from bot.ceremonies import retro
from bot.ceremonies.action import ActionStands, Carry, Source
from bot.ceremonies.retro import (
    AddNote,
    AnswerPulse,
    Begin,
    End,
    GoOn,
    PutTogether,
    Settings,
    TakeApart,
    Vote,
)
from bot.ceremonies.retro.acts import Emptied
from bot.ceremonies.retro.notices import Actions, Ballot, Card, Digest, Notes, Topic
from bot.ceremonies.retro.seal import seal
from bot.ceremonies.retro.state import MOST_EACH, MOST_NOTES, NOTE_TEXT, UNDO, Earlier, Secret, Theme
from bot.errors import BadInput, NotFound, NotYours, Refused, Settled
from bot.model import MemberChanged, MemberId, Opening, PlanChanged, Round, RoundId, Tick
from storage import codec
from tests.bot.ceremonies.wall import BEN, LEA, Wall
from tests.factories import LONDON, make_book, make_member, make_plan, make_schedule, member_id, utc

WEDNESDAY = date(2026, 11, 25)


def grouped(*texts: str) -> Wall:
    wall = Wall()
    for each in texts:
        wall.note(each)
    wall.go_on()
    return wall


def voting(*texts: str) -> Wall:
    wall = grouped(*texts)
    wall.go_on()
    return wall


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


def test_five_dots_where_three_are_allowed_are_refused_in_a_sentence() -> None:
    wall = voting("One", "Two")
    with pytest.raises(Refused, match="You have three dots, and gave 5"):
        wall.vote("Ben", 1, 1, 2, 2, 1)
    assert wall.state.voters == 0


def test_voting_twice_leaves_the_second() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1, 1, 1)
    wall.vote("Ben", 2)
    wall.vote("Cai", 2, 1)
    assert wall.state.voters == 2
    wall.go_on()
    assert {each.number: each.dots for each in wall.state.themes} == {1: 1, 2: 2}


def test_taking_all_dots_back_is_no_vote() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1)
    wall.vote("Ben")
    assert wall.state.voters == 0


def test_a_dot_for_what_is_not_there_counts_nothing() -> None:
    wall = voting("One", "Two")
    with pytest.raises(Refused, match="no theme 7"):
        wall.vote("Ben", 1, 7)
    assert wall.state.voters == 0


def test_a_vote_that_comes_after_the_close_is_refused() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 1)
    wall.go_on()
    with pytest.raises(Settled, match="The vote is closed"):
        wall.vote("Cai", 2)


def test_dots_are_seen_by_nobody_before_they_are_counted() -> None:
    wall = voting("One", "Two")
    before = wall.shown()["vote"]
    wall.vote("Ben", 2, 2)
    after = wall.shown()["vote"]
    assert isinstance(before, Ballot)
    assert after == before, "nor that somebody gave some"


def test_the_top_comes_first_and_the_rest_is_left() -> None:
    wall = voting(*(f"Note {number}" for number in range(8)))
    wall.vote("Ada", 3, 3, 5)
    wall.vote("Ben", 3, 5, 1)
    wall.go_on()
    assert wall.state.topics == (3, 5, 1)
    topics = [each for each in wall.shown().values() if isinstance(each, Topic)]
    assert [(each.position, each.dots) for each in topics] == [(1, 3), (2, 2), (3, 1)]
    assert [each.closing for each in topics] == [False, False, True]


def test_where_nobody_votes_the_themes_with_most_notes_are_talked_about() -> None:
    wall = grouped("One", "Two", "Three")
    wall.act(PutTogether((2, 3), "Both"), "Ada")
    wall.to_phase("discuss")
    assert wall.state.topics[0] == 2


def test_where_nobody_votes_three_themes_are_enough() -> None:
    wall = voting(*(f"Note {number}" for number in range(8)))
    wall.go_on()
    assert len(wall.state.topics) == 3


def test_one_that_is_ended_tells_what_there_is_and_calls_nobody_to_more() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 2)
    with pytest.raises(NotYours):
        wall.act(End(), "Ben")
    wall.act(End(), "Lea")
    assert wall.round.over
    shown = wall.shown()
    assert isinstance(shown["digest"], Digest)
    assert [each.dots for each in shown["digest"].themes] == [1, 0]
    assert all(each.moot for name, each in shown.items() if name.startswith(("topic", "actions", "vote")))


def test_who_is_given_an_action_by_another_is_told_and_who_takes_it_is_not() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree(by="Ada", owner="Ben")
    wall.agree(by="Ben", owner="Ben")
    told = [[each.matter for each in opening.turn.state.told] for opening in wall.opens]
    assert told == [["yours"], []]


def test_who_facilitates_what_is_planned_follows_the_plan() -> None:
    wall = planned_wall()
    settings = Settings(after=2, meets=time(14), facilitator=LEA.id)
    book = replace(make_book(make_member("Ada"), LEA), plan=replace(PLAN, settings=settings))
    after = retro.CEREMONY.advance(wall.round, PlanChanged(), None, utc("23 10:00"), book)
    assert (after.state.facilitator, after.state.facilitator_name) == (LEA.id, "Lea")


def test_who_has_left_is_not_said_to_facilitate() -> None:
    wall = Wall()
    wall.members = (replace(wall.members[0], active=False), *wall.members[1:])
    wall.act(MemberChanged(member_id("Ada")))
    assert wall.state.facilitator_name == ""


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


def test_only_who_facilitates_and_leads_move_it_on() -> None:
    wall = grouped("One", "Two")
    for act in (GoOn("group"), PutTogether((1, 2), "x"), TakeApart(1)):
        with pytest.raises(NotYours, match="Only Ada and the team's leads"):
            wall.act(act, "Ben")
    wall.go_on("Lea")
    assert wall.state.phase == "vote"


def test_where_the_facilitator_has_left_leads_go_on_and_without_any_anybody() -> None:
    wall = grouped("One", "Two")
    wall.members = (replace(wall.members[0], active=False), BEN, LEA)
    with pytest.raises(NotYours, match="Only the team's leads"):
        wall.act(GoOn("group"), "Ben")
    wall.members = (replace(wall.members[0], active=False), BEN)
    wall.act(GoOn("group"), "Ben")
    assert wall.state.phase == "vote"


def test_two_who_go_on_at_once_leave_one_phase() -> None:
    wall = grouped("One", "Two")
    wall.act(GoOn("group"), "Ada")
    with pytest.raises(Settled, match="gone on already"):
        wall.act(GoOn("group"), "Lea")
    assert wall.state.phase == "vote"


def test_without_a_note_it_is_over_in_a_line() -> None:
    wall = Wall()
    wall.go_on()
    assert wall.state.phase == "closed"
    assert set(wall.shown()) == {"card"}


def test_with_one_note_nothing_is_grouped_or_voted_on() -> None:
    wall = Wall()
    wall.note("Only this")
    wall.go_on()
    assert wall.state.phase == "discuss"
    [topic] = [each for each in wall.shown().values() if isinstance(each, Topic)]
    assert topic.dots is None
    assert "vote" not in wall.shown()


def test_a_meeting_goes_on_by_the_clock() -> None:
    wall = Wall(Settings(pace="meeting"), begun=False)
    wall.begin(Settings(pace="meeting"), utc("25 14:00"))
    wall.note("One")
    wall.note("Two")
    seen = []
    for at in ("25 13:59", "25 14:00", "25 14:10", "25 14:15", "25 14:45", "25 14:55"):
        wall.to(at)
        seen.append(wall.state.phase)
    assert seen == ["collect", "group", "vote", "discuss", "actions", "closed"]


def test_a_retro_of_days_leaves_out_the_weekend() -> None:
    wall = Wall(begun=False)
    wall.begin(Settings(pace="days"), utc("27 14:00"))
    wall.note("One")
    wall.note("Two")
    wall.to("27 14:00")
    assert wall.state.due == utc("30 14:00")


def test_what_nobody_moves_on_is_closed_after_a_week_and_counted_as_it_stands() -> None:
    wall = voting("One", "Two")
    wall.vote("Ben", 2)
    wall.to(wall.at + timedelta(days=6, hours=23))
    early = wall.state.phase
    wall.to(wall.at + timedelta(hours=1))
    assert (early, wall.state.phase) == ("vote", "closed")
    assert wall.state.themes[1].dots == 1
    late = {name for name, each in wall.shown().items() if each.moot}
    assert late >= {"topic:2", "actions"}, "nobody is called to talk about what is over"


def test_a_tick_too_many_changes_nothing() -> None:
    wall = Wall(Settings(pace="meeting"))
    wall.note("One")
    wall.note("Two")
    wall.go_on()
    before = wall.round
    wall.act(Tick())
    assert wall.round == before


def test_a_pulse_is_shown_from_five_answers_on() -> None:
    few, enough = Wall(Settings(pulse="How was it?")), Wall(Settings(pulse="How was it?"))
    for wall, people in ((few, 4), (enough, 5)):
        for number in range(people):
            wall.act(AnswerPulse(3, "fresh"), f"P{number}")
            wall.act(AnswerPulse(4, "fresh"), f"P{number}")
        wall.go_on()
    assert few.state.pulse is not None
    assert (few.state.pulse.answers, few.state.pulse.counts, few.state.pulse.mean) == (4, (), None)
    assert enough.state.pulse is not None
    assert (enough.state.pulse.counts, enough.state.pulse.mean) == ((0, 0, 0, 5, 0), 4.0)
    with pytest.raises(Settled):
        enough.act(AnswerPulse(1, "fresh"), "Ben")


@pytest.mark.parametrize("score", [0, 6, -1])
def test_an_answer_outside_of_the_scale_is_none(score: int) -> None:
    wall = Wall(Settings(pulse="How was it?"))
    with pytest.raises(BadInput):
        wall.act(AnswerPulse(score, "fresh"), "Ben")


def test_an_action_is_a_round_of_its_own() -> None:
    wall = grouped("One", "Two")
    with pytest.raises(Settled, match="once the themes are talked about"):
        wall.agree()
    wall.to_phase("discuss")
    wall.agree(theme=1)
    [opening] = wall.opens
    assert (opening.kind, opening.key) == ("action", "retro-1/1")
    [item] = wall.state.items
    assert (item.text, item.owner_name, item.theme, item.carried) == ("Ask for the tables", "Ben", 1, False)


def test_three_actions_are_agreed_on_at_most_and_a_dropped_one_makes_room() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    for number in range(3):
        wall.agree(f"Action {number}")
    with pytest.raises(Refused, match="3 actions at most"):
        wall.agree("One more")
    stands = ActionStands(
        1, RoundId("a1"), "Action 0", BEN.id, "Ben", wall.at.date(), "", standing="dropped", why="no"
    )
    wall.act(stands)
    wall.agree("One more")
    assert [each.standing for each in wall.state.items] == ["dropped", "open", "open", "open"]


def test_an_action_for_somebody_outside_of_the_team_is_refused() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    with pytest.raises(BadInput):
        wall.agree(owner="Zoe")
    with pytest.raises(NotYours):
        wall.agree(by="Zoe")
    assert wall.opens == []


def test_what_becomes_of_an_action_is_heard_after_the_retro_too() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree()
    wall.go_on()
    assert wall.round.over
    wall.act(
        ActionStands(1, RoundId("a1"), "Ask", BEN.id, "Ben", wall.at.date(), "", standing="done", why="")
    )
    digest = wall.shown()["digest"]
    assert isinstance(digest, Digest)
    assert [each.standing for each in digest.items] == ["done"]


def test_the_next_retro_opens_with_what_is_still_open() -> None:
    first = grouped("One", "Two")
    first.to_phase("actions")
    first.agree()
    [opening] = first.opens
    held = replace(make_round_of(opening), id=RoundId("a1"))
    wall = Wall(begun=False)
    wall.actions = (held,)
    wall.begin(Settings())
    [item] = wall.state.items
    assert (item.carried, item.round, item.text) == (True, "a1", "Ask for the tables")
    assert [(each.round, each.act) for each in wall.tells] == [("a1", Carry(Source(RoundId("retro-1"), 1)))]
    card = wall.shown()["card"]
    assert isinstance(card, Card)
    assert card.items == (item,)


def make_round_of(opening: Opening) -> Round[Any]:
    wall = Wall(begun=False)
    return Round(
        RoundId("x"),
        wall.round.workspace,
        wall.round.team,
        "action",
        opening.key,
        wall.at,
        opening.turn.state,
    )


def test_it_looks_back_to_the_retro_before_it() -> None:
    first = grouped("The deploy is slow", "Two")
    first.to_phase("vote")
    first.vote("Ben", first.number("The deploy"))
    first.to_phase("actions")
    first.go_on()
    wall = Wall(begun=False)
    wall.retros = (first.round,)
    wall.at += timedelta(days=14)
    wall.begin(Settings())
    assert wall.state.since == first.at.date(), "that day's end was in no figures yet"
    wall.note("The deploy is slow", "Cai")
    wall.note("Other")
    wall.to_phase("discuss")
    known = next(each for each in wall.state.themes if each.title == "The deploy is slow")
    assert known.last == Earlier(first.at.date(), "The deploy is slow")


def test_notes_that_waited_come_to_the_next_retro_once_and_leave_no_key_behind() -> None:
    waiting = Wall(begun=False)
    note = waiting.note("From long ago", column="stop")
    wall = Wall(begun=False)
    wall.retros = (replace(waiting.round, id=RoundId("retro-0")),)
    wall.begin(Settings(format="mad"))
    assert [(each.id, each.column, each.text) for each in wall.state.notes] == [(note, "", "From long ago")]
    emptied = Emptied(RoundId("retro-1"), wall.at.date())
    assert [(each.round, each.act) for each in wall.tells] == [("retro-0", emptied)]
    wall.take_back(note)
    assert wall.state.notes == ()
    waiting.act(emptied)
    assert waiting.round.over
    assert (waiting.state.notes, waiting.state.secret, waiting.shown()) == ((), Secret(), {})
    with pytest.raises(Settled, match="gone on to the next retro"):
        waiting.note("late")


def test_one_by_hand_takes_what_waits_for_a_planned_one_which_stays_planned() -> None:
    planned = Wall(begun=False)
    planned.plan = PLAN
    planned.note("Early")
    state = replace(planned.state, due=utc("25 10:00"))
    planned.round = replace(
        planned.round, state=state, plan=PLAN.id, occurrence="2026-11-25", wake_at=state.due
    )
    wall = Wall(begun=False)
    wall.retros = (replace(planned.round, id=RoundId("retro-0")),)
    wall.begin(Settings())
    assert [each.text for each in wall.state.notes] == ["Early"]
    planned.act(wall.tells[0].act)
    assert (planned.state.phase, planned.state.due, planned.state.notes) == ("notes", utc("25 10:00"), ())
    assert planned.state.secret == Secret()


def test_notes_of_two_that_waited_can_be_taken_back_in_the_one_that_took_them() -> None:
    first, second, wall = Wall(begun=False), Wall(begun=False), Wall(begun=False)
    one = first.note("One")
    second.written = 10
    other = second.note("Other")
    until = wall.at + UNDO
    tokens = [
        (one, seal(first.state.secret.key, one, until)),
        (other, seal(second.state.secret.key, other, until)),
    ]
    wall.retros = (replace(first.round, id=RoundId("a")), replace(second.round, id=RoundId("b")))
    wall.begin(Settings())
    for note, shown in tokens:
        wall.take_back(note, until=until, shown=shown)
    assert wall.state.notes == ()


def test_a_plan_that_is_gone_leaves_no_round_behind() -> None:
    planned = planned_wall()
    planned.plan = replace(PLAN, state="deleted")
    planned.act(PlanChanged())
    planned.act(Emptied(RoundId("retro-1"), planned.at.date()))
    assert planned.round.over
    paused = planned_wall()
    paused.plan = replace(PLAN, state="paused")
    paused.act(PlanChanged())
    paused.act(Emptied(RoundId("retro-1"), paused.at.date()))
    assert not paused.round.over


def test_a_plan_saved_again_moves_no_retro_that_waits_for_another() -> None:
    other, wall = Wall(), planned_wall()
    wall.retros = (replace(other.round, id=RoundId("retro-0")),)
    wall.to("27 15:00")
    due, meets_at = wall.state.due, wall.state.meets_at
    wall.plan = replace(PLAN, settings=replace(PLAN.settings, dots=5))
    wall.act(PlanChanged())
    assert (wall.state.due, wall.state.meets_at, wall.state.settings.dots) == (due, meets_at, 5)


def test_a_stale_number_joins_nothing_else() -> None:
    wall = grouped(*(f"Note {number}" for number in range(5)))
    of = {each.number: each.notes for each in wall.state.themes}
    for act in (PutTogether((1, 5), "a"), PutTogether((2, 3), "b"), TakeApart(1), TakeApart(2)):
        wall.act(act, "Ada")
    assert {each.number: each.notes for each in wall.state.themes} == of


def test_the_reason_of_whoever_erases_theirs_is_erased_and_no_one_elses() -> None:
    wall = grouped("One", "Two")
    wall.to_phase("actions")
    wall.agree(owner="Ben")
    day = wall.at.date()
    wall.act(ActionStands(1, RoundId("a1"), "It", BEN.id, "Ben", day, "", "dropped", "Ben is slow", LEA.id))
    assert retro.CEREMONY.erase
    assert retro.CEREMONY.erase(wall.state, BEN.id).items[0].why == "Ben is slow"
    assert retro.CEREMONY.erase(wall.state, LEA.id).items[0].why != "Ben is slow"


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


def test_one_that_collects_without_an_end_goes_on_after_two_weeks() -> None:
    wall = Wall()
    wall.note("One")
    wall.note("Two")
    wall.to(wall.at + timedelta(days=13, hours=23))
    early = wall.state.phase
    wall.to(wall.at + timedelta(hours=1))
    assert (early, wall.state.phase) == ("collect", "group")
    wall.to(wall.at + timedelta(days=7))
    assert wall.state.phase == "closed"


def test_a_planned_one_waits_while_another_is_under_way() -> None:
    other = Wall()
    wall = planned_wall()
    wall.retros = (replace(other.round, id=RoundId("retro-0")),)
    wall.to("30 12:00")
    waited = wall.state.phase
    wall.retros = ()
    wall.to("30 19:00")
    assert (waited, wall.state.phase) == ("notes", "collect")
    assert wall.state.meets_at == utc("2026-12-02 14:00"), "not at an hour that is past"


def test_a_step_that_ended_while_piton_was_away_begins_anew_once() -> None:
    wall = voting("One", "Two")
    wall.round = replace(
        wall.round, state=replace(wall.state, settings=Settings(pace="meeting"), due=wall.at)
    )
    wall.at += timedelta(hours=1)
    wall.act(Tick())
    assert (wall.state.phase, wall.state.due) == ("vote", wall.at + timedelta(minutes=5))
    wall.to(wall.at + timedelta(minutes=5))
    assert wall.state.phase == "discuss"


PLAN = replace(
    make_plan(make_schedule("10:00", (2,), zone=LONDON)),
    kind="retro",
    settings=Settings(after=2, meets=time(14)),
)


def planned_wall() -> Wall:
    turn = retro.planned(PLAN, make_book(make_member("Ada")), WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    wall = Wall(begun=False)
    wall.round = replace(
        wall.round,
        state=turn.state,
        occurrence=WEDNESDAY.isoformat(),
        plan=PLAN.id,
        wake_at=turn.wake_at,
    )
    return wall


def test_a_planned_one_asks_at_its_hour_and_is_held_two_working_days_later() -> None:
    book = make_book(make_member("Ada"))
    turn = retro.planned(PLAN, book, WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    assert (turn.state.phase, turn.wake_at) == ("notes", utc("25 10:00"))
    assert (turn.state.meets_at, turn.state.facilitator_name) == (utc("27 14:00"), "Ada")


def test_one_that_would_have_been_held_while_piton_was_away_is_left_out() -> None:
    assert retro.planned(PLAN, make_book(make_member("Ada")), WEDNESDAY, utc("27 14:00")) is None


def test_a_changed_plan_moves_what_has_not_begun() -> None:
    book = make_book(make_member("Ada"))
    turn = retro.planned(PLAN, book, WEDNESDAY, utc("20 09:00"))
    assert turn is not None
    wall = Wall(begun=False)
    round_ = replace(wall.round, state=turn.state, occurrence=WEDNESDAY.isoformat(), plan=PLAN.id)
    later = replace(PLAN, schedule=make_schedule("11:00", (2,), zone=LONDON))
    gone = replace(PLAN, schedule=make_schedule("11:00", (3,), zone=LONDON))
    at = utc("20 10:00")
    for plan, due in ((later, utc("25 11:00")), (gone, None), (replace(PLAN, state="deleted"), None)):
        after = retro.CEREMONY.advance(round_, PlanChanged(), None, at, replace(book, plan=plan))
        assert after.state.due == due


def test_the_facilitator_is_called_by_their_new_name() -> None:
    wall = Wall()
    wall.members = (replace(wall.members[0], name="Ada Lovelace"), *wall.members[1:])
    wall.act(MemberChanged(member_id("Ada")))
    assert wall.state.facilitator_name == "Ada Lovelace"


def test_a_retro_that_is_over_takes_nothing_more() -> None:
    wall = Wall()
    wall.go_on()
    for act in (AddNote("x", "", "late", "f"), Vote((1,), "f"), GoOn("closed"), Begin(Settings(), None)):
        with pytest.raises(Settled, match="over"):
            wall.act(act, "Ada")


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
