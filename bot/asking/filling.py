"""Fills in a form by words where no dialog opens: asks for field after field in the thread, and opens the ticket."""

from dataclasses import replace

from bot.asking.catalogue import open_request
from bot.asking.requests import Requests, conversation_in
from bot.cards import Card
from bot.commands.forms import request_form, worded
from bot.conversation.conversation import Conversation
from bot.conversation.form_in_words import Filling, Step, asked, begins, take
from bot.conversation.intents import asks_for_human
from bot.desk.request_types import RequestType, type_meant
from bot.exchange import Exchange
from bot.messages import Message, Press
from bot.wording.catalogue import Wording
from bot.wording.filling import question_card, ready_card
from bot.wording.request import line_card


async def hear(x: Exchange, message: Message, conversation: Conversation, requests: Requests) -> Conversation | None:
    """Words in a thread in which a form is filled in, or is to be: the conversation with which to go on if they were
    not about that."""
    filling = conversation.filling
    if filling is None and begins(message.text) and conversation.ticket is None:
        meant = type_meant(x.desk.request_types, conversation.question)
        if meant is None:
            return conversation
        await _ask(x, conversation, meant, Step(Filling(meant.id)))
        return None
    if filling is None or asks_for_human(message.text):
        return replace(conversation, filling=None)
    wanted = next((each for each in x.desk.request_types if each.id == filling.type), None)
    if wanted is None:
        await x.refuse(message, "request-gone")
        await x.work.save_conversation(replace(conversation, filling=None))
        return None
    step = take(request_form(wanted, conversation.language), filling, message.text, x.here.date())
    if step.sends:
        reader = replace(message, sender=replace(message.sender, language=conversation.language))
        await open_request(x, reader, wanted, dict(filling.answers), requests)
        return None
    await _ask(x, conversation, wanted, step)
    return None


async def begin(x: Exchange, message: Message, press: Press) -> None:
    """*Ask me here*: in the sender's own thread."""
    wanted = next((each for each in x.desk.request_types if each.id == press.value), None)
    conversation = await conversation_in(x, message.thread)
    if wanted is None:
        await x.refuse(message, "request-gone")
    elif conversation is None or conversation.asker != message.sender:
        await x.refuse(message, "filling-elsewhere", title=wanted.title.of(x.words_for(message.sender).language))
    else:
        await _ask(x, conversation, wanted, Step(Filling(wanted.id)))


async def _ask(x: Exchange, conversation: Conversation, wanted: RequestType, step: Step) -> None:
    words = Wording(conversation.language)
    await x.say(conversation.thread, _card(words, wanted, step), conversation.route)
    await x.work.save_conversation(replace(conversation, filling=step.filling, at=x.now))


def _card(words: Wording, wanted: RequestType, step: Step) -> Card:
    """What is asked next, or that nothing is any more."""
    if step.filling is None:
        return line_card(words, words.say("filling-left"))
    form, why = request_form(wanted, words.language), worded(words, step.wrong) if step.wrong else ""
    field, place, of = asked(form, step.filling)
    return (
        question_card(words, field, (place, of), why) if field else ready_card(words, form, step.filling.answers, why)
    )
