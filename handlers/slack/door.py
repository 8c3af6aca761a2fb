"""The one way in: a payload of sound shape goes to Bolt, of any other only a line goes to the log."""

import time
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import metrics, trace
from bot.log import log
from handlers.slack.payload import parse, sound
from handlers.slack.shape import misshapen

#: What Bolt answers to what nobody listens to, and when something broke, of which the log has a line by then.
_UNHEARD, _BROKEN = 404, 500


async def enter_raw(app: AsyncApp, raw: bytes, kind: str) -> BoltResponse:
    """Answer a request that Slack is known to have sent. `kind`: its content type."""
    with trace.begun():
        return await _enter(app, parse(raw, kind))


async def enter(app: AsyncApp, body: Any) -> BoltResponse:  # noqa: ANN401 — whatever came
    """Answer a payload that Slack is known to have sent; all that comes of it bears one id."""
    with trace.begun():
        try:
            return await _enter(app, sound(body))
        except RecursionError:
            return _refuse("too deep")


async def _enter(app: AsyncApp, body: Any) -> BoltResponse:  # noqa: ANN401 — the same
    began = time.perf_counter()
    try:
        return await _pass_on(app, body)
    finally:
        metrics.acked(time.perf_counter() - began)


async def _pass_on(app: AsyncApp, body: Any) -> BoltResponse:  # noqa: ANN401 — the same
    if wrong := misshapen(body):
        return _refuse(wrong)
    # "socket_mode" means to Bolt: it is parsed and genuine; by HTTP our own front has seen to both
    try:
        response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    except Exception as error:  # noqa: BLE001 — Bolt takes an event apart before any listener of ours
        return _refuse(type(error).__name__)
    if response.status == _UNHEARD:
        return _refuse("nobody listens")
    return BoltResponse(status=400) if response.status == _BROKEN else response


def _refuse(wrong: str) -> BoltResponse:
    """No error of ours: Slack would hold it against the app, and tell it again in vain."""
    metrics.refused("shape")
    log.warning("payload refused", wrong=wrong)
    return BoltResponse(status=400)
