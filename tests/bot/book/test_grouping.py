"""Notes that share words, whatever their language, their number and their authors' humour."""

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.grouping import LONGEST, NAMED, Group, alike, suggest
from tests.handlers.slack.hostile import texts

RETRO = [
    ("a", "Deploys took too long this week"),
    ("b", "The deployment pipeline is slow"),
    ("c", "Deploying on Friday was scary"),
    ("d", "Great pairing with the analytics folks"),
    ("e", "Pairing on the churn model helped"),
    ("f", "Access to the warehouse took two weeks"),
    ("g", "Still waiting for warehouse access"),
    ("h", "We should celebrate more"),
]


def test_notes_that_share_words_are_grouped_and_the_words_named() -> None:
    assert suggest(RETRO) == (
        Group(("a", "b", "c"), ("deploys",)),
        Group(("f", "g"), ("access", "warehouse")),
        Group(("d", "e"), ("pairing",)),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("flaky CI", "CI was red for days"),
        ("SQL reviews", "nobody knows sql"),
        ("Meeting!", "too many meetings"),
        ("Die Pipelines waren langsam", "Neue Pipeline hilft"),
        ("Réunion trop longue", "ＲÉUNION"),
        ("r\u00e9union", "re\u0301union"),
        ("データの品質", "新しいデータ"),
        ("डेटा गुणवत्ता", "गुणवत्ता कम है"),
        ("ваши данные", "данные опоздали"),
        ("البيانات متأخرة", "جودة البيانات"),
    ],
)
def test_words_are_told_in_any_script_and_form(one: str, other: str) -> None:
    assert [each.keys for each in suggest([("1", one), ("2", other)])] == [("1", "2")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We have been there", "They should have been here"),
        ("12 of 2026", "2026 was long"),
        ("go to it", "it is to go"),
        ("IT IS ALL BAD", "SO IT IS"),
        ("", ""),
        ("👍", "👍"),
        ("!!!", "!!!"),
    ],
)
def test_what_says_nothing_brings_nothing_together(one: str, other: str) -> None:
    assert suggest([("1", one), ("2", other)]) == ()


def test_what_most_of_many_notes_say_tells_none_of_them_apart() -> None:
    others = "goals hotfix holiday lunch budget hiring laptop music"
    sprint = [(str(number), f"sprint {word}") for number, word in enumerate(others.split())]
    topics = [("8", "sprint metrics broke"), ("9", "sprint metrics late")]
    assert suggest(sprint + topics) == (Group(("8", "9"), ("metrics",)),)


def test_the_very_same_notes_are_one_group_however_many() -> None:
    flood = [(f"{number:03}", "Pizza, pizza!") for number in range(300)]
    assert suggest(flood) == (Group(tuple(sorted(key for key, _ in flood)), ("pizza",)),)


#: Few words, so that many notes share some.
some = st.lists(
    st.sampled_from(
        ["deploy", "deploys", "data", "Daten", "SQL", "sql", "review", "slow", "数据", "and", "it"]
    ),
    max_size=6,
).map(" ".join)
notes = st.dictionaries(st.text(max_size=3), some | texts, max_size=25).map(lambda it: list(it.items()))


@given(notes, st.randoms(use_true_random=False))
def test_a_note_is_in_one_group_at_most_and_the_order_makes_no_difference(
    given_: list[tuple[str, str]], random: Random
) -> None:
    found = suggest(given_)
    grouped = [key for each in found for key in each.keys]
    assert len(set(grouped)) == len(grouped)
    assert set(grouped) <= {key for key, _ in given_}
    sizes = [len(each.keys) for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size > 1 for size in sizes)
    assert all(1 <= len(each.words) <= NAMED for each in found)
    assert all(0 < len(word) <= LONGEST for each in found for word in each.words)
    shuffled = random.sample(given_, len(given_))
    assert suggest(shuffled) == found


@given(notes)
def test_a_note_that_shares_nothing_changes_no_group_of_many(given_: list[tuple[str, str]]) -> None:
    odd = [("odd-key", "ẑẑẑẑẑẑẑẑ")]
    assert all("odd-key" not in each.keys for each in suggest(given_ + odd))


@given(st.lists(st.tuples(st.sampled_from("ab"), some), max_size=6))
def test_a_key_that_comes_twice_is_one_note(given_: list[tuple[str, str]]) -> None:
    assert suggest(given_) == suggest(given_[::-1])
    assert all(sorted(set(each.keys)) == list(each.keys) for each in suggest(given_))


def _wild(random: Random, kind: str) -> str:
    match kind:
        case "words":
            return " ".join("".join(random.choices("abcdefgh", k=random.randint(3, 9))) for _ in range(450))
        case "han":
            return "".join(chr(random.randint(0x4E00, 0x5500)) for _ in range(3_000))
        case "marks":
            return "".join(random.choices("\u0316\u0301\u0327\u0345\u0344", k=3_000))
        case _:
            return "\ufdfa" * 3_000  # each becomes eighteen characters


@pytest.mark.parametrize("kind", ["words", "han", "marks", "ligatures"])
def test_three_hundred_long_notes_do_not_take_long(kind: str) -> None:
    random = Random(8)  # noqa: S311 — the same each time
    many = [(str(number), _wild(random, kind)) for number in range(300)]
    begun = time.process_time()
    suggest(many)
    assert time.process_time() - begun < 2, "a fifth to a third of a second, usually"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The deploy is slow", "Deploys took a day", True),
        ("Slow reviews", "Reviews are slow again", True),
        ("Data access comes late", "Late access to data", True),
        ("@maya is slow", "Slow reviews", False),
        ("your model broke", "pairing on models works", False),
        ("http://x.example: a link", "http://x.example: something else entirely", False),
        ("", "", False),
        ("x", "x", False),
    ],
)
def test_titles_are_alike_by_more_than_half_of_their_words(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same
