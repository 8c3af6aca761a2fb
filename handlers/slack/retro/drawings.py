"""What a retro looks like on Slack before its vote: the call for notes, and the notes."""

from collections.abc import Iterator, Sequence

from bot.book.topics import Topic as Hint
from bot.ceremonies.retro import Retro
from bot.ceremonies.retro.notices import Card, Heading, Notes
from bot.ceremonies.retro.state import PULSE_HIGH, PULSE_LOW, Item
from bot.model import Round
from handlers.slack.action.drawings import DONE, DROP, KEEP
from handlers.slack.blocks import (
    Json,
    actions,
    bullets,
    button,
    context,
    header,
    numbered,
    paragraph,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.retro import ballots
from handlers.slack.retro.figures import topic_words
from handlers.slack.retro.note_form import OTHER
from handlers.slack.retro.words import (
    ends_words,
    facilitated,
    item_run,
    joined,
    note_run,
    spoken_item,
    spoken_note,
    sure,
    until,
)
from handlers.slack.text import count, line, say, sentence, spoken, user_text

NOTE, FEEL, GATHER = "retro.write", "retro.feel", "retro.gather"
GROUP, TO_VOTE = "retro.grouping", "retro.to_vote"

#: So many open actions of earlier retros stand on the card with buttons of their own.
BUTTONED = 5
_NAMELESS = "Nobody sees who wrote what, nor when."


def card(notice: Card) -> Drawing:
    """The call for notes; what is open of earlier retros comes first."""
    if not notice.taking:
        words = (
            f"The notes are in: {count(notice.notes, 'note')}." if notice.notes else "Nobody wrote a note."
        )
        return Drawing(spoken(f"Retro. {words}"), [header("Retro"), context(words)])
    question = "What do you want to talk about?"
    columns = " · ".join(filter(None, map(line, notice.columns))) or "Notes"
    stands = joined(
        until(notice.meets_at, notice.zone, "Until") or "Until we begin", facilitated(notice.facilitator)
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
            button("End collecting", GATHER, notice.round, confirm=sure("Go on?", "No notes come in then.")),
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


def _open_items(items: Sequence[Item]) -> Iterator[Json]:
    if not items:
        return
    yield rich(
        paragraph(say("Open from before", bold=True)), bullets([_numbered(each, items) for each in items])
    )
    pending = [each for each in items if each.standing == "open" and each.round][:BUTTONED]
    for each in pending:
        yield actions(*_settling(each, alone=len(items) == 1))


def _numbered(item: Item, items: Sequence[Item]) -> list[Json]:
    """With the number that its buttons bear, where there are several."""
    return [*say(f"{item.number}. " if len(items) > 1 else ""), *item_run(item)]


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
        sentence(f"{line(each.title) or OTHER}: {'; '.join(spoken_note(*note) for note in each.notes)}")
        for each in notice.headings
    ]
    if notice.more:
        blocks.append(context("The others are in the thread."))
    if notice.grouping:
        hint = joined("Put together what belongs together, then vote", facilitated(notice.facilitator))
        blocks.append(context(joined(hint, ends_words(notice.ends))))
        blocks.append(
            actions(
                button("Group the notes", GROUP, notice.round),
                button("Open the vote", TO_VOTE, notice.round, "primary"),
            )
        )
    return Drawing(spoken(f"{title}.", *said), blocks)


def _heading(heading: Heading) -> Json:
    runs = [note_run(text, by) for text, by in heading.notes]
    empty = [] if runs else [paragraph(say("Nothing.", italic=True))]
    title = [paragraph(say(line(heading.title) or OTHER, bold=True))]
    return rich(*title, *([bullets(runs)] if runs else empty))


def stands(state: Retro) -> str:
    """Where a retro stands, in a sentence."""
    by_clock = state.settings.pace != "hand" or state.phase == "collect"
    ending = until(state.due if by_clock else None, state.zone, "until")
    words = {
        "collect": "A retro collects notes",
        "group": "The notes of a retro are being grouped",
        "vote": "A retro's vote is open",
        "discuss": "A retro's topics are talked about in their threads",
        "actions": "A retro agrees on actions",
    }
    said = (
        joined(words.get(state.phase, "No retro is under way"), ending),
        facilitated(state.facilitator_name),
    )
    return " ".join(f"{each}." for each in said if each)


def to_do(round_: Round[Retro]) -> Iterator[Json]:
    """What anybody may do in a retro just now."""
    if round_.state.phase == "collect":
        yield button("Write a note", NOTE, round_.id, "primary")
    if round_.state.phase == "vote":
        yield button("Give dots", ballots.VOTE, round_.id, "primary")
