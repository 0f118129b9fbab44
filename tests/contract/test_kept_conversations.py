"""Conversations, and words that were said, as every ledger keeps them."""

import asyncio
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.conversation.conversation import Stage
from bot.errors import Conflict
from bot.messages import File, Thread
from bot.ports import Words
from bot.tickets.ticket import Choice, Tried
from tests.conftest import AnyLedger
from tests.samples import MARIA, NOW, THREAD, committed, conversation

MINUTE = timedelta(minutes=1)


async def test_N3_a_conversation_comes_back_as_it_was(ledger: AnyLedger) -> None:
    saved = conversation(
        stage=Stage.OFFERED,
        question="vpn 'won't; -- connect ✓",
        context=("Maria: hi",),
        language="ru",
        tried=(Tried("vpn-connect", "VPN"),),
        choices=(Choice("vpn-slow", "VPN 'slow'; ✓", "en"), Choice("wifi", "Сеть", "ru")),
        round=2,
        answer_key="a",
        ticket=7,
        link="https://x.test/1",
        route="r",
    )
    async with ledger.work() as work:
        await work.save_conversation(saved)
        await work.commit()
    async with ledger.work() as work:
        found = await work.conversation(THREAD)
    assert found == replace(saved, version=1)
    assert found is not None
    assert found.asker.name == MARIA.name
    assert found.asker.language == MARIA.language
    assert found.at.utcoffset() == timedelta(0)


async def test_N3_a_time_of_another_zone_is_the_same_moment(ledger: AnyLedger) -> None:
    at = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    async with ledger.work() as work:
        await work.save_conversation(conversation(at=at))
        await work.commit()
    async with ledger.work() as work:
        found = await work.conversation(THREAD)
    assert found is not None
    assert found.at == at


async def test_N3_saving_a_stale_conversation_is_a_conflict(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.save_conversation(conversation())
        await work.commit()
    async with ledger.work() as work:
        await work.save_conversation(conversation(version=1, round=1))
        await work.commit()
    for version in (0, 1):
        async with ledger.work() as work:
            with pytest.raises(Conflict):
                await committed(work, work.save_conversation(conversation(version=version)))


async def test_N3_of_two_turns_at_once_one_loses(ledger: AnyLedger) -> None:
    async def take_turn(round: int) -> bool:
        try:
            async with ledger.work() as work:
                found = await work.conversation(THREAD) or conversation()
                await asyncio.sleep(0)
                await work.save_conversation(replace(found, round=found.round + 1))
                await work.commit()
        except Conflict:
            return False
        return True

    kept = sum(await asyncio.gather(*(take_turn(number) for number in range(6))))
    async with ledger.work() as work:
        found = await work.conversation(THREAD)
    assert found is not None
    assert found.round == found.version == kept


async def test_N3_the_latest_conversation_is_the_askers_own_in_that_channel(ledger: AnyLedger) -> None:
    ivan = replace(MARIA, id="U2")
    async with ledger.work() as work:
        for minute, (root, asker) in enumerate([("1", MARIA), ("2", MARIA), ("3", ivan)]):
            at, thread = NOW + minute * MINUTE, replace(THREAD, root=root)
            await work.save_conversation(conversation(thread=thread, asker=asker, at=at))
        elsewhere = replace(THREAD, channel="C2")
        await work.save_conversation(conversation(thread=elsewhere, at=NOW + MINUTE * 9))
        found = await work.latest_conversation(replace(THREAD, root=""), MARIA)
        assert found is not None
        assert found.thread.root == "2"
        assert await work.latest_conversation(THREAD, replace(MARIA, workspace="T9")) is None


async def test_N3_words_are_kept_edited_and_deleted(ledger: AnyLedger) -> None:
    said = [Words(f"d{number}", THREAD, MARIA, NOW + number * MINUTE, f"w{number}") for number in range(4)]
    async with ledger.work() as work:
        for each in reversed(said):
            await work.keep_words(each)
        await work.keep_words(Words("other", Thread("slack", "T1", "C1", "2"), MARIA, NOW, "elsewhere"))
        await work.keep_words(replace(said[1], deleted=True))
        await work.keep_words(replace(said[2], text="edited"))
        await work.commit()
    async with ledger.work() as work:
        assert [each.text for each in await work.words(THREAD)] == ["w0", "edited", "w3"]
        assert [each.text for each in await work.words(THREAD, limit=2)] == ["edited", "w3"]
        assert await work.said("d0", "slack", "T1") == said[0]
        assert await work.said("d0", "slack", "T2") is None


async def test_T4_a_conversation_keeps_what_came_with_it(ledger: AnyLedger) -> None:
    files = (File("a.pdf", 12, "https://x/a", True, "d"), File("b.txt"))
    async with ledger.work() as work:
        await work.save_conversation(conversation(files=files))
        await work.commit()
    async with ledger.work() as work:
        kept = await work.conversation(THREAD)
    assert kept is not None
    assert kept.files == files
