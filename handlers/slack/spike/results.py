"""What a spike came to, as it looks on Slack: the decision, and what follows from it."""

from bot.ceremonies.spike import About
from bot.ceremonies.spike.notices import Decided
from bot.ceremonies.spike.state import LONG_TEXT, QUESTION_TEXT, Ended
from bot.dates import say_duration
from bot.model import Verdict
from handlers.slack.blocks import bullets, context, paragraph, quote, rich
from handlers.slack.drawing import Drawing
from handlers.slack.spike.drawings import DECISIONS, VERDICTS
from handlers.slack.text import clip, count, line, name, say, sentence, spoken, user_text

_SHORT, _LINK = 300, 300


def decided(notice: Decided) -> Drawing:
    """The decision, where the team talks about it."""
    ended = notice.ended
    verdict = _verdict(notice.hypothesis, ended.verdict)
    used = f"Used {say_duration(notice.used)} of {say_duration(notice.box)}{_often(notice.grown)}."
    after = _after(notice.about, ended)
    parts = [paragraph(say(f"{DECISIONS[ended.decision]}", bold=True), say(f" · {name(ended.name)}"))]
    parts.append(quote(user_text(ended.text, LONG_TEXT) or say("–")))
    parts += [paragraph(say("Next: ", bold=True), user_text(ended.next, QUESTION_TEXT))] if ended.next else []
    parts += [bullets([user_text(each, _LINK) for each in ended.links])] if ended.links else []
    blocks = [rich(*parts), *[context(each) for each in (verdict, after, used) if each]]
    said = f"{DECISIONS[ended.decision]}, says {name(ended.name)}: {ended.text}"
    following = sentence(f"Next: {ended.next}") if ended.next else ""
    return Drawing(spoken(sentence(said), following, " ".join(ended.links), verdict, after, used), blocks)


def _verdict(hypothesis: str, verdict: Verdict) -> str:
    return sentence(f"Hypothesis {VERDICTS[verdict]}: {clip(line(hypothesis), _SHORT)}") if verdict else ""


def _often(grown: int) -> str:
    return f", extended {count(grown, 'time')}" if grown else ""


def _after(about: About | None, ended: Ended) -> str:
    """What follows from it for its story."""
    if ended.decision == "another":
        return "The next spike has a card of its own, below."
    if about is None:
        return ""
    story = f"#{about.number}"
    match ended.decision:
        case "estimable":
            return f"{story} is put to the vote now, with what was found."
        case "split":
            return f"{story} became {', '.join(f'#{each}' for each in ended.split)}, and left the backlog itself."
        case "drop" if ended.dropped:
            return f"{story} left the backlog. /story restore {story} has it back."
        case _:
            return f"What was found stands with {story} in the backlog."
