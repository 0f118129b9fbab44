"""The playground behind the platform port: shown once, edited in place, looked up."""

from dataclasses import replace

import pytest

from adapters.web.platform import WebPlatform
from bot.cards import Card, Text
from bot.errors import DatabaseBusy, OutcomeUnknown, Refused
from bot.messages import Person, Thread
from bot.ports import ChatLine, Parcel
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import CONFIG, utc_now

CARD = Card("en", (Text(("hello",)),))
PARCEL = Parcel("key-1", Thread("web", "playground", "help"), CARD)


class Shelf:
    """A platform with its chat, counting how often something new was announced."""

    def __init__(self) -> None:
        self.chat = MemoryChatLog()
        self.news = 0
        self.platform = WebPlatform(lambda: CONFIG, self.chat, utc_now, self._announce)

    def _announce(self) -> None:
        self.news += 1


async def test_a_parcel_is_shown_once_however_often_it_is_sent() -> None:
    shelf = Shelf()
    first, second = await shelf.platform.send(PARCEL), await shelf.platform.send(PARCEL)
    assert first == second
    assert len(await shelf.chat.since(0)) == 1
    assert await shelf.platform.find(PARCEL) == first
    assert shelf.news == 2


async def test_what_was_never_sent_is_not_found() -> None:
    assert await Shelf().platform.find(PARCEL) is None


async def test_a_thread_begins_with_its_first_line_and_answers_stay_in_it() -> None:
    shelf = Shelf()
    top = await shelf.platform.send(PARCEL)
    below = await shelf.platform.send(replace(PARCEL, key="key-2", thread=replace(PARCEL.thread, root=top)))
    lines = [await shelf.chat.line(id) for id in (top, below)]
    assert [line.root for line in lines if line] == [top, top]


async def test_an_edit_replaces_the_card_in_place() -> None:
    shelf = Shelf()
    top = await shelf.platform.send(PARCEL)
    other = Card("en", (Text(("changed",)),))
    edit = replace(PARCEL, key="key-2", card=other, edits=top)
    assert await shelf.platform.find(edit) is None
    assert await shelf.platform.send(edit) == top
    line = await shelf.chat.line(top)
    assert line is not None
    assert (line.card, line.edited) == (other, True)


async def test_what_is_private_is_kept_for_that_person() -> None:
    shelf = Shelf()
    id = await shelf.platform.send(replace(PARCEL, private_to=Person("web", "playground", "maria")))
    line = await shelf.chat.line(id)
    assert line is not None
    assert line.private_to == "maria"


@pytest.mark.parametrize(
    "parcel",
    [
        replace(PARCEL, thread=Thread("web", "playground", "dm-nobody")),
        replace(PARCEL, edits="gone"),
        replace(PARCEL, private_to=Person("web", "playground", "nobody")),
        replace(PARCEL, private_to=Person("slack", "T1", "maria")),
    ],
)
async def test_what_cannot_be_shown_is_refused_for_good(parcel: Parcel) -> None:
    shelf = Shelf()
    with pytest.raises(Refused):
        await shelf.platform.send(parcel)
    assert not await shelf.chat.since(0)


class BusyChat(MemoryChatLog):
    """A chat whose database is away."""

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        raise DatabaseBusy


async def test_a_database_that_is_away_leaves_the_outcome_unknown() -> None:
    platform = WebPlatform(lambda: CONFIG, BusyChat(), utc_now, lambda: None)
    with pytest.raises(OutcomeUnknown):
        await platform.send(PARCEL)
