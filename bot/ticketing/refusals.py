"""Why a command was not carried out: one private sentence with what to do instead."""

from collections.abc import Mapping

from bot.desk.approvers import Somebody
from bot.exchange import Exchange
from bot.messages import Message
from bot.tickets.ticket import (
    AlreadyClaimed,
    AlreadyClosed,
    AlreadyDecided,
    AlreadyLinked,
    AlreadySo,
    AwaitsApproval,
    ClosedTooLong,
    Merged,
    NobodyToCall,
    NoReason,
    NoSuchTag,
    NotActive,
    NotApproved,
    NotAssigned,
    NothingToApprove,
    NotLinked,
    NotResolved,
    NotWaiting,
    OtherMerged,
    OtherNotActive,
    Ticket,
    TicketRefusal,
    TooManyTags,
    WithItself,
)
from bot.wording.approvals import asked, standing
from bot.wording.catalogue import Value

_WORDING: Mapping[type[TicketRefusal], str] = {
    AlreadyClaimed: "claimed",
    AlreadyClosed: "closed",
    AlreadyDecided: "decided",
    AlreadyLinked: "linked",
    AlreadySo: "already",
    AwaitsApproval: "awaits-approval",
    ClosedTooLong: "too-late",
    Merged: "merged",
    NoSuchTag: "no-tag",
    NotActive: "inactive",
    NotApproved: "not-approved",
    NotAssigned: "unassigned",
    NotLinked: "unlinked",
    NotResolved: "active",
    NotWaiting: "not-waiting",
    NothingToApprove: "nothing-to-approve",
    NoReason: "no-reason",
    NobodyToCall: "nobody-to-call",
    OtherMerged: "other-merged",
    OtherNotActive: "other-inactive",
    TooManyTags: "tags",
    WithItself: "itself",
}
"""How the sentence is called: `refused-…`."""


class Unfit(TicketRefusal):
    """The words of the command do not fit this desk or ticket; `why` names the sentence, `values` are put into it."""

    def __init__(self, why: str, **values: Value) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


async def refuse(
    x: Exchange,
    message: Message,
    member: Somebody | None,
    tickets: tuple[Ticket, Ticket | None],
    refusal: TicketRefusal,
) -> None:
    """Tell the sender, in their own words, why. `tickets` are the one the command is about and the other, if any."""
    ticket, other = tickets
    if isinstance(refusal, Unfit):
        await x.refuse(message, f"refused-{refusal.why}", number=str(ticket.number), **refusal.values)
        return
    own = isinstance(refusal, AlreadyClaimed) and member is not None and ticket.assignee == member.handle
    key = "claimed-own" if own else _WORDING[type(refusal)]
    words = x.words_for(message.sender)
    await x.refuse(
        message,
        f"refused-{key}",
        number=str(ticket.number),
        status=words.text(f"status-{ticket.status.value}"),
        agent=x.assignee(ticket, message.sender.platform) or ticket.assignee,
        other=str(other.number if other else 0),
        survivor=str((other if isinstance(refusal, OtherMerged) and other else ticket).merged_into or 0),
        tags=", ".join(ticket.tags) or words.text("card-no-tags"),
        decided=standing(words, ticket),
        approvers=asked(words, ticket),
    )
