"""What the core needs of the knowledge base."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.turn import Admit, Offer
from bot.exchange import Exchange
from bot.ports.telemetry import Answered
from bot.wording.request import Source
from kb.article import Article, Status
from kb.feedback import gist_of
from kb.search import Hit

Search = Callable[[str, str], Sequence[Hit]]
"""(question, language) → hits, best first."""


@dataclass(frozen=True, slots=True)
class Library:
    """What the conversation needs of the knowledge base. `answer_at`: confidence from which a hit is an answer.

    `language` tells the language of a text, given the person's locale.
    """

    search: Search
    language: Callable[[str, str], str]
    answer_at: float
    link: Callable[[Article, str], str]
    """Address of an article for readers on a platform; empty where they could not open it."""
    gist: Callable[[str], Sequence[str]] = gist_of
    """The stems that say what a question is about."""

    def source(self, article: Article, platform: str, x: Exchange) -> Source:
        """Where the article can be read, and why it may be out of date."""
        doubt = "stale" if article.status is Status.STALE else "overdue" if article.is_overdue(x.here.date()) else ""
        return Source(self.link(article, platform), doubt)


def judged(step: Offer | Admit) -> Answered:
    """How sure of the answer we were, for whoever watches."""
    if isinstance(step, Offer):
        return Answered(step.hit.confidence, sure=True)
    return Answered(max((hit.confidence for hit in step.nearest), default=0.0), sure=False)
