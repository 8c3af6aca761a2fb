"""`/standup report`: the newest answers, as many as fit, whatever people wrote."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import MemberId, Obstacle, RoundId, Said
from handlers.slack.standup.report import Report, draw
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

DAY = date(2026, 11, 24)
QUESTIONS = {"since": "What have you done since last time?", "until": "What will you do until next time?"}


def said(member: str, text: str, day: date = DAY, *, late: bool = False) -> Said:
    return Said(RoundId("R"), MemberId(member), day, {"since": text, "until": ""}, QUESTIONS, late)


def report(*answers: Said, blockers: tuple[Obstacle, ...] = ()) -> Report:
    names = {MemberId(f"U{number}"): f"Person {number}" for number in range(30)}
    return Report("data", 14, answers, names, blockers)


def test_a_day_of_many_long_answers_shows_as_many_as_fit() -> None:
    drawn = draw(report(*(said(f"U{number}", "x" * 800) for number in range(14))))
    shown = str(drawn.blocks)
    assert "Person 0" in shown
    assert "Person 9" in shown
    assert "earlier answers not shown" in shown
    assert drawn.text.endswith("14 answers.")


def test_days_stand_newest_first_with_late_marks_and_without_empty_answers() -> None:
    drawn = draw(
        report(said("U1", "fresh words", late=True), said("U2", "stale words", DAY - timedelta(days=1)))
    )
    shown = str(drawn.blocks)
    assert shown.index("Tue 24 Nov") < shown.index("fresh") < shown.index("Mon 23 Nov") < shown.index("stale")
    assert "(late)" in shown
    assert "until next time" not in shown


def test_nobody_having_answered_is_a_sentence() -> None:
    assert draw(report()).text == "Standup of #data, last 14 days: nobody has answered yet."


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=40))
def test_whatever_people_wrote_stays_inside_slacks_limits(pairs: list[tuple[str, str]]) -> None:
    answers = [
        said("U1", text or "x", DAY - timedelta(days=number)) for number, (text, _) in enumerate(pairs)
    ]
    stuck = tuple(Obstacle(RoundId("B"), MemberId("U1"), text, DAY, "open") for _, text in pairs)
    drawn = draw(report(*answers, blockers=stuck))
    if drawn.blocks:
        limits.message(drawn.text, drawn.blocks)
