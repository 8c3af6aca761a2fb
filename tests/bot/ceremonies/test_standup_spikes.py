"""What a standup tells of its team's spikes: each owner in their prompt, all in the digest, as they are then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ceremonies import spike, standup
from bot.ceremonies.spike import Decide, Pause, Spike
from bot.ceremonies.spike.running import Running, running
from bot.ceremonies.standup import Standup
from bot.ceremonies.survey import Skip
from bot.model import Act, Book, Notice, Round, RoundId, Tick, Turn
from bot.rounds import fingerprint
from storage import codec
from tests.factories import (
    LOS_ANGELES,
    WORKSPACE,
    make_answer,
    make_book,
    make_member,
    make_plan,
    make_round,
    make_survey,
    make_team,
    member_id,
    utc,
)

HOUR = timedelta(hours=1)
#: Asked at 9:30 London time, and at 17:30 when it is 9:30 in Los Angeles: after the digest, which is due at 12.
ADA, BEN, LOU = make_member("Ada"), make_member("Ben"), make_member("Lou", LOS_ANGELES)
ENDED = Decide("answered", "By customer and day.")


def begun(
    owner: str = "Ada", at: str = "24 09:00", size: timedelta = 3 * HOUR, starts: str = ""
) -> Round[Spike]:
    """A spike of this owner."""
    turn = spike.begin(
        make_book(ADA, BEN, LOU),
        "Can we join the ledgers?",
        size,
        [member_id(owner)],
        ADA,
        utc(at),
        starts_at=utc(starts) if starts else None,
    )
    team = make_team().id
    return Round(RoundId(f"spike-{owner}"), WORKSPACE, team, spike.KIND, owner, utc(at), turn.state)


def after(round_: Round[Spike], act: Act, at: str) -> Round[Spike]:
    """The spike after its owner did this."""
    owner, book = round_.state.owner, make_book(ADA, BEN, LOU)
    turn = spike.CEREMONY.advance(round_, act, owner.id, utc(at), book)
    return replace(round_, state=turn.state, over=turn.over)


def book(*spikes: Round[Spike]) -> Book:
    return replace(make_book(ADA, BEN, LOU), spikes=spikes)


def does(
    round_: Round[Standup], at: str, *spikes: Round[Spike], act: Act | None = None, by: str = ""
) -> Round[Standup]:
    """The standup after an act, which found the book with these spikes where it reads them."""
    act = act or Tick()
    who = member_id(by) if by else None
    pages = standup.CEREMONY.pages(round_, act, who)
    found = book(*(spikes if "spikes" in pages else ()))
    turn: Turn[Standup] = standup.advance(round_, act, who, utc(at), found)
    return replace(round_, state=turn.state, wake_at=turn.wake_at, over=turn.over)


def shown(round_: Round[Standup], slot: str) -> Notice:
    return standup.show(round_)[slot]


def spikes_in(round_: Round[Standup], slot: str) -> tuple[Running, ...]:
    notice = shown(round_, slot)
    assert isinstance(notice, standup.Ask | standup.Digest)
    return notice.spikes


def opened() -> Round[Standup]:
    return make_round(make_survey(ADA, BEN, LOU))


@pytest.mark.parametrize(
    ("round_", "at", "standing", "up_at", "left"),
    [
        (begun(), "24 09:30", "runs", "24 12:00", None),
        (begun(starts="25 09:00"), "24 09:30", "ahead", "25 12:00", None),
        (after(begun(), Pause("the export is late"), "24 10:00"), "24 15:00", "paused", "", 2 * HOUR),
        (begun(), "24 12:00", "up", "", None),
    ],
)
def test_how_a_spike_stands_at_a_moment(
    round_: Round[Spike], at: str, standing: str, up_at: str, left: timedelta | None
) -> None:
    (found,) = running((round_,), utc(at))
    assert (found.standing, found.up_at, found.left) == (standing, utc(up_at) if up_at else None, left)
    assert (found.round, found.owner, found.name) == (round_.id, ADA.id, "Ada")
    assert found.starts_at == (utc("25 09:00") if standing == "ahead" else None)


def test_decided_ones_are_not_told() -> None:
    assert running((after(begun(), ENDED, "24 10:00"),), utc("24 11:00")) == ()


def test_whoever_is_asked_is_told_of_their_own_spikes() -> None:
    asked = does(opened(), "24 09:30", begun("Ada"), begun("Lou", "24 09:10"))
    assert [each.owner for each in asked.state.spikes] == [ADA.id, LOU.id]
    assert spikes_in(asked, "ask:UADA") == asked.state.spikes[:1]
    assert spikes_in(asked, "ask:UBEN") == ()


def test_a_tick_at_which_nobody_is_asked_changes_nothing() -> None:
    asked = does(opened(), "24 09:30", begun())
    assert does(asked, "24 10:30", after(begun(), ENDED, "24 10:00")) == asked


def test_the_digest_tells_of_all_as_they_are_when_it_goes_out() -> None:
    asked = does(opened(), "24 09:30", begun("Ada"), begun("Ben", size=5 * HOUR))
    digested = does(asked, "24 12:00", begun("Ada"), begun("Ben", size=5 * HOUR))
    assert [each.standing for each in spikes_in(digested, "digest")] == ["up", "runs"]
    digest = shown(digested, "digest")
    assert isinstance(digest, standup.Digest)
    assert digest.zone == "Europe/London"
    assert spikes_in(digested, "ask:UADA") == spikes_in(digested, "digest")[:1]


@pytest.mark.parametrize("last", [make_answer(), Skip()])
def test_a_digest_that_waited_for_one_member_alone_tells_of_them_as_they_are_then(last: Act) -> None:
    asked = does(make_round(make_survey(ADA, BEN)), "24 09:30", begun("Ada"), begun("Ben"))
    ended = after(begun("Ada"), ENDED, "24 09:50")
    one = does(asked, "24 09:40", act=make_answer(), by="Ada")
    assert one.state.spikes == asked.state.spikes
    both = does(one, "24 10:00", ended, begun("Ben"), act=last, by="Ben")
    assert [each.name for each in spikes_in(both, "digest")] == ["Ben"]


def test_who_is_asked_after_the_digest_is_told_and_so_is_the_digest() -> None:
    asked = does(opened(), "24 09:30", begun("Ada"))
    digested = does(asked, "24 12:00", begun("Ada"))
    late = does(digested, "24 17:30", after(begun("Ada"), ENDED, "24 12:30"), begun("Lou", "24 17:20"))
    assert [each.name for each in spikes_in(late, "ask:ULOU")] == ["Lou"]
    assert [each.name for each in spikes_in(late, "digest")] == ["Lou"]


def test_a_prompt_that_was_answered_is_not_edited_for_a_spike() -> None:
    asked = does(opened(), "24 09:30", begun("Ada"))
    done = does(asked, "24 09:40", act=make_answer(), by="Ada")
    assert spikes_in(done, "ask:UADA") == ()
    assert shown(does(done, "24 12:00"), "ask:UADA") == shown(done, "ask:UADA")


@pytest.mark.parametrize("act", [make_answer(), Skip()])
def test_an_answer_reads_no_spikes_while_others_are_waited_for(act: Act) -> None:
    asked = does(opened(), "24 09:30", begun("Ada"))
    assert "spikes" not in standup.CEREMONY.pages(asked, act, ADA.id)
    assert does(asked, "24 09:40", act=act, by="Ada").state.spikes == asked.state.spikes


def test_a_trial_tells_of_none() -> None:
    turn = standup.trial(make_plan(), book(begun()), ADA.id, utc("24 09:30"))
    tried = make_round(turn.state)
    tried = does(tried, "24 09:40", begun(), act=make_answer(), by="Ada")
    tried = does(tried, "24 10:00", begun())
    assert spikes_in(tried, "digest") == spikes_in(tried, "ask:UADA") == ()


def test_without_spikes_a_standup_says_what_it_said_before_there_were_any() -> None:
    digested = does(does(opened(), "24 09:30"), "24 12:00")
    digest = shown(digested, "digest")
    assert isinstance(digest, standup.Digest)
    assert fingerprint(digest) == fingerprint(replace(digest, spikes=(), zone="UTC"))
    assert digest.zone == "UTC"


def test_a_standup_that_was_stored_before_there_were_spikes_goes_on_and_one_with_them_is_stored() -> None:
    asked = does(opened(), "24 09:30", begun())
    assert codec.load(Standup, codec.dump(Standup, asked.state)) == asked.state
    old = codec.dump(Standup, opened().state).replace(',"spikes":[]', "")
    assert "spikes" not in old
    assert codec.load(Standup, old) == opened().state
