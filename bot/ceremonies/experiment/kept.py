"""What of an experiment is exported, and what is left of it once somebody's data is erased."""

from dataclasses import replace

from bot.ceremonies.erased import unnamed, who
from bot.ceremonies.experiment.state import Changed, Experiment, Guardrail, Judgement, Result
from bot.model import Measured, MemberId, Record, Round


def record(round_: Round[Experiment]) -> tuple[Record, ...]:
    """Its line, one for each result, and one for each time that it was decided whether it goes on."""
    state, ended = round_.state, round_.state.ended
    owner, name = who(state.owner, state.owner_name)
    worth = state.setup.worth
    decider, decider_name = who(ended.by, ended.by_name) if ended else (None, "")
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
            "low_end": state.setup.metric.floor,
            "high_end": state.setup.metric.ceiling,
            "guardrails": "; ".join(map(_guardrail, state.setup.guardrails)),
            "unit_worth": worth.per_unit if worth else None,
            "currency": worth.currency if worth else "",
            "day_cost": worth.day_cost if worth else None,
            "if_proved": state.setup.if_proved,
            "if_disproved": state.setup.if_disproved,
            "epic": state.setup.epic,
            "story": state.setup.number,
            "owner": owner,
            "owner_name": name,
            "verdict": ended.verdict if ended else None,
            "decision": ended.decision if ended else "",
            "ended_at": ended.at if ended else None,
            "decided_by": decider,
            "decided_by_name": decider_name,
            "stories": " ".join(f"#{each}" for each in ended.stories) if ended else "",
        },
    )
    results = (_result(round_, each, counts=True) for each in state.results)
    gone = (_result(round_, each, counts=False) for each in state.gone)
    changes = (_change(round_, each) for each in state.changes)
    return (first, *results, *gone, *changes, *(_judgement(round_, each) for each in state.judged))


def _guardrail(each: Guardrail) -> str:
    """recall@de >= 0.7."""
    subset = f"@{each.subset}" if each.subset else ""
    return f"{each.metric}{subset} {'>=' if each.better == 'higher' else '<='} {each.limit!r}"


def _change(round_: Round[Experiment], each: Changed) -> Record:
    by, name = who(each.by, each.by_name)
    return Record(
        "experiment_changes",
        {
            "round": round_.id,
            "key": round_.state.key,
            "what": each.what,
            "before": each.before,
            "after": each.after,
            "at": each.at,
            "results": each.results,
            "by": by,
            "by_name": name,
        },
    )


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


def _result(round_: Round[Experiment], each: Result, *, counts: bool) -> Record:
    by, name = who(each.by, each.by_name)
    return Record(
        "experiment_results",
        {
            "round": round_.id,
            "key": round_.state.key,
            "number": each.number,
            "at": each.at,
            "measured_as": each.called or round_.state.setup.metric.name,
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
            "link": each.link,
            "guarded": "; ".join(map(_measured, each.guarded)),
            "corrected": each.corrected,
            "counts": counts,
            "by": by,
            "by_name": name,
        },
    )


def _measured(each: Measured) -> str:
    """recall@de=0.71."""
    return f"{each.metric}{'@' if each.subset else ''}{each.subset}={each.value!r}"


def erase(state: Experiment, member: MemberId) -> Experiment:
    """Without their name, and what they noted beside a result; values and decisions are the team's."""
    results, gone = (
        tuple(replace(each, note="") if each.by == member else each for each in every)
        for every in (state.results, state.gone)
    )
    return unnamed(replace(state, results=results, gone=gone), member)
