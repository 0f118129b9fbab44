"""From what the search has found to what is put before the asker: pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.guiding import begin
from bot.conversation.heard import Heard, fresh
from bot.conversation.steps import Admit, Choose, Offer, Turn
from bot.tickets.ticket import Choice, Tried
from kb.article import Article
from kb.confidence import Zone
from kb.search import Hit

MOST_ALTERNATIVES = 2
MOST_CHOICES = 3
LIKELY_AT = 0.2
"""Confidence below which an article is not worth naming beside an answer."""


def answer(conversation: Conversation, heard: Heard) -> Turn:
    """What the search has found for the words: an answer, a choice, or that there is none."""
    left = fresh(conversation, heard.hits)
    if left and left[0].sure:
        return offer(conversation, heard, left, again=False)
    return choose(conversation, left) if is_choice(left) else admit(conversation, left)


def offer(conversation: Conversation, heard: Heard, hits: Sequence[Hit], *, again: bool) -> Turn:
    """The best of these as the answer; a guide begins with its first step."""
    best, *others = hits
    guide = heard.guides.get(best.article.guide) if best.article.is_guide else None
    if guide is not None:
        return begin(conversation, guide, _tried(best.article), best)
    likely = [hit for hit in others if hit.confidence >= LIKELY_AT]
    return Turn(given(conversation, best.article), (Offer(best, tuple(likely[:MOST_ALTERNATIVES]), again),))


def choose(conversation: Conversation, hits: Sequence[Hit]) -> Turn:
    """Which of the likeliest is it?"""
    named = [hit.article for hit in hits[:MOST_CHOICES]]
    choices = tuple(Choice(article.slug, article.title, article.language) for article in named)
    choosing = replace(conversation, stage=Stage.CHOOSING, round=conversation.round + 1, choices=choices)
    return Turn(choosing, (Choose(tuple(hits[:MOST_CHOICES])),))


def admit(conversation: Conversation, hits: Sequence[Hit]) -> Turn:
    """No fix is known; the nearest articles are named as no more than that."""
    unsure = replace(conversation, stage=Stage.UNSURE, round=conversation.round + 1)
    return Turn(unsure, (Admit(tuple(hits[:MOST_CHOICES])),))


def is_choice(hits: Sequence[Hit]) -> bool:
    """Whether the best of these is likely enough to be put up for choice."""
    return bool(hits) and hits[0].zone is Zone.CHOOSE


def given(conversation: Conversation, article: Article) -> Conversation:
    """The conversation with this article as its answer."""
    return replace(
        conversation,
        stage=Stage.OFFERED,
        round=conversation.round + 1,
        tried=(*conversation.tried, _tried(article)),
    )


def _tried(article: Article) -> Tried:
    return Tried(article.slug, article.title, article.language, article.digest)
