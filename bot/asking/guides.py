"""Guides as people see them in a thread: one message that is edited in place by presses, and tells the way that was
taken once it is left."""

from dataclasses import replace

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.guiding import step_shown
from bot.conversation.steps import Lead, Step
from bot.exchange import Exchange
from bot.library import Library
from bot.messages import Message, Person
from bot.wording.catalogue import Wording
from bot.wording.guide import left_card, step_card, step_line
from bot.wording.request import ANSWER, BACK


def is_in_place(message: Message, step: Step) -> bool:
    """Whether the step takes the place of the card whose button was pressed."""
    return isinstance(step, Lead) and message.pressed is not None and message.pressed.action in (ANSWER, BACK)


async def show_step(
    x: Exchange, message: Message, conversation: Conversation, step: Lead, alone: Person | None
) -> Conversation:
    """Show it: after a press in the place of the one before; after words below them, and so where it is for the eyes of
    one person `alone`, since not every platform can edit that."""
    card = step_card(
        Wording(conversation.language), step, round=conversation.round, first=not conversation.tried[-1].steps
    )
    if conversation.stage is not Stage.GUIDED:
        card = card.without_buttons()
    if alone is None and is_in_place(message, step) and await x.edit(conversation.answer_key, card):
        return conversation
    key = await x.say(conversation.thread, card, conversation.route, private_to=alone)
    return replace(conversation, answer_key=key)


async def leave_step(x: Exchange, library: Library, before: Conversation, after: Conversation) -> None:
    """The message of the guide, which asks for nothing any more, tells the way up to here."""
    shown = await x.work.post(before.answer_key) if before.answer_key else None
    if shown is None or shown.private_to is not None:
        return
    guide, tried = library.guide(before.walk.guide), before.tried[-1]
    longer = next((each for each in after.tried if each.slug == tried.slug), tried)
    card = left_card(Wording(before.language), guide, longer, where(library, before))
    await x.edit(before.answer_key, card)


def where(library: Library, conversation: Conversation) -> str:
    """The step of a guide at which the asker is, in a few words."""
    guide = library.guide(conversation.walk.guide)
    return step_line(conversation.language, step_shown(conversation, guide)) if guide else "…"
