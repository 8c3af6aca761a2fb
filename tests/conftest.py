"""For all tests: none fails because the machine was busy with something else, or a test before it set up the log."""

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from bot import log

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# Tracebacks with all their locals, structlog's way in a terminal, take longer than the tests: minutes, where they are
# long.
structlog.configure(processors=[structlog.processors.LogfmtRenderer()])

#: Tests that share what is dear, or watch real seconds and whole processes that would take each other's: where others
#: run in several processes, these are left to one (`-m alone`, `-m "not alone"`).
ALONE = (
    "tests/browser/",
    "tests/bot/test_command_line.py",
    "tests/faults/test_action_killed.py",
    "tests/faults/test_assumption_killed.py",
    "tests/faults/test_checkpoint_killed.py",
    "tests/faults/test_count_killed.py",
    "tests/faults/test_crashes.py",
    "tests/faults/test_decision_killed.py",
    "tests/faults/test_digest_killed.py",
    "tests/faults/test_experiment_killed.py",
    "tests/faults/test_fleet.py",
    "tests/faults/test_kill.py",
    "tests/faults/test_kpi_killed.py",
    "tests/faults/test_lookahead_killed.py",
    "tests/faults/test_restarts.py",
    "tests/faults/test_retro_killed.py",
    "tests/faults/test_socket.py",
    "tests/faults/test_spike_killed.py",
    "tests/faults/test_sprint_killed.py",
    "tests/faults/test_stalled.py",
    "tests/playground/test_refresh.py",
    "tests/storage/test_crash.py",
    "tests/storage/test_fleet.py",
    "tests/storage/test_postgres.py",
    "tests/storage/test_sqlite.py",
    "tests/storage/test_threads.py",
    "tests/storage/test_unanswered.py",
)


@pytest.fixture(autouse=True)
def the_log_as_it_was() -> Iterator[None]:
    """A test that sets up the log leaves to the next what it found."""
    config, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    hook, hidden = sys.excepthook, {*log._hidden}
    yield
    structlog.configure(**config)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    sys.excepthook = hook
    log._hidden.clear()
    log._hidden.update(hidden)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(ALONE):
            item.add_marker(pytest.mark.alone)
