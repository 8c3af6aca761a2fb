"""Commands, shortcuts and what is written to the bot: each is understood, or gets what was meant."""

from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.stage import DATA, Stage, has_button, stage
from tests.scenarios.test_standup_by_hand import set_up, utc

BOT = "@Piton"


async def heard(play: Stage, user: str, channel: str = DATA) -> dict[str, Any]:
    """The last that only this person was shown in a channel."""
    await play.settle()
    return [m for m in await play.seen(user, channel) if m.get("ephemeral_to") == user][-1]


async def say(play: Stage, user: str, text: str, channel: str = DATA) -> dict[str, Any]:
    await play.post("say", user=user, channel=channel, text=text)
    return await heard(play, user, channel)


async def chosen(play: Stage, user: str, name: str, **where: str) -> dict[str, Any]:
    """The modal that a shortcut brings."""
    if (await play.state())["views"].get(user):
        await play.post("close", user=user, all=True)
    await play.post("shortcut", user=user, callback_id=name, **where)
    await play.settle()
    [view] = (await play.state())["views"][user]
    assert isinstance(view, dict)
    return view


async def test_help_says_first_what_fits_here_and_now(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        nothing = await play.command("UPRIYA", "/piton")
        assert nothing["text"].startswith("There is no standup in this channel yet.\n`/standup setup`")
        assert "/standup skip" not in nothing["text"]
        assert nothing["text"] == (await play.command("UPRIYA", "/standup help"))["text"]
        alone = await play.command("UPRIYA", "/piton help", BOT)
        assert alone["text"].startswith("There is no standup here yet.")
        await set_up(play, Reminders=[])
        led = (await play.command("UOLIVER", "/piton help"))["text"]
        assert "Your next prompt for #data-science comes tomorrow 09:30" in led
        assert "/standup pause" in led
        asked = (await play.command("UMAYA", "/piton help"))["text"]
        assert "/standup skip" in asked
        assert "/standup pause" not in asked
        await play.command("UOLIVER", "/standup pause")
        paused = (await play.command("UOLIVER", "/piton help"))["text"]
        assert ("/standup resume" in paused, "/standup pause" in paused) == (True, False)


async def test_help_offers_what_waits_by_its_buttons(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UOLIVER", "/piton help")
        assert (await play.press("UOLIVER", "Set up a standup", DATA))["view"]["title"][
            "text"
        ] == "Set up standup"
        await play.post("submit", user="UOLIVER", values={"Reminders": []})
        await play.command("UOLIVER", "/piton help")
        assert (await play.press("UOLIVER", "Edit standup", DATA))["view"]["title"]["text"] == "Edit standup"
        await play.post("close", user="UOLIVER")
        await play.at(utc(24, 9, 31))
        waiting = await play.command("UPRIYA", "/piton help", BOT)
        assert waiting["text"].startswith("Your standup waits for you: #data-science.")
        assert (await play.press("UPRIYA", "Answer"))["view"]["title"]["text"] == "Standup"
        await play.post("close", user="UPRIYA")
        assert (await play.press("UPRIYA", "Open settings"))["view"]["title"]["text"] == "Your settings"


async def test_somebody_who_is_not_asked_is_offered_what_they_can_do(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Who=["UOLIVER", "UPRIYA"])
        help_ = (await play.command("UMAYA", "/piton help"))["text"]
        assert "You are not asked in this standup just now." in help_
        assert ("/standup report" in help_, "/standup skip" in help_) == (True, False)


@pytest.mark.parametrize(
    "words", ["", "answer", "skip", "away", "away tomorrow", "away soon", "report", "help", "x"]
)
async def test_every_command_works_behind_pitons_name_too(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        own = await play.command("UPRIYA", f"/standup {words}")
        behind = await play.command("UPRIYA", f"/piton standup {words}")
        assert own["text"]
        assert own["text"].replace("/standup", "") == behind["text"].replace("/standup", "")


@pytest.mark.parametrize("word", ["setup", "edit", "pause", "resume"])
async def test_what_leads_do_works_behind_pitons_name_too(tmp_path: Path, word: str) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        if word == "resume":
            await play.command("UOLIVER", "/standup pause")
        done = await play.command("UOLIVER", f"/PITON Standup {word.upper()}".replace("/PITON", "/piton"))
        assert done["view"] or {"pause": "Paused", "resume": "Running again"}[word] in done["text"]
        refused = await play.command("UMAYA", f"/piton standup {word}")
        assert "Only the team's leads" in refused["text"]


@pytest.mark.parametrize(
    ("typed", "meant", "label"),
    [
        ("/standup setpu", "/standup setup", "Set up"),
        ("/standup SET-UP", "/standup setup", "Set up"),
        ("/piton standpu setup", "/piton standup setup", "Set up"),
        ("/piton stand setup", "/piton standup setup", "Set up"),
        ("/piton setup", "/piton standup setup", "Set up"),
        ("/piton settigns", "/piton settings", "Open settings"),
    ],
)
async def test_a_misspelt_word_is_done_by_one_press(
    tmp_path: Path, typed: str, meant: str, label: str
) -> None:
    async with stage(tmp_path) as play:
        said = await play.command("UMAYA", typed)
        assert f"Did you mean `{meant}`?" in said["text"]
        assert (await play.press("UMAYA", label, DATA))["view"]


async def test_days_behind_a_misspelt_word_are_not_typed_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        said = await play.command("UPRIYA", "/standup awya 24 Dec - 2 Jan")
        assert said["text"] == "Did you mean `/standup away 24 Dec - 2 Jan`?"
        await play.press("UPRIYA", "Note days away", DATA)
        assert "Thu 24 Dec to Sat 2 Jan 2027" in (await heard(play, "UPRIYA"))["text"]


async def test_what_others_would_notice_is_not_done_by_a_guess(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        said = await play.command("UOLIVER", "/standup puase")
        assert said["text"] == "Did you mean `/standup pause`? Nothing was done."
        assert not has_button(await heard(play, "UOLIVER"), "Pause")


@pytest.mark.parametrize(
    "typed",
    ["/standup ?", "/standup --help", "/standup 🎉", "/standup <!channel> *x* `y`", "/piton " + "x" * 3000],
)
async def test_nonsense_gets_help(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path) as play:
        said = (await play.command("UMAYA", typed))["text"]
        assert "/piton settings" in said
        assert "<" not in said


async def test_days_that_are_not_understood_get_an_example(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        for words in ("sometmie", "24 Foo", "tomorrow and Friday", "x" * 4000, "<!here>"):
            said = (await play.command("UPRIYA", f"/standup away {words}"))["text"]
            assert "Try `tomorrow`" in said, words
            assert "<" not in said


async def test_the_shortcut_answers_from_anywhere(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        before = await chosen(play, "UPRIYA", "standup.answer")
        assert "no standup here yet" in str(before["blocks"])
        await set_up(play, Reminders=[])
        early = await chosen(play, "UPRIYA", "standup.answer")
        assert "comes tomorrow 09:30 your time" in str(early["blocks"])
        await play.at(utc(24, 9, 31))
        form = await chosen(play, "UPRIYA", "standup.answer")
        assert form["title"]["text"] == "Standup"
        await play.fill("UPRIYA", "Read", "Write")


async def test_with_two_teams_the_shortcut_lets_choose_and_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.command("UPRIYA", "/invite @Piton", "#model-review")
        await play.command("UPRIYA", "/standup setup", "#model-review")
        await play.post("submit", user="UPRIYA", values={"Reminders": []})
        await play.at(utc(24, 9, 31))
        offered = await chosen(play, "UPRIYA", "standup.answer")
        assert "#data-science, #model-review" in str(offered["blocks"])
        form = await play.post("click", user="UPRIYA", view_id=offered["id"], text="Answer for #model-review")
        assert "#model-review" in str(form["view"]["blocks"])
        await play.fill("UPRIYA", "Read", "Write")


async def test_a_message_is_taken_into_the_answer_with_its_writer_and_link(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.post(
            "say", user="UOLIVER", channel=DATA, text="Fixed @Priya Nair's join & <!channel>\n- *now*"
        )
        ts = (await play.seen("UPRIYA", DATA))[-1]["ts"]
        early = await chosen(play, "UPRIYA", "standup.add", channel=DATA, ts=ts)
        assert "Nothing to answer just now." in str(early["blocks"])
        await play.at(utc(24, 9, 31))
        await play.answer("UPRIYA", "Read", "Write")
        form = await chosen(play, "UPRIYA", "standup.add", channel=DATA, ts=ts)
        held = next(each["element"]["initial_value"] for each in form["blocks"] if each["type"] == "input")
        assert held.startswith("Read\nOliver")
        assert "join & <!channel> · *now*” http" in held
        assert f"/p{ts.replace('.', '')}" in held
        await play.post("submit", user="UPRIYA", values={})
        report = await play.command("UPRIYA", "/standup report")
        assert "join & <!channel> · *now*”" in str(report["ack"]["blocks"])


async def test_a_word_that_was_misspelt_to_the_bot_is_understood_or_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        assert "Your settings open" in (await say(play, "UOLIVER", "setings", "@Piton"))["text"]
        assert "Did you mean `pause`?" in (await say(play, "UOLIVER", "puase", "@Piton"))["text"]
        assert "/standup away" in (await say(play, "UOLIVER", "What can you do?", "@Piton"))["text"]


async def test_what_a_command_cannot_do_is_said_and_not_half_done(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        for words in ("skip tomorrow", "skip next week"):
            assert "`/standup away tomorrow`" in (await play.command("UOLIVER", f"/standup {words}"))["text"]
        assert "`/standup resume`" in (await play.command("UOLIVER", "/standup pause until Monday"))["text"]
        assert "Resume" not in str((await play.command("UOLIVER", "/standup help"))["messages"]), "it runs"
        in_private = await play.command("UOLIVER", "/standup pause", "@Piton")
        assert "in your team's channel" in in_private["text"]


async def test_a_mention_is_answered_to_its_writer_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await play.command("UPRIYA", "/invite @Piton")
        nothing = await say(play, "UPRIYA", "@Piton hello!")
        assert "There is no standup in this channel yet." in nothing["text"]
        await set_up(play, Reminders=[])
        assert "comes tomorrow 09:30" in (await say(play, "UPRIYA", "@Piton"))["text"]
        assert "You are away tomorrow" in (await say(play, "UMAYA", "@Piton away tomorrow"))["text"]
        assert has_button(await say(play, "UOLIVER", "@Piton edit"), "Edit standup")
        assert "Only the team's leads" in (await say(play, "UMAYA", "@Piton pause"))["text"]
        await play.at(utc(24, 9, 31))
        assert has_button(await say(play, "UPRIYA", "thanks @Piton, skip it"), "Answer")
        assert not [m for m in await play.seen("UOLIVER", DATA) if m.get("ephemeral_to") == "UPRIYA"]


async def test_direct_messages_do_what_they_say(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        assert "/standup away" in (await say(play, "UPRIYA", "Help!", BOT))["text"]
        assert "Nothing to answer" in (await say(play, "UPRIYA", "hi there", BOT))["text"]
        assert "You are away Thu 24 Dec" in (await say(play, "UPRIYA", "away 24 Dec", BOT))["text"]
        assert "is not a day I understand" in (await say(play, "UPRIYA", "away from my desk", BOT))["text"]
        assert "nobody has answered yet" in (await say(play, "UPRIYA", "report 7d", BOT))["text"]
        assert has_button(await say(play, "UPRIYA", "settings", BOT), "Open settings")
        await play.at(utc(24, 9, 31))
        assert "Skipped: Tue 24 Nov in #data-science." in (await say(play, "UPRIYA", "skip", BOT))["text"]
        assert (await play.press("UPRIYA", "Answer"))["view"]


async def test_what_was_skipped_is_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.command("UPRIYA", "/standup skip")
        await play.settle()
        assert has_button((await play.seen("UPRIYA", BOT))[-1], "Answer")
        assert not has_button((await play.seen("UPRIYA", BOT))[-1], "Skip today")
        for _ in range(2):  # twice is once
            await play.press("UPRIYA", "Undo", DATA)
            assert "waited for again" in (await heard(play, "UPRIYA"))["text"]
        assert has_button((await play.seen("UPRIYA", BOT))[-1], "Skip today")
        await play.at(utc(24, 18))
        said = (await play.digests())[-1]["text"]
        assert ("Priya Nair" in said, "Skipped" in said) == (True, False), said


async def test_a_pause_is_taken_back_by_a_lead_only(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play)
        await play.command("UOLIVER", "/standup pause")
        await play.press("UOLIVER", "Resume", DATA)
        assert "Running again. First prompt: tomorrow 09:30" in (await heard(play, "UOLIVER"))["text"]
        await play.press("UOLIVER", "Pause again", DATA)
        assert "Paused" in (await heard(play, "UOLIVER"))["text"]


async def test_a_lead_who_only_looks_on_is_not_told_to_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Who=["UPRIYA", "UMAYA"])
        help_ = (await play.command("UOLIVER", "/piton help"))["text"]
        assert ("change days" in help_, "/standup skip" in help_) == (True, False)
        stranger = (await play.command("ULENA", "/piton help"))["text"]
        assert ("change days" in stranger, "/standup skip" in stranger) == (False, False)


async def test_who_took_a_blocker_by_mistake_hands_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as play:
        await set_up(play, Reminders=[])
        await play.at(utc(24, 9, 31))
        await play.answer("UOLIVER", "Read", "Write", "No access")
        await play.at(utc(24, 12, 1))
        await play.press("UPRIYA", "I'm on it", DATA)
        await play.settle()
        assert "is on it" in (await play.digests())[-1]["text"]
        await play.press("UPRIYA", "Hand back", DATA)
        await play.at(utc(24, 12, 3))
        assert "is on it" not in (await play.digests())[-1]["text"]
        assert any(has_button(each, "I'm on it") for each in await play.seen("UMAYA", DATA))
