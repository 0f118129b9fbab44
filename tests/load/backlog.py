"""Posts put into an outbox while no Firstline runs, so that a scenario begins with what it needs waiting."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.wiring import PACE
from bot.cards import Card, Text
from bot.desk.file import read_desk
from bot.messages import Post, Thread
from storage.ledger import SqlLedger, open_ledger
from tests.contract.fake_slack import BOT, BOT_USER, Channel
from tests.load.plant import WORKSPACE
from tests.load.simulator.slack import SimulatedSlack

_AT_A_TIME = 50
_LONG_AGO = timedelta(minutes=30)
"""When earlier posts were delivered: the channels' pace is not to remember them."""


def waiting(key: str, channel: str, words: str, lane: str) -> Post:
    """A post to the top of a channel of Slack."""
    return Post(key, Thread("slack", WORKSPACE, channel), Card("en", (Text((words,)),)), lane=lane)


@dataclass(frozen=True, slots=True)
class Backlog:
    """The outbox of the database at `url`, for the desk described in the folder, and the Slack that it talks to."""

    url: str
    folder: Path
    world: SimulatedSlack

    async def add(self, posts: Sequence[Post]) -> None:
        """Have them wait, in this order."""
        self._open_channels(posts)
        async with self._ledger() as ledger, ledger.work() as work:
            for post in posts:
                await work.add_post(post)
            await work.commit()

    async def deliver(self, posts: Sequence[Post]) -> None:
        """Have them delivered half an hour ago, one second after the other in each channel."""
        await self.add(posts)
        now = datetime.now(UTC) - _LONG_AGO
        async with self._ledger() as ledger:
            while leased := await ledger.outbox.lease(["slack"], now, _AT_A_TIME):
                for each in leased:
                    ts = self._write(each.parcel.thread.channel, each.parcel.key)
                    await ledger.outbox.sent(each, ts, now)
                await ledger.outbox.finish()
                now += timedelta(seconds=1)

    def _ledger(self) -> AbstractAsyncContextManager[SqlLedger]:
        return open_ledger(self.url, read_desk(self.folder / "desk.toml").id, PACE)

    def _open_channels(self, posts: Iterable[Post]) -> None:
        for channel in {post.thread.channel for post in posts}:
            self.world.slack.channels.setdefault(channel, Channel(channel, {BOT_USER}))

    def _write(self, channel: str, words: str) -> str:
        ts = self.world.slack.ts()
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": ts, "text": words}
        self.world.slack.channels[channel].messages.append(message)
        return ts
