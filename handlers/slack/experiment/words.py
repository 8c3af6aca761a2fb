"""What is said of an experiment in words: values, gains, and whether another sprint is worth it."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose

from bot.book.returns import Advice, Because, Say
from bot.ceremonies.experiment import Guardrail, Metric, Setup
from bot.ceremonies.experiment.shown import Watched
from bot.ceremonies.experiment.state import Ended, Result, of_name
from handlers.returns import number, rounded
from handlers.slack.text import clip, count, line

VERDICTS: Mapping[str, str] = {"proved": "Proved", "disproved": "Disproved", "inconclusive": "Inconclusive"}
_NAME, _UNIT, _CURRENCY = 60, 20, 10
_SAYS: Mapping[Say, str] = {"go on": "Go on", "stop": "Stop", "cannot tell yet": "Cannot tell yet"}
_WHY: Mapping[Because, str] = {
    "one reading": "one result with its FTE-days is no step yet",
    "only changes": "something else changed each time",
    "few readings": "there are too few results",
    "target reached": "the target is reached",
    "target near": "the target is near",
    "target out of reach": "the target is out of reach",
    "worth more than it costs": "another sprint is likely worth more than it costs",
    "costs more than it is worth": "another sprint likely costs more than it is worth",
    "worth near cost": "another sprint may be worth more than it costs, or less",
    "still gains": "a day still gains about what it used to",
    "little left": "a day gains little of what it used to",
    "no gain": "the days gained nothing",
    "could be either": "the results could mean either",
}


def metric_of(setup: Setup) -> str:
    """Its name, as people wrote it."""
    return clip(line(setup.metric.name), _NAME) or "–"


def measured(setup: Setup, result: Result) -> str:
    """F1 is 80 %, by the name that it was measured as."""
    called = clip(line(result.measured_as(setup.metric)), _NAME) or "–"
    return f"{called} is {value(setup.metric, result.value)}"


def value(metric: Metric, figure: float) -> str:
    """80 %, 0.8, 12 ms."""
    unit = clip(line(metric.unit), _UNIT)
    return f"{number(figure)} {unit}" if unit else number(figure)


def gain(metric: Metric, figure: float) -> str:
    """+2 points of a percentage, −0.02, +3 ms: as it moved, whichever way is better."""
    unit = clip(line(metric.unit), _UNIT)
    if unit == "%":
        unit = "point" if number(abs(figure)) == "1" else "points"
    return f"{signed(figure)} {unit}".rstrip()


def moved(setup: Setup, result: Result, before: Result | None, per_day: float | None) -> str:
    """+2 points since the last in 5 FTE-days: 0.4 a day; empty for a first result of which nothing else is known."""
    metric = setup.metric
    start = before.value if before else metric.baseline
    renamed = before is not None and _name_of(setup, before) != _name_of(setup, result)
    parts = []
    if start is not None and not renamed:
        since = "since the last" if before else "from the baseline"
        parts.append(f"{gain(metric, round(result.value - start, 12))} {since}")
    if result.days is not None:
        spent = f"{number(result.days)} FTE-day" + ("" if result.days == 1 else "s")
        rate = f": {gain(metric, round(sign(metric) * per_day, 12))} a day" if per_day is not None else ""
        parts.append(f"{_in_all(metric, result, before, per_day)}{'in' if parts else 'after'} {spent}{rate}")
    if not before:
        return ", ".join(parts)
    return ("; " if _in_all(metric, result, before, per_day) else " ").join(parts)


def _name_of(setup: Setup, result: Result) -> tuple[str, str]:
    return of_name(result.measured_as(setup.metric))


def _in_all(metric: Metric, result: Result, before: Result | None, per_day: float | None) -> str:
    """What these days gained, where they began before the last result: nobody said what that one took."""
    if before is None or per_day is None or result.days is None:
        return ""
    whole = sign(metric) * per_day * result.days
    if isclose(whole, result.value - before.value, rel_tol=1e-6, abs_tol=1e-9):
        return ""
    return f"{gain(metric, round(whole, 9))} "


def sign(metric: Metric) -> int:
    """1 where more is better, else −1: what turns a gain into a difference."""
    return 1 if metric.better == "higher" else -1


def interval(metric: Metric, result: Result) -> str:
    """(78 to 82 %), or nothing."""
    if result.low is None or result.high is None:
        return ""
    return f" ({number(result.low)} to {value(metric, result.high)})"


def target(metric: Metric) -> str:
    """target 85 %, or which way is better where there is none."""
    if metric.target is None:
        return f"{metric.better} is better"
    return f"target {'≥' if metric.better == 'higher' else '≤'} {value(metric, metric.target)}"


def guardrail(each: Guardrail) -> str:
    """recall of de ≥ 0.7."""
    return f"{_watched(each)} {_limit(each)}"


def broken(each: Watched) -> str:
    """Guardrail broken: recall of de is 0.69, to be ≥ 0.7."""
    return f"Guardrail broken: {_instead(each)}"


def _instead(each: Watched) -> str:
    """recall of de is 0.69, to be ≥ 0.7."""
    since = "" if each.latest else f" (result {each.number}; not measured since)"
    kept = each.guardrail
    return f"{_watched(kept)} is {number(each.value)}, to be {_limit(kept)}{since}"


def breaks(every: Sequence[Watched]) -> Iterator[str]:
    """All that are broken, in one line; nothing where all are kept."""
    if len(every) == 1:
        yield broken(every[0])
    elif every:
        yield f"{len(every)} guardrails broken: {'; '.join(map(_instead, every))}"


def verdict(ended: Ended) -> str:
    """Proved; what speaks against that is said with it."""
    if ended.verdict is None:
        return "Given up"
    said = VERDICTS[ended.verdict]
    if ended.verdict != "proved":
        return said
    rails = "a guardrail" if ended.broken == 1 else f"{ended.broken} guardrails"
    against = [
        *(["the target not reached"] if ended.missed else []),
        *([f"{rails} broken"] if ended.broken else []),
    ]
    return f"{said}, with {' and '.join(against)}" if against else said


def _watched(each: Guardrail) -> str:
    subset = f" of {clip(line(each.subset), _NAME)}" if each.subset else ""
    return f"{clip(line(each.metric), _NAME) or '–'}{subset}"


def _limit(each: Guardrail) -> str:
    return f"{'≥' if each.better == 'higher' else '≤'} {number(each.limit)}"


def advised(advice: Advice, *, broken: bool = False) -> str:
    """Go on: a day still gains about what it used to. `broken`: a guardrail is; a reached target ends nothing then."""
    if broken and advice.because == "target reached":
        return "The target is reached, but a guardrail is broken"
    return f"{_SAYS[advice.say]}: {_WHY[advice.because]}"


def ahead(setup: Setup, advice: Advice) -> Iterator[str]:
    """What another sprint would likely add, what that is worth against its cost, and how far the target is."""
    metric, outlook = setup.metric, advice.outlook
    if outlook is None:
        return
    ends = sorted(sign(metric) * each for each in (outlook.low, outlook.high))
    likely, low, high = (rounded(each, ends[1] - ends[0]) for each in (sign(metric) * outlook.mean, *ends))
    days = f"{number(outlook.days)} more FTE-day" + ("" if outlook.days == 1 else "s")
    yield f"{days}: likely {gain(metric, likely)}, four times of five {signed(low)} to {signed(high)}"
    if setup.worth and advice.worth is not None:
        money = clip(line(setup.worth.currency), _CURRENCY)
        worth = f"On average worth {_money(advice.worth, money) if advice.worth > 0 else 'nothing'} a year"
        yield worth if advice.costs is None else f"{worth}, for {_money(advice.costs, money)}"
    if advice.to_target and advice.because != "target reached":
        yield f"The target is about {count(round(advice.to_target) or 1, 'FTE-day')} away"


def signed(figure: float) -> str:
    """+2, −0.4."""
    return f"{'−' if figure < 0 else '+'}{number(abs(figure))}"


def _money(figure: float, currency: str) -> str:
    """About so much: three digits are more than anybody knows."""
    return f"{number(float(f'{figure:.3g}'))} {currency}".rstrip()
