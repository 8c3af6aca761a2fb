"""What a retro's topics and actions look like on Slack."""

from collections.abc import Iterator, Sequence

from bot.ceremonies.retro.notices import Actions, Topic
from bot.ceremonies.retro.state import Item
from handlers.slack.blocks import (
    Json,
    actions,
    bullets,
    button,
    confirmation,
    context,
    header,
    paragraph,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.retro.figures import topic_words
from handlers.slack.retro.words import (
    earlier,
    ends_words,
    facilitated,
    item_run,
    joined,
    note_run,
    spoken_item,
    spoken_note,
    theme_title,
)
from handlers.slack.text import clip, count, line, name, say, sentence, spoken, weight

AGREE, TO_ACTIONS, CLOSE = "retro.agreeing", "retro.to_actions", "retro.close"
#: Of a topic's notes so much is shown; all of them stand in the message of notes.
_TOPIC, _NOTE = 6_000, 400


def topic(notice: Topic) -> Drawing:
    """A theme to talk about, in its thread."""
    which = f"Topic {notice.position} of {notice.of}" if notice.of > 1 else "Topic"
    given = count(notice.dots, "dot") if notice.dots else ""
    title = clip(theme_title(notice.title, notice.hint), 300)
    again = sentence(f"Before, {earlier(notice.last)}") if notice.last else ""
    head = joined(which, given)
    runs, more = _within(notice.notes)
    blocks = [
        header(head),
        rich(paragraph(say(title, bold=True))),
        *([rich(bullets(runs))] if [line(text) for text, _ in notice.notes] not in ([], [title]) else []),
        *([context(f"and {count(more, 'more note')}, above")] if more else []),
        *([context(again)] if again else []),
        *([context(topic_words(notice.hint))] if notice.hint and notice.title else []),
    ]
    said = [sentence(spoken_note(*each)) for each in notice.notes[: len(runs)]]
    if notice.talking:
        until = ends_words(notice.ends)
        blocks.append(context(joined("Talk about it in this message's thread", until)))
        blocks.append(actions(*_talking(notice)))
    return Drawing(spoken(f"{head}: {title}.", again, *said), blocks)


def _within(texts: Sequence[tuple[str, str]]) -> tuple[list[list[Json]], int]:
    runs: list[list[Json]] = []
    room = _TOPIC
    for text, by in texts:
        room -= weight(clip(text, _NOTE)) + weight(name(by)) + 3
        if room < 0:
            break
        runs.append(note_run(text, by, _NOTE))
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
        until = ends_words(notice.ends)
        blocks.append(context(joined(room, facilitated(notice.facilitator), until) or "That is all."))
        add = [button("Agree on an action", AGREE, f"{notice.round}/0", "primary")] if left > 0 else []
        blocks.append(actions(*add, button("End the retro", CLOSE, notice.round, confirm=_ending(own))))
    return Drawing(spoken(f"{head}.", f"{question}.", *said), blocks)


def _ending(own: Sequence[Item]) -> Json:
    text = "The digest is posted." if own else "The digest is posted, without any action."
    return confirmation("End it?", text, "End it", "Not yet")
