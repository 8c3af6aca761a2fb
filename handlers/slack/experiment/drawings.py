"""What an experiment looks like on Slack: its card and, in the card's thread, each result and the verdict."""

from collections.abc import Iterator

from bot.ceremonies.experiment import Experiment, Setup
from bot.ceremonies.experiment.shown import Came, Card, Decided, Formerly
from bot.ceremonies.experiment.state import Changed, Ended, Judgement, Result
from handlers.slack.blocks import Json, actions, bullets, button, context, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.experiment import words
from handlers.slack.text import clip, count, emoji, line, name, names, say, sentence, spoken, user_text

RESULT, DECIDE, SHOW = "experiment.result", "experiment.decide", "experiment.show"
CHANGE, CORRECT, REOPEN = "experiment.change", "experiment.correct", "experiment.reopen"
TAKE_BACK = "experiment.take_back"
#: What they take at most, escaped.
_TEXT, _SHORT, _REFERENCE, _EPIC = 900, 200, 120, 60
#: Of the setup's changes, the last so many.
_CHANGES = 5
_MARKS = {"proved": "white_check_mark", "disproved": "x", "inconclusive": "grey_question"}


def card(notice: Card) -> Drawing:
    """It in the team's channel."""
    drawing = shown(notice)
    if notice.ended:
        buttons = [button("Show all", SHOW, notice.round)]
    else:
        buttons = [
            button("Add a result", RESULT, notice.round),
            button("Decide", DECIDE, notice.round),
            button("Show all", SHOW, notice.round),
        ]
    return Drawing(drawing.text, [*drawing.blocks, actions(*buttons)])


def shown(notice: Card) -> Drawing:
    """All of it, without buttons."""
    setup = notice.setup
    head = f"Experiment {notice.key}"
    title = paragraph(say(f"{head}\n", bold=True), user_text(line(setup.hypothesis), _TEXT) or say("–"))
    lines, asides = [*_verdict(notice.ended), *_standing(notice)], list(_about(notice))
    blocks = [rich(title, bullets([say(each) for each in lines]))] if lines else [rich(title)]
    blocks += [context(each) for each in [*asides, *_formerly(notice), *_changes(notice.changed)]]
    text = spoken(
        f"{head}: {sentence(clip(line(setup.hypothesis), _TEXT) or '–')}",
        *map(sentence, [*lines, *asides, *_formerly(notice), *_changes(notice.changed)]),
    )
    return Drawing(text, blocks)


def _verdict(ended: Ended | None) -> Iterator[str]:
    if ended is None:
        return
    yield f"{closing(ended)}: {clip(line(ended.decision), _TEXT)}"
    if ended.stories:
        yield follows(ended)


def closing(ended: Ended) -> str:
    """Proved, says Priya."""
    return f"{words.verdict(ended)}, says {name(ended.by_name)}"


def follows(ended: Ended) -> str:
    """Next in the backlog: #14 and #15."""
    return f"In the backlog now: {', '.join(f'#{each}' for each in ended.stories)}"


def _standing(notice: Card) -> Iterator[str]:
    """The latest result, what it moved, and whether another sprint is worth it."""
    setup, latest = notice.setup, notice.latest
    if latest is None:
        yield f"No result yet: {words.metric_of(setup)}, {words.target(setup.metric)}"
        return
    yield _result(setup, latest) + f", {words.target(setup.metric)}"
    if moved := words.moved(setup, latest, notice.before, notice.per_day):
        yield moved[:1].upper() + moved[1:]
    yield from map(words.broken, notice.broken)
    if notice.unmeasured:
        yield f"Not measured yet: {', '.join(map(words.guardrail, notice.unmeasured))}"
    if notice.advice:
        yield words.advised(notice.advice, broken=bool(notice.broken))
        yield from words.ahead(setup, notice.advice)
    if notice.judged:
        yield judged(notice.judged)


def judged(judgement: Judgement) -> str:
    """After sprint 12: go on, says Priya: …"""
    why = clip(line(judgement.reason), _SHORT)
    return f"After sprint {judgement.sprint}: {judgement.going}, says {name(judgement.by_name)}: {why}"


def _result(setup: Setup, result: Result) -> str:
    """F1 is 80 % (78 to 82 %)."""
    return f"{words.measured(setup, result)}{words.interval(setup.metric, result)}"


def _about(notice: Card) -> Iterator[str]:
    setup = notice.setup
    whom = f", for {clip(line(setup.for_whom), _SHORT)}" if setup.for_whom else ""
    yield f"Decides{whom}: {clip(line(setup.question), _TEXT) or '–'}"
    story = f"#{setup.number}" if setup.number else ""
    results = count(notice.results, "result") if notice.results else ""
    yield " · ".join(filter(None, (clip(line(setup.epic), _EPIC), story, results, name(notice.owner))))


def _formerly(notice: Card) -> Iterator[str]:
    """Results 1 to 3 were measured as accuracy; result 4 as recall."""
    some = notice.formerly[-_CHANGES:]
    if some:
        first, *rest = (_run(each) for each in some)
        more = len(notice.formerly) - len(some)
        earlier = f", and earlier ones as others ({more} more)" if more else ""
        yield "; ".join([first, *rest]) + earlier


def _run(each: Formerly) -> str:
    called = clip(line(each.name), _SHORT) or "–"
    if each.first == each.last:
        return f"Result {each.first} was measured as {called}"
    return f"Results {each.first} to {each.last} were measured as {called}"


def _changes(changes: tuple[Changed, ...]) -> Iterator[str]:
    if not changes:
        return
    some = changes[-_CHANGES:]
    more = f" and {count(len(changes) - len(some), 'earlier change')}" if len(changes) > len(some) else ""
    said = "; ".join(_changed(each) for each in reversed(some))
    yield f"Changed after the first result: {said}{more}"


def _changed(change: Changed) -> str:
    told = (change.before, change.whom_before), (change.after, change.whom_after)
    before, after = (
        names((each.by_name for each in whom), _SHORT) or clip(line(text), _SHORT) or "nothing"
        for text, whom in told
    )
    return f"{change.what} from “{before}” to “{after}” ({name(change.by_name)})"


def came(notice: Came) -> Drawing:
    """A result, below the card."""
    setup, result = notice.setup, notice.result
    head = f"Result {result.number}: {_result(setup, result)}"
    if notice.standing == "taken out":
        closed = f"{head}. It was taken out and counts no more."
        return Drawing(spoken(f"{notice.key}, {closed}"), [context(closed)])
    lines = [head]
    if moved := words.moved(setup, result, notice.before, notice.per_day):
        lines.append(moved[:1].upper() + moved[1:])
    lines += map(words.broken, notice.broken)
    below = list(_whence(setup, result))
    first, *rest = lines
    runs = [say(first, bold=True), *(say(f"\n{each}") for each in rest)]
    drawn = [rich(paragraph(*runs, *_note(result))), *([context(" · ".join(below))] if below else [])]
    return Drawing(spoken(notice.key + ",", *map(sentence, [*lines, *below])), drawn)


def _note(result: Result) -> Iterator[list[Json]]:
    for each in (result.note, result.link):
        if each:
            yield [*say("\n"), *user_text(each, _TEXT)]


def _whence(setup: Setup, result: Result) -> Iterator[str]:
    """What it was called, where it comes from, and what it was measured on."""
    if result.renamed(setup.metric):
        yield f"measured before it was called {words.metric_of(setup)}"
    if result.sprint is not None:
        yield f"Sprint {result.sprint}"
    for what, each in (("commit", result.commit[:12]), ("data", result.data), ("model", result.model)):
        if each:
            yield f"{what} {clip(line(each), _REFERENCE)}"
    if result.source:
        yield f"from {clip(line(result.source), _REFERENCE)}"
    if result.by_name:
        yield name(result.by_name)
    if result.corrected:
        yield "corrected"


def decided(notice: Decided) -> Drawing:
    """The verdict, below the card."""
    ended = notice.ended
    lines = list(_verdict(ended))
    if notice.reopened:
        said = f"{closing(ended)}; it was reopened since, and goes on."
        return Drawing(spoken(f"{notice.key}:", said), [context(said)])
    mark = emoji(_MARKS.get(ended.verdict or "", "stop_button"))
    first = [*mark, *say(closing(ended), bold=True)]
    parts = [paragraph(first, say(": "), user_text(ended.decision, _TEXT) or say("–"))]
    parts += [paragraph(say(each)) for each in lines[1:]]
    return Drawing(spoken(f"{notice.key}:", *map(sentence, lines)), [rich(*parts)])


def results_of(state: Experiment, most: int) -> list[str]:
    """A line for each of the latest results, newest first."""
    before: list[Result | None] = [None, *state.results]
    pairs = list(zip(state.results, before, strict=False))[-most:]
    return [_row(state.setup, each, last) for each, last in reversed(pairs)]


def _row(setup: Setup, result: Result, before: Result | None) -> str:
    moved = words.moved(setup, result, before, None)
    whence = " · ".join(_whence(setup, result))
    return " · ".join(filter(None, (f"Result {result.number}: {_result(setup, result)}", moved, whence)))
