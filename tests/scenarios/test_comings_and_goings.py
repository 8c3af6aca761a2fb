"""People, channels and the app come and go: what is said of it, to whom, and how it goes on."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.scenarios.stage import DATA, Json, Stage, has_button, stage
from tests.scenarios.test_standup_by_hand import set_up, utc


async def texts(play: Stage, user: str) -> list[str]:
    """What a person's direct messages with the bot say now."""
    return [message["text"] for message in await play.seen(user, "@Piton")]


async def news(play: Stage, user: str) -> list[str]:
    return [text for text in await texts(play, user) if not text.startswith("Standup for")]


async def prompt(play: Stage, user: str) -> Json:
    [found] = [each for each in await play.seen(user, "@Piton") if each["text"].startswith("Standup for")]
    return found


async def test_who_is_deactivated_reads_so_in_their_prompt_and_the_digest_goes_on_without_them(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=["120"], Who=["UOLIVER", "UDIEGO"])
        await play.at(utc(24, 14, 31))
        assert has_button(await prompt(play, "UDIEGO"), "Answer")
        await play.post("member", id="UDIEGO", deleted=True)
        await play.settle()
        after = await prompt(play, "UDIEGO")
        assert "This account was deactivated" in after["text"]
        assert not has_button(after, "Answer")
        await play.answer("UOLIVER", "Read", "Write")
        await play.at(utc(24, 18))
        [digest] = await play.digests()
        assert "1 of 1 answered" in digest["text"]
        assert len(await texts(play, "UDIEGO")) == 1  # no reminder


async def test_who_comes_back_is_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 14, 31))
        for gone in (True, False):
            await play.post("member", id="UDIEGO", deleted=gone)
            await play.settle()
        assert has_button(await prompt(play, "UDIEGO"), "Answer")
        await play.at(utc(25, 14, 31))
        assert len(await play.prompts("UDIEGO")) == 2


async def test_who_leaves_the_channel_reads_so_and_who_joins_it_is_asked_next_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.post("leave", user="UPRIYA", channel=DATA)
        await play.post("newcomer", real_name="Noor Aziz")
        members = (await play.state())["members"]
        newcomer = next(str(each["id"]) for each in members if each["name"] == "Noor Aziz")
        await play.post("join", user=newcomer, channel=DATA)
        await play.settle()
        left = await prompt(play, "UPRIYA")
        assert "You left #data-science, so its standup no longer asks you." in left["text"]
        await play.at(utc(25, 9, 31))
        assert len(await play.prompts("UPRIYA")) == 1
        assert len(await play.prompts(newcomer)) == 1


async def test_an_archived_channel_holds_its_standup_and_the_lead_is_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=["120"])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read", "Write")
        await play.post("archive", user="ULENA", channel=DATA)
        await play.post("repeat", times=3)
        await play.settle()
        [told] = await news(play, "UOLIVER")
        assert "#data-science was archived, so its standup is paused." in told
        held = await prompt(play, "UPRIYA")
        assert "#data-science was archived" in held["text"]
        assert not has_button(held, "Answer")
        await play.at(utc(26, 18))
        assert await play.digests() == []
        assert [len(await texts(play, who)) for who in ("UPRIYA", "UDIEGO")] == [
            1,
            0,
        ]  # neither asked nor reminded
        await play.post("unarchive", user="ULENA", channel=DATA)
        await play.settle()
        assert "The standup of #data-science goes on" in (await news(play, "UOLIVER"))[1]
        await play.at(utc(27, 9, 31))
        assert len(await play.prompts("UPRIYA")) == 2
        assert len(await news(play, "UOLIVER")) == 2


async def test_a_channel_that_is_back_the_same_day_goes_on_with_the_same_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read", "Write")
        for move in ("archive", "unarchive"):
            await play.post(move, user="ULENA", channel=DATA)
            await play.settle()
        await play.answer("UPRIYA", "Label", "Label more")
        await play.at(utc(24, 12, 1))
        [digest] = await play.digests()
        assert "2 of" in digest["text"]


async def test_a_standup_that_a_lead_paused_stays_paused(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.command("UOLIVER", "/standup pause")
        for move in ("archive", "unarchive"):
            await play.post(move, user="ULENA", channel=DATA)
            await play.settle()
        assert await news(play, "UOLIVER") == []
        await play.at(utc(24, 18))
        assert await play.prompts("UPRIYA") == []


async def test_a_kicked_bot_says_what_to_do_and_goes_on_when_it_is_invited(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.post("kick", user="UPRIYA", channel=DATA)
        await play.settle()
        [told] = await news(play, "UOLIVER")
        assert "Piton was taken out of #data-science" in told
        refused = await play.command("UOLIVER", "/standup resume")
        assert "Piton is not in #data-science" in refused["text"]
        assert "/invite @Piton" in refused["text"]
        await play.command("UPRIYA", "/invite @Piton")
        await play.settle()
        assert len(await news(play, "UOLIVER")) == 2
        await play.at(utc(25, 12, 1))
        assert len(await play.prompts("UPRIYA")) == 2
        assert len([each for each in await play.digests() if "answered" in each["text"]]) == 2


async def test_a_renamed_channel_renames_what_is_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.post("rename", user="UOLIVER", channel=DATA, name="modelling")
        await play.settle()
        assert "Standup for #modelling" in (await prompt(play, "UPRIYA"))["text"]


@pytest.mark.parametrize("order", ["app_uninstalled", "tokens_revoked"])
async def test_uninstalled_in_either_order_and_installed_again(tmp_path: Path, order: str) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.post("uninstall", order=order)
        await play.post("repeat", times=2)
        await play.at(utc(25, 18))
        assert len(await play.prompts("UPRIYA")) == 1
        await play.post("bot", running=False)
        await play.post("reinstall")
        await play.post("bot", running=True)
        await play.at(utc(25, 18, 2))
        [told] = await news(play, "UOLIVER")
        assert "The standup of #data-science goes on" in told
        assert len(await play.prompts("UPRIYA")) == 1  # nothing of the days between
        await play.at(utc(26, 12, 1))
        assert len(await play.prompts("UPRIYA")) == 2


async def test_uninstalled_and_installed_again_while_nobody_listened(tmp_path: Path) -> None:
    """The look around at the start tells of it then, before anybody is asked."""
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post("bot", running=False)
        await play.post("uninstall")
        await play.post("reinstall")
        await play.post("bot", running=True)
        await play.at(utc(24, 8, 31))
        [told] = await news(play, "UOLIVER")
        assert "Piton was taken out of #data-science" in told
        await play.command("UPRIYA", "/invite @Piton")
        await play.at(utc(24, 9, 31))
        assert len(await play.prompts("UPRIYA")) == 1


async def test_a_late_event_of_the_end_does_no_harm_after_a_new_beginning(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post("uninstall")
        await play.post("bot", running=False)
        await play.post("reinstall")
        await play.post("bot", running=True)
        await play.command("UPRIYA", "/invite @Piton")
        await play.post("repeat", times=2)
        await play.at(utc(24, 9, 31))
        assert len(await play.prompts("UPRIYA")) == 1


_MOVES = ("archive", "leave", "unarchive")


@pytest.mark.parametrize(
    "order", [order for order in permutations(_MOVES) if order.index("archive") < order.index("unarchive")]
)
async def test_a_restart_between_any_two_moves_loses_nothing(tmp_path: Path, order: tuple[str, ...]) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        for move in order:
            user = "UPRIYA" if move == "leave" else "ULENA"
            await play.post(move, user=user, channel=DATA)
            await play.post("bot", running=False)
            await play.post("bot", running=True)
        await play.at(utc(24, 12, 1))
        assert [len(await play.prompts(who)) for who in ("UPRIYA", "UMAYA")] == [0, 0]
        assert await play.prompts("UOLIVER")


async def test_a_channel_that_was_archived_while_nobody_listened_asks_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post("bot", running=False)
        await play.post("archive", user="ULENA", channel=DATA)
        await play.post("bot", running=True)
        await play.at(utc(24, 9, 31))
        assert await play.prompts("UPRIYA") == []
        assert len(await news(play, "UOLIVER")) == 1
