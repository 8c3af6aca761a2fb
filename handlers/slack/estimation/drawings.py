"""What an estimation looks like on Slack: the card in the channel, ballots by direct message, reminders."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.book import deck as cards
from bot.ceremonies.estimation import Topic
from bot.ceremonies.estimation.notices import Ask, Card, Changed, Progress, Remind
from bot.dates import say_at, say_day
from bot.model import Ballot, RoundId, StoryId
from handlers.slack import tried
from handlers.slack.blocks import (
    Json,
    actions,
    bullets,
    button,
    confirmation,
    context,
    header,
    numbered,
    paragraph,
    rich,
    section,
)
from handlers.slack.drawing import Drawing
from handlers.slack.text import (
    channel,
    clip,
    count,
    line,
    name,
    names,
    say,
    sentence,
    spoken,
    titled,
    user_text,
)

VOTE, CARD = "estimation.vote", "estimation.card"
CLOSE, END = "estimation.close", "estimation.end"
TITLE_TEXT, LINK_TEXT, STORY_TEXT, FINDING_TEXT = 150, 300, 500, 500
_IN_DM = 10
_AWAY = 200  #: characters of names


def story_line(topic: Topic, limit: int = TITLE_TEXT, *, link: bool = True) -> list[Json]:
    """A story on one line, with its link."""
    title = say(f"#{topic.number} ", bold=True) + user_text(line(topic.title), limit)
    return title + (say(" ") + user_text(topic.link, LINK_TEXT) if topic.link and link else [])


def titles(topics: Sequence[Topic], beside: Mapping[StoryId, str] | None = None) -> str:
    """The stories, for ears, each with what stands beside it."""
    said = []
    for each in topics:
        said.append(sentence(f"{titled(each)} {each.link}".strip()))
        below = (beside or {}).get(each.story)
        said += [sentence(below)] if below else []
    return " ".join(said)


def _with_trial(topic: Topic, beside: Mapping[StoryId, str]) -> list[Json]:
    """A story, and below it what its experiment came to so far. The channel reads that, and no ballot has it: those may
    go to people who are not in the channel."""
    below = beside.get(topic.story)
    return story_line(topic) + (say(f"\n{below}", italic=True) if below else [])


def card(notice: Card) -> Drawing:
    """The vote as the channel sees it."""
    again = f", vote {notice.poll}" if notice.poll > 1 else ""
    head = f"Estimation · {count(len(notice.topics), 'story', 'stories')}{again}"
    beside = tried.beside(notice.tried, notice.ends_at.astimezone(ZoneInfo(notice.zone)).year)
    stories = rich(bullets([_with_trial(each, beside) for each in notice.topics]))
    if notice.state != "voting":
        where = "below" if notice.poll == 1 else "above"
        words = (
            f"Counted: the result stands {where}." if notice.state == "counted" else "Ended without a count."
        )
        return Drawing(
            spoken(f"{head}.", words, titles(notice.topics)), [header(head), stories, context(words)]
        )
    so_far = " · ".join(map(_progress, notice.progress))
    until = say_at(notice.ends_at, notice.zone)
    away = f" Away, so not waited for: {names(notice.away, _AWAY)}." if notice.away else ""
    blind = (
        f"Blind until everyone has voted, at the latest {until}. Called by {name(notice.facilitator)}.{away}"
    )
    text = clip(notice.topics[0].text, STORY_TEXT) if len(notice.topics) == 1 else ""
    runs = user_text(text, STORY_TEXT)
    more = [rich(paragraph(runs))] if runs else []
    found = found_in(notice.topics[0]) if len(notice.topics) == 1 else ""
    more += [context(found)] if found else []
    blocks = [header(head), stories, *more, section(so_far), *_buttons(notice), context(blind)]
    said = so_far.replace("*", "")
    listed = titles(notice.topics, beside)
    return Drawing(
        spoken(f"{head}.", f"{said}.", listed, text, sentence(found) if found else "", blind),
        blocks,
    )


def found_in(topic: Topic, limit: int = FINDING_TEXT) -> str:
    """What its last spike found."""
    return f"Found: {clip(line(topic.finding), limit)}" if topic.finding else ""


def changed(notice: Changed) -> Drawing:
    """A story that became another while it was voted on."""
    title = titled(notice.topic)
    if notice.dropped:
        words = f"{sentence(f'{title} was dropped')} It is not voted on any more."
    else:
        words = f"{sentence(f'It reads differently now: {title}')} If that changes your vote, change it."
    return Drawing(spoken(words), [context(words)])


def _progress(progress: Progress) -> str:
    return f"*{progress.ballot.capitalize()}*: {progress.voted} of {progress.of} voted"


def _buttons(notice: Card) -> list[Json]:
    value = moment_of(notice.round, notice.poll)
    count_now = confirmation(
        "Count now?",
        "The cards that were chosen so far count; nobody can choose any more.",
        "Count",
        "Not yet",
    )
    stop = confirmation(
        "Stop the vote?", "Nothing is counted, and nobody sees what was chosen.", "Stop it", "Go on"
    )
    moves = [
        button("Count now", CLOSE, value, confirm=count_now),
        button("Stop", END, value, "danger", confirm=stop),
    ]
    if len(notice.topics) > 1:
        return [actions(button("Vote", VOTE, notice.round, "primary"), *moves)]
    row = [button(each, numbered(CARD, place), value) for place, each in enumerate(cards.cards(notice.deck))]
    return [actions(*row), actions(button("Vote with a reason", VOTE, notice.round), *moves)]


def moment_of(round_: RoundId, poll: int) -> str:
    """What a button carries that is good for one vote only."""
    return f"{round_}/{poll}"


def ask(notice: Ask) -> Drawing:
    """A voter's ballot."""
    what = _what(notice.ballots)
    where = channel(notice.team)
    if notice.state == "over":
        words = f"This vote is over. What came of it stands in {where}."
        return Drawing(spoken(words), [context(words)])
    if notice.state == "left":
        words = f"The vote in {where} goes on without you."
        return Drawing(spoken(words), [context(words)])
    stories = count(len(notice.topics), "story", "stories")
    head = f"Estimate {what} for {where} · {stories}"
    until = _moment(notice)
    listed = [story_line(each) for each in notice.topics[:_IN_DM]]
    more = [context(f"and {len(notice.topics) - _IN_DM} more")] if len(notice.topics) > _IN_DM else []
    if notice.state == "done":
        words = (
            f"Thanks, your votes are in and sealed. You can change them until {until} or everyone has voted."
        )
        again = actions(button("Change my votes", VOTE, notice.round))
        return Drawing(spoken(f"{head}.", words), [header(head), section(words), again])
    words = f"Blind: nobody sees a vote before the count, {until} at the latest."
    blocks = [header(head), rich(bullets(listed)), *more, _vote(notice.round), context(words)]
    return Drawing(spoken(f"{head}.", titles(notice.topics[:_IN_DM]), words), blocks)


def _vote(round_: RoundId) -> Json:
    return actions(button("Vote", VOTE, round_, "primary"))


def _what(ballots: Sequence[Ballot]) -> str:
    return " and ".join(ballots)


def _moment(notice: Ask | Remind) -> str:
    if notice.ends_at is None:
        return "soon"
    there = notice.ends_at.astimezone(ZoneInfo(notice.zone))
    return f"{say_day(there.date())} {there:%H:%M} your time"


def remind(notice: Remind) -> Drawing:
    """A nudge, and its closing line."""
    where = channel(notice.team)
    if notice.state != "waiting":
        words = (
            f"Done: your votes for {where}." if notice.state == "done" else f"The vote in {where} is over."
        )
        return Drawing(spoken(words), [context(words)])
    stories = count(notice.stories, "story", "stories")
    words = f"The vote on {stories} in {where} waits for you until {_moment(notice)}. ? and ☕ are votes too."
    return Drawing(spoken(words), [rich(paragraph(say(words))), _vote(notice.round)])
