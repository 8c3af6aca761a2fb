"""What a decision looks like on Slack: its card, and the question whether it still stands."""

from collections.abc import Iterator
from datetime import date

from bot.ceremonies.decision.shown import Ask, Card, Face
from bot.ceremonies.decision.state import Confirmed, Ended, Option
from bot.dates import say_day
from handlers.slack.blocks import Json, actions, bullets, button, context, paragraph, quote, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, clip, line, name, names, say, sentence, spoken, user_text

STANDS, REVISIT = "decision.stands", "decision.revisit"
TAKE_BACK, RESTORE = "decision.take_back", "decision.restore"
#: What they take at most, escaped: whoever types no control characters has all of theirs shown.
_TEXT, _OPTION, _WHY, _SIGN, _LATER = 600, 250, 2_000, 1_000, 1_500
_NAMES, _ABOUT = 300, 100
_TAKEN_BACK = "Decision #{} was taken back by who recorded it."


def card(notice: Card) -> Drawing:
    """It in the team's channel."""
    drawing = shown(notice.face)
    if notice.face.ended:
        return drawing
    return Drawing(drawing.text, [*drawing.blocks, actions(button("Revisit", REVISIT, notice.round))])


def shown(face: Face, before: str = "") -> Drawing:
    """All of it, without buttons; `before`: our words that come first."""
    if face.ended and face.ended.how == "taken back":
        return _line(_TAKEN_BACK.format(face.number))
    head = f"Decision #{face.number}"
    text = line(face.text)
    title = paragraph(
        say(f"{head}\n", bold=True), user_text(text, _TEXT, strike=face.ended is not None) or say("–")
    )
    parts, said = [title], [before, f"{head}: {sentence(clip(text, _TEXT) or '–')}"]
    if face.ended:
        closing = _ended(face.ended, face.ended_on, face.on)
        parts += [paragraph(say(closing)), *_quoted(face.ended.why)]
        said += [closing, *_sentence(face.ended.why)]
    parts += _body(face)
    said += _spoken(face)
    below = [_known(face), *_ahead(face)]
    first = [rich(paragraph(say(before)))] if before else []
    return Drawing(spoken(*said, *map(sentence, below)), [*first, rich(*parts), *map(context, below)])


def _body(face: Face) -> Iterator[Json]:
    if face.options:
        yield paragraph(say("Options:"))
        yield bullets([_option(each) for each in face.options])
    yield paragraph(say("Why: ", bold=True), user_text(face.why, _WHY) or say("–"))
    if face.sign and not face.ended:
        yield paragraph(say("Revisit it if: ", bold=True), user_text(face.sign, _SIGN) or say("–"))


def _option(option: Option) -> list[Json]:
    what, price = clip(line(option.what), _OPTION), clip(line(option.price), _OPTION)
    return [*say(what or "–", bold=True), *say(f": {price}" if price else "")]


def _spoken(face: Face) -> Iterator[str]:
    if face.options:
        yield "Options:"
    for each in face.options:
        yield sentence(clip(line(": ".join(filter(None, (each.what, each.price)))), 2 * _OPTION) or "–")
    yield f"Why: {sentence(clip(line(face.why), _WHY) or '–')}"
    if face.sign and not face.ended:
        yield f"Revisit it if: {sentence(clip(line(face.sign), _SIGN) or '–')}"


def _quoted(text: str) -> list[Json]:
    return [quote(found)] if (found := user_text(text, _LATER)) else []


def _sentence(text: str) -> list[str]:
    return [sentence(found)] if (found := clip(line(text), _LATER)) else []


def _known(face: Face) -> str:
    """Who decided, when, and what it belongs to."""
    epic = clip(line(face.epic), _ABOUT)
    story = f"#{face.story} {clip(line(face.title), _ABOUT)}" if face.story else ""
    place = [f"in the place of {', '.join(f'#{each}' for each in face.replaces)}"] if face.replaces else []
    who = f"Decided by {names(face.deciders, _NAMES)}" if face.deciders else "Decided"
    return " · ".join(
        [who, f"recorded {say_day(face.on)} {face.on.year}", *filter(None, (epic, story)), *place]
    )


def _ahead(face: Face) -> Iterator[str]:
    """What was said of it since, and when it is revisited."""
    if face.confirmed and face.confirmed_on and not face.ended:
        why = clip(line(face.confirmed.why), _LATER)
        still = f"Still stands, said {name(face.confirmed.name)} on {on(face.confirmed_on, face.on)}"
        yield f"{still}: {why}" if why else still
    if face.day and not face.ended:
        yield f"{'Its sign came true' if face.came else 'To be revisited'} on {on(face.day, face.on)}"


def on(day: date, other: date) -> str:
    """A day, with its year where that is not the other's."""
    return say_day(day, other) if abs((day - other).days) > 1 else say_day(day)


def _ended(ended: Ended, day: date | None, recorded: date) -> str:
    when = f" on {on(day, recorded)}" if day else ""
    if ended.how == "superseded":
        return f"Decision #{ended.number} stands in its place, said {name(ended.name)}{when}."
    return f"Reversed by {name(ended.name)}{when}."


def ask(notice: Ask) -> Drawing:
    """Does it still stand?"""
    if notice.answer or notice.face.ended:
        return _closed(notice, notice.answer, notice.face.ended)
    inner = shown(notice.face, _words(notice))
    choices = actions(
        button("Still stands", STANDS, notice.round, "primary"), button("Revisit", REVISIT, notice.round)
    )
    return Drawing(inner.text, [*inner.blocks, choices])


def _words(notice: Ask) -> str:
    due = _due(notice)
    match notice.matter:
        case "day":
            return f"{due}. Does it still stand?"
        case "gone":
            return f"{due}, and nobody who decided it can be asked. Does it still stand?"
        case "unanswered":
            return f"{due}, and nobody has said so far. Does it still stand?"


def _due(notice: Ask) -> str:
    place, day = channel(notice.team), say_day(notice.day)
    if not notice.sign:
        return f"This decision in {place} is to be looked at again as of {day}"
    whom = "you" if notice.matter == "day" else "the team"
    return f"What would make {whom} revisit this decision in {place} came true on {day}"


def _closed(notice: Ask, answer: Confirmed | None, ended: Ended | None) -> Drawing:
    """What came of it, in a line."""
    face = notice.face
    what = f"#{face.number} “{clip(line(face.text), _TEXT)}” in {channel(notice.team)}"
    if answer:
        ahead = f" To be revisited on {on(answer.day, face.on)}." if answer.day else " No other day is set."
        words = f"Still stands, says {name(answer.name)}: {what}.{ahead}"
        more = [] if answer.day or not notice.last else [actions(button("Set a day", REVISIT, notice.round))]
        return _line(words, *more)
    if ended is None or ended.how == "taken back":
        return _line(_TAKEN_BACK.format(face.number))
    if ended.how == "superseded":
        return _line(f"Decision #{ended.number} stands in its place, says {name(ended.name)}: {what}.")
    why = "".join(f" {each}" for each in _sentence(ended.why))
    return _line(f"Reversed, says {name(ended.name)}: {what}.{why}")


def _line(words: str, *more: Json) -> Drawing:
    return Drawing(spoken(words), [context(words), *more])
