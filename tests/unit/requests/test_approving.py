"""T11: one decision, whatever else happens to the ticket meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.tickets import decisions, lifecycle
from bot.tickets.approval import Approval, Approver, Standing
from bot.tickets.ticket import Status, Ticket, TicketRefusal
from tests.samples import NOW, ticket

WINDOW = timedelta(days=14)
BORIS, LENA = Approver("boris", "Boris"), Approver("lena", "Lena")
WAITING = Approval(("manager", "leads"), timedelta(days=2), asked=(BORIS,))
DECISIONS = (Standing.APPROVED, Standing.REFUSED, Standing.WITHDRAWN, Standing.EXPIRED)

Change = Callable[[Ticket], Ticket]
any_decision: st.SearchStrategy[Change] = st.one_of(
    st.sampled_from([BORIS, LENA]).map(lambda who: lambda t: decisions.approve(t, who)),
    st.tuples(st.sampled_from([BORIS, LENA]), st.sampled_from(["", " ", "too dear"])).map(
        lambda said: lambda t: decisions.refuse(t, *said, NOW)
    ),
    st.just(lambda t: decisions.withdraw(t, NOW)),
    st.just(lambda t: decisions.expire(t, NOW)),
)
others: st.SearchStrategy[Change] = st.one_of(
    st.sampled_from(["sam", "nadia"]).map(lambda who: lambda t: lifecycle.claim(t, who, NOW)),
    st.just(lambda t: lifecycle.assign(t, "nadia", NOW)),
    st.just(lifecycle.release),
    st.just(lambda t: lifecycle.transfer(t, "network", "", NOW)),
    st.just(lambda t: lifecycle.answer(t, NOW)),
    st.just(lambda t: lifecycle.ask(t, NOW)),
    st.just(lifecycle.hear),
    st.just(lambda t: lifecycle.hold(t, "a part")),
    st.just(lifecycle.unhold),
    st.just(lambda t: lifecycle.resolve(t, "sam", "done", NOW)),
    st.just(lambda t: lifecycle.close(t, "a double", NOW)),
    st.just(lambda t: lifecycle.reopen(t, NOW, WINDOW)),
    st.just(lambda t: decisions.ask(t, replace(WAITING, level=1, asked=(LENA,)), "approval by Lena")),
)


@given(st.lists(any_decision | others, max_size=25))
def test_T11_it_waits_on_hold_until_one_decision_which_lasts(sequence: list[Change]) -> None:
    now = ticket(number=1, status=Status.ON_HOLD, approval=WAITING, held_for="approval by Boris")
    for change in sequence:
        before = now
        try:
            now = change(now)
        except TicketRefusal:
            continue
        assert before.approval is not None
        assert now.approval is not None
        if now.awaits_approval:
            assert now.status is Status.ON_HOLD
            assert now.held_for
        if before.approval.standing in DECISIONS:
            assert now.approval == before.approval
        if now.approval.standing is Standing.REFUSED and before.awaits_approval:
            assert now.approval.reason.strip()
            assert now.status is Status.CLOSED
        assert (now.approval.decided is not None) is (now.approval.standing in (Standing.APPROVED, Standing.REFUSED))


@given(any_decision, any_decision)
def test_T11_of_two_decisions_the_first_holds(first: Change, second: Change) -> None:
    waiting = ticket(number=1, status=Status.ON_HOLD, approval=WAITING, held_for="approval by Boris")
    try:
        decided = first(waiting)
    except TicketRefusal:
        return
    try:
        second(decided)
    except TicketRefusal:
        return
    raise AssertionError("a second decision was taken")
