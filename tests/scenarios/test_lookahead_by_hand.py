"""The story of a lookahead, as people would live it: what is not urgent yet, and a request that is there in time."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel

Json = dict[str, Any]
#: A Monday morning in London, where the channel's team is.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def opened(play: Stage, user: str = "UOLIVER") -> None:
    asked = await play.command(user, "/lookahead")
    assert asked["view"] is None
    await play.press(user, "Open a lookahead", DATA)
    await a_moment_later(play)


async def form(play: Stage, user: str, kind: str = "work", text: str = "/lookahead") -> Json:
    """Open the form of an item, and choose what it is."""
    shown = await play.command(user, text)
    view: Json = shown["view"]
    assert view, shown
    if kind != "work":
        await play.post(
            "click",
            user=user,
            view_id=view["id"],
            action_id="lookahead.kind",
            block_id="kind",
            value=kind,
        )
        await play.settle()
    return view


async def placed(play: Stage, user: str, text: str, kind: str = "work", **more: Any) -> None:  # noqa: ANN401
    await form(play, user, kind)
    saved = await play.submit(user, kind=kind, text=text, **more)
    assert saved["ok"], saved
    await a_moment_later(play)


async def card(play: Stage) -> str:
    return str((await in_channel(play, "Look ahead"))[-1]["text"])


async def digest(play: Stage) -> Json:
    [found] = await in_channel(play, "Looked ahead")
    return found


async def told(play: Stage, user: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]


async def test_from_items_to_a_digest_and_a_request_that_is_there_in_time(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        assert "No items so far · closes Tue 24 Nov at 16:00 London time" in await card(play)
        await placed(play, "UOLIVER", "Move the nightly jobs", owner=["UOLIVER"], day="2026-12-11")
        await placed(play, "UOLIVER", "Churn is seasonal", "hypothesis")
        await placed(
            play, "UDIEGO", "The call logs", "access", owner=["UDIEGO"], asked="2026-11-20", day="2026-12-01"
        )
        await placed(play, "UPRIYA", "A second queue", not_now=["yes"])
        assert "4 items so far" in await card(play)
        assert "The call logs" not in str(await in_channel(play, "Look ahead"))
        await play.at(utc(11, 24, 16, 1))
        said = (await digest(play))["text"]
        assert (
            said.index("Must start now, to be ready in time: Churn is seasonal (hypothesis · no owner yet")
            < said.index(
                "The call logs (data access · Diego Rivera · asked on Fri 20 Nov, expected Tue 1 Dec)"
            )
            < said.index("To do: Move the nightly jobs (Oliver Shaw · by Fri 11 Dec)")
            < said.index("Not now: A second queue")
        )
        assert "Closed: the digest stands below." in await card(play)
        await play.press("UPRIYA", "Take 2", DATA)
        await a_moment_later(play)
        assert "Churn is seasonal (hypothesis · Priya Nair · no date yet)" in (await digest(play))["text"]
        assert not has_button(await digest(play), "Take 2")
        await play.press("UOLIVER", "Settle 2", DATA)
        saved = await play.submit("UOLIVER", owner=["UPRIYA"], day="2026-12-04")
        assert saved["ok"], saved
        await a_moment_later(play)
        assert "Churn is seasonal (hypothesis · Priya Nair · by Fri 4 Dec)" in (await digest(play))["text"]

        # Diego works in New York, where the morning of the first of December is at two in London.
        await play.at(utc(12, 1, 13, 59))
        assert await told(play, "UDIEGO") == []
        await play.at(utc(12, 1, 14, 1))
        [asked] = await told(play, "UDIEGO")
        assert "is it there? The call logs. Asked on Fri 20 Nov · expected Tue 1 Dec." in asked
        shown = await play.press("UDIEGO", "Not yet")
        assert shown["view"], shown
        refused = await play.submit("UDIEGO", expected="2026-12-01")
        assert "after today" in str(refused["ack"])
        assert (await play.submit("UDIEGO", expected="2026-12-07"))["ok"]
        await a_moment_later(play)
        assert "expected Mon 7 Dec" in (await digest(play))["text"]
        [past] = await told(play, "UDIEGO")
        assert past.startswith("Past: “The call logs”")
        await play.at(utc(12, 7, 13))
        assert len(await told(play, "UDIEGO")) == 1
        await play.at(utc(12, 7, 14, 1))
        assert "expected Mon 7 Dec" in (await told(play, "UDIEGO"))[-1]
        await play.press("UDIEGO", "It is there")
        await a_moment_later(play)
        assert len(await told(play, "UDIEGO")) == 2
        assert all("It is there, says Diego Rivera" in each for each in await told(play, "UDIEGO"))
        assert len(await in_channel(play, "Looked ahead")) == 1


async def test_what_is_yet_to_be_asked_for_is_asked_about_the_next_morning(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        await placed(play, "UOLIVER", "The billing tables", "access")
        await play.command("UOLIVER", "/lookahead close")
        await a_moment_later(play)
        assert "no owner yet · not asked yet" in (await digest(play))["text"]
        await play.at(utc(11, 24, 9, 1))
        [asked] = await told(play, "UOLIVER")
        assert "it was to be asked for. Asked? Nobody has taken it, so you are asked" in asked
        await play.press("UOLIVER", "It is asked for")
        refused = await play.submit("UOLIVER", asked="2026-11-25", expected="2026-12-01")
        assert "yet to come" in str(refused["ack"])
        assert (await play.submit("UOLIVER", asked="2026-11-24", expected="2026-12-01"))["ok"]
        await a_moment_later(play)
        assert "asked on Tue 24 Nov, expected Tue 1 Dec" in (await digest(play))["text"]
        await play.at(utc(12, 1, 9, 1))
        await play.press("UOLIVER", "Give up")
        await a_moment_later(play)
        assert "given up" not in await card(play)
        assert "Given up, says Oliver Shaw" in (await told(play, "UOLIVER"))[-1]


async def test_bad_input_stays_in_the_form(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        for kind, values, words in (
            ("work", {"text": " \u200b "}, "Say in a sentence"),
            ("work", {"text": "x" * 2000}, "300"),
            ("work", {"text": "Labels", "day": "2026-11-20"}, "past"),
            ("work", {"text": "Labels", "day": "2026-12-20", "not_now": ["yes"]}, "not both"),
            ("work", {"text": "Labels", "owner": ["UOLIVER", "UPRIYA"]}, "Name one person"),
            ("access", {"text": "Logs", "asked": "2026-11-27"}, "yet to come"),
            ("access", {"text": "Logs", "asked": "2026-11-20", "day": "2026-11-19"}, "before it is asked"),
        ):
            await form(play, "UOLIVER", kind)
            refused = await play.submit("UOLIVER", kind=kind, **values)
            assert not refused["ok"], values
            assert words in str(refused), refused
        assert "No items so far" in await card(play)
        shown = await play.command("UOLIVER", f"/lookahead {'long ' * 400}")
        assert shown["view"], "it is cut to what an item holds"


async def test_an_item_is_changed_and_taken_out_from_the_list(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        await form(play, "UDIEGO", text="/lookahead Read <!channel> & *all* of it")
        assert (await play.submit("UDIEGO"))["ok"]
        await placed(play, "UOLIVER", "Labels")
        await play.command("UDIEGO", "/lookahead list")
        seen = await whispers(play, "UDIEGO")
        assert "1. Read &lt;!channel&gt; &amp; *all* of it (no owner yet · no date yet)" in seen
        listed = (await play.seen("UDIEGO", DATA))[-1]
        assert has_button(listed, "Change 1")
        assert not has_button(listed, "Change 2"), "that is Oliver's"
        await play.press("UDIEGO", "Change 1", DATA)
        assert (await play.submit("UDIEGO", text="Read it"))["ok"]
        await play.command("UOLIVER", "/lookahead list")
        assert has_button((await play.seen("UOLIVER", DATA))[-1], "Change 1"), "he leads"
        await play.press("UOLIVER", "Change 2", DATA)
        assert (await play.submit("UOLIVER", remove=["yes"]))["ok"]
        await a_moment_later(play)
        assert "1 item so far" in await card(play)


async def test_words_after_the_command(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        refused = await play.command("UOLIVER", "/lookahead close")
        assert "No lookahead is open here" in refused["text"]
        refused = await play.command("UOLIVER", "/lookahead list")
        assert "Nothing is being looked ahead to" in refused["text"]
        assert "make the digest now" in (await play.command("UOLIVER", "/lookahead help"))["text"]
        assert (
            "Did you mean `/lookahead close`?" in (await play.command("UOLIVER", "/lookahead clsoe"))["text"]
        )
        assert "Did you mean" in (await play.command("UOLIVER", "/piton lokahead"))["text"]


async def test_closed_once_by_who_opened_it_and_nothing_placed_is_one_line(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        await play.press("UOLIVER", "Open a lookahead", DATA)
        assert "open here already" in await whispers(play, "UOLIVER")
        refused = await play.command("UDIEGO", "/lookahead close")
        assert "Only Oliver Shaw and the team's leads can close it." in refused["text"]
        await play.command("UOLIVER", "/lookahead close")
        await a_moment_later(play)
        assert "nothing was placed" in await card(play)
        assert await in_channel(play, "Looked ahead") == []
        refused = await play.command("UOLIVER", "/lookahead close")
        assert "No lookahead is open here" in refused["text"]


async def test_who_leaves_leaves_their_request_to_a_lead_who_hands_it_over(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await opened(play)
        await placed(
            play, "UDIEGO", "The call logs", "access", owner=["UDIEGO"], asked="2026-11-20", day="2026-12-01"
        )
        await play.command("UOLIVER", "/lookahead close")
        await a_moment_later(play)
        await play.post("member", id="UDIEGO", deleted=True)
        await a_moment_later(play)
        [asked] = [each for each in await told(play, "UOLIVER") if "Who follows their request" in each]
        assert "Diego Rivera is no longer in the team." in asked
        opened_ = await play.press("UOLIVER", "Hand over")
        assert opened_["view"], opened_
        assert (await play.submit("UOLIVER", owner=["UMAYA"]))["ok"]
        await a_moment_later(play)
        assert "is yours from now on" in (await told(play, "UMAYA"))[-1]
        assert "The call logs (data access · Maya" in (await digest(play))["text"]
        await play.at(utc(12, 1, 23))
        asked_again = [each for each in await told(play, "UMAYA") if "is it there?" in each]
        assert len(asked_again) == 1
