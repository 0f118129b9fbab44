"""One turn of a conversation: pure, and all the judgement is here.

`take_turn` is given what is known and says what follows, as steps for the engine to carry out. It knows no platform, no
database and no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.intents import Intent
from bot.tickets import ACTIVE, Status, Tried
from kb.search import Hit

MOST_ANSWERS = 2
"""The best article, and the next best once; then a person."""
MOST_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """Give the article as the answer, with alternatives by name."""

    hit: Hit
    alternatives: tuple[Hit, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Admit:
    """Say that no fix is known, offer a ticket, and name the nearest articles as such."""

    nearest: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirm:
    """Note that the article helped, and close with a line."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Bring in a person."""

    reason: str
    """"asked", "not-helped" or "unknown"."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Carry the words to the people who look after the ticket."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The resolved ticket is not solved."""


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """The requester says that the resolved ticket is."""


@dataclass(frozen=True, slots=True)
class AskWhetherSolved:
    """Words after the ticket was resolved: ask what they mean, and carry them along."""


@dataclass(frozen=True, slots=True)
class Greet:
    """Say hello and how to ask."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer thanks for an offered article without taking them for a confirmation."""


Step = Offer | Admit | Confirm | OpenTicket | Relay | Reopen | CloseTicket | AskWhetherSolved | Greet | Welcome


@dataclass(frozen=True, slots=True)
class Heard:
    """What the asker said: its words, meaning, and what the knowledge base has for it (best first).

    `answer_at` is the confidence from which a hit may be given as the answer.
    """

    text: str
    intent: Intent
    hits: Sequence[Hit] = ()
    answer_at: float = 1.0


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
        case Intent.THANKS:
            return Turn(conversation)
        case _ if status is Status.RESOLVED:
            return Turn(conversation, (Relay(), AskWhetherSolved()))
        case _:
            return _first(_anew(conversation), heard)


def _first(conversation: Conversation, heard: Heard) -> Turn:
    if heard.intent in (Intent.GREETING, Intent.THANKS) or not heard.text.strip():
        return Turn(conversation, (Greet(),))
    return _answer(replace(conversation, question=heard.text), heard)


def _after_solved(conversation: Conversation, heard: Heard) -> Turn:
    match heard.intent:
        case Intent.STILL:
            return _not_helped(conversation, heard)
        case Intent.OTHER:
            return _first(_anew(conversation), heard)
        case _:
            return Turn(conversation)


def _feedback(conversation: Conversation, heard: Heard) -> Turn:
    unsure = conversation.stage is Stage.UNSURE
    match heard.intent:
        case Intent.YES if unsure:
            return _ticket(conversation, "unknown")
        case Intent.SOLVED | Intent.YES:
            return Turn(replace(conversation, stage=Stage.SOLVED, answer_key=""), (Confirm(),))
        case Intent.NO if unsure:
            return Turn(conversation, (Welcome(),))
        case Intent.STILL | Intent.NO:
            return _not_helped(conversation, heard)
        case Intent.OTHER:
            return _more_detail(conversation, heard)
        case _:
            return Turn(conversation, (Welcome(),))


def _not_helped(conversation: Conversation, heard: Heard) -> Turn:
    told = _heard_more(conversation, heard)
    fresh = _fresh(told, heard)
    if len(told.tried) < MOST_ANSWERS and fresh and told.stage is not Stage.UNSURE:
        return _offer(told, fresh, again=True)
    return _ticket(told, "not-helped")


def _more_detail(conversation: Conversation, heard: Heard) -> Turn:
    told = _heard_more(conversation, heard)
    fresh = _fresh(told, heard)
    if fresh and fresh[0].confidence >= heard.answer_at and len(told.tried) < MOST_ANSWERS:
        return _offer(told, fresh, again=bool(told.tried))
    return _ticket(told, "not-helped" if told.tried else "unknown")


def _answer(conversation: Conversation, heard: Heard) -> Turn:
    fresh = _fresh(conversation, heard)
    if fresh and fresh[0].confidence >= heard.answer_at:
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
        tried=(*conversation.tried, Tried(article.slug, article.title)),
    )
    return Turn(offered, (Offer(best, tuple(others[:MOST_ALTERNATIVES]), again),))


def _ticket(conversation: Conversation, reason: str) -> Turn:
    return Turn(replace(conversation, stage=Stage.TICKETED, answer_key=""), (OpenTicket(reason),))


def _fresh(conversation: Conversation, heard: Heard) -> list[Hit]:
    tried = {article.slug for article in conversation.tried}
    return [hit for hit in heard.hits if hit.article.slug not in tried]


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


def _anew(conversation: Conversation) -> Conversation:
    return replace(conversation, stage=Stage.NEW, question="", context=(), tried=(), answer_key="", ticket=None)
