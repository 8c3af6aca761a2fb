"""What of an experiment is exported, and what is left of it once somebody's data is erased."""

from dataclasses import replace

from bot.ceremonies.erased import unnamed, who
from bot.ceremonies.experiment.state import Experiment, Judgement
from bot.model import MemberId, Record, Round


def record(round_: Round[Experiment]) -> tuple[Record, ...]:
    """Its line, one for each result, and one for each time that it was decided whether it goes on."""
    state, ended = round_.state, round_.state.ended
    owner, name = who(state.owner, state.owner_name)
    first = Record(
        "experiments",
        {
            "round": round_.id,
            "key": state.key,
            "registered_at": state.opened_at,
            "hypothesis": state.setup.hypothesis,
            "question": state.setup.question,
            "for_whom": state.setup.for_whom,
            "metric": state.setup.metric.name,
            "unit": state.setup.metric.unit,
            "better": state.setup.metric.better,
            "baseline": state.setup.metric.baseline,
            "target": state.setup.metric.target,
            "epic": state.setup.epic,
            "owner": owner,
            "owner_name": name,
            "verdict": ended.verdict if ended else None,
            "decision": ended.decision if ended else "",
            "ended_at": ended.at if ended else None,
        },
    )
    results = (_result(round_, number) for number in range(len(state.results)))
    return (first, *results, *(_judgement(round_, each) for each in state.judged))


def _judgement(round_: Round[Experiment], each: Judgement) -> Record:
    by, name = who(each.by, each.by_name)
    return Record(
        "experiment_judgements",
        {
            "round": round_.id,
            "key": round_.state.key,
            "sprint": each.sprint,
            "going": each.going,
            "reason": each.reason,
            "at": each.at,
            "by": by,
            "by_name": name,
        },
    )


def _result(round_: Round[Experiment], place: int) -> Record:
    each = round_.state.results[place]
    by, name = who(each.by, each.by_name)
    return Record(
        "experiment_results",
        {
            "round": round_.id,
            "key": round_.state.key,
            "number": each.number,
            "at": each.at,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "fte_days": each.days,
            "sprint": each.sprint,
            "commit": each.commit,
            "data": each.data,
            "model": each.model,
            "note": each.note,
            "source": each.source,
            "by": by,
            "by_name": name,
        },
    )


def erase(state: Experiment, member: MemberId) -> Experiment:
    """Without their name, and what they noted beside a result; values and decisions are the team's."""
    results, gone = (
        tuple(replace(each, note="") if each.by == member else each for each in every)
        for every in (state.results, state.gone)
    )
    return unnamed(replace(state, results=results, gone=gone), member)
