"""The form of a person's own settings: where they live, when they work and when Piton is quiet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from typing import Any

from bot import schedule
from bot.errors import BadInput
from bot.model import Chosen
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import Filled, filled
from handlers.slack.inputs import Choice
from handlers.slack.settings_words import words
from handlers.slack.text import clip

CALLBACK = "settings"
ZONE, DAYS, STARTS, ENDS, REGION = "zone", "days", "starts", "ends", "region"
REMINDERS, QUIET_FROM, QUIET_UNTIL = "reminders", "quiet_from", "quiet_until"
OFF = "off"
#: Where quiet hours end unless somebody says otherwise.
MORNING = time(8)
ZONE_TEXT = 60
REGION_TEXT = 40

_REMINDERS: tuple[Choice, ...] = ((REMINDERS, "Remind me when I have not answered"),)


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What the form shows. `chosen`: the zone is the person's own choice, not their profile's."""

    zone: str
    chosen: bool
    profile_zone: str
    days: tuple[int, ...] | None
    starts: time
    ends: time
    region: str | None
    reminders: bool = True
    quiet: tuple[time, time] | None = None

    @property
    def in_force(self) -> Chosen:
        """What the person chose, as it stands."""
        zone = self.zone if self.chosen else None
        return Chosen(zone, self.days, self.starts, self.ends, self.region, self.reminders, self.quiet)


def view(form: SettingsForm) -> Json:
    """The form as a modal."""
    pieces = [
        blocks.context(f"Now: {' · '.join(words(form.in_force, form.profile_zone))}"),
        *_whereabouts(form),
        *_peace(form),
    ]
    return blocks.modal(CALLBACK, "Your settings", pieces, submit="Save")


def _whereabouts(form: SettingsForm) -> list[Json]:
    """Where and when they work."""
    return [
        inputs.text_input(
            ZONE,
            "Time zone",
            form.zone if form.chosen else "",
            f"Such as Europe/London, or New York. Empty: as in your Slack profile, now {form.profile_zone}.",
            form.profile_zone,
            ZONE_TEXT,
            optional=True,
        ),
        inputs.checkboxes(
            DAYS,
            "Working days",
            inputs.WEEKDAYS,
            [str(each) for each in form.days or ()],
            "None ticked: whatever days your team has.",
        ),
        inputs.timepicker(STARTS, "Work begins", form.starts, "Reminders come inside these hours only."),
        inputs.timepicker(ENDS, "Work ends", form.ends),
        inputs.text_input(
            REGION,
            "Holiday region",
            form.region or "",
            "Such as Germany, DE-BY or US-CA. Empty: the country of your time zone.",
            limit=REGION_TEXT,
            optional=True,
        ),
    ]


def _peace(form: SettingsForm) -> list[Json]:
    """When they are left alone. Lists of hours, since a time that was picked can not be taken away on every phone."""
    since, until = form.quiet or (None, MORNING)
    return [
        inputs.checkboxes(REMINDERS, "Reminders", _REMINDERS, [REMINDERS] if form.reminders else []),
        inputs.select(
            QUIET_FROM,
            "Quiet hours, from",
            ((OFF, "No quiet hours"), *_hours(since)),
            f"{since:%H:%M}" if since else OFF,
            "Piton writes to you only when they are over. A digest waits for nobody.",
        ),
        inputs.select(QUIET_UNTIL, "Quiet hours, until", _hours(until), f"{until:%H:%M}"),
    ]


def _hours(kept: time | None) -> tuple[Choice, ...]:
    """Every half hour of the day, and the one that is kept already."""
    times = {time(number // 2, number % 2 * 30) for number in range(48)} | ({kept} if kept else set())
    return tuple((f"{each:%H:%M}", f"{each:%H:%M}") for each in sorted(times))


def read(payload: Mapping[str, Any]) -> Chosen:
    """What the submitted form says. Raises BadInput with the block it is about, NotFound for a stale form."""
    form = filled(payload)
    days = tuple(number for number in range(7) if str(number) in form.choices(DAYS))
    starts, ends = form.time(STARTS), form.time(ENDS)
    if starts == ends:
        raise BadInput("Pick an end that is not the beginning.", field=ENDS)
    reminders = REMINDERS in form.choices(REMINDERS)
    return Chosen(_zone(form), days or None, starts, ends, _region(form), reminders, _quiet(form))


def _quiet(form: Filled) -> tuple[time, time] | None:
    since = form.choice(QUIET_FROM)
    if since in {"", OFF}:
        return None
    starts, ends = _hour(since, QUIET_FROM), _hour(form.choice(QUIET_UNTIL), QUIET_UNTIL)
    if starts == ends:
        raise BadInput("Pick an end that is not the beginning.", field=QUIET_UNTIL)
    return starts, ends


def _hour(chosen: str, block_id: str) -> time:
    try:
        return time.fromisoformat(chosen).replace(tzinfo=None)
    except ValueError:
        raise BadInput("Choose a time.", field=block_id) from None


def _zone(form: Filled) -> str | None:
    """Whatever the capitals, with spaces for underscores or not."""
    typed = form.text(ZONE)
    if not typed:
        return None
    known = {each.casefold(): each for each in schedule.zones()}
    wanted = "_".join(typed.split()).casefold()
    cities = {name.rpartition("/")[2]: name for name in known if "/" in name and not name.startswith("etc/")}
    name = wanted if wanted in known else cities.get(wanted)
    if name:
        return known[name]
    near = get_close_matches(wanted, [*filter(lambda each: "/" in each, known), *cities], n=1, cutoff=0.75)
    meant = known[cities.get(near[0], near[0])] if near else ""
    hint = f"Did you mean {meant}?" if near else "Write it by its city, such as London or New York."
    raise BadInput(f"No zone '{clip(typed, ZONE_TEXT)}'. {hint}", field=ZONE)


def _region(form: Filled) -> str | None:
    typed = form.text(REGION)
    if not typed:
        return None
    region = schedule.region_of(typed)
    if region is None:
        raise BadInput(
            f"No holidays are known for “{clip(typed, REGION_TEXT)}”."
            " Write a country, or its code with a part: Germany, DE, DE-BY.",
            field=REGION,
        )
    return region
