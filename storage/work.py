"""The unit of work: one transaction over all that one inbound event causes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, text

from bot.audit.chain import NO_KEY, Keys
from bot.cards import Card
from bot.errors import Duplicate
from bot.messages import Post
from bot.ports import Fate
from storage.attendance import AttendanceSection
from storage.conversations import ConversationSection
from storage.feedback import FeedbackSection
from storage.preferences import PreferenceSection
from storage.replies import ReplySection
from storage.rota import RotaSection
from storage.rows.outbox import fate_of, post_of, post_values
from storage.section import with_keys
from storage.tables.outbox import COPIED, EDITING, posts
from storage.tickets import TicketSection
from storage.timers import TimerSection
from storage.transaction import Transaction
from storage.words import WordsSection


class SqlWork(
    ConversationSection,
    TicketSection,
    TimerSection,
    WordsSection,
    FeedbackSection,
    ReplySection,
    AttendanceSection,
    RotaSection,
    PreferenceSection,
):
    """Implements `bot.ports.UnitOfWork`.

    Posts are held back until the commit. Then the lanes are locked, all at once and in one order, so that ids in a lane
    follow the order of commits and no two units of work wait for each other's lanes.
    """

    def __init__(self, transaction: Transaction, desk: str, keys: Keys = NO_KEY) -> None:
        super().__init__(transaction, desk, keys)
        self._posts: dict[str, Post] = {}
        self.woke = False
        """Whether the commit has left something to deliver or to wait for."""

    async def add_post(self, post: Post) -> None:
        """Store the post for delivery. Raises Duplicate, here or at the commit, when its key was used before."""
        if post.key in self._posts:
            raise Duplicate(f"the post {post.key!r} was stored before")
        self._posts[post.key] = post

    async def post(self, key: str) -> Post | None:
        """The stored post of this key."""
        if key in self._posts:
            return self._posts[key]
        row = await self._one(posts, key=key)
        return post_of(row) if row else None

    async def edits(self, key: str) -> Sequence[Post]:
        """The edits of the post of this key, also those of this unit of work."""
        rows = await self._transaction.all(_EDITS, self._wanted(edits=key))
        return [*map(post_of, rows), *(post for post in self._posts.values() if post.edits == key)]

    async def copies(self, lane: str, limit: int = 50) -> Sequence[Post]:
        """The last posts of this lane that copy what was said, oldest first; not those of this unit of work."""
        rows = await self._transaction.all(_COPIES, self._wanted(lane=lane) | {"most": limit})
        return [post_of(row) for row in reversed(rows)]

    async def reword(self, key: str, card: Card) -> bool:
        """Keep another card; whoever delivers the post now has its row locked, and it is seen what became of it."""
        if key in self._posts:
            self._posts[key] = replace(self._posts[key], card=card)
            return True
        return await self._reword(key, card)

    async def fate(self, key: str) -> Fate | None:
        """What has become of it; what was stored just now waits."""
        if key in self._posts:
            return Fate("waiting")
        row = await self._one(posts, key=key)
        return fate_of(row) if row else None

    async def loads(self, members: Sequence[str]) -> Mapping[str, int]:
        """How many tickets each of them has that are not resolved, with what was given to somebody just now."""
        await self._store_tickets(given=True)
        return await super().loads(members)

    async def commit(self) -> None:
        """Make it so. Raises Conflict and Duplicate."""
        woke = bool(self._posts) or self._timers_set
        await self._store_tickets()
        await self._store_posts()
        await self._transaction.commit()
        self.woke = woke

    async def _store_posts(self) -> None:
        rows = [{**post_values(post), "desk": self._desk} for post in self._posts.values()]
        if rows:
            await self._transaction.lock(*(f"out/{self._desk}/{row['lane']}" for row in rows))
        for row in rows:
            await self._add(row["key"], posts, row, Duplicate(f"the post {row['key']!r} was stored before"))
        self._posts.clear()


_EDITS = with_keys(posts, "edits").where(text(EDITING)).order_by(posts.c.id)
_COPIES = with_keys(posts, "lane").where(text(COPIED)).order_by(posts.c.id.desc()).limit(bindparam("most"))
