"""The form in which an experiment is registered, or changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.ceremonies.experiment import Metric, Setup, Worth
from bot.ceremonies.experiment.state import KEY_TEXT, MOST_GUARDRAILS, NAME_TEXT, TEXT, UNIT_TEXT
from bot.errors import BadInput
from bot.model import ChannelId, Epic, EpicId, MemberId, RoundId, Story, StoryId
from bot.shell.experiments import Wish
from handlers.slack import blocks, figures, inputs
from handlers.slack.blocks import Json
from handlers.slack.experiment import spelling
from handlers.slack.filled import Filled, filled
from handlers.slack.text import channel, clip, line, titled

REGISTERED, CHANGED = "experiment.registered", "experiment.changed"
HYPOTHESIS, QUESTION, FOR_WHOM, METRIC, UNIT, BETTER = (
    "hypothesis", "question", "for_whom", "metric", "unit", "better",
)  # fmt: skip
BASELINE, TARGET, RANGE, GUARDRAILS, WORTH, COST = (
    "baseline", "target", "range", "guardrails", "worth", "cost",
)  # fmt: skip
OWNER = "owner"
IF_PROVED, IF_DISPROVED, DECIDERS, ASK, EPIC, STORY, KEY = (
    "if_proved", "if_disproved", "deciders", "ask", "epic", "story", "key",
)  # fmt: skip
_SPRINTS = "sprints"
_MOST_DECIDERS = 10
_FIGURE, _RANGE_TEXT, _MONEY, _LINES = 30, 60, 60, 1_500
_BETTER = (("higher", "Higher is better"), ("lower", "Lower is better"))


@dataclass(frozen=True, slots=True)
class SetupForm:
    """What the form shows. `round`: that which is changed, none for a new one."""

    channel: ChannelId
    channel_name: str
    setup: Setup
    epics: tuple[Epic, ...] = ()
    stories: tuple[Story, ...] = ()
    round: RoundId | None = None
    key: str = ""
    owner: MemberId | None = None  #: of one that is changed


@dataclass(frozen=True, slots=True)
class Registered:
    """What was filled in, and where."""

    channel: ChannelId
    channel_name: str
    wish: Wish
    round: RoundId | None


def view(form: SetupForm) -> Json:
    """What is believed and what it decides first; all that may be left out after it."""
    setup = form.setup
    pieces = [
        blocks.context(_above(form)),
        *_believed(setup),
        *_measured(setup.metric),
        *_figures(setup.metric),
        *_follows(setup),
        *_money(setup.worth),
        inputs.text_input(
            GUARDRAILS,
            "What must not get worse?",
            "\n".join(map(spelling.guardrail, setup.guardrails)),
            f"One a line, {MOST_GUARDRAILS} at most, as in: recall@de >= 0.7",
            limit=_LINES,
            multiline=True,
            optional=True,
        ),
        *_about(form),
    ]
    note = json.dumps({"channel": form.channel, "name": form.channel_name, "round": form.round or ""})
    if form.round:
        title = clip(f"Change {form.key}", blocks.VIEW_TITLE)
        return blocks.modal(CHANGED, title, pieces, submit="Save", metadata=note)
    return blocks.modal(REGISTERED, "Register an experiment", pieces, submit="Register", metadata=note)


def _believed(setup: Setup) -> Iterator[Json]:
    yield inputs.text_input(
        HYPOTHESIS,
        "What do you believe?",
        clip(line(setup.hypothesis), TEXT),
        placeholder="Usage of the last 30 days tells who will leave",
        limit=TEXT,
        multiline=True,
    )
    yield inputs.text_input(
        QUESTION,
        "Which question does it decide?",
        setup.question,
        placeholder="Do we call customers before they leave?",
        limit=TEXT,
    )
    yield inputs.text_input(
        FOR_WHOM, "For whom?", setup.for_whom, placeholder="Sales", limit=TEXT, optional=True
    )


def _measured(metric: Metric) -> Iterator[Json]:
    yield inputs.text_input(
        METRIC,
        "What is measured?",
        metric.name,
        "Its name as your jobs report it, in any case.",
        placeholder="f1",
        limit=NAME_TEXT,
    )
    yield inputs.text_input(
        UNIT, "In which unit?", metric.unit, placeholder="%", limit=UNIT_TEXT, optional=True
    )
    yield inputs.select(BETTER, "Which way is better?", _BETTER, metric.better)


def _follows(setup: Setup) -> Iterator[Json]:
    hint = "A line is a story; it is proposed with the verdict."
    asked = (
        (IF_PROVED, "What follows if it is proved?", setup.if_proved, hint),
        (IF_DISPROVED, "And if it is disproved?", setup.if_disproved, ""),
    )
    for field, label, text, more in asked:
        yield inputs.text_input(field, label, text, more, limit=TEXT, multiline=True, optional=True)


def _above(form: SetupForm) -> str:
    if form.round:
        return f"{channel(form.channel_name)} · what is changed after the first result is shown on its card"
    return f"{channel(form.channel_name)} · clear beforehand, so that either answer is a full result"


def _figures(metric: Metric) -> Iterator[Json]:
    low, high = metric.floor, metric.ceiling
    span = " to ".join(figures.figure(each) for each in (low, high)) if (low, high) != (None, None) else ""
    yield inputs.text_input(
        BASELINE,
        "What is it without the experiment?",
        figures.figure(metric.baseline),
        placeholder="0.7",
        limit=_FIGURE,
        optional=True,
    )
    yield inputs.text_input(
        TARGET,
        "What would prove it?",
        figures.figure(metric.target),
        placeholder="0.85",
        limit=_FIGURE,
        optional=True,
    )
    yield inputs.text_input(
        RANGE,
        "Between what can it lie?",
        span,
        "Other values are refused, and nothing beyond is expected.",
        placeholder="0 to 1",
        limit=_RANGE_TEXT,
        optional=True,
    )


def _money(worth: Worth | None) -> Iterator[Json]:
    yield inputs.text_input(
        WORTH,
        "What is one unit more worth in a year?",
        spelling.worth(worth) if worth else "",
        "Of the metric, in its unit: with it Piton weighs a sprint's gain.",
        placeholder="500,000 EUR",
        limit=_MONEY,
        optional=True,
    )
    yield inputs.text_input(
        COST,
        "What does an FTE-day cost?",
        figures.amount(worth.day_cost) if worth and worth.day_cost is not None else "",
        "One person's working day, in the same currency.",
        placeholder="1,000",
        limit=_MONEY,
        optional=True,
    )


def _about(form: SetupForm) -> Iterator[Json]:
    setup = form.setup
    if form.epics:
        chosen = next((each.id for each in form.epics if each.name.casefold() == setup.epic.casefold()), None)
        front = sorted(form.epics, key=lambda each: each.id != chosen)
        epics = [(each.id, clip(line(each.name), inputs.OPTION_TEXT) or "–") for each in front]
        yield inputs.select(EPIC, "For an epic?", epics, chosen, optional=True)
    if form.stories:
        first = sorted(form.stories, key=lambda each: (each.id != setup.story, -each.number))
        stories = [(each.id, clip(titled(each), inputs.OPTION_TEXT)) for each in first]
        yield inputs.select(STORY, "For a story?", stories, setup.story, optional=True)
    yield inputs.users_select(
        DECIDERS,
        "Who says after a sprint whether it goes on?",
        setup.deciders,
        "Nobody: the team's leads.",
        _MOST_DECIDERS,
        optional=True,
    )
    ask = [(_SPRINTS, "Ask at each sprint's end whether another sprint is worth it")]
    yield inputs.checkboxes(ASK, "Checkpoints", ask, {_SPRINTS} if setup.checkpoints else ())
    if form.owner:
        yield inputs.users_select(OWNER, "Who owns it?", (form.owner,), most=1)
    if not form.round:
        hint = "CI jobs and commands name it so. Left empty, it is made of the epic or the first words."
        yield inputs.text_input(
            KEY, "Its key", "", hint, placeholder="churn-1", limit=KEY_TEXT, optional=True
        )


def read(payload: Mapping[str, Any]) -> Registered:
    """What was filled in. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    epic, story = form.choice(EPIC), form.choice(STORY)
    floor, ceiling = spelling.read_range(form.text(RANGE), RANGE)
    setup = Setup(
        line(form.text(HYPOTHESIS)),
        form.text(QUESTION),
        form.text(FOR_WHOM),
        Metric(
            form.text(METRIC),
            form.text(UNIT),
            "lower" if form.choice(BETTER) == "lower" else "higher",
            figures.read_optional(form.text(BASELINE), BASELINE),
            figures.read_optional(form.text(TARGET), TARGET),
            floor,
            ceiling,
        ),
        tuple(
            spelling.read_guardrail(each, GUARDRAILS)
            for each in form.lines(GUARDRAILS).splitlines()
            if line(each)
        ),
        _read_money(form),
        form.lines(IF_PROVED),
        form.lines(IF_DISPROVED),
        deciders=tuple(map(MemberId, form.people(DECIDERS))),
        checkpoints=_SPRINTS in form.choices(ASK),
    )
    owners = form.people(OWNER)
    wish = Wish(
        setup,
        form.text(KEY),
        StoryId(story) if story else None,
        EpicId(epic) if epic else None,
        MemberId(owners[0]) if owners else None,
    )
    held = form.note.get("round")
    round_ = RoundId(held) if isinstance(held, str) and held else None
    return Registered(ChannelId(form.noted("channel")), form.noted("name"), wish, round_)


def _read_money(form: Filled) -> Worth | None:
    """The worth first: its currency says how a cost is read."""
    worth, cost = spelling.read_worth(form.text(WORTH), WORTH), form.text(COST)
    if worth is None and cost:
        raise BadInput("Say what a unit is worth too: a cost alone weighs nothing.", WORTH)
    return replace(worth, day_cost=spelling.read_cost(cost, worth.currency, COST)) if worth else None


#: What the rules call a field, and its name in the form.
FIELDS: Mapping[str, str] = {
    "hypothesis": HYPOTHESIS, "question": QUESTION, "for_whom": FOR_WHOM, "metric": METRIC, "unit": UNIT,
    "baseline": BASELINE, "target": TARGET, "range": RANGE, "guardrails": GUARDRAILS, "worth": WORTH,
    "cost": COST, "owner": OWNER, "if_proved": IF_PROVED, "if_disproved": IF_DISPROVED, "deciders": DECIDERS,
    "key": KEY,
}  # fmt: skip
