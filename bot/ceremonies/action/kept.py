"""What of an action is exported, and what is erased of it for a member."""

from dataclasses import replace

from bot.ceremonies.action.state import Action, Missing
from bot.ceremonies.erased import SOMEBODY, who
from bot.model import MemberId, Record, Round


def record(round_: Round[Action]) -> tuple[Record, ...]:
    """Its line in the team's export."""
    state = round_.state
    owner, name = who(state.owner.id, state.owner.name)
    line = Record(
        "actions",
        {
            "round": round_.id,
            "text": state.text,
            "owner": owner,
            "owner_name": name,
            "due": state.due,
            "link": state.link,
            "standing": state.standing,
            "why": state.ended.why if state.ended else state.why,
            "agreed_on": state.agreed_on,
        },
    )
    return (line,)


def erase(state: Action, member: MemberId) -> Action:
    """Without their name and their reasons. What is to be done is the team's, and stays."""
    missed = tuple(_unnamed(each, member) for each in state.missed)
    missing = _unnamed(state.missing, member) if state.missing else None
    state = replace(state, missed=missed, missing=missing)
    if state.owner.id == member:
        state = replace(state, owner=replace(state.owner, name=SOMEBODY))
    if state.why_by == member:
        state = replace(state, why="", why_by=None)
    if state.ended and state.ended.by == member:
        state = replace(state, ended=replace(state.ended, name=SOMEBODY, why="", by=None))
    return state


def _unnamed(missing: Missing, member: MemberId) -> Missing:
    return replace(missing, owner=SOMEBODY) if missing.whose == member else missing
