"""The digest of a retro: what stood out, what is agreed, and the days in figures; one message and, below it, the
rest."""

from collections.abc import Iterator, Sequence

from bot.book.fortnight import Figures
from bot.ceremonies.retro.notices import Digest, Rest, Stood
from bot.ceremonies.retro.state import Beat, Item, Pulse
from bot.dates import say_day
from handlers.slack.blocks import Json, bullets, context, header, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.retro.figures import lines
from handlers.slack.retro.words import earlier, item_run, joined, spoken_item, theme_title
from handlers.slack.text import clip, count, line, say, sentence, spoken, user_text

_TITLE = 100
#: So many actions of each kind are named.
_ITEMS = 10

Part = tuple[list[Json], list[str]]


def digest(notice: Digest) -> Drawing:
    """What came of it."""
    head = f"Retro · {say_day(notice.last)}"
    own = [each for each in notice.items if not each.carried]
    carried = [each for each in notice.items if each.carried]
    parts: list[Part] = [
        _stood_out(notice),
        *_listed("Agreed", own),
        *_listed("From before", carried),
        *_felt(notice.pulse, notice.trend),
        *_counted(notice.figures),
    ]
    blocks = [header(head)]
    said = [f"{head}."]
    for shown, words in parts:
        blocks += shown
        said += words
    if notice.notes and not own:
        blocks.append(context("No action was agreed."))
        said.append("No action was agreed.")
    return Drawing(spoken(*said), blocks)


def _stood_out(notice: Digest) -> Part:
    if not notice.themes:
        words = "Nobody wrote a note."
        return [rich(paragraph(say(words)))], [words]
    runs = [theme_run(each) for each in notice.themes]
    more = f"{count(notice.more, 'more theme')} in the thread" if notice.more else ""
    whole = joined(count(notice.notes, "note"), f"{notice.voters} voted" if notice.voters else "", more)
    said = [sentence(f"What stood out: {'; '.join(map(spoken_theme, notice.themes))}"), f"{whole}."]
    return [rich(paragraph(say("What stood out", bold=True)), bullets(runs)), context(whole)], said


def theme_run(theme: Stood) -> list[Json]:
    """A theme on one line, its dots first."""
    dots = say(f"{count(theme.dots, 'dot')}  ", bold=True) if theme.dots else []
    more = _more(theme)
    return [
        *dots,
        *(user_text(theme_title(theme.title, theme.hint), 2 * _TITLE) or say("–")),
        *(say(f" · {more}") if more else []),
    ]


def spoken_theme(theme: Stood) -> str:
    """The same for ears."""
    dots = f"{count(theme.dots, 'dot')}, " if theme.dots else ""
    more = _more(theme)
    return f"{dots}{clip(theme_title(theme.title, theme.hint), _TITLE)}" + (f" ({more})" if more else "")


def _more(theme: Stood) -> str:
    notes = count(theme.notes, "note") if theme.notes > 1 else ""
    again = earlier(theme.last) if theme.last else ""
    return joined(notes, again)


def _listed(title: str, items: Sequence[Item]) -> Iterator[Part]:
    if not items:
        return
    shown = items[:_ITEMS]
    runs = [item_run(each) for each in shown]
    more = len(items) - len(shown)
    runs += [say(f"and {more} more: /retro actions")] if more else []
    yield (
        [rich(paragraph(say(title, bold=True)), bullets(runs))],
        [sentence(f"{title}: {'; '.join(map(spoken_item, shown))}")],
    )


def _felt(pulse: Pulse | None, trend: Sequence[Beat]) -> Iterator[Part]:
    if pulse is None:
        return
    answers = count(pulse.answers, "answer")
    if pulse.mean is None:
        words = f"{answers}: fewer than five are not shown." if pulse.answers else "Nobody answered."
    else:
        before = [f"{say_day(each.day)}: {each.mean:.1f}" for each in trend[-3:]]
        was = f" Before: {', '.join(before)}." if before else ""
        words = f"{pulse.mean:.1f} of 5, {answers}.{was}"
    yield (
        [rich(paragraph(user_text(line(pulse.question), 300), say(f"  {words}")))],
        [f"{line(pulse.question)} {words}"],
    )


def _counted(figures: Figures | None) -> Iterator[Part]:
    found = lines(figures) if figures else []
    if figures and found:
        days = f"In figures, {say_day(figures.first)} to {say_day(figures.last)}"
        yield (
            [rich(paragraph(say(days, bold=True)), bullets([say(each) for each in found]))],
            [f"{days}.", *(sentence(each) for each in found)],
        )


def rest(notice: Rest) -> Drawing:
    """Themes that the digest has no room for."""
    said = [sentence(spoken_theme(each)) for each in notice.themes]
    return Drawing(spoken(*said), [rich(bullets([theme_run(each) for each in notice.themes]))])
