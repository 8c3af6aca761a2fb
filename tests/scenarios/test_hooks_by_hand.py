"""The whole bot in Socket Mode, with a port: what machines report is heard there, once Slack is reached."""

import asyncio
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.config import Settings
from bot.ledger import Ledger
from bot.ledger.hooks import Key
from playground import Playground
from tests.hooked import SECRET, TEAM, body, post, signed


async def test_in_socket_mode_the_hook_answers_at_the_port(tmp_path: Path) -> None:
    there = Playground()
    await there.start()
    there.slack.faults.add("auth.test", "status", status=503)
    app = App(
        Settings(
            database_url=f"sqlite:///{tmp_path}/piton.db",
            slack_bot_token=SecretStr(there.bot_token),
            slack_app_token=SecretStr(there.app_token),
            slack_api_url=there.api_url,
            port=0,
        )
    )
    start = asyncio.create_task(app.start())
    while not app.port:  # noqa: ASYNC110 — it opens when it opens
        await asyncio.sleep(0.01)
    address, raw = f"http://127.0.0.1:{app.port}", body()
    status, said = await post(address, raw, signed(raw))
    assert (status, said["error"]) == (503, "starting")
    there.slack.faults.clear()
    await start

    def furnish(ledger: Ledger) -> None:
        team = replace(TEAM, workspace=app.workspace)
        ledger.roster.put_team(team)
        ledger.hooks.add(team, Key(SecretStr(SECRET), app.clock.now()))

    assert (await post(address, raw, signed(raw)))[0] == 401
    await app.store.run(furnish)
    status, said = await post(address, raw, signed(raw))
    known = "There is no experiment churn-1 here. None runs: `/experiment new` registers one."
    assert (status, said["sentence"]) == (404, known)
    await app.stop()
    await there.stop()
