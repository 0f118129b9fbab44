"""The contract of `bot.ports.ChatLog`, on every ledger."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.errors import FirstlineError, NotFound
from bot.ports import ChatFile, ChatLine
from tests.conftest import AnyLedger
from tests.samples import NOW, card


def line(text: str = "hello", **changes: Any) -> ChatLine:
    return replace(ChatLine("", "help", "", "maria", NOW, 0, text=text), **changes)


async def test_a_line_opens_a_thread_or_joins_one(ledger: AnyLedger) -> None:
    first = await ledger.chat.add(line())
    reply = await ledger.chat.add(line("again", root=first.id, private_to="sam", handled=False, payload="{}"))
    assert first.id
    assert first.root == first.id
    assert reply.root == first.id
    assert first.id < reply.id
    assert first.revision < reply.revision
    assert await ledger.chat.line(first.id) == first
    assert await ledger.chat.line(reply.id) == reply
    assert await ledger.chat.line("none") is None


async def test_a_key_adds_one_line(ledger: AnyLedger) -> None:
    added = await asyncio.gather(*(ledger.chat.add(line(card=card(), author="firstline"), "p") for _ in range(5)))
    assert len({each.id for each in added}) == 1
    assert await ledger.chat.find("p") == added[0]
    assert await ledger.chat.find("q") is None
    assert await ledger.chat.find("") is None
    assert len(await ledger.chat.since(0)) == 1


async def test_an_id_is_taken_once(ledger: AnyLedger) -> None:
    await ledger.chat.add(line(id="x"))
    with pytest.raises(FirstlineError):
        await ledger.chat.add(line(id="x"))


async def test_a_replaced_card_is_news(ledger: AnyLedger) -> None:
    old = await ledger.chat.add(line("", card=card("old"), author="firstline"))
    other = await ledger.chat.add(line())
    shown = await ledger.chat.replace(old.id, card("new"))
    assert shown == replace(old, card=card("new"), edited=True, revision=shown.revision)
    assert list(await ledger.chat.since(other.revision)) == [shown]
    with pytest.raises(NotFound):
        await ledger.chat.replace("none", card())


async def test_news_comes_by_revision_in_parts(ledger: AnyLedger) -> None:
    lines = [await ledger.chat.add(line(str(number))) for number in range(4)]
    assert list(await ledger.chat.since(lines[0].revision)) == lines[1:]
    assert list(await ledger.chat.since(0, limit=2)) == lines[:2]


async def test_revisions_are_never_shared(ledger: AnyLedger) -> None:
    lines = await asyncio.gather(*(ledger.chat.add(line(str(number))) for number in range(10)))
    assert len({each.revision for each in lines}) == len({each.id for each in lines}) == 10


async def test_what_was_not_handled_is_remembered(ledger: AnyLedger) -> None:
    await ledger.chat.add(line("handled"))
    first, second = [await ledger.chat.add(line(text, handled=False)) for text in ("one", "two")]
    assert list(await ledger.chat.unhandled()) == [first, second]
    await ledger.chat.handled(first.id)
    await ledger.chat.handled("none")
    assert list(await ledger.chat.unhandled()) == [second]


async def test_T4_X14_of_what_was_handled_the_words_can_be_forgotten(ledger: AnyLedger) -> None:
    added = await ledger.chat.add(line("one", payload="{}", handled=False))
    await ledger.chat.handled(added.id, forget=True)
    assert await ledger.chat.line(added.id) == replace(added, text="", handled=True)


async def test_clearing_forgets_all_but_never_gives_an_id_again(ledger: AnyLedger) -> None:
    old = await ledger.chat.add(line(), "p")
    await ledger.chat.clear()
    assert not await ledger.chat.since(0)
    assert await ledger.chat.find("p") is None
    new = await ledger.chat.add(line(), "p")
    assert new.id > old.id
    assert new.revision > old.revision


async def test_T4_words_are_changed_in_their_place(ledger: AnyLedger) -> None:
    first = await ledger.chat.add(line("hello"))
    changed = await ledger.chat.reword(first.id, "good morning")
    assert (changed.text, changed.edited, changed.id) == ("good morning", True, first.id)
    assert [one.text for one in await ledger.chat.since(first.revision)] == ["good morning"]
    assert (await ledger.chat.reword(first.id, "")).text == ""
    with pytest.raises(NotFound):
        await ledger.chat.reword("nothing", "x")


async def test_T4_files_are_kept_until_they_are_dropped(ledger: AnyLedger) -> None:
    file = ChatFile("f", "Отчёт.pdf", bytes(range(256)))
    await ledger.chat.keep_file(file, NOW)
    assert await ledger.chat.file("f") == file
    assert await ledger.chat.file("g") is None
    await ledger.chat.drop_files(["f", "g"])
    assert await ledger.chat.file("f") is None
    await ledger.chat.keep_file(file, NOW)
    await ledger.chat.clear()
    assert await ledger.chat.file("f") is None


async def test_T4_what_is_deleted_forgets_what_came_with_it(ledger: AnyLedger) -> None:
    first = await ledger.chat.add(line("hello", payload="{}"))
    assert (await ledger.chat.reword(first.id, "hi")).payload == "{}"
    assert (await ledger.chat.reword(first.id, "")).payload == ""
