"""T17: what the outbox hands out in Teams, on every ledger, tried at random times and by several processes."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from uuid import uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.messages import Thread
from bot.ports import Leased
from storage.ledger import open_ledger
from tests.conftest import AnyLedger
from tests.load.simulator.teams_limits import SEND, TENANT, Window
from tests.samples import DESK, MARIA, NOW, PACE, post, stored

SECOND = timedelta(seconds=1)
CHAT = Thread("teams", "tenant", "chat")


def at(channel: str, number: int, tenant: str = "tenant") -> Thread:
    return replace(CHAT, workspace=tenant, channel=channel, root=str(number))


async def lease(ledger: AnyLedger, seconds: float = 0, platforms: Sequence[str] = ("teams",)) -> Sequence[Leased]:
    """All that may go now: at most one post for each channel in one look."""
    found: list[Leased] = []
    while more := await ledger.outbox.lease(platforms, NOW + seconds * SECOND, 200):
        found += more
    return found


def keys(leased: Sequence[Leased]) -> list[str]:
    return [each.parcel.key for each in leased]


def assert_holds(times: Sequence[float], windows: Sequence[Window]) -> None:
    for window in windows:
        for first, last in zip(times, times[window.most :], strict=False):
            assert last - first > window.seconds


pauses = st.lists(st.sampled_from((0.0, 0.02, 0.2, 0.667, 2.4)), min_size=8, max_size=16)


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(pauses=pauses, channels=st.integers(1, 12))
async def test_T17_every_window_holds_whenever_posts_are_asked_for(
    ledger: AnyLedger, pauses: list[float], channels: int
) -> None:
    """The ledger stays, so each run has a tenant of its own, and leaves nothing behind."""
    tenant = uuid4().hex
    places = [at(f"c{number % channels}", number, tenant) for number in range(30)]
    await stored(ledger, *(post(f"{tenant}/{place.root}", place) for place in places))
    sent = defaultdict[str, list[float]](list)
    for now in (*accumulate(pauses), 100, 200, 300, 400, 500, 600):
        leased = await lease(ledger, now)
        for each in leased:
            sent[each.parcel.thread.channel].append(now)
            sent[""].append(now)
        await asyncio.gather(*(ledger.outbox.sent(each, "id", NOW) for each in leased))
    assert len(sent[""]) == 30
    assert_holds(sent.pop(""), TENANT)
    for times in sent.values():
        assert_holds(times, SEND)


async def test_T17_a_quiet_conversation_takes_a_burst_and_then_waits(ledger: AnyLedger) -> None:
    await stored(ledger, *(post(f"p{number}", at("c", number)) for number in range(7)))
    assert keys(await lease(ledger)) == ["p0", "p1", "p2", "p3", "p4"]
    assert await ledger.outbox.next_due(["teams"], NOW) == NOW + timedelta(milliseconds=667)
    assert keys(await lease(ledger, 0.666)) == []
    assert keys(await lease(ledger, 0.667)) == ["p5"]


async def test_T17_every_bucket_of_a_channel_is_kept(ledger: AnyLedger) -> None:
    """As for the hour of a conversation, with fewer posts."""
    narrow = [replace(at("c", number), platform="narrow") for number in range(9)]
    await stored(ledger, *(post(f"p{place.root}", place) for place in narrow))
    taken = [len(await lease(ledger, second, ["narrow"])) for second in (0, 0.1, 0.2, 1, 2, 9.9, 10, 10.1, 30)]
    assert taken == [3, 1, 0, 0, 0, 0, 1, 0, 2]


async def test_T17_a_tenant_takes_no_more_than_its_30_a_second_and_others_do_not_wait(ledger: AnyLedger) -> None:
    busy = [post(f"p{number}", at(f"c{number}", number)) for number in range(30)]
    await stored(ledger, *busy, post("other", at("c0", 0, "elsewhere")))
    assert keys(await lease(ledger)) == [*(f"p{number}" for number in range(8)), "other"]
    assert await ledger.outbox.next_due(["teams"], NOW) == NOW + timedelta(milliseconds=60)
    assert keys(await lease(ledger, 0.06)) == ["p8"]


async def test_T17_a_full_tenant_does_not_fill_the_look_of_others(ledger: AnyLedger) -> None:
    busy = [post(f"p{number}", at(f"c{number}", number)) for number in range(30)]
    await stored(ledger, *busy, post("free", Thread("slack", "T1", "C1", "1")))
    await lease(ledger)
    assert keys(await ledger.outbox.lease(["teams", "slack"], NOW, 5)) == ["free"]


async def test_T17_an_escalation_overtakes_the_edits_of_cards(ledger: AnyLedger) -> None:
    await stored(ledger, post("card", at("c", 0)))
    [card] = await lease(ledger)
    await ledger.outbox.sent(card, "CARD", NOW)
    edits = [post(f"e{number}", at("c", number), edits="card", lane=f"l{number}") for number in range(4)]
    await stored(ledger, *edits, post("ping", at("c", 9), urgent=True))
    assert keys(await lease(ledger)) == ["ping", "e0"], "an edit may take two calls"


async def test_T17_a_private_post_leaves_room_for_opening_the_chat(ledger: AnyLedger) -> None:
    whispers = [post(f"w{number}", at(f"c{number}", number), private_to=MARIA) for number in range(4)]
    await stored(ledger, *whispers, post("p", at("c9", 9)))
    assert keys(await lease(ledger)) == ["w0", "w1", "p"]


async def test_T17_a_pause_that_teams_asks_for_outlasts_the_buckets(ledger: AnyLedger) -> None:
    await stored(ledger, *(post(f"p{number}", at("c", number)) for number in range(3)))
    first, *_ = await lease(ledger)
    await ledger.outbox.wait(first, NOW + 9 * SECOND, maybe_sent=False, whole_channel=True)
    await stored(ledger, post("later", at("c", 8)))
    assert keys(await lease(ledger, 8)) == []
    assert keys(await lease(ledger, 9)) == ["p0", "later"]


async def test_T17_a_clock_set_back_leaves_no_bucket_full_for_long(ledger: AnyLedger) -> None:
    await stored(ledger, *(post(f"p{number}", at("c", number)) for number in range(6)))
    for each in await lease(ledger, 3600):
        await ledger.outbox.sent(each, "id", NOW + 3600 * SECOND)
    await ledger.outbox.put_right(NOW)
    assert keys(await lease(ledger, 2.4)) == ["p5"]


async def test_T17_workers_share_the_buckets(postgres_url: str) -> None:
    """Also the first time, when there is no row yet that could be locked."""
    async with (
        open_ledger(postgres_url, DESK, PACE) as one,
        open_ledger(postgres_url, DESK, PACE) as two,
        open_ledger(postgres_url, DESK, PACE) as three,
    ):
        await stored(one, *(post(f"p{number}", at(f"c{number % 3}", number)) for number in range(60)))
        rounds = [ledger.outbox.lease(["teams"], NOW, 10) for ledger in (one, two, three) for _ in range(8)]
        taken = [each for leased in await asyncio.gather(*rounds) for each in leased]
        assert len(taken) <= 8, "the tenant's burst"
        taken += await lease(one)
        assert len(taken) == 8
        by_channel = [each.parcel.thread.channel for each in taken]
        assert max(by_channel.count(channel) for channel in by_channel) <= 5
