"""What a retro's vote looks like on Slack, open and counted."""

from collections.abc import Sequence

from bot.ceremonies.retro.notices import Ballot, Choice
from handlers.slack.blocks import (
    actions,
    bullets,
    button,
    context,
    header,
    paragraph,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.retro.words import ends_words, joined, sure, theme_title
from handlers.slack.text import clip, count, say, sentence, spoken, weight

VOTE, COUNT = "retro.ballot", "retro.count"
#: What all themes of a ballot take together at most; the form has all of them.
_BALLOT, _TITLE = 8_000, 80


def ballot(notice: Ballot) -> Drawing:
    """The vote, and once it is counted what it came to."""
    if not notice.open:
        return _counted(notice)
    head = "Retro: your dots"
    call = f"{count(notice.dots, 'dot')} each, on what we should talk about."
    stands = joined(
        "No name stands with a dot, and none is seen before all are counted", ends_words(notice.ends)
    )
    shown, more = _fitting(notice.themes)
    blocks = [
        header(head),
        rich(paragraph(say(call, bold=True)), bullets([say(_theme(each)) for each in shown])),
        *([context(f"and {more} more, in the form")] if more else []),
        context(f"{stands}."),
        actions(
            button("Give dots", VOTE, notice.round, "primary"),
            button(
                "Close the vote",
                COUNT,
                notice.round,
                confirm=sure("Close it?", "The dots are counted then."),
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
    rest = joined(
        f"{notice.voters} voted",
        f"{count(more, 'more theme')} with dots" if more else "",
        f"{count(left, 'theme')} without" if left else "",
    )
    said = [sentence(f"{count(each.dots or 0, 'dot')}: {_theme(each)}") for each in shown]
    return Drawing(spoken(f"{head}.", *said, f"{rest}."), [header(head), rich(bullets(runs)), context(rest)])
