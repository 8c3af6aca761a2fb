"""What a person's Home looks like on Slack: what waits first, then what is theirs to look up and to change."""

from datetime import date, datetime

from bot.homes.appointed import Appointment
from bot.homes.home import Away, Home, Stuck, Waiting
from bot.homes.sprinted import Sprinted
from handlers.slack import settings_words
from handlers.slack.blocker.drawings import RESOLVE
from handlers.slack.blocks import (
    VIEW_BLOCKS,
    Json,
    actions,
    bullets,
    button,
    context,
    divider,
    header,
    paragraph,
    rich,
    section,
)
from handlers.slack.days import at, on
from handlers.slack.estimation.drawings import VOTE
from handlers.slack.home.agreed import agreed
from handlers.slack.home.appointed import led, when
from handlers.slack.home.assumed import broken, to_check
from handlers.slack.home.decided import decided
from handlers.slack.home.pieces import more, words
from handlers.slack.home.retros import retros
from handlers.slack.home.spikes import spikes
from handlers.slack.home.tried import asked, tried
from handlers.slack.home.viewed import viewed
from handlers.slack.sprint.drawings import DONE, TAKE, WHY, claim_id, done_of
from handlers.slack.text import channel, clip, count, emoji, line, name, say, titled, user_text

#: So many of each are shown; a line says how many more there are.
WAITING, STUCK, APPOINTMENTS, AWAY, SPRINTS, WHYS = 8, 5, 15, 8, 3, 5
MINE = 5  #: stories of one sprint
TITLE_TEXT = 60
BLOCKER_TEXT = 300

ADD_AWAY, TAKE_BACK = "home.away.add", "home.away.back"

FULL = "There is more than fits here. It comes up as this becomes less."
_START = (
    "Piton keeps a team's standup: everyone is asked at their own morning, and the team reads one digest.\n"
    "To start one, type `/standup setup` in your team's channel. Is there one already? "
    "Then ask whoever leads it to add you."
)


def view(home: Home) -> Json:
    """The Home as Slack takes it."""
    first = [
        _waiting(home),
        _votes(home),
        retros(home.wanted, home.zone, home.year),
        _unexplained(home),
        _sprints(home),
        viewed(home.viewed, home.year),
        spikes(home.spikes, home.zone, home.year),
        agreed(home.actions, home.year),
        decided(home.decided, home.year),
        to_check(home.to_check, home.year),
        broken(home.broken),
        tried(home.tried, home.year),
        _stuck(home),
    ]
    last = _divided(_appointments(home), _away(home), _settings(home))
    above = _fitting(_divided(*first), VIEW_BLOCKS - len(last) - 1)
    return {"type": "home", "blocks": [*above, *last, _kept(home)]}


def _divided(*parts: list[Json]) -> list[Json]:
    return [block for part in parts if part for block in (*part, divider())]


def _fitting(blocks: list[Json], room: int) -> list[Json]:
    """What is theirs to change stands below, however much waits."""
    if len(blocks) <= room:
        return blocks
    return [*blocks[: room - 2], context(FULL), divider()]


def _waiting(home: Home) -> list[Json]:
    if home.newcomer:
        return [header(f"Welcome, {name(home.name)}"), section(_START)]
    questions = asked(home.tried)
    below = _asks_below(home)
    if below and not (home.waiting or questions):
        return []  # that says what waits
    blocks = [header("Waiting for you"), *questions]
    for each in home.waiting[:WAITING]:
        blocks += _prompt(home, each) if each.state == "asked" else [_done(home, each)]
    if not (questions or any(each.state == "asked" for each in home.waiting)):
        said = "What waits for you stands below." if below else "Nothing to answer just now."
        blocks.insert(1, words(f"{said}{_next(home)}"))
    return blocks + more(len(home.waiting) - WAITING, "more. Type /standup in their channels")


def _asks_below(home: Home) -> bool:
    """Whether something under a header of its own asks them something."""
    return bool(home.votes or home.unexplained or home.decided or home.to_check)


def _votes(home: Home) -> list[Json]:
    if not home.votes:
        return []
    blocks = [header("You owe votes")]
    for each in home.votes[:WAITING]:
        chosen = f"{each.chosen} of {count(each.of, 'card')} chosen"
        said = f"{channel(each.team)}: {chosen}, until {_moment(home, each.until)}"
        blocks.append(words(said, button("Vote", VOTE, each.round)))
    return blocks + more(len(home.votes) - WAITING, "more. Press Vote on their cards in the channels")


def _unexplained(home: Home) -> list[Json]:
    if not home.unexplained:
        return []
    blocks = [header("What made it take longer?")]
    for each in home.unexplained[:WHYS]:
        said = f"{titled(each.claim)} rolled over in sprint {each.sprint} of {channel(each.team)}."
        blocks.append(words(said, button("Say why", WHY, claim_id(each.round, each.claim.story))))
    return blocks + more(len(home.unexplained) - WHYS, "more: your messages from Piton ask about each")


def _sprints(home: Home) -> list[Json]:
    if not home.sprints:
        return []
    blocks = [header("Your sprint" if len(home.sprints) == 1 else "Your sprints")]
    for each in home.sprints[:SPRINTS]:
        blocks += _sprint(home, each)
    return blocks


def _sprint(home: Home, each: Sprinted) -> list[Json]:
    done = f"Sprint {each.number} · {done_of(each.stories)} done"
    goal = clip(line(each.goal), BLOCKER_TEXT)
    mine = [say(titled(claim)) for claim in each.mine[:MINE]]
    rest = len(each.mine) - MINE
    mine += [say(f"and {rest} more")] if rest > 0 else []
    said = f"{channel(each.team)} · until {_moment(home, each.until)}"
    buttons = [button("Mark done", DONE, each.round), button("Take a story", TAKE, each.round)]
    parts = [paragraph(say(done, bold=True), say(f"\n{goal}" if goal else ""))]
    return [rich(*parts, *([bullets(mine)] if mine else [])), context(said), actions(*buttons)]


def _prompt(home: Home, each: Waiting) -> list[Json]:
    what = say(_what(home, each), bold=True)
    return [
        rich(paragraph(what, say(f"\nAnswers count until {_moment(home, each.until)}."))),
        actions(
            button("Answer", f"{each.kind}.answer", each.round, "primary"),
            button("Skip today", f"{each.kind}.skip", each.round),
        ),
    ]


def _done(home: Home, each: Waiting) -> Json:
    label, did = ("Edit answer", "answered") if each.state == "answered" else ("Answer", "skipped")
    said = f"{_what(home, each)}: {did}. You can change that until {_moment(home, each.until)}."
    return words(said, button(label, f"{each.kind}.answer", each.round))


def _what(home: Home, each: Waiting) -> str:
    return f"{clip(line(each.title), TITLE_TEXT)} for {channel(each.team)} · {_day(home, each.day)}"


def _next(home: Home) -> str:
    ahead = [(each.next_at, each.team) for each in home.appointments if each.next_at]
    if not ahead:
        return ""
    moment, team = min(ahead)
    return f" Your next prompt comes {_moment(home, moment)}, for {channel(team)}."


def _stuck(home: Home) -> list[Json]:
    if not home.stuck:
        return []
    blocks = [header("In the way")]
    for each in home.stuck[:STUCK]:
        blocks += _blocker(home, each)
    return blocks + more(len(home.stuck) - STUCK, "more. They stand in your teams' channels")


def _blocker(home: Home, each: Stuck) -> list[Json]:
    text = user_text(each.text, BLOCKER_TEXT) or say("–")
    who = [] if each.mine else [*say(name(each.name), bold=True), *say(": ")]
    helped = f"{name(each.helper)} is on it" if each.mine else "you are on it"
    marks = [helped] if each.standing == "acknowledged" else []
    said = " · ".join([channel(each.team), f"since {_day(home, each.day)}", *marks])
    return [
        rich(paragraph(emoji("construction"), who, text)),
        words(said, button("Resolve", RESOLVE, each.round)),
    ]


def _appointments(home: Home) -> list[Json]:
    if not home.appointments:
        return []
    items = [_appointment(home, each) for each in home.appointments[:APPOINTMENTS]]
    return [header("Your teams"), rich(bullets(items)), *more(len(home.appointments) - APPOINTMENTS)]


def _appointment(home: Home, each: Appointment) -> list[Json]:
    what = f" · {each.kind.capitalize()}, {when(each)}"
    says = {
        "on": f"Next for you: {_moment(home, each.next_at)}" if each.next_at else "",
        "paused": "Paused: nobody is asked until a lead resumes it",
        "held": "On hold: Piton cannot post in its channel. There, /standup resume says what to do",
        "not asked": "You are not asked",
        "nothing ahead": "Nothing ahead for you in the next months",
    }[each.state]
    return [*say(channel(each.team), bold=True), *say(f"{what}\n{says}{led(each)}")]


def _away(home: Home) -> list[Json]:
    add = button("Add days away", ADD_AWAY, "add")
    if not home.away:
        return [header("Days away"), words("No days away are noted.", add)]
    rows = [
        words(_days(home, each), button("Take back", TAKE_BACK, str(each.number)))
        for each in home.away[:AWAY]
    ]
    return [header("Days away"), *rows, *more(len(home.away) - AWAY), actions(add)]


def _days(home: Home, each: Away) -> str:
    first, last = _day(home, each.first), _day(home, each.last)
    return first if each.first == each.last else f"{first} to {last}"


def _settings(home: Home) -> list[Json]:
    items = [say(line(each)) for each in settings_words.words(home.chosen, home.profile_zone)]
    change = button("Change settings", settings_words.CHANGE, "change")
    return [header("Your settings"), rich(bullets(items)), actions(change)]


def _kept(home: Home) -> Json:
    kept = home.kept
    since = f" since {_day(home, kept.since)}" if kept.since else ""
    answers = f"{count(kept.answers, 'answer')}{since}, " if kept.answers else ""
    away = f"{count(kept.days_away, 'day')} away, " if kept.days_away else ""
    return context(
        f"What Piton keeps about you: your name and time zone from Slack, these settings, {answers}{away}"
        "what you wrote, took on and decided with your teams, your votes until they are counted, and when you pressed "
        "a button. /piton my-data gives you all of it, or erases it. "
        "Whoever runs its server can read its database."
    )


def _day(home: Home, day: date) -> str:
    return on(day, home.year)


def _moment(home: Home, moment: datetime) -> str:
    return at(moment, home.zone, home.year)
