"""What was said or pressed, as the conversation hears it: with its meaning, and what the knowledge base has for it."""

from collections.abc import Sequence

from bot.conversation.choosing import meant_place, numbered_place, pressed_place
from bot.conversation.conversation import Conversation, Stage
from bot.conversation.heard import Heard
from bot.conversation.intents import Intent, asks_for_human, bare_intent, intent_of
from bot.library import Library
from bot.messages import Press
from bot.wording.request import CHOOSE, NOT_YET, SEPARATE, SOLVED, STILL, WORKS
from kb.confidence import Zone
from kb.search import Hit

_MEANING = {
    SOLVED: Intent.SOLVED,
    WORKS: Intent.SOLVED,
    NOT_YET: Intent.STILL,
    STILL: Intent.STILL,
    CHOOSE: Intent.OTHER,
}
_FOLLOW_UPS = frozenset({Intent.STILL, Intent.SOLVED, Intent.THANKS, Intent.YES, Intent.NO})


def words_heard(library: Library, conversation: Conversation, text: str, hits: Sequence[Hit]) -> Heard:
    """Words; `hits` are for them alone."""
    first, choosing = conversation.stage is Stage.NEW, conversation.stage is Stage.CHOOSING
    intent = first_intent(text) if first else intent_of(text)
    place = meant_place(text, conversation.choices, library.gist) if choosing else 0
    told = f"{conversation.question}\n{text}" if intent is Intent.OTHER else conversation.question
    in_context = () if first or place or not told else library.search(told, conversation.language)
    language = library.language(text, conversation.language)
    return Heard(text, intent, hits, in_context, language, place, _left(library, conversation))


def press_heard(library: Library, conversation: Conversation, press: Press) -> Heard:
    """A button of ours, checked already. All but those with a meaning of their own bring a person."""
    if press.action == SEPARATE:
        return _separate(library, conversation)
    intent = _MEANING.get(press.action, Intent.HUMAN)
    again = intent is Intent.STILL
    hits = library.search(conversation.question, conversation.language) if again else ()
    place = pressed_place(conversation, press.value) if press.action == CHOOSE else 0
    return Heard("", intent, (), hits, conversation.language, place, _left(library, conversation))


def _separate(library: Library, conversation: Conversation) -> Heard:
    """The question, which was taken for a part of a ticket, is another: articles that may fit it, or else a person."""
    question = conversation.question
    hits = library.search(question, conversation.language)
    if hits and hits[0].zone is not Zone.UNKNOWN:
        return Heard(question, Intent.OTHER, hits, language=conversation.language)
    return Heard("", Intent.HUMAN, language=conversation.language)


def first_intent(text: str) -> Intent:
    """What opens a conversation is a question, a greeting or a call for a human, never feedback."""
    if asks_for_human(text):
        return Intent.HUMAN
    bare = bare_intent(text)
    return bare if bare in (Intent.GREETING, Intent.THANKS) else Intent.OTHER


def is_bare(text: str) -> bool:
    """Whether it means nothing without something said before."""
    return bare_intent(text) in _FOLLOW_UPS or picks(text)


def picks(text: str) -> bool:
    """Whether it means nothing without a choice: one of them by its number, or none."""
    return bare_intent(text) is Intent.NEITHER or numbered_place(text) > 0


def _left(library: Library, conversation: Conversation) -> tuple[Hit, ...]:
    """What there still is of the open choice, as it reads now."""
    if conversation.stage is not Stage.CHOOSING:
        return ()
    articles = [library.article(choice.language, choice.slug) for choice in conversation.choices]
    return tuple(
        Hit(article, 0.0, 0.0, sure=False, translated=article.language != conversation.language, zone=Zone.CHOOSE)
        for article in articles
        if article is not None
    )
