"""What people write never pings, never becomes a link that hides where it leads, never turns a line around.

Faults 22 and 23: through every whisper, every modal and every Home, and through the front door into a real store.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ceremonies.survey import Question
from bot.homes.home import Away
from bot.ledger import Ledger
from bot.model import Dm, Person, PlanId, RoundId
from bot.rounds import show
from handlers.slack.desk import Reply
from handlers.slack.draw import draw
from handlers.slack.help import Asker
from handlers.slack.help import draw as draw_help
from handlers.slack.home import drawings as home
from handlers.slack.home.examples import HOMES
from handlers.slack.meant import did_you_mean, quoted
from handlers.slack.standup import answer_form, answering, leading, report, setup_form, shortcuts
from handlers.slack.standup import examples as of_standup
from handlers.slack.text import unmarked
from playground import Piece, Playground
from playground.page.gallery import complaint
from tests.handlers.slack import limits
from tests.handlers.slack.door import (
    ANN,
    BEN,
    HERE,
    NOW,
    ROOM,
    Door,
    click,
    event,
    submission,
    the_round,
    trigger,
)
from tests.handlers.slack.hostile import CORPUS, texts

Json = dict[str, Any]
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff\x00\x1b")
SLACK = Playground().slack.workspace


def strings(part: object) -> Iterator[str]:
    """Every text in what Slack is sent, whatever it is for."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for each in part.values():
            yield from strings(each)
    elif isinstance(part, list):
        for each in part:
            yield from strings(each)


def literal(shown: Json | list[Json]) -> None:
    """Nobody is pinged, nothing links but to what it shows, nothing reads backwards, and all of it can be stored."""
    json.dumps(shown, ensure_ascii=False).encode()
    for each in strings(shown):
        assert not set(each) & TURNING, each
    for each in limits.parsed(shown):
        limits.unparsed(each)
    for kind in ("user", "usergroup", "broadcast", "channel", "team"):
        assert f'"type": "{kind}"' not in json.dumps(shown)


def whispered(reply: Reply) -> None:
    drawn = reply.drawn()
    limits.message(drawn["text"], drawn["blocks"])
    literal(drawn["blocks"])
    literal([drawn])
    assert complaint(Piece("said", "message", drawn["blocks"], drawn["text"]), SLACK) == ""


def opened(view: Json) -> None:
    limits.view(view)
    literal({key: view[key] for key in view if key != "private_metadata"})
    json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert complaint(Piece("form", "modal", view), SLACK) == ""


OPEN = of_standup._open
FORM, SETUP, SAID = of_standup._answer, of_standup._new, of_standup._report


@settings(deadline=None)
@given(texts, texts)
def test_no_whisper_carries_what_somebody_wrote_as_anything_but_words(one: str, other: str) -> None:
    team = replace(OPEN, team=replace(OPEN.team, name=one))
    whispered(Reply(one))
    whispered(Reply(f"“{one}” is not a day I understand."))
    whispered(did_you_mean("/standup", "away", one))
    whispered(did_you_mean("/standup", "pause", one))
    whispered(answering.choice((team, OPEN)))
    whispered(answering.skipped((team, OPEN)))
    whispered(leading.ended(one))
    whispered(leading.resumed(one))
    standing = Asker(room=True, here=one, state="active", leads=True, asked=True, says=other, waiting=(team,))
    whispered(draw_help(standing, f"{quoted(other)} is not a command."))
    whispered(draw_help(replace(standing, waiting=(), says=one)))


@settings(deadline=None)
@given(texts, texts, st.integers(1, 12))
def test_no_report_does(one: str, other: str, times: int) -> None:
    said = replace(
        SAID.said[0], texts={"since": one, "until": other}, questions={"since": other, "until": one}
    )
    stuck = replace(SAID.blockers[0], text=one)
    whispered(
        report.draw(
            replace(
                SAID, team=one, said=(said,) * times, names={said.member: other}, blockers=(stuck,) * times
            )
        )
    )


@settings(deadline=None)
@given(texts, texts)
def test_no_form_does(one: str, other: str) -> None:
    message = {"text": one, "user": "U2", "ts": "1.1"}
    form = replace(
        FORM,
        title=one,
        team=other,
        questions=(Question("since", one), Question("until", other)),
        given={"since": other},
        last=replace(of_standup._last, texts={"until": one}),
        carried=(replace(of_standup._stuck, text=one),),
        quoted=shortcuts.quote(message, other, "https://example.slack.com/archives/C1/p1"),
    )
    opened(answer_form.view(form))
    opened(answer_form.view(replace(form, given={})))
    asked = replace(SETUP.settings, questions=(Question("since", one), Question("blockers", other)))
    opened(setup_form.view(replace(SETUP, channel_name=one, settings=asked)))
    opened(setup_form.saved_view((one, other), PlanId("plan-1")))


@settings(deadline=None)
@given(texts, texts)
def test_no_home_does(one: str, other: str) -> None:
    usual = HOMES["home"]
    shown = home.view(
        replace(
            usual,
            name=one,
            waiting=tuple(replace(each, title=one, team=other) for each in usual.waiting),
            stuck=tuple(replace(each, text=one, name=other, helper=one, team=other) for each in usual.stuck),
            appointments=tuple(replace(each, team=one, leads=(other, one)) for each in usual.appointments),
            away=(Away(1, NOW.date(), NOW.date()),),
        )
    )
    literal(shown)
    assert complaint(Piece("home", "home", shown), SLACK) == ""
    literal(home.view(replace(usual, name=one, waiting=(), appointments=()))["blocks"])


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U1> and <@U1|tom>", "@somebody and @tom"),
        ("<#C1|data> <#C1>", "#data #channel"),
        ("<!here> <!subteam^S1|@ml> <!date^1^{date}|Monday>", "@here @ml Monday"),
        ("<https://x.example|the fix> <https://x.example>", "the fix (https://x.example) https://x.example"),
        ("<https://evil.example|Bank>", "Bank (https://evil.example)"),
        ("a &lt;!channel&gt; &amp;amp;", "a <!channel> &amp;"),
        ("1 < 2 > 0", "1 < 2 > 0"),
    ],
)
def test_a_message_of_slacks_is_read_as_people_see_it(sent: str, read: str) -> None:
    assert unmarked(sent) == read


# Through the front door, into a real store and out again.


AWFUL = (
    *CORPUS,
    "🎉🎊👩‍👩‍👧‍👦",
    "x" * 40_000,
    "مرحبا بالعالم <!here>",
    "e\u0301\u0302\u0303" * 2_000,
    "“Anna said:” <!channel>",
    "*_~`" * 500,
)


def command(text: str, name: str = "/standup") -> Json:
    return {
        "command": name,
        "text": text,
        "team_id": "T1",
        "user_id": ANN,
        "user_name": text[:80],
        "channel_id": ROOM,
        "channel_name": "data",
        "trigger_id": trigger(),
    }


async def shown_now(door: Door) -> dict[str, Any]:
    round_ = await the_round(door)

    def find(ledger: Ledger) -> dict[str, Any]:
        found = ledger.rounds.get(HERE, RoundId(round_))
        assert found
        return dict(show(found))

    return await door.store.read(find)


@pytest.mark.parametrize("text", AWFUL, ids=range(len(AWFUL)))
async def test_an_awful_answer_goes_in_and_comes_out_as_words(door: Door, text: str) -> None:
    round_ = await the_round(door)
    status, said = await door.send(submission(round_, text=text))
    assert (status, "Something went wrong" in said) == (200, False)
    for notice in (await shown_now(door)).values():
        drawing = draw(notice)
        limits.message(drawing.text, drawing.blocks)
        literal(drawing.blocks)
    await door.send(click("standup.answer", round_))
    for method, sent in door.client.calls:
        if method == "views.open":
            opened(sent["view"])
    for words in ("report", f"report {text}"):
        assert (await door.send(command(words)))[0] == 200


@pytest.mark.parametrize("text", AWFUL, ids=range(len(AWFUL)))
async def test_an_awful_name_is_a_name_and_no_mention(door: Door, text: str) -> None:
    def rename(ledger: Ledger) -> None:
        clean_enough = text.encode("utf-8", "replace").decode().replace("\x00", "")
        ledger.roster.put_people(
            HERE, [Person(ANN, clean_enough, "Europe/London"), Person(BEN, "Ben", "UTC")]
        )

    await door.store.run(rename)
    assert (await door.send(submission(await the_round(door))))[0] == 200
    for notice in (await shown_now(door)).values():
        assert not isinstance(notice.place, Dm) or notice.place.member in {ANN, BEN}
        drawing = draw(notice)
        limits.message(drawing.text, drawing.blocks)
        literal(drawing.blocks)


@pytest.mark.parametrize("text", AWFUL, ids=range(len(AWFUL)))
async def test_awful_words_after_a_command_or_to_the_bot_get_a_sentence(door: Door, text: str) -> None:
    for words in (text, f"away {text}", f"report {text}", f"setpu {text}"):
        for name in ("/standup", "/piton"):
            status, answer = await door.send(command(words, name))
            assert (status, "Something went wrong" in answer) == (200, False)
            if answer:
                said = json.loads(answer)
                literal(said["blocks"])
                limits.unparsed(said["text"])
    for number, words in enumerate((text, f"away {text}", f"report {text}", f"<@UPITON> {text}")):
        for kind, more in (("message", {"channel_type": "im"}), ("app_mention", {})):
            heard = event(kind, user=ANN, channel="D1", text=words, ts=f"{number}.1", **more)
            assert (await door.send(heard))[0] == 200
    for method, sent in door.client.calls:
        if method == "chat.postEphemeral":
            limits.unparsed(sent["text"])
            blocks = sent["blocks"] if isinstance(sent["blocks"], list) else json.loads(sent["blocks"])
            literal(blocks)


async def test_what_slack_tells_twice_is_answered_once(door: Door) -> None:
    heard = event("app_mention", user=ANN, channel=ROOM, text="<@UPITON> help", ts="5.1")
    for _ in range(3):
        assert (await door.send(heard))[0] == 200
    assert len(door.client.whispered()) == 1
    again = event("app_mention", user=ANN, channel=ROOM, text="<@UPITON> help", ts="5.2")
    await door.send(again)
    assert len(door.client.whispered()) == 2


async def test_bots_get_no_answer(door: Door) -> None:
    for more in ({"bot_id": "B1", "user": "UPITON"}, {"subtype": "bot_message"}, {}):
        await door.send(event("app_mention", channel=ROOM, text="<@UPITON> help", ts="6.1", **more))
    assert door.client.whispered() == []


@pytest.mark.parametrize(
    "message", [{}, {"text": None}, {"text": "<@U1|x>", "user": 7, "ts": None}, {"text": "\x00\ud800"}]
)
async def test_any_message_can_be_taken_into_an_answer(door: Door, message: Json) -> None:
    body = {
        "type": "message_action",
        "callback_id": "standup.add",
        "team": {"id": "T1"},
        "user": {"id": ANN},
        "channel": {"id": ROOM},
        "trigger_id": trigger(),
        "message": message,
    }
    assert (await door.send(body))[0] == 200
    assert door.client.opened() == ["standup.answer"]
