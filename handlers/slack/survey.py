"""What a survey looks like on Slack: prompts, reminders, the board and the full answers; its digest has its own file.

A notice's kind names the ceremony whose buttons these are: "standup" gives "standup.answer".
"""

from zoneinfo import ZoneInfo

from bot.ceremonies import survey
from bot.ceremonies.survey import Standing
from bot.dates import say_day
from bot.model import Held, RoundId
from handlers.slack.blocks import (
    MESSAGE_TEXT,
    Json,
    Style,
    actions,
    button,
    context,
    header,
    paragraph,
    quote,
    rich,
    section,
)
from handlers.slack.digest import TRIAL, digest
from handlers.slack.drawing import NOTHING, Drawing, Extra
from handlers.slack.text import (
    channel,
    clip,
    level,
    line,
    long_day,
    name,
    say,
    sentence,
    spoken,
    user_text,
    weight,
)

__all__ = ["ask", "board", "digest", "full_answer", "remind"]

TITLE_TEXT = 60
QUESTION_TEXT = 200
QUESTIONS = 20  # a survey has fewer; more than this is not drawn


def _answer(kind: str, round_: RoundId, label: str = "Answer", style: Style | None = "primary") -> Json:
    return button(label, f"{kind}.answer", round_, style)


def _skip(kind: str, round_: RoundId) -> Json:
    return button("Skip today", f"{kind}.skip", round_)


def ask(notice: survey.Ask, extra: Extra = NOTHING) -> Drawing:
    """A member's prompt; `extra` stands between its words and its buttons."""
    title = clip(line(notice.title), TITLE_TEXT)
    head = f"{title} for {channel(notice.team)} · {say_day(notice.day)}"
    words = _ask_words(notice)
    asked = notice.state == "asked"
    buttons = _ask_buttons(notice)
    trial = TRIAL if notice.trial and asked else ""
    blocks = [header(head), section(words), *(extra.blocks if asked else ())]
    blocks += [actions(*buttons)] if buttons else []
    blocks += [context(trial)] if trial else []
    return Drawing(spoken(f"{head}.", words, extra.spoken if asked else "", trial), blocks)


_WORDS: dict[Standing, str] = {
    "answered": "Thanks, your answer is in. You can change it until your next prompt.",
    "skipped": "Skipped. Changed your mind?",
    "away": "You are away, so this one goes on without you.",
    "over": "This one has closed. There is nothing left to do here.",
    "gone": "This account was deactivated, so this one goes on without it.",
}
_HELD: dict[Held, str] = {
    "archived": "{} was archived, so this one is paused. It goes on when the channel is back.",
    "gone": "Piton can no longer see {}, so this one is paused.",
    "kicked": "Piton was taken out of {}, so this one is paused.",
    "restricted": "Piton may no longer post in {}, so this one is paused.",
    "uninstalled": "Piton was taken out of this workspace, so this one is paused.",
}
_TRIAL_WORDS: dict[Standing, str] = _WORDS | {
    "asked": "Answer to see what your team would read.",
    "answered": "Thanks, that is all there is to it. Nothing of it counts.",
}
_LATE = "Thanks, your answer is in and was added to the digest. You can change it until your next prompt."


def _ask_words(notice: survey.Ask) -> str:
    if notice.trial:
        return _TRIAL_WORDS[notice.state]
    if notice.state == "asked":
        return f"{_digest_time(notice)} A line or two is plenty."
    where = channel(notice.team)
    if notice.state == "left":
        return f"You left {where}, so its {_title(notice)} no longer asks you."
    if notice.state == "dropped":
        return f"The {_title(notice)} of {where} no longer asks you."
    if notice.state == "held":
        return _HELD[notice.held].format(where) if notice.held else "This one is paused."
    added = notice.late or notice.digest_at is None
    return _LATE if added and notice.state == "answered" else _WORDS[notice.state]


def _title(notice: survey.Ask) -> str:
    """Inside a sentence."""
    return clip(line(notice.title), TITLE_TEXT).lower()


def _digest_time(notice: survey.Ask) -> str:
    if notice.digest_at is None:
        return "The digest is out; your answer is added to it."
    there = notice.digest_at.astimezone(ZoneInfo(notice.zone))
    other = "" if there.date() == notice.day else f"{say_day(there.date())} at "
    return f"Digest {'on ' + other if other else 'at '}{there:%H:%M} your time."


def _ask_buttons(notice: survey.Ask) -> list[Json]:
    match notice.state:
        case "asked":
            return [_answer(notice.kind, notice.round), _skip(notice.kind, notice.round)]
        case "answered":
            return [_answer(notice.kind, notice.round, "Edit answer", None)]
        case "skipped" | "away":
            return [_answer(notice.kind, notice.round, style=None)]
        case _:
            return []


def remind(notice: survey.Remind) -> Drawing:
    """A nudge, and its closing line."""
    title = clip(line(notice.title), TITLE_TEXT)
    what = f"{title} for {channel(notice.team)}"
    if notice.state == "waiting":
        words = f"{what}: still time to answer. A line is enough."
        buttons = actions(_answer(notice.kind, notice.round), _skip(notice.kind, notice.round))
        return Drawing(spoken(words), [rich(paragraph(say(words))), buttons])
    words = {"done": f"Done: {what}.", "held": f"{what} is paused."}.get(notice.state, f"{what} has closed.")
    return Drawing(spoken(words), [context(words)])


def board(notice: survey.Board) -> Drawing:
    """One prompt for all in the channel."""
    head = f"{clip(line(notice.title), TITLE_TEXT)} · {long_day(notice.day)}"
    so_far = f"{notice.answered} of {notice.present} answered"
    if notice.over:
        words = f"Closed. {so_far}."
        return Drawing(spoken(f"{head}.", words), [header(head), context(words)])
    words = f"{so_far}."
    blocks = [
        header(head),
        section(so_far),
        actions(_answer(notice.kind, notice.round)),
        context("Answer when it suits you. Your words go into the digest."),
    ]
    return Drawing(spoken(f"{head}.", words, "Answer when it suits you."), blocks)


def full_answer(notice: survey.FullAnswer) -> Drawing:
    """All that one member answered: each question in bold, what they said as a quote."""
    who = name(notice.name)
    marks = [mark for mark, on in (("late", notice.late), ("edited", notice.edited)) if on]
    pairs = [(clip(line(question), QUESTION_TEXT), text) for question, text in notice.pairs[:QUESTIONS]]
    room = MESSAGE_TEXT - weight(who) - 50 - sum(weight(question) for question, _ in pairs)
    share = level([weight(text) for _, text in pairs], room)
    parts = [paragraph(say(who, bold=True), say(f" · {' · '.join(marks)}" if marks else "", italic=True))]
    for question, text in pairs:
        parts.append(paragraph(say(question or "Answer", bold=True)))
        parts.append(quote(user_text(text, share) or say("–")))
    said = (sentence(f"{question} {clip(text, share) or '–'}") for question, text in pairs)
    return Drawing(spoken(f"{who}{' (' + ', '.join(marks) + ')' if marks else ''}:", *said), [rich(*parts)])
