"""What a KPI looks like on Slack: its card, and that its budget turned."""

from bot.book.budget import FEWEST, percent
from bot.ceremonies.kpi.shown import Card, Turned
from bot.dates import say_day
from bot.schedule import local_day
from handlers.slack.blocks import Json, actions, button, context, header, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.kpi import words
from handlers.slack.text import clip, count, line, name, say, sentence, spoken

CHANGE, SHOW, UNDO, TAKE_OUT = "kpi.change", "kpi.show", "kpi.undo", "kpi.take_out"
_CHANGED = 300


def card(notice: Card) -> Drawing:
    """How it stands, for the channel."""
    drawing = shown(notice)
    if notice.ended:
        return drawing
    return Drawing(drawing.text, [*drawing.blocks, actions(button("Change", CHANGE, notice.round))])


def shown(notice: Card) -> Drawing:
    """The same without its button."""
    called = words.named(notice.name)
    if notice.ended:
        over = f"{called} is not kept in view any more, says {name(notice.ended.by_name)}."
        return Drawing(spoken(over), [context(over)])
    first = f"{_upper(words.budget(notice.used))}."
    latest = f"Last: {words.last(notice.last, notice.setup, notice.zone)}"
    source = words.given(notice.last) if notice.last else ""
    told = [
        " · ".join(filter(None, (latest, source))),
        _upper(f"{words.threshold(notice.setup)}: {words.allowance(notice.setup)}"),
        words.misses(notice.used, notice.setup) if notice.used.count else "",
        _changed(notice),
    ]
    told = [each for each in told if each]
    blocks = [header(called), rich(paragraph(say(first, bold=notice.spent))), *map(context, told)]
    return Drawing(spoken(sentence(called), first, *map(sentence, told)), blocks)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _changed(notice: Card) -> str:
    changed = notice.changed
    if changed is None:
        return ""
    day = say_day(local_day(changed.at, notice.zone))
    return f"Changed by {name(changed.by_name)} on {day}: {clip(line(changed.text), _CHANGED)}"


def turned(notice: Turned) -> Drawing:
    """Its budget is spent, or is not any more."""
    called, used, setup = words.named(notice.name), notice.turning.used, notice.setup
    match notice.turning.how:
        case "spent":
            now = f"The error budget of {called} is spent ({percent(used.percent)})."
            then = f"The error budget of {called} was spent ({percent(used.percent)})."
            more = words.misses(used, setup)
            if notice.turning.asks:
                more += ". The next planning asks what comes first"
        case "kept":
            now = f"{called} is within its error budget again ({percent(used.percent)} used)."
            then = f"{called} was within its error budget again ({percent(used.percent)} used)."
            more = words.misses(used, setup)
        case "unknown":
            now = f"Nobody can say any more how the error budget of {called} stands."
            then = f"For a while nobody could say how the error budget of {called} stands."
            more = f"{count(used.count, 'reading')} in {count(setup.days, 'day')}: it takes {FEWEST}"
    if notice.passed:
        return Drawing(spoken(then), [context(then)])
    if notice.changed:
        why = f"{name(notice.changed.by_name)} has changed it: {clip(line(notice.changed.text), _CHANGED)}"
        more = f"{why}. {more}"
    blocks: list[Json] = [rich(paragraph(say(now, bold=True))), context(more)]
    return Drawing(spoken(now, sentence(more)), [*blocks, actions(button("Show it", SHOW, notice.round))])
