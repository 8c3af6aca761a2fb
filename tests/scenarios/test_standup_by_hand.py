"""The story of the first standup, as a person would live it: from plan to digest over four time zones."""

from datetime import UTC, datetime
from pathlib import Path

from tests.scenarios.stage import DATA, Stage, moment, stage


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def set_up(play: Stage, user: str = "UOLIVER", **values: object) -> str:
    opened = await play.command(user, "/standup setup")
    assert opened["view"], opened
    saved = await play.post("submit", user=user, values=values)
    assert saved["ok"], saved
    return str(saved["view"])


async def test_a_lead_saves_the_form_and_reads_when_the_first_prompt_comes(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        saved = await set_up(play)
        assert "First prompt: tomorrow 09:30 your time." in saved
        assert "Send me one now" in saved


async def test_each_member_is_asked_once_at_their_own_half_past_nine(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        expected = {
            "UAROHA": utc(23, 20, 30),
            "UOLIVER": utc(24, 9, 30),
            "UPRIYA": utc(24, 9, 30),
            "UMAYA": utc(24, 14, 30),
            "UDIEGO": utc(24, 14, 30),
            "ULENA": utc(24, 17, 30),
        }
        for before in (utc(23, 20, 29), utc(24, 9, 29), utc(24, 14, 29), utc(24, 17, 29)):
            await play.at(before)
            for user, at in expected.items():
                assert len(await play.prompts(user)) == (1 if at <= before else 0), (user, before)
        await play.at(utc(24, 18))
        for user, at in expected.items():
            [asked] = await play.prompts(user)
            assert abs((asked - at).total_seconds()) <= 5, (user, asked)


async def test_the_digest_is_one_message_that_late_answers_edit(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        away = await play.command("ULENA", "/standup away tomorrow")
        assert "away tomorrow" in str(away["text"])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Trained the baseline", "Write it up", "No access to the claims table")
        await play.answer("UPRIYA", "Read papers", "Label data")
        await play.press("UOLIVER", "Edit answer")
        await play.fill(
            "UOLIVER", "Trained the baseline", "Write the second draft", "No access to the claims table"
        )
        await play.at(utc(24, 11, 59))
        assert await play.digests() == []
        await play.at(utc(24, 12, 1))
        [digest] = await play.digests()
        assert abs((moment(digest) - utc(24, 12)).total_seconds()) <= 5
        said = str(digest["blocks"])
        assert "Write the second draft" in said
        assert "Write it up" not in said
        assert "2 of 5 answered" in said
        assert said.index("No access to the claims table") < said.index("Label data")
        assert "Lena Park" in said
        assert "<@" not in said + digest["text"]
        assert "'type': 'user'" not in said

        await play.at(utc(24, 14, 31))
        await play.answer("UMAYA", "Fixed the feature store", "Ship it")
        await play.settle()
        await play.at(utc(24, 14, 40))
        [edited] = await play.digests()
        assert edited["ts"] == digest["ts"]
        assert edited["edited"]
        assert "Ship it" in str(edited["blocks"])
        assert "3 of 5 answered" in str(edited["blocks"])
        assert await play.prompts("ULENA") == []


async def test_a_bot_that_was_stopped_over_the_hour_asks_once_when_it_is_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 20))
        await play.post("bot", running=False)
        await play.at(utc(24, 9, 50))
        assert await play.prompts("UOLIVER") == []
        await play.post("bot", running=True)
        await play.settle()
        [asked] = await play.prompts("UOLIVER")
        assert abs((asked - utc(24, 9, 50)).total_seconds()) <= 10
        await play.at(utc(24, 13))
        assert len(await play.prompts("UOLIVER")) == 1


async def test_the_next_prompt_shows_what_was_planned_and_what_is_still_in_the_way(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Trained", "Write it up", "No access to the claims table")
        await play.at(utc(24, 12, 10))
        await play.press("UPRIYA", "I'm on it", DATA)
        await play.at(utc(25, 9, 31))
        opened = await play.press("UOLIVER", "Answer")
        shown = str(opened["view"])
        assert "Write it up" in shown
        assert "No access to the claims table" in shown
        await play.post("close", user="UOLIVER")
        await play.press("UOLIVER", "Resolve", DATA)
        await play.settle()
        [digest] = await play.digests()
        assert "Resolved" in str(digest["blocks"]) or "resolved" in str(digest["blocks"])
        await play.at(utc(26, 9, 31))
        opened = await play.press("UOLIVER", "Answer")
        assert "No access to the claims table" not in str(opened["view"])


async def test_send_me_one_now_is_a_trial_that_counts_for_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        state = await play.state()
        [view] = state["views"]["UOLIVER"]
        for _ in range(2):
            await play.post("click", user="UOLIVER", view_id=view["id"], action_id="standup.try")
            state = await play.state()
            if not any("standup.try" in str(each) for each in state["views"]["UOLIVER"]):
                break
        await play.post("close", user="UOLIVER")
        await play.settle()
        assert len(await play.prompts("UOLIVER")) == 1
        await play.answer("UOLIVER", "This", "That")
        await play.settle()
        assert await play.digests() == []
        report = await play.command("UOLIVER", "/standup report")
        assert "nobody has answered yet" in str(report["text"])
