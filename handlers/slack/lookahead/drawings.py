"""What a lookahead looks like on Slack: the card that gathers items, and the digest."""

from collections.abc import Iterator, Sequence

from bot.book.lacks import Lack
from bot.ceremonies.lookahead import Item
from bot.ceremonies.lookahead.shown import Card, Digest
from bot.dates import say_at
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
from handlers.slack.lookahead.words import place_of, run, spoken_item
from handlers.slack.text import clip, count, level, line, name, say, sentence, spoken, weight

ADD, CLOSE = "lookahead.add", "lookahead.close"
TAKE, SETTLE, SHOW = "lookahead.take", "lookahead.settle", "lookahead.show"
#: So many open items of a digest have buttons of their own; the others are in the list that the last button shows.
BUTTONED = 8
#: What all items' texts of a digest take together at most; how many epics it names.
_TEXTS, _EPICS, _EPIC = 5_000, 10, 80
_SETTLING = "Take what is yours. For a week, anybody of the team can give what is open an owner and a date."
_QUESTION = "What is important, but not urgent yet?"
_HINT = "For the next sprint and beyond: what to do, what to find out, and which data to ask for in time."


def card(notice: Card) -> Drawing:
    """What the channel is asked."""
    head = _head("Look ahead", notice.sprint)
    if notice.closed:
        by = f"Closed by {name(notice.name)}" if notice.name else "Closed"
        stands = "the digest stands below." if notice.count else "nothing was placed."
        words = f"{by}: {stands}"
        return Drawing(spoken(f"{head}.", words), [header(head), context(words)])
    until = f"closes {say_at(notice.closes_at, notice.zone)}"
    stands = f"{count(notice.count, 'item') if notice.count else 'No items'} so far · {until}"
    close = confirmation(
        "Close it now?", "Nobody can add to it then, and the digest is posted.", "Close", "Not yet"
    )
    blocks = [
        header(head),
        rich(paragraph(say(_QUESTION, bold=True)), paragraph(say(_HINT))),
        context(stands),
        actions(
            button("Add an item", ADD, notice.round, "primary"),
            button("Close now", CLOSE, notice.round, confirm=close),
        ),
    ]
    return Drawing(spoken(f"{head}.", _QUESTION, _HINT, f"{stands}."), blocks)


def _head(words: str, sprint: int | None) -> str:
    return f"{words} · sprint {sprint}" if sprint is not None else words


def digest(notice: Digest) -> Drawing:
    """What was placed: first what must start now."""
    head = _head("Looked ahead", notice.sprint)
    page = _Page(notice)
    sections = [(title, items) for title, items in _sections(notice.items) if items]
    blocks = [header(head)]
    for title, items in sections:
        blocks += page.section(title, items)
    blocks += [_lacks(notice)] if notice.lacks else []
    if notice.over:
        blocks.append(context("This lookahead is over."))
    else:
        blocks.append(context(_SETTLING))
        blocks.append(actions(button("Show all items", SHOW, notice.round)))
    said = [
        sentence(f"{title}: {'; '.join(spoken_item(each, notice.day) for each in items)}")
        for title, items in sections
    ]
    lacking = [sentence(f"{_still(notice)}: {'; '.join(map(_lack, notice.lacks))}")] if notice.lacks else []
    return Drawing(spoken(f"{head}.", *said, *lacking), blocks)


def _sections(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """What must start now, then what has a day, soonest first, then what has none yet, then what waits."""
    now = [each for each in items if not each.not_now]
    yield "Must start now, to be ready in time", [each for each in now if each.kind != "work"]
    work = [each for each in now if each.kind == "work"]
    dated = [(each.day, each.number, each) for each in work if each.day]
    yield "To do", [each for *_, each in sorted(dated)] + [each for each in work if each.day is None]
    yield "Not now", [each for each in items if each.not_now]


class _Page:
    """A digest's page as it fills: open items get buttons of their own as long as there is room for them."""

    def __init__(self, notice: Digest) -> None:
        self.notice = notice
        self.limit = level([weight(line(each.text)) for each in notice.items], _TEXTS)
        self.room = 0 if notice.over else BUTTONED

    def section(self, title: str, items: Sequence[Item]) -> Iterator[Json]:
        """The items, and below them the buttons of those that are open."""
        listed = [run(each, self.limit, self.notice.day) for each in items]
        yield rich(paragraph(say(title, bold=True)), bullets(listed))
        pending = [each for each in items if not each.settled and not each.standing][: self.room]
        self.room -= len(pending)
        if pending:
            yield actions(*[each for item in pending for each in self._buttons(item)])

    def _buttons(self, item: Item) -> Iterator[Json]:
        value = place_of(self.notice.round, item.number)
        if item.owner is None:
            yield button(f"Take {item.number}", numbered(TAKE, item.number), value)
        yield button(f"Settle {item.number}", numbered(SETTLE, item.number), value)


def _lacks(notice: Digest) -> Json:
    lines = [say(_lack(each)) for each in notice.lacks[:_EPICS]]
    more = len(notice.lacks) - _EPICS
    lines += [say(f"and {count(more, 'more epic')}")] if more > 0 else []
    return rich(paragraph(say(_still(notice), bold=True)), bullets(lines))


def _still(notice: Digest) -> str:
    return f"The quarter still lacks ({notice.quarter})"


def _lack(lack: Lack) -> str:
    epic = clip(line(lack.epic), _EPIC) or "–"
    if not lack.stories:
        return f"{epic}: no open story in the backlog"
    if lack.stories == lack.unestimated:
        return f"{epic}: {count(lack.stories, 'story', 'stories')}, none of them estimated"
    unknown = f", and {count(lack.unestimated, 'story', 'stories')} without an estimate"
    return f"{epic}: {count(lack.points, 'point')} left{unknown if lack.unestimated else ''}"
