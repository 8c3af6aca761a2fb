"""The story of a decision, as people would live it: recorded, asked about on its day, confirmed, superseded."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_edges import whispers
from tests.scenarios.test_estimation_by_hand import a_moment_later, in_channel
from tests.scenarios.test_home import click, shown

Json = dict[str, Any]
#: A Monday noon in London, where the channel's team is. Diego works in New York.
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def utc(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


async def record(play: Stage, user: str, text: str, **more: Any) -> Json:  # noqa: ANN401
    form = await play.command(user, f"/decision {text}")
    assert form["view"], form
    values = {"why": "They drift apart", "sign": "A rebuild takes a night", **more}
    saved = await play.submit(user, **values)
    await a_moment_later(play)
    return saved


async def cards(play: Stage) -> list[str]:
    return [str(each["text"]) for each in await in_channel(play, "Decision #")]


async def told(play: Stage, user: str) -> list[str]:
    return [str(each["text"]) for each in await play.seen(user, "@Piton") if "metadata" in each]


async def test_recorded_asked_about_on_its_day_and_confirmed_and_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        refused = await record(play, "UOLIVER", "Features by day", sign="", deciders=["UDIEGO"])
        assert "what would make you revisit it" in str(refused["ack"])
        saved = await play.submit(
            "UOLIVER",
            options="One store: simple, but a rebuild takes hours\nA store each: fast, but they drift apart",
            deciders=["UDIEGO"],
            day="2026-12-04",
        )
        assert "Recorded as decision #1. Its card stands in #data-science." in str(saved["ack"]), saved
        await a_moment_later(play)
        [card] = await cards(play)
        assert card == (
            "Decision #1: Features by day. Options: One store: simple, but a rebuild takes hours. A store each: fast, "
            "but they drift apart. Why: They drift apart. Decided by Diego Rivera · recorded Mon 23 Nov 2026. To be "
            "revisited on Fri 4 Dec."
        )
        assert await told(play, "UDIEGO") == []

        await play.at(utc(12, 4, 13, 59))
        assert await told(play, "UDIEGO") == []
        await play.at(utc(12, 4, 14, 1))
        [asked] = await told(play, "UDIEGO")
        assert asked.startswith("This decision in #data-science is to be looked at again as of Fri 4 Dec.")
        assert card[:40] in asked

        opened = await play.press("UDIEGO", "Revisit")
        assert opened["view"], opened
        again = await play.submit("UDIEGO", how="stands", next="2027-03-01", reason="Rebuilds take an hour")
        assert again["ok"], again
        await a_moment_later(play)
        assert await told(play, "UDIEGO") == [
            "Still stands, says Diego Rivera: #1 “Features by day” in #data-science. To be revisited on Mon 1 Mar 2027."
        ]
        assert (
            "Still stands, said Diego Rivera on Fri 4 Dec: Rebuilds take an hour." in (await cards(play))[0]
        )
        await play.at(utc(2, 26, 12, year=2027))
        assert len(await told(play, "UDIEGO")) == 1
        await play.at(utc(3, 1, 14, 1, year=2027))
        assert len(await told(play, "UDIEGO")) == 2
        await play.press("UDIEGO", "Still stands")
        await a_moment_later(play)
        assert "No other day is set." in (await told(play, "UDIEGO"))[-1]
        assert len(await cards(play)) == 1, "one message, edited"


async def test_unanswered_it_comes_before_the_lead_once_who_records_another_in_its_place(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await record(play, "UOLIVER", "Features by day", deciders=["UPRIYA"], day="2026-12-01")
        await play.at(utc(12, 1, 9, 1))
        assert len(await told(play, "UPRIYA")) == 1
        await play.at(utc(12, 7, 17))
        assert await told(play, "UOLIVER") == []
        await play.at(utc(12, 8, 9, 1))
        [asked] = await told(play, "UOLIVER")
        assert "and nobody has said so far. Does it still stand?" in asked
        await play.at(utc(2, 1, 12, year=2027))
        assert (len(await told(play, "UPRIYA")), len(await told(play, "UOLIVER"))) == (1, 1)

        await play.press("UOLIVER", "Revisit")
        anew = await play.submit("UOLIVER", how="superseded")
        assert "Record a decision" in str(anew["ack"]), anew
        saved = await play.submit("UOLIVER", text="Features by hour", why="Fresher", sign="It costs too much")
        assert "Recorded as decision #2" in str(saved["ack"]), saved
        await a_moment_later(play)
        one, two = await cards(play)
        assert "Decision #2 stands in its place, said Oliver Shaw on Mon 1 Feb 2027." in one
        assert "in the place of #1" in two
        assert (await told(play, "UPRIYA"))[-1].startswith(
            "Decision #2 stands in its place, says Oliver Shaw"
        )

        await play.command("UDIEGO", "/decision list")
        assert "#1 Features by day. #2 stands in its place · Priya" in await whispers(play, "UDIEGO")


async def test_taken_back_at_once_and_home_and_the_words_of_others(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        hostile = "Drop <!channel> & *bold*"
        await record(play, "UPRIYA", hostile, day="2026-12-08")
        [card] = await cards(play)
        assert "Drop &lt;!channel&gt; &amp; *bold*" in card
        await play.command("UPRIYA", "/decision #1")
        await play.press("UPRIYA", "Take it back", DATA)
        await a_moment_later(play)
        assert await cards(play) == ["Decision #1 was taken back by who recorded it."]

        await record(play, "UPRIYA", hostile, day="2026-12-08")
        await play.post("home", user="UPRIYA")
        assert "decision to revisit" not in await shown(play, "UPRIYA")
        await play.at(utc(12, 1, 0, 1))
        words = await shown(play, "UPRIYA")
        assert "A decision to revisit" in words
        assert f"#2 {hostile}" in words
        pressed = await click(play, "Revisit", "UPRIYA")
        assert pressed["ok"], pressed
        reversed_ = await play.submit("UPRIYA", how="reversed", reason="Not needed")
        assert "Decision #2 is reversed." in str(reversed_["ack"]), reversed_
        await a_moment_later(play)
        assert "decision to revisit" not in await shown(play, "UPRIYA")
        assert "Reversed by Priya" in (await cards(play))[-1]
        assert not any(has_button(each, "Revisit") for each in await in_channel(play, "Decision #2"))


async def test_somebody_elses_is_not_theirs_to_end(tmp_path: Path) -> None:
    async with stage(tmp_path, MONDAY) as play:
        await record(play, "UOLIVER", "Features by day", deciders=["UOLIVER"])
        answer = await play.press("UDIEGO", "Revisit", DATA)
        assert not answer.get("view"), answer
        assert "Only who decided, who recorded it and the team" in await whispers(play, "UDIEGO")
