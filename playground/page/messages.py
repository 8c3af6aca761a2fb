"""The messages of a channel or thread, grouped by day and author, and the heading above them."""

from itertools import groupby

from playground.messages import is_reply
from playground.page import draw, icons, mrkdwn
from playground.page.html import Html, join, tag
from playground.page.reader import city, day
from playground.page.sidebar import avatar
from playground.page.standing import Standing
from playground.shapes import Json

#: Messages by one author this close together share one heading, in seconds.
ONE_BREATH = 300.0
#: How many of the latest messages a channel shows, so that a long run stays quick.
LATEST = 150
#: Up to this many messages a channel still explains itself.
NEWCOMER = 3


def heading(standing: Standing) -> Html:
    channel = standing.channel
    if not channel.is_im:
        bot = "Piton is here" if "UPITON" in channel.members else "Piton is not here yet"
        facts = f"{len(channel.members)} members · {bot}"
        name = join(icons.LOCK if channel.is_private else "#", " ", channel.name)
        return join(tag("h1", name), tag("p", channel.topic, tag("span", f" · {facts}", class_="facts")))
    tabs = [
        tag(
            "a",
            words,
            href=standing.link(tab=tab),
            data_go=True,
            id=f"tab-{tab}",
            aria_current="page" if standing.tab == tab else None,
        )
        for tab, words in (("home", "Home"), ("messages", "Messages"))
    ]
    return join(tag("h1", "Piton"), tag("nav", *tabs, class_="tabs", aria_label="Piton"))


def channel(standing: Standing) -> Html:
    if standing.tab == "home":
        return home(standing)
    shown = [
        message
        for message in standing.channel.messages
        if standing.sees(message) and (not is_reply(message) or message.get("subtype") == "thread_broadcast")
    ]
    above = _welcome(standing) if len(shown) < NEWCOMER else None
    if len(shown) > LATEST:
        above = tag("p", f"{len(shown) - LATEST} earlier messages are not shown.", class_="earlier")
    return join(above, _days(shown[-LATEST:], standing))


def thread(standing: Standing) -> Html:
    """The root and its replies."""
    root = standing.thread
    kept = [m for m in standing.channel.messages if m["ts"] == root or m.get("thread_ts") == root]
    return _days([message for message in kept if standing.sees(message)], standing, in_thread=True)


def home(standing: Standing) -> Html:
    held = standing.reader.slack.workspace.homes.get(standing.user)
    if held is None:
        return tag("div", tag("p", "Piton has put nothing on its Home yet."), class_="welcome")
    surface = draw.Surface(f"home-{held.view['id']}", standing.reader, held.typed, header="h2")
    return tag("div", draw.blocks(held.view["blocks"], surface), class_="home", data_home=True)


def _welcome(standing: Standing) -> Html:
    reader, channel = standing.reader, standing.channel
    first_name = reader.person.real_name.split()[0]
    if channel.is_im:
        return tag(
            "div",
            tag("h2", "You and Piton"),
            tag("p", f"What Piton asks {first_name} arrives here. Only {first_name} sees it."),
            class_="welcome",
        )
    commands = reader.slack.commands
    offer = commands[0]["command"] if commands else "/standup"
    return tag(
        "div",
        tag("h2", f"You are {reader.person.real_name}, in {city(reader.person.tz)}"),
        tag(
            "p",
            "This is a small Slack of your own, with a bot called Piton. Everyone in it is you: choose on the ",
            "left who you are. Move the clock at the top to see what Piton does by itself.",
        ),
        tag("p", "Begin by typing ", tag("code", f"{offer} setup"), " below."),
        class_="welcome",
    )


def _days(shown: list[Json], standing: Standing, *, in_thread: bool = False) -> Html:
    def of(message: Json) -> str:
        return day(standing.reader.local(float(message["ts"])))

    drawn: list[object] = []
    for name, together in groupby(shown, key=of):
        drawn.append(tag("h2", tag("span", name), class_="day"))
        before: Json | None = None
        for message in together:
            follows = before is not None and _follows(before, message)
            drawn.append(_message(message, standing, follows=follows, in_thread=in_thread))
            before = message
    return join(*drawn)


def _follows(before: Json, message: Json) -> bool:
    near = float(message["ts"]) - float(before["ts"]) < ONE_BREATH
    whispered = "ephemeral_to" in message or "ephemeral_to" in before
    return bool(near and before["user"] == message["user"] and not whispered and "reply_count" not in before)


def _message(message: Json, standing: Standing, *, follows: bool, in_thread: bool) -> Html:
    reader, ts = standing.reader, message["ts"]
    person = reader.slack.workspace.people[message["user"]]
    local = reader.local(float(ts))
    whisper = "ephemeral_to" in message
    when = tag("time", f"{local:%H:%M}", datetime=local.isoformat(timespec="seconds"))
    app = tag("span", "APP", class_="app") if person.is_bot else None
    author = None if follows else tag("p", tag("strong", person.real_name), app, when, class_="author")
    note = tag("p", icons.EYE, " Only visible to you", class_="only-you") if whisper else None
    return tag(
        "article",
        avatar(person) if not follows else tag("span", when, class_="gutter"),
        tag(
            "div",
            note,
            author,
            _body(message, standing, in_thread),
            _foot(message, standing, in_thread),
            class_="body",
        ),
        class_="message" + (" whisper" if whisper else "") + (" follows" if follows else ""),
        data_channel=standing.channel.id,
        data_ts=ts,
        aria_label=f"{person.real_name} at {local:%H:%M}",
    )


def _body(message: Json, standing: Standing, in_thread: bool) -> Html:
    reader = standing.reader
    if message.get("blocks"):
        typed = reader.slack.workspace.choices.get((standing.channel.id, message["ts"], standing.user), {})
        # A thread's root is on the page twice, and its controls need ids of their own.
        place = f"{'t' if in_thread else 'm'}{message['ts'].replace('.', '')}"
        surface = draw.Surface(place, reader, typed)
        return draw.blocks(message["blocks"], surface)
    # Slack marks an edit only where a message is plain text.
    edited = tag("small", " (edited)", class_="edited") if "edited" in message else None
    return tag("div", mrkdwn.draw(message["text"], reader), edited, class_="block words")


def _foot(message: Json, standing: Standing, in_thread: bool) -> Html | None:
    if in_thread or "ephemeral_to" in message:
        return None
    root = message.get("thread_ts", message["ts"])
    link = standing.link(thread=root)
    count = message.get("reply_count", 0)
    if count:
        last = standing.reader.local(float(message["latest_reply"]))
        words = f"{count} {'reply' if count == 1 else 'replies'}"
        return tag(
            "a",
            words,
            tag("small", f" last at {last:%H:%M}"),
            href=link,
            data_go=True,
            id=f"thread-{root}",
            class_="replies",
        )
    return tag("a", "Reply in thread", href=link, data_go=True, id=f"thread-{root}", class_="reply")
