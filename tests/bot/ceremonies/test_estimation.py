"""Estimation: casting, counting and what comes of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.deck import DEFAULT, cards
from bot.ceremonies.estimation import Again, Cast, Close, End, Laid, StoryChanged
from bot.ceremonies.estimation.notices import Changed, Progress, Result, Talk
from bot.ceremonies.estimation.state import Heard
from bot.errors import BadInput, BotError, NotAsked, Over, Settled
from bot.model import Estimate, Estimated, MemberChanged, StoryId
from tests.bot.ceremonies.table import Table, make_topic, voted
from tests.factories import make_member, member_id

S1 = StoryId("S1")


def test_three_three_five_settles_at_three_when_the_last_has_voted() -> None:
    table = voted(Ada="3", Ben="3", Cai="5")
    assert table.round.over
    assert table.entries == [
        Estimated(S1, "effort", 1, "settled", Estimate(3, 3, 5, 3), (("3", 2), ("5", 1)))
    ]


def test_three_and_five_settle_at_five() -> None:
    assert voted(Ada="3", Ben="5").matter().estimate == Estimate(5, 3, 5, 2)


def test_two_five_thirteen_go_to_discussion_with_the_reasons_of_two_and_thirteen() -> None:
    table = voted(Ada="13", Ben="2", Cai="5")
    assert not table.round.over
    assert table.matter().standing == "apart"
    talk = table.shown()["talk:S1:effort:1"]
    assert isinstance(talk, Talk)
    assert (talk.lowest, talk.highest) == (
        (Heard("Ben", 2, "Ben says 2"),),
        (Heard("Ada", 13, "Ada says 13"),),
    )
    assert "Cai says 5" not in str(table.shown())


def test_two_who_cannot_say_and_a_five_ask_for_a_spike() -> None:
    table = voted(Ada="?", Ben="?", Cai="5")
    assert (table.matter().standing, table.round.over) == ("unsure", False)
    assert [each.outcome for each in table.entries] == ["unsure"]


def test_a_vote_changed_before_the_count_leaves_one_vote() -> None:
    table = Table()
    table.lay("Ada", "13", "huge")
    table.lay("Ada", "3", "after all small")
    table.lay("Ben", "3")
    table.lay("Cai", "3")
    assert table.entries[0].counts == (("3", 3),)


def test_the_card_counts_voters_and_not_cards() -> None:
    table = Table(effort="Ada Ben", value="Sue", stories=2)
    table.lay("Ada", "3", sent=False)
    assert table.card().progress == (Progress("effort", 0, 2), Progress("value", 0, 1))
    table.lay("Ada", "5", story=2)
    assert table.card().progress == (Progress("effort", 1, 2), Progress("value", 0, 1))


def test_who_sends_only_some_cards_is_waited_for() -> None:
    table = Table(effort="Ada", stories=2)
    table.lay("Ada", "3")
    assert table.state.voting
    table.lay("Ada", "3", story=2)
    assert table.round.over


def test_a_card_is_taken_back() -> None:
    table = Table(effort="Ada Ben")
    table.lay("Ada", "3", "so")
    table.lay("Ada", "", sent=False)
    assert (table.matter().cards, table.card().progress[0].voted) == ({}, 0)


def test_a_pick_that_arrives_after_its_form_changes_nothing() -> None:
    table = Table(effort="Ada Ben")
    table.act(Cast(1, (Laid("effort", {S1: "8"}),), sent=True, form="V1"), "Ada")
    table.act(Cast(1, (Laid("effort", {S1: "1"}),), form="V1"), "Ada")
    assert table.matter().cards == {member_id("Ada"): "8"}
    table.act(Cast(1, (Laid("effort", {S1: "2"}),), form="V2"), "Ada")
    assert table.matter().cards == {member_id("Ada"): "2"}, "of a ballot that was opened since"


def test_a_pick_alone_never_counts_the_round() -> None:
    table = Table(effort="Ada", stories=2)
    table.lay("Ada", "3")
    table.lay("Ada", "5", story=2, sent=False)
    assert table.state.voting
    table.lay("Ada", "5", "why", story=2)
    assert table.round.over


def test_who_votes_on_both_sends_both_at_once() -> None:
    table = Table(effort="Ada", value="Ada")
    laid = (Laid("effort", {S1: "3"}, {S1: "short"}), Laid("value", {S1: "8"}, {S1: "dear"}))
    table.act(Cast(1, laid, sent=True), "Ada")
    assert [(each.ballot, each.counts) for each in table.entries] == [
        ("effort", (("3", 1),)),
        ("value", (("8", 1),)),
    ]


@pytest.mark.parametrize("act", [Close(1), Again(1), End(1)])
def test_a_button_of_an_earlier_vote_moves_nothing(act: Close) -> None:
    table = voted(Ada="1", Ben="13")
    table.again()
    table.lay("Ben", "5")
    with pytest.raises(Settled, match="gone on meanwhile"):
        table.act(act, "Ada")
    assert table.state.voting


def test_who_has_nothing_left_to_vote_on_is_not_waited_for() -> None:
    table = Table(effort="Ada Ben", value="Sue Tom", stories=2)
    for name, card in (("Ada", "1"), ("Ben", "13")):
        table.lay(name, card)
        table.lay(name, "5", story=2)
    for name, card in (("Sue", "1"), ("Tom", "13")):
        table.lay(name, "5", ballot="value")
        table.lay(name, card, ballot="value", story=2)
    table.again()
    table.act(StoryChanged(make_topic(2), dropped=True))
    table.lay("Ada", "5")
    table.lay("Ben", "5")
    assert table.round.over


def test_what_a_spike_found_is_shown_and_is_no_other_story() -> None:
    table = Table()
    found = replace(make_topic(1), finding="Two of nine")
    table.act(StoryChanged(found))
    assert found in table.state.topics
    assert not table.state.changes


def test_those_who_vote_are_told_of_a_story_that_became_another() -> None:
    table = Table(stories=2)
    table.act(StoryChanged(replace(make_topic(1), title="Churn by region")))
    table.act(StoryChanged(make_topic(2), dropped=True))
    told = [notice for notice in table.shown().values() if isinstance(notice, Changed)]
    assert [(each.topic.title, each.dropped) for each in told] == [
        ("Churn by region", False),
        ("Story 2", True),
    ]


def test_both_ballots_are_counted_together() -> None:
    table = Table(effort="Ada", value="Sue")
    table.lay("Ada", "5")
    assert table.state.voting
    table.lay("Sue", "8", ballot="value")
    assert [(each.ballot, each.estimate) for each in table.entries] == [
        ("effort", Estimate(5, 5, 5, 1)),
        ("value", Estimate(8, 8, 8, 1)),
    ]


def test_who_votes_on_both_ballots_is_done_with_both() -> None:
    table = Table(effort="Ada", value="Ada")
    table.lay("Ada", "5")
    assert table.state.voting
    table.lay("Ada", "8", ballot="value")
    assert table.round.over


@pytest.mark.parametrize(
    ("by", "ballot", "kind", "words"),
    [
        ("Sue", "effort", NotAsked, "You estimate value here, not effort."),
        ("Ada", "value", NotAsked, "You estimate effort here, not value."),
        ("Obi", "effort", NotAsked, "You look on"),
        ("Nobody", "value", NotAsked, "You look on"),
    ],
)
def test_a_vote_of_the_wrong_electorate_is_refused_in_a_sentence(
    by: str, ballot: str, kind: type[BotError], words: str
) -> None:
    table = Table(effort="Ada", value="Sue")
    with pytest.raises(kind, match=words):
        table.lay(by, "3", ballot="effort" if ballot == "effort" else "value")


def test_a_card_that_is_not_in_the_deck_is_refused_and_nothing_is_laid() -> None:
    table = Table(stories=2)
    with pytest.raises(BadInput, match="1 2 3 5 8 13"):
        table.act(Cast(1, (Laid("effort", {S1: "3", StoryId("S2"): "4"}),), sent=True), "Ada")
    assert not any(each.cards for each in table.state.matters)


def test_a_reason_that_is_too_long_is_refused() -> None:
    table = Table()
    table.lay("Ada", "3", "x" * 300)
    with pytest.raises(BadInput, match="300 characters at most; yours has 301"):
        table.lay("Ben", "3", "x" * 301)


def test_a_vote_after_the_count_comes_too_late() -> None:
    table = voted(Ada="3", Ben="3")
    with pytest.raises(Over, match="came too late"):
        table.lay("Ada", "5")


def test_a_form_of_an_earlier_vote_lays_nothing_in_a_later_one() -> None:
    table = voted(Ada="1", Ben="13")
    table.again()
    with pytest.raises(Over):
        table.lay("Ada", "5", poll=1)
    table.lay("Ada", "5")


def test_what_a_leaver_laid_counts_and_nobody_waits_for_them() -> None:
    table = Table(effort="Ada Ben")
    table.lay("Ben", "8", sent=False)
    table.lay("Ada", "8")
    table.members = tuple(each for each in table.members if each.name != "Ben")
    table.act(MemberChanged(member_id("Ben")))
    assert table.entries[0].counts == (("8", 2),)


def test_a_story_dropped_meanwhile_is_voted_on_no_more() -> None:
    table = Table(effort="Ada Ben", stories=2)
    table.lay("Ada", "3")
    table.lay("Ada", "3", story=2)
    table.lay("Ben", "5", story=2, sent=False)
    table.act(StoryChanged(make_topic(1), dropped=True))
    table.lay("Ben", "5", sent=False)
    assert not table.matter(1).cards, "it takes nothing"
    table.lay("Ben", "5", story=2)
    assert [(each.story, each.outcome) for each in table.entries] == [("S2", "settled")]
    assert table.round.over


def test_where_every_story_is_dropped_it_is_over() -> None:
    table = Table()
    table.act(StoryChanged(make_topic(1), dropped=True))
    assert (table.round.over, table.entries) == (True, [])


def test_a_story_that_reads_differently_is_shown_so() -> None:
    table = Table()
    table.act(StoryChanged(replace(make_topic(1), title="Churn by region")))
    assert [each.title for each in table.card().topics] == ["Churn by region"]


def test_ended_by_hand_nothing_is_counted_and_nothing_stays_of_the_cards() -> None:
    table = Table()
    table.lay("Ada", "8", "secret reason")
    table.end()
    assert (table.round.over, table.entries) == (True, [])
    assert not table.matter().cards
    assert "secret" not in str(table.state)
    with pytest.raises(Settled):
        table.end()


def test_what_nobody_goes_on_with_ends_after_a_fortnight() -> None:
    table = voted(Ada="1", Ben="13")
    ends = []
    for moment in ("2026-12-07 11:59", "2026-12-07 12:00"):
        table.to(moment)
        ends.append(table.round.over)
    assert ends == [False, True]
    result = table.shown()["result"]
    assert isinstance(result, Result)
    assert result.state == "ended"


@pytest.mark.parametrize("stories", [0, 21])
def test_there_are_one_to_twenty_stories(stories: int) -> None:
    with pytest.raises(BadInput, match="1 to 20"):
        Table(stories=stories)


def test_somebody_has_to_vote() -> None:
    with pytest.raises(BadInput, match="Nobody would vote"):
        Table(effort="")


def test_with_stakeholders_alone_only_value_is_voted_on() -> None:
    assert [each.ballot for each in Table(effort="", value="Sue").state.matters] == ["value"]


# The votes are sealed.

CARDS = st.sampled_from(cards(DEFAULT))
NAMES = ("Ada", "Ben", "Cai", "Sue", "Tom")


@given(
    st.dictionaries(st.sampled_from(NAMES), CARDS, max_size=4), st.dictionaries(st.sampled_from(NAMES), CARDS)
)
def test_before_the_count_what_is_shown_is_the_same_whatever_was_laid(
    one: dict[str, str], other: dict[str, str]
) -> None:
    def seen(laid: dict[str, str]) -> dict[str, object]:
        table = Table(effort=" ".join(NAMES), value="Obi")
        for name in one:
            table.lay(name, laid.get(name, "5"), f"because {laid.get(name)}")
        assert not table.entries
        return {**table.shown(), "wake": table.round.wake_at}

    assert seen(one) == seen(other)


@given(st.permutations([(name, card) for name, card in zip(NAMES, "12358", strict=True)]))
def test_the_result_does_not_tell_who_voted_first(order: list[tuple[str, str]]) -> None:
    def outcome(laid: list[tuple[str, str]]) -> Callable[[], object] | object:
        table = Table(effort=" ".join(NAMES))
        for name, card in laid:
            table.lay(name, card, f"{name} has a reason")
        return table.shown(), table.entries

    assert outcome(order) == outcome(sorted(order))


@given(st.lists(CARDS, min_size=1, max_size=6))
def test_after_the_count_no_card_has_a_name_but_those_at_the_ends(laid: list[str]) -> None:
    table = Table(*(make_member(f"P{each}") for each in range(6)), effort="P0 P1 P2 P3 P4 P5")
    for number, card in enumerate(laid):
        table.lay(f"P{number}", card, sent=False)
    table.close("P0")
    matter = table.matter()
    assert (matter.cards, matter.reasons) == ({}, {})
    named = {(each.name, str(each.card)) for each in (*matter.lowest, *matter.highest)}
    ends = (
        {str(matter.tally.estimate.low), str(matter.tally.estimate.high)}
        if matter.tally and matter.tally.estimate
        else set()
    )
    assert named <= {(f"P{number}", card) for number, card in enumerate(laid) if card in ends}
    assert not named or matter.standing == "apart"
