"""What was said or pressed, as the conversation hears it: with its meaning, and what the knowledge base has for it."""

from collections.abc import Sequence

from bot.conversation.choosing import (
    is_unsure,
    meant_place,
    numbered_place,
    pressed_place,
    sorted_place,
    sorting_place,
)
from bot.conversation.conversation import Conversation, Stage
from bot.conversation.guiding import meant_answer, place_pressed, step_shown
from bot.conversation.heard import Heard
from bot.conversation.intents import Intent, asks_for_human, bare_intent, intent_of
from bot.library import Library
from bot.messages import Press
from bot.wording.request import ANSWER, BACK, CHOOSE, GUIDE, NOT_YET, SEPARATE, SOLVED, SORT, STILL, WORKS
from kb.confidence import Zone
from kb.guide import Guide
from kb.search import Hit

_MEANING = {
    SOLVED: Intent.SOLVED,
    WORKS: Intent.SOLVED,
    NOT_YET: Intent.STILL,
    STILL: Intent.STILL,
    ANSWER: Intent.OTHER,
    BACK: Intent.BACK,
    GUIDE: Intent.GUIDE,
    CHOOSE: Intent.OTHER,
}
_FOLLOW_UPS = frozenset({Intent.STILL, Intent.SOLVED, Intent.THANKS, Intent.YES, Intent.NO, Intent.BACK, Intent.GUIDE})


def words_heard(library: Library, conversation: Conversation, text: str, hits: Sequence[Hit]) -> Heard:
    """Words; `hits` are for them alone."""
    if conversation.stage is Stage.SORTING:
        place = sorted_place(text, conversation.sorting, library.gist)
        return Heard("" if is_unsure(text) else text, intent_of(text), place=place, language=conversation.language)
    first, guide = conversation.stage is Stage.NEW, _guide(library, conversation)
    intent = first_intent(text) if first else intent_of(text)
    place = _place(library, conversation, text, guide)
    led = guide is not None and conversation.stage is Stage.GUIDED
    told = f"{conversation.question}\n{text}" if intent is Intent.OTHER else conversation.question
    in_context = () if first or place or led or not told else library.search(told, conversation.language)
    language = library.language(text, conversation.language)
    left = _left(library, conversation)
    guides = _guides(library, (*hits, *in_context, *left))
    return Heard(text, intent, hits, in_context, language, place, left, guide, guides)


def press_heard(library: Library, conversation: Conversation, press: Press) -> Heard:
    """A button of ours, checked already. All but those with a meaning of their own bring a person."""
    if press.action == SEPARATE:
        return _separate(library, conversation)
    if press.action == SORT:
        place = sorting_place(conversation, press.value) or 0
        return Heard("", Intent.OTHER, place=place, language=conversation.language)
    intent, guide = _MEANING.get(press.action, Intent.HUMAN), _guide(library, conversation)
    led = conversation.stage is Stage.GUIDED
    again = (led and guide is None) or (intent is Intent.STILL and not led)
    hits = library.search(conversation.question, conversation.language) if again else ()
    place = pressed_place(conversation, press.value) if press.action == CHOOSE else 0
    if press.action == ANSWER and guide is not None:
        place = place_pressed(conversation, step_shown(conversation, guide), press.value)
    left = _left(library, conversation)
    return Heard("", intent, (), hits, conversation.language, place, left, guide, _guides(library, (*hits, *left)))


def _place(library: Library, conversation: Conversation, text: str, guide: Guide | None) -> int:
    """Which of the choices that are open, or of the answers to a guide's step, these words name."""
    if conversation.stage is Stage.CHOOSING:
        return meant_place(text, conversation.choices, library.gist)
    if conversation.stage is Stage.GUIDED and guide is not None:
        return meant_answer(text, step_shown(conversation, guide), conversation.language, library.gist)
    return 0


def _guide(library: Library, conversation: Conversation) -> Guide | None:
    """The guide in which the conversation stands, or that goes with the article given last."""
    if conversation.stage is Stage.GUIDED:
        return library.guide(conversation.walk.guide)
    if conversation.stage is not Stage.OFFERED or not conversation.tried:
        return None
    given = conversation.tried[-1]
    article = library.article(given.language, given.slug)
    return library.guide(article.guide) if article and article.guide else None


def _guides(library: Library, hits: Sequence[Hit]) -> dict[str, Guide]:
    """Those that are hits themselves."""
    found = (library.guide(hit.article.guide) for hit in hits if hit.article.is_guide)
    return {guide.id: guide for guide in found if guide is not None}


def _separate(library: Library, conversation: Conversation) -> Heard:
    """The question, which was taken for a part of a ticket, is another: articles that may fit it, or else a person."""
    question = conversation.question
    hits = library.search(question, conversation.language)
    if hits and hits[0].zone is not Zone.UNKNOWN:
        return Heard(question, Intent.OTHER, hits, language=conversation.language, guides=_guides(library, hits))
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
