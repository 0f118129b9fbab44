"""S4 T8: more messages than can be handled wait in line, and are handed back before their platform gives up."""

import asyncio
import logging
from dataclasses import dataclass, field, replace

import pytest

from bot import admission
from bot.admission import Admission, patience
from bot.errors import Overloaded
from bot.messages import Message, Press
from tests.samples import message


@dataclass
class Slow:
    """Handles messages when it is let."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)
    most: int = 0
    now: int = 0

    async def handle(self, message: Message) -> None:
        self.begun.append(message.delivery)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.gate.wait()
            if message.text == "fails":
                raise ZeroDivisionError
        finally:
            self.now -= 1


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_PATIENCE", {"slack": 0.05})


def on(platform: str, delivery: str, text: str = "") -> Message:
    thread = replace(message().thread, platform=platform)
    return replace(message(delivery), thread=thread, text=text)


async def results(work: list[asyncio.Task[None]]) -> list[BaseException | None]:
    return list(await asyncio.gather(*work, return_exceptions=True))


async def test_S4_whose_turn_does_not_come_is_handed_back_without_being_begun(
    caplog: pytest.LogCaptureFixture,
) -> None:
    slow = Slow()
    line = Admission(slow, most=2)
    with caplog.at_level(logging.WARNING):
        work = [asyncio.create_task(line.handle(on("slack", str(number)))) for number in range(5)]
        await asyncio.wait(work[2:])
    assert [type(task.exception()) for task in work[2:]] == [Overloaded] * 3
    assert len(caplog.records) == 1, "once for all of them"
    slow.gate.set()
    assert await results(work[:2]) == [None, None]
    assert slow.begun == ["0", "1"]
    await line.handle(on("slack", "again"))
    assert slow.begun[-1] == "again"


async def test_O6_others_wait_as_long_as_it_takes_and_come_in_turn() -> None:
    slow = Slow()
    line = Admission(slow, most=2)
    work = [asyncio.create_task(line.handle(on("web", str(number)))) for number in range(5)]
    await asyncio.sleep(0.1)
    slow.gate.set()
    assert await results(work) == [None] * 5
    assert slow.begun == ["0", "1", "2", "3", "4"]
    assert slow.most == 2


async def test_O6_a_failure_makes_room_too() -> None:
    slow = Slow()
    slow.gate.set()
    line = Admission(slow, most=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await line.handle(on("slack", "1", "fails"))
    await line.handle(on("slack", "2"))


def test_S4_T8_nobody_waits_longer_than_their_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert (patience(on("slack", "1")) or 9) < 3
    assert (patience(on("teams", "1")) or 99) < 15
    assert patience(on("web", "1")) is None


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_O6_what_no_platform_sends_again_is_never_handed_back(platform: str) -> None:
    assert patience(replace(on(platform, "1"), pressed=Press("claim", "1"))) is None
    assert patience(replace(on(platform, "1"), command=True)) is None
