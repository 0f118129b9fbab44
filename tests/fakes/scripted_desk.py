"""A desk that answers by script, for trying clients without the engine: one card of every kind, no judgement."""

from dataclasses import dataclass

from bot.cards import Button, Card, Quote, Steps, Text
from bot.inputs import Form, Input
from bot.messages import Message, Thread
from bot.ports import Parcel, Platform

STEPS = (Text(("Known to work:",)), Steps((("Disconnect and connect.",), ("Restart the computer.",))))
SOLVED = Button("solved", "1", "Solved", "primary")
ANSWER = Card("en", STEPS, "VPN does not connect", (SOLVED, Button("still", "1", "Still need help")), "answer")
OPENED = Card("en", (Text(("Service desk looks at it.",)),), "Ticket #1", (), "open")
FORM = Form("Reply to the requester of ticket 1", "Send", "Cancel", (Input("text", "Your answer", lines=4),))
CLAIM = Button("claim", "1", "Claim", "primary")
TICKET = Card("en", (Quote("my vpn"),), "#1", (CLAIM, Button("reply", "1", "Reply", form=FORM)), "new")


def sentence(words: str) -> Card:
    """A plain message."""
    return Card("en", (Text((words,)),))


@dataclass
class ScriptedDesk:
    """A Handler that posts at once."""

    platform: Platform
    count: int = 0

    async def handle(self, message: Message) -> None:
        if message.pressed and message.pressed.action == "solved":
            await self._post(message.thread, ANSWER.without_buttons(), edits=message.pressed.post_id)
            await self._post(message.thread, sentence("Good to hear."))
        elif message.pressed:
            await self._post(message.thread, Card("en", (Quote(message.pressed.get("text")),)))
        elif "human" in message.text:
            await self._post(message.thread, OPENED)
            await self._post(Thread("web", message.thread.workspace, "triage"), TICKET)
        elif message.addressed:
            await self._post(message.thread, ANSWER)

    async def _post(self, thread: Thread, card: Card, edits: str = "") -> None:
        self.count += 1
        await self.platform.send(Parcel(f"scripted-{self.count}", thread, card, edits=edits))
