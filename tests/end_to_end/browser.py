"""Chromium for the tests of the page, and the whole engine behind it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from adapters.web.config import WebConfig
from adapters.web.playground import Playground
from bot.library import Library
from tests.contract.stack import MovedClock, Stack, unguided
from tests.fakes.memory_ledger import MemoryLedger
from tests.fakes.playground import CONFIG, open_playground, utc_now

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


def chromium() -> str:
    """Where Chromium is. Without one the test is skipped, and fails where CI is set."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("FIRSTLINE_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found and os.environ.get("CI"):
        pytest.fail("there is no Chromium; set FIRSTLINE_CHROMIUM")
    if not found:
        pytest.skip("there is no Chromium; set FIRSTLINE_CHROMIUM")
    return found


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A browser of its own."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        await running.close()


@asynccontextmanager
async def house(
    config: WebConfig = CONFIG, ledger: MemoryLedger | None = None, library: Callable[[], Library] = unguided
) -> AsyncIterator[Playground]:
    """The playground with the engine and its dispatcher, in memory."""
    kept = ledger or MemoryLedger()
    stack = Stack(kept, kept.chat, MovedClock(utc_now()), library=library)
    stop = asyncio.Event()
    async with open_playground(stack.handler, kept.chat, config) as playground:
        await stack.attach(playground.platform)
        dispatcher = asyncio.create_task(stack.dispatcher.run(stop))
        try:
            yield playground
        finally:
            stop.set()
            await dispatcher


@asynccontextmanager
async def open_page(running: Browser, address: str, viewport: dict[str, int], **options: str) -> AsyncIterator[Page]:
    """The page in a fresh profile. Any error in its console fails the test."""
    settings = {"locale": "en-GB", "color_scheme": "light", **options}
    context: BrowserContext = await running.new_context(viewport=viewport, **settings)  # type: ignore[arg-type]  # plain dicts are fine
    page = await context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
    page.set_default_timeout(10_000)
    await page.goto(address)
    await page.locator(".pane").first.wait_for()
    yield page
    await context.close()
    assert [mistake for mistake in mistakes if "WebSocket" not in mistake] == []


async def shoot(page: Page, name: str) -> None:
    """Keep a picture for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")
