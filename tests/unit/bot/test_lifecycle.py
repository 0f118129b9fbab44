"""T6: a ticket's life. No sequence of changes leads out of the diagram, and none loses anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets import kinship, lifecycle
from bot.tickets.ticket import (
    ACTIVE,
    MOST_TAGS,
    AlreadyClaimed,
    AlreadyClosed,
    AlreadyLinked,
    AlreadySo,
    ClosedTooLong,
    Merged,
    NoSuchTag,
    NotActive,
    NotAskedHow,
    NotLinked,
    NotResolved,
    NotWaiting,
    OtherMerged,
    OtherNotActive,
    Priority,
    Status,
    Ticket,
    TicketRefusal,
    TooManyTags,
    WithItself,
)
from tests.samples import NOW, ticket

WINDOW = timedelta(days=14)
NEW, OPEN, PENDING, ON_HOLD, RESOLVED, CLOSED = Status
AFTER = {
    NEW: {NEW, OPEN, PENDING, ON_HOLD, RESOLVED, CLOSED},
    OPEN: {NEW, OPEN, PENDING, ON_HOLD, RESOLVED, CLOSED},
    PENDING: {NEW, OPEN, PENDING, ON_HOLD, RESOLVED, CLOSED},
    ON_HOLD: {NEW, OPEN, PENDING, ON_HOLD, RESOLVED, CLOSED},
    RESOLVED: {NEW, OPEN, RESOLVED, CLOSED},
    CLOSED: {NEW, OPEN, CLOSED},
}
"""What may follow directly: all that is active may be resolved or closed, and what is not may only be opened again."""
KEPT = ("number", "requester", "request", "question", "opened_at", "language", "context", "tried", "link")

Change = Callable[[Ticket], Ticket]
members = st.sampled_from(["sam", "nadia"])
teams = st.sampled_from(["service-desk", "network"])
changes = st.one_of(
    members.map(lambda who: lambda t: lifecycle.claim(t, who, NOW)),
    members.map(lambda who: lambda t: lifecycle.assign(t, who, NOW)),
    st.just(lifecycle.release),
    st.tuples(teams, st.just("") | members).map(lambda to: lambda t: lifecycle.transfer(t, *to, NOW)),
    st.just(lambda t: lifecycle.answer(t, NOW)),
    st.just(lambda t: lifecycle.ask(t, NOW)),
    st.just(lifecycle.hear),
    st.just(lambda t: lifecycle.hold(t, "a part")),
    st.just(lifecycle.unhold),
    st.sampled_from(Priority).map(lambda value: lambda t: lifecycle.prioritise(t, value)),
    st.just(lambda t: lifecycle.categorise(t, "vpn")),
    st.sampled_from(["a", "b"]).map(lambda name: lambda t: lifecycle.tag(t, [name])),
    st.sampled_from(["a", "b"]).map(lambda name: lambda t: lifecycle.untag(t, [name])),
    members.map(lambda who: lambda t: lifecycle.resolve(t, who, "done", NOW)),
    st.just(lambda t: lifecycle.confirm(t, NOW)),
    st.just(lambda t: lifecycle.close(t, "a double", NOW)),
    st.sampled_from([0, 15]).map(lambda days: lambda t: lifecycle.reopen(t, NOW + timedelta(days), WINDOW)),
    st.just(lambda t: lifecycle.escalate(t, NOW)),
    st.sampled_from([7, 8]).map(lambda number: lambda t: kinship.merge(t, ticket(number=number), NOW)[0]),
    st.sampled_from([7, 8]).map(lambda number: lambda t: kinship.merge(ticket(number=number), t, NOW)[1]),
    st.sampled_from([7, 8]).map(lambda number: lambda t: kinship.link(t, ticket(number=number))[0]),
    st.sampled_from([7, 8]).map(lambda number: lambda t: kinship.unlink(t, ticket(number=number))[0]),
)


def sound(now: Ticket) -> None:
    """What is true of every ticket, whatever happened to it."""
    assert (now.status is CLOSED) == (now.closed_at is not None)
    assert now.status is not OPEN or now.assignee
    assert now.status is not NEW or not now.assignee
    assert bool(now.held_for) == (now.status is ON_HOLD)
    assert now.merged_into is None or now.status is CLOSED
    assert now.number not in (*now.links, *now.absorbed, now.merged_into)
    assert len(now.tags) <= MOST_TAGS


@given(st.lists(changes, max_size=30))
def test_T6_no_sequence_of_changes_leads_out_of_the_diagram_or_loses_anything(sequence: list[Change]) -> None:
    first = now = ticket(number=1)
    for change in sequence:
        before = now
        try:
            now = change(now)
        except TicketRefusal:
            continue
        sound(now)
        assert now.status in AFTER[before.status]
        assert set(before.absorbed) <= set(now.absorbed)
        assert now.bounces in (before.bounces, before.bounces + 1)
        assert before.merged_into is None or now == replace(before, tags=now.tags, links=now.links)
    assert all(getattr(now, name) == getattr(first, name) for name in KEPT)


def closed(**changes: object) -> Ticket:
    return replace(ticket(number=1, status=CLOSED, closed_at=NOW, assignee="sam"), **changes)  # type: ignore[arg-type]


def test_T6_asked_it_waits_until_the_requester_writes() -> None:
    asked = lifecycle.ask(ticket(assignee="sam", status=OPEN), NOW)
    assert (asked.status, asked.answered_at) == (PENDING, NOW)
    assert lifecycle.hear(asked).status is OPEN
    assert lifecycle.hear(lifecycle.ask(ticket(), NOW)).status is NEW


def test_T6_words_of_the_requester_do_not_end_a_hold() -> None:
    held = lifecycle.hold(ticket(), "a part")
    assert lifecycle.hear(held) == held
    assert lifecycle.unhold(held) == ticket()


def test_T6_a_closed_ticket_is_reopened_within_the_window_only() -> None:
    assert lifecycle.reopen(closed(), NOW + WINDOW, WINDOW).status is OPEN
    with pytest.raises(ClosedTooLong):
        lifecycle.reopen(closed(), NOW + WINDOW + timedelta(seconds=1), WINDOW)


def test_T6_a_resolved_ticket_is_reopened_whenever() -> None:
    resolved = lifecycle.resolve(ticket(), "sam", "done", NOW)
    assert lifecycle.reopen(resolved, NOW + timedelta(days=999), WINDOW).status is OPEN


def test_T6_what_was_closed_before_times_were_kept_counts_from_its_resolution() -> None:
    old = closed(closed_at=None, resolved_at=NOW)
    assert not lifecycle.may_reopen(old, NOW + WINDOW * 2, WINDOW)
    assert lifecycle.may_reopen(replace(old, resolved_at=None), NOW, WINDOW)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda: lifecycle.claim(ticket(assignee="sam", status=OPEN), "nadia", NOW), AlreadyClaimed),
        (lambda: lifecycle.claim(ticket(assignee="sam", status=OPEN), "sam", NOW), AlreadyClaimed),
        (lambda: lifecycle.assign(ticket(assignee="sam"), "sam", NOW), AlreadySo),
        (lambda: lifecycle.prioritise(ticket(), Priority.NORMAL), AlreadySo),
        (lambda: lifecycle.tag(ticket(tags=("a",)), ["a"]), AlreadySo),
        (lambda: lifecycle.tag(ticket(), map(str, range(MOST_TAGS + 1))), TooManyTags),
        (lambda: lifecycle.untag(ticket(tags=("a",)), ["a", "b"]), NoSuchTag),
        (lambda: lifecycle.unhold(ticket()), NotWaiting),
        (lambda: lifecycle.hold(closed(), "x"), NotActive),
        (lambda: lifecycle.close(closed(), "x", NOW), AlreadyClosed),
        (lambda: lifecycle.close(closed(merged_into=2), "x", NOW), Merged),
        (lambda: lifecycle.reopen(closed(merged_into=2), NOW, WINDOW), Merged),
        (lambda: lifecycle.reopen(ticket(), NOW, WINDOW), NotResolved),
        (lambda: kinship.merge(ticket(number=1), ticket(number=1), NOW), WithItself),
        (lambda: kinship.merge(closed(), ticket(number=2), NOW), NotActive),
        (lambda: kinship.merge(ticket(number=2), closed(), NOW), OtherNotActive),
        (lambda: kinship.merge(ticket(number=2), closed(merged_into=3), NOW), OtherMerged),
        (lambda: kinship.link(ticket(number=1, links=(2,)), ticket(number=2, links=(1,))), AlreadyLinked),
        (lambda: kinship.unlink(ticket(number=1), ticket(number=2)), NotLinked),
    ],
)
def test_T6_what_cannot_be_is_refused_by_name(change: Callable[[], object], refusal: type[TicketRefusal]) -> None:
    with pytest.raises(refusal):
        change()


def test_T9_merging_gathers_all_who_wait() -> None:
    first, second, third = (ticket(number=number) for number in (1, 2, 3))
    _, second = kinship.merge(first, second, NOW)
    second, third = kinship.merge(second, third, NOW)
    assert (third.absorbed, second.merged_into) == ((1, 2), 3)
    assert third.status in ACTIVE


def test_T9_links_go_both_ways() -> None:
    one, two = kinship.link(ticket(number=1), ticket(number=2))
    assert (one.links, two.links) == ((2,), (1,))
    assert kinship.unlink(one, two) == (ticket(number=1), ticket(number=2))


@pytest.mark.parametrize(
    ("asked", "every", "may"),
    [
        ([], 30, True),
        ([NOW - timedelta(days=30)], 30, True),
        ([NOW - timedelta(days=40), NOW - timedelta(days=29)], 30, False),
        ([], 0, False),
    ],
)
def test_T13_nobody_is_asked_sooner_than_the_desk_says(asked: list[datetime], every: int, may: bool) -> None:
    newest = [ticket(rating_asked_at=at) for at in asked]
    assert lifecycle.may_ask_how(closed(), newest, NOW, timedelta(days=every)) is may


def test_T13_only_who_has_a_closed_ticket_of_their_own_is_asked() -> None:
    for unfit in (ticket(), closed(merged_into=2)):
        assert not lifecycle.may_ask_how(unfit, [], NOW, timedelta(days=30))


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_T13_a_rating_is_one_to_five_and_asked_for(rating: int) -> None:
    with pytest.raises(NotAskedHow):
        lifecycle.rate(closed(rating_asked_at=NOW), rating)
    with pytest.raises(NotAskedHow):
        lifecycle.rate(closed(), 5)
    assert lifecycle.rate(closed(rating_asked_at=NOW), 5).rating == 5
