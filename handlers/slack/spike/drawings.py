"""What a spike looks like on Slack: its card, what its owner is told when, the question to the lead, the decision."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ceremonies.spike.notices import AskAgain, AskLead, Card, Over, Phase, Remind, Said, Yours
from bot.ceremonies.spike.state import MOST_EXTENSIONS, QUESTION_TEXT, Ended, Missing
from bot.dates import say_at, say_day, say_duration
from bot.model import RoundId, SpikeDecision, Verdict
from handlers.slack.blocks import (
    Json,
    actions,
    button,
    context,
    header,
    paragraph,
    quote,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.text import (
    channel,
    clip,
    count,
    emoji,
    line,
    name,
    names,
    say,
    sentence,
    spoken,
    titled,
    user_text,
)

FINISH, PAUSE, RESUME, EXTEND = "spike.finish", "spike.pause", "spike.resume", "spike.extend"
HAND_OVER, WAIT, DROP = "spike.hand_over", "spike.wait", "spike.drop"
_SHORT, _NAMES = 300, 200

DECISIONS: Mapping[SpikeDecision, str] = {
    "answered": "Answered",
    "estimable": "Can be estimated now",
    "split": "Split into smaller stories",
    "another": "Another spike",
    "drop": "Dropped",
}
VERDICTS: Mapping[Verdict, str] = {"proved": "proved", "disproved": "disproved", "open": "still open", "": ""}


def card(notice: Card) -> Drawing:
    """The spike as the channel sees it."""
    head = f"Spike · {_size(notice.box, notice.days)}"
    question = line(notice.question)
    asked = [paragraph(say(clip(question, QUESTION_TEXT), bold=True))]
    if notice.ended:
        asked.append(paragraph(*_ended(notice.ended)))
    stands, told = _stands(notice), _told(notice)
    blocks = [header(head), rich(*asked), context(stands), *[context(each) for each in told]]
    blocks += [actions(*_buttons(notice))] if notice.phase != "ended" else []
    said = _spoken_end(notice.ended) if notice.ended else ""
    return Drawing(
        spoken(f"{head}.", sentence(question), said, sentence(stands), *map(sentence, told)), blocks
    )


def _stands(notice: Card) -> str:
    """Where it stands, in one line: what is said holds until the next of its moments."""
    return f"{name(notice.owner)} · {_standing(notice)}"


def _standing(notice: Card) -> str:
    left_them = notice.missing is not None and notice.missing.left
    ahead = "it needs an owner" if left_them else "its end is far ahead"
    until = f"time is up {say_at(notice.up_at, notice.zone)}" if notice.up_at else ahead
    by = f" by {name(notice.pause.name)}: {clip(line(notice.pause.reason), _SHORT)}" if notice.pause else ""
    left = f" {say_duration(notice.left)} left" if notice.left else ""
    words: Mapping[Phase, str] = {
        "ahead": f"Begins {say_at(notice.starts_at, notice.zone)} · {until}",
        "running": until[0].upper() + until[1:],
        "half": f"Half of the time is used: {until}",
        "near": f"Nearly done: {until}",
        "up": "Time is up. What is the decision?",
        "paused": sentence(f"Paused{by}") + left,
        "ended": _used(notice),
    }
    return words[notice.phase]


def _used(notice: Card) -> str:
    left = notice.left or notice.box - notice.box
    return f"used {say_duration(notice.box - left)} of {say_duration(notice.box)}"


def _told(notice: Card) -> list[str]:
    """What else there is to know."""
    found = [f"Story: {titled(notice.about)}"] if notice.about else []
    found += [f"Counts as an answer: {clip(line(notice.answer), _SHORT)}"] if notice.answer else []
    found += [f"Hypothesis: {clip(line(notice.hypothesis), _SHORT)}"] if notice.hypothesis else []
    found += [f"With {names(notice.others, _NAMES)}"] if notice.others else []
    if notice.grown:
        last = notice.grown[-1]
        times = {1: "once", 2: "twice"}.get(len(notice.grown), f"{len(notice.grown)} times")
        found.append(
            f"Extended {times}, last by {say_duration(last.more)}: {clip(line(last.reason), _SHORT)}"
        )
    if notice.missing and not notice.ended:
        found.append(f"{_gone(notice.missing, notice.zone)}")
    return found


def _buttons(notice: Card) -> list[Json]:
    here, up = notice.round, notice.phase == "up"
    if notice.missing:
        return [*_ways(here, notice.missing), button("Decide" if up else "Finish", FINISH, here)]
    finish = button("Decide" if up else "Finish", FINISH, here, "primary" if up else None)
    if notice.phase == "paused":
        return [button("Resume", RESUME, here, "primary"), finish, button("Hand over", HAND_OVER, here)]
    pause = [] if up else [button("Pause", PAUSE, here)]
    more = _more(here, len(notice.grown) < MOST_EXTENSIONS)
    return [finish, *pause, *more, button("Hand over", HAND_OVER, here)]


def yours(notice: Yours) -> Drawing:
    """Somebody learns that a spike is theirs."""
    if notice.over:
        return _closed(notice, notice.over)
    where, question = channel(notice.team), clip(line(notice.question), QUESTION_TEXT)
    theirs = "You have" if notice.alone else f"You are with {name(notice.owner)} in"
    up = notice.standing == "up"
    size = _size(notice.box, notice.days)
    size = f"{say_duration(notice.left)} left of {size}" if notice.left else size
    words = f"{theirs} a spike in {where}" + (". Its time is up." if up else f": {size} to find out")
    rest = f"{_times(notice)} Then there is a decision to make, not more work."
    rest = "What is the decision? “We do not know” is one too." if up else rest
    moving = [] if up or notice.standing == "paused" else [button("Pause", PAUSE, notice.round)]
    finish = (
        button("Decide", FINISH, notice.round, "primary") if up else button("Finish", FINISH, notice.round)
    )
    more = _more(notice.round, notice.extensible) if up else []
    blocks = [
        rich(paragraph(say(words)), quote(say(question, bold=True))),
        context(rest),
        actions(finish, *moving, *more),
    ]
    return Drawing(spoken(words if up else f"{words}:", sentence(question), rest), blocks)


def _times(notice: Yours) -> str:
    """When it begins and ends, in their own time."""
    starts = f"It begins {_theirs(notice.starts_at, notice.zone)}." if notice.starts_at else ""
    if notice.standing == "paused":
        return "It was paused."
    until = f"Time is up {_theirs(notice.up_at, notice.zone)}." if notice.up_at else "Its end is far ahead."
    return f"{starts} {until}".lstrip()


def _more(here: RoundId, extensible: bool) -> list[Json]:
    return [button("Extend", EXTEND, here)] if extensible else []


def remind(notice: Remind) -> Drawing:
    """Half-time, little left, time's up."""
    if notice.over:
        return _closed(notice, notice.over)
    where, question = channel(notice.team), clip(line(notice.question), QUESTION_TEXT)
    until = f" Time is up {_theirs(notice.up_at, notice.zone)}." if notice.up_at else ""
    words = {
        "half": f"Half of your {say_duration(notice.box)} is used.{until} Is the question still the right one?",
        "near": f"Nearly done.{until} Write down what you know so far.",
        "up": f"Time is up: your {say_duration(notice.box)} in {where} is used. What do you decide?",
    }[notice.stage]
    here = notice.round
    buttons = [button("Decide" if notice.stage == "up" else "Finish", FINISH, here, "primary")]
    buttons += [button("Pause", PAUSE, here)] if notice.stage != "up" else []
    buttons += _more(here, notice.extensible)
    blocks = [rich(paragraph(say(words)), quote(say(question))), actions(*buttons)]
    return Drawing(spoken(words, sentence(question)), blocks)


def ask_again(notice: AskAgain) -> Drawing:
    """The decision, on a later morning."""
    if notice.over:
        return _closed(notice, notice.over)
    where, question = channel(notice.team), clip(line(notice.question), QUESTION_TEXT)
    words = f"Your spike in {where} waits for its decision. A sentence is enough, and “we do not know” is one too."
    buttons = [button("Decide", FINISH, notice.round, "primary"), *_more(notice.round, notice.extensible)]
    blocks = [rich(paragraph(say(words)), quote(say(question))), actions(*buttons)]
    return Drawing(spoken(words, sentence(question)), blocks)


def ask_lead(notice: AskLead) -> Drawing:
    """The owner is away or has left: what now?"""
    gone, question = _gone(notice.missing, notice.zone), clip(line(notice.question), QUESTION_TEXT)
    if notice.settled:
        return _settled(f"{gone} That is settled: “{question}” in {channel(notice.team)}.")
    ask = "Hand it over, or drop it?" if notice.missing.left else "Hand it over, wait, or drop it?"
    words = f"{gone} Their spike in {channel(notice.team)} is not done. {ask}"
    blocks = [
        rich(paragraph(say(words)), quote(say(question))),
        actions(*_ways(notice.round, notice.missing)),
    ]
    return Drawing(spoken(words, sentence(question)), blocks)


def _ways(here: RoundId, missing: Missing) -> list[Json]:
    wait = [] if missing.left else [button("Wait for them", WAIT, here)]
    return [button("Hand over", HAND_OVER, here, "primary"), *wait, button("Drop", DROP, here)]


def _gone(missing: Missing, zone: str) -> str:
    who = name(missing.owner)
    if missing.left:
        return f"{who} is no longer in the team."
    since = f" from {say_day(missing.first)}" if missing.first else ""
    back = f", back {say_at(missing.back, zone)}" if missing.back else ""
    return f"{who} is away{since}{back}."


def _ended(ended: Ended) -> tuple[list[Json], ...]:
    text = user_text(line(ended.text), _SHORT)
    return emoji("white_check_mark"), say(f"{DECISIONS[ended.decision]}: "), text or say("–")


def _spoken_end(ended: Ended) -> str:
    return sentence(f"{DECISIONS[ended.decision]}: {clip(line(ended.text), _SHORT)}")


def _closed(notice: Said, over: Over) -> Drawing:
    """What became of it, in a line."""
    question = f"“{clip(line(notice.question), QUESTION_TEXT)}” in {channel(notice.team)}"
    if over.ended:
        return _settled(sentence(f"{DECISIONS[over.ended]}: {question}"))
    if over.gone:
        return _settled(f"You are no longer in the team: {question}.")
    return _settled(f"{name(over.now)} has it now: {question}." if over.now else f"Past: {question}.")


def _settled(words: str) -> Drawing:
    return Drawing(spoken(words), [context(words)])


def _size(box: timedelta, days: int) -> str:
    """As people typed it: a box of some days says so."""
    return f"{count(days, 'day')} ({say_duration(box)})" if days else say_duration(box)


def _theirs(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return "later"
    there = moment.astimezone(ZoneInfo(zone))
    return f"{say_day(there.date())} {there:%H:%M} your time"
