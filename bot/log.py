"""Structured logs, one line an event. What looks like a secret is blotted out, and so is what is known to be one.

Of an exception its kind and its place are told, never its words: whatever somebody typed may stand in them.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import ExcInfo, Processor

from bot import trace

_GONE = r"\1[redacted]"
_SECRETS = (
    re.compile(
        r"(xox[a-z][-.]|xapp-|pitonsec_|Bearer\s+|v[01]=|\b(?:secret|password|passwd|token|ticket)=|[?&](?:code|state)=)"
        r"[^\s\"',&})]+",
        re.IGNORECASE,
    ),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),  # an address with a password in it
)
#: Shorter than this nothing is a secret, and blotting it out would blot out the log.
_SHORTEST = 6
_LONGEST_LINE = 4000
_hidden: set[str] = set()

#: How the lines look: for a person, or for a machine that collects them.
Form = Literal["text", "json"]

log: structlog.stdlib.BoundLogger = structlog.get_logger("piton")


def hide(secrets: Iterable[str]) -> None:
    """Never let one of these be seen from now on, whatever it looks like."""
    _hidden.update(each for each in secrets if len(each) >= _SHORTEST)


def redact(text: str) -> str:
    """The text with tokens and secrets replaced."""
    for each in _hidden:
        text = text.replace(each, "[redacted]")
    for pattern in _SECRETS:
        text = pattern.sub(_GONE, text)
    return text


def told(error: BaseException | None) -> str:
    """An exception and what it came of: the kinds and the lines of code, without their words."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        places = " < ".join(f"{each.filename}:{each.lineno} {each.name}" for each in reversed(frames))
        parts.append(_named(error) + (f" at {places}" if places else ""))
        inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        parts += [f"({told(each)})" for each in inner]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " from ".join(parts)


def _named(error: BaseException) -> str:
    """Its kind, and what the system or the database calls it: such words come from a list, not from anybody."""
    called = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if called is None and isinstance(error, OSError) and error.errno is not None:
        called = os.strerror(error.errno)
    return f"{type(error).__name__} ({called})" if isinstance(called, str) else type(error).__name__


def _trace(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if number := trace.current():
        event.setdefault("id", number)
    return event


def _told(exc_info: ExcInfo) -> str:
    return told(exc_info[1])


def _without_words(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception among the values is its kind."""
    for key, value in event.items():
        if isinstance(value, BaseException):
            event[key] = type(value).__name__
    return event


def _blot(_: object, __: str, line: Any) -> str:  # noqa: ANN401 — what the renderer before it made, in its words
    """The last step, on the whole line: whatever a value was before it was written, here it is text."""
    return redact(str(line))[:_LONGEST_LINE]


def _chain(form: Form) -> list[Processor]:
    if form == "json":
        render: Processor = structlog.processors.JSONRenderer(default=repr)
    elif sys.stderr.isatty():
        render = structlog.dev.ConsoleRenderer(colors=False)
    else:
        render = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    return [
        structlog.processors.add_log_level,
        _trace,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_told),
        _without_words,
        render,
        _blot,
    ]


class _Foreign(logging.Handler):
    """The libraries' own lines, as ours look: the first line of each, since values follow in the others."""

    def emit(self, record: logging.LogRecord) -> None:
        say = log.error if record.levelno >= logging.ERROR else log.warning
        first = record.getMessage().partition("\n")[0]
        more: MutableMapping[str, Any] = {"exc_info": record.exc_info} if record.exc_info else {}
        say(first, logger=record.name, **more)


def set_up(level: str, form: Form = "text", secrets: Iterable[str] = ()) -> None:
    """Log to standard error from this level on. Libraries speak from WARNING on only: at DEBUG and INFO
    slack_bolt and slack_sdk print tokens and answers."""
    hide(secrets)
    logging.basicConfig(level=logging.WARNING, handlers=[_Foreign()], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that takes long is followed by the next
    logging.getLogger("slack_bolt").setLevel(
        logging.ERROR
    )  # it warns of our ways of using it, at every start
    structlog.configure(
        processors=_chain(form),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _crash


def _crash(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    """The end of the process that nobody foresaw."""
    log.critical("crashed", exc_info=error)
