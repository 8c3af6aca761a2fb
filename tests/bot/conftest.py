"""A shell on a Monday noon, and its end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from tests.factories import utc
from tests.shell import Shell

# Tracebacks with all their locals, structlog's way in a terminal, take longer than the tests.
structlog.configure(processors=[structlog.processors.LogfmtRenderer()])


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    shell = Shell(tmp_path, utc("23 12:00"))
    yield shell
    await shell.stop()
