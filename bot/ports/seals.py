"""The seals over a desk's history, and what they are made of."""

from collections.abc import Sequence
from typing import Protocol

from bot.audit.chain import Head, Seal


class SealLog(Protocol):
    """Every call is a transaction of its own, and locks nothing."""

    async def last(self) -> Seal | None:
        """The seal with the highest number."""
        ...

    async def newest(self) -> int:
        """The sequence of the newest line of history that can be seen; 0 before the first."""
        ...

    async def lines(self, after: int, up_to: int, limit: int) -> Sequence[tuple[int, Head]]:
        """Lines of history with a sequence above `after`, at most `up_to`, in its order: the sequence, and the head of
        the ticket's chain after that line."""
        ...

    async def add(self, seal: Seal) -> bool:
        """Keep the seal; False when another process has made one of this number."""
        ...
