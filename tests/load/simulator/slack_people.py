"""What the people of the plant do in Slack, and what must come of it."""

import re
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.events import message_delivery
from bot.exchange import copy_key, digest
from tests.contract.fake_slack import BOT_USER, TEAM
from tests.contract.slack_reading import buttons
from tests.load.plant import Team
from tests.load.simulator.seen import Confined, Expected
from tests.load.simulator.slack import HELP, SimulatedSlack

Json = dict[str, Any]

KNOWN, KNOWN_TITLE = "my vpn wont conect since this morning", "VPN does not connect"
UNKNOWN, UNKNOWN_TITLE = "the purple giraffe sings", "I do not know a fix for this"
STILL, NEXT_BEST = "Still need help", "The next best match"
OPENED, CLAIMED, RESOLVED = "is open\n", "is looking at ticket #", "is resolved\n"
RESOLVED_STATUS = "\nresolved"
"""What the card says beside “Status”."""
RESOLVED_BY = "Resolved by"
ATTENTION = 60.0
"""Seconds that an agent waits for a card."""
_NUMBER = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked: the thread where, the mark in it, and the team that gets it, if one does."""

    channel: str
    root: str
    mark: str
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An agent's answer: its ticket's number, its mark, and the key of the post that shows the team what was said."""

    request: Request
    number: str
    mark: str
    copy: str


@dataclass(frozen=True, slots=True)
class People:
    """Employees and agents; each method returns when Slack has delivered what was done, or has given it up."""

    world: SimulatedSlack

    async def ask_known(self, channel: str) -> Request:
        """A question that an article answers: one answer in the thread."""
        return await self._ask(user_of(channel), channel, KNOWN, KNOWN_TITLE)

    async def ask_unknown(self, channel: str) -> Request:
        """A question that no article answers: it says so."""
        return await self._ask(user_of(channel), channel, UNKNOWN, UNKNOWN_TITLE)

    async def ask_anything(self, channel: str, words: str) -> Request:
        """A question in any words: one answer in the thread, whatever it says."""
        return await self._ask(user_of(channel), channel, words, "")

    async def ask_in_public(self, user: str) -> Request:
        """A question in the help channel: answered in a thread of it."""
        return await self._ask(user, HELP, KNOWN, KNOWN_TITLE)

    async def ask_for_human(self, channel: str, team: Team) -> Request:
        """A ticket at once: a confirmation in the thread, and one card in the team's channel."""
        words = f"I need a human, my {team.name} machine is stuck"
        message, mark = self._write(user_of(channel), channel, words, to=(team.triage, team.leads))
        cause = str(message["ts"])
        request = Request(channel, cause, mark, team)
        self._must(request, OPENED, order=1, cause=cause)
        self.world.expect(self._card(request, team, cause))
        await self._deliver(message, channel, cause)
        return request

    async def add(self, request: Request, order: int) -> None:
        """More words in a thread with a ticket: they reach the triage thread, in order."""
        card = await self.card_of(request)
        if card is None or request.team is None:
            return
        user, to = user_of(request.channel), (request.team.triage,)
        message, mark = self._write(user, request.channel, "and another thing", request.root, to)
        at_the_team = Request(request.team.triage, str(card["ts"]), mark)
        self._must(at_the_team, mark, order=order, cause=str(message["ts"]))
        await self._deliver(message, request.channel, str(message["ts"]))

    async def press_still(self, request: Request) -> None:
        """Still need help: the next best article, in the same thread."""
        answer = await self.world.until_seen(request.channel, STILL, ATTENTION)
        if answer is None:
            return
        cause = f"still {request.root}"
        self._must(request, NEXT_BEST, order=2, cause=cause)
        if not await self._press(user_of(request.channel), request.channel, answer, STILL):
            self.world.excuse(cause)

    async def claim(self, request: Request, order: int) -> None:
        """The team's agent presses Claim: the requester is told who looks at it."""
        card = await self.card_of(request)
        if card is None or request.team is None:
            return
        cause = f"claim {request.mark}"
        self._must(request, CLAIMED, order=order, cause=cause)
        if not await self._press(request.team.agent, request.team.triage, card, "Claim"):
            self.world.excuse(cause)

    async def reply(self, request: Request, order: int) -> None:
        """The agent answers out of the triage thread by a mention: both threads show it."""
        card = await self.card_of(request)
        if card is None or (team := request.team) is None:
            return
        # The card may be seen before Firstline knows that it arrived: only with its number is the ticket certain.
        text = f"<@{BOT_USER}> reply {number_of(card)} try the red lever"
        message, mark = self._write(team.agent, team.triage, text, str(card["ts"]), (request.channel,))
        self._must(request, mark, order=order, cause=str(message["ts"]))
        self._must(Request(team.triage, str(card["ts"]), mark), mark, cause=str(message["ts"]))
        await self._deliver({**message, "type": "app_mention"}, team.triage, str(message["ts"]))

    async def reply_perhaps(self, request: Request) -> Reply | None:
        """The agent answers, and may think better of it; None where it was not acknowledged."""
        card = await self.card_of(request)
        if card is None or (team := request.team) is None:
            return None
        number = number_of(card)
        text = f"<@{BOT_USER}> reply {number} try the red lever"
        message, mark = self._write(team.agent, team.triage, text, str(card["ts"]), (request.channel,))
        event = self.world.slack.event({**message, "type": "app_mention"}, team.triage)
        cause = digest("slack", TEAM, message_delivery(team.triage, str(message["ts"])))
        return Reply(request, number, mark, copy_key(cause)) if await self.world.courier.event(event) else None

    async def resolve(self, request: Request, order: int) -> None:
        """The agent resolves it with the slash command: the requester is asked whether it works."""
        card = await self.card_of(request)
        if card is None or (team := request.team) is None:
            return
        number, cause = number_of(card), f"resolve {request.mark}"
        self._must(request, RESOLVED, order=order, cause=cause)
        self._must(Request(team.triage, str(card["ts"]), request.mark), RESOLVED_BY, cause=cause)
        form = self.world.slack.command(team.agent, team.triage, f"resolve {number} the lever was red")
        self.world.expect(replace(self._card(request, team, cause), at_last=RESOLVED_STATUS))
        if not await self.world.courier.command(form):
            self.world.excuse(cause)

    async def card_of(self, request: Request) -> Json | None:
        """The card in the triage channel, once the agent sees it."""
        if request.team is None:
            return None
        return await self.world.until_seen(request.team.triage, request.mark, ATTENTION)

    async def _ask(self, user: str, channel: str, words: str, title: str) -> Request:
        message, mark = self._write(user, channel, words)
        request = Request(channel, str(message["ts"]), mark)
        self._must(request, title, cause=str(message["ts"]))
        await self._deliver(message, channel, str(message["ts"]))
        return request

    def _write(self, user: str, channel: str, words: str, root: str = "", to: tuple[str, ...] = ()) -> tuple[Json, str]:
        """The message and its mark, which may be seen there and in the channels `to`."""
        mark = self.world.marks.new()
        message = self.world.slack.write(user, channel, f"{words} {mark}", root)
        self.world.confined.append(Confined(mark, frozenset({channel, user, *to})))
        return message, mark

    def _must(self, request: Request, words: str, *, order: int = 0, cause: str = "") -> None:
        now = self.world.sky.clock()
        self.world.expect(Expected(words, "slack", request.channel, request.root, since=now, order=order, cause=cause))

    def _card(self, request: Request, team: Team, cause: str) -> Expected:
        return Expected(request.mark, "slack", team.triage, "", since=self.world.sky.clock(), cause=cause)

    async def _deliver(self, message: Json, channel: str, cause: str) -> None:
        if not await self.world.courier.event(self.world.slack.event(message, channel)):
            self.world.excuse(cause)

    async def _press(self, user: str, channel: str, message: Json, label: str) -> bool:
        for block, element in buttons(message):
            if element["text"]["text"] == label:
                payload = self.world.slack.press(user, channel, message, element, block["block_id"])
                return await self.world.courier.interaction(payload)
        return False


def user_of(channel: str) -> str:
    """The person whose direct channel this is."""
    return "U" + channel[1:]


def number_of(card: Json) -> str:
    """Of the ticket."""
    found = _NUMBER.search(str(card["text"]))
    return found[1] if found else "0"
