"""What of an estimation is exported, beside the counts, which are in the book; and what is left when somebody erases
theirs. Of what is sealed, nothing is: cards and reasons of a vote that is not counted are not even looked at."""

from collections.abc import Iterator
from dataclasses import replace

from bot.ceremonies.erased import names_of, unnamed, who
from bot.ceremonies.estimation.state import Count, Estimation, Heard, Matter, Voter
from bot.model import MemberId, Record, Round, Row


def record(round_: Round[Estimation]) -> tuple[Record, ...]:
    """The round, and of each count what the lowest and the highest said, as it was shown."""
    state = round_.state
    by, by_name = who(state.facilitator, state.facilitator_name)
    row: Row = {
        "round": round_.id,
        "opened_at": round_.opened_at,
        "facilitator": by,
        "facilitator_name": by_name,
        "stories": len(state.topics),
        "voters": len(state.voters),
        "counts": len(state.counts),
        "counted_at": state.counted_at,
        "ended": state.ended,
    }
    return (Record("estimations", row), *_heard(round_))


def _heard(round_: Round[Estimation]) -> Iterator[Record]:
    numbers = {each.story: each.number for each in round_.state.topics}
    for count in round_.state.counts:
        for matter in count.matters:
            for end, heard in (("lowest", matter.lowest), ("highest", matter.highest)):
                for each in heard:
                    row: Row = {
                        "round": round_.id,
                        "story": numbers.get(matter.story),
                        "ballot": matter.ballot,
                        "poll": count.poll,
                        "end": end,
                        "member": _id_of(round_.state, each),
                        "name": each.name,
                        "card": each.card,
                        "reason": each.reason,
                    }
                    yield Record("estimation_reasons", row)


def _id_of(state: Estimation, heard: Heard) -> str:
    """Whose reason it is, where only one voter has that name."""
    found = [each.id for each in state.voters if each.name == heard.name]
    return who(found[0], heard.name)[0] if len(found) == 1 else ""


def erase(state: Estimation, member: MemberId) -> Estimation:
    """What they laid in a vote that is not counted is taken back: they may lay it anew. What they gave as a reason is
    gone, and the counts stay."""
    names = names_of(state, member)
    return unnamed(
        replace(
            state,
            matters=tuple(_matter(each, member, names) for each in state.matters),
            counts=tuple(_count(each, member, names) for each in state.counts),
            voters=tuple(_voter(state, each, member) for each in state.voters),
        ),
        member,
        names,
    )


def _matter(matter: Matter, member: MemberId, names: frozenset[str]) -> Matter:
    settled = matter.settler == member or (matter.settler is None and matter.settled_by in names)
    return replace(
        matter,
        cards={who_: card for who_, card in matter.cards.items() if who_ != member},
        reasons={who_: reason for who_, reason in matter.reasons.items() if who_ != member},
        lowest=_without(matter.lowest, names),
        highest=_without(matter.highest, names),
        note="" if settled else matter.note,
    )


def _without(heard: tuple[Heard, ...], names: frozenset[str]) -> tuple[Heard, ...]:
    return tuple(replace(each, reason="") if each.name in names else each for each in heard)


def _count(count: Count, member: MemberId, names: frozenset[str]) -> Count:
    return replace(count, matters=tuple(_matter(each, member, names) for each in count.matters))


def _voter(state: Estimation, voter: Voter, member: MemberId) -> Voter:
    if voter.id != member or not state.voting:
        return voter
    return replace(voter, sent=False, form="", done=False)
