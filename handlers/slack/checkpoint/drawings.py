"""What a checkpoint looks like on Slack: the question in the channel, and what one person is asked."""

from bot.ceremonies.checkpoint.shown import Ask, Card
from bot.ceremonies.checkpoint.state import REASON, Phase, Undone
from bot.ceremonies.experiment.state import Ended, Judgement
from bot.model import RoundId
from handlers.slack.blocks import Json, actions, bullets, button, context, paragraph, quote, rich
from handlers.slack.checkpoint import words
from handlers.slack.drawing import Drawing
from handlers.slack.experiment.drawings import DECIDE
from handlers.slack.experiment.words import metric_of, value
from handlers.slack.text import channel, clip, line, name, say, sentence, spoken, user_text

GO_ON, STOP, LATER, UNDO = "checkpoint.go_on", "checkpoint.stop", "checkpoint.later", "checkpoint.undo"
ANSWER = "checkpoint.answer"
#: What they take at most, escaped.
_QUESTION, _REASON = 900, 2 * REASON


def card(notice: Card) -> Drawing:
    """The question in the channel, and what came of it."""
    key = notice.facts.key
    if notice.phase == "open":
        return _open(notice)
    if notice.phase == "decided" and notice.judgement:
        return _decided(notice, notice.judgement)
    return _line(_closed(key, notice.sprint, notice.phase, notice.ended))


def _open(notice: Card) -> Drawing:
    facts = notice.facts
    title, asked = f"Is another sprint on {facts.key} worth it?", line(facts.setup.question)
    lines = _lines(notice)
    advice = sentence(words.advised(facts))
    later = [f"To be decided later, says {', '.join(map(name, notice.later))}"] if notice.later else []
    drawn = [
        rich(
            paragraph(say(title, bold=True)),
            quote(user_text(asked, _QUESTION) or say("–")),
            paragraph(say(advice, bold=True)),
        ),
        *([rich(bullets([say(each) for each in lines]))] if lines else []),
        *map(context, later),
        actions(*_choices(notice.round)),
    ]
    said = [title, f"It decides: {sentence(clip(asked, _QUESTION) or '–')}", advice, *map(sentence, lines)]
    return Drawing(spoken(f"Sprint {notice.sprint} is over.", *said, *map(sentence, later)), drawn)


def _lines(notice: Card) -> list[str]:
    return [
        *words.broken(notice.facts),
        *words.known(notice.sprint, notice.lack, notice.answered),
        *words.gained(notice.facts),
        *words.ahead(notice.facts),
    ]


def _choices(here: RoundId) -> list[Json]:
    return [
        button("Go on", GO_ON, here, "primary"),
        button("Stop", STOP, here),
        button("Decide later", LATER, here),
    ]


def _decided(notice: Card, judged: Judgement) -> Drawing:
    facts = notice.facts
    title = _judged(facts.key, judged)
    lines = _lines(notice)
    after: list[str] = []
    if notice.ended:
        after = [words.verdict(facts.key, notice.ended)]
    elif notice.reopened:
        after = ["It was reopened since, and goes on"]
    elif judged.going == "stop":
        after = [f"{facts.key} wants its verdict now"]
    drawn = [
        rich(paragraph(say(title, bold=True)), quote(user_text(judged.reason, _REASON) or say("–"))),
        *([rich(bullets([say(each) for each in lines]))] if lines else []),
        context(" · ".join([f"After sprint {notice.sprint}", *after])),
    ]
    verdict = judged.going == "stop" and not (notice.ended or notice.reopened)
    buttons = [
        *([button("Give a verdict", DECIDE, notice.experiment)] if verdict else []),
        *([button("Undo", UNDO, notice.round)] if notice.undoable else []),
    ]
    reason = sentence(clip(line(judged.reason), _REASON) or "–")
    text = spoken(f"After sprint {notice.sprint}:", title, reason, *map(sentence, [*lines, *after]))
    return Drawing(text, [*drawn, *([actions(*buttons)] if buttons else [])])


def _judged(key: str, judged: Judgement) -> str:
    how = "goes on" if judged.going == "go on" else "stops"
    return f"{name(judged.by_name)} has decided: {key} {how}."


def _closed(key: str, sprint: int, phase: Phase, ended: Ended | None) -> str:
    """Why nothing is asked any more."""
    match phase:
        case "ended" if ended:
            return f"{words.verdict(key, ended)}, so nothing is to be decided after sprint {sprint}."
        case "outdated":
            return f"Another sprint is over: a newer question on {key} takes the place of that of sprint {sprint}."
        case "undecided":
            return f"Nobody decided after sprint {sprint} whether {key} goes on. The next sprint's end asks again."
        case "unwanted":
            return f"{key} is not asked about at a sprint's end any more."
        case _:
            return f"That is answered: {key}, sprint {sprint}."


def ask(notice: Ask) -> Drawing:
    """One person is asked."""
    if notice.past:
        return _line(_past(notice))
    match notice.matter:
        case "report":
            return _report(notice)
        case "verdict":
            return _verdict(notice)
        case "undone" if notice.undone:
            return _taken_back(notice, notice.undone)
        case _:
            return _decide(notice)


def _past(notice: Ask) -> str:
    key, where = notice.facts.key, channel(notice.team)
    if notice.past == "not asked":
        return f"You are not asked about {key} in {where} any more."
    if notice.ended:
        return f"{words.verdict(key, notice.ended)}, in {where}."
    if notice.matter == "verdict":
        return _no_verdict(notice)
    if notice.judgement:
        return f"{_judged(key, notice.judgement)} {sentence(clip(line(notice.judgement.reason), _REASON))}"
    return _closed(key, notice.sprint, notice.phase, notice.ended)


def _no_verdict(notice: Ask) -> str:
    """Why the verdict is not asked for by this message any more."""
    key, where = notice.facts.key, channel(notice.team)
    if notice.reopened:
        return f"{key} was reopened since, and goes on, in {where}."
    if notice.judgement and notice.judgement.going == "stop":
        return f"{key} stops, in {where}. A newer message asks for its verdict."
    whose = f"{name(notice.undone.by_name)} has taken that back: " if notice.undone else ""
    return f"{whose}{key} does not stop after all, in {where}."


def _report(notice: Ask) -> Drawing:
    facts, over = notice.facts, f"Sprint {notice.sprint} is over in {channel(notice.team)}."
    label = "Say what it came to"
    words_ = f"{over} What did {facts.key} come to, and how many FTE-days went in?"
    if notice.daysless:
        label = "Say how many"
        result = f"{metric_of(facts.setup)} is {value(facts.setup.metric, notice.daysless.value)}"
        words_ = f"{over} Its last result of {facts.key}: {result}. How many FTE-days did it take?"
    return Drawing(
        spoken(words_),
        [rich(paragraph(say(words_))), actions(button(label, ANSWER, notice.round, "primary"))],
    )


def _decide(notice: Ask) -> Drawing:
    facts = notice.facts
    still = "Still open: is" if notice.matter == "again" else f"Sprint {notice.sprint} is over. Is"
    first = f"{still} another sprint on {facts.key} worth it?"
    lines = [sentence(each) for each in (words.advised(facts), *words.broken(facts), *words.ahead(facts))]
    where = f"The question stands in {channel(notice.team)}{', with the curve' if facts.advice else ''}"
    drawn = [
        rich(paragraph(say(first, bold=True)), paragraph(say("\n".join(lines)))),
        context(where),
        actions(*_choices(notice.round)),
    ]
    return Drawing(spoken(first, *lines, sentence(where)), drawn)


def _verdict(notice: Ask) -> Drawing:
    judged, key = notice.judgement, notice.facts.key
    stops = _judged(key, judged) if judged else f"{key} stops."
    asked = "What did it come to? It wants its verdict."
    reason = judged.reason if judged else ""
    drawn = [
        rich(paragraph(say(stops)), quote(user_text(reason, _REASON) or say("–")), paragraph(say(asked))),
        actions(button("Give a verdict", DECIDE, notice.experiment, "primary")),
    ]
    return Drawing(spoken(stops, sentence(clip(line(reason), _REASON) or "–"), asked), drawn)


def _taken_back(notice: Ask, undone: Undone) -> Drawing:
    """To whoever decided it; and how it stands by now."""
    key, how = notice.facts.key, "goes on" if undone.judgement.going == "go on" else "stops"
    what = f"You decided after sprint {notice.sprint} that {key} {how}; {name(undone.by_name)} has taken that back."
    now = ""
    if notice.phase == "open":
        now = f" The question is open again in {channel(notice.team)}."
    elif notice.judgement:
        now = f" {_judged(key, notice.judgement)}"
    return Drawing(spoken(what + now), [rich(paragraph(say(what + now)))])


def _line(text: str) -> Drawing:
    return Drawing(spoken(text), [context(text)])
