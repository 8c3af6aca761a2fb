"""The story of a digest that people outside of a team read, and of a question that one asks, in hostile words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later

Json = dict[str, Any]
#: The team works in a private channel, which Diego is not in, and tells everybody in a public one.
REVIEW, GENERAL = "#model-review", "#general"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOSTILE = "<!channel> is <@UPRIYA> & *why* does churn_peak_ <https://evil.example|here>?\n> really"
ESCAPED = (
    "&lt;!channel&gt; is &lt;@UPRIYA&gt; &amp; *why* does churn_peak_ &lt;https://evil.example|here&gt;?"
)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def set_up(play: Stage, where: str = REVIEW, **more: Any) -> Json:  # noqa: ANN401 — whatever a form takes
    opened = await play.command("UOLIVER", "/digest setup", where)
    assert opened["view"], opened
    saved = await play.submit("UOLIVER", **({"channel": GENERAL, "people": []} | more))
    await a_moment_later(play)
    return saved


async def learnt(play: Stage, question: str, found: str, where: str = REVIEW) -> None:
    """A spike comes to its end."""
    assert (await play.command("UOLIVER", "/spike", where))["view"]
    assert (await play.submit("UOLIVER", question=question, owner=["UOLIVER"], box="3 h"))["ok"]
    await a_moment_later(play)
    assert (await play.command("UOLIVER", "/spike finish", where))["view"]
    assert (await play.submit("UOLIVER", decision="answered", text=found))["ok"]
    await a_moment_later(play)


async def texts(play: Stage, user: str, channel: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, channel) if "metadata" in each]


async def digest(play: Stage) -> Json:
    return [each for each in await play.seen("UDIEGO", GENERAL) if "what we learnt" in each["text"]][-1]


async def invited(play: Stage) -> None:
    await play.command("UOLIVER", "/invite @Piton", REVIEW)


async def test_from_setup_to_friday_a_question_and_its_answer_below_the_digest(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await invited(play)
        saved = await set_up(play, called="Models & co")
        assert "The digest goes to #general, Fri at 15:00, London time" in str(saved)
        await learnt(play, f"Is it seasonal? {HOSTILE}", "Yes, by a third.")
        looked = await play.command("UMAYA", "/digest", REVIEW)
        assert "Is it seasonal?" in looked["text"]
        assert await texts(play, "UDIEGO", GENERAL) == []
        await play.at(utc(27, 14, 59))
        assert await texts(play, "UDIEGO", GENERAL) == []
        await play.at(utc(27, 15, 1))
        [said] = await texts(play, "UDIEGO", GENERAL)
        assert said.startswith("Models &amp; co: what we learnt. Fri 20 Nov to Fri 27 Nov.")
        assert f"Is it seasonal? {ESCAPED}" in said
        assert "Yes, by a third." in said
        posted = str(await digest(play))
        assert not any(each in posted for each in ("model-review", "Oliver", "Shaw"))

        # Diego reads it, and asks. He has no seat in the team, and cannot see its channel.
        opened = await play.press("UDIEGO", "Ask the team", GENERAL)
        assert opened["view"], opened
        assert not (await play.submit("UDIEGO", text="  "))["ok"]
        asked = await play.submit("UDIEGO", text=HOSTILE)
        assert asked["ok"], asked
        await a_moment_later(play)
        [*_, card] = await texts(play, "UMAYA", REVIEW)
        assert card.startswith("Diego Rivera asks, below the digest of Fri 27 Nov:")
        assert ESCAPED in card
        assert "<!channel>" not in card
        [receipt] = await texts(play, "UDIEGO", "@Piton")
        assert "Your question is with Models &amp; co:" in receipt

        await play.press("UMAYA", "Answer", REVIEW)
        assert (await play.submit("UMAYA", text="Contracts end then: <b>see</b> https://wiki.example.com"))[
            "ok"
        ]
        await a_moment_later(play)
        thread = [
            each
            for each in await play.seen("UDIEGO", GENERAL)
            if each.get("thread_ts") not in {None, each["ts"]}
        ]
        assert [each["thread_ts"] for each in thread] == [(await digest(play))["ts"]]
        assert thread[0]["text"].startswith("Diego Rivera asked:")
        assert "Maya Cohen answers: Contracts end then: &lt;b&gt;see&lt;/b&gt;" in thread[0]["text"]
        [receipt, came] = await texts(play, "UDIEGO", "@Piton")
        assert "is settled" in receipt
        assert "Maya Cohen answers: Contracts end then" in came
        await play.at(utc(4, 14, 59, month=12))
        assert len(await texts(play, "UDIEGO", "@Piton")) == 2
        await play.at(utc(4, 15, 1, month=12))
        assert len([each for each in await texts(play, "UDIEGO", GENERAL) if "learnt" in each]) == 1


async def test_what_is_asked_may_be_taken_back_or_not_be_the_teams(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await invited(play)
        await set_up(play, called="")
        await learnt(play, "Is it seasonal?", "Yes.")
        drawn = await play.command("UOLIVER", "/digest now", REVIEW)
        assert "Post it now?" in drawn["text"]
        await play.press("UOLIVER", "Post it now", REVIEW)
        await a_moment_later(play)
        [said] = await texts(play, "UDIEGO", GENERAL)
        assert said.startswith("What we learnt.")
        for text in ("Who pays?", "And when?"):
            await play.press("UDIEGO", "Ask the team", GENERAL)
            assert (await play.submit("UDIEGO", text=text))["ok"]
            await a_moment_later(play)
        await play.press("UDIEGO", "Take it back")
        await a_moment_later(play)
        cards = [each for each in await play.seen("UMAYA", REVIEW) if "metadata" in each]
        assert "taken back" in cards[-1]["text"]
        assert "And when?" not in str(cards)
        assert not has_button(cards[-1], "Answer")
        await play.press("UPRIYA", "Not ours", REVIEW)
        await play.at(utc(23, 15))  # Diego's morning
        assert (
            "Priya Nair says that this is not the team's to answer."
            in (await texts(play, "UDIEGO", "@Piton"))[-1]
        )
        assert len(await texts(play, "UDIEGO", GENERAL)) == 1


async def test_a_private_channel_is_not_named_to_people_outside(tmp_path: Path) -> None:
    """Neither the team's own outside, nor the one it posts in to those who do not lead."""
    async with stage(tmp_path, MONDAY) as play:
        await invited(play)
        opened = await play.command("UOLIVER", "/digest setup", REVIEW)
        [called] = [each for each in opened["view"]["blocks"] if each.get("block_id") == "called"]
        assert "initial_value" not in called["element"]
        opened = await play.command("UOLIVER", "/digest setup", DATA)
        [called] = [each for each in opened["view"]["blocks"] if each.get("block_id") == "called"]
        assert called["element"]["initial_value"] == "data-science"
        assert (await play.submit("UOLIVER", channel=REVIEW, people=["UMAYA"]))["ok"]
        assert "#model-review" in (await play.command("UOLIVER", "/digest", DATA))["text"]
        seen = (await play.command("UDIEGO", "/digest", DATA))["text"]
        assert "a private channel" in seen
        assert "model-review" not in seen


async def test_where_piton_cannot_post_the_form_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        refused = await set_up(play, DATA, channel=REVIEW)
        assert "/invite @Piton" in str(refused["ack"]["errors"]["channel"])
        await play.command("UOLIVER", "/digest setup", DATA)
        refused = await play.submit("UOLIVER", channel="", people=[])
        assert "Choose a channel, or people, or both." in str(refused["ack"])
        assert (await play.submit("UOLIVER", channel="", people=["UMAYA", "UDIEGO"], sections=["learnt"]))[
            "ok"
        ]
        assert (
            "goes to Maya Cohen, Diego Rivera, Fri at"
            in (await play.command("UOLIVER", "/digest", DATA))["text"]
        )


async def test_only_leads_change_it_and_words_are_understood(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        none = await play.command("UOLIVER", "/digest", DATA)
        assert "`/digest setup` starts one" in none["text"]
        await set_up(play, DATA)
        for word in ("setup", "now", "pause", "end"):
            refused = await play.command("UMAYA", f"/digest {word}", DATA)
            assert "Only the team's leads" in refused["text"], word
        assert "Paused" in (await play.command("UOLIVER", "/digest pause", DATA))["text"]
        assert (
            "`/digest resume` starts it again"
            in (await play.command("UOLIVER", "/digest pause", DATA))["text"]
        )
        assert "It is paused." in (await play.command("UOLIVER", "/digest", DATA))["text"]
        assert (
            "next one comes on Fri 27 Nov" in (await play.command("UOLIVER", "/digest resume", DATA))["text"]
        )
        assert "Did you mean" in (await play.command("UOLIVER", "/digest sette", DATA))["text"]
        assert "What we learnt" not in str(await play.command("UOLIVER", "/digest help", DATA))
        nothing = await play.command("UOLIVER", "/piton digest", DATA)
        assert "The digest goes to #general" in nothing["text"]
        await play.command("UOLIVER", "/digest end", DATA)
        await play.press("UOLIVER", "End the digest", DATA)
        await play.settle()
        assert "The digest has ended." in await whispers(play, "UOLIVER")
        assert "starts one" in (await play.command("UOLIVER", "/digest", DATA))["text"]
        assert await texts(play, "UDIEGO", GENERAL) == []


async def test_sent_to_people_it_is_asked_and_answered_in_their_own_messages(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await invited(play)
        await set_up(play, channel="", people=["UDIEGO", "UAROHA"])
        await learnt(play, "Is it seasonal?", "Yes.")
        await play.at(utc(27, 15, 1))
        [said] = await texts(play, "UDIEGO", "@Piton")
        assert "Is it seasonal?" in said
        assert await texts(play, "UAROHA", "@Piton") == []  # her Saturday morning
        await play.press("UDIEGO", "Ask the team")
        assert (await play.submit("UDIEGO", text=HOSTILE))["ok"]
        await a_moment_later(play)
        await play.press("UPRIYA", "Answer", REVIEW)
        assert (await play.submit("UPRIYA", text="Contracts."))["ok"]
        await a_moment_later(play)
        messages = [each for each in await play.seen("UDIEGO", "@Piton") if "metadata" in each]
        assert "Priya Nair answers: Contracts." in messages[-1]["text"]
        assert all(each.get("thread_ts") in {None, each["ts"]} for each in messages)
        await play.at(utc(29, 20, 1))
        assert len(await texts(play, "UAROHA", "@Piton")) == 1
