"""What makes a ceremony: three pure functions, and the names of what they handle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic

from bot.model.book import Book, Page
from bot.model.notice import Notice
from bot.model.record import Record
from bot.model.round import Act, Opening, Round, S, Turn
from bot.model.team import MemberId, Plan

Reading = Callable[[Round[S], MemberId | None], frozenset[Page]]


@dataclass(frozen=True)
class Ceremony(Generic[S]):
    """A ceremony is three pure functions over frozen values, and the names of what they handle.

    `open` gives the turn that a planned occurrence starts with, another round that is opened in its stead, or None
    where nobody is to be asked;
    a ceremony without it is opened only by other rounds or by hand.
    `acts` are the acts that `advance` takes; those in `keeps` keep their payload in the history of acts.
    `reads` names the pages of the book that an act needs, or tells them from who does it to which round.
    Of acts in `anonymous` the history has nothing: a line's place in it would tell when they were done.
    `record` gives the lines of a round in the team's export; `erase` a state without what a member wrote in it, nor
    their name.
    `begins` names the pages that `open` needs; one that `asks` nobody is opened once, whoever is away.
    """

    kind: str
    state: type[S]
    settings: type[Any]
    advance: Callable[[Round[S], Act, MemberId | None, datetime, Book], Turn[S]]
    show: Callable[[Round[S]], dict[str, Notice]]
    open: Callable[[Plan, Book, date, datetime], Turn[S] | Opening | None] | None = None
    reads: Mapping[type[Act], "frozenset[Page] | Reading[S]"] = field(default_factory=dict)
    keeps: frozenset[type[Act]] = frozenset()
    anonymous: frozenset[type[Act]] = frozenset()
    record: Callable[[Round[S]], tuple[Record, ...]] | None = None
    erase: Callable[[S, MemberId], S] | None = None
    begins: frozenset[Page] = frozenset({"members", "absences", "said", "blockers", "spikes", "actions"})
    asks: bool = True

    def pages(self, round_: Round[S], act: Act, by: MemberId | None) -> frozenset[Page]:
        """What of the book this act needs."""
        reads = self.reads.get(type(act), frozenset())
        return reads(round_, by) if callable(reads) else reads
