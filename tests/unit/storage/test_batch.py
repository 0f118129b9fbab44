"""Work that is done together, and one by one where that fails."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import DatabaseFailed
from storage.batch import Batch


class Desk:
    """Notes what it was given together; refuses whatever comes with "bad"."""

    def __init__(self) -> None:
        self.noted: list[list[str]] = []
        self.batch = Batch(self._note)

    async def _note(self, items: Sequence[str]) -> None:
        await asyncio.sleep(0)
        if "bad" in items:
            raise DatabaseFailed
        self.noted.append(list(items))


async def test_O6_what_comes_together_is_done_together() -> None:
    desk = Desk()
    await asyncio.gather(*(desk.batch.add(item) for item in "abc"))
    assert desk.noted == [["a", "b", "c"]]
    await desk.batch.add("d")
    assert desk.noted[1:] == [["d"]]


async def test_O6_a_bad_outcome_takes_no_other_along() -> None:
    desk = Desk()
    async with asyncio.timeout(5):  # whoever is forgotten would wait for ever
        results = await asyncio.gather(*map(desk.batch.add, ("a", "bad", "c")), return_exceptions=True)
    assert [type(result) for result in results] == [type(None), DatabaseFailed, type(None)]
    assert desk.noted == [["a"], ["c"]]


async def test_O6_whoever_gives_up_waiting_keeps_nobody_from_being_told() -> None:
    desk = Desk()
    impatient, patient = (asyncio.create_task(desk.batch.add(item)) for item in "ab")
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    with pytest.raises(asyncio.CancelledError):
        await impatient
    await desk.batch.finish()
    assert desk.noted == [["a", "b"]]
