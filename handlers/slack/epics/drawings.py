"""Epics as people see them: the list by quarter, one with its stories, and the notice of a crossing."""

from collections.abc import Sequence
from itertools import groupby

from bot.book.epics import Figures, key, quarter
from bot.book.queue import size
from bot.book.reach import Dates
from bot.ceremonies import epic as notices
from bot.dates import say_day
from bot.homes.tried import Glance
from bot.model import EpicBar, EpicBars, Story
from bot.shell.quarterly import NAME, Known
from handlers.slack import tried as glances
from handlers.slack.blocks import (
    Json,
    actions,
    bullets,
    button,
    context,
    header,
    modal,
    paragraph,
    quote,
    rich,
)
from handlers.slack.drawing import Drawing
from handlers.slack.epics import words
from handlers.slack.text import channel, clip, count, line, name, say, spoken, titled, user_text

#: The callback of what asks nothing.
SAID = "said"
EDIT = "epic.edit"
_OBJECTIVE, _STORIES, _NAMED, _TRIED, _HYPOTHESIS = 500, 40, 12, 15, 150


def view(known: Known, every: Sequence[Figures], image: Json | None = None) -> Json:
    """The open epics, by quarter. `image`: the block that shows their picture."""
    said = words.rough(known.history) if known.history.enough else words.none_yet(known.history)
    pieces = [context(f"{channel(known.team.name)} · {count(len(every), 'open epic')}. {said}")]
    pieces += [image] if image else []
    numbered = list(enumerate(every, start=1))
    for label, those in groupby(numbered, key=lambda each: _label(each[1])):
        pieces.append(header(label))
        pieces += [_epic(number, each, known) for number, each in those]
    pieces += [
        context(each)
        for each in (_strays(known), "/epic NAME shows its stories, /epic help the rest.")
        if each
    ]
    return modal(SAID, "Epics", pieces, close="Close")


def _label(it: Figures) -> str:
    found = quarter(it.epic)
    return f"{found.label}, until {say_day(found.last)}" if found else "Without a quarter"


def _epic(number: int, it: Figures, known: Known) -> Json:
    whose = f" · {name(it.epic.owner_name)}" if it.epic.owner_name else ""
    told = "\n".join(filter(None, (words.left(it), words.course(it, known.today))))
    return rich(paragraph(say(f"{number}. {_called(it)}", bold=True), say(whose)), paragraph(say(told)))


def _called(it: Figures) -> str:
    return clip(line(it.epic.name), NAME)


def _strays(known: Known) -> str:
    """Epics that stories name and nobody has begun."""
    begun = {key(each.name) for each in known.epics}
    found: dict[str, str] = {}
    for each in known.stories:
        if each.state == "open" and (called := key(each.epic)) and called not in begun:
            found.setdefault(called, line(each.epic))
    if not found:
        return ""
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    listed = ", ".join(clip(each, NAME) for each in list(found.values())[:_NAMED])
    return f"Stories also name {listed}{more}: /epic add makes an epic of a name."


def picture(every: Sequence[Figures]) -> EpicBars:
    """The epics by the numbers that they have in the list."""
    return EpicBars(
        tuple(
            EpicBar(f"{number}. {_called(each)}", each.done, each.left, each.unestimated)
            for number, each in enumerate(every, start=1)
        )
    )


def detail(known: Known, it: Figures, alone: Dates | None = None, tried: Sequence[Glance] = ()) -> Json:
    """One epic with its stories and experiments. `alone`: when it would be done if all its stories came first."""
    epic, found = it.epic, quarter(it.epic)
    whose = f"owned by {name(epic.owner_name)}" if epic.owner_name else "without an owner"
    until = (
        f"by the end of {found.label}, {say_day(found.last, known.today)}" if found else "without a quarter"
    )
    closed = " · closed" if epic.closed else ""
    pieces = [header(_called(it)), context(f"{channel(known.team.name)} · {whose} · {until}{closed}")]
    aim = user_text(epic.objective, _OBJECTIVE)
    pieces += [rich(quote(aim))] if aim else []
    told = [words.left(it), words.course(it, known.today)]
    told += [f"If all of it came first: {words.when(alone, known.today)}."] if alone and it.ahead else []
    pieces.append(rich(*(paragraph(say(each)) for each in told if each)))
    if it.stories:
        pieces.append(_listed(it.stories))
    if tried:
        pieces.append(_experiments(tried, known.today.year))
    said = words.rough(known.history) if known.history.enough else words.none_yet(known.history)
    pieces += [context(said), actions(button("Edit epic", EDIT, epic.id))]
    return modal(SAID, "Epic", pieces, close="Close")


def _listed(stories: Sequence[Story]) -> Json:
    lines = [_story(each) for each in stories[:_STORIES]]
    more = len(stories) - len(lines)
    return rich(bullets([*lines, *([say(f"and {more} more")] if more > 0 else [])]))


def _experiments(tried: Sequence[Glance], year: int) -> Json:
    lines = [_experiment(each, year) for each in tried[:_TRIED]]
    more = len(tried) - len(lines)
    rest = [say(f"and {more} more")] if more > 0 else []
    return rich(paragraph(say("Experiments", bold=True)), bullets([*lines, *rest]))


def _experiment(it: Glance, year: int) -> list[Json]:
    hypothesis = clip(line(it.hypothesis), _HYPOTHESIS) or "–"
    called = say(glances.key(it), bold=True)
    return [*called, *say(f": {hypothesis} · {glances.stands(it, year)}")]


def _story(story: Story) -> list[Json]:
    done = story.state == "done"
    points = story.effort.points if done and story.effort else size(story)
    says = "not estimated" if points is None else count(points, "point")
    return [*say(titled(story), strike=done), *say(f" · {'done · ' if done else ''}{says}")]


def crossed(notice: notices.Crossed) -> Drawing:
    """The notice that an epic's forecast has crossed its quarter's end."""
    it = notice.crossing
    called = f"“{clip(line(it.name), NAME)}”"
    if it.done:
        happened = f"All of {called} is done."
    elif it.late and it.horizon is None:
        happened = f"{called} was not done by the end of {it.quarter}."
    elif it.late:
        happened = f"The forecast of {called} now ends after {it.quarter}."
    else:
        happened = f"The forecast of {called} is back within {it.quarter}."
    below = " ".join(_told(it))
    return Drawing(
        spoken(happened, below),
        [rich(paragraph(say(happened, bold=True)), *([paragraph(say(below))] if below else []))],
    )


def _told(it: notices.Crossing) -> list[str]:
    """The figures behind it, with whole dates: a message is read later too."""
    if it.done:
        return [f"{it.quarter} ends {say_day(it.ends)}."]
    above = f" and {it.ahead} of other stories above" if it.ahead else ""
    told = [f"{count(it.left, 'point')} left{above}."] if it.left else []
    if it.horizon:
        said = words.when(Dates(it.half, it.sure, it.horizon), it.ends)
        told.append(f"{said[0].upper()}{said[1:]}.")
    told.append(f"{it.quarter} ends {say_day(it.ends)}.")
    told += [f"{count(it.unestimated, 'story', 'stories')} not estimated."] if it.unestimated else []
    told += ["This is rough, from fewer than three sprints."] if it.rough else []
    return told
