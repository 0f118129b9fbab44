"""The one question before a ticket: what it is about, where that decides who gets it. Whatever is said next opens the
ticket, and so does silence."""

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import timedelta

from bot.conversation.conversation import Conversation, Stage
from bot.desk.guessing import Guess, likeliest, matters, to_choose_from
from bot.desk.routing import Matter
from bot.exchange import Exchange
from bot.messages import Thread
from bot.ports import Timer, TimerKind
from bot.ticketing import intake
from bot.tickets.ticket import Choice
from bot.wording.catalogue import Wording

_PATIENCE = timedelta(minutes=5)
"""After which whoever says nothing gets the ticket all the same."""


def choices_for(x: Exchange, conversation: Conversation, guess: Callable[[], Sequence[Guess]]) -> tuple[Choice, ...]:
    """What to ask: first what is guessed, without a title, then the categories to choose from; none where nobody is to
    be asked, or was before."""
    if conversation.sorting or not matters(x.desk):
        return ()
    found = guess()
    named = to_choose_from(x.desk, _matter(x, conversation), found)
    language = conversation.language
    listed = [Choice(name, x.desk.title(name).of(language) or name, language) for name in named]
    return (Choice(likeliest(found), "", language), *listed) if listed else ()


async def wait(x: Exchange, conversation: Conversation) -> None:
    """Open the ticket in a while, unless something is said before."""
    subject = json.dumps(astuple(conversation.thread), ensure_ascii=False)
    await x.work.set_timer(Timer(f"{x.cause}-unsorted", TimerKind.UNSORTED, 0, x.now + _PATIENCE, subject))


async def stop_waiting(x: Exchange, subject: str) -> None:
    """Nobody said what it is about: the ticket opens as it is."""
    conversation = await x.work.conversation(Thread(*json.loads(subject)))
    if conversation is None or conversation.stage is not Stage.SORTING:
        return
    await x.put_buttons_away(conversation.answer_key)
    asked = replace(conversation, stage=Stage.TICKETED, answer_key="")
    opened = await intake.bring_in(x, asked, conversation.sorting[0].slug)
    await x.work.save_conversation(replace(asked, ticket=opened.number, at=x.now))


def _matter(x: Exchange, conversation: Conversation) -> Matter:
    thread = conversation.thread
    return Matter(
        conversation.question,
        channel=(thread.platform, thread.channel),
        client=x.desk.client(conversation.asker),
        language=Wording(conversation.language).language,
    )
