"""The form of a person's own settings."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given

from bot.errors import BadInput
from bot.model import Chosen
from bot.schedule import known_region, zones
from handlers.slack.settings_form import SettingsForm, read, view
from handlers.slack.settings_words import words
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import texts
from tests.handlers.slack.submitted import block, labels, submitted

USUAL = SettingsForm("Europe/London", False, "Europe/London", None, time(9), time(17), None)


def refusal(**values: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(submitted(view(USUAL), **values))
    return caught.value


def test_what_is_left_alone_follows_profile_and_plan() -> None:
    assert labels(view(USUAL)) == [
        "Time zone",
        "Working days",
        "Work begins",
        "Work ends",
        "Holiday region",
        "Reminders",
        "Quiet hours, from",
        "Quiet hours, until",
    ]
    assert read(submitted(view(USUAL))) == Chosen(None, None, time(9), time(17), None)
    assert block(view(USUAL), "zone")["element"]["placeholder"]["text"] == "Europe/London"


def test_what_is_chosen_is_read_and_shown_again() -> None:
    sent = submitted(
        view(USUAL), zone="america/new york", days=["0", "4"], starts="22:00", ends="06:30", region="us-ca"
    )
    chosen = read(sent)
    assert chosen == Chosen("America/New_York", (0, 4), time(22), time(6, 30), "US-CA")
    form = SettingsForm(
        "America/New_York", True, "Europe/London", chosen.days, chosen.starts, chosen.ends, chosen.region
    )
    assert read(submitted(view(form))) == chosen


def test_reminders_and_quiet_hours_are_read_and_shown_again() -> None:
    sent = submitted(view(USUAL), reminders=[], quiet_from="20:00", quiet_until="09:30")
    chosen = read(sent)
    assert (chosen.reminders, chosen.quiet) == (False, (time(20), time(9, 30)))
    form = replace(USUAL, reminders=False, quiet=(time(20, 10), time(9, 35)))  # by hand, not of the list
    assert read(submitted(view(form))) == form.in_force
    off = read(submitted(view(form), reminders=["reminders"], quiet_from="off"))
    assert (off.reminders, off.quiet) == (True, None)


def test_quiet_hours_of_a_whole_day_or_of_none_are_refused() -> None:
    assert refusal(quiet_from="08:00", quiet_until="08:00").field == "quiet_until"
    assert refusal(quiet_from="08:30", quiet_until=None).field == "quiet_until"
    assert read(submitted(view(USUAL), quiet_from=None)).quiet is None


def test_the_form_says_what_is_in_force() -> None:
    assert view(USUAL)["blocks"][0]["elements"][0]["text"] == (
        "Now: Time zone: Europe/London, from your Slack profile · Work: your team's days, 09:00–17:00 · "
        "Holidays: GB, from your time zone · Reminders: on, within your working hours · Quiet hours: none"
    )
    mine = Chosen("UTC", (0, 4), time(10), time(18), None, reminders=False, quiet=(time(20), time(9)))
    assert words(mine, "Europe/London") == (
        "Time zone: UTC",
        "Work: Mon and Fri, 10:00–18:00",
        "Holidays: none",
        "Reminders: off",
        "Quiet hours: 20:00–09:00",
    )


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("new york", "America/New_York"),
        ("London", "Europe/London"),
        ("utc", "UTC"),
        ("Asia/kolkata", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_known_by_its_city_too(typed: str, read_as: str) -> None:
    assert read(submitted(view(USUAL), zone=typed)).zone == read_as


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Europe/Lodnon", "Did you mean Europe/London?"),
        ("new yrok", "Did you mean America/New_York?"),
        ("PST", "Write it by its city, such as London or New York."),
        ("GMT+5", "Write it by its city, such as London or New York."),
    ],
)
def test_a_zone_that_nobody_knows_is_refused_with_the_nearest_city(typed: str, says: str) -> None:
    refused = refusal(zone=typed)
    assert (refused.sentence, refused.field) == (f"No zone '{typed}'. {says}", "zone")


@pytest.mark.parametrize(
    ("typed", "region"),
    [("Germany", "DE"), ("usa", "US"), ("new zealand", "NZ"), ("de-by", "DE-BY"), ("GBR", "GB")],
)
def test_a_holiday_region_is_known_by_its_country_too(typed: str, region: str) -> None:
    assert read(submitted(view(USUAL), region=typed)).region == region


def test_a_region_without_a_calendar_is_refused_with_examples() -> None:
    assert refusal(region="Bavaria").sentence.endswith("its code with a part: Germany, DE, DE-BY.")


def test_regions_and_hours_are_checked() -> None:
    assert refusal(region="XX").field == "region"
    assert refusal(starts=None).field == "starts"
    assert refusal(ends="09:00").field == "ends"


@given(texts, texts)
def test_the_form_keeps_slacks_limits(zone: str, region: str) -> None:
    limits.view(view(replace(USUAL, zone=zone, chosen=True, profile_zone=zone or "UTC", region=region)))


@given(texts, texts)
def test_whatever_is_typed_is_known_or_refused(zone: str, region: str) -> None:
    try:
        chosen = read(submitted(view(USUAL), zone=zone, region=region))
    except BadInput:
        return
    assert chosen.zone is None or chosen.zone in zones()
    assert chosen.region is None or known_region(chosen.region)
