"""What news of a plan look like on Slack: what happened, what that means, and what to do about it."""

from bot.ceremonies import news
from bot.dates import say_day
from handlers.slack.blocks import context, paragraph, rich
from handlers.slack.drawing import Drawing
from handlers.slack.text import channel, line, name, say, spoken

#: What happened and came of it, and what to do; {0} is the channel, {1} the ceremony, {3} a person,
#: {4} another channel, if it is to be named.
_WORDS: dict[news.What, tuple[str, str]] = {
    "archived": (
        "{0} was archived, so its {1} is paused.",
        "Unarchive it and it goes on by itself, or type /{1} setup in another channel.",
    ),
    "gone": (
        "Piton can no longer see {0}, so its {1} is paused: the channel was deleted, or Piton was taken out of it.",
        "Type /invite @Piton there and it goes on by itself, or type /{1} setup in another channel.",
    ),
    "kicked": (
        "Piton was taken out of {0}, so its {1} is paused.",
        "Type /invite @Piton there and it goes on by itself, or type /{1} setup in another channel.",
    ),
    "restricted": (
        "Piton may no longer post in {0}, so its {1} is paused.",
        "Let Piton post there in the channel's settings, then type /{1} resume in it.",
    ),
    "on": (
        "The {1} of {0} goes on{2}.",
        "What was missed meanwhile is not asked again.",
    ),
    "cut off": (
        "The {1} of {0} could not be posted in {4}: Piton can no longer post there.",
        "Let Piton in there again, or type /{1} setup in {0} and choose another channel.",
    ),
    "unread": (
        "The {1} of {0} was not sent: it goes to no channel, and nobody it goes to is here any more.",
        "Type /{1} setup in {0} and choose a channel, or others. The next one tells all of it.",
    ),
    "leaderless": (
        "{3} is no longer here, and nobody else leads the {1} of {0}. It goes on as it is.",
        "A workspace admin can change it with /{1} edit in the channel.",
    ),
}


#: What else is to be said of one ceremony.
_ELSE = {("on", "digest"): "What happened meanwhile is told in the next one."}


def story(notice: news.Story) -> Drawing:
    """News, with what to do below."""
    happened, todo = _WORDS[notice.what]
    begins = f": next on {say_day(notice.day)}" if notice.day else ""
    there = channel(notice.name) if notice.name else "the channel that it goes to"
    said = (channel(notice.team), line(notice.plan), begins, name(notice.name), there)
    words, hint = happened.format(*said), _ELSE.get((notice.what, notice.plan), todo).format(*said)
    return Drawing(spoken(words, hint), [rich(paragraph(say(words))), context(hint)])
