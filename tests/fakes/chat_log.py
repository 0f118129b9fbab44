"""The playground's chat in memory. It passes the contract of bot.ports.ChatLog."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.cards import Card
from bot.errors import NotFound
from bot.ports import ChatLine


@dataclass
class MemoryChatLog:
    """Implements `bot.ports.ChatLog`."""

    _lines: dict[str, ChatLine] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _revision: int = 0

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        if key and key in self._keys:
            return self._lines[self._keys[key]]
        id = line.id or f"{len(self._lines) + 1:012d}"
        if key:
            self._keys[key] = id
        return self._put(replace(line, id=id, root=line.root or id))

    async def replace(self, id: str, card: Card) -> ChatLine:
        if id not in self._lines:
            raise NotFound
        return self._put(replace(self._lines[id], card=card, edited=True))

    async def find(self, key: str) -> ChatLine | None:
        return self._lines.get(self._keys.get(key, ""))

    async def line(self, id: str) -> ChatLine | None:
        return self._lines.get(id)

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        news = (line for line in self._lines.values() if line.revision > revision)
        return sorted(news, key=lambda line: line.revision)[:limit]

    async def unhandled(self) -> Sequence[ChatLine]:
        return [line for line in self._lines.values() if not line.handled]

    async def handled(self, id: str) -> None:
        self._lines[id] = replace(self._lines[id], handled=True)

    async def clear(self) -> None:
        self._lines.clear()
        self._keys.clear()

    def _put(self, line: ChatLine) -> ChatLine:
        self._revision += 1
        self._lines[line.id] = replace(line, revision=self._revision)
        return self._lines[line.id]
