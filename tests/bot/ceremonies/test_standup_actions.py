"""What a standup tells of its team's actions: each owner in their prompt, those that are due soon in the digest."""

from dataclasses import replace
from datetime import date

from bot.ceremonies import action, standup
from bot.ceremonies.action import Action, Done, Draft
from bot.ceremonies.action.standing import Agreed, agreed
from bot.ceremonies.standup import Standup
from bot.ceremonies.survey import Skip
from bot.model import Act, Book, Round, RoundId, Tick, Turn
from storage import codec
from tests.factories import (
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

ADA, BEN = make_member("Ada"), make_member("Ben")
#: The standup's day is a Tuesday.
TUESDAY = date(2026, 11, 24)


def begun(owner: str, due: date) -> Round[Action]:
    """An action that was agreed on the week before."""
    draft = Draft(f"{owner} by {due.day}", member_id(owner), due)
    turn = action.begin(make_book(ADA, BEN), draft, utc("16 09:00"), None)
    id_ = RoundId(f"{owner}-{due}")
    return Round(id_, WORKSPACE, make_team().id, action.KIND, draft.text, utc("16 09:00"), turn.state)


LATE, SOON = begun("Ada", date(2026, 11, 20)), begun("Ben", date(2026, 11, 27))
FAR = begun("Ada", date(2026, 11, 28))


def does(
    round_: Round[Standup], at: str, act: Act | None = None, by: str = "", *found: Round[Action]
) -> Round[Standup]:
    """The standup after an act, which found the book with these actions where it reads them."""
    act = act or Tick()
    who = member_id(by) if by else None
    pages = standup.CEREMONY.pages(round_, act, who)
    book: Book = replace(make_book(ADA, BEN), actions=found if "actions" in pages else ())
    turn: Turn[Standup] = standup.advance(round_, act, who, utc(at), book)
    return replace(round_, state=turn.state, wake_at=turn.wake_at, over=turn.over)


def told(round_: Round[Standup], slot: str) -> list[str]:
    notice = standup.show(round_)[slot]
    assert isinstance(notice, standup.Ask | standup.Digest)
    return [each.text for each in notice.actions]


def asked() -> Round[Standup]:
    return does(make_round(make_survey(ADA, BEN)), "24 09:30", None, "", FAR, SOON, LATE)


def test_whoever_is_asked_is_told_of_all_that_are_theirs() -> None:
    round_ = asked()
    assert told(round_, "ask:UADA") == ["Ada by 20", "Ada by 28"]
    assert told(round_, "ask:UBEN") == ["Ben by 27"]


def test_the_digest_tells_of_what_is_due_within_three_days_or_was_before() -> None:
    round_ = does(asked(), "24 12:00", None, "", FAR, SOON, LATE)
    assert told(round_, "digest") == ["Ada by 20", "Ben by 27"]


def test_the_digest_tells_of_them_as_they_are_when_it_goes_out() -> None:
    round_ = does(asked(), "24 10:00", make_answer(), "Ada", FAR)
    assert told(round_, "ask:UBEN") == ["Ben by 27"], "nobody was asked, and no digest went out"
    round_ = does(round_, "24 10:30", Skip(), "Ben", LATE)
    assert told(round_, "digest") == ["Ada by 20"]


def test_a_prompt_that_is_answered_tells_of_none() -> None:
    round_ = does(asked(), "24 10:00", make_answer(), "Ada", FAR)
    notice = standup.show(round_)["ask:UADA"]
    assert isinstance(notice, standup.Ask)
    assert notice.actions == ()


def test_a_trial_tells_of_none() -> None:
    book = replace(make_book(ADA, BEN), actions=(LATE,))
    turn = standup.trial(make_plan(), book, ADA.id, utc("24 09:30"))
    round_ = replace(make_round(turn.state), id=RoundId("trial"))
    assert does(round_, "24 09:31", None, "", LATE).state.actions == ()


def test_what_is_done_is_not_told() -> None:
    turn = action.CEREMONY.advance(LATE, Done(), ADA.id, utc("24 09:00"), make_book(ADA))
    assert agreed((replace(LATE, state=turn.state), SOON)) == (
        Agreed(SOON.id, BEN.id, "Ben", "Ben by 27", date(2026, 11, 27)),
    )


def test_near_is_three_days() -> None:
    [far] = agreed((FAR,))
    assert not far.near(TUESDAY)
    assert far.near(date(2026, 11, 25))
    assert far.near(date(2026, 12, 25))


def test_a_standup_without_actions_reads_as_it_did() -> None:
    """A round that was kept before there were any is read."""
    round_ = does(make_round(make_survey(ADA, BEN)), "24 09:30")
    raw = codec.dump(Standup, round_.state)
    old = raw.replace(',"actions":[]', "")
    assert old != raw
    assert codec.load(Standup, old) == round_.state
