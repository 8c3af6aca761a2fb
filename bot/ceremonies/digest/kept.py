"""What of a digest goes into the team's export, and what is left of it where a member has their own erased."""

from collections.abc import Iterator
from dataclasses import replace

from bot.ceremonies.digest.rules import gone
from bot.ceremonies.digest.state import Digest
from bot.model import MemberId, Record, Round


def record(round_: Round[Digest]) -> tuple[Record, ...]:
    """A line for each thing that it told."""
    state = round_.state
    rows = _rows(state) if not state.empty else iter([("nothing", "", "", "", "")])
    return tuple(
        Record(
            "digests",
            {
                "digest": round_.id,
                "since": state.since,
                "until": state.until,
                "part": part,
                "epic": epic,
                "title": title,
                "text": text,
                "decision": decision,
            },
        )
        for part, epic, title, text, decision in rows
    )


def _rows(state: Digest) -> Iterator[tuple[str, str, str, str, str]]:
    for finding in state.findings:
        yield "learnt", finding.epic, finding.question, finding.text, finding.decision
    for tried in state.tried:
        yield "tried", tried.epic, tried.question, f"{tried.hypothesis}: {tried.verdict}", tried.decision
    for juncture in state.junctures:
        yield "decided", juncture.epic, "", juncture.standing, juncture.text
    for finished in state.finished:
        yield "done", finished.epic, finished.title, "", ""
    for worth in state.worth:
        yield "worth", worth.epic, "", f"value {worth.done} of {worth.whole}", ""
    for need in state.needs:
        yield "needed", need.epic, need.kind, "; ".join(need.what), ""


def erase(state: Digest, member: MemberId) -> Digest:
    """Without what they found or asked."""
    return replace(
        state,
        findings=tuple(
            replace(each, text="", by=None) if each.by == member else each for each in state.findings
        ),
        questions=tuple(gone(each) if each.asker == member else each for each in state.questions),
    )
