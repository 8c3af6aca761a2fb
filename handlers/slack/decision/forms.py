"""The forms of decisions: recording one, and saying how it goes on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ceremonies.decision import Confirm, Decision, Draft, Option, Reverse, Supersede
from bot.ceremonies.decision.state import DECIDERS, OPTION, OPTIONS, SIGN, TEXT, WHY
from bot.decisions import Made, Wish
from bot.errors import BadInput
from bot.model import Act, ChannelId, Epic, MemberId, RoundId, Story
from handlers.slack import belonging, blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.text import channel, clip, line

RECORDED, REVISITED = "decision.recorded", "decision.revisited"
TEXT_FIELD, OPTIONS_FIELD, WHY_FIELD, DECIDERS_FIELD = "text", "options", "why", "deciders"
SIGN_FIELD, DAY, REPLACES = "sign", "day", "replaces"
#: Of the other form, which may turn into the first: no field of it may bear a name of that.
HOW, NEXT, REASON, OTHER = "how", "next", "reason", "other"
STANDS, REVERSED, SUPERSEDED = "stands", "reversed", "superseded"
_LINES = OPTIONS * (2 * OPTION + 2)


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What the form shows."""

    channel: ChannelId
    channel_name: str
    by: MemberId
    text: str = ""
    epics: tuple[Epic, ...] = ()
    stories: tuple[Story, ...] = ()
    others: tuple[Made, ...] = ()  #: those in whose place it may stand
    replaces: RoundId | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was filled in, and where."""

    channel: ChannelId
    channel_name: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Revisited:
    """What somebody said of a decision; no act: another is to be recorded in its place."""

    round: RoundId
    act: Act | None


def record_view(form: RecordForm) -> Json:
    """What was decided, why, by whom, and when it is revisited."""
    pieces = [
        blocks.context(
            f"{channel(form.channel_name)} · for what is costly to undo. The channel gets its card"
        ),
        inputs.text_input(
            TEXT_FIELD,
            "What was decided?",
            clip(line(form.text), TEXT),
            placeholder="Features are stored in one place, by day",
            limit=TEXT,
        ),
        inputs.text_input(
            OPTIONS_FIELD,
            "Which options were there, at what price?",
            hint=f"One a line, {OPTIONS} at most, as in: One store: simple, but a rebuild takes a day",
            limit=min(_LINES, inputs.INPUT_TEXT),
            multiline=True,
            optional=True,
        ),
        inputs.text_input(WHY_FIELD, "Why so?", limit=WHY, multiline=True),
        inputs.users_select(
            DECIDERS_FIELD,
            "Who decided?",
            (form.by,),
            "They are asked, on the day, if it still stands.",
            DECIDERS,
        ),
        inputs.text_input(
            SIGN_FIELD,
            "What would make you revisit it?",
            hint="This, or a day, or both.",
            placeholder="A rebuild takes longer than a night",
            limit=SIGN,
            optional=True,
        ),
        inputs.datepicker(DAY, "Revisit it on", None, optional=True),
        *_about(form),
    ]
    note = json.dumps({"channel": form.channel, "name": form.channel_name})
    return blocks.modal(RECORDED, "Record a decision", pieces, submit="Record", metadata=note)


def _about(form: RecordForm) -> list[Json]:
    pieces = belonging.asked(form.epics, form.stories)
    if form.others:
        others = _choices(form.others, form.replaces)
        pieces.append(
            inputs.select(REPLACES, "In the place of another?", others, form.replaces, optional=True)
        )
    return pieces


def _choices(made: Sequence[Made], first: RoundId | None = None) -> list[tuple[str, str]]:
    """Decisions to choose from; of very many, the chosen one is among those that fit."""
    ordered = sorted(made, key=lambda each: each.round.id != first)
    return [(each.round.id, called(each.round.state)) for each in ordered]


def called(state: Decision, limit: int = inputs.OPTION_TEXT) -> str:
    """A decision as people call it: #3 Features are stored in one place."""
    return clip(f"#{state.number} {line(state.text)}", limit)


def read_record(payload: Mapping[str, Any]) -> Recorded:
    """What was filled in. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    (epic, story), replaces = belonging.chosen(form), form.choice(REPLACES)
    draft = Draft(
        line(form.text(TEXT_FIELD)),
        form.text(WHY_FIELD),
        tuple(map(MemberId, form.people(DECIDERS_FIELD))),
        tuple(_option(each) for each in form.lines(OPTIONS_FIELD).splitlines() if line(each)),
        form.text(SIGN_FIELD),
        form.date(DAY),
    )
    wish = Wish(
        draft,
        epic,
        story,
        RoundId(replaces) if replaces else None,
    )
    return Recorded(ChannelId(form.noted("channel")), form.noted("name"), wish)


def _option(typed: str) -> Option:
    """ "One store: simple, but slow". An address has no blank after its colon."""
    what, _, price = line(typed).partition(": ")
    return Option(what, price)


def revisit_view(round_: RoundId, state: Decision, others: Sequence[Made]) -> Json:
    """Whether it stands, and until when. `others`: those that may stand in its place."""
    choices = [
        (STANDS, "It still stands"),
        (REVERSED, "It is reversed"),
        (SUPERSEDED, "Another decision stands in its place"),
    ]
    pieces = [
        blocks.context(called(state, TEXT) or "–"),
        inputs.select(HOW, "How does it stand?", choices, STANDS),
        inputs.datepicker(
            NEXT,
            "Revisit it again on",
            None,
            "If it still stands. Left empty, nobody is asked again.",
            optional=True,
        ),
        inputs.text_input(
            REASON, "Why?", hint="Needed where it is reversed.", limit=WHY, multiline=True, optional=True
        ),
    ]
    if others:
        hint = "Left empty, you are asked for a new one."
        pieces.append(
            inputs.select(OTHER, "Which other decision?", _choices(others), hint=hint, optional=True)
        )
    note = json.dumps({"round": round_})
    title = clip(f"Revisit decision #{state.number}", blocks.VIEW_TITLE)
    return blocks.modal(REVISITED, title, pieces, submit="Save", metadata=note)


def read_revisit(payload: Mapping[str, Any]) -> Revisited:
    """What was said. Raises BadInput by field, NotFound for a stale form."""
    form = filled(payload)
    return Revisited(RoundId(form.noted("round")), _act(form))


def _act(form: Filled) -> Act | None:
    why, other = form.text(REASON), form.choice(OTHER)
    match form.choice(HOW):
        case "stands":
            return Confirm(form.date(NEXT), why)
        case "reversed":
            return Reverse(why)
        case "superseded":
            return Supersede(0, RoundId(other), why) if other else None
        case _:
            raise BadInput("Choose how it stands.", HOW)


#: What the rules call a field, and its name in the form in which a decision is revisited.
FIELDS: Mapping[str, str] = {"day": NEXT, "why": REASON, "other": OTHER}
