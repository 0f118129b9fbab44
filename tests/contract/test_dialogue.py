"""The main job, end to end, on every platform: I1 I2 I4 K1–K4 T1–T4 T6 S5 S6 O4.

What people see is held against one file, so the platforms cannot drift apart. To write that file anew from the
playground after a wanted change, and then read its diff: `python -m tests.contract.test_dialogue`.
"""

import asyncio
import difflib
from importlib import import_module

import pytest

from tests.contract.play import EXPECTED, Player
from tests.contract.stack import MovedClock, Stack, guided
from tests.fakes.memory_ledger import MemoryLedger

PLATFORMS = ("web", "console", "slack", "teams")


async def play(platform: str, stack: Stack) -> str:
    module = import_module(f"tests.contract.drivers.{platform}")
    async with module.drive(stack) as driver:
        return await Player(driver, stack).play()


def held_against_the_expected(seen: str) -> str:
    expected = EXPECTED.read_text(encoding="utf-8")
    return "\n".join(difflib.unified_diff(expected.splitlines(), seen.splitlines(), "expected", "seen", lineterm=""))


def _memory() -> Stack:
    ledger = MemoryLedger()
    return Stack(ledger, ledger.chat, MovedClock(), library=guided)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_the_dialogue_means_the_same_on_every_platform(platform: str) -> None:
    assert not held_against_the_expected(await play(platform, _memory()))


if __name__ == "__main__":
    EXPECTED.write_text(asyncio.run(play("web", _memory())) + "\n", encoding="utf-8")
