"""Many small pieces of work of concurrent tasks, done as one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class Batch(Generic[T]):
    """Hands to `work` together whatever was added while it was busy with what came before."""

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def add(self, item: T) -> None:
        """Return when it is done. Raises what `work` raised for it."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._busy is None:
            self._busy = asyncio.create_task(self._run())
        await done

    async def finish(self) -> None:
        """Return when nothing is left to do."""
        if self._busy is not None:
            await self._busy

    async def _run(self) -> None:
        try:
            await asyncio.sleep(0)  # whoever is ready in this round of the loop comes along
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                await self._do(waiting)
        finally:
            self._busy = None

    async def _do(self, waiting: list[tuple[T, asyncio.Future[None]]]) -> None:
        """All at once; if that fails, one by one, so that a bad one takes nobody along."""
        try:
            await self._work([item for item, _ in waiting])
        except Exception as error:
            if len(waiting) > 1:
                log.info("a batch failed, doing its parts one by one", extra={"size": len(waiting)})
                for each in waiting:
                    await self._do([each])
            elif not waiting[0][1].done():
                waiting[0][1].set_exception(error)
        else:
            for _, done in waiting:
                if not done.done():
                    done.set_result(None)
