"""What is done to a retro. `fresh` is a random text: a key is made of the first that comes."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.ceremonies.action import Draft
from bot.ceremonies.retro.state import Phase, Settings
from bot.model import Act, RoundId


@dataclass(frozen=True, slots=True)
class AddNote(Act):
    """Somebody writes a note. `id` is a random text that only they are told. `signed`: they know that their name stands
    with it, where the team wants names."""

    id: str = field(repr=False)
    column: str
    text: str = field(repr=False)
    fresh: str = field(repr=False)
    signed: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack(Act):
    """Whoever has the note's token takes it back. `seal` proves that it was good until then."""

    id: str = field(repr=False)
    until: datetime
    seal: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerPulse(Act):
    """The answer to its question, from 1 to 5, in the place of an earlier one."""

    score: int = field(repr=False)
    fresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begin(Act):
    """It asks for notes from now on, until `meets_at` or, without it, until somebody goes on."""

    settings: Settings
    meets_at: datetime | None


@dataclass(frozen=True, slots=True)
class GoOn(Act):
    """The next phase. `leaving` says which one they saw, so that two who press at once leave one phase only."""

    leaving: Phase


@dataclass(frozen=True, slots=True)
class End(Act):
    """It is over now, wherever it stands."""


@dataclass(frozen=True, slots=True)
class PutTogether(Act):
    """These themes are one; a title given to one alone renames it."""

    themes: tuple[int, ...]
    title: str


@dataclass(frozen=True, slots=True)
class TakeApart(Act):
    """Each note of this theme is a theme of its own again."""

    theme: int


@dataclass(frozen=True, slots=True)
class Vote(Act):
    """Somebody's dots, in the place of those that they gave before: a theme for each dot; none takes them back."""

    dots: tuple[int, ...] = field(repr=False)
    fresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Agree(Act):
    """An action. `theme`: of which it came; 0 of none."""

    draft: Draft
    theme: int = 0


@dataclass(frozen=True, slots=True)
class Emptied(Act):
    """Told by another retro of the team: it has taken the notes of this one. `day` is the team's."""

    heir: RoundId
    day: date
