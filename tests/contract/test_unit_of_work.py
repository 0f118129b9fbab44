"""The contract of `bot.ports.UnitOfWork`, on every ledger."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.conversation.conversation import Stage
from bot.errors import Conflict, FirstlineError
from bot.messages import File, Person, Thread
from bot.ports import AuditEntry, Escalation, Held, Timer, TimerKind, UnitOfWork, Words
from bot.tickets.answers import Answer, Spoken
from bot.tickets.approval import Approval, Approver
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import ACTIVE, Choice, Priority, Status, Tried
from tests.conftest import AnyLedger
from tests.samples import MARIA, NOW, THREAD, card, conversation, message, post, stored, ticket

MINUTE = timedelta(minutes=1)


async def test_a_delivery_is_claimed_once_however_often_it_comes(ledger: AnyLedger) -> None:
    async def handle() -> bool:
        async with ledger.work() as work:
            claimed = await work.claim(message())
            await work.commit()
            return claimed

    claims = await asyncio.gather(*(handle() for _ in range(11)))
    assert sorted(claims) == [False] * 10 + [True]


async def test_a_delivery_claimed_without_commit_can_be_claimed_again(ledger: AnyLedger) -> None:
    for _ in range(2):
        async with ledger.work() as work:
            assert await work.claim(message())


async def test_deliveries_of_two_workspaces_are_two(ledger: AnyLedger) -> None:
    other = replace(THREAD, workspace="T2")
    async with ledger.work() as work:
        assert await work.claim(message())
        assert await work.claim(replace(message(), thread=other, sender=replace(MARIA, workspace="T2")))


async def test_leaving_without_commit_leaves_nothing(ledger: AnyLedger) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the whole unit of work is what fails
        async with ledger.work() as work:
            await work.save_conversation(conversation())
            added = await work.add_ticket(ticket())
            await work.add_post(post("p"))
            await work.record(AuditEntry(NOW, "firstline", "opened", added.number))
            await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, NOW))
            await work.keep_words(Words("d", THREAD, MARIA, NOW, "hello"))
            raise ZeroDivisionError
    async with ledger.work() as work:
        assert await work.conversation(THREAD) is None
        assert await work.ticket(1) is None
        assert await work.post("p") is None
        assert not await work.history(1)
        assert not await work.words(THREAD)
        assert (await work.add_ticket(ticket())).number in (1, 2), "on PostgreSQL a number may be left out"
    assert not await ledger.due_timers(NOW, 10)
    assert not await ledger.outbox.lease(["slack"], NOW, 10)


async def test_a_conversation_comes_back_as_it_was(ledger: AnyLedger) -> None:
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


async def test_a_time_of_another_zone_is_the_same_moment(ledger: AnyLedger) -> None:
    at = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    async with ledger.work() as work:
        await work.save_conversation(conversation(at=at))
        await work.commit()
    async with ledger.work() as work:
        found = await work.conversation(THREAD)
    assert found is not None
    assert found.at == at


async def committed(work: UnitOfWork, saving: Coroutine[None, None, None]) -> None:
    """Either of the two notices that the version has moved on."""
    await saving
    await work.commit()


async def test_saving_a_stale_conversation_is_a_conflict(ledger: AnyLedger) -> None:
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


async def test_of_two_turns_at_once_one_loses(ledger: AnyLedger) -> None:
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


async def test_the_latest_conversation_is_the_askers_own_in_that_channel(ledger: AnyLedger) -> None:
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


async def test_a_ticket_comes_back_as_it_was(ledger: AnyLedger) -> None:
    draft = ticket(
        priority=Priority.HIGH,
        status=Status.OPEN,
        context=("Maria: hi", "Sam: yes"),
        tried=(Tried("a", "A"), Tried("b", "Б")),
        passed_over=(Choice("c", "Ц", "ru"),),
        claimed_at=NOW,
        promised_at=NOW + MINUTE,
        assignee="sam",
        category="vpn",
        closed_at=NOW,
        held_for="a new laptop",
        tags=("lisbon", "vpn"),
        links=(3, 12),
        merged_into=4,
        absorbed=(5,),
        bounces=2,
        rating_asked_at=NOW,
        rating=4,
        request_type="laptop",
        approval=Approval(
            ("manager",), MINUTE, 1, (Approver("boris", "Борис"),), NOW, ("k",), reason="no", last_call=True
        ),
        swarm=Swarm(("petra", "network"), NOW + MINUTE, ended=True),
        answers=(Answer("who", Spoken((("en", "Who"), ("ru", "Кто"))), Spoken((("en", "Ada"),)), "U1"),),
    )
    async with ledger.work() as work:
        added = await work.add_ticket(draft)
        await work.commit()
    assert added == replace(draft, number=1, version=added.version)
    async with ledger.work() as work:
        assert await work.ticket(added.number) == added
        assert await work.ticket(10**30) is None
        assert await work.ticket(-1) is None
        assert not await work.history(10**30)


async def test_a_ticket_is_saved_at_its_version_only(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        added = await work.add_ticket(ticket())
        await work.save_ticket(replace(added, assignee="sam"))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(1)
        with pytest.raises(Conflict):
            await committed(work, work.save_ticket(replace(added, assignee="nadia")))
    assert found == replace(added, assignee="sam", version=added.version + 1)


async def test_O6_what_is_written_in_one_unit_is_written_in_its_order(ledger: AnyLedger) -> None:
    timer = Timer("t1", TimerKind.UNCLAIMED, 1, NOW)
    async with ledger.work() as work:
        await work.claim(message())
        added = await work.add_ticket(ticket())
        for place in range(3):
            await work.record(AuditEntry(NOW, "a", f"act {place}", added.number))
            await work.keep_words(Words("d", THREAD, MARIA, NOW, f"words {place}"))
            await work.save_ticket(replace(added, question=f"question {place}", version=added.version + place))
            await work.set_timer(replace(timer, key=f"t{place}"))
            await work.add_post(post(f"p{place}"))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(added.number)
        assert found is not None
        assert (found.question, found.version) == ("question 2", added.version + 3)
        assert [entry.action for entry in await work.history(added.number)] == ["act 0", "act 1", "act 2"]
        assert [words.text for words in await work.words(THREAD)] == ["words 2"]
    assert list(await ledger.due_timers(NOW, 10)) == ["t0"]
    shown = []
    while leased := await ledger.outbox.lease(["slack"], NOW, 10):
        shown += [each.parcel.key for each in leased]
        await ledger.outbox.sent(leased[0], "1.1", NOW)
    assert shown == ["p0", "p1", "p2"]


async def test_O6_what_is_written_is_read_in_the_same_unit(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.save_conversation(conversation(question="mine"))
        await work.keep_words(Words("d", THREAD, MARIA, NOW, "said"))
        found = await work.conversation(THREAD)
        assert found is not None
        assert found.question == "mine"
        assert [words.text for words in await work.words(THREAD)] == ["said"]


async def test_no_number_is_given_twice(ledger: AnyLedger) -> None:
    async def open_one(keep: bool) -> None:
        async with ledger.work() as work:
            await work.add_ticket(ticket())
            if keep:
                await work.commit()

    await asyncio.gather(*(open_one(number % 3 != 0) for number in range(12)))
    async with ledger.work() as work:
        found = await work.tickets(statuses=[Status.NEW])
    numbers = [each.number for each in found]
    assert len(numbers) == len(set(numbers)) == 8
    assert set(numbers) <= set(range(1, 13)), "each that comes to nothing costs one number at most"


async def test_tickets_are_found_by_all_that_is_given(ledger: AnyLedger) -> None:
    ivan = Person("slack", "T1", "U2", "Ivan")
    async with ledger.work() as work:
        await work.add_ticket(ticket())
        await work.add_ticket(ticket(team="network", assignee="sam"))
        await work.add_ticket(ticket(requester=ivan, assignee="sam"))
        await work.add_ticket(ticket(status=Status.CLOSED))
        await work.commit()
    async with ledger.work() as work:
        active = list(ACTIVE)
        assert [each.number for each in await work.tickets(statuses=active)] == [1, 2, 3]
        assert [each.number for each in await work.tickets(statuses=active, limit=2)] == [1, 2]
        assert [each.number for each in await work.tickets(statuses=active, newest=True, limit=2)] == [3, 2]
        assert [each.number for each in await work.tickets(statuses=active, team="tier1")] == [1, 3]
        assert [each.number for each in await work.tickets(statuses=active, assignee="sam")] == [2, 3]
        assert [each.number for each in await work.tickets(statuses=active, requester=ivan)] == [3]
        assert [each.number for each in await work.tickets(statuses=active, team="tier1", assignee="sam")] == [3]
        assert [each.number for each in await work.tickets(statuses=[Status.CLOSED])] == [4]


async def test_a_post_is_stored_once_and_found(ledger: AnyLedger) -> None:
    whisper = post("p", private_to=MARIA, alert=True, urgent=True, opens=3, route="r", lane="ticket/3")
    await stored(ledger, whisper, post("q"))
    with pytest.raises(FirstlineError):
        await stored(ledger, post("p"))
    async with ledger.work() as work:
        await work.add_post(post("new"))
        assert await work.post("new") == post("new")
        assert await work.post("p") == whisper
        assert await work.post("q") == post("q")
        assert await work.post("other") is None


async def test_history_is_kept_in_order(ledger: AnyLedger) -> None:
    entries = [AuditEntry(NOW, "slack/T1/U1", f"step {step}", 1, "detail", "Maria") for step in range(3)]
    async with ledger.work() as work:
        await work.add_ticket(ticket())
        await work.add_ticket(ticket())
        for entry in (*entries, AuditEntry(NOW, "firstline", "other", 2)):
            await work.record(entry)
        await work.commit()
    async with ledger.work() as work:
        assert list(await work.history(1)) == entries


async def test_T9_of_a_merged_ticket_the_one_that_lives_on_is_found(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        first, second, third = [await work.add_ticket(ticket()) for _ in range(3)]
        for gone, into in ((third, second), (second, first)):
            await work.save_ticket(replace(gone, merged_into=into.number))
        assert await work.standing(third.number) == first
        await work.commit()
    async with ledger.work() as work:
        assert await work.standing(third.number) == first
        assert await work.standing(first.number) == first
        assert await work.standing(99) is None
        wanted = [third.number, 99, first.number]
        assert [each.number for each in await work.tickets_numbered(wanted)] == [first.number, third.number]
        assert await work.tickets_numbered([]) == []


async def test_T12_there_is_no_history_without_a_ticket(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        with pytest.raises(Conflict):
            await committed(work, work.record(AuditEntry(NOW, "firstline", "opened", 7)))


async def test_T12_a_ticket_is_seen_in_lists_as_it_stands_in_this_unit(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        added = await work.add_ticket(ticket())
        await work.save_ticket(replace(added, assignee="sam"))
        await work.record(AuditEntry(NOW, "firstline", "opened", added.number))
        assert [each.assignee for each in await work.tickets(statuses=[added.status])] == ["sam"]
        await work.save_ticket(replace(added, assignee="nadia", version=added.version + 1))
        await work.record(AuditEntry(NOW, "firstline", "assigned", added.number))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(added.number)
        assert found == replace(added, assignee="nadia", version=added.version + 2)
        assert [entry.action for entry in await work.history(added.number)] == ["opened", "assigned"]


async def test_a_timer_fires_once(ledger: AnyLedger) -> None:
    timer = Timer("t1", TimerKind.ESCALATION, 1, NOW, "e1")
    async with ledger.work() as work:
        await work.set_timer(timer)
        await work.set_timer(replace(timer, due_at=NOW + MINUTE))
        await work.set_timer(Timer("t0", TimerKind.UNCLAIMED, 1, NOW - MINUTE))
        await work.set_timer(Timer("t2", TimerKind.UNCLAIMED, 1, NOW + MINUTE))
        await work.commit()
    assert list(await ledger.due_timers(NOW, 10)) == ["t0", "t1"]
    assert list(await ledger.due_timers(NOW, 1)) == ["t0"]

    async def fire() -> Timer | None:
        async with ledger.work() as work:
            fired = await work.fire("t1")
            await work.commit()
            return fired

    fired = await asyncio.gather(*(fire() for _ in range(5)))
    assert [each for each in fired if each] == [timer]
    assert list(await ledger.due_timers(NOW, 10)) == ["t0"]
    async with ledger.work() as work:
        await work.set_timer(timer)
        assert await work.fire("t1") is None


async def test_S4_what_is_due_with_a_timer_or_overdue_fires_with_it(ledger: AnyLedger) -> None:
    minute = timedelta(minutes=1)
    due = {
        1: (TimerKind.UNCLAIMED, NOW),
        2: (TimerKind.UNANSWERED, NOW),  # with it
        3: (TimerKind.UNRESOLVED, NOW - 5 * minute),  # overdue
        4: (TimerKind.ESCALATION, NOW - 9 * minute),  # more so
        5: (TimerKind.UNCLAIMED, NOW - minute / 2),  # due, but on its own
        6: (TimerKind.WARNING, NOW),  # calls for nobody
        7: (TimerKind.UNCLAIMED, NOW + minute),
    }
    async with ledger.work() as work:
        for number, (kind, at) in due.items():
            await work.add_ticket(ticket())
            await work.set_timer(Timer(f"t{number}", kind, number, at))
        await work.commit()
    async with ledger.work() as work:
        fired = await work.fire("t1")
        assert fired is not None
        assert [timer.key for timer in await work.fire_with(fired, NOW - minute, 1)] == ["t4"]
        assert [timer.key for timer in await work.fire_with(fired, NOW - minute, 9)] == ["t3", "t2"]
        assert await work.fire_with(fired, NOW - minute, 9) == []
        await work.commit()
    assert list(await ledger.due_timers(NOW, 9)) == ["t5", "t6"]


async def test_timers_are_cancelled_by_ticket_and_kind(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        for number, kind in [(1, TimerKind.UNCLAIMED), (1, TimerKind.UNANSWERED), (2, TimerKind.UNCLAIMED)]:
            await work.set_timer(Timer(f"{number}-{kind}", kind, number, NOW))
        await work.cancel_timers(1, [TimerKind.UNCLAIMED, TimerKind.ESCALATION])
        await work.commit()
    assert list(await ledger.due_timers(NOW, 10)) == ["1-unanswered", "2-unclaimed"]


async def test_escalations_run_until_they_end(ledger: AnyLedger) -> None:
    first = Escalation("e1", 1, "nobody claims", NOW, cause="unclaimed", pings=("p1",), step=1)
    second = Escalation("e2", 1, "by hand", NOW + MINUTE, raised_by="sam", cause="manual")
    async with ledger.work() as work:
        for each in (second, first, replace(first, key="e3", ticket=2)):
            await work.save_escalation(each)
        await work.commit()
    async with ledger.work() as work:
        assert list(await work.running_escalations(1)) == [replace(first, version=1), replace(second, version=1)]
        ended = replace(first, ended=True, acknowledged_by="lena", acknowledged_at=NOW, pings=("p1", "p2"), version=1)
        await work.save_escalation(ended)
        assert [each.key for each in await work.running_escalations(1)] == ["e2"]
        assert await work.escalation("e1") == replace(ended, version=2)
        with pytest.raises(Conflict):
            await committed(work, work.save_escalation(ended))


async def test_words_are_kept_edited_and_deleted(ledger: AnyLedger) -> None:
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


async def test_a_commit_with_something_to_do_wakes_the_dispatcher(ledger: AnyLedger) -> None:
    """Nothing here waits as long as the limit: the suite would be seen to hang."""
    await ledger.changed(timedelta(0))
    for work_to_do in (post("p"), Timer("t", TimerKind.UNCLAIMED, 1, NOW)):
        waiting = asyncio.create_task(ledger.changed(timedelta(minutes=5)))
        async with ledger.work() as work:
            await (work.set_timer(work_to_do) if isinstance(work_to_do, Timer) else work.add_post(work_to_do))
            await work.commit()
        await waiting


async def test_a_commit_while_the_dispatcher_was_busy_is_not_missed(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    await ledger.changed(timedelta(minutes=5))


async def test_messages_of_one_thread_take_turns_so_that_posts_follow_their_order(ledger: AnyLedger) -> None:
    """design.md, rule 6: whoever claims first in a thread commits first there."""
    claimed, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with ledger.work() as work:
            await work.claim(message("C1/1"))
            claimed.set()
            await go_on.wait()
            await work.add_post(post("first"))
            await work.commit()

    async def second() -> None:
        await claimed.wait()
        async with ledger.work() as work:
            await work.claim(message("C1/2"))
            await work.add_post(post("second"))
            await work.commit()

    turns = [asyncio.create_task(first()), asyncio.create_task(second())]
    await asyncio.wait(turns[1:], timeout=0.3)
    go_on.set()
    await asyncio.gather(*turns)
    [head] = await ledger.outbox.lease(["slack"], NOW, 10)
    assert head.parcel.key == "first"


async def test_T4_a_held_reply_is_let_go_once(ledger: AnyLedger) -> None:
    one, two, other = (Held(key, ticket, "sam", MARIA, NOW + MINUTE) for key, ticket in (("b", 1), ("a", 1), ("c", 2)))
    async with ledger.work() as work:
        for held in (one, replace(two, until=NOW + 2 * MINUTE, asks=True), other):
            await work.hold(held)
        await work.commit()
    async with ledger.work() as work:
        assert [(held.key, held.asks) for held in await work.held(1)] == [("b", False), ("a", True)]
        assert await work.let_go("b") == one
        assert await work.let_go("b") is None
        assert [held.key for held in await work.held(1)] == ["a"]
        assert await work.let_go("nothing") is None


async def test_T4_posts_that_wait_are_called_back_all_or_none(ledger: AnyLedger) -> None:
    posts = [replace(post(key), lane=key, not_before=NOW + MINUTE / 3, stored_at=NOW) for key in ("a", "b", "c")]
    async with ledger.work() as work:
        for each in (*posts, replace(post("d"), lane="d")):
            await work.add_post(each)
        await work.commit()
    assert [each.parcel.key for each in await ledger.outbox.lease(["slack"], NOW, 9)] == ["d"]
    async with ledger.work() as work:
        assert not await work.call_back(["a", "d"])
        assert not await work.call_back([])
        assert not await work.call_back(["nothing"])
        assert await work.call_back(["b", "c"])
        assert not await work.call_back(["b", "c"])
        await work.commit()
    assert [each.parcel.key for each in await ledger.outbox.lease(["slack"], NOW + MINUTE / 3, 9)] == ["a"]
    assert not await ledger.outbox.lease(["slack"], NOW + MINUTE / 3, 9)
    assert not await ledger.outbox.dead_letters()


async def test_T4_a_post_that_waits_holds_up_its_lane_alone(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.add_post(replace(post("a"), lane="one", not_before=NOW + MINUTE, stored_at=NOW))
        await work.add_post(replace(post("b"), lane="one"))
        await work.add_post(replace(post("c"), lane="two"))
        await work.commit()
    [leased] = await ledger.outbox.lease(["slack"], NOW, 9)
    await ledger.outbox.sent(leased, "1", NOW)
    assert leased.parcel.key == "c"
    assert await ledger.outbox.next_due(["slack"], NOW) == NOW + MINUTE


async def test_T4_a_card_is_reworded_in_what_has_not_left(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        for key in ("a", "b", "c"):
            await work.add_post(replace(post(key), lane=key, not_before=NOW + MINUTE if key != "b" else None))
        assert await work.reword("a", card("other"))
        await work.commit()
    await ledger.outbox.lease(["slack"], NOW, 1)
    async with ledger.work() as work:
        assert await work.call_back(["c"])
        assert not await work.reword("b", card("other")), "it is on its way"
        assert await work.reword("c", card("other")), "it never leaves"
        assert await work.reword("a", card("once more"))
        assert not await work.reword("nothing", card("other"))
        await work.commit()
    async with ledger.work() as work:
        shown = [each.card if (each := await work.post(key)) else None for key in ("a", "b", "c")]
    assert shown == [card("once more"), card("other"), card("other")]


async def test_T4_a_conversation_keeps_what_came_with_it(ledger: AnyLedger) -> None:
    files = (File("a.pdf", 12, "https://x/a", True, "d"), File("b.txt"))
    async with ledger.work() as work:
        await work.save_conversation(conversation(files=files))
        await work.commit()
    async with ledger.work() as work:
        kept = await work.conversation(THREAD)
    assert kept is not None
    assert kept.files == files
