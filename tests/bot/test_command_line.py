"""The command line as a person meets it: help everywhere, one line for a mistake, JSON for scripts."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import yaml

from handlers.slack.manifest import SCOPES, as_markdown, as_yaml, manifest
from playground import Playground

ROOT = Path(__file__).parents[2]


def piton(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command", ["try", "run", "migrate", "manifest", "doctor", "backtest", "export", "my-data", "report"]
)
def test_every_command_has_help(command: str) -> None:
    done = piton(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (["run"], {}, "SLACK_BOT_TOKEN is not set"),
        (["run"], {"SLACK_BOT_TOKEN": "xoxb-1"}, "Set SLACK_APP_TOKEN"),
        (["run"], {}, "Set SLACK_APP_TOKEN"),
        (["run"], {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "begins with xoxb-"),
        (["run"], {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "begins with xapp-"),
        (["migrate", "--from", "sqlite:////proc/old.db"], {}, "DATABASE_URL is not set"),
        (["migrate", "--from", "sqlite:////proc/old.db"], {"DATABASE_URL": "new.db"}, "There is no database"),
        (["run"], {"PORT": "http"}, "PORT"),
        (["run"], {"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        (["migrate"], {"DATABASE_URL": "mysql://x"}, "mysql"),
        (["migrate"], {"DATABASE_URL": "sqlite:////proc/nowhere/piton.db"}, "cannot be made"),
        (["manifest", "--url", "http://x"], {}, "https"),
        (["backtest", "/proc/nowhere.csv"], {}, "cannot be read"),
    ],
)
def test_a_mistake_is_one_line(words: list[str], environment: dict[str, str], says: str) -> None:
    done = piton(*words, **environment)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "xoxb-1" not in done.stderr


async def test_a_slack_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    there = Playground()
    await there.start()
    there.slack.faults.add("auth.test", "status", status=503, times=2)
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": there.bot_token,
        "SLACK_APP_TOKEN": there.app_token,
        "SLACK_API_URL": there.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/piton.db",
        "PORT": "0",
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert bot.stderr is not None
    said = [(await bot.stderr.readline()).decode() for _ in range(4)]
    bot.send_signal(signal.SIGTERM)
    said.append((await bot.stderr.read()).decode())
    assert await bot.wait() == 0
    await there.stop()
    assert [("cannot be reached: trying again" in line) for line in said[:2]] == [True, True], said
    assert any("event=ready" in line for line in said[2:4]), said
    assert "Traceback" not in "".join(said)


def test_migrating_twice_says_that_nothing_was_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/piton.db"
    assert "this version's tables" in piton("migrate", DATABASE_URL=url).stdout
    assert "up to date" in piton("migrate", DATABASE_URL=url).stdout


def test_the_manifest_in_the_tree_is_the_one_that_is_printed() -> None:
    assert (ROOT / "manifest.yml").read_text() == as_yaml()
    assert yaml.safe_load(as_yaml()) == manifest()


def test_every_permission_is_told_with_its_reason_in_the_docs() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text() == as_markdown()


def test_by_http_the_manifest_names_the_address_everywhere() -> None:
    made = manifest("https://piton.example.org/")
    address = "https://piton.example.org/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert {each["url"] for each in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["event_subscriptions"]["request_url"] == address


async def test_the_doctor_names_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    there = Playground()
    await there.start()
    environment = {
        "SLACK_BOT_TOKEN": there.bot_token,
        "SLACK_APP_TOKEN": there.app_token,
        "SLACK_API_URL": there.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path}/piton.db",
    }
    there.scopes[:] = sorted(SCOPES)
    well = await asyncio.to_thread(piton, "doctor", **environment)
    assert (well.returncode, "FAIL" in well.stdout) == (0, False), well.stdout + well.stderr
    there.scopes.remove("channels:history")
    ill = await asyncio.to_thread(piton, "doctor", **environment)
    assert ill.returncode == 1
    assert "channels:history" in ill.stdout
    assert "install it again" in ill.stdout
    wrong = await asyncio.to_thread(piton, "doctor", **environment | {"SLACK_BOT_TOKEN": "xoxb-old"})
    assert "not valid" in wrong.stdout
    await there.stop()


async def test_try_prints_one_json_line_and_serves_the_page() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "try",
        "--port",
        "0",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    addresses = json.loads(await process.stdout.readline())
    async with aiohttp.ClientSession() as http, http.get(addresses["page"]) as page:
        assert page.status == 200
    process.send_signal(signal.SIGTERM)
    rest, said = await process.communicate()
    assert (process.returncode, rest) == (0, b"")
    assert b"Traceback" not in said


def test_what_is_taken_out_needs_a_database_of_ours_and_a_team(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/piton.db"
    for words in (["export"], ["my-data", "U1"]):
        done = piton(*words, DATABASE_URL=url)
        assert (done.returncode, done.stdout) == (1, "")
        assert "no bot's memory" in done.stderr
    assert piton("migrate", DATABASE_URL=url).returncode == 0
    assert "no such team" in piton("export", "--out", str(tmp_path / "x.zip"), DATABASE_URL=url).stderr
    assert "Say which workspace" in piton("my-data", "U1", DATABASE_URL=url).stderr
    assert not (tmp_path / "x.zip").exists()
