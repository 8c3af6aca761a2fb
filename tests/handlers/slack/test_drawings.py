"""Every notice has a drawing, an example, and stays inside Slack's limits whatever people wrote."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies import CEREMONIES, blocker, standup, survey
from bot.ceremonies.checkpoint import shown as checkpoint
from bot.ceremonies.estimation import notices as estimation
from bot.ceremonies.retro import notices as retro
from bot.ceremonies.sprint import notices as sprint
from bot.model import Dm, MemberId, Notice, Obstacle, Room, RoundId, Standing, Thread
from handlers.slack.draw import DRAWINGS, draw
from handlers.slack.examples import EXAMPLES
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

T = TypeVar("T")
ROUND, DAY = RoundId("r1"), date(2026, 11, 24)
DM = Dm(MemberId("U1"))


def kinds(parent: type[Notice]) -> Iterator[type[Notice]]:
    """Those that are shown: not what several of them have in common."""
    found = [
        kind
        for kind in parent.__subclasses__()
        if kind is getattr(sys.modules[kind.__module__], kind.__name__)  # slots leave a twin behind
    ]
    for kind in found:
        below = list(kinds(kind))
        yield from below or [kind]


def shown(drawing_of: Notice) -> str:
    """All that can be read in the blocks, in their order."""
    return " ".join(limits.words(draw(drawing_of).blocks))


def buttons(notice: Notice) -> list[tuple[str, str, str]]:
    """Label, action and value of each button."""
    return [
        (each["text"]["text"], each["action_id"], each["value"])
        for block in draw(notice).blocks
        if block["type"] == "actions"
        for each in block["elements"]
    ]


def test_every_notice_has_a_drawing_and_an_example() -> None:
    assert CEREMONIES
    assert set(DRAWINGS) == set(kinds(Notice)) == {type(each) for each in EXAMPLES.values()}


@pytest.mark.parametrize("notice", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_is_a_message_that_slack_takes(notice: Notice) -> None:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)


def about_stories(notice: Notice) -> set[str]:
    """The ids of the stories, actions and experiments that its buttons may be about."""
    if isinstance(notice, checkpoint.Card | checkpoint.Ask):
        return {notice.experiment}
    if isinstance(notice, estimation.Result):
        return {each.topic.story for each in notice.lines}
    if isinstance(notice, sprint.Why):
        return {notice.claim.story, f"{notice.round}/{notice.claim.story}"}
    if isinstance(notice, retro.Card):
        return {str(each.round) for each in notice.items}
    return set()


@pytest.mark.parametrize("notice", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_button_carries_only_the_id_of_what_it_is_about(notice: Notice) -> None:
    values = {value for _, _, value in buttons(notice)} - about_stories(notice)
    assert all(re.fullmatch(rf"{notice.round}(/\d+)?", each) for each in values)


standings: st.SearchStrategy[Standing] = st.sampled_from(["open", "acknowledged", "resolved", "withdrawn"])
obstacles = st.builds(
    Obstacle, st.just(ROUND), st.just(MemberId("U1")), texts, st.just(date(2026, 11, 20)), standings, texts
)
asks = st.builds(
    survey.Ask,
    st.just(DM),
    st.just(ROUND),
    texts,
    texts,
    st.just(DAY),
    st.sampled_from(["asked", "answered", "skipped", "away", "over"]),
    st.sampled_from(["Pacific/Auckland", "America/St_Johns", "UTC"]),
    st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 28), timezones=st.just(UTC)),  # noqa: DTZ001
    trial=st.booleans(),
    late=st.booleans(),
)
numbers = st.integers(0, 300)


def few(items: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=3).map(tuple)


digests = st.builds(
    survey.Digest,
    st.just(Room()),
    st.just(ROUND),
    texts,
    st.just(DAY),
    numbers,
    numbers,
    few(st.builds(survey.Line, texts, texts, st.booleans())),
    few(texts),
    few(texts),
    few(texts),
    few(st.tuples(texts, texts)),
    st.booleans(),
    st.booleans(),
)
standups = st.builds(
    standup.Digest,
    st.just(Room()),
    st.just(ROUND),
    digests,
    few(st.builds(standup.Stuck, texts, obstacles)),
)
small = st.one_of(
    asks,
    st.builds(standup.Ask, st.just(DM), st.just(ROUND), asks, few(obstacles).map(lambda some: some * 4)),
    st.builds(
        survey.FullAnswer,
        st.just(Thread("digest")),
        st.just(ROUND),
        texts,
        few(st.tuples(texts, texts)).map(lambda some: some * 2),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        survey.Remind,
        st.just(DM),
        st.just(ROUND),
        texts,
        texts,
        st.just(DAY),
        st.sampled_from(["waiting", "done", "over"]),
    ),
    st.builds(
        survey.Board, st.just(Room()), st.just(ROUND), texts, st.just(DAY), numbers, numbers, st.booleans()
    ),
    st.builds(
        blocker.Card, st.just(Thread("digest")), st.just(ROUND), texts, texts, st.just(DAY), standings, texts
    ),
)


@given(small)
def test_whatever_people_write_slack_takes_it_literally_and_whole(notice: Notice) -> None:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)


def crowded(digest: survey.Digest, times: int) -> survey.Digest:
    """The same digest with so many more people in it."""
    return replace(
        digest,
        lines=digest.lines * times,
        waiting=digest.waiting * times,
        later=digest.later * times,
        skipped=digest.skipped * times,
        away=digest.away * times,
    )


@settings(max_examples=40, deadline=None)  # the largest take a while, mostly to be checked
@given(standups, st.sampled_from([1, 2, 10, 100]), st.sampled_from([1, 5, 100]))
def test_a_digest_of_any_size_fits_one_message(notice: standup.Digest, people: int, blockers: int) -> None:
    digest = crowded(notice.digest, people)
    for each in (digest, replace(notice, digest=digest, blockers=notice.blockers * blockers)):
        drawing = draw(each)
        limits.message(drawing.text, drawing.blocks)


def test_a_prompt_names_the_digest_in_the_members_own_time() -> None:
    assert "Digest at 12:00 your time." in draw(EXAMPLES["prompt"]).text
    assert "Digest on Wed 25 Nov at 01:00 your time." in shown(EXAMPLES["prompt, digest on another day"])


def test_a_prompt_offers_to_answer_and_to_skip() -> None:
    assert buttons(EXAMPLES["prompt"]) == [
        ("Answer", "standup.answer", "round-1"),
        ("Skip today", "standup.skip", "round-1"),
    ]
    assert buttons(EXAMPLES["prompt, answered"]) == [("Edit answer", "standup.answer", "round-1")]
    assert buttons(EXAMPLES["prompt, skipped"]) == [("Answer", "standup.answer", "round-1")]
    assert buttons(EXAMPLES["prompt, over"]) == []


def test_a_prompt_reminds_of_what_is_still_in_the_way() -> None:
    words = shown(EXAMPLES["prompt, blockers carried"])
    assert "Still in your way" in words
    assert "since Mon 23 Nov" in words
    assert "The GPU cluster is full  · since Tue 24 Nov · Mia is on it" in words


def test_a_plain_survey_has_buttons_of_its_own() -> None:
    assert [action for _, action, _ in buttons(EXAMPLES["prompt of a plain survey"])] == [
        "survey.answer",
        "survey.skip",
    ]


def test_reminder_and_board_close_without_buttons() -> None:
    assert [label for label, _, _ in buttons(EXAMPLES["reminder"])] == ["Answer", "Skip today"]
    assert buttons(EXAMPLES["reminder, done"]) == buttons(EXAMPLES["board, over"]) == []
    assert "4 of 7 answered" in shown(EXAMPLES["board"])


def test_the_digest_puts_open_blockers_first() -> None:
    words = shown(EXAMPLES["digest"])
    order = [
        "4 of 5 answered · 2 blockers, 1 resolved",
        "billing",
        "GPU",
        "Labels",
        "Validate",
        "No answer yet: Sam",
    ]
    assert sorted(order, key=words.index) == order


def test_the_digest_says_who_is_missing_and_why() -> None:
    words = shown(EXAMPLES["digest"])
    assert "Asked later: Leo Marsh" in words
    assert "Skipped: Ida Berg" in words
    assert "Away: Ken Ito (Labor Thanksgiving Day), Zoe Hall" in words


def test_the_digest_of_three_hundred_names_how_many_are_left_out() -> None:
    drawing = draw(EXAMPLES["digest, three hundred members"])
    listed = sum(
        len(part["elements"])
        for block in drawing.blocks[4:]
        if block["type"] == "rich_text"
        for part in block["elements"]
    )
    assert f"and {260 - listed} more in the thread" in " ".join(limits.words(drawing.blocks))
    assert "260 of 300 answered" in drawing.text


def test_a_digest_without_answers_says_that_they_may_come() -> None:
    assert "0 of 5 answered" in shown(EXAMPLES["digest, no answers yet"])
    assert "Answers that come later are added here." in shown(EXAMPLES["digest, no answers yet"])


def test_eight_long_answers_are_cut_alike() -> None:
    full = survey.FullAnswer(
        Thread("digest"), ROUND, "Ana", tuple((f"Question {n}?", "x" * 3000) for n in range(8))
    )
    cut = [text for text in limits.words(draw(full).blocks) if text.startswith("x")]
    assert len(cut) == 8
    assert {len(text) for text in cut} == {len(cut[0])}
    assert 1400 < len(cut[0]) < 1500


def test_a_short_answer_leaves_its_room_to_a_long_one() -> None:
    full = survey.FullAnswer(Thread("digest"), ROUND, "Ana", (("Done?", "y" * 3000), ("Next?", "z" * 3000)))
    assert all("…" not in text for text in limits.words(draw(full).blocks))


def test_a_blocker_moves_on_by_its_buttons() -> None:
    assert [(label, action) for label, action, _ in buttons(EXAMPLES["blocker"])] == [
        ("I'm on it", "blocker.acknowledge"),
        ("Resolve", "blocker.resolve"),
    ]
    assert [label for label, _, _ in buttons(EXAMPLES["blocker, acknowledged"])] == ["Resolve", "Hand back"]
    assert [label for label, _, _ in buttons(EXAMPLES["blocker, resolved"])] == ["Reopen"]
    assert "Mia Wong is on it" in draw(EXAMPLES["blocker, acknowledged"]).text


def test_what_was_taken_back_is_not_repeated() -> None:
    card = EXAMPLES["blocker, taken back"]
    assert "billing" not in shown(card) + draw(card).text
    assert buttons(card) == []


def test_a_trial_says_so() -> None:
    for example in ("prompt, trial", "digest, trial"):
        assert "This is a trial: only you see it and nothing of it counts." in shown(EXAMPLES[example])


def test_examples_cover_every_state_of_a_prompt() -> None:
    states = {each.ask.state for each in EXAMPLES.values() if isinstance(each, standup.Ask)}
    assert states == set(get_args(survey.Standing))
