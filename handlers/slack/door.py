"""The one way in: a payload of sound shape goes to Bolt, of any other only a line goes to the log."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import metrics
from bot.log import log
from handlers.slack.shape import misshapen


async def enter(app: AsyncApp, body: Any) -> BoltResponse:  # noqa: ANN401 — whatever came
    """Answer a payload that Slack is known to have sent."""
    began = time.perf_counter()
    try:
        return await _enter(app, body)
    finally:
        metrics.acked(time.perf_counter() - began)


async def _enter(app: AsyncApp, body: Any) -> BoltResponse:  # noqa: ANN401 — the same
    if wrong := misshapen(body):
        metrics.refused("shape")
        log.warning("payload refused", wrong=wrong)
        return BoltResponse(status=400)
    # "socket_mode" means to Bolt: it is parsed and genuine; by HTTP our own front has seen to both
    try:
        return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Bolt takes an event apart before any listener of ours, which catch what is theirs
        log.warning("payload refused", wrong=type(error).__name__)
        return BoltResponse(status=400)


def parse(raw: str, headers: Mapping[str, str]) -> object:
    """A request's body as Slack means it: JSON, a form, or a form with JSON in it. None where it is neither."""
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    try:
        if kind.startswith("application/json"):
            return json.loads(raw)
        form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
        return json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
