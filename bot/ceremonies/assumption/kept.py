"""What of an assumption is exported, and what is erased of it for a member."""

import json
from dataclasses import replace

from bot.ceremonies.assumption.state import Assumption
from bot.ceremonies.erased import unnamed, who
from bot.model import MemberId, Record, Round


def record(round_: Round[Assumption]) -> tuple[Record, ...]:
    """Its line in the team's export."""
    state, last = round_.state, round_.state.said
    owner, owner_name = who(state.owner.id, state.owner.name)
    recorder, recorder_name = who(state.recorder.id, state.recorder.name)
    line = Record(
        "assumptions",
        {
            "round": round_.id,
            "number": state.number,
            "recorded_at": state.at,
            "assumption": state.text,
            "why": state.why,
            "work": json.dumps(state.work, ensure_ascii=False),
            "owner": owner,
            "owner_name": owner_name,
            "recorder": recorder,
            "recorder_name": recorder_name,
            "experiment": state.about.experiment,
            "epic": state.about.epic,
            "story": state.about.number or None,
            "check_on": state.day,
            "standing": state.standing,
            "said_at": last.at if last else None,
            "said": last.why if last else "",
            "stories": json.dumps([each.number for each in last.stories]) if last else "[]",
        },
    )
    return (line,)


def erase(state: Assumption, member: MemberId) -> Assumption:
    """Without their name, and what they said when it held or broke. What was assumed is the team's, and stays."""
    state = replace(
        state,
        verdicts=tuple(replace(each, why="") if each.by == member else each for each in state.verdicts),
        away=tuple(each for each in state.away if each.member != member),
    )
    return unnamed(state, member)
