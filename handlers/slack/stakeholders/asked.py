"""What a question to the team looks like on Slack: its card, what its asker reads, the answer and the reminders."""

from bot.ceremonies.question.shown import Answered, Asked, Came, Card, Remind
from bot.dates import say_day
from bot.model import RoundId
from handlers.slack.blocks import Json, actions, button, confirmation, context, paragraph, quote, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, clip, line, name, say, sentence, spoken, user_text

ANSWER_IT, NOT_OURS, TAKE_BACK = "question.answer", "question.decline", "question.withdraw"
_CALLED = 60
#: What they take at most, escaped: whoever types no control characters has all of theirs shown.
_QUESTION, _ANSWER = 4_500, 7_000
_TAKEN_BACK = "A question was taken back by who asked it."


def card(notice: Card) -> Drawing:
    """The question in the team's channel."""
    who, day = name(notice.asker), say_day(notice.day)
    if notice.ended == "taken back":
        return _line(_TAKEN_BACK)
    asks = f"{who} {'asked' if notice.ended else 'asks'}, below the digest of {day}:"
    if notice.ended == "answered":
        says = f"{name(notice.by)} has answered:"
        return _told((asks, notice.text), (says, notice.answer))
    if notice.ended:
        return _told((asks, notice.text), closing=f"Not ours, says {name(notice.by)}.")
    hint = "The answer stands there too, for all who read it." if notice.public else f"{who} alone is told."
    drawing = _told((asks, notice.text), closing=hint)
    return Drawing(drawing.text, [*drawing.blocks, actions(*_buttons(notice.round))])


def _buttons(here: RoundId) -> list[Json]:
    sure = confirmation("Not yours to answer?", "Who asked is told so.", "Not ours", "Go back")
    return [
        button("Answer", ANSWER_IT, here, "primary"),
        button("Not ours", NOT_OURS, here, confirm=sure),
    ]


def asked(notice: Asked) -> Drawing:
    """To the asker: where it stands."""
    if notice.ended == "taken back":
        return _line("You took your question back.")
    if notice.ended:
        return _told((f"Your question to {_called(notice.called)} is settled:", notice.text))
    drawing = _told((f"Your question is with {_called(notice.called)}:", notice.text))
    back = button("Take it back", TAKE_BACK, notice.round)
    return Drawing(
        drawing.text, [*drawing.blocks, context("You are told here what comes of it."), actions(back)]
    )


def _called(called: str) -> str:
    return clip(line(called), _CALLED) or "the team"


def came(notice: Came) -> Drawing:
    """To the asker: what came of it."""
    if notice.ended == "answered":
        return _told(("You asked:", notice.text), (f"{name(notice.by)} answers:", notice.answer))
    says = f"{name(notice.by)} says that this is not {_called(notice.called)}'s to answer."
    return _told(("You asked:", notice.text), closing=f"{says} Perhaps somebody else knows.")


def answered(notice: Answered) -> Drawing:
    """Below the digest."""
    return _told(
        (f"{name(notice.asker)} asked:", notice.text), (f"{name(notice.by)} answers:", notice.answer)
    )


def remind(notice: Remind) -> Drawing:
    """To those who lead: it still waits."""
    if notice.settled:
        return _line(f"A question in {channel(notice.team)} is settled.")
    waits = f"A question in {channel(notice.team)} has no answer yet."
    asks = f"{waits} {name(notice.asker)} asked on {say_day(notice.day)}:"
    drawing = _told((asks, notice.text))
    return Drawing(drawing.text, [*drawing.blocks, actions(*_buttons(notice.round))])


def _told(*said: tuple[str, str], closing: str = "") -> Drawing:
    """Our words, each with what somebody wrote below it."""
    parts = [
        part
        for (words, text), most in zip(said, (_QUESTION, _ANSWER), strict=False)
        for part in (paragraph(say(words)), quote(user_text(text, most) or say("–")))
    ]
    spoke = [each for words, text in said for each in (words, sentence(line(text) or "–"))]
    blocks = [rich(*parts), *([context(closing)] if closing else [])]
    return Drawing(spoken(*spoke, closing), blocks)


def _line(words: str) -> Drawing:
    return Drawing(spoken(words), [context(words)])
