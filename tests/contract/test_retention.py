"""N3: what has had its time goes, and nothing that is still needed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, Table, insert, select

from bot.app.wiring import PACE
from bot.errors import Misconfigured
from storage.database import open_database
from storage.ledger import open_ledger
from storage.retention import Retention, Tidied, kept_since
from storage.tables.history import history
from storage.tables.outbox import posts
from storage.tables.promises import escalations, timers
from storage.tables.threads import bindings, conversations, inbox, words
from storage.tables.tickets import tickets
from tests.contract.stack import MovedClock
from tests.load.plan import NOW
from tests.load.stories import KINDS, QUESTIONS, Play, Shown, lab_desk
from tests.samples import THREAD, post, stored

PASSING = (inbox, words, timers, posts)


async def played(url: str, kind: str) -> None:
    async with open_ledger(url, lab_desk().id, PACE) as ledger:
        play = Play(ledger, MovedClock(NOW), Shown(epoch="1800000000"), "1", "1800000000")
        await play.say(QUESTIONS[0])
        await KINDS[kind](play)


async def tidied(url: str, days: int) -> Tidied:
    """As much later, with a retention of a month."""
    async with open_database(url) as database:
        return await Retention(database, lab_desk().id, kept_since(NOW + timedelta(days=days), 30)).tidy()


async def rows(url: str, table: Table) -> Sequence[Any]:
    async with open_database(url) as database, database.reading() as transaction:
        return await transaction.all(select(table))


async def test_N3_of_a_closed_ticket_what_is_old_goes_and_the_ticket_stays(database_url: str) -> None:
    await played(database_url, "closed")
    assert await tidied(database_url, 29) == Tidied()
    done = await tidied(database_url, 31)
    assert (done.deliveries, done.words, done.timers, done.posts) == (9, 3, 5, 24)
    assert [row["key"] for row in await rows(database_url, posts)] == ["ticket-1-card"]
    for table in (tickets, conversations, bindings):
        assert len(await rows(database_url, table)) == 1
    assert len(await rows(database_url, history)) == 7
    assert await tidied(database_url, 32) == Tidied()


async def test_N3_of_an_open_ticket_only_deliveries_and_ended_timers_go(database_url: str) -> None:
    await played(database_url, "open")
    earlier = len(await rows(database_url, posts))
    done = await tidied(database_url, 31)
    assert (done.words, done.timers) == (0, 3)
    assert done.posts == 3, "whispers to the agent in the triage channel, which are about no thread of the ticket"
    assert len(await rows(database_url, posts)) == earlier - 3


async def test_N3_pending_timers_and_waiting_posts_stay(database_url: str) -> None:
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        play = Play(ledger, MovedClock(NOW), Shown(epoch="1800000000"), "1", "1800000000")
        await play.say(QUESTIONS[0])
        await KINDS["fresh"](play)
    before = {table.name: len(await rows(database_url, table)) for table in PASSING}
    done = await tidied(database_url, 31)
    assert (done.timers, done.posts, done.words) == (0, 0, 0)
    assert len(await rows(database_url, timers)) == before["timers"]


async def test_N3_what_waits_and_what_it_refers_to_stay(database_url: str) -> None:
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        await stored(ledger, post("a"), post("done", replace(THREAD, root="2")))
        for each in await ledger.outbox.lease(["slack"], NOW, 10):
            await ledger.outbox.sent(each, each.parcel.key, NOW)
        for each in await ledger.outbox.lease(["slack"], NOW + timedelta(minutes=1), 10):
            await ledger.outbox.sent(each, each.parcel.key, NOW)
        await stored(ledger, post("edit", edits="a"), post("other", replace(THREAD, root="3")))
    assert (await tidied(database_url, 31)).posts == 1
    assert [row["key"] for row in await rows(database_url, posts)] == ["a", "edit", "other"]


@pytest.mark.parametrize("ended", [False, True])
async def test_N3_the_pings_of_a_call_that_goes_on_stay(database_url: str, ended: bool) -> None:
    """Also those that were gathered under another call's key, which is over."""
    call = {"desk": lab_desk().id, "key": "call", "ticket": 1, "reason": "", "raised_at": NOW, "raised_by": ""}
    call |= {"cause": "manual", "step": 0, "acknowledged_by": "", "ended": ended, "version": 1}
    call |= {"pings": ["other-call-0-gathered"]}
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        await stored(ledger, post("other-call-0-gathered", lane="other-call-0-gathered"))
        (ping,) = await ledger.outbox.lease(["slack"], NOW, 10)
        await ledger.outbox.sent(ping, "1", NOW)
    await run(database_url, insert(escalations).values(call))
    assert (await tidied(database_url, 31)).posts == int(ended)


async def run(url: str, statement: Executable) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        await transaction.run(statement)
        await transaction.commit()


async def test_N3_a_ticket_goes_on_after_its_rows_have_gone(database_url: str) -> None:
    await played(database_url, "closed")
    await tidied(database_url, 31)
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        play = Play(ledger, MovedClock(NOW + timedelta(days=31)), Shown(epoch="1900000000"), "1", "1900000000")
        await play.command("reopen 1")
        await play.command("resolve 1 again")
        assert not await ledger.outbox.dead_letters()
        assert await ledger.outbox.next_due(["slack"], play.clock()) is None


def test_N3_so_few_days_that_repeats_would_pass_for_news_are_refused() -> None:
    with pytest.raises(Misconfigured):
        kept_since(NOW, 6)
