"""Replies that can still be called back, and the posts that wait for them."""

from collections.abc import Sequence

from sqlalchemy import Text, bindparam, delete, select, text, update

from bot.cards import Card, card_to_json
from bot.ports import Held
from storage.prepared import Row, among
from storage.rows.outbox import held_of, held_values
from storage.section import Section, desks, with_keys
from storage.tables.outbox import held, posts


class ReplySection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def call_back(self, keys: Sequence[str]) -> bool:
        """All of these posts, or none: whoever delivers one has its row locked, and it is seen what became of it."""
        wanted = self._wanted() | {"keys": sorted(keys)}
        found = await self._transaction.all(_LOCKED, wanted)
        if not found or any(row["state"] != "dead" and not _is_fresh(row) for row in found):
            return False
        await self._transaction.run(_CALLED_BACK, wanted)
        return True

    async def _reword(self, key: str, card: Card) -> bool:
        row = await self._transaction.first(_REWORDED, self._wanted(key=key) | {"new_card": card_to_json(card)})
        return row is not None and (row["state"] == "undone" or _is_fresh(row) or _was_never_there(row))

    async def hold(self, reply: Held) -> None:
        """Keep what is to be known of it."""
        await self._add(reply.key, held, held_values(reply))

    async def held(self, ticket: int) -> Sequence[Held]:
        """Those of the ticket, oldest first."""
        return [held_of(row) for row in await self._transaction.all(_OF_TICKET, self._wanted(ticket=ticket))]

    async def let_go(self, key: str) -> Held | None:
        """Hold it no more: the database lets only one do so."""
        row = await self._transaction.first(_LET_GO, self._wanted(key=key))
        return held_of(row) if row else None


def _is_fresh(row: Row) -> bool:
    return (row["state"], row["attempts"]) == ("waiting", 0)


def _was_never_there(row: Row) -> bool:
    return (row["state"], row["edits"]) == ("dead", "")


_THESE = desks(posts), among(posts.c.key, "keys", Text())
_LOCKED = select(posts.c.state, posts.c.attempts).where(*_THESE).order_by(posts.c.id).with_for_update()
_CALLED_BACK = update(posts).where(*_THESE, text("state IN ('waiting', 'dead')")).values(state="undone")
_REWORDED = (
    update(posts)
    .where(desks(posts, "key"))
    .values(card=bindparam("new_card", type_=posts.c.card.type))
    .returning(posts.c.state, posts.c.attempts, posts.c.edits)
)
_OF_TICKET = with_keys(held, "ticket").order_by(held.c.until, held.c.key)
_LET_GO = delete(held).where(desks(held, "key")).returning(held)
