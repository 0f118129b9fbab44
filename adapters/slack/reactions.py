"""A reaction on a message: the wish for a ticket for who wrote it (I6). The event names the message, without its
words: those are asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.events import message_delivery
from adapters.slack.identity import Identity, is_direct, moment, our_users, person, thread
from adapters.slack.mrkdwn import to_plain
from bot.messages import Message, Person

Json = dict[str, Any]

_MOST = 15
"""Messages of a thread to look through for the one: from its own time on, it is the first, or comes after the root."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Who reacted, with the emoji of this name, to which message."""

    who: Person
    emoji: str
    channel: str
    ts: str

    @property
    def delivery(self) -> str:
        """Its identity, whichever event or retry brings it."""
        return f"r:{self.channel}:{self.ts}:{self.who.id}:{self.emoji}"

    @property
    def question(self) -> Json:
        """What `conversations.replies` is asked, so that the message is in its answer."""
        return {"channel": self.channel, "ts": self.ts, "oldest": self.ts, "inclusive": True, "limit": _MOST}


def read_reaction(body: Json, us: Identity, wanted: str) -> Reaction | None:
    """The reaction that an event tells of, if it is the one `wanted`, in any shade of skin, and not our own."""
    event = body["event"]
    item = event.get("item")
    if event["type"] != "reaction_added" or not wanted or not isinstance(item, dict) or item.get("type") != "message":
        return None
    user, emoji = str(event.get("user") or ""), str(event.get("reaction") or "").partition("::")[0]
    channel, ts = str(item.get("channel") or ""), str(item.get("ts") or "")
    if emoji != wanted or not user or user in our_users(body, us) or not channel or not ts:
        return None
    return Reaction(person(body, user), emoji, channel, ts)


def reacted(body: Json, us: Identity, reaction: Reaction, answer: Json, now: datetime) -> Message | None:
    """The wish, by the messages of Slack's answer; None where no person wrote the message, or it is gone."""
    found = (each for each in answer.get("messages") or () if str(each.get("ts") or "") == reaction.ts)
    said = next(found, None)
    return None if said is None else wish(body, us, reaction.who, said, (reaction.channel, reaction.delivery, now))


def wish(
    body: Json, us: Identity, who: Person, said: Json, place: tuple[str, str, datetime], route: str = ""
) -> Message | None:
    """The wish of `who` for a ticket for who wrote the message `said`; `place` is its channel, the delivery of the wish
    and its time. None where no person wrote it."""
    channel, delivery, now = place
    ts, author, ourselves = str(said.get("ts") or ""), str(said.get("user") or ""), our_users(body, us)
    if not author or not ts or said.get("bot_id") or author in ourselves:
        return None
    root = str(said.get("thread_ts") or ts)
    return Message(
        delivery=delivery,
        thread=thread(body, channel, root),
        sender=who,
        at=now,
        text=to_plain(str(said.get("text") or ""), ourselves),
        direct=is_direct(channel),
        addressed=True,
        about=message_delivery(channel, ts),
        behalf=person(body, author, str(said.get("user_team") or said.get("team") or "")),
        said_at=moment(ts),
        link=us.permalink(channel, ts, root),
        route=route,
    )
