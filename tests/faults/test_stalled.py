"""The process is held or away over the very moment at which something is due; and a file of yesterday comes back."""

import signal
from datetime import timedelta
from pathlib import Path

from tests.doubles import copy_store
from tests.factories import LONDON, make_person, utc
from tests.faults.office import office
from tests.shell import Shell


async def test_a_process_held_for_five_seconds_asks_everyone_late_and_once(tmp_path: Path) -> None:
    async with office(tmp_path, due_in=5) as here:
        await here.bot.start()
        await here.wait_until(here.town.start - timedelta(seconds=1))
        here.bot.signal(signal.SIGSTOP)
        await here.wait_until(here.town.start + timedelta(seconds=4))
        assert here.prompts() == []
        here.bot.signal(signal.SIGCONT)
        await here.until(lambda: len(here.prompts()) == 3)
        assert await here.rest() == []
        assert "Traceback" not in await here.bot.stop()


async def test_a_process_that_was_down_at_the_hour_asks_everyone_once_it_is_up(tmp_path: Path) -> None:
    async with office(tmp_path, due_in=-3) as here:
        await here.bot.start()
        await here.until(lambda: len(here.prompts()) == 3)
        assert await here.rest() == []


async def test_a_file_of_yesterday_asks_nobody_for_yesterday(tmp_path: Path) -> None:
    """Of today it knows nothing: what was said today is said once more, and no older thing is."""
    now, kept, again = (tmp_path / name for name in ("now", "kept", "again"))
    for each in (now, kept, again):
        each.mkdir()
    shell = Shell(now, utc("23 12:00"))
    await shell.people(make_person("Ada", LONDON), make_person("Kiri", LONDON))
    await shell.set_up("Ada", "Ada", "Kiri")
    await shell.to(utc("24 09:00"))
    copy_store(now, kept)
    await shell.to(utc("25 10:00"))
    await shell.stop()
    asked = shell.asked()
    assert [line[:9] for line in asked] == ["Tue 09:30", "Tue 09:30", "Wed 09:30", "Wed 09:30"]
    copy_store(kept, again)
    restored = Shell(again, utc("25 10:00"))
    await restored.to(utc("26 12:00"))
    await restored.stop()
    assert [line.split(":")[0] + line[-4:] for line in restored.asked()] == [
        "Wed 10 Wed", "Wed 10 Wed", "Thu 09 Thu", "Thu 09 Thu",
    ]  # fmt: skip
