"""The engine: one message in, all that it causes committed in one transaction.

It never calls a platform. What is to be shown goes to the outbox in the same transaction.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.asking import bystanders, clarifying, filling, on_behalf
from bot.asking.listening import holds_back, is_closed_to_us, is_for_us
from bot.asking.requests import Requests, conversation_in
from bot.commands.commanding import Commanding
from bot.commands.grammar import Command, Mistake, parse_command, spoken_command, unknown_command
from bot.conversation.conversation import Stage
from bot.desk.channels import Place
from bot.desk.desk import Desk
from bot.errors import Conflict, DatabaseBusy, DatabaseError, DatabaseUnavailable
from bot.exchange import Exchange, cause_of, digest
from bot.library import Library, Lookup, Unsearched
from bot.messages import Change, Message, Side
from bot.ports import CALLS, Clock, Ledger, Timer, TimerKind, Words
from bot.ports.telemetry import UNWATCHED, Failed, Fired, Handled, LostRace, Repeated, Telemetry
from bot.preferences import Preferences
from bot.pressing import pressed
from bot.promises import escalation
from bot.promises.gathering import MOST_TOGETHER
from bot.ticketing import approving, closing, replying, revising, satisfaction, swarming
from bot.wording.catalogue import nearest_language
from bot.wording.home import PREFER
from kb.search import Hit

log = logging.getLogger(__name__)

_MOST_TRIES = 8
"""A turn that loses this many races in a row is given back to the platform to send again."""
_OVERDUE = timedelta(minutes=1)
"""After which a timer is late: nobody was there to act, as after an outage."""
_OVERTAKING = timedelta(minutes=10)
"""How much earlier than the message that it is about an edit may come: platforms try again for some minutes."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Handles messages of every platform, and timers."""

    ledger: Ledger
    desk: Callable[[], Desk]
    """The desk as described now: desk.toml may be reloaded at any time."""
    library: Library
    clock: Clock
    telemetry: Telemetry = UNWATCHED
    preferences: Preferences = field(default_factory=Preferences)

    async def handle(self, message: Message) -> None:
        """Do what the message asks for and commit; a repeat does nothing.

        Raises Conflict when races were lost too often, and whatever the database raises. A mistake of our own is no
        reason to be asked again, for it would be made again: who wrote is told, with a reference.
        """
        try:
            await self._handle(self.preferences.heard(message))
        except (Conflict, DatabaseError):
            raise
        except Exception as error:
            self.telemetry.note(Failed("message", error))
            log.exception("message failed", extra={"cause": cause_of(message)})
            await self._apologise(message)

    async def _handle(self, message: Message) -> None:
        lookup = Lookup(self.library)
        hits = await self._search(message, lookup)
        for _ in range(_MOST_TRIES):
            try:
                return await self._attempt(message, Requests(lookup.at_hand, hits))
            except Unsearched as missing:
                await lookup.search(missing.question, missing.language)
            except Conflict:
                self.telemetry.note(LostRace())
                log.info("lost a race, taking the turn again", extra={"cause": cause_of(message)})
        raise Conflict

    async def _attempt(self, message: Message, requests: Requests) -> None:
        async with self.ledger.work() as work:
            if not await work.claim(message):
                self.telemetry.note(Repeated(message.thread.platform))
                await work.commit()  # what it repeats may not lie on the disk yet, and is acknowledged by this too
                return
            x = Exchange(work, self.desk(), self.clock(), cause_of(message))
            await self._take(x, message, requests)
            with self.telemetry.stage("commit"):
                await work.commit()
        self.telemetry.note(Handled(message.thread.platform), *x.facts)
        if message.pressed is not None and message.pressed.action == PREFER:
            await self.preferences.refresh(self.ledger)

    async def _apologise(self, message: Message) -> None:
        async with self.ledger.work() as work:
            if await work.claim(message):
                x = Exchange(work, self.desk(), self.clock(), cause_of(message))
                await _keep_words(x, message)
                if message.addressed or message.pressed is not None:
                    await x.refuse(message, "our-mistake", reference=x.cause)
            await work.commit()

    async def fire(self, key: str) -> None:
        """Do what a due timer asks for, once whoever else tries; together with others that are overdue, so that many
        calls are one message. Where one of them fails, this one is tried alone."""
        try:
            await self._fire(key, most=MOST_TOGETHER)
        except (DatabaseBusy, DatabaseUnavailable):
            raise
        except Exception:
            log.exception("timers failed together, trying this one alone", extra={"timer": key})
            await self._fire(key, most=0)

    async def _fire(self, key: str, most: int) -> None:
        now = self.clock()
        async with self.ledger.work() as work:
            timer = await work.fire(key)
            if timer is None:
                return
            others = await work.fire_with(timer, now - _OVERDUE, most) if most and timer.kind in CALLS else ()
            due = [(Exchange(work, self.desk(), now, digest("timer", each.key)), each) for each in (timer, *others)]
            await _ring(due)
            await work.commit()
        for x, each in due:
            self.telemetry.note(Fired(each.kind, now - each.due_at), *x.facts)

    async def _search(self, message: Message, lookup: Lookup) -> Sequence[Hit]:
        """Before the transaction opens, so that nothing slow happens inside it."""
        if message.pressed or message.command or message.change is Change.DELETED or not message.text.strip():
            return ()
        locale = nearest_language(message.sender.language, self.desk().language)
        return await lookup.search(message.text, self.library.language(message.text, locale))

    async def _take(self, x: Exchange, message: Message, requests: Requests) -> None:
        if message.change is not Change.NEW:
            await self._revise(x, message, requests)
        elif message.behalf is not None:
            await on_behalf.open_for(x, message, message.behalf, requests)
        elif message.pressed is not None:
            await pressed(x, message, message.pressed, requests)
        elif (command := await _command(x, message)) is not None:
            await Commanding(requests).obey(x, message, command)
        else:
            await self._heard(x, message, requests)

    async def _revise(self, x: Exchange, message: Message, requests: Requests) -> None:
        """An edit or deletion. One that overtook its message stands for it: when that comes, it is a repeat. One that
        was overtaken by a later one changes nothing."""
        first = message.first
        if not await x.work.revise(message):
            return
        if await revising.follow(x, message) or x.now - first.at > _OVERTAKING or not await x.work.claim(first):
            return
        await x.work.revise(message)
        if message.change is Change.EDITED:
            x.cause = cause_of(first)
            await self._take(x, first, requests)

    async def _heard(self, x: Exchange, message: Message, requests: Requests) -> None:
        """Plain words: an employee's question or follow-up, or talk among the team, which stays there."""
        place = x.desk.place(message.thread, direct=message.direct)
        if place in (Place.TRIAGE, Place.LEADS):
            await _among_the_team(x, message, requests)
            return
        conversation = await conversation_in(x, message.thread, bound=not message.opens_thread)
        if place is not Place.ELSEWHERE or conversation is not None or message.addressed:
            await _keep_words(x, message)
        if conversation is not None and message.sender != conversation.asker:
            await bystanders.hear(x, message, conversation, requests)
        elif await filling.goes_on(x, message, conversation, requests):
            return
        elif conversation is not None:
            if await holds_back(x, message, conversation):
                return
            rest = await filling.hear(x, message, conversation, requests)
            if rest is not None:
                await requests.hear(x, message, rest)
        elif is_for_us(x.desk, message, known=requests.is_sure):
            await requests.hear(x, message, None)
        elif is_closed_to_us(x.desk, message):
            await x.refuse(message, "channel-off")


async def _command(x: Exchange, message: Message) -> Command | Mistake | None:
    """The command in a message, if it is one. In a triage thread it may leave the ticket's number out."""
    if not message.addressed and not message.command:
        return None
    in_thread = message.thread.root != "" and not message.opens_thread
    here = await x.work.ticket_of(message.thread, Side.TRIAGE) if in_thread else None
    if message.command:
        return parse_command(message.text, here=here)
    spoken = spoken_command(message.text, here=here, outsider=x.desk.member(message.sender) is None)
    return None if isinstance(spoken, Command) and await _is_step_back(x, message, spoken) else spoken


async def _is_step_back(x: Exchange, message: Message, command: Command) -> bool:
    """Whether a member who is led through a guide means the step before, and not that they are at work again."""
    if command.name != "back":
        return False
    conversation = await x.work.conversation(message.thread)
    if conversation is None and message.direct:
        conversation = await x.work.latest_conversation(message.thread, message.sender)
    return conversation is not None and conversation.stage is Stage.GUIDED and conversation.asker == message.sender


async def _among_the_team(x: Exchange, message: Message, requests: Requests) -> None:
    """Words of the team stay internal; whoever speaks to us there is told how."""
    await _keep_words(x, message)
    if message.addressed:
        words = message.text.split()
        command = unknown_command(words[0]) if words else Command("help")
        await Commanding(requests).obey(x, message, command)


async def _ring(due: Sequence[tuple[Exchange, Timer]]) -> None:
    """What timers bring about that fire together; only calls for people are more than one."""
    x, timer = due[0]
    match timer.kind:
        case TimerKind.FORGOTTEN:
            await closing.forget(x, timer.ticket)
        case TimerKind.DEPARTURE:
            await replying.depart(x, timer)
        case TimerKind.APPROVAL:
            await approving.on_timer(x, timer)
        case TimerKind.SWARM:
            await swarming.on_timer(x, timer)
        case TimerKind.UNSORTED:
            await clarifying.stop_waiting(x, timer.subject)
        case TimerKind.SATISFACTION:
            await satisfaction.ask(x, timer.ticket)
        case _:
            await escalation.on_timers(due)


async def _keep_words(x: Exchange, message: Message) -> None:
    await x.work.keep_words(Words(message.delivery, message.thread, message.sender, message.at, message.text))
