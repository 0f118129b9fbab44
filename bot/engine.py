"""The engine: one message in, all that it causes committed in one transaction.

It never calls a platform. What is to be shown goes to the outbox in the same transaction.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.asking import catalogue, clarifying, filling, home, on_behalf
from bot.asking.guides import where
from bot.asking.listening import holds_back, is_closed_to_us, is_for_us
from bot.asking.requests import Requests, conversation_in
from bot.commands.commanding import Commanding, acknowledge_all
from bot.commands.forms import REQUEST
from bot.commands.grammar import Command, Mistake, nearest_command, parse_command, pressed_command, spoken_command
from bot.conversation.choosing import pressed_place, sorting_place
from bot.conversation.conversation import Conversation, Stage
from bot.desk.channels import Place
from bot.desk.desk import Desk
from bot.desk.handover import written
from bot.errors import Conflict, DatabaseBusy, DatabaseError, DatabaseUnavailable
from bot.exchange import Exchange, cause_of, digest
from bot.library import Library, Lookup, Unsearched
from bot.messages import Change, Message, Press, Side, chat_of_home
from bot.ports import CALLS, Clock, Ledger, Timer, TimerKind, Words
from bot.ports.telemetry import UNWATCHED, Failed, Fired, Handled, LostRace, Repeated, Telemetry
from bot.preferences import Preferences
from bot.promises import escalation
from bot.ticketing import approving, changes, closing, replying, revising, satisfaction, swarming
from bot.tickets.ticket import Status
from bot.wording.catalogue import nearest_language
from bot.wording.home import DECIDE, PREFER
from bot.wording.replies import UNDO
from bot.wording.request import CHOOSE, NOT_YET, REQUESTER_ACTIONS, SORT, WORKS
from bot.wording.request_types import FILL
from bot.wording.team import ACKNOWLEDGE, MORE, mistake_card
from kb.search import Hit

log = logging.getLogger(__name__)

_MOST_TRIES = 8
"""A turn that loses this many races in a row is given back to the platform to send again."""
_OVERDUE = timedelta(minutes=1)
"""After which a timer is late: nobody was there to act, as after an outage."""
_OVERTAKING = timedelta(minutes=10)
"""How much earlier than the message that it is about an edit may come: platforms try again for some minutes."""
_MOST_TOGETHER = 99
"""Further timers in one unit of work."""
_GATHERED = re.compile(r"[1-9]\d{0,8}(,[1-9]\d{0,8})+")
"""What the button of a gathered call names: tickets."""

_OVER = {Stage.TICKETED: "stale-ticket", Stage.SOLVED: "stale-solved"}
"""Why a button of an answer means nothing where there is nothing left to answer."""


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
            await self._fire(key, most=_MOST_TOGETHER)
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
        elif message.pressed is not None and chat_of_home(message.thread.channel):
            await self._pressed_at_home(x, message, requests)
        elif message.pressed is not None:
            await self._pressed(x, message, requests)
        elif (command := await _command(x, message)) is not None:
            await Commanding(requests).obey(x, message, command)
        else:
            await self._heard(x, message, requests)

    async def _revise(self, x: Exchange, message: Message, requests: Requests) -> None:
        """An edit or deletion. One that overtook its message stands for it: when that comes, it is a repeat."""
        first = message.first
        if await revising.follow(x, message) or x.now - first.at > _OVERTAKING or not await x.work.claim(first):
            return
        if message.change is Change.EDITED:
            x.cause = cause_of(first)
            await self._take(x, first, requests)

    async def _heard(self, x: Exchange, message: Message, requests: Requests) -> None:
        """Plain words: an employee's question or follow-up, or talk among the team, which stays there."""
        place = x.desk.place(message.thread, direct=message.direct)
        if place in (Place.TRIAGE, Place.LEADS):
            await _among_the_team(x, message)
            return
        conversation = await conversation_in(x, message.thread, bound=not message.opens_thread)
        if place is not Place.ELSEWHERE or conversation is not None or message.addressed:
            await _keep_words(x, message)
        if conversation is not None and message.sender != conversation.asker:
            await self._somebody_else(x, message, conversation)
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

    async def _somebody_else(self, x: Exchange, message: Message, conversation: Conversation) -> None:
        """A third person in a request thread: carried to the team if a ticket is open, else not our talk."""
        ticket = await changes.standing(x, conversation.ticket)
        if ticket is not None and conversation.stage is Stage.TICKETED:
            await changes.relay_to_team(x, ticket, message)
        elif message.addressed:
            await x.refuse(message, "not-yours")

    async def _pressed(self, x: Exchange, message: Message, requests: Requests) -> None:
        press = message.pressed
        if press is None:
            return
        if press.action in REQUESTER_ACTIONS:
            await self._requester_pressed(x, message, requests)
        elif press.action in (satisfaction.RATE, satisfaction.REMARK):
            await satisfaction.hear(x, message, press)
        elif press.action == PREFER:
            await home.prefer(x, message, press)
        elif press.action == DECIDE:
            await home.show_decisions(x, message)
        elif press.action == FILL:
            await filling.begin(x, message, press)
        elif press.action == REQUEST:
            await catalogue.submit(x, message, press, requests)
        elif press.action == ACKNOWLEDGE and _GATHERED.fullmatch(press.value):
            numbers = sorted({int(number) for number in press.value.split(",")})
            await acknowledge_all(x, message, numbers[: 1 + _MOST_TOGETHER])
        else:
            await self._on_ticket(x, message, press, Commanding(requests))

    async def _pressed_at_home(self, x: Exchange, message: Message, requests: Requests) -> None:
        """What comes of it is said in the chat to which the page belongs; the page shows how things stand then."""
        if message.pressed is not None and message.pressed.action == PREFER:
            await self._pressed(x, message, requests)
            return
        x.lasting = True
        await self._pressed(x, home.in_chat(message), requests)
        x.lasting = False
        await home.show_home(x, message)

    async def _on_ticket(self, x: Exchange, message: Message, press: Press, commanding: Commanding) -> None:
        value, _, which = press.value.partition(":")
        number = await _number_of(x, value)
        command = pressed_command(press.action, number, which if press.action == UNDO else _written(press))
        if press.action == MORE:
            await commanding.more(x, message, number)
        elif isinstance(command, Mistake) and command.kind == "text":
            await x.refuse(message, "refused-form-empty")
        else:
            await commanding.obey(x, message, command)

    async def _requester_pressed(self, x: Exchange, message: Message, requests: Requests) -> None:
        conversation = await conversation_in(x, message.thread)
        press = message.pressed
        if conversation is None or press is None:
            await x.refuse(message, "stale-press")
        elif message.sender != conversation.asker:
            await x.refuse(message, "not-yours")
        elif (stale := await _why_stale(x, conversation, press.action, press.value)) is not None:
            await x.refuse(message, stale, number=conversation.ticket or 0, step=where(requests.library, conversation))
        else:
            await requests.press(x, message, conversation, press)


def _written(press: Press) -> str:
    """The words of a submitted form; those of a hand-over have a field for each part."""
    if to := press.get("to").strip():
        return written(to, *(press.get(part) for part in ("tried", "found", "next")))
    return press.get("text").strip()


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


async def _among_the_team(x: Exchange, message: Message) -> None:
    """Words of the team stay internal; whoever speaks to us there is told how."""
    await _keep_words(x, message)
    if message.addressed:
        first = (message.text.split() or ["help"])[0]
        mistake = Mistake("unknown", first, nearest_command(first))
        await x.whisper(message, mistake_card(x.words_for(message.sender), mistake))


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


async def _number_of(x: Exchange, value: str) -> int | None:
    """The ticket that a pressed button is about: by number, or by the key of an escalation."""
    if value.isdecimal() and len(value) < 10:
        return int(value)
    found = await x.work.escalation(value)
    return found.ticket if found else None


async def _why_stale(x: Exchange, conversation: Conversation, action: str, value: str) -> str | None:
    """Why a requester's press no longer means anything: the wording of the reason, or None if it does."""
    if action in (WORKS, NOT_YET):
        ticket = await changes.standing(x, conversation.ticket)
        current = ticket is not None and value == str(ticket.number) and ticket.status is Status.RESOLVED
        return None if current else "stale-press"
    if conversation.stage in _OVER:
        return _OVER[conversation.stage]
    if action == SORT:
        return None if sorting_place(conversation, value) is not None else "stale-press"
    if conversation.stage is Stage.GUIDED:
        return None if value.partition(".")[0] == str(conversation.round) else "guide-now"
    if action == CHOOSE:
        return None if pressed_place(conversation, value) else "stale-press"
    return None if value == str(conversation.round) else "stale-press"
