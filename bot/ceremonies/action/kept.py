"""What of an action is exported, and what is erased of it for a member."""

from dataclasses import replace

from bot.ceremonies.action.state import Action
from bot.model import MemberId, Record, Round


def record(round_: Round[Action]) -> tuple[Record, ...]:
    """Its line in the team's export."""
    state = round_.state
    line = Record(
        "actions",
        {
            "text": state.text,
            "owner": state.owner.name,
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
    if state.owner.id == member:
        name = state.owner.name
        missed = tuple(replace(each, owner="") if each.owner == name else each for each in state.missed)
        missing = replace(state.missing, owner="") if state.missing else None
        state = replace(state, owner=replace(state.owner, name=""), missed=missed, missing=missing)
    if state.why_by == member:
        state = replace(state, why="", why_by=None)
    if state.ended and state.ended.by == member:
        state = replace(state, ended=replace(state.ended, name="", why="", by=None))
    return state
