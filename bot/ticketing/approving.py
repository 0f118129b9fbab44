"""What happens while a ticket waits for approval, and who is told: every step is told to the requester, the team and
those who were asked."""

from dataclasses import replace
from datetime import timedelta

from bot.cards import Card
from bot.desk.approvers import LEADS, Somebody, approvers, person_of, somebody_named
from bot.desk.desk import Desk
from bot.desk.request_types import RequestType
from bot.exchange import Exchange
from bot.messages import Person, Post, chat_with
from bot.ports import ENDING, Timer, TimerKind
from bot.promises import deadlines
from bot.tickets import decisions
from bot.tickets.approval import Approval, Approver, Standing
from bot.tickets.ticket import Ticket
from bot.wording.approvals import ask_card, decided_card, last_call_card
from bot.wording.catalogue import Wording
from bot.wording.team import thread_card

REMIND, EXPIRE = "remind", "expire"
"""Subjects of the timers: half of the time is over, all of it is."""


def approval_for(desk: Desk, asked: RequestType, requester: Person, team: str) -> Approval | None:
    """Who has to approve what this type asks for; None where nobody has to."""
    if not asked.approvers:
        return None
    empty = Approval((*asked.approvers, LEADS), asked.approve_within, last_within=asked.expire_within)
    return _from_level(desk, empty, requester, team, 0) or empty


def held_for(words: Wording, approval: Approval) -> str:
    """What the ticket waits for, in the team's words."""
    return words.text("approval-held", who=approval.names or words.text("approval-nobody"))


def may_decide(desk: Desk, ticket: Ticket, who: Somebody) -> bool:
    """Whether they decide about this ticket as desk.toml is now: those of the present level and of those before."""
    approval = ticket.approval
    levels = approval.by[: approval.level + 1] if approval else ()
    return any(
        each.handle == who.handle for level in levels for each in approvers(desk, level, ticket.requester, ticket.team)
    )


async def begin(x: Exchange, ticket: Ticket) -> Ticket:
    """Ask those who decide first; the ticket is on hold already."""
    return await _ask(x, ticket)


async def approve(x: Exchange, ticket: Ticket, who: Somebody, sender: Person) -> None:
    """It is worked on from now. Raises NothingToApprove, AlreadyDecided, NotActive, Merged."""
    approved = await _save(x, decisions.approve(ticket, Approver(who.handle, who.name)))
    await x.note("approved", approved, sender)
    await x.work.cancel_timers(ticket.number, [TimerKind.APPROVAL])
    approved = await deadlines.go_on(x, approved)
    await _close_cards(x, approved)
    await _tell(x, approved, "approval-approved", who=who.name)
    await x.show_card(approved)


async def refuse(x: Exchange, ticket: Ticket, who: Somebody, sender: Person, reason: str) -> None:
    """It is not to be done, and its requester reads why. Raises NoReason, and what `approve` raises."""
    refused = await _save(x, decisions.refuse(ticket, Approver(who.handle, who.name), reason, x.now))
    await x.note("refused", refused, sender, reason)
    await _end(x, refused)
    await _tell(x, refused, "approval-refused", who=who.name, reason=reason)
    await x.show_card(refused)


async def withdraw(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """Its requester no longer wants it. Raises what `approve` raises."""
    withdrawn = await _save(x, decisions.withdraw(ticket, x.now))
    await x.note("withdrawn", withdrawn, sender)
    await _end(x, withdrawn)
    await _tell(x, withdrawn, "approval-withdrawn")
    await x.show_card(withdrawn)


async def close_cards(x: Exchange, before: Ticket, after: Ticket) -> None:
    """Ask nobody any more about a ticket that an agent has ended."""
    if before.awaits_approval:
        await _close_cards(x, after)


def title_after(ticket: Ticket, language: str) -> str:
    """What a ticket is about that goes on with this one: never named like a request that was approved."""
    approval = ticket.approval
    if approval is None or approval.standing is Standing.FOLLOWS:
        return ticket.question
    return Wording(language).text("approval-follows-title", what=ticket.question)


async def tell_follows(x: Exchange, before: Ticket, opened: Ticket) -> None:
    """Both sides, where something of the ticket before was approved: nothing of the new one is."""
    if opened.approval is None:
        return
    other = str(before.number)
    await x.tell_requesters(opened, "approval-follows", None, status=opened.status, other=other)
    await x.tell_team(opened, thread_card(x.words, x.words.say("approval-follows-thread", other=other)))


async def on_timer(x: Exchange, timer: Timer) -> None:
    """Nobody has decided for a while: those who were asked are reminded, or the next ones are asked; after the last
    call it is over."""
    ticket = await x.work.ticket(timer.ticket)
    if ticket is None or ticket.approval is None or not ticket.awaits_approval:
        return
    approval = ticket.approval
    following = _from_level(x.desk, approval, ticket.requester, ticket.team, approval.level + 1)
    if timer.subject == REMIND:
        await _post_cards(x, ticket, approval, "approval-reminder-title")
    elif following is not None:
        asked = replace(ticket, approval=following, held_for=held_for(x.words, following))
        late = approval.names or x.words.text("approval-nobody")
        await _tell(x, await _ask(x, asked), "approval-moved", who=following.names, late=late)
    elif approval.last_call:
        await _expire(x, ticket)
    else:
        await _call_last(x, replace(ticket, approval=replace(approval, last_call=True)))


async def _call_last(x: Exchange, ticket: Ticket) -> None:
    """Ask for the last time, and tell everybody until when."""
    asked = await _ask(x, ticket)
    for each in await x.audience(asked):
        words = x.words_of(each)
        await x.tell_requester(each, last_call_card(words, x.titled(asked, words), "approval-last-call", x.here))
    titled = x.titled(asked, x.words)
    await x.tell_team(asked, last_call_card(x.words, titled, "approval-last-call-thread", x.here))
    if (leads := x.leads(asked)) is not None:
        card = last_call_card(x.words, titled, "approval-late", x.here)
        await x.add_post(Post(x.key(), leads, card, alert=True))


async def _expire(x: Exchange, ticket: Ticket) -> None:
    expired = await _save(x, decisions.expire(ticket, x.now))
    await x.note("lapsed", expired, None)
    await _end(x, expired)
    await _tell(x, expired, "approval-expired")
    await x.show_card(expired)


def _from_level(desk: Desk, approval: Approval, requester: Person, team: str, first: int) -> Approval | None:
    """The approval from the first level on at which somebody can be asked who was not asked last."""
    last = {each.handle for each in approval.asked}
    for level in range(first, len(approval.by)):
        found = approvers(desk, approval.by[level], requester, team)
        reached = [each for each in found if person_of(desk, each, requester) is not None]
        if reached and {each.handle for each in reached} != last:
            return replace(approval, level=level, asked=tuple(Approver(each.handle, each.name) for each in reached))
    return None


async def _ask(x: Exchange, ticket: Ticket) -> Ticket:
    """Those of the ticket's present level, who have their time from now on."""
    approval = ticket.approval
    assert approval is not None  # noqa: S101 - whoever calls has looked
    due = x.team(ticket).calendar.add(x.now, approval.time)
    await x.note("approval", ticket, None, approval.names)
    await x.work.cancel_timers(ticket.number, [TimerKind.APPROVAL])
    await _set(x, ticket, REMIND, approval.time / 2)
    await _set(x, ticket, EXPIRE, approval.time)
    asked = replace(ticket, approval=replace(approval, due_at=due))
    posted = await _post_cards(x, asked, replace(approval, due_at=due), "approval-title")
    await x.show_card(posted)
    return posted


async def _post_cards(x: Exchange, ticket: Ticket, approval: Approval, title: str) -> Ticket:
    """A card in the chat with each of those who are asked; the ticket keeps their keys."""
    keys: list[str] = []
    for each in approval.asked:
        who = somebody_named(x.desk, each.handle)
        person = person_of(x.desk, who, ticket.requester) if who else None
        if person is not None:
            words = x.words_for(person)
            card = ask_card(words, x.titled(ticket, words), title, x.here)
            keys.append(await _post(x, ticket, person, card))
    posted = replace(approval, posts=(*approval.posts, *keys))
    return await _save(x, decisions.ask(ticket, posted, ticket.held_for))


async def _post(x: Exchange, ticket: Ticket, person: Person, card: Card) -> str:
    key = x.key()
    await x.add_post(Post(key, chat_with(person), card, route=ticket.route, alert=True))
    return key


async def _close_cards(x: Exchange, ticket: Ticket) -> None:
    """Show on every card what was decided instead of what was asked."""
    for key in ticket.approval.posts if ticket.approval else ():
        shown = await x.work.post(key)
        if shown is not None:
            words = Wording(shown.card.language)
            await x.edit(key, decided_card(words, x.titled(ticket, words)))


async def _end(x: Exchange, ticket: Ticket) -> None:
    await x.work.cancel_timers(ticket.number, ENDING)
    await _close_cards(x, ticket)


async def _tell(x: Exchange, ticket: Ticket, sentence: str, **values: str) -> None:
    """The requester, and the team in its thread: `<sentence>` and `<sentence>-thread`."""
    await x.tell_requesters(ticket, sentence, None, status=ticket.status, **values)
    line = x.words.say(f"{sentence}-thread", **values)
    await x.tell_team(ticket, thread_card(x.words, line), alert=ticket.awaits_approval is False)


async def _set(x: Exchange, ticket: Ticket, subject: str, after: timedelta) -> None:
    due = x.team(ticket).calendar.add(x.now, after)
    key = f"{x.cause}-{ticket.number}-approval-{subject}"
    await x.work.set_timer(Timer(key, TimerKind.APPROVAL, ticket.number, due, subject))


async def _save(x: Exchange, ticket: Ticket) -> Ticket:
    await x.work.save_ticket(ticket)
    return replace(ticket, version=ticket.version + 1)
