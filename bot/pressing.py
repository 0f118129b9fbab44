"""Buttons: what each stands for, whoever presses it, and whether it still means anything."""

import re
from dataclasses import replace

from bot.asking import catalogue, filling, home
from bot.asking.guides import where
from bot.asking.requests import Requests, conversation_in
from bot.commands.commanding import Commanding, acknowledge_all
from bot.commands.forms import REQUEST
from bot.commands.grammar import Mistake, pressed_command
from bot.conversation.choosing import pressed_place, sorting_place
from bot.conversation.conversation import Conversation, Stage
from bot.desk.handover import written
from bot.exchange import Exchange
from bot.messages import Message, Press, chat_of_home, whose_chat
from bot.promises.gathering import MOST_TOGETHER
from bot.ticketing import changes, satisfaction
from bot.tickets.ticket import Status
from bot.wording.home import DECIDE, PREFER
from bot.wording.replies import UNDO
from bot.wording.request import CHOOSE, NOT_YET, REQUESTER_ACTIONS, SORT, WORKS
from bot.wording.request_types import FILL
from bot.wording.team import ACKNOWLEDGE, MORE

_GATHERED = re.compile(r"[1-9]\d{0,8}(,[1-9]\d{0,8})+")
"""What the button of a gathered call names: tickets."""

_NUMBER = re.compile(r"[1-9]\d{0,8}")

_OVER = {Stage.TICKETED: "stale-ticket", Stage.SOLVED: "stale-solved"}
"""Why a button of an answer means nothing where there is nothing left to answer."""


async def pressed(x: Exchange, message: Message, press: Press, requests: Requests) -> None:
    """Do what the button stands for, or tell whoever pressed it why it means nothing any more."""
    if chat_of_home(message.thread.channel) and press.action != PREFER:
        await _at_home(x, message, press, requests)
    else:
        await _act(x, message, press, requests)


async def _at_home(x: Exchange, message: Message, press: Press, requests: Requests) -> None:
    """What comes of it is said in the chat to which the page belongs; the page shows how things stand then."""
    x.lasting = True
    await _act(x, home.in_chat(message), press, requests)
    x.lasting = False
    await home.show_home(x, message)


async def _act(x: Exchange, message: Message, press: Press, requests: Requests) -> None:
    if press.action in REQUESTER_ACTIONS:
        await _of_requester(x, message, press, requests)
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
        await acknowledge_all(x, message, numbers[: 1 + MOST_TOGETHER])
    else:
        await _on_ticket(x, message, press, Commanding(requests))


async def _on_ticket(x: Exchange, message: Message, press: Press, commanding: Commanding) -> None:
    value, _, which = press.value.partition(":")
    number = await _number_of(x, value)
    command = pressed_command(press.action, number, which if press.action == UNDO else _written(press))
    if press.action == MORE:
        await commanding.more(x, message, number)
    elif isinstance(command, Mistake) and command.kind == "text":
        await x.refuse(message, "refused-form-empty")
    else:
        await commanding.obey(x, message, command)


async def _of_requester(x: Exchange, message: Message, press: Press, requests: Requests) -> None:
    conversation = await _asked_in_chat(x, message, press) or await conversation_in(x, message.thread)
    if conversation is None:
        await x.refuse(message, "stale-press")
    elif message.sender != conversation.asker:
        await x.refuse(message, "not-yours")
    elif (stale := await _why_stale(x, conversation, press.action, press.value)) is not None:
        await x.refuse(message, stale, number=conversation.ticket or 0, step=where(requests.library, conversation))
    else:
        await requests.press(x, message, conversation, press)


async def _asked_in_chat(x: Exchange, message: Message, press: Press) -> Conversation | None:
    """Where it is asked whether it works: the conversation about a ticket that was opened for the sender in their chat
    with us. Its button names the ticket, whatever else is spoken of there."""
    if press.action not in (WORKS, NOT_YET) or not message.direct or not _NUMBER.fullmatch(press.value):
        return None
    ticket = await x.work.ticket(int(press.value))
    if ticket is None or ticket.requester != message.sender or not whose_chat(ticket.request.channel):
        return None
    before = await x.work.conversation(ticket.request)
    asked = before or Conversation(ticket.request, message.sender, x.now, language=ticket.language)
    return replace(asked, stage=Stage.TICKETED, question=ticket.question, ticket=ticket.number)


def _written(press: Press) -> str:
    """The words of a submitted form; those of a hand-over have a field for each part."""
    if to := press.get("to").strip():
        return written(to, *(press.get(part) for part in ("tried", "found", "next")))
    return press.get("text").strip()


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
