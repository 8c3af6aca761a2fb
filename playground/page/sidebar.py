"""The left side and the top of the page: who you are, the channels, the clock and the bot's switch."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playground.page import icons
from playground.page.html import Html, join, tag
from playground.page.reader import Reader, city, initials
from playground.page.standing import Standing, unread
from playground.people import Person
from playground.shapes import BOT_USER

FRIDAY = 4


def avatar(person: Person, *, small: bool = False) -> Html:
    size = " small" if small else ""
    words = icons.PITON if person.is_bot else initials(person.real_name)
    return tag("span", words, class_=f"avatar{size}", data_who=person.id, aria_hidden="true")


def badge(count: int) -> Html | None:
    if not count:
        return None
    return tag("span", str(count), tag("span", " unread", class_="unseen"), class_="badge")


def people(standing: Standing) -> Html:
    now = standing.reader.slack.clock.now()
    rows = [_person(standing, person, now) for person in standing.reader.slack.workspace.people.values()]
    return tag("ul", *rows)


def _person(standing: Standing, person: Person, now: datetime) -> Html | None:
    if person.is_bot:
        return None
    slack = standing.reader.slack
    local = now.astimezone(ZoneInfo(person.tz))
    waiting = unread(slack, person.id, slack.workspace.direct(person.id))
    marks = [words for words, holds in (("admin", person.is_admin), ("deactivated", person.deleted)) if holds]
    where = tag("small", f"{city(person.tz)} {local:%a %H:%M}")
    chosen = person.id == standing.user
    link = tag(
        "a",
        avatar(person),
        tag(
            "span", tag("strong", person.real_name), *(tag("em", mark) for mark in marks), where, class_="who"
        ),
        badge(waiting),
        href=standing.link(user=person.id),
        id=f"be-{person.id}",
        class_="row",
        data_go=True,
        aria_current="true" if chosen else None,
    )
    return tag("li", link)


def channels(standing: Standing) -> Html:
    slack = standing.reader.slack
    rows = []
    for channel in slack.workspace.channels.values():
        if channel.is_im or (channel.is_private and standing.user not in channel.members):
            continue
        fresh = unread(slack, standing.user, channel)
        sign = tag("span", icons.LOCK if channel.is_private else "#", class_="sign", aria_hidden="true")
        here = channel.id == standing.channel.id
        rows.append(_row(standing, join(sign, channel.name), channel.id, here=here, bold=fresh > 0))
    direct = slack.workspace.direct(standing.user)
    bot = join(
        avatar(slack.workspace.people[BOT_USER], small=True), "Piton", tag("span", "APP", class_="app")
    )
    waiting = badge(unread(slack, standing.user, direct))
    row = _row(
        standing, join(bot, waiting), "@Piton", here=direct.id == standing.channel.id, bold=bool(waiting)
    )
    return join(tag("h2", "Channels"), tag("ul", *rows), tag("h2", "Direct messages"), tag("ul", row))


def _row(standing: Standing, words: Html, channel: str, *, here: bool, bold: bool) -> Html:
    link = tag(
        "a",
        words,
        href=standing.link(channel=channel),
        id=f"go-{channel}",
        class_="row channel" + (" fresh" if bold else ""),
        data_go=True,
        aria_current="page" if here else None,
    )
    return tag("li", link)


def foot(standing: Standing) -> Html:
    gallery = "/gallery" + (f"?theme={standing.theme}" if standing.theme else "")
    switch = tag("button", "Light or dark", type="button", id="switch-theme", class_="quietly")
    return join(tag("a", "Gallery", href=gallery, class_="quietly"), switch)


def next_morning(reader: Reader) -> datetime:
    """09:25 on the reader's next working day: five minutes before most standups."""
    local = reader.slack.clock.now().astimezone(ZoneInfo(reader.person.tz))
    morning = local.replace(hour=9, minute=25, second=0, microsecond=0)
    while morning <= local or morning.weekday() > FRIDAY:
        morning += timedelta(days=1)
    return morning


def clock(reader: Reader, *, settling: bool) -> Html:
    now = reader.slack.clock.now()
    local = now.astimezone(ZoneInfo(reader.person.tz))
    first_name = reader.person.real_name.split()[0]
    return join(
        tag(
            "p",
            tag("strong", f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"),
            tag("small", f"for {first_name} in {city(reader.person.tz)} · {now:%H:%M} UTC"),
            class_="now",
        ),
        tag("p", "Settling…" if settling else "", class_="settling", role="status"),
    )


def clock_controls(reader: Reader) -> Html:
    morning = next_morning(reader)
    local = reader.slack.clock.now().astimezone(ZoneInfo(reader.person.tz))
    jumps = [("+10 min", 600), ("+1 h", 3600)]
    buttons = [
        tag("button", words, type="button", class_="button", id=f"advance-{seconds}", data_advance=seconds)
        for words, seconds in jumps
    ]
    tomorrow = morning.date() - local.date() == timedelta(days=1)
    name = "Today" if morning.date() == local.date() else "Tomorrow" if tomorrow else f"{morning:%A}"
    jump = tag(
        "button",
        f"{name} 09:25",
        type="button",
        class_="button",
        id="next-morning",
        data_set=morning.isoformat(),
        title="Five minutes before most standups",
    )
    picker = tag(
        "form",
        tag("label", f"Time in {city(reader.person.tz)}", for_="moment", class_="unseen"),
        tag("input", type="datetime-local", id="moment", required=True, data_zone=f"{local:%z}"),
        tag("button", "Set", class_="button"),
        id="set-clock",
    )
    return join(*buttons, jump, picker)
