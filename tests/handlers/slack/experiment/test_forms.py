"""What the forms of experiments show is what they read back; a stale or hostile one saves nothing."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.book.results import LARGEST
from bot.ceremonies.experiment import Correct, Drop, Experiment, Guardrail, Metric, Setup, TakeOut, Worth
from bot.ceremonies.experiment.setting import altered, checked
from bot.ceremonies.experiment.state import MOST_GUARDRAILS, NAME_TEXT, TEXT, UNIT_TEXT, Ended
from bot.errors import BadInput, NotFound
from bot.model import ChannelId, Epic, EpicId, Measured, MemberId, Story, StoryId
from bot.rounds import show
from bot.shell.experiments import Held
from bot.shell.verdicts import Outcome
from handlers.slack.draw import draw
from handlers.slack.experiment import decide_form, examples, listing, result_form, setup_form
from handlers.slack.experiment.listeners import decided_reply
from handlers.slack.experiment.registering import registered_reply
from handlers.slack.experiment.result_form import Typed
from handlers.slack.experiment.resulting import added_reply
from handlers.slack.experiment.setup_form import SetupForm
from handlers.slack.text import clean
from tests.factories import make_member, utc
from tests.handlers.slack import limits
from tests.handlers.slack.experiment.untouched import slip, untouched
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.test_hostile_words import literal, opened, whispered

Json = dict[str, Any]
ROUND, ADA = examples._ROUND, make_member("Ada")
figures = st.floats(-LARGEST, LARGEST)
words = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="@<>=≤≥-*•–"), min_size=1, max_size=20
)
metrics = st.builds(
    Metric, words, st.text("abc%", max_size=UNIT_TEXT), st.sampled_from(["higher", "lower"]),
    *[st.one_of(st.none(), figures)] * 4,
)  # fmt: skip
rails = st.builds(Guardrail, words, figures, st.sampled_from(["higher", "lower"]), words | st.just(""))
worths = st.builds(
    Worth,
    st.floats(0, LARGEST),
    st.sampled_from(["", "EUR", "K", "kr"]),
    st.one_of(st.none(), st.floats(0, LARGEST)),
)


def form(setup: Setup, **more: Any) -> SetupForm:  # noqa: ANN401
    return SetupForm(ChannelId("C1"), "data", setup, round=ROUND, key="churn-1", **more)


@given(
    words,
    metrics,
    st.lists(rails, max_size=MOST_GUARDRAILS),
    st.none() | worths,
    st.booleans(),
    st.lists(words),
)
@example(
    text="a",
    metric=Metric("f1", "", "higher", -0.0),
    guardrails=[Guardrail("recall", -0.0, "higher")],
    worth=None,
    asks=False,
    lines=[],
)
def test_a_setup_that_is_looked_at_and_saved_is_what_it_was(
    text: str, metric: Metric, guardrails: list[Guardrail], worth: Worth | None, asks: bool, lines: list[str]
) -> None:
    setup = Setup(
        text, text, text, metric, tuple(guardrails), worth, "\n".join(lines)[:TEXT].strip(), text,
        deciders=(MemberId("U1"), MemberId("U2")), checkpoints=asks,
    )  # fmt: skip
    try:
        setup = checked(setup)
    except BadInput:
        return  # it cannot be registered
    view = setup_form.view(form(setup))
    limits.view(view)
    made = setup_form.read(untouched(view))
    assert checked(made.wish.setup) == setup
    state = replace(examples._state, setup=setup)
    assert altered(state, made.wish.setup, ADA, utc("23 12:00"), ()) == state, "nothing was changed"


def test_the_longest_that_can_be_registered_can_be_changed() -> None:
    long = "w" * TEXT
    rail = Guardrail("m" * NAME_TEXT, -1.2345678901234567e-300, "higher", "s" * NAME_TEXT)
    every = tuple(replace(rail, metric=f"{n}{'m' * (NAME_TEXT - 1)}") for n in range(MOST_GUARDRAILS))
    metric = Metric("m" * NAME_TEXT, "u" * UNIT_TEXT, "lower", 0.12345678901234567, 1e15, -1e15, 1e15)
    setup = checked(Setup(long, long, long, metric, every, Worth(1e15, "x" * 10, 1e15), long, long))
    view = setup_form.view(form(setup))
    limits.view(view)
    for block in view["blocks"]:
        element = block.get("element", {})
        assert len(element.get("initial_value", "")) <= element.get("max_length", 3_000)
    assert checked(setup_form.read(untouched(view)).wish.setup) == setup
    limits.view(result_form.add_view(ROUND, replace(examples._state, setup=setup)))


def test_a_closed_epic_and_a_story_that_is_done_stay_chosen() -> None:
    epics = (
        *(Epic(EpicId(f"e{n}"), f"Epic {n}") for n in range(150)),
        Epic(EpicId("its"), "Churn", closed=True),
    )
    stories = tuple(Story(StoryId(f"s{n}"), n + 1, "A story") for n in range(150))
    setup = replace(examples._setup, story=StoryId("s149"), epic="churn")
    view = setup_form.view(form(setup, epics=epics, stories=stories))
    limits.view(view)
    wish = setup_form.read(untouched(view)).wish
    assert (wish.epic, wish.story) == ("its", "s149")


def test_a_result_that_is_looked_at_and_saved_changes_nothing() -> None:
    results = (replace(examples._results[0], value=0.1 + 0.2, days=10 / 3),)
    state = replace(examples._state, results=results)
    read = result_form.read_correct(untouched(result_form.correct_view(ROUND, state, state.results)), state)
    assert read == (ROUND, Correct(1, 0.1 + 0.2, 10 / 3))


def test_a_result_is_read_by_its_number_or_taken_out() -> None:
    view = result_form.correct_view(ROUND, examples._state, examples._results, 2)
    assert result_form.read_correct(untouched(view, value2="79,5", days2=""), examples._state) == (
        ROUND,
        Correct(2, 79.5, None),
    )
    ticked = untouched(view)
    ticked["state"]["values"]["out"] = {"out": {"selected_options": [{"value": "out"}]}}
    assert result_form.read_correct(ticked, examples._state) == (ROUND, TakeOut(2))
    picked = untouched(view)
    picked["state"]["values"]["number"] = {"x": {"selected_option": {"value": "3"}}}
    with pytest.raises(BadInput) as refused:
        result_form.read_correct(picked, examples._state)
    assert refused.value.field == "value3", "what was typed beside another result is not that one's"


def test_a_cost_is_read_in_the_currency_of_the_worth_and_weighs_nothing_alone() -> None:
    view = setup_form.view(form(examples._setup))
    money = {"worth": "500,000 EUR", "cost": "1 000 EUR"}
    assert setup_form.read(untouched(view, **money)).wish.setup.worth == Worth(500_000, "EUR", 1_000)
    for typed, field in (
        ({"worth": "", "cost": "1,000"}, "worth"),
        ({"worth": "1250 TND", "cost": "1,250"}, "cost"),
        ({"worth": "500,000 EUR", "cost": "1,000 USD"}, "cost"),
    ):
        with pytest.raises(BadInput) as refused:
            setup_form.read(untouched(view, **typed))
        assert refused.value.field == field


def test_what_is_typed_behind_a_number_reaches_the_form_and_is_not_dropped() -> None:
    assert result_form.typed_of([]) == Typed()
    assert result_form.typed_of(["86", "%", "5", "days"]) == Typed("86 %", "5 days")
    assert result_form.typed_of(["0.8", "500,000", "EUR"]) == Typed("0.8", "500,000 EUR")


def add(state: Experiment, **typed: str) -> Json:
    return untouched(result_form.add_view(ROUND, state), **typed)


def test_what_is_typed_of_a_result_is_reported_with_what_is_watched() -> None:
    [rail] = examples._setup.guardrails
    typed = {"value": "81,5 %", "days": "2.5", "interval": "80 to 83", result_form.watched(rail): "0.72"}
    report = result_form.read_added(add(examples._state, **typed, note=" More\ncalls "), examples._state)
    assert report.measured == (Measured("F1", 81.5, 80, 83), Measured("recall", 0.72, subset="de"))
    assert (report.days, report.note, report.experiment) == (2.5, "More\ncalls", "churn-1")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "good"}, "value"),
        ({"value": "80", "days": "a few"}, "days"),
        ({"value": "80", "interval": "79 to"}, "interval"),
        ({"value": "80", "interval": "79"}, "interval"),
        ({"value": "80", "days": "500,000 EUR"}, "days"),
        ({"value": "80", result_form.watched(examples._setup.guardrails[0]): "72 %"},
         result_form.watched(examples._setup.guardrails[0])),
        ({"value": "80", result_form.watched(examples._setup.guardrails[0]): "-"},
         result_form.watched(examples._setup.guardrails[0])),
    ],
)  # fmt: skip
def test_each_slip_is_told_at_its_field(typed: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        result_form.read_added(add(examples._state, **typed), examples._state)
    assert refused.value.field == field


def test_a_number_typed_for_one_guardrail_is_never_anothers() -> None:
    """Somebody changed what is watched while the form was open."""
    one, other = Guardrail("recall", 0.7), Guardrail("latency", 200, "lower")
    before = replace(examples._state, setup=replace(examples._setup, guardrails=(one, other)))
    payload = add(before, value="80", **{result_form.watched(one): "0.8"})
    swapped = replace(before, setup=replace(before.setup, guardrails=(other, replace(one, limit=0.6))))
    assert result_form.read_added(payload, swapped).measured[1:] == (Measured("recall", 0.8),)
    gone = replace(before, setup=replace(before.setup, guardrails=(other,)))
    with pytest.raises(BadInput, match="changed meanwhile"):
        result_form.read_added(payload, gone)


@pytest.mark.parametrize("chosen", ["proved", "disproved", "inconclusive"])
def test_a_verdict_comes_with_what_was_said_to_follow(chosen: str) -> None:
    view = decide_form.view(ROUND, examples._state, chosen)
    limits.view(view)
    round_, outcome = decide_form.read(untouched(view, decision="We call"))
    assert round_ == ROUND
    assert isinstance(outcome, Outcome)
    follow = {
        "proved": ["Ship the model to the sales desk", "Watch it for drift"],
        "disproved": ["Ask customers who left"],
    }
    assert (outcome.verdict, [each.title for each in outcome.stories]) == (chosen, follow.get(chosen, []))


def test_given_up_says_why_and_a_verdict_must_be_one() -> None:
    view = decide_form.view(ROUND, examples._state, "dropped")
    assert decide_form.read(untouched(view, decision="No data")) == (ROUND, Drop("No data"))
    with pytest.raises(BadInput) as refused:
        decide_form.read(untouched(view, verdict="maybe", decision="x"))
    assert refused.value.field == "verdict"
    limits.view(decide_form.view(ROUND, examples._state, "<!channel>"))


@pytest.mark.parametrize("note", ["", "{}", '{"round": 7, "channel": 7}', "[]", "null", "{"])
def test_a_stale_form_saves_nothing(note: str) -> None:
    payload = {
        "private_metadata": note,
        "state": {"values": {"number": {"x": {"selected_option": {"value": "1"}}}}},
    }
    correct = partial(result_form.read_correct, state=examples._state)
    for read in (setup_form.read, correct, result_form.round_of, decide_form.read):
        with pytest.raises(NotFound):
            read(payload)


def saved(payload: Json) -> Setup:
    return checked(setup_form.read(payload).wish.setup)


@given(texts, texts)
def test_whatever_is_typed_is_read_or_refused(one: str, other: str) -> None:
    view = setup_form.view(form(examples._setup))
    for block in view["blocks"]:
        if block.get("element", {}).get("type") != "plain_text_input":
            continue
        payload = untouched(view, **{block["block_id"]: one})
        if refused := slip(partial(saved, payload)):
            assert setup_form.FIELDS.get(refused.field) or refused.field in setup_form.FIELDS.values()
        else:
            limits.view(setup_form.view(form(saved(payload))))
    for typed in ({"value": one}, {"value": "80", "days": one}, {"value": "80", "interval": other}):
        refused = slip(partial(result_form.read_added, add(examples._state, **typed), examples._state))
        assert refused is None or refused.field in typed
    stories = untouched(decide_form.view(ROUND, examples._state, "proved"), **{"stories.proved": one})
    refused = slip(partial(decide_form.read, stories))
    assert refused is None or refused.field == "stories.proved"


def of_words(one: str, other: str) -> Experiment:
    """All that people may write is this."""
    state = examples._state
    metric = replace(state.setup.metric, name=one, unit=other)
    setup = Setup(
        one, other, one, metric, (Guardrail(one, 0.9, "higher", other),), Worth(5, one, 2), other, one,
        StoryId("s1"), 12, other,
    )  # fmt: skip
    results = tuple(
        replace(
            each, commit=one, data=other, model=one, note=other, source=one, by_name=other,
            guarded=(Measured(one, 0.1, subset=other),),
        )
        for each in state.results
    )  # fmt: skip
    ended = Ended(state.opened_at, ADA.id, other, one, "proved", (1, 2))
    changes = tuple(
        replace(each, before=one, after=other, by_name=one) for each in examples._changed.changes * 9
    )
    return replace(
        state, team=other, owner_name=one, setup=setup, results=results, gone=results[:1], changes=changes,
        verdicts=(ended,),
    )  # fmt: skip


@settings(max_examples=40)
@given(texts, texts)
def test_no_message_no_form_and_no_reply_carries_words_as_anything_but_words(one: str, other: str) -> None:
    state = of_words(one, other)
    for each in (state, replace(state, ended=state.verdicts[0])):
        held = examples._held(each)
        held = Held(replace(held.team, name=clean(other)[:80] or "x"), held.round)
        for notice in show(held.round).values():
            drawing = draw(notice)
            limits.message(drawing.text, drawing.blocks)
            literal(drawing.blocks)
            limits.unparsed(drawing.text)
        for reply in (registered_reply(held), added_reply(held), decided_reply(held)):
            whispered(reply)
            opened(reply.as_modal())
        opened(listing.view(held, MemberId("U1"), moves=True))
        for view in (
            setup_form.view(
                form(each.setup, epics=(Epic(EpicId("e1"), one),), stories=(Story(StoryId("s1"), 12, other),))
            ),
            result_form.add_view(ROUND, each),
            result_form.correct_view(ROUND, each, each.results),
            *(decide_form.view(ROUND, each, chosen) for chosen in ("", "proved", "disproved", "dropped")),
        ):
            opened(view)


def test_a_value_that_was_typed_for_the_old_name_is_not_taken_for_the_new_one() -> None:
    typed = untouched(result_form.add_view(ROUND, examples._state), value="0.8")
    assert result_form.read_added(typed, examples._state).measured[0].value == 0.8
    with pytest.raises(BadInput, match="It is called macro F1 by now") as refused:
        result_form.read_added(typed, examples._renamed)
    assert refused.value.field == result_form.VALUE
