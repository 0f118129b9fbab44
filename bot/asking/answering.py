"""What those who ask are shown, where, and for whose eyes."""

from collections.abc import Sequence

from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.conversation.steps import Admit, Choose, Offer
from bot.exchange import Exchange
from bot.library import Library
from bot.messages import Person
from bot.wording.catalogue import Wording
from bot.wording.self_help import Source, admit_card, answer_card, choice_card, with_alternatives
from kb.article import Article
from kb.search import Hit


def answer(
    library: Library, x: Exchange, words: Wording, conversation: Conversation, step: Offer | Choose | Admit
) -> Card:
    """The card of an answer, of a choice, or of that there is none."""
    platform = conversation.thread.platform
    if isinstance(step, Choose):
        return choice_card(words, [hit.article for hit in step.hits], round=conversation.round)
    if isinstance(step, Admit):
        return admit_card(words, _sources(library, x, step.nearest, platform), round=conversation.round)
    article = step.hit.article
    source = library.source(article, platform, x)
    card = answer_card(words, article, source, conversation.question, round=conversation.round, again=step.again)
    return with_alternatives(words, card, _sources(library, x, step.alternatives, platform))


async def show(x: Exchange, conversation: Conversation, card: Card) -> str:
    """Answer in the thread, for all to see or for the asker's eyes alone; returns the post's key."""
    return await x.say(conversation.thread, card, conversation.route, private_to=alone(x, conversation))


def alone(x: Exchange, conversation: Conversation) -> Person | None:
    """Whose eyes alone answers are for, if they are."""
    help = x.desk.help(conversation.thread)
    return conversation.asker if help is not None and help.can_whisper else None


def _sources(library: Library, x: Exchange, hits: Sequence[Hit], platform: str) -> list[tuple[Article, Source]]:
    return [(hit.article, library.source(hit.article, platform, x)) for hit in hits]
