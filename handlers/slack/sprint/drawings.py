"""What a sprint looks like on Slack: the call to plan it, its card, its last day, what came of it, the question why."""

from collections.abc import Mapping, Sequence

from bot.book.planning import Makeup, Outlook
from bot.cadence import Span
from bot.ceremonies.sprint.notices import Card, Closed, Ending, Plan, Why
from bot.ceremonies.sprint.state import GOAL_TEXT, NOTE_TEXT
from bot.dates import say_at, say_day
from bot.model import Claim, Reason, RoundId, StoryId
from handlers.slack import tried
from handlers.slack.backlog.story_form import SPIKE
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
from handlers.slack.sprint import spent
from handlers.slack.sprint.claims import LISTED, TITLE, listed, shown, spoken_of
from handlers.slack.text import channel, clip, count, line, name, say, sentence, spoken, titled

PLAN, SKIP, TAKE, DONE, CLOSE, WHY, WHY_ONE, SPLIT = (
    f"sprint.{each}" for each in ("plan", "skip", "take", "done", "close", "why", "why_one", "split")
)
_HINT, _EPIC = 200, 40
_EPICS = 3

REASONS: Mapping[Reason, str] = {
    "data": "The data was not ready",
    "question": "The question was unclear",
    "dependency": "It waited for somebody else",
    "infrastructure": "Infrastructure",
    "interrupted": "Interrupted by other work",
    "harder": "The model was harder than thought",
    "other": "Something else",
}
_ORDINALS = {1: "for the first time", 2: "for the second time", 3: "for the third time"}


def number(points: float) -> str:
    """Points, without a fraction that nobody could mean."""
    return f"{points:.0f}"


def days_of(span: Span) -> str:
    """Mon 4 Jan to Sun 17 Jan."""
    return f"{say_day(span.first)} to {say_day(span.last)}"


def plan(notice: Plan) -> Drawing:
    """The sprint is to be planned."""
    head = f"Sprint {notice.span.number} · {days_of(notice.span)}"
    if notice.phase != "planning" or notice.outlook is None:
        words = "Not planned." if notice.phase == "skipped" else "It is planned: its card is below."
        if notice.last:
            words += (
                " As those before it were not either, no more are called. /sprint start begins them again."
            )
        if notice.skipped_by:
            words = f"Skipped by {name(notice.skipped_by)}."
            after = [actions(button("Plan it after all", PLAN, notice.round))]
            return Drawing(spoken(f"{head}.", words), [header(head), context(words), *after])
        return Drawing(
            spoken(f"{head}.", words, *map(sentence, spent.told(notice))),
            [header(head), context(words), *spent.drawn(notice)],
        )
    told = [
        capacity(notice.outlook),
        pace(notice.outlook),
        *([f"Proposed: {contents(notice.proposed)}"] if notice.proposed and notice.proposed.stories else []),
        *([f"{count(notice.carried, 'story', 'stories')} rolled over"] if notice.carried else []),
        *[clip(each, _HINT) for each in notice.hints],
    ]
    skip = confirmation("No sprint this time?", "What rolled over waits for the next one.", "Skip it", "Back")
    buttons = actions(
        button("Plan the sprint", PLAN, notice.round, "primary"),
        button("Skip this one", SKIP, notice.round, confirm=skip),
    )
    words = "Time to plan the sprint."
    first = map(sentence, spent.told(notice))
    said = [rich(paragraph(say(words))), *[context(each) for each in told], buttons]
    return Drawing(
        spoken(f"{head}.", *first, words, *map(sentence, told)), [header(head), *spent.drawn(notice), *said]
    )


def capacity(outlook: Outlook) -> str:
    """38 person-days (2 away, 1 holiday left out)."""
    less = [f"{outlook.away} away"] if outlook.away else []
    less += [count(outlook.holidays, "holiday")] if outlook.holidays else []
    said = f"{round(outlook.days, 1):g} person-day{'' if outlook.days == 1 else 's'}"
    return f"{said} ({', '.join(less)} left out)" if less else said


def pace(outlook: Outlook) -> str:
    """What the team finishes in as many days, as it did so far."""
    if outlook.half is None or outlook.sure is None:
        yet = (
            "nothing that was estimated has been done in the sprints so far"
            if outlook.closed
            else "it shows once a sprint is closed"
        )
        return f"No pace yet: {yet}. Choose what you think fits"
    rough = " (rough: fewer than three sprints so far)" if outlook.rough else ""
    return (
        f"Pace: {number(outlook.half)} points or more at even odds,"
        f" {number(outlook.sure)} or more in 85 of 100 cases{rough}"
    )


def contents(makeup: Makeup) -> str:
    """5 stories, 20 points · Churn 8, Recall 5 · debt 15 %."""
    parts = [f"{count(makeup.stories, 'story', 'stories')}, {count(makeup.points, 'point')}"]
    named = makeup.epics[:_EPICS]
    more = [f"{len(makeup.epics) - _EPICS} more epics"] if len(makeup.epics) > _EPICS else []
    if named:
        parts.append(", ".join([f"{clip(line(each), _EPIC)} {size}" for each, size in named] + more))
    if makeup.debt:
        parts.append(f"debt {makeup.debt_share} %")
    if makeup.unestimated:
        parts.append(f"{makeup.unestimated} without an estimate")
    return " · ".join(parts)


def card(notice: Card) -> Drawing:
    """The sprint as the channel sees it."""
    claims = shown(notice.claims)
    seen = {each.story for each in claims[:LISTED]}
    beside = tried.beside([each for each in notice.tried if each.story in seen], notice.span.last.year)
    over = " · closed" if notice.closed else ""
    head = f"Sprint {notice.span.number} · {done_of(claims)} done{over}"
    goal = clip(line(notice.goal), GOAL_TEXT)
    told = [
        notice.stage,
        f"Until {say_at(notice.closes_at, notice.zone)}" if notice.closes_at else days_of(notice.span),
    ]
    when = " · ".join(clip(line(each), _HINT) for each in told if each)
    here = notice.round
    buttons = [
        button("Take a story", TAKE, here),
        button("Mark done", DONE, here, "primary"),
        button("Change", PLAN, here),
        button("Close", CLOSE, here),
    ]
    goals = [rich(paragraph(say(goal, bold=True)))] if goal else []
    blocks = [header(head), *goals, listed(claims, beside)]
    blocks += [context(when), *([] if notice.closed else [actions(*buttons)])]
    said = " ".join(sentence(spoken_of(each, beside)) for each in claims[:LISTED])
    return Drawing(spoken(f"{head}.", sentence(goal) if goal else "", sentence(when), said), blocks)


def done_of(every: Sequence[Claim]) -> str:
    """8 of 21 points; where nothing has an estimate, 1 of 3 stories. What was taken out does not count."""
    claims = [each for each in every if each.state != "removed"]
    done = [each for each in claims if each.state == "done"]
    scope = sum(each.size for each in claims)
    if scope:
        return f"{sum(each.size for each in done)} of {count(scope, 'point')}"
    return f"{len(done)} of {count(len(claims), 'story', 'stories')}"


def ending(notice: Ending) -> Drawing:
    """Its last day."""
    head = f"Last day of sprint {notice.span.number}"
    if notice.over:
        return Drawing(spoken(f"{head}. It is closed."), [context(f"{head}. It is closed.")])
    closes = f"It closes {say_at(notice.closes_at, notice.zone)}."
    open_ = count(len(notice.open), "story", "stories")
    words = f"{open_} to do: what is not marked done rolls over." if notice.open else "All of it is done."
    buttons = actions(
        button("Mark done", DONE, notice.round, "primary"), button("Close now", CLOSE, notice.round)
    )
    there = [listed(notice.open)] if notice.open else []
    blocks = [header(head), rich(paragraph(say(words))), *there, context(closes), buttons]
    said = " ".join(sentence(spoken_of(each)) for each in notice.open[:LISTED])
    return Drawing(spoken(f"{head}.", words, said, closes), blocks)


def closed(notice: Closed) -> Drawing:
    """What came of it."""
    there = [each for each in notice.claims if each.state != "removed"]
    done = [each for each in there if each.state == "done"]
    head = f"Sprint {notice.span.number} closed · {done_of(there)} done"
    goal = clip(line(notice.goal), GOAL_TEXT)
    words = f"{len(done)} of {count(len(there), 'story', 'stories')} done."
    rolled = [each for each in there if each.state == "rolled"]
    added = sum(each.size for each in notice.claims if each.added)
    removed = sum(each.size for each in notice.claims if each.state == "removed")
    changed = [f"{added} added"] if added else []
    changed += [f"{removed} taken out"] if removed else []
    first = [each for each in notice.claims if not each.added]
    planned = count(notice.committed, "point") if notice.committed else count(len(first), "story", "stories")
    facts = f"Planned with {planned}"
    facts += f", {' and '.join(changed)} on the way" if changed else ""
    by = f" · Closed early by {name(notice.by)}" if notice.by else ""
    blocks = [header(head), rich(*([paragraph(say(goal, bold=True))] if goal else []), paragraph(say(words)))]
    if rolled:
        lines = [
            say(titled(each, TITLE)) + say(f" · {_rolled(each, notice.asking)}", italic=True)
            for each in rolled[:LISTED]
        ]
        more = len(rolled) - LISTED
        lines += [say(f"and {more} more")] if more > 0 else []
        blocks.append(rich(paragraph(say("Rolls over", bold=True)), bullets(lines)))
    blocks.append(context(f"{facts}{by}"))
    if notice.asking and any(not each.reason for each in rolled):
        blocks.append(actions(button("Say why", WHY_ONE, notice.round)))
    said = " ".join(
        sentence(f"Rolls over: {titled(each, TITLE)}: {_rolled(each, notice.asking)}")
        for each in rolled[:LISTED]
    )
    return Drawing(spoken(f"{head}.", sentence(goal) if goal else "", words, said, f"{facts}{by}."), blocks)


def _rolled(claim: Claim, asking: bool) -> str:
    who = name(claim.owner_name) if claim.owner_name else "nobody had it"
    note = f" ({clip(line(claim.note), _HINT)})" if claim.note else ""
    if claim.reason:
        return f"{who} · {REASONS[claim.reason].lower()}{note}"
    return f"{who} · {'why is asked' if asking else 'why was not said'}"


def why(notice: Why) -> Drawing:
    """What made it take longer?"""
    story = titled(notice.claim, TITLE)
    if notice.over:
        reason = notice.claim.reason
        words = f"{story}: {REASONS[reason].lower()}" if reason else f"{story} rolled over"
        helping = [actions(*_helping(notice))] if notice.often and reason else []
        return Drawing(spoken(sentence(words)), [context(sentence(words)), *helping])
    times = notice.claim.rolled + 1
    often = _ORDINALS.get(times, f"for the {times}th time")
    words = f"{story} rolls over {often}. What made it take longer than thought?"
    rest = f"Sprint {notice.sprint} of {channel(notice.team)} is closed. It is about the estimate, not about you."
    buttons = [button("Say why", WHY, claim_id(notice.round, notice.claim.story), "primary")]
    if notice.often:
        rest += " Smaller stories, or a spike, may help now."
        buttons += _helping(notice)
    return Drawing(spoken(words, rest), [rich(paragraph(say(words))), context(rest), actions(*buttons)])


def _helping(notice: Why) -> list[Json]:
    """What may help with a story that rolled over too often, also once its reason is known."""
    return [
        button("Split it", SPLIT, claim_id(notice.round, notice.claim.story)),
        button("Start a spike", SPIKE, notice.claim.story),
    ]


def claim_id(round_: RoundId, story: StoryId) -> str:
    """Which story of which sprint a button is about."""
    return f"{round_}/{story}"


def read_claim(value: str) -> tuple[RoundId, StoryId]:
    """The same, read."""
    round_, _, story = value.partition("/")
    return RoundId(round_), StoryId(story)


def note_of(claim: Claim) -> str:
    """What was said of it, as the form shows it again."""
    return clip(claim.note, NOTE_TEXT)
