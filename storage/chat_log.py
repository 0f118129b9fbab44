"""The playground's chat, as durable as a real platform's."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, text, update

from bot.cards import Card, card_to_json
from bot.errors import Conflict, NotFound
from bot.ports import ChatFile, ChatLine
from storage.database import Database
from storage.rows.chat import chat_line_of, chat_line_values
from storage.tables.chat import UNHANDLED, chat_files, chat_lines
from storage.transaction import Transaction


class SqlChatLog:
    """Implements `bot.ports.ChatLog`. Revisions come from one counter, whose row keeps writers in order; it is never
    set back, so that an id is never used again."""

    def __init__(self, database: Database, desk: str) -> None:
        self._database = database
        self._desk = desk

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        """Append, once for each key. Raises Conflict when the line's own id is taken."""
        async with self._database.writing() as transaction:
            numbered = _numbered(line, await transaction.count_up(self._desk, "chat"))
            earlier = await self._one(transaction, chat_lines.c.key == key) if key else None
            if earlier is None:
                await self._insert(transaction, numbered, key)
            await transaction.commit()  # an earlier one may not lie on the disk yet either
        return earlier or numbered

    async def _insert(self, transaction: Transaction, line: ChatLine, key: str) -> None:
        row: dict[str, Any] = {**chat_line_values(line), "desk": self._desk, "key": key or None}
        statement = transaction.insert(chat_lines).values(row).on_conflict_do_nothing().returning(chat_lines.c.id)
        if await transaction.first(statement) is None:
            raise Conflict

    async def replace(self, id: str, card: Card) -> ChatLine:
        """Show another card in the line's place. Raises NotFound."""
        return await self._change(id, {"card": card_to_json(card)})

    async def reword(self, id: str, text: str) -> ChatLine:
        """Show other words in the line's place. Raises NotFound."""
        return await self._change(id, {"text": text} if text else {"text": "", "payload": ""})

    async def keep_file(self, file: ChatFile, at: datetime) -> None:
        """Keep it until it is dropped."""
        row = {"desk": self._desk, "id": file.id, "name": file.name, "at": at}
        async with self._database.writing() as transaction:
            content = b64encode(file.content).decode()
            await transaction.run(transaction.insert(chat_files).values({**row, "content": content}))
            await transaction.commit()

    async def file(self, id: str) -> ChatFile | None:
        """The file of this id."""
        async with self._database.reading() as transaction:
            row = await transaction.first(select(chat_files).where(_file(self._desk, id)))
        return ChatFile(row["id"], row["name"], b64decode(row["content"])) if row else None

    async def drop_files(self, ids: Sequence[str]) -> None:
        """Keep them no more."""
        async with self._database.writing() as transaction:
            for id in ids:
                await transaction.run(delete(chat_files).where(_file(self._desk, id)))
            await transaction.commit()

    async def _change(self, id: str, values: dict[str, Any]) -> ChatLine:
        async with self._database.writing() as transaction:
            revision = await transaction.count_up(self._desk, "chat")
            shown = {**values, "edited": True, "revision": revision}
            changed = update(chat_lines).where(self._own(chat_lines.c.id == id)).values(shown)
            row = await transaction.first(changed.returning(chat_lines))
            if row is None:
                raise NotFound(f"the chat has no line {id!r}")
            await transaction.commit()
        return chat_line_of(row)

    async def find(self, key: str) -> ChatLine | None:
        """The line added under this key."""
        async with self._database.reading() as transaction:
            return await self._one(transaction, chat_lines.c.key == key)

    async def line(self, id: str) -> ChatLine | None:
        """The line of this id."""
        async with self._database.reading() as transaction:
            return await self._one(transaction, chat_lines.c.id == id)

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        """Lines added or changed after `revision`, by revision."""
        newer = select(chat_lines).where(self._own(chat_lines.c.revision > revision))
        async with self._database.reading() as transaction:
            rows = await transaction.all(newer.order_by(chat_lines.c.revision).limit(limit))
        return [chat_line_of(row) for row in rows]

    async def unhandled(self) -> Sequence[ChatLine]:
        """What people said that the engine has not committed, oldest first."""
        waiting = select(chat_lines).where(chat_lines.c.desk == self._desk, text(UNHANDLED))
        async with self._database.reading() as transaction:
            rows = await transaction.all(waiting.order_by(chat_lines.c.id))
        return [chat_line_of(row) for row in rows]

    async def handled(self, id: str, *, forget: bool = False) -> None:
        """The engine has committed it. Nothing to be seen changes, so the revision stays."""
        values = {"handled": True} | ({"text": ""} if forget else {})
        async with self._database.writing() as transaction:
            await transaction.run(update(chat_lines).where(self._own(chat_lines.c.id == id)).values(values))
            await transaction.commit()

    async def clear(self) -> None:
        """Forget everything; revisions go on from where they were."""
        async with self._database.writing() as transaction:
            await transaction.run(delete(chat_lines).where(chat_lines.c.desk == self._desk))
            await transaction.run(delete(chat_files).where(chat_files.c.desk == self._desk))
            await transaction.commit()

    def _own(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return (chat_lines.c.desk == self._desk) & condition

    async def _one(self, transaction: Transaction, condition: ColumnElement[bool]) -> ChatLine | None:
        row = await transaction.first(select(chat_lines).where(self._own(condition)))
        return chat_line_of(row) if row else None


def _file(desk: str, id: str) -> ColumnElement[bool]:
    return (chat_files.c.desk == desk) & (chat_files.c.id == id)


def _numbered(line: ChatLine, number: int) -> ChatLine:
    """The line with its revision and, where it has none, an id that sorts by time and a thread of its own."""
    id = line.id or f"{number:012d}"
    return replace(line, id=id, root=line.root or id, revision=number)
