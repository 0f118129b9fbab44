"""Small values for tests of the ledger."""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.teams.limits import LIMITS as TEAMS_LIMITS
from bot.cards import Card, Text
from bot.conversation.conversation import Conversation
from bot.messages import Message, Person, Post, Thread
from bot.ports import UnitOfWork
from bot.ports.pace import Bucket, Limits, every
from bot.tickets.ticket import Ticket

DESK = "acme"
SECOND = timedelta(seconds=1)
NARROW = Limits((Bucket(3, SECOND / 10), Bucket(4, 10 * SECOND)))
PACE = {"paced": every(SECOND), "teams": TEAMS_LIMITS, "narrow": NARROW}
NOW = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
MARIA = Person("slack", "T1", "U1", "Maria", "en-GB")
THREAD = Thread("slack", "T1", "C1", "100.1")
TRIAGE = Thread("slack", "T1", "C9")


def card(text: str = "Hello") -> Card:
    return Card("en", (Text((text,)),))


def message(delivery: str = "C1/100.1", thread: Thread = THREAD) -> Message:
    return Message(delivery, thread, MARIA, NOW, "vpn wont connect")


def conversation(**changes: Any) -> Conversation:
    return replace(Conversation(THREAD, MARIA, NOW), **changes)


def ticket(**changes: Any) -> Ticket:
    return replace(Ticket(0, MARIA, THREAD, "tier1", "vpn", NOW), **changes)


def post(key: str, thread: Thread = THREAD, **changes: Any) -> Post:
    return replace(Post(key, thread, card(key)), **changes)


async def stored(ledger: Any, *posts: Post) -> None:
    """The posts, committed."""
    async with ledger.work() as work:
        await add(work, *posts)
        await work.commit()


async def add(work: UnitOfWork, *posts: Post) -> None:
    for each in posts:
        await work.add_post(each)


async def committed(work: UnitOfWork, saving: Coroutine[None, None, None]) -> None:
    """Either of the two notices that the version has moved on."""
    await saving
    await work.commit()
