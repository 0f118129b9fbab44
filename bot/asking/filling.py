"""Fills in a form by words where no dialog opens: asks for field after field in the thread, and opens the ticket."""

from dataclasses import replace
from datetime import timedelta

from bot.asking.catalogue import open_request
from bot.asking.requests import Requests, conversation_in
from bot.cards import Card
from bot.commands.forms import request_form, worded
from bot.conversation.conversation import Conversation, Stage
from bot.conversation.form_in_words import Filling, Step, asked, begins, take
from bot.conversation.intents import asks_for_human
from bot.desk.request_types import RequestType, type_meant
from bot.exchange import Exchange
from bot.messages import Message, Press, chat_with
from bot.wording.catalogue import Wording
from bot.wording.filling import question_card, ready_card
from bot.wording.request import line_card

_AT_IT = timedelta(hours=2)
"""How long words outside its thread may be meant for a form."""


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
    """*Ask me here*: in the sender's own conversation in this thread, and where there is none in their chat with us."""
    wanted = next((each for each in x.desk.request_types if each.id == press.value), None)
    if wanted is None:
        await x.refuse(message, "request-gone")
        return
    here = await conversation_in(x, message.thread)
    own = here if here is not None and here.asker == message.sender else await _in_chat(x, message)
    await _ask(x, own, wanted, Step(Filling(wanted.id)))
    if own.thread.channel != message.thread.channel:
        await x.refuse(message, "filling-in-chat")


async def goes_on(x: Exchange, message: Message, here: Conversation | None, requests: Requests) -> bool:
    """Whether words in a direct chat, at its top or in a thread of no conversation, were for a form that is filled in
    elsewhere in it: that goes on here then. Desks without forms pay nothing for this, and others no more than two
    queries for words that no article answers."""
    settled = here is not None and (here.thread.root != "" or here.filling is not None)
    if settled or not message.direct or not x.desk.request_types or requests.is_sure or asks_for_human(message.text):
        return False
    for place in (message.thread, chat_with(message.sender)):
        latest = await x.work.latest_conversation(place, message.sender)
        if latest is not None and _is_meant(x, latest, message.text):
            await x.work.save_conversation(replace(latest, filling=None))
            moved = _moved(latest, message, here)
            await x.work.save_conversation(moved)
            return await hear(x, message, replace(moved, version=moved.version + 1), requests) is None
    return False


def _is_meant(x: Exchange, latest: Conversation, text: str) -> bool:
    if x.now - latest.at > _AT_IT:
        return False
    offered = latest.ticket is None and type_meant(x.desk.request_types, latest.question) is not None
    return latest.filling is not None or (offered and begins(text))


def _moved(latest: Conversation, message: Message, here: Conversation | None) -> Conversation:
    """The conversation with the form where its next words were said."""
    if here is not None:
        return replace(here, filling=latest.filling, question=here.question or latest.question)
    new = replace(latest, thread=message.thread, link=message.link, route=message.route or latest.route, version=0)
    return replace(new, stage=Stage.NEW, ticket=None, answer_key="") if latest.ticket else replace(new, answer_key="")


async def _in_chat(x: Exchange, message: Message) -> Conversation:
    """The sender's chat with us as a whole, for questions that stand in no thread."""
    thread = replace(message.thread, root="") if message.direct else chat_with(message.sender)
    before = await x.work.conversation(thread)
    language, version = x.words_for(message.sender).language, before.version if before else 0
    return Conversation(thread, message.sender, x.now, language=language, route=message.route, version=version)


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
