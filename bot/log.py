"""Structured logs, one line an event, with anything that looks like a secret blotted out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot import trace

_SECRET = re.compile(r"(xox[a-z]-|xapp-|Bearer\s+|secret=)[^\s\"',}]+", re.IGNORECASE)

log: structlog.stdlib.BoundLogger = structlog.get_logger("piton")


def redact(text: str) -> str:
    """The text with tokens and secrets replaced."""
    return _SECRET.sub(r"\1[redacted]", text)


def _blot(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


def _trace(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if number := trace.current():
        event.setdefault("id", number)
    return event


class _Redacting(logging.Formatter):
    """The libraries' own lines: short, and without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))[:2000]


def set_up(level: str) -> None:
    """Log to standard error from this level on. Libraries speak from WARNING on only: at DEBUG and INFO
    slack_bolt and slack_sdk print tokens and answers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("slack_bolt").setLevel(
        logging.ERROR
    )  # it warns of our ways of using it, at every start
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _trace,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _blot,
            structlog.dev.ConsoleRenderer(colors=False)
            if sys.stderr.isatty()
            else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
