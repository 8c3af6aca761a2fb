"""`/spike report`: what it shows, whatever people wrote, and its picture when that is there."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.boxes import DECISIONS, report
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.model import (
    Bar,
    BoxesUsed,
    ChannelId,
    Picture,
    Round,
    RoundId,
    SpikeEnded,
    SpikePast,
    Verdict,
)
from handlers.slack.desk import Command, Envelope, Reply
from handlers.slack.pictures import Pictures
from handlers.slack.spike.report import look_back, picture, read_days_back, view
from tests.handlers.slack import limits
from tests.handlers.slack.door import ANN, HERE, NOW, ROOM, Door, trigger
from tests.handlers.slack.hostile import texts

Json = dict[str, Any]
HOUR = timedelta(hours=1)
IMAGE = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Box against used time."}
ENDED = SpikeEnded(
    "Can we join the ledgers?",
    ANN,
    None,
    3 * HOUR,
    2.5 * HOUR,
    0,
    "answered",
    "disproved",
    "By customer and day, yes.",
    (),
    NOW - 26 * HOUR,
    NOW - HOUR,
    ANN,
)


def past(
    number: int | None = None,
    before: int | None = None,
    after: int | None = None,
    **more: Any,  # noqa: ANN401 — fields of SpikeEnded
) -> SpikePast:
    return SpikePast(replace(ENDED, **more), number, before, after)


def shown(*pasts: SpikePast, image: Json | None = None) -> Json:
    return view(report(pasts), "data", 90, pasts, image)


def words(*pasts: SpikePast) -> str:
    return " ".join(limits.words(shown(*pasts)["blocks"]))


@pytest.mark.parametrize(
    ("said", "days"),
    [("", 90), ("  ", 90), ("30d", 30), ("30 d", 30), ("1 day", 1), ("14 Days", 14), ("366d", 366)],
)
def test_days_are_read_as_people_write_them(said: str, days: int) -> None:
    assert read_days_back(said) == days


@pytest.mark.parametrize("said", ["0d", "367d", "soon", "30", "30d 40d", "<!channel>", "-3d", "x" * 500])
def test_other_words_are_refused_with_examples(said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_days_back(said)
    assert "is not understood. Try `/spike report`, `/spike report 30d`" in refused.value.sentence
    assert len(refused.value.sentence) < 200


def test_a_report_says_how_boxes_held_what_was_decided_and_what_it_did_to_estimates() -> None:
    said = words(
        past(12, None, 5, decision="estimable", verdict="proved"),
        past(13, 8, 5, decision="split", verdict="proved"),
        past(grown=1, used=4 * HOUR, box=4 * HOUR, verdict="open"),
        past(),
    )
    assert "Spikes of #data, last 90 days" in said
    assert "3 of 4 spikes kept to the first box." in said
    assert "In the median, 83 % of the box was used." in said
    assert "Answered: 2 Can be estimated now: 1 Split into smaller stories: 1" in said
    assert "Hypotheses : 2 proved, 1 disproved, 1 open" in said
    assert "#12: no estimate → 5 #13: 8 → 5" in said
    assert "Another spike" not in said


def test_what_nobody_had_is_not_spoken_of() -> None:
    said = words(past(verdict=""))
    assert "Hypothes" not in said
    assert "Estimates" not in said
    assert "hypothesis" not in said


def test_each_spike_stands_with_its_time_its_decision_and_the_beginning_of_its_finding() -> None:
    said = words(past(finding="x" * 300, grown=2))
    assert "1. Can we join the ledgers?" in said
    assert "2 h 30 min of 3 h · extended 2 times · Answered · hypothesis disproved" in said
    assert f"{'x' * 199}…" in said


def test_the_newest_of_many_are_listed_by_the_numbers_that_they_have_in_the_picture() -> None:
    pasts = [past(question=f"Question {number}") for number in range(25)]
    said = words(*pasts)
    assert "1. Question 24" in said
    assert "20. Question 5" in said
    assert "21. " not in said
    assert "5 earlier spikes counted above and not listed." in said
    drawn = picture(pasts)
    assert len(drawn.bars) == 20
    assert drawn.bars[0] == Bar("1. Question 24", 3, 2.5)


def test_the_picture_stands_below_the_counts() -> None:
    blocks = shown(past(), image=IMAGE)["blocks"]
    assert [each["type"] for each in blocks[:3]] == ["header", "rich_text", "image"]
    assert [each for each in blocks if each != IMAGE] == shown(past())["blocks"]


verdicts: st.SearchStrategy[Verdict] = st.sampled_from(get_args(Verdict))
pasts = st.builds(
    past,
    st.none() | st.integers(1, 99_999),
    st.none() | st.integers(1, 1000),
    st.none() | st.integers(1, 1000),
    question=texts,
    finding=texts,
    decision=st.sampled_from(DECISIONS),
    verdict=verdicts,
    grown=st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pasts, min_size=1, max_size=40), texts)
def test_whatever_people_wrote_stays_inside_slacks_limits(found: list[SpikePast], team: str) -> None:
    limits.view(view(report(found), team, 90, found))
    assert all(len(each.label) <= 80 for each in picture(found).bars)


def test_very_many_stories_stay_inside_slacks_limits() -> None:
    found = [past(number, 8, 5, finding="&" * 300, question="&" * 300) for number in range(1, 400)]
    limits.view(shown(*found))
    assert "and 369 more" in words(*found)


def asked(rest: str = "", channel: str = ROOM) -> Command:
    envelope = Envelope(HERE, ANN, "ann", ChannelId(channel), trigger())
    return Command(envelope, "spike", "report", rest, "data")


async def ended(door: Door, entry: SpikeEnded = ENDED) -> None:
    def write(ledger: Ledger) -> None:
        team = ledger.roster.team_in(HERE, ROOM)
        assert team
        round_: Round[Any] = Round(RoundId(uuid4().hex), HERE, team.id, "spike", "o", NOW, None)
        ledger.history.write(round_, [entry])

    await door.store.run(write)


def views(door: Door) -> list[tuple[str, Json]]:
    """The modals that Slack was asked to show, and how."""
    found = [(how, said["view"]) for how, said in door.client.calls if how.startswith("views.")]
    return [(how, json.loads(shown) if isinstance(shown, str) else shown) for how, shown in found]


def opens(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack gives a modal that it opens an id."""
    answer = door.client.api_call

    async def call(api_method: str, **arguments: Any) -> Any:  # noqa: ANN401
        said = await answer(api_method, **arguments)
        said.data["view"] = {"id": "V1"}
        return said

    monkeypatch.setattr(door.client, "api_call", call)


async def test_where_none_has_ended_it_says_how_to_start_one(door: Door) -> None:
    for where in (asked("30d"), asked("30d", "C404")):
        said = await look_back(door.desk, where)
        assert said == Reply("No spike ended here in the last 30 days. `/spike` starts one.")
    await ended(door, replace(ENDED, ended_at=NOW - timedelta(days=31)))
    assert isinstance(await look_back(door.desk, asked("30d")), Reply)
    assert await look_back(door.desk, asked("32d")) is None


async def test_the_words_come_first_and_the_picture_when_it_is_there(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Picture] = []

    async def image(_self: Pictures, _client: object, picture: Picture) -> Json:
        drawn.append(picture)
        return IMAGE

    monkeypatch.setattr(Pictures, "image", image)
    opens(door, monkeypatch)
    await ended(door)
    assert await look_back(door.desk, asked()) is None
    await door.desk.drain()
    (first, before), (then, after) = views(door)
    assert (first, then) == ("views.open", "views.update")
    assert IMAGE not in before["blocks"]
    assert [each for each in after["blocks"] if each != IMAGE] == before["blocks"]
    assert IMAGE in after["blocks"]
    assert drawn == [BoxesUsed((Bar("1. Can we join the ledgers?", 3, 2.5),))]


async def test_without_a_picture_the_words_stand_alone(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    async def image(_self: Pictures, _client: object, _picture: Picture) -> None:
        return None

    monkeypatch.setattr(Pictures, "image", image)
    await ended(door)
    await look_back(door.desk, asked())
    await door.desk.drain()
    assert [how for how, _ in views(door)] == ["views.open"]
