"""The form in which a standup is set up and changed."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies import standup
from bot.ceremonies.survey import Question, Settings
from bot.errors import BadInput, NotFound
from bot.model import WEEKDAYS, ChannelId, MemberId, PlanId, Schedule
from bot.plans import Wish
from handlers.slack.standup.setup_form import Setup, SetupForm, read, saved_view, view
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.submitted import Json, block, labels, submitted

TODAY = date(2026, 11, 23)
NEW = SetupForm(
    "C0DATA",
    "data-science",
    ("Europe/London", "Pacific/Auckland"),
    "Europe/London",
    Schedule(WEEKDAYS, time(9, 30), TODAY),
    Settings(standup.QUESTIONS),
    None,
    many=False,
    plan=None,
    today=TODAY,
)
EVERYONE = "everyone in #data-science, and whoever joins later."


def refused(**values: object) -> str:
    """Which field is complained about."""
    with pytest.raises(BadInput) as refusal:
        read(submitted(view(NEW), **values))
    return refusal.value.field


def test_what_is_left_alone_is_a_standup_on_weekdays() -> None:
    assert read(submitted(view(NEW))) == Setup(
        ChannelId("C0DATA"),
        "data-science",
        None,
        many=False,
        wish=Wish("standup", NEW.schedule, NEW.settings, "Europe/London"),
    )


def test_the_important_things_come_first() -> None:
    assert labels(view(NEW)) == [
        "Questions",
        "Blockers question",
        "Days",
        "Time",
        "Who",
        "Digest at",
        "Time zone",
        "Team time zone",
        "Ask by",
        "Reminders",
        "Every",
        "Starting on",
        "Holidays",
    ]


def test_everything_that_is_filled_in_is_read() -> None:
    made = read(
        submitted(
            view(NEW),
            questions="- Learnt?\nNext?\n\n Mood? ",
            blockers=None,
            days=["6", "1"],
            time="17:05",
            who=["U2", "U1", "U2"],
            digest="08:00",
            zone="one",
            where="channel",
            reminders=["240", "30"],
            every="2",
            anchor="2026-12-01",
            team_zone="Pacific/Auckland",
            holidays=["holidays"],
        )
    )
    asked = (Question("since", "Learnt?"), Question("until", "Next?"), Question("q3", "Mood?"))
    assert made.wish == Wish(
        "standup",
        Schedule((1, 6), time(17, 5), date(2026, 12, 1), 2, "Pacific/Auckland", holidays=True),
        Settings(asked, "channel", (30, 240), time(8)),
        "Pacific/Auckland",
        (MemberId("U2"), MemberId("U1")),
    )


def test_a_form_that_is_opened_again_shows_what_was_saved() -> None:
    made = read(submitted(view(NEW), days=["0"], zone="one", reminders=[], every="3", holidays=["holidays"]))
    form = replace(NEW, schedule=made.wish.schedule, settings=made.wish.settings, plan=PlanId("p1"))
    again = read(submitted(view(form)))
    assert (again.wish, again.plan) == (made.wish, PlanId("p1"))


def test_without_a_first_day_weeks_are_counted_from_today() -> None:
    assert read(submitted(view(NEW), anchor=None)).wish.schedule.anchor == TODAY


def test_unusual_settings_of_an_older_plan_are_kept() -> None:
    form = replace(
        NEW, schedule=replace(NEW.schedule, every=9), settings=replace(NEW.settings, reminders=(45, 60))
    )
    wish = read(submitted(view(form))).wish
    assert (wish.schedule.every, wish.settings.reminders) == (9, (45, 60))


def test_people_have_to_be_chosen_in_a_large_channel() -> None:
    large = view(replace(NEW, many=True))
    assert block(large, "who")["optional"] is False
    with pytest.raises(BadInput) as refusal:
        read(submitted(large))
    assert refusal.value.field == "who"
    assert read(submitted(large, who=["U1"])).many


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"many": True}, "Pick who is asked: #data-science has too many people to ask everyone."),
        ({"everyone": True, "many": True}, f"Empty, as it is now: {EVERYONE}"),
        ({"everyone": True, "people": ("U1", "U2")}, f"Left as it is, or empty: {EVERYONE}"),
        ({"people": ("U1", "U2")}, f"Empty: {EVERYONE}"),
    ],
)
def test_what_it_means_to_pick_nobody_is_said(changes: dict[str, Any], hint: str) -> None:
    assert block(view(replace(NEW, **changes)), "who")["hint"]["text"] == hint


def test_everyone_stays_everyone_in_a_large_channel() -> None:
    form = view(replace(NEW, many=True, everyone=True, plan=PlanId("p1")))
    assert block(form, "who")["optional"] is True
    made = read(submitted(form))
    assert (made.wish.people, made.many) == (None, True)
    assert read(submitted(form, who=["U1"])).wish.people == (MemberId("U1"),)


def test_everyone_who_was_filled_in_is_everyone_and_whoever_was_picked_is_not() -> None:
    all_ = view(replace(NEW, everyone=True, people=("U1", "U2")))
    for left in (["U1", "U2"], ["U2", "U1"], []):
        assert read(submitted(all_, who=left)).wish.people is None
    assert read(submitted(all_, who=["U2"])).wish.people == (MemberId("U2"),)
    picked = view(replace(NEW, people=("U1", "U2")))
    assert read(submitted(picked)).wish.people == (MemberId("U1"), MemberId("U2"))


@pytest.mark.parametrize("held", [7, {}, [["U1"]], [None], "U1"])
def test_a_forged_note_of_everyone_is_nobody(held: object) -> None:
    sent = submitted(view(NEW), who=["U1"])
    note = json.loads(sent["private_metadata"]) | {"everyone": held}
    assert read(sent | {"private_metadata": json.dumps(note)}).wish.people == (MemberId("U1"),)


@pytest.mark.parametrize("questions", [None, " \n ", "a\nb\nc\nd\ne\nf", "x" * 151, "Same?\nsame?"])
def test_questions_are_few_short_and_different(questions: str | None) -> None:
    assert refused(questions=questions) == "questions"


def test_the_blockers_question_is_none_of_the_others() -> None:
    assert refused(questions="Same?", blockers="SAME?") == "blockers"


def test_days_times_and_reminders_are_checked() -> None:
    assert refused(days=[]) == "days"
    assert refused(time=None) == "time"
    assert refused(digest="soon") == "digest"
    assert refused(reminders=["30", "60", "120"]) == "reminders"
    assert refused(anchor="2026-02-30") == "anchor"


def test_a_zone_that_nobody_knows_is_refused() -> None:
    sent = submitted(view(replace(NEW, zone="Mars/Olympus")))
    with pytest.raises(BadInput) as refusal:
        read(sent)
    assert refusal.value.field == "team_zone"


@pytest.mark.parametrize("note", ["", "[]", "{", '{"channel": 7}', json.dumps({"channel": "C"})])
def test_a_form_that_is_not_ours_is_stale(note: str) -> None:
    sent: Json = submitted(view(NEW)) | {"private_metadata": note}
    with pytest.raises(NotFound):
        read(sent)


@pytest.mark.parametrize("values", [None, 3, {"days": None}, {"days": {"days": 7}}])
def test_a_malformed_payload_is_stale(values: object) -> None:
    with pytest.raises(NotFound):
        read({"private_metadata": "{}", "state": {"values": values}})


def test_only_a_standup_that_is_there_can_be_ended() -> None:
    edit = view(replace(NEW, plan=PlanId("p1")))
    button = edit["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"], button["style"]) == ("standup.delete", "p1", "danger")
    assert button["confirm"]["confirm"]["text"] == "End it"
    assert "standup.delete" not in str(view(NEW))


def test_what_was_saved_is_told_with_the_first_prompt_in_bold() -> None:
    saved = saved_view(("First prompt: tomorrow 09:30 your time.", "Five people are asked."), PlanId("p1"))
    limits.view(saved)
    assert saved["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "First prompt: tomorrow 09:30 your time.", "style": {"bold": True}}
    ]
    assert [each["action_id"] for each in saved["blocks"][2]["elements"]] == ["standup.try"]
    assert "submit" not in saved


@given(
    texts,
    texts,
    st.lists(texts, max_size=6),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, PlanId("p1")]),
)
def test_the_form_keeps_slacks_limits(
    name: str, blockers: str, questions: list[str], many: bool, everyone: bool, plan: PlanId | None
) -> None:
    asked = [Question(f"q{number}", text) for number, text in enumerate(questions)]
    settings = Settings((*asked, Question("blockers", blockers)))
    form = replace(NEW, channel_name=name, settings=settings, many=many, everyone=everyone, plan=plan)
    limits.view(view(form))
    limits.view(saved_view((name, *questions), PlanId("p1")))


@given(texts, texts)
def test_whatever_is_typed_is_read_or_refused(questions: str, blockers: str) -> None:
    try:
        wish = read(submitted(view(NEW), questions=questions, blockers=blockers)).wish
    except BadInput:
        return
    assert all(0 < len(each.text) <= 150 for each in wish.settings.questions)
