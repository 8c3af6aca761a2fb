"""What happened, and what must hold of it whatever went wrong: a checker in the manner of Jepsen.

A history holds what people were told was done, the rows of the database and the messages on the platform, all at the
end, once everything has settled. It knows nothing of how the bot works, so that it cannot make the bot's mistakes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

#: Something that a person's acts move, such as a seat or a blocker: (workspace, round, subject).
Register = tuple[str, str, str]
Heading = Literal["lost", "doubled", "wrong"]


@dataclass(frozen=True, slots=True)
class Press:
    """What a person did once; `certain` where their client was told that it was done, else it may have been."""

    on: Register
    by: str
    kind: str
    value: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A slot: where its message should stand by our own record, and the drawing of what its round shows."""

    workspace: str
    round: str
    name: str
    key: str
    state: str
    ref: tuple[str, str] = ("", "")  #: channel and ts
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours that stands on the platform."""

    workspace: str
    ref: tuple[str, str]
    key: str
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A round that was over when it was looked at, in its words."""

    workspace: str
    round: str
    state: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a plan asks on a day; of a slot: which prompt its message is."""

    plan: str
    day: str
    member: str


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the history of acts."""

    workspace: str
    round: str
    by: str
    kind: str


#: What a press makes of a register that stood so.
Apply = Callable[[str, Press], str]


@dataclass(frozen=True)
class History:
    presses: Sequence[
        Press
    ] = ()  #: in the order in which they were made; those on one register one after another
    rows: Sequence[Row] = ()
    messages: Sequence[Message] = ()
    acts: Sequence[Act] = ()
    registers: Mapping[Register, str] = field(default_factory=dict)  #: as the rounds' states have them
    stored: Mapping[Register, str] = field(
        default_factory=dict
    )  #: the same as the book's own tables have them
    due: Sequence[Asked] = ()
    prompts: Mapping[str, Asked] = field(default_factory=dict)  #: by a slot's key
    closed: Sequence[Closed] = ()  #: as seen on the way
    closed_now: Mapping[tuple[str, str], str] = field(default_factory=dict)  #: the same rounds at the end


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, and of what."""

    heading: Heading
    invariant: str
    what: object


def check(history: History, apply: Apply) -> list[Broken]:
    """All that is broken; empty where the history keeps every promise."""
    return [broken for invariant in INVARIANTS for broken in invariant(history, apply)]


def acknowledged_acts_are_kept(history: History, apply: Apply) -> Iterator[Broken]:
    """Each register stands as its certain presses left it, or as one that may have counted did."""
    for register, presses in _by_register(history.presses).items():
        possible = outcomes(presses, apply)
        for where, found in (("round", history.registers), ("book", history.stored)):
            if where == "book" and register not in history.stored:
                continue
            if found.get(register, "") not in possible:
                yield Broken(
                    "lost", f"an acknowledged act, in the {where}", (register, found.get(register), possible)
                )


def outcomes(presses: Iterable[Press], apply: Apply) -> frozenset[str]:
    """How a register may stand after these presses, one after another."""
    possible = frozenset({""})
    for press in presses:
        moved = frozenset(apply(each, press) for each in possible)
        possible = moved if press.certain else possible | moved
    return possible


def acknowledged_acts_are_noted(history: History, apply: Apply) -> Iterator[Broken]:
    """What had an effect for certain is in the history of acts, and nothing more often than it was pressed."""
    noted = Counter((act.workspace, act.round, act.by, act.kind) for act in history.acts)
    pressed = Counter(map(_as_act, history.presses))
    must = {
        _as_act(press) for each in _by_register(history.presses).values() for press in _moving(each, apply)
    }
    for name in sorted(must):
        if not noted[name]:
            yield Broken("lost", "an acknowledged act, in the history of acts", name)
    for name, times in pressed.items():
        if noted[name] > times:
            yield Broken("doubled", "an act for one press", (name, noted[name], times))


def _moving(presses: Iterable[Press], apply: Apply) -> Iterator[Press]:
    """Those that moved their register for certain, however it stood."""
    possible = frozenset({""})
    for press in presses:
        moved = frozenset(apply(each, press) for each in possible)
        if press.certain and not moved & possible:
            yield press
        possible = moved if press.certain else possible | moved


def _as_act(press: Press) -> tuple[str, str, str, str]:
    return press.on[0], press.on[1], press.by, press.kind


def each_message_is_there_once(history: History, _: Apply) -> Iterator[Broken]:
    """One message a key, where its row says."""
    there: dict[str, list[Message]] = defaultdict(list)
    for message in history.messages:
        there[message.key].append(message)
    rows = {row.key: row for row in history.rows}
    for key, found in there.items():
        if len(found) > 1:
            yield Broken("doubled", "a message", (rows.get(key), [each.ref for each in found]))
        if key not in rows:
            yield Broken("wrong", "a message of no slot", found[0])
    for row in history.rows:
        refs = [each.ref for each in there[row.key]]
        if row.state == "shown" and row.ref not in refs:
            yield Broken("lost", "a message, though its row says that it stands", row)
        if row.state != "shown" and refs:
            yield Broken("wrong", "a message that stands, though its row does not know", row)


def nothing_stays_owed(history: History, _: Apply) -> Iterator[Broken]:
    """Each slot stands, or was of no use any more before it could be said."""
    for row in history.rows:
        if row.state not in {"shown", "unsaid"}:
            yield Broken("lost", "a message that is owed", row)


def each_is_asked_once_a_day(history: History, _: Apply) -> Iterator[Broken]:
    """For each plan, day and member there is one prompt, and for nobody else any."""
    found = Counter(history.prompts[each.key] for each in history.messages if each.key in history.prompts)
    due = set(history.due)
    for asked in sorted(due | found.keys(), key=repr):
        if found[asked] > 1:
            yield Broken("doubled", "a prompt", asked)
        if asked in due and not found[asked]:
            yield Broken("lost", "a prompt", asked)
        if asked not in due:
            yield Broken("wrong", "a prompt that was not due", asked)


def messages_show_what_is(history: History, _: Apply) -> Iterator[Broken]:
    """A message that stands shows what its round shows now."""
    drawn = {row.key: row for row in history.rows if row.drawn}
    for message in history.messages:
        row = drawn.get(message.key)
        if row and row.drawn != message.drawn:
            yield Broken(
                "wrong",
                "a message shows what is no longer so",
                (row.round, row.name, row.drawn, message.drawn),
            )


def what_is_closed_stays_so(history: History, _: Apply) -> Iterator[Broken]:
    """A round that was over says to the end what it said then."""
    for closed in history.closed:
        now = history.closed_now.get((closed.workspace, closed.round))
        if now != closed.state:
            yield Broken("wrong", "a closed round changed", (closed, now))


def nothing_crosses_over(history: History, _: Apply) -> Iterator[Broken]:
    """No message of one workspace is in another, and nobody acts on another's round."""
    owner = {row.key: row.workspace for row in history.rows}
    for message in history.messages:
        if owner.get(message.key, message.workspace) != message.workspace:
            yield Broken("wrong", "a message in another workspace", message)


INVARIANTS = (
    acknowledged_acts_are_kept,
    acknowledged_acts_are_noted,
    each_message_is_there_once,
    nothing_stays_owed,
    each_is_asked_once_a_day,
    messages_show_what_is,
    what_is_closed_stays_so,
    nothing_crosses_over,
)


def _by_register(presses: Iterable[Press]) -> dict[Register, list[Press]]:
    found: dict[Register, list[Press]] = defaultdict(list)
    for press in presses:
        found[press.on].append(press)
    return found
