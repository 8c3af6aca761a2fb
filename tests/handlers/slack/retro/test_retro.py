"""Retros on Slack: whatever people wrote is words, within Slack's limits, and forms trust nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.book.grouping import suggest
from bot.ceremonies.retro import Note, Phase, PutTogether, Retro, Settings, TakeApart
from bot.ceremonies.retro.formats import FORMATS, columns_of, read_columns, split
from bot.ceremonies.retro.notices import Rest
from bot.ceremonies.retro.shown import THEMES, show
from bot.ceremonies.retro.state import (
    MOST_DOTS,
    MOST_NOTES,
    NOTE_TEXT,
    Beat,
    Earlier,
    Item,
    Pulse,
    Theme,
)
from bot.errors import BadInput, NotFound
from bot.model import MemberId, Notice, RoundId, Team, TeamId
from bot.model.team import ChannelId, WorkspaceId
from bot.shell.retros import Token
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from handlers.slack.retro import action_form, drawings, group_form, note_form, setup_form, vote_form
from handlers.slack.retro.examples import _closed, _group
from handlers.slack.retro.note_form import Written
from handlers.slack.text import clean
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened, whispered

Json = dict[str, Any]
ROUND, ADA = RoundId("round-1"), MemberId("UADA")
AT, DAY = datetime(2026, 11, 27, 14, tzinfo=UTC), date(2026, 11, 27)
PHASES: tuple[Phase, ...] = ("collect", "group", "vote", "discuss", "actions", "closed")


def shown(notice: Notice) -> None:
    drawing = draw(notice)
    limits.message(drawing.text, drawing.blocks)
    literal(drawing.blocks)
    limits.unparsed(drawing.text)


def make_retro(phase: Phase, notes: list[str], said: str, *, named: bool = False, columns: int = 0) -> Retro:
    """One in which everybody writes the same kind of things."""
    kept = tuple(
        Note(f"{number:03d}", "c1", text[:NOTE_TEXT], ADA if named else None, said if named else "")
        for number, text in enumerate(notes)
    )
    themes = tuple(
        Theme(number, each.text[:100], (each.id,), number % 4, Earlier(DAY, said[:100]))
        for number, each in enumerate(kept, start=1)
    )
    items = tuple(
        Item(
            number,
            said[:300] or "-",
            ADA,
            said,
            DAY,
            "",
            RoundId(f"a{number}"),
            "open",
            said[:300],
            carried=number % 2 == 0,
        )
        for number in range(1, 8)
    )
    return Retro(
        said,
        "Europe/London",
        Settings(
            "custom",
            tuple(f"{clean(said)[:30]} {each}" for each in range(columns or 1)),
            pulse=said[:150],
            anonymous=not named,
        ),
        ADA,
        said,
        AT,
        phase,
        AT,
        AT,
        DAY,
        notes=kept,
        themes=themes if phase != "collect" else (),
        voters=len(kept),
        topics=tuple(each.number for each in themes[:5]) if phase in {"discuss", "actions", "closed"} else (),
        items=items,
        pulse=Pulse(said[:150], 9, (1, 2, 3, 2, 1)),
        trend=tuple(Beat(DAY, 3.0, 9) for _ in range(12)),
        closed_at=AT if phase == "closed" else None,
    )


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(PHASES), st.lists(texts, max_size=8), texts, st.booleans())
def test_what_people_wrote_is_words_in_every_phase(
    phase: Phase, notes: list[str], said: str, named: bool
) -> None:
    state = make_retro(phase, notes, said, named=named, columns=3)
    for each in show(ROUND, state).values():
        shown(each)
    whispered(Reply(drawings.stands(state)))


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    "text", ["&" * NOTE_TEXT, "<!channel> " * 90, "\U0001f469\u200d\U0001f4bb" * 300, "word " * 200]
)
def test_three_hundred_of_the_longest_notes_fit(phase: Phase, text: str) -> None:
    state = make_retro(phase, [f"{number} {text}" for number in range(MOST_NOTES)], "A & B" * 40, columns=6)
    for each in show(ROUND, state).values():
        shown(each)


def test_no_note_is_lost_between_messages() -> None:
    state = make_retro("group", [f"<{number:03d}> {'&' * 900}" for number in range(MOST_NOTES)], "x")
    drawn = json.dumps(
        [draw(each).blocks for name, each in show(ROUND, state).items() if name.startswith("notes")]
    )
    assert all(f"<{number:03d}> " in drawn for number in range(MOST_NOTES))


@settings(deadline=None, max_examples=30)
@given(st.lists(texts, min_size=2, max_size=6), texts)
def test_forms_show_words_only(notes: list[str], said: str) -> None:
    state = make_retro("group", notes, said)
    team = Team(TeamId("T"), WorkspaceId("W"), ChannelId("C"), said, "Europe/London")
    groups = suggest([(each.id, each.text) for each in state.notes])
    for view in (
        group_form.view(ROUND, state, groups, said),
        vote_form.view(ROUND, state),
        action_form.view(ROUND, state, 1, DAY),
        note_form.view(team, columns_of(state.settings), nameless=True, text=said),
        setup_form.begin_view(ChannelId("C"), said[:80], state.settings, waiting=True),
        setup_form.setup_view(ChannelId("C"), said[:80], DAY),
    ):
        opened(view)
    whispered(
        note_form.saved(Token(ROUND, "n", AT, "s"), Written(said, said[:40], nameless=True, later=True), said)
    )


def test_three_hundred_themes_may_be_chosen_in_every_form() -> None:
    state = make_retro("vote", ["word " * 30] * MOST_NOTES, "x")
    state = replace(state, settings=replace(state.settings, dots=MOST_DOTS))
    for view in (vote_form.view(ROUND, state), group_form.view(ROUND, state, ())):
        opened(view)
        options = [
            option["value"]
            for block in view["blocks"]
            for option in block.get("element", {}).get("options", [])
            if option["value"].isdecimal()
        ]
        assert {int(each) for each in options} == set(range(1, MOST_NOTES + 1))


# What is read of them.


def view_of(values: Json, **note: object) -> Json:
    return {"private_metadata": json.dumps(note), "state": {"values": values}}


def chosen(value: str) -> Json:
    return {"x": {"selected_option": {"value": value}}}


def typed(value: str) -> Json:
    return {"x": {"value": value}}


def ticked(*values: str) -> Json:
    return {"x": {"selected_options": [{"value": each} for each in values]}}


def test_a_token_says_what_it_said() -> None:
    token = Token(ROUND, "41", AT, "seal")
    assert note_form.read_token(note_form.carried(token)) == token


@pytest.mark.parametrize(
    "value", ["", "a/b", "a/b/c/d", "a/b/99999999999999999999/d", "a/b/-1e9/d", "a/b/1/d/e", "a/b/\u0663.5/d"]
)
def test_what_is_no_token_is_none(value: str) -> None:
    with pytest.raises(NotFound):
        note_form.read_token(value)


def test_a_note_is_read_with_its_column() -> None:
    view = view_of({"column": chosen("stop"), "text": typed(" deploys ")}, team="T1", signed=1, near=0)
    assert note_form.read(view) == note_form.Made(TeamId("T1"), "stop", "deploys", signed=True)
    other = view_of({"column": chosen(note_form.ANY), "text": typed("x")}, team="T1", signed=0, near=1)
    assert note_form.read(other).column == ""
    with pytest.raises(NotFound):
        note_form.read(view_of({"text": typed("x")}))


@pytest.mark.parametrize(
    ("said", "column", "text"),
    [
        ("stop: deploys", "stop", "deploys"),
        ("Continue:pairing", "go_on", "pairing"),
        ("STOP :  it", "stop", "it"),
        ("https://x.example: look", "", "https://x.example: look"),
        ("stop:", "stop", ""),
        ("we stop: it", "", "we stop: it"),
    ],
)
def test_a_word_before_a_colon_names_the_column(said: str, column: str, text: str) -> None:
    assert split(FORMATS["start"].columns, said) == (column, text)


def test_the_sailboats_columns_are_named_by_their_first_word() -> None:
    assert split(FORMATS["boat"].columns, "rocks: quota") == ("rocks", "quota")


@pytest.mark.parametrize(
    "lines", [[], ["  "], ["x" * 41], ["Data", "data"], ["a", "b", "c", "d", "e", "f", "g"]]
)
def test_columns_that_cannot_be_meant_are_refused(lines: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        read_columns(lines)
    assert refused.value.field == "columns"


def begin(**more: Json) -> Json:
    values = {
        "format": chosen("start"),
        "columns": typed(""),
        "pace": chosen("hand"),
        "dots": chosen("3"),
        "actions": chosen("3"),
        "names": ticked(),
        "pulse": typed(""),
        "until": {"x": {"selected_time": "14:00"}},
        "until_day": {"x": {}},
    }
    return view_of(values | more, channel="C1", name="data")


def test_a_form_left_as_it_is_begins_a_usual_retro() -> None:
    made = setup_form.read_begin(begin())
    assert (made.channel, made.until) == ("C1", None)
    assert made.settings == Settings(after=0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "?"),
        ("pace", "never"),
        ("dots", "0"),
        ("dots", "11"),
        ("dots", "\u0663"),
        ("actions", "99"),
        ("actions", ""),
    ],
)
def test_a_choice_that_is_none_of_ours_is_refused(field: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        setup_form.read_begin(begin(**{field: chosen(value)}))
    assert refused.value.field == field


def test_names_pulse_and_columns_are_read() -> None:
    made = setup_form.read_begin(
        begin(
            format=chosen("custom"),
            columns=typed("Data\n Models \n"),
            names=ticked("signed"),
            pulse=typed("How  was it?"),
            until_day={"x": {"selected_date": "2026-12-01"}},
        )
    )
    assert made.until == (date(2026, 12, 1), time(14))
    assert made.settings == Settings(
        "custom", ("Data", "Models"), 0, time(14), anonymous=False, pulse="How was it?"
    )


def test_what_is_grouped_is_read_from_all_fields() -> None:
    values = {
        "themes.7.0": ticked("1", "2", "x"),
        "themes.7.100": ticked("101"),
        "title.7": typed("Deploys"),
        "apart.7": ticked(),
    }
    assert group_form.read(view_of(values, round="r", turn=7)) == ("r", PutTogether((1, 2, 101), "Deploys"))
    with pytest.raises(BadInput, match="the one"):
        group_form.read(view_of(values | {"apart.7": ticked("yes")}, round="r", turn=7))
    one = {"themes.7.0": ticked("4"), "title.7": typed(""), "apart.7": ticked("yes")}
    assert group_form.read(view_of(one, round="r", turn=7)) == ("r", TakeApart(4))


def test_a_ballot_gives_a_theme_for_each_dot() -> None:
    values = {"dot1": chosen("2"), "dot2": chosen("2"), "dot3": {"x": {}}}
    assert vote_form.read(view_of(values, round="r")) == ("r", (2, 2))
    assert vote_form.read(view_of({"dot1": {"x": {}}}, round="r")) == ("r", ())


def test_the_form_shown_again_has_fields_of_other_names() -> None:
    other = replace(_group, themes=_group.themes[1:])
    first, second = group_form.view(ROUND, _group, ()), group_form.view(ROUND, other, ())
    names = [
        {block["block_id"] for block in view["blocks"] if "block_id" in block} for view in (first, second)
    ]
    assert names[0] & names[1] == set()


def test_the_digest_tells_the_pulse_only_where_it_may_be_shown() -> None:
    few = replace(_closed, pulse=Pulse("How was it?", 4))
    said = draw(show(ROUND, few)["digest"]).text
    assert "4 answers: fewer than five are not shown." in said
    many = draw(show(ROUND, _closed)["digest"]).text
    assert "3.7 of 5, 6 answers. Before: Fri 30 Oct: 3.2, Fri 13 Nov: 3.5." in many


def test_the_digest_of_a_quiet_a_usual_and_a_huge_fortnight() -> None:
    quiet = replace(_closed, notes=(), themes=(), topics=(), items=(), pulse=None, trend=(), voters=0)
    assert draw(show(ROUND, quiet)["digest"]).text.startswith(
        "Retro · Fri 27 Nov. Nobody wrote a note. In figures, Sat 14 Nov to Fri 27 Nov."
    )
    usual = draw(show(ROUND, _closed)["digest"]).text
    assert usual.startswith(
        "Retro · Fri 27 Nov. What stood out: 6 dots, Deploys (2 notes · on Fri 30 Oct: “Deploys took a day”);"
        " 4 dots, Data access comes late; 3 dots, “No read access to the billing tables”"
    )
    assert "Agreed: Deploy from CI, on Tuesdays (Diego Ramos, by Fri 4 Dec);" in usual
    assert "Standups: 51 of 58 answered in 10 standups." in usual
    huge = make_retro("closed", [f"{number} {'&' * 990}" for number in range(MOST_NOTES)], "A & B <x> " * 30)
    huge = replace(huge, figures=_closed.figures)
    for name, each in show(ROUND, huge).items():
        if name.startswith(("digest", "rest")):
            shown(each)
    rest = [each for name, each in show(ROUND, huge).items() if name.startswith("rest")]
    assert sum(len(each.themes) for each in rest if isinstance(each, Rest)) == MOST_NOTES - THEMES
