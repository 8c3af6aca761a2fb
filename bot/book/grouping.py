"""Notes that might belong together, by the words that they share. For whoever groups them to take up or leave.

Nothing here knows a language: a word counts the more the fewer notes have it, endings are told from stems by which
words of the notes begin alike, and scripts that put no space between words are read by pairs of characters.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log
from unicodedata import normalize

#: Characters of a note, its different words, and characters of a word that are looked at: a note says early what it is
#: about, and a long one shall not take long.
TEXT, WORDS, LONGEST = 1_000, 60, 24
#: A word of fewer letters says little, unless somebody writes it in capitals, as SQL and CI.
SHORTEST, CAPITALS = 4, 2
#: A stem has at least as many letters, and an ending at most so many; longer words are alike by their first letters.
STEM, ENDING, ALIKE = 4, 3, 6
#: What more than half of many notes say tells none of them apart; of so few it may still be what they are about.
FEW = 4
#: So many words are named of a group.
NAMED = 3

# Letters, with the signs that stand on or between them in Hebrew, Arabic, Indic scripts and Thai.
_WORD = (
    "(?:[^\\W_]|[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e])"
)
# Chinese, Japanese and the scripts of South-East Asia: no spaces between words.
_RUN = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
_UNSPACED = re.compile(_RUN)
_ADDRESS = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
_PARTS = re.compile(f"{_RUN}+|(?:(?!{_RUN}){_WORD})+")
#: What an English sentence cannot do without: the bot speaks it, so many notes will too.
_FRAME = frozenset(
    """
    about after again also always because been before being both cannot could didn does doesn doing done down
    each even every from gets getting goes going good great have having here into just kept know last less like
    lots made make many more most much need needs never next only other over really same should since some still
    such sure take than that their them then there these they thing things think this those though through time
    took used using very want wasn well went were what when where which while will with without work would your
    yours
    """.split()  # noqa: SIM905 — a list of a hundred quoted words is read by nobody
)


@dataclass(frozen=True, slots=True)
class Group:
    """Notes that share words; the words as one of them writes it, the most telling first."""

    keys: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """Notes of the very same words, which count as one when it is told how common a word is."""

    keys: tuple[str, ...]
    stems: frozenset[str]


def suggest(notes: Sequence[tuple[str, str]]) -> tuple[Group, ...]:
    """Groups of two notes or more, the largest first; a note is a key and a text, and in one group at most. The order
    of the notes makes no difference: keys are told in their own order."""
    spelt = _words(notes)
    stems = _stems({word for words in spelt.values() for word in words})
    items = _items(spelt, stems)
    weights = _weights(items)
    shown = _shown(spelt, stems)
    groups = [_group(seed, members, weights, shown) for seed, members in _gathered(items, weights)]
    return tuple(sorted(groups, key=lambda each: (-len(each.keys), each.words, each.keys)))


def alike(one: str, other: str) -> bool:
    """Whether two titles may be about the same: they share more than half of the significant words of the shorter. An
    address in them says nothing."""
    spelt = _words((("one", _ADDRESS.sub(" ", one)), ("other", _ADDRESS.sub(" ", other))))
    stems = _stems({word for words in spelt.values() for word in words})
    mine, theirs = ({stems[word] for word in spelt.get(key, ())} for key in ("one", "other"))
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))


def _words(notes: Iterable[tuple[str, str]]) -> Mapping[str, Iterable[str]]:
    """The significant words of each note, by its key."""
    found = [(key, dict(islice(_read(text[:TEXT]), 3 * WORDS))) for key, text in sorted(notes)]
    capitals = {word for _, words in found for word, is_loud in words.items() if is_loud}
    spelt: dict[str, dict[str, None]] = defaultdict(dict)
    for key, words in found:
        spelt[key] |= dict.fromkeys(islice((each for each in words if _tells(each, capitals)), WORDS))
    return spelt


def _read(text: str) -> Iterable[tuple[str, bool]]:
    """The words in small letters, and whether each counts for being in capitals where not all are, however short."""
    shouts = text.isupper()
    for part in _PARTS.findall(text):
        if _UNSPACED.match(part):
            yield from ((part[at : at + CAPITALS], True) for at in range(len(part) - 1))
        else:
            yield _plain(part[:LONGEST]), not shouts and part.isupper()


def _plain(word: str) -> str:
    """One spelling of what is spelt in several ways: capitals, accents as signs of their own, letters of full width."""
    return word.casefold() if word.isascii() else normalize("NFKC", word).casefold()[:LONGEST]


def _tells(word: str, capitals: Collection[str]) -> bool:
    if word.isdecimal() or word in _FRAME:
        return False
    return len(word) >= SHORTEST or (len(word) >= CAPITALS and word in capitals)


def _stems(words: Collection[str]) -> dict[str, str]:
    """What each word is counted as: the shortest of the words that it may be another form of, or its beginning."""
    known = set(words)
    return {word: _stem(word, known) for word in words}


def _stem(word: str, known: Collection[str]) -> str:
    for size in range(max(STEM, len(word) - ENDING), len(word)):
        if word[:size] in known:
            return word[:size][:ALIKE]
    return word[:ALIKE]


def _items(spelt: Mapping[str, Iterable[str]], stems: Mapping[str, str]) -> list[_Item]:
    same: dict[frozenset[str], list[str]] = defaultdict(list)
    for key, words in spelt.items():
        same[frozenset(stems[each] for each in words)].append(key)
    return sorted(
        (_Item(tuple(keys), words) for words, keys in same.items() if words), key=lambda it: it.keys
    )


def _weights(items: Sequence[_Item]) -> dict[str, float]:
    """How much each stem tells: the rarer, the more (Spärck Jones, A statistical interpretation of term specificity,
    1972). Not those that tell nothing apart."""
    counts = Counter(stem for each in items for stem in each.stems)
    most = max(FEW, len(items) // 2)
    return {stem: log((len(items) + 1) / count) for stem, count in counts.items() if count <= most}


def _gathered(items: Sequence[_Item], weights: Mapping[str, float]) -> list[tuple[str, list[_Item]]]:
    """Again and again the stem that tells most of the notes that are left, with all that have it: what it weighs, once
    for each note. That only falls as notes go, so what comes up is weighed again, and waits where it fell."""
    having: dict[str, set[int]] = defaultdict(set)
    for at, each in enumerate(items):
        for stem in each.stems & weights.keys():
            having[stem].add(at)
    sizes = [len(each.keys) for each in items]

    def worth(stem: str) -> float:
        return weights[stem] * sum(sizes[at] for at in having[stem])

    heap = [(-worth(stem), stem) for stem, there in having.items() if sum(sizes[at] for at in there) > 1]
    heapq.heapify(heap)
    groups: list[tuple[str, list[_Item]]] = []
    while heap:
        value, stem = heapq.heappop(heap)
        now = -worth(stem)
        if now > value:
            heapq.heappush(heap, (now, stem))
            continue
        taken = sorted(having[stem])
        if sum(sizes[at] for at in taken) > 1:
            groups.append((stem, [items[at] for at in taken]))
            for at in taken:
                for other in items[at].stems & weights.keys():
                    having[other].discard(at)
    return groups


def _group(
    seed: str, members: Sequence[_Item], weights: Mapping[str, float], shown: Mapping[str, str]
) -> Group:
    """The word that brought them together, then others that most of them have."""
    counts = Counter(stem for each in members for stem in each.stems & weights.keys())
    shared = [stem for stem, count in counts.items() if stem != seed and 2 * count > len(members)]
    shared.sort(key=lambda stem: (-counts[stem] * weights[stem], stem))
    words = [shown[stem] for stem in (seed, *shared[: NAMED - 1])]
    return Group(tuple(sorted(key for each in members for key in each.keys)), tuple(words))


def _shown(spelt: Mapping[str, Iterable[str]], stems: Mapping[str, str]) -> dict[str, str]:
    """The form of a stem that most notes write: of several the shortest, then the first by the alphabet."""
    forms = Counter(word for words in spelt.values() for word in words)
    chosen: dict[str, str] = {}
    for word in sorted(forms, key=lambda each: (-forms[each], len(each), each)):
        chosen.setdefault(stems[word], word)
    return chosen
