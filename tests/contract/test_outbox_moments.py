"""The outbox when clocks are set: which leases have ended, which pauses go on (`bot.ports.Outbox`, on every ledger)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.ports import Leased
from tests.conftest import AnyLedger
from tests.samples import NOW, THREAD, post, stored

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
OTHER = replace(THREAD, root="200.2")


async def lease(ledger: AnyLedger, at: timedelta = 0 * SECOND, **set_by: timedelta) -> Sequence[Leased]:
    return await ledger.outbox.lease(["slack"], NOW + at, 10, **set_by)


def keys(leased: Sequence[Leased]) -> list[str]:
    return [each.parcel.key for each in leased]


async def test_O6_a_lease_has_not_ended_because_the_clock_was_set_forward(ledger: AnyLedger) -> None:
    await stored(ledger, post("a"))
    await lease(ledger)
    assert keys(await lease(ledger, HOUR, set_forward=HOUR)) == []
    assert keys(await lease(ledger, HOUR + 40 * SECOND, set_forward=HOUR)) == ["a"]


async def test_O6_a_lane_still_waits_for_what_is_on_its_way_when_the_clock_was_set_forward(ledger: AnyLedger) -> None:
    await stored(ledger, post("a"), post("b"))
    (a,) = await lease(ledger)
    await ledger.outbox.give_up(a, "dead", "gone", NOW)
    assert keys(await lease(ledger)) == ["b"]
    await ledger.outbox.resend("a", NOW)
    assert keys(await lease(ledger, HOUR, set_forward=HOUR)) == []


async def test_S12_a_pause_that_a_platform_asked_for_outlives_a_restart(ledger: AnyLedger) -> None:
    """A new process puts moments right, for it does not know whether the clock was set back."""
    await stored(ledger, post("a"), post("b", OTHER))
    a, b = await lease(ledger)
    await ledger.outbox.wait(b, NOW, maybe_sent=False)
    await ledger.outbox.wait(a, NOW + 30 * SECOND, maybe_sent=False, whole_channel=True)
    await ledger.outbox.put_right(NOW + SECOND)
    assert keys(await lease(ledger, 29 * SECOND)) == []
    assert keys(await lease(ledger, 30 * SECOND)) == ["a", "b"]


async def test_O6_moments_of_a_clock_set_back_keep_their_distance(ledger: AnyLedger) -> None:
    await stored(ledger, post("a"), post("b", OTHER))
    (a, _) = await lease(ledger, HOUR)
    await ledger.outbox.wait(a, NOW + HOUR + 10 * SECOND, maybe_sent=True)
    await ledger.outbox.put_right(NOW)
    assert keys(await lease(ledger, 9 * SECOND)) == []
    (again,) = await lease(ledger, 10 * SECOND)
    assert (again.parcel.key, again.first_tried_at, again.last_tried_at) == ("a", NOW, NOW)
    assert keys(await lease(ledger, 39 * SECOND)) == []
    assert keys(await lease(ledger, 40 * SECOND)) == ["b"]


async def test_O6_hundreds_of_posts_are_written_in_one_unit(ledger: AnyLedger) -> None:
    """PostgreSQL plans what is written together as one statement, and takes much longer than in proportion."""
    await stored(ledger, *(post(f"many-{number}") for number in range(1_500)))
    [first] = await ledger.outbox.lease(["slack"], NOW, 1)
    assert first.parcel.key == "many-0"
