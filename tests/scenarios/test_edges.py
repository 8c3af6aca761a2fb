"""What people do besides the straight way: each gets a sentence, and no round gets stuck."""

import asyncio
from pathlib import Path

from tests.scenarios.stage import DATA, Stage, stage
from tests.scenarios.test_standup_by_hand import set_up, utc


async def whispers(play: Stage, user: str, channel: str = DATA) -> str:
    """All that only this person was shown in a channel."""
    return " ".join(m["text"] for m in await play.seen(user, channel) if m.get("ephemeral_to") == user)


async def test_in_a_private_channel_the_bot_asks_to_be_invited(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        refused = await play.command("UPRIYA", "/standup setup", "#model-review")
        assert "/invite @Piton" in refused["text"]
        assert refused["view"] is None
        await play.command("UPRIYA", "/invite @Piton", "#model-review")
        assert (await play.command("UPRIYA", "/standup setup", "#model-review"))["view"]


async def test_only_leads_and_admins_change_a_standup(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        for words in ("edit", "setup", "pause", "resume"):
            refused = await play.command("UMAYA", f"/standup {words}")
            assert "Only the team's leads and workspace admins" in refused["text"], words
            assert refused["view"] is None
        assert (await play.command("UPRIYA", "/standup edit"))["view"]


async def test_mistakes_in_the_form_are_named_at_their_field(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UOLIVER", "/standup setup")
        for label, value in (("Questions", "Same?\nSame?"), ("Questions", "\n".join("abcdef"))):
            wrong = await play.post("submit", user="UOLIVER", values={label: value})
            assert [each["label"] for each in wrong["errors"]] == [label]
        assert (await play.post("submit", user="UOLIVER", values={"Questions": "How was it?"}))["ok"]


async def test_a_paused_standup_asks_nobody_until_it_is_resumed(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        assert "Paused" in (await play.command("UOLIVER", "/standup pause"))["text"]
        assert "paused already" in (await play.command("UOLIVER", "/standup pause"))["text"]
        await play.at(utc(24, 18))
        assert await play.prompts("UOLIVER") == []
        assert "tomorrow 09:30" in (await play.command("UOLIVER", "/standup resume"))["text"]
        await play.at(utc(25, 18))
        assert len(await play.prompts("UOLIVER")) == 1


async def test_a_button_of_an_ended_standup_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        [prompt] = await play.seen("UPRIYA", "@Piton")
        opened = await play.command("UOLIVER", "/standup edit")
        await play.post("click", user="UOLIVER", view_id=opened["view"]["id"], action_id="standup.delete")
        await play.settle()
        [over] = await play.seen("UPRIYA", "@Piton")
        assert over["ts"] == prompt["ts"]
        assert "standup.answer" not in str(over)
        await play.at(utc(25, 18))
        assert len(await play.prompts("UPRIYA")) == 1
        assert "no standup here" in (await play.command("UPRIYA", "/standup"))["text"]


async def test_writing_to_the_bot_brings_the_answer_button(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post("say", user="UOLIVER", channel="@Piton", text="hello")
        await play.settle()
        assert "tomorrow 09:30" in await whispers(play, "UOLIVER", "@Piton")
        await play.at(utc(24, 9, 31))
        await play.post("say", user="UOLIVER", channel="@Piton", text="I want to answer")
        await play.settle()
        opened = await play.press("UOLIVER", "Answer")
        assert opened["view"]


async def test_a_standup_in_the_channel_is_one_message_with_a_count(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[], **{"Ask by": "One message in the channel"})
        await play.at(utc(24, 9, 31))
        [board] = await play.digests()
        assert "0 of 6 answered" in str(board)
        await play.press("UPRIYA", "Answer", DATA)
        await play.fill("UPRIYA", "Read", "Write")
        await play.settle()
        [board] = await play.digests()
        assert "1 of 6 answered" in str(board)


async def test_a_bot_that_is_kicked_gets_no_round_stuck(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read", "Write", "No access")
        await play.post("leave", user="UPITON", channel=DATA)
        await play.at(utc(24, 12, 30))
        assert await play.digests() == []
        await play.at(utc(25, 9, 31))
        [_, news] = await play.seen("UOLIVER", "@Piton")
        assert "Piton was taken out of #data-science" in news["text"]


async def test_somebody_who_is_not_asked_is_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Who=["UOLIVER", "UPRIYA"], **{"Ask by": "One message in the channel"})
        await play.at(utc(24, 9, 31))
        refused = await play.press("UMAYA", "Answer", DATA)
        assert refused["view"] is None
        await play.settle()
        assert "not one of the people" in await whispers(play, "UMAYA")


async def test_a_form_that_was_left_open_past_the_next_prompt_keeps_its_text_and_says_why(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.press("UOLIVER", "Answer")
        await play.at(utc(25, 9, 31))
        late = await play.post("submit", user="UOLIVER", values={"since": "A day late"})
        assert "your next prompt has come" in str(late["errors"])
        assert late["view"]


async def test_two_presses_at_once_have_one_effect(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read", "Write", "No access")
        await play.at(utc(24, 12, 5))
        both = (play.press("UPRIYA", "I'm on it", DATA), play.press("UMAYA", "I'm on it", DATA))
        await asyncio.gather(*both)
        await play.settle()
        [digest] = await play.digests()
        told = [await whispers(play, user) for user in ("UPRIYA", "UMAYA")]
        assert sorted("already" in each for each in told) == [False, True]
        helper = "Maya Cohen" if told[0] else "Priya Nair"
        assert f"{helper} is on it" in str(digest)


async def test_away_is_read_in_plain_words_and_can_be_undone(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        said = await play.command("ULENA", "/standup away 24 Nov - 26 Nov")
        assert "tomorrow to Thu 26 Nov" in said["text"]
        wrong = await play.command("ULENA", "/standup away sometime")
        assert "is not a day I understand" in wrong["text"]
        await play.press("ULENA", "Undo", DATA)
        await play.at(utc(24, 17, 31))
        assert len(await play.prompts("ULENA")) == 1


async def test_settings_move_the_next_prompt(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        assert (await play.command("ULENA", "/piton settings"))["view"]
        wrong = await play.post("submit", user="ULENA", values={"Time zone": "Europe/Lodnon"})
        assert "Europe/London" in str(wrong["errors"])
        assert (await play.post("submit", user="ULENA", values={"Time zone": "Asia/Tokyo"}))["ok"]
        await play.at(utc(24, 0, 31))
        assert len(await play.prompts("ULENA")) == 1


async def test_a_report_shows_the_last_days_to_who_asks(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read <!channel>", "Write")
        await play.answer("UPRIYA", "Labelled", "Measure")
        report = await play.command("UMAYA", "/standup report @oliver 14d")
        assert "<!channel>" in str(report["ack"]["blocks"])
        assert "Labelled" not in str(report)
        assert "not understood" in (await play.command("UMAYA", "/standup report lots"))["text"]


async def test_help_names_the_nearest_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        assert "Did you mean `/standup setup`?" in (await play.command("UMAYA", "/standup setpu"))["text"]
        assert "/standup setup" in (await play.command("UMAYA", "/piton help"))["text"]
        assert (await play.command("UMAYA", "/piton standup setup"))["view"]
        assert "does not know" in (await play.command("UMAYA", "/piton dance"))["text"]


async def test_profiles_and_channels_are_followed_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 10))
        await play.post("member", id="ULENA", tz="Europe/London")
        await play.post("member", id="UDIEGO", deleted=True)
        await play.post("leave", user="UMAYA", channel=DATA)
        await play.at(utc(25, 9, 31))
        asked = [each.replace(second=0, microsecond=0) for each in await play.prompts("ULENA")]
        assert asked == [utc(24, 10), utc(25, 9, 30)]  # 09:30 in London was past, and nobody is left out
        digest = (await play.digests())[-1]
        assert "Diego" not in str(digest)
        assert "Maya" not in str(digest)


async def test_a_form_left_open_over_the_end_of_its_standup_revives_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        await play.command("UPRIYA", "/standup edit")
        opened = await play.command("UOLIVER", "/standup edit")
        await play.post("click", user="UOLIVER", view_id=opened["view"]["id"], action_id="standup.delete")
        await play.settle()
        state = await play.state()
        assert "has ended" in str(state["views"]["UOLIVER"])
        stale = await play.post("submit", user="UPRIYA", values={})
        assert "has ended meanwhile" in str(stale["errors"])


async def test_two_forms_for_a_new_standup_make_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UPRIYA", "/standup setup")
        await set_up(play)
        second = await play.post("submit", user="UPRIYA", values={})
        assert "meanwhile" in str(second["errors"])


async def test_days_away_can_be_looked_up_and_taken_back_later(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        assert "No days away" in (await play.command("ULENA", "/standup away"))["text"]
        await play.command("ULENA", "/standup away 1 Dec")
        await play.command("ULENA", "/standup away 24 Dec - 2 Jan")
        listed = await play.command("ULENA", "/standup away")
        assert "Away Tue 1 Dec. Away Thu 24 Dec to Sat 2 Jan 2027" in listed["text"]
        ts = (await play.seen("ULENA", DATA))[-1]["ts"]
        await play.post("click", user="ULENA", channel=DATA, ts=ts, action_id="away.undo.0")
        await play.settle()
        assert len((await play.command("ULENA", "/standup away"))["ack"]["blocks"]) == 1


async def test_after_a_change_of_hour_who_was_asked_reads_of_tomorrow(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.command("UOLIVER", "/standup edit")
        saved = await play.post("submit", user="UOLIVER", values={"Time": "11:00"})
        assert "Your next prompt: tomorrow 11:00 your time." in str(saved["view"])


async def test_who_is_away_gets_no_late_prompt_after_an_outage(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        await play.command("ULENA", "/standup away 27 Nov")
        await play.at(utc(26, 10))
        before = len(await play.prompts("ULENA"))
        await play.post("bot", running=False)
        await play.at(utc(27, 18))
        await play.post("bot", running=True)
        await play.settle()
        assert len(await play.prompts("ULENA")) == before


async def test_a_prompt_after_the_digest_says_that_it_is_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 14, 31))
        [prompt] = await play.seen("UMAYA", "@Piton")
        assert "The digest is out; your answer is added to it." in str(prompt["blocks"])


async def test_a_trial_shows_what_a_blocker_looks_like(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        view = (await play.state())["views"]["UOLIVER"][0]
        await play.post("click", user="UOLIVER", view_id=view["id"], action_id="standup.try")
        await play.post("close", user="UOLIVER")
        await play.settle()
        await play.answer("UOLIVER", "This", "That", "No access")
        await play.settle()
        digest = (await play.seen("UOLIVER", "@Piton"))[-1]
        assert "1 blocker" in str(digest["blocks"])
        assert "Open blockers" not in str(await play.command("UOLIVER", "/standup report"))
