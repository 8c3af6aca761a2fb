"""What an assumption looks like on Slack: its card, and the question whether it holds."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.ceremonies.assumption.shown import Ask, Card, Face
from bot.ceremonies.assumption.state import Said, Waited, Written
from bot.dates import say_day
from handlers.slack.blocks import Json, actions, bullets, button, context, paragraph, quote, rich
from handlers.slack.decision.drawings import on
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, clip, line, name, say, sentence, spoken, titled, user_text

HELD, BROKEN, LATER = "assumption.held", "assumption.broken", "assumption.later"
UNDO_HELD, UNDO_BROKEN = "assumption.undo_held", "assumption.undo_broken"
CHANGE, TAKE_BACK = "assumption.change", "assumption.take_back"
#: What they take at most, escaped.
_TEXT, _WHY, _FOUND, _WORK, _ABOUT = 600, 2_000, 1_500, 250, 100
_TAKEN_BACK = "Assumption #{} was taken back."
_MARK = {"held": "Held", "broken": "Broken"}


def card(notice: Card) -> Drawing:
    """It in the team's channel."""
    drawing, said = shown(notice.face), notice.face.said
    if notice.face.taken or (said and said.how == "broken"):
        return drawing
    held = [] if said else [button("Held", HELD, notice.round)]
    return Drawing(drawing.text, [*drawing.blocks, actions(*held, button("Broken", BROKEN, notice.round))])


def shown(face: Face, before: str = "") -> Drawing:
    """All of it, without buttons; `before`: our words that come first."""
    if face.taken:
        return _line(_TAKEN_BACK.format(face.number))
    head, text = f"Assumption #{face.number}", line(face.text)
    broken = face.said is not None and face.said.how == "broken"
    parts = [paragraph(say(f"{head}\n", bold=True), user_text(text, _TEXT, strike=broken) or say("–"))]
    words = [before, f"{head}: {sentence(clip(text, _TEXT) or '–')}"]
    if face.said:
        parts += _verdict(face.said, face.said_on, face.on)
        words += _spoken_verdict(face.said, face.said_on, face.on)
    if face.why:
        parts.append(paragraph(say("Why: ", bold=True), user_text(face.why, _WHY) or say("–")))
        words.append(f"Why: {sentence(clip(line(face.why), _WHY) or '–')}")
    if face.work and not broken:
        parts += [paragraph(say("If it is wrong:", bold=True)), bullets([_row(each) for each in face.work])]
        words += ["If it is wrong:", *(sentence(_clipped(each)) for each in face.work)]
    below = list(_below(face))
    first = [rich(paragraph(say(before)))] if before else []
    return Drawing(spoken(*words, *map(sentence, below)), [*first, rich(*parts), *map(context, below)])


def _row(typed: str) -> list[Json]:
    return user_text(line(typed), _WORK) or say("–")


def _clipped(typed: str) -> str:
    return clip(line(typed), _WORK) or "–"


def _verdict(said: Said, day: date | None, written: date) -> Iterator[Json]:
    yield paragraph(say(_says(said, day, written)))
    if found := user_text(said.why, _FOUND):
        yield quote(found)
    if said.stories:
        yield paragraph(say("What it causes, in the backlog:", bold=True))
        yield bullets([say(titled(each)) for each in said.stories])


def _spoken_verdict(said: Said, day: date | None, written: date) -> Iterator[str]:
    yield _says(said, day, written)
    if found := clip(line(said.why), _FOUND):
        yield sentence(found)
    if said.stories:
        yield f"What it causes, in the backlog: {', '.join(map(titled, said.stories))}."


def _says(said: Said, day: date | None, written: date) -> str:
    when = f" on {on(day, written)}" if day else ""
    return f"{_MARK[said.how]}, said {name(said.name)}{when}."


def _below(face: Face) -> Iterator[str]:
    """Whose it is, since when, what it belongs to, who has changed it, and when it is checked."""
    parts = [f"Owner {name(face.owner)}", f"written down {say_day(face.on)} {face.on.year}"]
    parts += [f"experiment {clip(line(face.experiment), _ABOUT)}"] if face.experiment else []
    parts += [clip(line(face.epic), _ABOUT)] if face.epic else []
    parts += [f"#{face.story} {clip(line(face.title), _ABOUT)}"] if face.story else []
    yield " · ".join(filter(None, parts))
    if face.changed and face.changed_on:
        yield f"Changed on {on(face.changed_on, face.on)} by {name(face.changed.name)}"
    if face.day and not face.said:
        yield f"To be checked on {on(face.day, face.on)}"


def ask(notice: Ask) -> Drawing:
    """Does it hold?"""
    if notice.face.taken:
        return _line(_TAKEN_BACK.format(notice.face.number))
    if notice.answer:
        return _waits(notice, notice.answer)
    if notice.moved:
        return _line(
            f"Changed by {name(notice.moved.name)}: {_what(notice)}. Its card has how it stands now."
        )
    if notice.face.said:
        return _closed(notice, notice.face.said)
    inner = shown(notice.face, _words(notice))
    choices = actions(
        button("Held", HELD, notice.round),
        button("Broken", BROKEN, notice.round),
        button("Not known yet", LATER, notice.round),
    )
    return Drawing(inner.text, [*inner.blocks, choices])


def _words(notice: Ask) -> str:
    due = f"This assumption in {channel(notice.team)} is to be checked as of {say_day(notice.day)}"
    match notice.matter:
        case "day":
            return f"{due}. Does it hold?"
        case "gone":
            return f"{due}, and its owner cannot be asked. Does it hold?"
        case "unanswered":
            return f"{due}, and nobody has said so far. Does it hold?"


def _what(notice: Ask) -> str:
    face = notice.face
    return f"#{face.number} “{clip(line(face.text), _TEXT)}” in {channel(notice.team)}"


def _waits(notice: Ask, answer: Waited) -> Drawing:
    ahead = f"To be checked on {on(answer.day, notice.face.on)}." if answer.day else "No other day is set."
    return _line(f"Not known yet, says {name(answer.name)}: {_what(notice)}. {ahead}")


def _closed(notice: Ask, said: Said) -> Drawing:
    words = f"{_MARK[said.how]}, says {name(said.name)}: {_what(notice)}."
    return _line(f"{words} In the backlog: {numbers(said.stories)}." if said.stories else words)


def numbers(stories: Sequence[Written]) -> str:
    """#12, #13."""
    return ", ".join(f"#{each.number}" for each in stories)


def _line(words: str) -> Drawing:
    return Drawing(spoken(words), [context(words)])
