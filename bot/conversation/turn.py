"""One turn of a conversation: pure, and all the judgement is here.

`take_turn` is given what is known and says what follows, as steps for the engine to carry out. It knows no platform, no
database and no clock.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.guiding import begin, go_on
from bot.conversation.heard import Heard, anew, fresh, heard_more, is_another
from bot.conversation.intents import Intent, normal
from bot.conversation.offering import admit, answer, choose, given, is_choice, offer
from bot.conversation.steps import (
    AskWhetherSolved,
    CloseTicket,
    Confirm,
    Gone,
    Greet,
    Note,
    Offer,
    OpenTicket,
    Relay,
    Reopen,
    Sort,
    Turn,
    Welcome,
)
from bot.tickets.ticket import ACTIVE, Choice, Status
from kb.confidence import Zone

MOST_ANSWERS = 2
"""The best article, and the next best once; then a person."""


def take_turn(conversation: Conversation, heard: Heard, status: Status | None = None, *, lately: bool = False) -> Turn:
    """What follows from the asker's words. `status` is that of the conversation's ticket, if it has one; `lately`, that
    it was closed so short a time ago that words may well be about it."""
    if conversation.stage is Stage.TICKETED and status is not None:
        return _with_ticket(conversation, heard, status, lately=lately)
    if conversation.stage is Stage.SORTING:
        return _sorted(conversation, heard)
    if heard.intent is Intent.HUMAN:
        return _ticket(heard_more(conversation, heard), "called" if heard.text else "asked")
    return _AT.get(conversation.stage, _feedback)(conversation, heard)


def sort_first(turn: Turn, sorting: Sequence[Choice]) -> Turn:
    """The turn with the question what it is about in the place of the ticket that it opens."""
    *before, _ = turn.steps
    asked = replace(turn.conversation, stage=Stage.SORTING, round=turn.conversation.round + 1, sorting=tuple(sorting))
    return Turn(asked, (*before, Sort()))


def _sorted(conversation: Conversation, heard: Heard) -> Turn:
    """Whatever is said to *What is it about?* opens the ticket, and another call for a human above all."""
    told = conversation if heard.place else heard_more(conversation, heard)
    place = heard.place if heard.place < len(conversation.sorting) else 0
    opened = _ticket(told, "sorted")
    return replace(opened, steps=(OpenTicket("sorted", conversation.sorting[place].slug),))


def _with_ticket(conversation: Conversation, heard: Heard, status: Status, *, lately: bool) -> Turn:
    if status in ACTIVE:
        return Turn(conversation, (Relay(),))
    match heard.intent:
        case Intent.STILL | Intent.NO | Intent.HUMAN:
            return Turn(conversation, (Reopen(), Relay()))
        case Intent.SOLVED | Intent.YES:
            return Turn(conversation, (CloseTicket(),) if status is Status.RESOLVED else ())
        case Intent.THANKS | Intent.GREETING:
            return Turn(conversation, (Welcome(),))
        case _ if _goes_on(conversation, heard, status, lately=lately):
            asks = (Relay(), AskWhetherSolved())
            once_more = (Reopen(), Relay()) if normal(heard.text) else ()  # an emoji makes no ticket
            return Turn(conversation, asks if lately or status is Status.RESOLVED else once_more)
        case _:
            return _first(anew(conversation, heard), heard)


def _goes_on(conversation: Conversation, heard: Heard, status: Status, *, lately: bool) -> bool:
    """Whether words in the thread of a ticket that has ended may be about it. In a chat without threads they are about
    something else after a while, or once an article comes near."""
    if heard.is_sure or not heard.text.strip():
        return False
    return status is Status.RESOLVED or bool(conversation.thread.root) or (lately and not is_choice(heard.hits))


def _first(conversation: Conversation, heard: Heard) -> Turn:
    if heard.intent in (Intent.GREETING, Intent.THANKS) or not heard.text.strip():
        return Turn(conversation, (Greet(),))
    return answer(replace(conversation, question=heard.text), heard)


def _after_solved(conversation: Conversation, heard: Heard) -> Turn:
    match heard.intent:
        case Intent.STILL:
            return _not_helped(conversation, heard)
        case Intent.OTHER | Intent.BACK | Intent.GUIDE:
            return _first(anew(conversation, heard), heard)
        case _:
            return Turn(conversation)


def _feedback(conversation: Conversation, heard: Heard) -> Turn:
    unsure = conversation.stage is Stage.UNSURE
    match heard.intent:
        case Intent.YES if unsure:
            return _ticket(conversation, "unknown")
        case Intent.SOLVED | Intent.YES:
            return _solved(conversation)
        case Intent.STILL | Intent.NO | Intent.NEITHER if not unsure or heard.intent is not Intent.NO:
            return _not_helped(conversation, heard)
        case Intent.OTHER:
            return _said_more(conversation, heard)
        case Intent.GUIDE if conversation.tried and not unsure:
            return _led(conversation, heard)
        case _:
            return Turn(conversation, (Welcome(),))


def _led(conversation: Conversation, heard: Heard) -> Turn:
    """Into the guide of the article given last; that it had one when it was given shows in the press alone."""
    given = conversation.tried[-1]
    if heard.guide is None:
        return Turn(conversation, (Welcome() if heard.text else Gone(given.title, guide=True),))
    return begin(conversation, heard.guide, given)


def _guided(conversation: Conversation, heard: Heard) -> Turn:
    """An answer to a step, or another question that has an answer of its own."""
    if heard.guide is None:
        return _guide_gone(conversation, heard)
    elsewhere = heard.is_sure and heard.hits[0].article.guide != heard.guide.id and is_another(conversation, heard)
    if heard.intent is Intent.OTHER and heard.place == 0 and elsewhere:
        return _first(anew(conversation, heard), heard)
    return go_on(conversation, heard.guide, heard)


def _guide_gone(conversation: Conversation, heard: Heard) -> Turn:
    if heard.intent is Intent.SOLVED:
        return _solved(conversation)
    left = answer(replace(conversation, walk=Walk()), replace(heard, hits=heard.in_context))
    return replace(left, steps=(Gone(conversation.tried[-1].title, guide=True), *left.steps))


def _choosing(conversation: Conversation, heard: Heard) -> Turn:
    """An answer to *Which of these is it?*; agreement is one where there is a single article."""
    agreed = heard.intent is Intent.YES and len(conversation.choices) == 1
    place = 1 if agreed else heard.place
    if 0 < place <= len(conversation.choices):
        return _chosen(conversation, heard, place)
    match heard.intent:
        case Intent.STILL | Intent.NO | Intent.NEITHER:
            return _ticket(heard_more(conversation, heard), "none-fits")
        case Intent.SOLVED:
            return _solved(conversation)
        case Intent.OTHER if place == 0:
            return _said_more(conversation, heard)
        case _:
            return Turn(conversation, (Welcome(),))


def _chosen(conversation: Conversation, heard: Heard, place: int) -> Turn:
    choice = conversation.choices[place - 1]
    for hit in heard.choices:
        if hit.article.slug == choice.slug and hit.article.is_guide:
            return offer(conversation, heard, [hit], again=False)
        if hit.article.slug == choice.slug:
            return Turn(given(conversation, hit.article), (Offer(hit, place=place),))
    left = choose(conversation, heard.choices) if heard.choices else admit(conversation, ())
    return replace(left, steps=(Gone(choice.title), *left.steps))


def _solved(conversation: Conversation) -> Turn:
    solved = replace(conversation, stage=Stage.SOLVED, answer_key="", walk=Walk())
    return Turn(solved, (*_noted(conversation, worked=True), Confirm()))


def _not_helped(conversation: Conversation, heard: Heard) -> Turn:
    told = heard_more(conversation, heard)
    named = _named(told)
    left = sorted(fresh(told, heard.in_context), key=lambda hit: hit.article.slug not in named)
    worth = bool(left) and (left[0].zone is not Zone.UNKNOWN or left[0].article.slug in named)
    again = len(told.tried) < MOST_ANSWERS and worth and told.stage is not Stage.UNSURE
    turn = offer(told, heard, left, again=True) if again else _ticket(told, "not-helped")
    return replace(turn, steps=(*_noted(conversation, worked=False), *turn.steps))


def _named(conversation: Conversation) -> frozenset[str]:
    """After a chosen article the other choices come first: they were named to the asker as likely."""
    chosen = bool(conversation.tried) and conversation.tried[-1].slug in {each.slug for each in conversation.choices}
    return frozenset(choice.slug for choice in conversation.passed_over if chosen)


def _noted(conversation: Conversation, *, worked: bool) -> tuple[Note, ...]:
    """The word on the article that was given last; a word on a choice or on "I do not know" is about none."""
    given = conversation.stage not in (Stage.UNSURE, Stage.CHOOSING) and conversation.tried
    return (Note(given[-1], worked),) if given else ()


def _said_more(conversation: Conversation, heard: Heard) -> Turn:
    """Words after an answer: another question, if they have an answer of their own, else more about the first."""
    if heard.is_sure and is_another(conversation, heard):
        return _first(anew(conversation, heard), heard)
    told = heard_more(conversation, heard)
    left = fresh(told, heard.in_context)
    if left and left[0].sure and len(told.tried) < MOST_ANSWERS:
        return offer(told, heard, left, again=bool(told.tried))
    if is_choice(left) and not told.tried and not told.choices:
        return choose(told, left)
    return _ticket(told, "not-helped" if told.tried else "unknown")


def _ticket(conversation: Conversation, reason: str) -> Turn:
    return Turn(replace(conversation, stage=Stage.TICKETED, answer_key="", walk=Walk()), (OpenTicket(reason),))


_AT = {Stage.NEW: _first, Stage.SOLVED: _after_solved, Stage.CHOOSING: _choosing, Stage.GUIDED: _guided}
"""What words and presses mean at a stage; at the others they are on the answer that was given."""
