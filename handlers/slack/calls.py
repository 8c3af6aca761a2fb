"""Calling Slack's Web API: one attempt each, and what is certain after it."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import metrics
from bot.errors import Doubtful, Limited, NotDelivered, OutOfOrder, TokenRefused, Unreachable
from bot.log import log
from bot.model import WorkspaceId

#: Slack names no waiting time now and then; this is what its own examples wait, in seconds.
_WAIT = 5.0
_DAY = 86_400.0  #: whatever it says beyond is not meant
_TOO_MANY = 429
_SERVER_ERROR = 500
#: "Some aspect of the operation may have succeeded", says each method's page of these.
_UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
#: The token is not good, which says nothing of the message: it waits until somebody has mended that.
_TOKEN = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
_TOKEN_WAIT = 60.0
#: Something is the matter with whom or where we wrote to; what it is now, Slack is asked.
_TARGET = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
#: The channel is as it was, but not for our posts; nothing that can be asked tells of it.
_POSTING = frozenset(
    {
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    }
)
#: Refusals that name a state of affairs besides: a message or modal that is gone, a person who was too slow.
_GONE = frozenset(
    {
        "cant_update_message",
        "edit_window_closed",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "hash_conflict",
        "message_not_found",
        "messages_tab_disabled",
        "not_found",
        "thread_not_found",
    }
)
_WORD = re.compile(r"[a-z0-9_]{1,60}")
_POINTER = re.compile(r"json-pointer:([a-z0-9_/]{1,80})")


async def ask(call: Callable[..., Awaitable[Any]], **arguments: Any) -> Any:  # noqa: ANN401 — Slack's JSON
    """Call Slack once. Raises NotDelivered, Unreachable or Doubtful: what is certain after a failure."""
    try:
        return (await call(**arguments)).data
    except SlackApiError as error:
        raise _meaning(error) from error
    except aiohttp.ClientConnectorError as error:
        raise NotDelivered("Slack cannot be reached") from error
    except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError, ValueError) as error:
        raise Doubtful(type(error).__name__) from error
    except Exception as error:
        log.exception("slack's answer cannot be read")
        raise Doubtful(type(error).__name__) from error  # it was asked, whatever failed after that


def _meaning(error: SlackApiError) -> Exception:
    response: Any = error.response
    if isinstance(response, aiohttp.ClientResponse):  # which the SDK gives where the body is no JSON
        unread = f"status {response.status}, and no JSON"
        return OutOfOrder(unread) if response.status >= _SERVER_ERROR else Doubtful(unread)
    code = _word(response.get("error", "")) if isinstance(response.data, dict) else ""
    if response.status_code == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        metrics.limited()
        return Limited("rate limited", _seconds(response.headers))
    if response.status_code >= _SERVER_ERROR:
        return OutOfOrder(code or f"status {response.status_code}")
    if code in _UNSURE or not code:
        return Doubtful(code or f"status {response.status_code}")
    if code in _TOKEN:
        return TokenRefused(code, _TOKEN_WAIT)
    return _gone(response, code)


def _gone(response: Any, code: str) -> Unreachable:  # noqa: ANN401 — the SDK's, of several kinds
    if code in _TARGET:
        return Unreachable(code, "target")
    if code in _POSTING:
        return Unreachable(code, "posting")
    if code not in _GONE:
        log.error("slack refused what we sent", error=code, at=_places(response.get("response_metadata")))
    return Unreachable(code)


def _word(said: object) -> str:
    """Slack's word for what is wrong. Anything else may hold what somebody typed, so it goes nowhere."""
    return str(said) if not said or _WORD.fullmatch(str(said)) else "unknown_error"


def _places(said: object) -> str:
    """Where in what we sent the mistake is, without Slack's sentences about it, which may quote it."""
    return " ".join(_POINTER.findall(str(said)))[:300]


def _seconds(headers: Any) -> float:  # noqa: ANN401 — a mapping of whatever the server sent
    """`Retry-After` in every form: seconds, whole or not, an HTTP date, or missing."""
    said = next((str(value) for name, value in dict(headers).items() if name.lower() == "retry-after"), "")
    said = said.strip("[]' ")
    try:
        return min(max(0.0, float(said)), _DAY)
    except ValueError:
        pass
    try:
        return min(max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()), _DAY)
    except (ValueError, TypeError):
        return _WAIT


def require_own(served: WorkspaceId, asked: WorkspaceId) -> None:
    """A token is good for one workspace. Raises NotDelivered for another's."""
    if asked != served:
        raise NotDelivered("no token for this workspace", _TOKEN_WAIT)
