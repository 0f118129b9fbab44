"""What a command did stays done when its message is edited or deleted: its author is told, with what to do instead."""

from bot.exchange import Exchange
from bot.messages import Message, Post
from bot.tickets.ticket import ticket_in

_FIRST_POSTS = 4
"""Among these of a command is one for the team of its ticket."""


async def tell_author(x: Exchange, message: Message, cause: str) -> bool:
    """Say so where the message concerned, of this cause, was a command whose words the ticket's history keeps; whether
    it was. Replies and notes follow their messages and are none of these."""
    post = await _to_its_team(x, cause)
    if post is None or x.desk.member(message.sender) is None:
        return False
    number, sender = ticket_in(post.lane), message.sender
    by = (post.stored_at, f"{sender.platform}/{sender.workspace}/{sender.id}")
    kept = [each.action for each in await x.work.history(number) if (each.at, each.actor) == by and each.detail]
    if kept:
        await x.refuse(message, "edit-resolved" if "resolved" in kept else "edit-stays", number=str(number))
    return bool(kept)


async def _to_its_team(x: Exchange, cause: str) -> Post | None:
    for place in range(1, _FIRST_POSTS + 1):
        post = await x.work.post(f"{cause}-{place}")
        if post is not None and ticket_in(post.lane):
            return post
    return None
