"""The playground's chat in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from bot.cards import Card
from bot.errors import Conflict, NotFound
from bot.ports import ChatFile, ChatLine


class MemoryChatLog:
    """The playground's memory, for as long as the process lives."""

    def __init__(self) -> None:
        self._lines: dict[str, ChatLine] = {}
        self._keys: dict[str, str] = {}
        self._files: dict[str, ChatFile] = {}
        self._revisions = count(1)

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        if key and key in self._keys:
            return self._lines[self._keys[key]]
        if line.id in self._lines:
            raise Conflict
        revision = next(self._revisions)
        id = line.id or f"{revision:012d}"
        added = replace(line, id=id, root=line.root or id, revision=revision)
        self._lines[id] = added
        if key:
            self._keys[key] = id
        return added

    async def replace(self, id: str, card: Card) -> ChatLine:
        if id not in self._lines:
            raise NotFound(f"the chat has no line {id!r}")
        self._lines[id] = replace(self._lines[id], card=card, edited=True, revision=next(self._revisions))
        return self._lines[id]

    async def reword(self, id: str, text: str) -> ChatLine:
        if id not in self._lines:
            raise NotFound(f"the chat has no line {id!r}")
        payload = self._lines[id].payload if text else ""
        changed = replace(self._lines[id], text=text, payload=payload, edited=True, revision=next(self._revisions))
        self._lines[id] = changed
        return self._lines[id]

    async def keep_file(self, file: ChatFile, at: datetime) -> None:
        self._files[file.id] = file

    async def file(self, id: str) -> ChatFile | None:
        return self._files.get(id)

    async def drop_files(self, ids: Sequence[str]) -> None:
        for id in ids:
            self._files.pop(id, None)

    async def find(self, key: str) -> ChatLine | None:
        return self._lines.get(self._keys.get(key, ""))

    async def line(self, id: str) -> ChatLine | None:
        return self._lines.get(id)

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        newer = (line for line in self._lines.values() if line.revision > revision)
        return sorted(newer, key=lambda line: line.revision)[:limit]

    async def unhandled(self) -> Sequence[ChatLine]:
        return [line for _, line in sorted(self._lines.items()) if not line.handled]

    async def handled(self, id: str, *, forget: bool = False) -> None:
        if id in self._lines:
            line = self._lines[id]
            self._lines[id] = replace(line, handled=True, text="" if forget else line.text)

    async def clear(self) -> None:
        self._lines.clear()
        self._keys.clear()
        self._files.clear()
