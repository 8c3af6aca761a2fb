"""What of a decision is exported, and what is erased of it for a member."""

import json
from dataclasses import replace

from bot import schedule
from bot.ceremonies.decision.state import Decision
from bot.ceremonies.erased import unnamed, who
from bot.model import MemberId, Record, Round


def record(round_: Round[Decision]) -> tuple[Record, ...]:
    """Its line in the team's export; of what was taken back, that it was."""
    state, ended = round_.state, round_.state.ended
    recorder, recorder_name = who(state.recorder.id, state.recorder.name)
    deciders = [who(each.id, each.name) for each in state.deciders]
    line = Record(
        "decisions",
        {
            "round": round_.id,
            "number": state.number,
            "recorded_at": state.at,
            "decision": state.text,
            "options": json.dumps([[each.what, each.price] for each in state.options], ensure_ascii=False),
            "why": state.why,
            "deciders": json.dumps([each for each, _ in deciders]),
            "decider_names": json.dumps([each for _, each in deciders], ensure_ascii=False),
            "recorder": recorder,
            "recorder_name": recorder_name,
            "epic": state.about.epic,
            "story": state.about.number or None,
            "revisit_if": state.sign,
            "revisit_on": state.day,
            "sign_came_on": schedule.local_day(state.came, state.zone) if state.came else None,
            "standing": state.standing,
            "confirmed_at": state.confirmed[-1].at if state.confirmed else None,
            "ended_at": ended.at if ended else None,
            "ended_why": ended.why if ended else "",
            "superseded_by": ended.number or None if ended else None,
        },
    )
    return (line,)


def erase(state: Decision, member: MemberId) -> Decision:
    """Without their name and their reasons for what they said of it later. What was decided, and why, is the team's,
    and stays."""
    ended = state.ended
    state = replace(
        state,
        confirmed=tuple(replace(each, why="") if each.by == member else each for each in state.confirmed),
        ended=replace(ended, why="") if ended and ended.by == member else ended,
        away=tuple(each for each in state.away if each.member != member),
    )
    return unnamed(state, member)
