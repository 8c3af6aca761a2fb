"""What is left of somebody: their name goes where it is theirs, and nobody else's with it."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies.blocker import Blocker
from bot.ceremonies.erased import SOMEBODY, WORDS, nameless, names_of, unnamed, who
from bot.ceremonies.survey.kept import erase
from bot.model import Claim, MemberId, StoryId
from tests.factories import answered, make_member, make_survey, utc

ADA, BEN = MemberId("UADA"), MemberId("UBEN")


@dataclass(frozen=True, slots=True)
class Card:
    """A made-up part of a state."""

    title: str
    owner: MemberId | None = None
    owner_name: str = ""
    closed_by: str = ""
    inner: tuple["Card", ...] = ()


_names = st.sampled_from(["Ada", "Ben", "", SOMEBODY, "Ada Lovelace"])
_cards = st.recursive(
    st.builds(Card, _names, st.sampled_from([None, ADA, BEN]), _names, _names),
    lambda inner: st.builds(
        Card, _names, st.just(BEN), _names, _names, st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


def flat(card: Card) -> list[Card]:
    return [card, *(each for inner in card.inner for each in flat(inner))]


@given(_cards)
def test_names_go_where_they_are_theirs_and_nowhere_else(card: Card) -> None:
    after = unnamed(card, ADA, frozenset({"Ada"}))
    for was, now in zip(flat(card), flat(after), strict=True):
        assert (now.title, now.owner) == (was.title, was.owner)
        if was.owner == ADA:
            assert now.owner_name == (SOMEBODY if was.owner_name else "")
        elif was.owner == BEN:
            assert now.owner_name == was.owner_name
        assert now.closed_by == (SOMEBODY if was.closed_by == "Ada" else was.closed_by)
    assert unnamed(after, ADA, frozenset({"Ada"})) is after, "twice is as good as once"


@given(_cards)
def test_names_are_found_by_the_id_beside_them(card: Card) -> None:
    theirs = {each.owner_name for each in flat(card) if each.owner == ADA} - {"", SOMEBODY}
    assert names_of(card, ADA) == theirs


def test_what_concerns_nobody_is_the_very_same() -> None:
    claim = Claim(StoryId("S1"), 1, "Ada", owner=BEN, owner_name="Ben")
    assert unnamed(claim, ADA, frozenset({"Ada"})) is claim


def test_a_namesake_keeps_what_is_marked_as_theirs() -> None:
    blocker = Blocker(BEN, "Ada", "stuck", utc("24 09:00").date(), (), helper="Ada")
    after = unnamed(blocker, ADA, frozenset({"Ada"}))
    assert (after.name, after.helper, after.text) == ("Ada", SOMEBODY, "stuck")


def test_a_seat_keeps_its_place_and_nothing_that_was_said() -> None:
    state = make_survey(make_member("Ada"), make_member("Ben"))
    state = answered(state, "Ada", utc("24 09:31"))
    after = erase(state, ADA)
    [hers, bens] = after.seats
    assert (hers.member.id, hers.member.name) == (ADA, SOMEBODY)
    assert hers.given is not None
    assert hers.given.texts == {}
    assert hers.given.at == utc("24 09:31")
    assert bens == state.seats[1]
    assert len(after.answered) == len(state.answered), "how many answered stays"
    assert erase(after, ADA) == after
    assert replace(after, seats=state.seats) == state


def test_json_of_which_nobody_knows_the_type() -> None:
    written = {"name": "Ada", "text": "Ada", "list": [{"owner_name": "Ada", "helper": "Ben"}], "day": None}
    assert nameless(written, frozenset({"Ada"})) == {
        "name": SOMEBODY,
        "text": "Ada",
        "list": [{"owner_name": SOMEBODY, "helper": "Ben"}],
        "day": None,
    }


def test_an_export_gives_no_id_of_whoever_was_erased() -> None:
    assert who(ADA, "Ada") == ("UADA", "Ada")
    assert who(ADA, SOMEBODY) == ("", SOMEBODY)
    assert who(None, "") == ("", "")
    assert WORDS != SOMEBODY
