"""A pause of a background loop, which ends at once when its process is to stop."""

import asyncio
from contextlib import suppress


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait until `stop` is set, at most so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
