"""Leading somebody through a guide: which answer is meant, where it leads, one step back, and going on after days in a
guide that was changed meanwhile.

The path walked is kept with the article that was tried (`Tried.steps`), so it reaches the ticket as it is; where the
conversation stands now is its `Walk`.
"""

import re
from dataclasses import replace
from enum import StrEnum

from bot.conversation.choosing import Gist, meant_place
from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.heard import Heard, heard_more
from bot.conversation.intents import Intent, bare_intent, intent_of, normal
from bot.conversation.steps import Confirm, Lead, Note, OpenTicket, Turn
from bot.tickets.ticket import Choice, Passed, Tried
from kb.guide import ENDS, PERSON, SOLVED, Answer, Guide, Step, Texts, spoken
from kb.search import Hit

MOST_PASSED = 40
"""Steps of which a path tells; guides may have loops, and people go round in them."""
_LONGEST_NAME = 160
"""Characters of a step's name in the path."""


class Notice(StrEnum):
    """What is said above a step that is not simply the next one."""

    NONE = ""
    HOW = "how"
    """The words meant none of the answers."""
    FIRST = "first"
    """There is no step before it."""
    CHANGED = "changed"
    """The step reads otherwise now than it was shown."""
    MOVED = "moved"
    """The step that was shown is there no longer; this is the nearest before it."""


def begin(conversation: Conversation, guide: Guide, tried: Tried, hit: Hit | None = None) -> Turn:
    """The guide's first step, for an article that it goes with, or that it is itself: from now on that is the one tried
    last."""
    others = tuple(each for each in conversation.tried if each.slug != tried.slug)
    return _at(replace(conversation, tried=(*others, replace(tried, steps=()))), guide, guide.start, hit=hit)


def go_on(conversation: Conversation, guide: Guide, heard: Heard) -> Turn:
    """What follows from an answer, or from words that are none."""
    settled, step, notice = _settled(conversation, guide)
    if heard.intent is Intent.SOLVED:
        return _solved(settled)
    if notice:
        return _at(heard_more(settled, heard) if heard.text and not heard.place else settled, guide, step, notice)
    if 0 < heard.place <= len(step.answers):
        return _answered(settled, guide, step, step.answers[heard.place - 1])
    return _otherwise(settled, guide, step, heard)


def meant_answer(text: str, step: Step, language: str, gist: Gist) -> int:
    """Which of a step's answers these words are, from 1: by its number, its words, or yes and no; 0 for none."""
    labels = [spoken(answer.label, language) for answer in step.answers]
    place = meant_place(text, [Choice("", label, language) for label in labels], gist)
    if 0 < place <= len(labels):
        return place
    intent = bare_intent(text)
    sides = _SIDES.get(intent if intent is not Intent.OTHER else intent_of(text), ())
    fitting = [place for place, label in enumerate(labels, 1) if _side(label) in sides]
    return fitting[0] if len(fitting) == 1 else 0


def place_pressed(conversation: Conversation, step: Step, value: str) -> int:
    """The answer that a pressed button names, from 1, if it stands on the step that is shown."""
    round, _, place = value.partition(".")
    fits = round == str(conversation.round) and place.isascii() and place.isdecimal() and len(place) < 3
    return int(place) if fits and int(place) <= len(step.answers) else 0


def step_shown(conversation: Conversation, guide: Guide) -> Step:
    """The step at which the conversation stands, as it reads now, or the one at which it will go on."""
    return _settled(conversation, guide)[1]


_SIDES = {Intent.YES: (Intent.YES,), Intent.NO: (Intent.NO,), Intent.STILL: (Intent.NO, Intent.STILL)}
_OPENING = re.compile(r"\s*(\w+)\s*(?:[,.;:!–—-]|$)")


def _side(label: str) -> Intent:
    """Yes or no where an answer begins so: "No, it stays dark", not "No light at all"; else what it means."""
    opening = _OPENING.match(label)
    first = bare_intent(opening[1]) if opening else Intent.OTHER
    return first if first in (Intent.YES, Intent.NO) else intent_of(normal(label))


def _settled(conversation: Conversation, guide: Guide) -> tuple[Conversation, Step, Notice]:
    """The same where the guide is as it was; else at the same step as it reads now, or the nearest before it that there
    still is, or the first."""
    walk = conversation.walk
    step = guide.step(walk.step)
    if step is not None:
        return conversation, step, Notice.NONE if step.digest == walk.version else Notice.CHANGED
    back, step = _back(conversation, guide)
    return back, step or guide.start, Notice.MOVED


def _back(conversation: Conversation, guide: Guide) -> tuple[Conversation, Step | None]:
    """Without the last answer, and those before it whose steps are there no longer."""
    *others, tried = conversation.tried
    path = list(tried.steps)
    step = None
    while path and step is None:
        step = guide.step(path.pop().step)
    return replace(conversation, tried=(*others, replace(tried, steps=tuple(path)))), step


def _answered(conversation: Conversation, guide: Guide, step: Step, answer: Answer) -> Turn:
    passed = _passed(conversation, step, answer.label)
    following = guide.step(answer.to)
    if answer.to in ENDS or following is None:
        return _solved(passed) if answer.to == SOLVED else _ticket(passed)
    if following.end != PERSON:
        return _at(passed, guide, following)
    shown = _at(_passed(passed, following, ()), guide, following)
    end = _ticket(shown.conversation)
    return replace(end, steps=(*shown.steps, *end.steps))


def _otherwise(conversation: Conversation, guide: Guide, step: Step, heard: Heard) -> Turn:
    told = heard_more(conversation, heard) if heard.text else conversation
    match heard.intent:
        case Intent.BACK:
            back, before = _back(conversation, guide)
            return _at(back, guide, before) if before else _at(back, guide, step, Notice.FIRST)
        case Intent.YES if step.end == SOLVED:
            return _solved(told)
        case Intent.STILL | Intent.NO | Intent.YES if step.end:
            return _ticket(_passed(told, step, ()))
        case Intent.NEITHER:
            return _ticket(told, "none-fits")
        case _:
            return _at(told, guide, step, Notice.HOW)


def _passed(conversation: Conversation, step: Step, answer: Texts) -> Conversation:
    """With one more step on the path."""
    *others, tried = conversation.tried
    name = tuple((language, _cut(text)) for language, text in step.name)
    steps = (*tried.steps, Passed(step.id, name, answer))[-MOST_PASSED:]
    return replace(conversation, tried=(*others, replace(tried, steps=steps)))


def _at(
    conversation: Conversation, guide: Guide, step: Step, notice: Notice = Notice.NONE, hit: Hit | None = None
) -> Turn:
    at = replace(
        conversation,
        stage=Stage.GUIDED,
        round=conversation.round + 1,
        walk=Walk(guide.id, step.id, step.digest),
    )
    return Turn(at, (Lead(guide, step, notice, hit),))


def _solved(conversation: Conversation) -> Turn:
    solved = replace(conversation, stage=Stage.SOLVED, answer_key="", walk=Walk())
    return Turn(solved, (Note(conversation.tried[-1], worked=True), Confirm()))


def _ticket(conversation: Conversation, reason: str = "not-helped") -> Turn:
    ticketed = replace(conversation, stage=Stage.TICKETED, walk=Walk())
    return Turn(ticketed, (Note(conversation.tried[-1], worked=False), OpenTicket(reason)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
