"""Moving an estimation on: voting again, settling by hand, closing, stopping; and who may."""

from dataclasses import replace
from datetime import date

import pytest

from bot.ceremonies.estimation import Again, Cast, Close, End, Laid, Settle, StoryChanged
from bot.ceremonies.estimation.notices import Card, Recount, Result
from bot.errors import BadInput, NotYours, Refused, Settled
from bot.model import Absence, Estimate, Estimated, MemberChanged, StoryId
from tests.bot.ceremonies.table import Table, make_topic, voted
from tests.factories import make_member, member_id

S1 = StoryId("S1")


def test_a_second_vote_is_numbered_and_asks_only_about_what_is_not_settled() -> None:
    table = Table(effort="Ada Ben", stories=2)
    for name, first, second in (("Ada", "1", "3"), ("Ben", "13", "3")):
        table.lay(name, first)
        table.lay(name, second, story=2)
    table.again()
    assert [each.number for each in table.card().topics] == [1]
    assert table.card().poll == 2
    table.lay("Ada", "3", story=2, sent=False)
    assert not table.matter(2).cards, "it takes nothing"
    table.lay("Ada", "5")
    table.lay("Ben", "5")
    assert table.round.over
    assert [(each.story, each.poll, each.outcome) for each in table.entries] == [
        ("S1", 1, "apart"),
        ("S2", 1, "settled"),
        ("S1", 2, "settled"),
    ]
    again = table.shown()["recount:2"]
    assert isinstance(again, Recount)
    assert [line.topic.number for line in again.lines] == [1]


def test_no_slot_is_ever_dropped() -> None:
    table = Table(effort="Ada Ben Cai", value="Sue", stories=2)
    seen: set[str] = set()

    def check() -> None:
        now = set(table.shown())
        assert seen <= now
        seen.update(now)

    check()
    table.to("24 15:00")
    check()
    table.lay("Ada", "1")
    table.lay("Ben", "13")
    check()
    table.close()
    check()
    table.again()
    check()
    table.act(MemberChanged(member_id("Ben")))
    table.act(StoryChanged(make_topic(2), dropped=True))
    check()
    table.to("25 16:00")
    check()
    table.end()
    check()


def test_the_facilitator_settles_with_a_note() -> None:
    table = voted(Ada="2", Ben="13")
    table.act(Settle(1, S1, "effort", "8", " We know the data. "), "Ada")
    assert table.round.over
    assert table.entries[-1] == Estimated(
        S1,
        "effort",
        1,
        "settled",
        Estimate(8, 2, 13, 2),
        (("2", 1), ("13", 1)),
        "We know the data.",
        member_id("Ada"),
    )


@pytest.mark.parametrize(
    ("card", "note", "words"),
    [("4", "x", "no such card"), ("?", "x", "with points"), ("5", " ", "why"), ("5", "x" * 201, "200")],
)
def test_settling_needs_a_card_and_a_reason(card: str, note: str, words: str) -> None:
    table = voted(Ada="2", Ben="13")
    with pytest.raises(BadInput, match=words):
        table.act(Settle(1, S1, "effort", card, note), "Ada")


def test_what_is_settled_is_not_settled_twice() -> None:
    table = Table(effort="Ada Ben", stories=2)
    for name, card in (("Ada", "2"), ("Ben", "13")):
        table.lay(name, card)
        table.lay(name, card, story=2)
    table.act(Settle(1, S1, "effort", "8", "why"), "Ada")
    with pytest.raises(Settled):
        table.act(Settle(1, S1, "effort", "5", "why"), "Ada")


def test_two_who_close_at_once_count_once() -> None:
    table = Table()
    table.lay("Ada", "3")
    table.close()
    assert table.matter().standing == "settled"
    with pytest.raises(Settled, match="counted already"):
        table.close()
    assert len(table.entries) == 1


def test_a_vote_without_a_card_is_not_closed() -> None:
    with pytest.raises(Refused, match="Nobody has voted yet"):
        Table().close()


@pytest.mark.parametrize("act", [Close(1), Again(1), End(1), Settle(1, S1, "effort", "5", "so")])
def test_only_who_facilitates_moves_it_on(act: Close) -> None:
    table = Table()
    table.lay("Ada", "3")
    with pytest.raises(NotYours, match="Only Ada, who started this"):
        table.act(act, "Ben")


def test_a_lead_may_close_what_another_started() -> None:
    table = Table(make_member(), make_member("Ben"), make_member("Lea", roles=("developer", "lead")))
    table.act(Cast(1, (Laid("effort", {S1: "3"}),), sent=True), "Ben")
    table.close("Lea")
    assert table.round.over


def test_where_its_owner_has_left_and_nobody_leads_a_voter_may_close() -> None:
    table = Table(make_member(), make_member("Ben"), make_member("Cai"), effort="Ben Cai")
    table.lay("Ben", "3")
    table.members = table.members[1:]
    table.close("Ben")
    assert table.round.over


def apart() -> Table:
    """A vote whose one story is far apart."""
    return voted(Ada="1", Ben="13")


def test_each_vote_has_a_card_of_its_own() -> None:
    table = apart()
    table.again()
    first, second = table.shown()["card"], table.shown()["card:2"]
    assert isinstance(first, Card)
    assert isinstance(second, Card)
    assert (first.state, first.poll, second.state, second.poll) == ("counted", 1, "voting", 2)


def test_a_vote_that_is_stopped_leaves_what_the_one_before_it_came_to() -> None:
    table = apart()
    table.again()
    table.lay("Ada", "5")
    table.end()
    result = table.shown()["result"]
    assert isinstance(result, Result)
    assert [side.standing for line in result.lines for side in line.sides] == ["apart"]
    assert table.card().state == "ended"
    assert "'5'" not in str(table.state)


def test_a_form_that_is_left_open_settles_no_later_vote() -> None:
    table = apart()
    table.again()
    for name, card in (("Ada", "1"), ("Ben", "13")):
        table.lay(name, card)
    with pytest.raises(Settled, match="The vote has gone on"):
        table.act(Settle(1, S1, "effort", "13", "Said in the first talk"), "Ada")
    table.act(Settle(2, S1, "effort", "8", "Said in the second"), "Ada")


def test_what_was_ended_is_not_settled_any_more() -> None:
    table = apart()
    table.end()
    with pytest.raises(Settled, match="ended already"):
        table.act(Settle(1, S1, "effort", "13", "Too late"), "Ada")


def test_nobody_is_asked_again_where_nobody_of_them_is_there() -> None:
    table = apart()
    table.members = tuple(replace(each, active=each.name not in {"Ada", "Ben"}) for each in table.members)
    table.members = (make_member("Lea", roles=("developer", "lead")), *table.members)
    with pytest.raises(Refused, match="in the team any more"):
        table.again("Lea")


def test_nobody_is_asked_again_where_all_of_them_are_away() -> None:
    table = voted(Ben="1", Cai="13")
    days = (date(2026, 11, 23), date(2026, 11, 30))
    table.absences = tuple(Absence(member_id(name), *days) for name in ("Ben", "Cai"))
    with pytest.raises(Refused, match="works until then"):
        table.again()
    assert not table.state.voting
