"""S1: a repeat is acknowledged no sooner than what it repeats lies on the disk: a kill between them would lose both."""

import asyncio
import threading
from pathlib import Path

from storage.ledger import open_ledger
from storage.migrations import migrate
from tests.contract.stack import MovedClock, Stack
from tests.contract.test_engine import said
from tests.samples import DESK


async def test_S1_a_repeat_waits_until_the_first_is_on_the_disk(tmp_path: Path) -> None:
    url, may_write = f"sqlite:///{tmp_path}/firstline.sqlite3", threading.Event()
    await migrate(url)
    async with open_ledger(url, DESK, {}) as ledger:
        stack = Stack(ledger, ledger.chat, MovedClock())
        disk = ledger._database._writer._thread  # type: ignore[union-attr]  # a slow disk: nobody else is asked
        disk.submit(may_write.wait)
        deliveries = [asyncio.create_task(stack.engine.handle(said(stack, "m:1", "my vpn is down"))) for _ in range(2)]
        done, _ = await asyncio.wait(deliveries, timeout=0.5)
        may_write.set()
        await asyncio.gather(*deliveries)
    assert not done
