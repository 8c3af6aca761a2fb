"""Lists on their way into messages that have room for so much only: cut alike where the rest is told elsewhere, or
folded into further messages where nothing may be lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.slack.blocks import MESSAGE_BLOCKS, MESSAGE_TEXT, Json, bullets, paragraph, rich
from handlers.slack.text import clean, clip, clusters, fitting, level, line, say, sentence, user_text, weight

#: Of a message's 12,000 characters and 50 blocks, what is left for parts beside its header and closing line.
ROOM, BLOCKS = MESSAGE_TEXT - 500, MESSAGE_BLOCKS - 2
#: Of a heading.
HEADING = 150
_GAP = 4  #: what stands between the pieces of a line
_AGAIN = " (continued)"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: what somebody wrote, with our words in bold before it and in italics after it."""

    text: str
    lead: str = ""
    tail: str = ""

    @property
    def frame(self) -> int:
        """How much room it takes beside its text."""
        return weight(self.lead) + weight(self.tail) + _GAP


@dataclass(frozen=True, slots=True)
class Part:
    """Items under a heading. It takes one block."""

    heading: str
    items: tuple[Item, ...] = ()


def cut(items: Sequence[Item], room: int, most: int, least: int) -> tuple[list[Item], int]:
    """The first items that fit, their texts on one line and cut alike, and how many are left out. No text gets more
    than `most`; rather are items left out than cut below `least`."""
    lined = [replace(each, text=line(each.text)) for each in items]
    frames = [each.frame for each in lined]
    sizes = [min(weight(each.text), most) for each in lined]
    shortest = (frame + min(size, least) for frame, size in zip(frames, sizes, strict=True))
    shown = fitting(shortest, room)
    width = level(sizes[:shown], room - sum(frames[:shown]))
    return [replace(each, text=clip(each.text, width)) for each in lined[:shown]], len(lined) - shown


def fold(
    parts: Sequence[Part], first: int = ROOM, rest: int = ROOM, blocks: int = BLOCKS
) -> list[tuple[Part, ...]]:
    """The parts of each message, one message at least: the first has room for `first` characters, all others for
    `rest`, and neither is less than 1,000. No word is lost: a part, or a long text, goes on in the next message, under
    its heading again."""
    messages: list[list[tuple[str, list[Item]]]] = [[]]
    left, most = first, min(first, rest) - HEADING - _GAP
    for part in parts:
        heading, goes_on = clip(line(part.heading), HEADING - len(_AGAIN)), False
        for piece in _pieces(part, most):
            size = piece.frame + weight(piece.text) if piece else 0
            head = 0 if goes_on else weight(heading) + _GAP
            if messages[-1] and (size + head > left or (head and len(messages[-1]) >= blocks)):
                messages.append([])
                left = rest
                heading += _AGAIN if goes_on else ""
                head, goes_on = weight(heading) + _GAP, False
            if not goes_on:
                messages[-1].append((heading, []))
                heading, goes_on = heading.removesuffix(_AGAIN), True
            messages[-1][-1][1].extend([piece] if piece else [])
            left -= size + head
    return [tuple(Part(head, tuple(items)) for head, items in each) for each in messages]


def _pieces(part: Part, room: int) -> Iterator[Item | None]:
    """The items, those that are longer than a message in pieces; None where a part is a heading alone."""
    if not part.items:
        yield None
    for item in part.items:
        cleaned = replace(item, text=clean(item.text))
        if cleaned.frame + weight(cleaned.text) <= room:
            yield cleaned
        else:
            yield from _broken(cleaned, max(1, room - item.frame))


def _broken(item: Item, room: int) -> Iterator[Item]:
    """A long text between two characters as people see them."""
    held: list[str] = []
    used, lead = 0, item.lead
    for each in clusters(item.text):
        size = weight(each)
        if held and used + size > room:
            yield Item("".join(held), lead)
            held, used, lead = [], 0, ""
        held.append(clip(each, room))
        used += size
    yield Item("".join(held), lead, item.tail)


def drawn(parts: Sequence[Part]) -> list[Json]:
    """A block for each part."""
    found = []
    for part in parts:
        elements = [paragraph(say(part.heading, bold=True))] if part.heading else []
        elements += [bullets([_runs(each) for each in part.items])] if part.items else []
        found += [rich(*elements)] if elements else []
    return found


def listed(items: Sequence[Item]) -> list[Json]:
    """The items alone, as one block; nothing where there are none."""
    return drawn([Part("", tuple(items))])


def _runs(item: Item) -> list[Json]:
    gap = say("  ") if item.lead else []
    text = user_text(item.text, weight(item.text)) or say("–")
    return [*say(item.lead, bold=True), *gap, *text, *say(item.tail, italic=True)]


def said(parts: Sequence[Part]) -> list[str]:
    """The same in words, for `spoken`."""
    found = []
    for part in parts:
        found += [f"{part.heading}:"] if part.heading and part.items else []
        found += [sentence(part.heading)] if part.heading and not part.items else []
        found += [_sentence(each) for each in part.items]
    return found


def _sentence(item: Item) -> str:
    return sentence(f"{item.lead}: {item.text}" if item.lead else item.text)
