"""The contract of `bot.ports.Outbox`, on every ledger. The numbered rules are those of design.md."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages import Side, Thread
from bot.ports import Leased
from storage.queue import OFTEN, PATIENT
from tests.conftest import AnyLedger
from tests.samples import MARIA, NOW, THREAD, TRIAGE, card, post, stored

SECOND = timedelta(seconds=1)
LEASE = 40 * SECOND
PLATFORMS = ["slack", "paced"]
OTHER = replace(THREAD, root="200.2")
PACED = Thread("paced", "W", "C1")


async def lease(ledger: AnyLedger, seconds: int = 0, limit: int = 10) -> Sequence[Leased]:
    return await ledger.outbox.lease(PLATFORMS, NOW + seconds * SECOND, limit)


def keys(leased: Sequence[Leased]) -> list[str]:
    return [each.parcel.key for each in leased]


async def deliver(ledger: AnyLedger, seconds: int = 0) -> list[str]:
    """One round in which every post arrives, under its key in capitals."""
    leased = await lease(ledger, seconds)
    for each in leased:
        await ledger.outbox.sent(each, each.parcel.key.upper(), NOW + seconds * SECOND)
    return keys(leased)


async def test_a_post_leaves_as_it_was_stored(ledger: AnyLedger) -> None:
    await stored(ledger, post("p", card=card("Привет ✓"), private_to=MARIA, alert=True, route="r"))
    (leased,) = await lease(ledger)
    parcel = leased.parcel
    assert (parcel.thread, parcel.card, parcel.route) == (THREAD, card("Привет ✓"), "r")
    assert (parcel.private_to, parcel.alert, parcel.edits, parcel.tried_at) == (MARIA, True, "", None)
    assert (leased.attempts, leased.maybe_sent, leased.first_tried_at) == (1, False, None)


async def test_a_leased_post_is_nobody_elses(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    assert keys(await lease(ledger)) == ["p"]
    assert keys(await lease(ledger)) == []
    assert keys(await lease(ledger, 39)) == []


async def test_rule_5_a_lane_goes_in_order_and_blocks_itself_only(ledger: AnyLedger) -> None:
    await stored(ledger, post("a1"), post("a2"), post("b1", OTHER))
    first = await lease(ledger)
    assert keys(first) == ["a1", "b1"]
    await stored(ledger, post("b2", OTHER))
    assert keys(await lease(ledger)) == []
    await ledger.outbox.sent(first[1], "B1", NOW)
    assert keys(await lease(ledger)) == ["b2"]
    await ledger.outbox.wait(first[0], NOW + 9 * SECOND, maybe_sent=False)
    assert keys(await lease(ledger, 8)) == []
    assert keys(await lease(ledger, 9)) == ["a1"]


async def test_a_lane_of_its_own_joins_threads(ledger: AnyLedger) -> None:
    await stored(ledger, post("card", TRIAGE, lane="ticket/1"), post("note", OTHER, lane="ticket/1"))
    assert await deliver(ledger) == ["card"]
    assert await deliver(ledger) == ["note"]


async def test_a_lane_waits_for_its_head_on_another_platform(ledger: AnyLedger) -> None:
    elsewhere = Thread("teams", "W", "C")
    await stored(ledger, post("teams", elsewhere, lane="ticket/1"), post("slack", lane="ticket/1"))
    assert keys(await lease(ledger)) == []
    assert await ledger.outbox.next_due(PLATFORMS, NOW) is None
    assert keys(await ledger.outbox.lease(["teams"], NOW, 10)) == ["teams"]


async def test_urgent_posts_overtake_those_of_other_lanes(ledger: AnyLedger) -> None:
    await stored(ledger, post("a"), post("b", OTHER), post("ping", TRIAGE, urgent=True))
    assert keys(await lease(ledger, limit=1)) == ["ping"]
    assert keys(await lease(ledger, limit=1)) == ["a"]
    assert keys(await lease(ledger, limit=1)) == ["b"]


async def test_rule_3_a_post_whose_lease_ran_out_may_have_been_sent(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    await lease(ledger)
    (again,) = await lease(ledger, 40)
    assert again.maybe_sent
    assert (again.attempts, again.first_tried_at, again.parcel.tried_at) == (2, NOW, NOW)
    assert again.last_tried_at == NOW
    await ledger.outbox.wait(again, NOW + 55 * SECOND, maybe_sent=True)
    (third,) = await lease(ledger, 55)
    assert third.maybe_sent
    assert third.last_tried_at == NOW + LEASE
    assert (third.attempts, third.first_tried_at) == (3, NOW)


async def test_rule_2_a_refusal_for_now_means_certainly_not_sent(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    await lease(ledger)
    (again,) = await lease(ledger, 40)
    await ledger.outbox.wait(again, NOW + 50 * SECOND, maybe_sent=False)
    (third,) = await lease(ledger, 50)
    assert not third.maybe_sent
    assert (third.first_tried_at, third.parcel.tried_at) == (None, None)


async def test_rule_2_the_whole_channel_waits(ledger: AnyLedger) -> None:
    elsewhere = replace(THREAD, channel="C2")
    await stored(ledger, post("a"), post("b", OTHER), post("c", elsewhere))
    (a,) = await lease(ledger, limit=1)
    await ledger.outbox.wait(a, NOW + 30 * SECOND, maybe_sent=False, whole_channel=True)
    assert keys(await lease(ledger, 29)) == ["c"]
    assert await ledger.outbox.next_due(PLATFORMS, NOW) == NOW + 30 * SECOND
    assert keys(await lease(ledger, 30)) == ["a", "b"]


async def test_a_shorter_pause_does_not_end_a_longer_one(ledger: AnyLedger) -> None:
    await stored(ledger, post("a"), post("b", OTHER))
    a, b = await lease(ledger)
    await ledger.outbox.wait(a, NOW + 30 * SECOND, maybe_sent=False, whole_channel=True)
    await ledger.outbox.wait(b, NOW + 10 * SECOND, maybe_sent=False, whole_channel=True)
    assert keys(await lease(ledger, 29)) == []


async def test_a_paced_channel_takes_one_post_at_a_time_the_urgent_first(ledger: AnyLedger) -> None:
    in_channel = [post(f"p{number}", replace(PACED, root=str(number))) for number in range(3)]
    elsewhere = replace(PACED, channel="C2")
    await stored(ledger, *in_channel, post("other", elsewhere), post("free"), post("ping", PACED, urgent=True))
    assert keys(await lease(ledger, limit=3)) == ["ping", "other", "free"]
    assert keys(await lease(ledger)) == []
    assert await ledger.outbox.next_due(PLATFORMS, NOW) == NOW + SECOND
    assert keys(await lease(ledger, 1)) == ["p0"]
    assert keys(await lease(ledger, 1)) == []
    assert keys(await lease(ledger, 2)) == ["p1"]


async def test_O6_what_failed_often_lets_others_of_its_channel_go_first(ledger: AnyLedger) -> None:
    """Their channel takes one post a second, and each attempt is one."""
    await stored(ledger, post("bad", replace(PACED, root="0")))
    for seconds in range(OFTEN + 1):
        (bad,) = await lease(ledger, seconds)
        await ledger.outbox.wait(bad, NOW, maybe_sent=False)
    await stored(ledger, *(post(f"p{number}", replace(PACED, root=str(number))) for number in (1, 2)))
    order = [keys(await lease(ledger, OFTEN + 1 + seconds)) for seconds in range(3)]
    assert order == [["p1"], ["p2"], ["bad"]]


async def test_O6_what_failed_often_is_not_passed_over_for_ever(ledger: AnyLedger) -> None:
    await stored(ledger, post("bad", replace(PACED, root="0")))
    for seconds in range(OFTEN + 1):
        (bad,) = await lease(ledger, seconds)
        await ledger.outbox.wait(bad, NOW, maybe_sent=False)
    await stored(ledger, post("new", replace(PACED, root="1")))
    assert keys(await lease(ledger, int(PATIENT.total_seconds()) + 1)) == ["bad"]


async def test_an_edit_waits_for_what_it_edits(ledger: AnyLedger) -> None:
    """In whatever lane it is; sooner it would be given up, for there is nothing to edit yet."""
    await stored(ledger, post("a"), post("edit", OTHER, edits="a"))
    (a,) = await lease(ledger)
    assert a.parcel.key == "a"
    assert keys(await lease(ledger)) == []
    await ledger.outbox.sent(a, "A", NOW)
    (edit,) = await lease(ledger)
    assert (edit.parcel.key, edit.parcel.edits) == ("edit", "A")


async def test_a_stolen_lease_changes_nothing(ledger: AnyLedger) -> None:
    await stored(ledger, post("p", opens=1))
    (old,) = await lease(ledger)
    (new,) = await lease(ledger, 40)
    later = NOW + 41 * SECOND
    await ledger.outbox.sent(old, "OLD", later)
    await ledger.outbox.wait(old, later, maybe_sent=False, whole_channel=True)
    await ledger.outbox.give_up(old, "dead", "old", later)
    assert not await ledger.outbox.dead_letters()
    async with ledger.work() as work:
        assert await work.thread_of(1, Side.TRIAGE) is None
    await ledger.outbox.sent(new, "NEW", later)
    await ledger.outbox.give_up(new, "dead", "after it was sent", later)
    assert not await ledger.outbox.dead_letters()


async def test_a_sent_card_opens_the_triage_thread(ledger: AnyLedger) -> None:
    await stored(ledger, post("card", TRIAGE, opens=7))
    assert await deliver(ledger) == ["card"]
    thread = replace(TRIAGE, root="CARD")
    async with ledger.work() as work:
        assert await work.thread_of(7, Side.TRIAGE) == thread
        assert await work.ticket_of(thread, Side.TRIAGE) == 7
        assert await work.ticket_of(replace(thread, workspace="T2"), Side.TRIAGE) is None


async def test_a_sent_post_may_open_the_request_thread(ledger: AnyLedger) -> None:
    await stored(ledger, post("receipt", replace(THREAD, root=""), opens=7, opens_as=Side.REQUEST))
    assert await deliver(ledger) == ["receipt"]
    thread = replace(THREAD, root="RECEIPT")
    async with ledger.work() as work:
        assert await work.thread_of(7, Side.REQUEST) == thread
        assert await work.thread_of(7, Side.TRIAGE) is None
        assert await work.ticket_of(thread, Side.REQUEST) == 7
        assert await work.ticket_of(thread, Side.TRIAGE) is None


async def test_references_become_the_platforms_ids(ledger: AnyLedger) -> None:
    await stored(
        ledger,
        post("card", TRIAGE, lane="ticket/1"),
        post("note", TRIAGE, lane="ticket/1", below="card"),
        post("edit", TRIAGE, lane="ticket/1", edits="card"),
        post("under-note", TRIAGE, lane="ticket/1", below="note"),
        post("under-reply", OTHER, lane="ticket/1", below="reply"),
        post("reply", OTHER),
    )
    assert await deliver(ledger) == ["card", "reply"]
    (note,) = await lease(ledger)
    assert note.parcel.thread == replace(TRIAGE, root="CARD")
    await ledger.outbox.sent(note, "NOTE", NOW)
    (edit,) = await lease(ledger)
    assert (edit.parcel.thread, edit.parcel.edits) == (TRIAGE, "CARD")
    await ledger.outbox.sent(edit, "CARD", NOW)
    (under_note,) = await lease(ledger)
    assert under_note.parcel.thread == replace(TRIAGE, root="CARD")
    await ledger.outbox.sent(under_note, "U", NOW)
    (under_reply,) = await lease(ledger)
    assert under_reply.parcel.thread == OTHER


async def test_a_post_waits_for_what_it_refers_to_in_another_lane(ledger: AnyLedger) -> None:
    await stored(ledger, post("card", TRIAGE), post("note", TRIAGE, lane="other", below="card"))
    (card_,) = await lease(ledger)
    assert card_.parcel.key == "card"
    assert keys(await lease(ledger)) == []
    assert await ledger.outbox.next_due(PLATFORMS, NOW) == NOW + LEASE
    await ledger.outbox.sent(card_, "CARD", NOW)
    assert await deliver(ledger) == ["note"]


async def test_what_belongs_to_a_lost_post_is_given_up_too(ledger: AnyLedger) -> None:
    await stored(
        ledger,
        post("card", TRIAGE),
        post("edit", TRIAGE, edits="card"),
        post("note", TRIAGE, below="card"),
        post("nothing", TRIAGE, edits="never-stored"),
        post("next", TRIAGE),
    )
    (leased,) = await lease(ledger)
    await ledger.outbox.give_up(leased, "uncertain", "nobody knows", NOW)
    assert await deliver(ledger) == ["next"]
    letters = {letter.key: letter for letter in await ledger.outbox.dead_letters()}
    assert {key: letter.state for key, letter in letters.items()} == {
        "card": "uncertain",
        "edit": "dead",
        "note": "dead",
        "nothing": "dead",
    }
    assert "card" in letters["edit"].reason


async def test_dead_letters_are_listed_newest_first(ledger: AnyLedger) -> None:
    await stored(ledger, post("a", card=card("words")), post("b", OTHER), post("c", TRIAGE))
    for second, each in enumerate(await lease(ledger)):
        await ledger.outbox.give_up(each, "dead", f"reason {second}", NOW + second * SECOND)
    letters = await ledger.outbox.dead_letters()
    assert [letter.key for letter in letters] == ["c", "b", "a"]
    oldest = letters[-1]
    assert (oldest.thread, oldest.state, oldest.reason, oldest.at) == (THREAD, "dead", "reason 0", NOW)
    assert (oldest.attempts, oldest.ticket_text) == (1, "words")
    assert [letter.key for letter in await ledger.outbox.dead_letters(1)] == ["c"]


async def test_a_given_up_post_is_sent_again_in_its_place(ledger: AnyLedger) -> None:
    await stored(ledger, post("a1"), post("a2"), post("a3"))
    (dead,) = await lease(ledger)
    await ledger.outbox.give_up(dead, "dead", "refused", NOW)
    (a2,) = await lease(ledger)
    assert await ledger.outbox.resend("a1", NOW)
    assert keys(await lease(ledger)) == [], "a2 is on its way"
    await ledger.outbox.sent(a2, "A2", NOW)
    (again,) = await lease(ledger)
    assert (again.parcel.key, again.attempts, again.maybe_sent) == ("a1", 1, False)
    await ledger.outbox.sent(again, "A1", NOW)
    assert await deliver(ledger) == ["a3"]
    assert not await ledger.outbox.dead_letters()
    assert not await ledger.outbox.resend("a1", NOW)
    assert not await ledger.outbox.resend("unknown", NOW)


@pytest.mark.parametrize("asked_for", ["card", "note"])
async def test_O1_what_belongs_together_is_sent_again_together_and_in_order(ledger: AnyLedger, asked_for: str) -> None:
    await stored(
        ledger,
        post("card", TRIAGE),
        post("edit", TRIAGE, edits="card"),
        post("note", TRIAGE, below="card"),
        post("stranger", TRIAGE),
        post("note-edit", TRIAGE, edits="note"),
    )
    (leased,) = await lease(ledger)
    await ledger.outbox.give_up(leased, "dead", "there is no such channel", NOW)
    (stranger,) = await lease(ledger)
    await ledger.outbox.give_up(stranger, "dead", "too long", NOW)
    assert await deliver(ledger) == []
    assert await ledger.outbox.resend(asked_for, NOW) == 4
    assert [key for _ in range(4) for key in await deliver(ledger)] == ["card", "edit", "note", "note-edit"]
    assert [letter.key for letter in await ledger.outbox.dead_letters()] == ["stranger"]


async def test_an_uncertain_post_sent_again_is_looked_for_first(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    (leased,) = await lease(ledger)
    await ledger.outbox.give_up(leased, "uncertain", "no answer", NOW)
    await ledger.outbox.resend("p", NOW + 60 * SECOND)
    (again,) = await lease(ledger, 60)
    assert again.maybe_sent
    assert again.parcel.tried_at == NOW


async def test_next_due_is_when_the_dispatcher_must_look(ledger: AnyLedger) -> None:
    outbox = ledger.outbox
    assert await outbox.next_due(PLATFORMS, NOW) is None
    await stored(ledger, post("p"), post("q"))
    assert await outbox.next_due(PLATFORMS, NOW) == NOW
    assert await outbox.next_due(["teams"], NOW) is None
    (leased,) = await lease(ledger)
    assert await outbox.next_due(PLATFORMS, NOW) == NOW + LEASE
    await outbox.wait(leased, NOW + 5 * SECOND, maybe_sent=True)
    assert await outbox.next_due(PLATFORMS, NOW) == NOW + 5 * SECOND
    assert await deliver(ledger, 5) == ["p"]
    assert await deliver(ledger, 5) == ["q"]
    assert await outbox.next_due(PLATFORMS, NOW) is None


async def test_T4_an_edit_goes_to_the_thread_in_which_its_post_was_shown(ledger: AnyLedger) -> None:
    channel = replace(THREAD, root="")
    async with ledger.work() as work:
        await work.add_post(replace(post("card", channel), lane="t"))
        await work.add_post(replace(post("copy", channel), below="card", lane="t"))
        await work.add_post(replace(post("edit", channel), edits="copy", lane="t"))
        await work.commit()
    for number, root in enumerate(("", "m0", "m0")):
        [leased] = await ledger.outbox.lease(["slack"], NOW + number * timedelta(minutes=1), 9)
        assert leased.parcel.thread.root == root
        await ledger.outbox.sent(leased, f"m{number}", NOW)
