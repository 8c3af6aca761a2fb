"""What the standup adds to a survey: blockers that are raised, reworded, carried and resolved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies import blocker, standup, survey
from bot.ceremonies.blocker import BlockerMoved, Carry, Resolve, Reword
from bot.ceremonies.standup import Standup
from bot.errors import NotAsked
from bot.model import (
    Book,
    MemberChanged,
    Obstacle,
    PlanChanged,
    Round,
    StandupStands,
    Tell,
    Tick,
    Turn,
    round_id,
)
from bot.rounds import fingerprint
from storage import codec
from tests.factories import (
    LOS_ANGELES,
    MONDAY,
    PLAN,
    TUESDAY,
    make_answer,
    make_book,
    make_member,
    make_obstacle,
    make_plan,
    make_round,
    make_settings,
    make_survey,
    member_id,
    utc,
)

ADA, LOU = make_member("Ada"), make_member("Lou", LOS_ANGELES)
OWN = round_id(PLAN, "blocker", "2026-11-24/UADA")


def tick(round_: Round[Standup], at: str, book: Book | None = None) -> Turn[Standup]:
    return standup.advance(round_, Tick(), None, utc(at), book or make_book())


def answer(
    round_: Round[Standup], at: str = "24 09:40", book: Book | None = None, blockers: str = ""
) -> Turn[Standup]:
    return standup.advance(round_, make_answer(blockers=blockers), ADA.id, utc(at), book or make_book())


def asked(*carried: Obstacle) -> Round[Standup]:
    """A round in which Ada has just been asked, carrying these blockers."""
    round_ = make_round(make_survey(ADA, LOU))
    return replace(round_, state=tick(round_, "24 09:30", make_book(blockers=carried)).state)


def test_whoever_is_asked_carries_their_open_blockers_into_the_round() -> None:
    mine, others = make_obstacle("Ada"), make_obstacle("Lou", "no data")
    round_ = make_round(make_survey(ADA, LOU))
    turn = tick(round_, "24 09:30", make_book(blockers=(mine, others)))
    assert (turn.state.blockers, turn.tells) == ((mine,), (Tell(mine.round, Carry(round_.id)),))
    ask = standup.show(replace(round_, state=turn.state))["ask:UADA"]
    assert isinstance(ask, standup.Ask)
    assert ask.carried == (mine,)


def test_who_answers_before_being_asked_carries_them_too() -> None:
    mine = make_obstacle("Ada")
    round_ = make_round(make_survey(ADA, LOU))
    turn = answer(round_, "24 08:00", make_book(blockers=(mine,)))
    assert (turn.state.blockers, turn.tells) == ((mine,), (Tell(mine.round, Carry(round_.id)),))
    again = tick(replace(round_, state=turn.state), "24 09:30", make_book(blockers=(mine,)))
    assert (again.state.blockers, again.tells) == ((mine,), ())


def test_a_blocker_in_an_answer_opens_a_round_of_its_own() -> None:
    turn = answer(asked(), blockers="no GPU")
    (opening,) = turn.opens
    assert (opening.kind, opening.key) == ("blocker", "2026-11-24/UADA")
    assert opening.turn.state == blocker.Blocker(
        ADA.id, "Ada", "no GPU", TUESDAY, (make_round(make_survey()).id,)
    )
    assert turn.state.blockers == (make_obstacle("Ada", day=TUESDAY),)
    assert turn.state.blockers[0].round == OWN


@pytest.mark.parametrize(
    "text", ["", "no", "None.", " N/A ", "Nothing!", "no blockers", "—", "All good :)", "nope…"]
)
def test_nothing_in_the_way_is_said_in_many_words(text: str) -> None:
    turn = answer(asked(), blockers=text)
    assert (turn.opens, turn.state.blockers) == ((), ())


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("no GPU", ()),
        ("no data", (Tell(OWN, Reword("no data")),)),
        ("none", (Tell(OWN, Reword("")),)),
    ],
)
def test_an_edit_rewords_the_blocker_or_takes_it_back(text: str, tells: tuple[Tell, ...]) -> None:
    round_ = asked()
    once = answer(round_, blockers="no GPU")
    again = answer(replace(round_, state=once.state), "24 10:00", blockers=text)
    assert (again.opens, again.tells) == ((), tells)


def test_a_blocker_that_was_taken_back_is_taken_back_once() -> None:
    round_ = asked()
    once = answer(round_, blockers="no GPU").state
    (mine,) = once.blockers
    back = replace(once, blockers=(replace(mine, standing="withdrawn"),))
    assert answer(replace(round_, state=back), "24 10:00").tells == ()
    assert answer(replace(round_, state=back), "24 10:00", blockers="no GPU").tells == (
        Tell(OWN, Reword("no GPU")),
    )


def test_blockers_that_are_ticked_off_are_resolved_in_their_owners_name() -> None:
    mine = make_obstacle("Ada")
    act = replace(make_answer(), resolved=(mine.round, make_obstacle("Lou").round))
    turn = standup.advance(asked(mine), act, ADA.id, utc("24 09:40"), make_book())
    assert turn.tells == (Tell(mine.round, Resolve("Ada")),)


def test_ticking_off_alone_is_an_answer() -> None:
    mine = make_obstacle("Ada")
    act = survey.Answer({}, resolved=(mine.round,))
    turn = standup.advance(asked(mine), act, ADA.id, utc("24 09:40"), make_book())
    assert [len(turn.state.survey.answered), len(turn.tells)] == [1, 1]


def test_the_round_follows_its_blockers() -> None:
    round_ = asked(make_obstacle("Ada"))
    moved = make_obstacle("Ada", standing="resolved", helper="Lou")
    turn = standup.advance(round_, BlockerMoved(moved), None, utc("24 11:00"), make_book())
    assert turn.state.blockers == (moved,)
    assert standup.carried_by(turn.state, ADA.id) == ()


def test_the_digest_names_blockers_first_and_leaves_out_those_taken_back() -> None:
    round_ = answer(asked(make_obstacle("Ada")), blockers="no data")
    state = replace(
        round_.state, blockers=(*round_.state.blockers, make_obstacle("Lou", standing="withdrawn"))
    )
    digested = tick(make_round(state), "24 12:00").state
    digest = standup.show(make_round(digested))["digest"]
    assert isinstance(digest, standup.Digest)
    assert [(each.name, each.blocker.text) for each in digest.blockers] == [
        ("Ada", "no GPU"),
        ("Ada", "no data"),
    ]


def trial_round() -> Round[Standup]:
    turn = standup.trial(make_plan(), make_book(ADA, LOU), ADA.id, utc("23 12:00"))
    return make_round(turn.state)


def test_a_trial_asks_one_member_at_once_and_counts_for_nothing() -> None:
    turn = answer(trial_round(), "23 12:05", blockers="no GPU")
    assert (turn.entries, turn.opens, turn.tells) == ((), (), ())
    shown = standup.show(make_round(turn.state))
    assert sorted(shown) == ["ask:UADA", "digest"]
    assert shown["digest"].place == shown["ask:UADA"].place


def test_a_trial_needs_a_seat_in_the_team_and_follows_nothing() -> None:
    with pytest.raises(NotAsked):
        standup.trial(make_plan(), make_book(LOU), ADA.id, utc("23 12:00"))
    deleted = make_book(ADA, plan=make_plan(state="deleted"))
    round_ = trial_round()
    for act in (PlanChanged(), MemberChanged(ADA.id)):
        assert standup.advance(round_, act, None, utc("23 12:05"), deleted).state == round_.state


def test_a_day_on_which_nobody_is_asked_is_not_opened() -> None:
    away = make_member("Ada", days=(0,))
    assert standup.open_(make_plan(), make_book(away), TUESDAY, utc("24 09:30")) is None
    assert standup.open_(make_plan(), make_book(), TUESDAY, utc("24 09:30")) is None
    assert standup.open_(make_plan(), make_book(away), MONDAY, utc("23 09:30")) is not None


words = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)
minutes = st.integers(0, 12 * 60)


@given(
    st.lists(st.tuples(words, words, minutes), max_size=4),
    st.sampled_from(["dm", "channel"]),
    st.integers(0, 3),
)
def test_a_round_comes_back_from_json_as_it_went(
    said: list[tuple[str, str, int]], where: str, ticks: int
) -> None:
    plan = make_plan(settings=make_settings(where=where, reminders=(30,)))
    round_ = make_round(make_survey(ADA, LOU, plan=plan))
    for text, stuck, later in said:
        if text.strip():
            at = utc("23 21:00") + timedelta(minutes=later)
            turn = standup.advance(round_, make_answer(text, blockers=stuck), ADA.id, at, make_book())
            round_ = replace(round_, state=turn.state)
    for hour in range(ticks):
        round_ = replace(round_, state=tick(round_, f"24 {10 + 4 * hour}:00").state)
    back = codec.load(Standup, codec.dump(Standup, round_.state))
    assert back == round_.state
    prints = [
        {name: fingerprint(notice) for name, notice in standup.show(replace(round_, state=state)).items()}
        for state in (back, round_.state)
    ]
    assert prints[0] == prints[1]


def test_a_seat_of_somebody_unknown_cannot_answer() -> None:
    with pytest.raises(NotAsked):
        standup.advance(asked(), make_answer(), member_id("Eve"), utc("24 09:40"), make_book())


def counts(turn: Turn[Standup]) -> list[StandupStands]:
    return [each for each in turn.entries if isinstance(each, StandupStands)]


def test_the_book_learns_how_many_answered_once_the_digest_is_out_and_follows_it() -> None:
    round_ = asked()
    early = answer(round_, "24 10:00")
    assert counts(early) == []
    round_ = replace(round_, state=early.state)
    digested = tick(round_, "24 12:00")
    assert counts(digested) == [StandupStands(TUESDAY, 2, 1)]
    round_ = replace(round_, state=digested.state)
    assert counts(tick(round_, "24 12:00")) == counts(answer(round_, "24 12:30")) == []
    late = standup.advance(round_, make_answer(), LOU.id, utc("24 18:00"), make_book())
    assert counts(late) == [StandupStands(TUESDAY, 2, 2)]


def test_who_skips_leaves_the_count_in_the_book_too() -> None:
    round_ = replace(asked(), state=tick(asked(), "24 12:00").state)
    turn = standup.advance(round_, survey.Skip(), ADA.id, utc("24 13:00"), make_book())
    assert counts(turn) == [StandupStands(TUESDAY, 1, 0)]


def test_a_trial_counts_nowhere() -> None:
    turn = standup.trial(make_plan(), make_book(ADA), ADA.id, utc("24 10:00"))
    tried = answer(replace(make_round(make_survey(ADA)), state=turn.state), "24 10:05")
    assert tried.state.survey.digested_at
    assert counts(turn) == counts(tried) == []
