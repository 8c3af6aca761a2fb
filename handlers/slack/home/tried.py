"""The experiments on a person's Home: what they are asked about some, those that run and are theirs, and those on which
they are to decide."""

from collections.abc import Sequence

from bot.homes.tried import Glance, Question
from handlers.slack import tried as words
from handlers.slack.blocks import Json, actions, button, header, numbered, paragraph, rich
from handlers.slack.checkpoint.drawings import ANSWER, GO_ON, STOP
from handlers.slack.experiment.drawings import DECIDE, RESULT, SHOW
from handlers.slack.home.pieces import more
from handlers.slack.text import channel, clip, emoji, line, say

#: So many are shown.
MOST = 4
_TEXT = 300


def asked(every: Sequence[Glance]) -> list[Json]:
    """What checkpoints ask them. The rows are those of all the experiments, so that no two buttons share a name."""
    found = [(row, each, each.question) for row, each in enumerate(every) if each.question]
    blocks: list[Json] = []
    for row, each, question in found[:MOST]:
        since = f"\n{_since(each, question)}"
        blocks.append(rich(paragraph(say(_question(each, question), bold=True), say(since))))
        blocks.append(actions(*_answers(each, question, row)))
    return blocks + more(len(found) - MOST, "more about experiments. Your messages from Piton ask about each")


def _question(each: Glance, question: Question) -> str:
    key = words.key(each)
    match question.asked:
        case "decide":
            return f"Is another sprint on {key} worth it?"
        case "result":
            return f"What did {key} come to in sprint {question.sprint}?"
        case "days":
            return f"How many FTE-days did the last result of {key} take?"
        case "verdict":
            return f"{key} stops. What did it come to?"


def _since(each: Glance, question: Question) -> str:
    if question.asked == "verdict":
        return f"Decided in {channel(each.team)} after sprint {question.sprint}. It wants its verdict."
    return f"Sprint {question.sprint} is over in {channel(each.team)}."


def _answers(each: Glance, question: Question, row: int) -> list[Json]:
    here, show = question.round, button("Show", numbered(SHOW, row), each.round)
    if question.asked == "decide":
        go_on = button("Go on", numbered(GO_ON, row), here, "primary")
        return [go_on, button("Stop", numbered(STOP, row), here), *_buttons(each, row)]
    if question.asked == "verdict":
        return [button("Give a verdict", numbered(DECIDE, row), here, "primary"), show]
    label = "Say how many" if question.asked == "days" else "Say what it came to"
    return [button(label, numbered(ANSWER, row), here, "primary"), show]


def tried(every: Sequence[Glance], year: int) -> list[Json]:
    """Those about which nothing is asked, each with its latest result; days of another year are named with theirs."""
    found = [(row, each) for row, each in enumerate(every) if not each.question]
    if not found:
        return []
    blocks = [header("Your experiments" if len(found) > 1 else "Your experiment")]
    for row, each in found[:MOST]:
        called = say(words.key(each), bold=True)
        text = say(f": {clip(line(each.hypothesis), _TEXT) or '–'}")
        said = say(f"\n{channel(each.team)} · {words.stands(each, year)}{_goes(each)}")
        blocks.append(rich(paragraph(emoji("test_tube"), called, text, said)))
        blocks.append(actions(*_buttons(each, row)))
    return blocks + more(len(found) - MOST)


def _goes(each: Glance) -> str:
    """What else is so: it stops, or whoever looks decides on it at each sprint's end."""
    if each.stops:
        return " · it stops, and waits for its verdict"
    return "" if each.mine or not each.asked else " · you are asked after each sprint whether it goes on"


def _buttons(each: Glance, row: int) -> list[Json]:
    """A result is for its owner to add; whoever decides looks at it."""
    add = [button("Add a result", numbered(RESULT, row), each.round)] if each.mine else []
    return [*add, button("Show", numbered(SHOW, row), each.round)]
