"""One turn of a conversation: pure, and all the judgement is here.

`take_turn` is given what is known and says what follows, as steps for the engine to carry out. It knows no platform, no
database and no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.intents import Intent
from bot.conversation.steps import (
    Admit,
    AskWhetherSolved,
    CloseTicket,
    Confirm,
    Greet,
    Note,
    Offer,
    OpenTicket,
    Relay,
    Reopen,
    Step,
    Welcome,
)
from bot.tickets import ACTIVE, Status, Tried
from kb.search import Hit

MOST_ANSWERS = 2
"""The best article, and the next best once; then a person."""
MOST_ALTERNATIVES = 2
LIKELY_AT = 0.2
"""Confidence below which an article is not worth naming beside an answer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the asker said: its words, meaning, and what the knowledge base has (best first).

    `hits` are for the words alone, `in_context` for the question before with these words added to it. `language`
    is that of the words.
    """

    text: str
    intent: Intent
    hits: Sequence[Hit] = ()
    in_context: Sequence[Hit] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Turn:
    """The conversation afterwards and what is to be done, in this order. No steps: stay silent."""

    conversation: Conversation
    steps: tuple[Step, ...] = ()


def take_turn(conversation: Conversation, heard: Heard, status: Status | None = None) -> Turn:
    """What follows from the asker's words. `status` is that of the conversation's ticket, if it has one."""
    if conversation.stage is Stage.TICKETED and status is not None:
        return _with_ticket(conversation, heard, status)
    if heard.intent is Intent.HUMAN:
        return _ticket(_heard_more(conversation, heard), "asked")
    if conversation.stage is Stage.NEW:
        return _first(conversation, heard)
    if conversation.stage is Stage.SOLVED:
        return _after_solved(conversation, heard)
    return _feedback(conversation, heard)


def _with_ticket(conversation: Conversation, heard: Heard, status: Status) -> Turn:
    if status in ACTIVE:
        return Turn(conversation, (Relay(),))
    match heard.intent:
        case Intent.STILL | Intent.NO | Intent.HUMAN:
            return Turn(conversation, (Reopen(), Relay()))
        case Intent.SOLVED | Intent.YES:
            return Turn(conversation, (CloseTicket(),) if status is Status.RESOLVED else ())
        case Intent.THANKS | Intent.GREETING:
            return Turn(conversation, (Welcome(),))
        case _ if status is Status.RESOLVED and not _is_sure(heard):
            return Turn(conversation, (Relay(), AskWhetherSolved()))
        case _:
            return _first(_anew(conversation, heard), heard)


def _first(conversation: Conversation, heard: Heard) -> Turn:
    if heard.intent in (Intent.GREETING, Intent.THANKS) or not heard.text.strip():
        return Turn(conversation, (Greet(),))
    return _answer(replace(conversation, question=heard.text), heard)


def _after_solved(conversation: Conversation, heard: Heard) -> Turn:
    match heard.intent:
        case Intent.STILL:
            return _not_helped(conversation, heard)
        case Intent.OTHER:
            return _first(_anew(conversation, heard), heard)
        case _:
            return Turn(conversation)


def _feedback(conversation: Conversation, heard: Heard) -> Turn:
    unsure = conversation.stage is Stage.UNSURE
    match heard.intent:
        case Intent.YES if unsure:
            return _ticket(conversation, "unknown")
        case Intent.SOLVED | Intent.YES:
            solved = replace(conversation, stage=Stage.SOLVED, answer_key="")
            return Turn(solved, (*_noted(conversation, worked=True), Confirm()))
        case Intent.NO if unsure:
            return Turn(conversation, (Welcome(),))
        case Intent.STILL | Intent.NO:
            return _not_helped(conversation, heard)
        case Intent.OTHER:
            return _said_more(conversation, heard)
        case _:
            return Turn(conversation, (Welcome(),))


def _not_helped(conversation: Conversation, heard: Heard) -> Turn:
    told = _heard_more(conversation, heard)
    fresh = _fresh(told, heard.in_context)
    again = len(told.tried) < MOST_ANSWERS and fresh and told.stage is not Stage.UNSURE
    turn = _offer(told, fresh, again=True) if again else _ticket(told, "not-helped")
    return replace(turn, steps=(*_noted(conversation, worked=False), *turn.steps))


def _noted(conversation: Conversation, *, worked: bool) -> tuple[Note, ...]:
    """The word on the article that was given last; a word on "I do not know" is about none."""
    given = conversation.stage is not Stage.UNSURE and conversation.tried
    return (Note(given[-1], worked),) if given else ()


def _said_more(conversation: Conversation, heard: Heard) -> Turn:
    """Words after an answer: another question, if they have an answer of their own, else more about the first."""
    if _is_sure(heard) and _is_another(conversation, heard):
        return _first(_anew(conversation, heard), heard)
    told = _heard_more(conversation, heard)
    fresh = _fresh(told, heard.in_context)
    if fresh and fresh[0].sure and len(told.tried) < MOST_ANSWERS:
        return _offer(told, fresh, again=bool(told.tried))
    return _ticket(told, "not-helped" if told.tried else "unknown")


def _answer(conversation: Conversation, heard: Heard) -> Turn:
    fresh = _fresh(conversation, heard.hits)
    if fresh and fresh[0].sure:
        return _offer(conversation, fresh, again=False)
    nearest = tuple(fresh[: MOST_ALTERNATIVES + 1])
    unsure = replace(conversation, stage=Stage.UNSURE, round=conversation.round + 1)
    return Turn(unsure, (Admit(nearest),))


def _offer(conversation: Conversation, fresh: Sequence[Hit], *, again: bool) -> Turn:
    best, *others = fresh
    article = best.article
    offered = replace(
        conversation,
        stage=Stage.OFFERED,
        round=conversation.round + 1,
        tried=(*conversation.tried, Tried(article.slug, article.title, article.language, article.digest)),
    )
    likely = [hit for hit in others if hit.confidence >= LIKELY_AT]
    return Turn(offered, (Offer(best, tuple(likely[:MOST_ALTERNATIVES]), again),))


def _ticket(conversation: Conversation, reason: str) -> Turn:
    return Turn(replace(conversation, stage=Stage.TICKETED, answer_key=""), (OpenTicket(reason),))


def _fresh(conversation: Conversation, hits: Sequence[Hit]) -> list[Hit]:
    tried = {article.slug for article in conversation.tried}
    return [hit for hit in hits if hit.article.slug not in tried]


def _is_sure(heard: Heard) -> bool:
    """The words alone are a question with a known answer."""
    return bool(heard.hits) and heard.hits[0].sure


def _is_another(conversation: Conversation, heard: Heard) -> bool:
    """That answer has not been given yet."""
    return heard.hits[0].article.slug not in {article.slug for article in conversation.tried}


def _heard_more(conversation: Conversation, heard: Heard) -> Conversation:
    """The conversation with words that carry news added to the question: nobody asks twice."""
    if not conversation.question:
        return replace(conversation, question=heard.text)
    if heard.intent in (Intent.HUMAN, Intent.STILL, Intent.OTHER) and _is_news(heard.text):
        return replace(conversation, question=f"{conversation.question}\n{heard.text}")
    return conversation


_SHORTEST_NEWS = 4


def _is_news(text: str) -> bool:
    return len(text.split()) >= _SHORTEST_NEWS


def _anew(conversation: Conversation, heard: Heard) -> Conversation:
    """The same thread with nothing said yet, for a new question in its own language."""
    return replace(
        conversation,
        stage=Stage.NEW,
        question="",
        context=(),
        tried=(),
        answer_key="",
        ticket=None,
        language=heard.language,
    )
