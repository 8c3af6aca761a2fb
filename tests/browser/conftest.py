"""One browser for all tests here, and a fresh desk for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import chromium
from tests.browser.desk import Desk, desk


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if chromium.found() is None:
        pytest.skip(chromium.MISSING)
    async with chromium.launched() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def here(browser: Browser, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(browser, tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(browser, tmp_path, width=390, height=844) as made:
        yield made
