"""What a digest for people outside of the team looks like on Slack: one message to read, the rest in its thread."""

from collections.abc import Iterator

from bot.ceremonies.digest.shown import Chapter, Page, Told
from bot.ceremonies.digest.state import Finding, Need, Open, Worth
from bot.dates import say_day
from handlers.slack.blocks import Json, actions, bullets, button, context, header, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.stakeholders import tried as experiments
from handlers.slack.text import clip, line, name, say, sentence, spoken, user_text, weight
from handlers.slack.text import level as levelled

ASK = "question.ask"
NOTHING_NEW = "Nothing new this time."
EMPTIED = "what stood here was taken back or erased."
_CALLED = 60
#: What all that people wrote takes of a message, and what one text takes at most.
_TEXTS, _LONGEST = 8_000, 500
_VERDICTS = {"proved": "it holds", "disproved": "it does not hold", "open": "still open", "": ""}
_DECISIONS = {
    "answered": "",
    "estimable": "can be planned now",
    "split": "becomes several smaller pieces of work",
    "another": "the next question follows",
    "drop": "will not be done",
}
_COURSES = {
    "done": "all of it is done",
    "on": "on course for {}",
    "risk": "may not be done by the end of {}",
    "late": "not expected by the end of {}",
    "": "wanted by the end of {}",
}


def told(notice: Told) -> Drawing:
    """A message of the digest."""
    words = _Words(notice)
    blocks = list(words.blocks())
    if notice.part > 1 and notice.page == Page():
        return Drawing(spoken(f"{words.place}:", EMPTIED), [context(f"{words.place}: {EMPTIED}")])
    if notice.part > 1:
        return Drawing(spoken(f"{words.place}.", *words.said), [context(words.place), *blocks])
    head = title(notice)
    since = f"{say_day(notice.since)} to {say_day(notice.until)}"
    nothing = [NOTHING_NEW] if notice.empty else []
    more = "There is more in the thread." if notice.parts > 1 else ""
    drawn = [header(head), context(since), *(rich(paragraph(say(each))) for each in nothing), *blocks]
    drawn += [context(more)] if more else []
    drawn.append(actions(button("Ask the team", ASK, notice.round)))
    return Drawing(spoken(f"{head}.", f"{since}.", *nothing, *words.said, more), drawn)


def title(notice: Told) -> str:
    """What stands above it."""
    called = clip(line(notice.called), _CALLED)
    return f"{called}: what we learnt" if called else "What we learnt"


class _Words:
    """A page in blocks and, once these are made, in sentences; what people wrote is cut alike, so that all of it
    fits."""

    def __init__(self, notice: Told) -> None:
        self.notice = notice
        self.said: list[str] = []
        written = [weight(each) for each in _written(notice.page)]
        self.limit = min(levelled(written, _TEXTS), _LONGEST)
        self.place = f"Part {notice.part} of {notice.parts}"

    def blocks(self) -> Iterator[Json]:
        page = self.notice.page
        for each in page.chapters:
            yield self._chapter(each)
        if page.needs:
            yield self._listed("What we need from you", [self._need(each) for each in page.needs])
        if page.questions:
            yield self._listed("Your open questions", [self._open(each) for each in page.questions])
        if page.left:
            left = f"and {page.left} more, for which there is no room here"
            self.said.append(sentence(left))
            yield context(left)

    def _cut(self, text: str) -> str:
        return clip(line(text), self.limit) or "–"

    def _chapter(self, it: Chapter) -> Json:
        alone = self.notice.parts == 1 and len(self.notice.page.chapters) == 1
        called = clip(line(it.epic), min(self.limit, _CALLED)) or ("" if alone else "Other")
        stands = _stands(it.worth) if it.worth else ""
        items = [say(f"Done: {self._cut(each.title)}") for each in it.finished]
        items += [self._finding(each) for each in it.findings]
        sections = self.notice.sections
        items += [experiments.tried(each, sections, self._cut) for each in it.tried]
        items += [say(experiments.juncture(each, self._cut)) for each in it.junctures]
        self.said += [sentence(f"{called}: {stands}" if stands else called)] if called else []
        self.said += [sentence(f"Done: {self._cut(each.title)}") for each in it.finished]
        self.said += [self._finding_said(each) for each in it.findings]
        self.said += [experiments.tried_said(each, sections, self._cut) for each in it.tried]
        self.said += [sentence(experiments.juncture(each, self._cut)) for each in it.junctures]
        parts = [paragraph(say(called, bold=True), say(f" · {stands}" if stands else ""))] if called else []
        return rich(*parts, *([bullets(items)] if items else []))

    def _finding(self, it: Finding) -> list[Json]:
        came = self._came(it)
        text = user_text(line(it.text), self.limit) if "learnt" in self.notice.sections else []
        return [
            *say(self._cut(it.question), bold=True),
            *(say(" ") + text if text else []),
            *(say(f" ({came})", italic=True) if came else []),
        ]

    def _finding_said(self, it: Finding) -> str:
        came = self._came(it)
        text = clip(line(it.text), self.limit) if "learnt" in self.notice.sections else ""
        return sentence(" ".join(filter(None, (self._cut(it.question), text, f"({came})" if came else ""))))

    def _came(self, it: Finding) -> str:
        """What it came to."""
        sections = self.notice.sections
        verdict = _VERDICTS[it.verdict] if "learnt" in sections else ""
        decision = _DECISIONS[it.decision] if "decided" in sections else ""
        if decision and it.story:
            decision = f"“{self._cut(it.story)}” {decision}"
        return "; ".join(filter(None, (verdict, decision)))

    def _listed(self, head: str, items: list[str]) -> Json:
        self.said.append(f"{head}: {sentence('; '.join(items))}")
        return rich(paragraph(say(head, bold=True)), bullets([say(each) for each in items]))

    def _need(self, it: Need) -> str:
        named = ", ".join(f"“{self._cut(each)}”" for each in it.what)
        more = f" and {it.count - len(it.what)} more" if it.count > len(it.what) else ""
        match it.kind:
            case "value":
                of = f"{clip(line(it.epic), min(self.limit, _CALLED))}: tell us" if it.epic else "Tell us"
                return f"{of} what this is worth: {named}{more}"
            case "aim":
                return f"Tell us what this is for: {named}{more}"
            case "owner":
                return f"Nobody owns this yet: {named}{more}"
            case "verdict":
                return f"Tell us whether what we found is enough: {named}"
            case "access":
                since = f", expected on {say_day(it.day)}" if it.day else ""
                return f"Access that we still wait for{since}: {named}"

    def _open(self, it: Open) -> str:
        if it.gone:
            return f"a question of {say_day(it.day)}, which was taken back"
        return f"“{self._cut(it.text)}” ({name(it.name)}, {say_day(it.day)})"


def _written(page: Page) -> Iterator[str]:
    for each in page.chapters:
        yield line(each.epic)
        yield from (line(one.title) for one in each.finished)
        for one in each.findings:
            yield from (line(one.question), line(one.text), line(one.story))
        for it in each.tried:
            yield from (line(it.question), line(it.hypothesis), line(it.decision))
        yield from (line(one.text) for one in each.junctures)
    for need in page.needs:
        yield line(need.epic)
        yield from map(line, need.what)
    for asked in page.questions:
        yield line(asked.text)


def _stands(it: Worth) -> str:
    """ "value 13 of 40 done · about 38 % of the work · on course for Q4 2026"."""
    said = [f"value {it.done} of {it.whole} done"] if it.whole else []
    said += (
        [f"about {it.share} % of the work is done"] if it.share is not None and it.course != "done" else []
    )
    if it.course == "done" or it.quarter:
        said.append(_COURSES[it.course].format(it.quarter))
    return " · ".join(said)
