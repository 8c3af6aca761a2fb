"""What a Home looks like: within Slack's limits whatever people write, and the important thing first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.homes.home import Home
from bot.model import Chosen
from handlers.slack.blocks import VIEW_BLOCKS, family
from handlers.slack.home.drawings import FULL, view
from handlers.slack.home.examples import HOMES, MODALS
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts

Json = dict[str, Any]


def buttons(drawn: Json) -> Iterator[tuple[str, str, str]]:
    """The label, the name and the value of each button, from top to bottom."""
    for block in drawn["blocks"]:
        for each in block.get("elements", []) if block["type"] == "actions" else [block.get("accessory")]:
            if each:
                yield each["text"]["text"], each["action_id"], each["value"]


def said(home: Home) -> str:
    return " | ".join(limits.words(view(home)["blocks"]))


@pytest.mark.parametrize("name", HOMES)
def test_each_example_keeps_slacks_limits(name: str) -> None:
    limits.home(view(HOMES[name]))


@pytest.mark.parametrize("name", MODALS)
def test_each_modal_keeps_slacks_limits(name: str) -> None:
    limits.view(MODALS[name])


@given(texts, texts, texts)
def test_whatever_people_write_stays_words(who: str, team: str, text: str) -> None:
    usual = HOMES["home, many teams"]
    home = replace(
        usual,
        name=who,
        profile_zone=who or "UTC",
        waiting=tuple(replace(each, team=team, title=text) for each in usual.waiting),
        stuck=tuple(
            replace(
                each, team=team, name=who, text=text, helper=who, standing="acknowledged", mine=number > 0
            )
            for number, each in enumerate(usual.stuck)
        ),
        appointments=tuple(replace(each, team=team, leads=(who,) * 300) for each in usual.appointments),
    )
    drawn = view(home)
    limits.home(drawn)
    assert list(limits.parsed(drawn)) == []
    limits.home(view(replace(home, waiting=(), appointments=())))


def test_the_buttons_are_those_of_what_is_shown() -> None:
    assert list(buttons(view(HOMES["home"]))) == [
        ("Answer", "standup.answer", "round-1"),
        ("Skip today", "standup.skip", "round-1"),
        ("Vote", "estimation.vote", "round-9"),
        ("Say why", "sprint.why", "round-20/s1"),
        ("Mark done", "sprint.done", "round-21"),
        ("Take a story", "sprint.take", "round-21"),
        ("Finish", "spike.finish", "round-12"),
        ("Pause", "spike.pause", "round-12"),
        ("Done", "action.done.0", "round-41"),
        ("Still open", "action.keep.0", "round-41"),
        ("Drop", "action.drop.0", "round-41"),
        ("Done", "action.done.1", "round-42"),
        ("Still open", "action.keep.1", "round-42"),
        ("Drop", "action.drop.1", "round-42"),
        ("Still stands", "decision.stands.0", "round-51"),
        ("Revisit", "decision.revisit.0", "round-51"),
        ("Held", "assumption.held.0", "round-91"),
        ("Broken", "assumption.broken.0", "round-91"),
        ("Not known yet", "assumption.later.0", "round-91"),
        ("Add a result", "experiment.result.0", "round-61"),
        ("Show", "experiment.show.0", "round-61"),
        ("Show", "experiment.show.1", "round-62"),
        ("Show", "experiment.show.2", "round-63"),
        ("Resolve", "blocker.resolve", "blocker-1"),
        ("Resolve", "blocker.resolve", "blocker-2"),
        ("Take back", "home.away.back", "7"),
        ("Take back", "home.away.back", "8"),
        ("Add days away", "home.away.add", "add"),
        ("Change settings", "settings.change", "change"),
    ]
    assert next(buttons(view(HOMES["home, answered"]))) == ("Edit answer", "standup.answer", "round-1")


def test_what_is_asked_about_experiments_comes_first_each_with_its_own_buttons() -> None:
    found = list(buttons(view(HOMES["home, asked about experiments"])))
    assert found[:11] == [
        ("Go on", "checkpoint.go_on.0", "round-71"),
        ("Stop", "checkpoint.stop.0", "round-71"),
        ("Add a result", "experiment.result.0", "round-61"),
        ("Show", "experiment.show.0", "round-61"),
        ("Say what it came to", "checkpoint.answer.1", "round-72"),
        ("Show", "experiment.show.1", "round-63"),
        ("Say how many", "checkpoint.answer.2", "round-73"),
        ("Show", "experiment.show.2", "round-64"),
        ("Give a verdict", "experiment.decide.3", "round-66"),
        ("Show", "experiment.show.3", "round-66"),
        ("Edit answer", "standup.answer", "round-1"),
    ]
    assert ("Show", "experiment.show.4", "round-65") in found[11:], "nothing is asked about it"
    assert len({name for _, name, _ in found if name.startswith("experiment.")}) == 8
    words = said(HOMES["home, asked about experiments"])
    assert words.startswith(
        "Waiting for you | Is another sprint on churn-1 worth it? | \nSprint 4 is over in "
    )
    for text in (
        "What did calls-3 come to in sprint 4?",
        "How many FTE-days did the last result of tickets-1",
        "tickets-2 stops. What did it come to? | \nDecided in #data-science after sprint 4. It wants its verdict.",
    ):
        assert text in words
    assert "Nothing to answer" not in words


def test_a_vote_owed_does_not_hide_what_a_checkpoint_asks() -> None:
    home = replace(HOMES["home, asked about experiments"], waiting=())
    assert home.votes
    assert said(home).startswith("Waiting for you | Is another sprint")
    nothing = replace(home, tried=())
    assert said(nothing).startswith("You owe votes")


@pytest.mark.parametrize("asks", ["decided", "to_check"])
def test_nobody_reads_that_nothing_waits_above_what_asks_them(asks: str) -> None:
    usual = HOMES["home"]
    home = replace(HOMES["home, nothing waits"], **{asks: getattr(usual, asks)})
    assert "Nothing to answer" in said(HOMES["home, nothing waits"])
    assert "Waiting for you" not in said(home)
    answered = said(replace(home, waiting=HOMES["home, answered"].waiting))
    assert answered.startswith("Waiting for you | What waits for you stands below. Your next prompt")


def test_welcome_is_for_who_is_of_no_team() -> None:
    assert said(HOMES["home, a team without a standup"]).startswith("Waiting for you | Nothing to answer")
    assert "/standup setup" not in said(HOMES["home, a team without a standup"])


def test_every_button_has_a_listener() -> None:
    from handlers.slack.app import LISTENERS

    known = {name for each in LISTENERS for name in each.clicks}
    assert {family(name) for home in HOMES.values() for _, name, _ in buttons(view(home))} <= known


def test_times_are_in_the_persons_own_zone_and_do_not_go_stale() -> None:
    words = said(HOMES["home, a zone of their own"])
    assert "Answers count until Wed 25 Nov 18:30." in words
    assert "Next for you: Wed 9 Dec 06:00" in words
    assert "at 16:00 New York time" in words
    assert "tomorrow" not in words


def test_days_of_another_year_say_so() -> None:
    assert "Thu 24 Dec to Sat 2 Jan 2027" in said(HOMES["home"])
    assert "Sat 2 Jan |" in said(replace(HOMES["home"], year=2027)).replace("Thu 24 Dec 2026 to ", "")


def test_many_teams_are_cut_with_a_line_that_says_so() -> None:
    words = said(HOMES["home, many teams"])
    assert "And 12 more. Type /standup in their channels." in words
    assert "And 25 more." in words
    assert "#squad-15" in words
    assert "#squad-16" not in words


def test_however_much_waits_what_is_theirs_to_change_stands_below() -> None:
    usual = HOMES["home, asked about experiments"]
    full = replace(
        usual,
        **{
            name: getattr(usual, name) * 20
            for name in ("votes", "unexplained", "sprints", "spikes", "actions", "decided", "tried", "stuck")
        },
        waiting=HOMES["home, many teams"].waiting,
        appointments=HOMES["home, many teams"].appointments,
        away=HOMES["home, many teams"].away,
        viewed=HOMES["home, many KPIs and assumptions"].viewed,
        to_check=HOMES["home, many KPIs and assumptions"].to_check,
        broken=HOMES["home, many KPIs and assumptions"].broken,
    )
    drawn = view(full)
    limits.home(drawn)
    assert len(drawn["blocks"]) == VIEW_BLOCKS
    assert FULL in said(full)
    for each in ("KPIs", "Your teams", "Days away", "Your settings", "What Piton keeps about you"):
        assert each in said(full)
    assert all(FULL not in said(each) for each in HOMES.values())


def test_why_somebody_is_not_asked_is_said() -> None:
    words = said(HOMES["home, paused, on hold, not asked"])
    for reason in ("Paused: nobody is asked", "On hold", "You are not asked", "Nothing ahead for you"):
        assert reason in words


def test_a_newcomer_reads_what_to_do_and_nothing_of_teams() -> None:
    words = said(HOMES["home, newcomer without a team"])
    assert words.startswith("Welcome, Priya Shah")
    assert "Your teams" not in words


@given(
    st.builds(
        Chosen,
        st.sampled_from([None, "Asia/Kathmandu", "UTC"]),
        st.sampled_from([None, (0,), (0, 1, 2, 3, 4, 5, 6)]),
        st.times(),
        st.times(),
        st.sampled_from([None, "GB", "DE-BY"]),
        st.booleans(),
        st.none() | st.tuples(st.times(), st.times()),
    ),
    st.dates(),
)
def test_whatever_is_chosen_and_kept_can_be_drawn(chosen: Chosen, since: date) -> None:
    home = HOMES["home"]
    limits.home(view(replace(home, chosen=chosen, kept=replace(home.kept, since=since))))
    assert f"Reminders: {'on' if chosen.reminders else 'off'}" in said(replace(home, chosen=chosen))


def test_what_is_kept_is_told_in_plain_words() -> None:
    assert said(HOMES["home"]).endswith(
        "What Piton keeps about you: your name and time zone from Slack, these settings, 41 answers since "
        "Mon 14 Sep, 17 days away, what you wrote, took on and decided with your teams, your votes until they are "
        "counted, and when you pressed a button. /piton my-data gives you all of it, or erases it. "
        "Whoever runs its server can read its database."
    )
    nothing_yet = said(HOMES["home, newcomer without a team"])
    assert "these settings, what you wrote" in nothing_yet
    assert time(18) in (HOMES["home"].chosen.quiet or ())
