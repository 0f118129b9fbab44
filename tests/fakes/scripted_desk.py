"""A desk that answers by script, for trying the playground without the engine: cards of every kind, no judgement."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.cards import (
    Block,
    Bullets,
    Button,
    Card,
    Code,
    Fields,
    Form,
    Input,
    Link,
    Mention,
    Moment,
    Quote,
    Steps,
    Strong,
    Text,
)
from bot.messages import Message, Thread
from bot.ports import Parcel, Platform

VPN = (
    (Text(("The connection comes up but the certificate or the network in front of it is not ready.",)),)
    + (
        Steps(
            (
                ("Check that the internet works without the VPN: open any page.",),
                ("In the VPN client choose ", Strong("Disconnect"), ", wait ten seconds, then ", Strong("Connect"), "."),
                ("If it asks for a code, wait for a new one: each works once.",),
                ("Still nothing: run ", Code("ipconfig /flushdns"), " and restart the computer.",),
            )
        ),
    )
    + (
        Text(("From ", Link("http://127.0.0.1/articles/en/vpn", "VPN does not connect"), ", updated 3 Nov 2026"), subtle=True),
        Text(("It might also be:",), subtle=True),
        Bullets(((Link("https://example.com/wifi", "Wi-Fi drops every few minutes"),), ("Certificate has run out",))),
    )
)  # fmt: skip


def _form(title: str) -> Form:
    field = Input("text", "Your answer", lines=4, hint="The person who asked reads it in their thread.")
    return Form(title, "Send", "Cancel", (field,))


def answer(buttons: bool = True) -> Card:
    """An article as the answer."""
    pair = (Button("solved", "1", "Solved", "primary"), Button("still", "1", "Still need help"))
    return Card("en", VPN, "VPN does not connect", pair if buttons else (), "answer")


def triage(claimed: bool, link: str = "http://127.0.0.1:8080/#/help/1") -> Card:
    """The ticket's card, new or claimed."""
    facts: tuple[tuple[str, tuple[str | Link | Mention, ...]], ...] = (
        ("From", (Mention("Maria Silva"),)),
        ("Priority", ("Normal",)),
        ("Who", (Mention("Sam Okafor") if claimed else "nobody yet",)),
        ("Already tried", ("VPN does not connect, Wi-Fi drops every few minutes",)),
        ("Where", (Link(link, "The conversation"),)),
    )
    blocks: tuple[Block, ...] = (Quote("my vpn wont conect since this morning"), Fields(facts))
    first = Button("release", "1", "Release") if claimed else Button("claim", "1", "Claim", "primary")
    reply = Button("reply", "1", "Reply", form=_form("Reply to the requester of ticket 1"))
    escalate = Button("escalate", "1", "Escalate", "danger", form=_form("Escalate ticket 1"))
    title = "#1: my vpn wont conect since this morning"
    return Card("en", blocks, title, (first, reply, escalate), "open" if claimed else "new")


@dataclass
class ScriptedDesk:
    """A Handler that posts at once. `pause` is how long it looks, in seconds."""

    platform: Platform
    pause: float = 0.0
    count: int = 0
    card: str = ""

    async def handle(self, message: Message) -> None:
        await asyncio.sleep(self.pause)
        if message.pressed:
            await self._press(message)
        elif message.command:
            await self._say(message, f"There is no command “{message.text}”. Try /ticket help.", private=True)
        elif "human" in message.text:
            await self._ticket(message)
        elif message.addressed:
            await self._post(message.thread, answer())

    async def _press(self, message: Message) -> None:
        press = message.pressed
        assert press is not None
        if press.action == "solved":
            await self._post(message.thread, answer(buttons=False), edits=press.post_id)
            await self._say(message, "Good to hear. Noted as solved.")
        elif press.action == "still":
            await self._post(message.thread, answer(buttons=False), edits=press.post_id)
            await self._ticket(message)
        elif press.action == "claim":
            await self._post(message.thread, triage(claimed=True), edits=press.post_id)
            await self._say(message, "Sam Okafor claimed this ticket.")
        elif press.action == "escalate":
            await self._escalate(press.get("text"))
        else:
            await self._post(message.thread, Card("en", (Text(("Sent:",), subtle=True), Quote(press.get("text")))))

    async def _ticket(self, message: Message) -> None:
        by = Moment(datetime.now(UTC) + timedelta(minutes=40), "time", "15:00")
        opened = Text(("The ", Strong("Service desk"), " looks at it; expect an answer by ", by, "."))
        more = Text(("All that you write here reaches them.",), subtle=True)
        await self._post(message.thread, Card("en", (opened, more), "Ticket #1", (), "open"))
        self.card = await self._post(
            Thread("web", message.thread.workspace, "triage"), triage(claimed=False, link=message.link)
        )

    async def _escalate(self, reason: str) -> None:
        facts = Fields((("Reason", (reason,)), ("Waiting", ("12 minutes",)), ("Who", ("Sam Okafor",))))
        blocks = (Text(("Ticket #1 needs a lead: ", Mention("Lena Fischer"))), Quote("my vpn wont conect"), facts)
        button = Button("ack", "1", "Acknowledge", "primary")
        await self._post(
            Thread("web", "playground", "leads"), Card("en", blocks, "Escalation: ticket #1", (button,), "escalated")
        )

    async def _say(self, message: Message, words: str, *, private: bool = False) -> None:
        await self._post(message.thread, Card("en", (Text((words,)),)), private=message if private else None)

    async def _post(self, thread: Thread, card: Card, *, edits: str = "", private: Message | None = None) -> str:
        self.count += 1
        to = private.sender if private else None
        return await self.platform.send(Parcel(f"scripted-{self.count}", thread, card, edits=edits, private_to=to))
