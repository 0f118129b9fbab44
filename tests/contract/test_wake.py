"""O6: whoever listens to PostgreSQL goes on listening, whatever goes wrong."""

import asyncio
import logging

import pytest

from storage.wake import Doorbell


async def test_O6_an_error_that_nobody_foresaw_does_not_end_the_listener(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    calls, heard_again = 0, asyncio.Event()

    def heard() -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise LookupError("a mistake of ours")
        heard_again.set()

    listening = asyncio.create_task(Doorbell(postgres_url, "acme", heard).run())
    with caplog.at_level(logging.WARNING):
        async with asyncio.timeout(60):
            await asyncio.wait({listening, asyncio.create_task(heard_again.wait())}, return_when="FIRST_COMPLETED")
    assert not listening.done()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert heard_again.is_set()
    assert "LookupError" in caplog.text
