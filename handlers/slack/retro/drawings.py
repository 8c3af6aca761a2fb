"""What a retro looks like on Slack, until its digest: the call for notes, the notes, the vote, topics and actions."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.book.topics import Topic as Hint
from bot.ceremonies.retro import Retro
from bot.ceremonies.retro.notices import Actions, Ballot, Card, Choice, Heading, Notes, Topic
from bot.ceremonies.retro.state import PULSE_HIGH, PULSE_LOW, Item
from bot.dates import say_at
from handlers.slack.action.drawings import DONE, DROP, KEEP
from handlers.slack.blocks import (
    Json,
    actions,
    bullets,
    button,
    confirmation,
    context,
    header,
    numbered,
    paragraph,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.retro.figures import topic_words
from handlers.slack.retro.words import earlier, item_run, spoken_item, theme_title
from handlers.slack.text import clip, count, line, name, say, sentence, spoken, user_text, weight

NOTE, FEEL, GATHER = "retro.write", "retro.feel", "retro.gather"
GROUP, TO_VOTE = "retro.grouping", "retro.to_vote"
VOTE, COUNT = "retro.ballot", "retro.count"
AGREE, TO_ACTIONS, CLOSE = "retro.agreeing", "retro.to_actions", "retro.close"

#: So many open actions of earlier retros stand on the card with buttons of their own.
BUTTONED = 5
#: What all themes of a ballot take together at most; the form has all of them.
_BALLOT, _TITLE = 8_000, 80
#: Of a topic's notes so much is shown; all of them stand in the message of notes.
_TOPIC, _NOTE = 6_000, 400
_NAMELESS = "Nobody sees who wrote what, nor when."


def _until(moment: datetime | None, zone: str, words: str) -> str:
    return f"{words} {say_at(moment, zone)}" if moment else ""


def _facilitated(by: str) -> str:
    return f"{name(by)} facilitates" if by else ""


def _line(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def card(notice: Card) -> Drawing:
    """The call for notes; what is open of earlier retros comes first."""
    if not notice.taking:
        words = (
            f"The notes are in: {count(notice.notes, 'note')}." if notice.notes else "Nobody wrote a note."
        )
        return Drawing(spoken("Retro.", words), [header("Retro"), context(words)])
    question = "What do you want to talk about?"
    columns = " · ".join(filter(None, map(line, notice.columns))) or "Notes"
    stands = _line(
        _until(notice.meets_at, notice.zone, "Until") or "Until we begin", _facilitated(notice.facilitator)
    )
    privacy = _NAMELESS if notice.anonymous else "Names stand with the notes."
    blocks = [header("Retro: your notes")]
    blocks += _open_items(notice.items)
    blocks += [
        rich(paragraph(say(f"{question} ", bold=True), say(columns))),
        *_suggested(notice.hints),
        context(f"{privacy} {stands}."),
        actions(
            button("Write a note", NOTE, notice.round, "primary"),
            button("End collecting", GATHER, notice.round, confirm=_sure("Go on?", "No notes come in then.")),
        ),
    ]
    blocks += list(_pulse(notice))
    said = [spoken_item(each) for each in notice.items]
    before = [sentence(f"Open from before: {'; '.join(said)}")] if said else []
    before += (
        [sentence(f"From your own days: {'; '.join(map(topic_words, notice.hints))}")] if notice.hints else []
    )
    asked = [f"{notice.pulse} From 1 to 5."] if notice.pulse else []
    return Drawing(
        spoken("Retro: your notes.", *before, question, f"{columns}.", privacy, f"{stands}.", *asked), blocks
    )


def _suggested(hints: Sequence[Hint]) -> Iterator[Json]:
    if hints:
        yield rich(
            paragraph(say("From your own days", bold=True)),
            bullets([user_text(topic_words(each), 400) for each in hints]),
        )


def _sure(title: str, text: str) -> Json:
    return confirmation(title, text, "Go on", "Not yet")


def _open_items(items: Sequence[Item]) -> Iterator[Json]:
    if not items:
        return
    yield rich(paragraph(say("Open from before", bold=True)), bullets([item_run(each) for each in items]))
    pending = [each for each in items if each.standing == "open" and each.round][:BUTTONED]
    for each in pending:
        yield actions(*_settling(each, alone=len(pending) == 1))


def _settling(item: Item, *, alone: bool) -> Iterator[Json]:
    """How it stands: the buttons that an action's own message has, for its own round."""
    which = "" if alone else f" {item.number}"
    for label, action in (("Done", DONE), ("Still open", KEEP), ("Drop", DROP)):
        yield button(label + which, numbered(action, item.number), str(item.round))


def _pulse(notice: Card) -> Iterator[Json]:
    if notice.pulse:
        yield rich(paragraph(user_text(line(notice.pulse), 300) or say("–")))
        yield actions(
            *(
                button(str(each), numbered(FEEL, each), f"{notice.round}/{each}")
                for each in range(PULSE_LOW, PULSE_HIGH + 1)
            )
        )
        yield context("1 is worst, 5 is best. Shown without names, and from five answers on.")


def notes(notice: Notes) -> Drawing:
    """All notes by column, in no order that tells anything."""
    title = "Retro: the notes" if notice.part == 1 else f"The notes, part {notice.part}"
    blocks: list[Json] = [header(title)] if notice.part == 1 else []
    blocks += [_heading(each) for each in notice.headings]
    said = [
        sentence(f"{line(each.title) or 'Notes'}: {'; '.join(_spoken_note(*note) for note in each.notes)}")
        for each in notice.headings
    ]
    if notice.more:
        blocks.append(context("The others are in the thread."))
    if notice.grouping:
        hint = _line("Put together what belongs together, then vote", _facilitated(notice.facilitator))
        blocks.append(context(_line(hint, _until(notice.ends_at, notice.zone, "until"))))
        blocks.append(
            actions(
                button("Group the notes", GROUP, notice.round),
                button("Open the vote", TO_VOTE, notice.round, "primary"),
            )
        )
    return Drawing(spoken(f"{title}.", *said), blocks)


def _heading(heading: Heading) -> Json:
    runs = [_note_run(text, by) for text, by in heading.notes]
    empty = [] if runs else [paragraph(say("Nothing.", italic=True))]
    title = [paragraph(say(line(heading.title) or "Notes", bold=True))]
    return rich(*title, *([bullets(runs)] if runs else empty))


def _note_run(text: str, by: str, limit: int = 5_000) -> list[Json]:
    signed = say(f" · {name(by)}", italic=True) if by else []
    return [*(user_text(text, limit) or say("–")), *signed]


def _spoken_note(text: str, by: str) -> str:
    return f"{line(text)} ({name(by)})" if by else line(text)


def ballot(notice: Ballot) -> Drawing:
    """The vote, and once it is counted what it came to."""
    if not notice.open:
        return _counted(notice)
    head = "Retro: your dots"
    call = f"{count(notice.dots, 'dot')} each, on what we should talk about."
    stands = _line(
        f"{notice.voters} voted" if notice.voters else "Nobody voted yet",
        _until(notice.ends_at, notice.zone, "until"),
    )
    shown, more = _fitting(notice.themes)
    blocks = [
        header(head),
        rich(paragraph(say(call, bold=True)), bullets([say(_theme(each)) for each in shown])),
        *([context(f"and {more} more, in the form")] if more else []),
        context(f"{stands}. No name stands with a dot."),
        actions(
            button("Give dots", VOTE, notice.round, "primary"),
            button(
                "Close the vote",
                COUNT,
                notice.round,
                confirm=_sure("Close it?", "The dots are counted then."),
            ),
        ),
    ]
    said = [sentence(_theme(each)) for each in shown]
    return Drawing(spoken(f"{head}.", call, *said, f"{stands}."), blocks)


def _fitting(themes: Sequence[Choice]) -> tuple[Sequence[Choice], int]:
    room, shown = _BALLOT, 0
    for each in themes:
        room -= weight(_theme(each)) + 2
        if room < 0:
            break
        shown += 1
    return themes[:shown], len(themes) - shown


def _theme(choice: Choice) -> str:
    more = f" ({count(choice.notes, 'note')})" if choice.notes > 1 else ""
    return f"{choice.number} · {clip(theme_title(choice.title, choice.hint), _TITLE)}{more}"


def _counted(notice: Ballot) -> Drawing:
    head = "Retro: the dots"
    given = [each for each in notice.themes if each.dots]
    if not given:
        words = "Nobody gave a dot. We talk about the themes with the most notes."
        return Drawing(spoken(f"{head}.", words), [header(head), context(words)])
    shown, more = _fitting(given)
    left = len(notice.themes) - len(given)
    runs = [[*say(f"{count(each.dots or 0, 'dot')}  ", bold=True), *say(_theme(each))] for each in shown]
    rest = _line(
        f"{notice.voters} voted",
        f"{count(more, 'more theme')} with dots" if more else "",
        f"{count(left, 'theme')} without" if left else "",
    )
    said = [sentence(f"{count(each.dots or 0, 'dot')}: {_theme(each)}") for each in shown]
    return Drawing(spoken(f"{head}.", *said, f"{rest}."), [header(head), rich(bullets(runs)), context(rest)])


def topic(notice: Topic) -> Drawing:
    """A theme to talk about, in its thread."""
    which = f"Topic {notice.position} of {notice.of}" if notice.of > 1 else "Topic"
    given = count(notice.dots, "dot") if notice.dots else ""
    title = clip(theme_title(notice.title, notice.hint), 300)
    again = sentence(f"Before, {earlier(notice.last)}") if notice.last else ""
    head = _line(which, given)
    runs, more = _within(notice.notes)
    blocks = [
        header(head),
        rich(paragraph(say(title, bold=True))),
        *([rich(bullets(runs))] if [line(text) for text, _ in notice.notes] not in ([], [title]) else []),
        *([context(f"and {count(more, 'more note')}, above")] if more else []),
        *([context(again)] if again else []),
        *([context(topic_words(notice.hint))] if notice.hint and notice.title else []),
    ]
    said = [sentence(_spoken_note(*each)) for each in notice.notes[: len(runs)]]
    if notice.talking:
        until = _until(notice.ends_at, notice.zone, "until")
        blocks.append(context(_line("Talk about it in this message's thread", until)))
        blocks.append(actions(*_talking(notice)))
    return Drawing(spoken(f"{head}: {title}.", again, *said), blocks)


def _within(texts: Sequence[tuple[str, str]]) -> tuple[list[list[Json]], int]:
    runs: list[list[Json]] = []
    room = _TOPIC
    for text, by in texts:
        room -= weight(clip(text, _NOTE)) + weight(by) + 3
        if room < 0:
            break
        runs.append(_note_run(text, by, _NOTE))
    return runs, len(texts) - len(runs)


def _talking(notice: Topic) -> Iterator[Json]:
    yield button("Agree on an action", AGREE, f"{notice.round}/{notice.theme}")
    if notice.closing:
        yield button("Settle on actions", TO_ACTIONS, notice.round, "primary")


def agreed(notice: Actions) -> Drawing:
    """What is agreed so far, and the way to the digest."""
    head = "Retro: actions"
    runs = [item_run(each) for each in notice.items]
    question = "What do we do about it?" if not runs else "Agreed so far"
    said = [sentence(spoken_item(each)) for each in notice.items]
    blocks = [header(head), rich(paragraph(say(question, bold=True)), *([bullets(runs)] if runs else []))]
    if notice.open:
        own = [each for each in notice.items if each.standing != "dropped"]
        left = notice.most - len(own)
        room = f"{left} more at most" if own and left > 0 else "" if own else f"{notice.most} at most"
        until = _until(notice.ends_at, notice.zone, "until")
        blocks.append(context(_line(room, _facilitated(notice.facilitator), until) or "That is all."))
        add = [button("Agree on an action", AGREE, f"{notice.round}/0", "primary")] if left > 0 else []
        blocks.append(actions(*add, button("End the retro", CLOSE, notice.round, confirm=_ending(own))))
    return Drawing(spoken(f"{head}.", f"{question}.", *said), blocks)


def _ending(own: Sequence[Item]) -> Json:
    text = "The digest is posted." if own else "The digest is posted, without any action."
    return confirmation("End it?", text, "End it", "Not yet")


def stands(state: Retro) -> str:
    """Where a retro stands, in a sentence."""
    until = _until(
        state.due if state.settings.pace != "hand" or state.phase == "collect" else None, state.zone, "until"
    )
    words = {
        "collect": "A retro collects notes",
        "group": "The notes of a retro are being grouped",
        "vote": "A retro's vote is open",
        "discuss": "A retro's topics are talked about in their threads",
        "actions": "A retro agrees on actions",
    }
    said = (
        _line(words.get(state.phase, "No retro is under way"), until),
        _facilitated(state.facilitator_name),
    )
    return " ".join(f"{each}." for each in said if each)
