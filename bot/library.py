"""What the core needs of the knowledge base."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from bot.conversation.conversation import Stage
from bot.conversation.steps import Admit, Choose, Lead, Offer, OpenTicket, Sort, Step
from bot.errors import FirstlineError
from bot.exchange import Exchange
from bot.ports.telemetry import Answered, Fact, Picked
from bot.wording.self_help import Source
from kb.article import Article, Status
from kb.feedback import gist_of
from kb.guide import Guide
from kb.search import Hit

Search = Callable[[str, str], Sequence[Hit]]
"""(question, language) → hits, best first."""

Aside = Callable[[Search, str, str], Awaitable[Sequence[Hit]]]
"""Does a search where it holds nobody up."""


async def at_once(search: Search, question: str, language: str) -> Sequence[Hit]:
    """Right here, in less time than a way to another thread and back takes."""
    return search(question, language)


@contextmanager
def aside(quick: Callable[[str], bool]) -> Iterator[Aside]:
    """In a thread, one search after the other, all but those for a question that is `quick` to find: an event loop
    should not stand still for more than some milliseconds. Two at once would only wait for Python's lock; and one
    beside a busy loop takes twice its time, waiting for it at each step, so what is short is done where it is asked.
    Others have their turn after it."""
    with ThreadPoolExecutor(1, "search") as thread:

        async def apart(search: Search, question: str, language: str) -> Sequence[Hit]:
            if quick(question):
                hits = search(question, language)
                await asyncio.sleep(0)
                return hits
            loop, context = asyncio.get_running_loop(), copy_context()
            return await loop.run_in_executor(thread, context.run, search, question, language)

        yield apart


@dataclass(frozen=True, slots=True)
class Library:
    """What the conversation needs of the knowledge base. Each hit says what may be done with it.

    `language` tells the language of a text, given the person's locale.
    """

    search: Search
    language: Callable[[str, str], str]
    link: Callable[[Article, str], str]
    """Address of an article for readers on a platform; empty where they could not open it."""
    article: Callable[[str, str], Article | None]
    """(language, slug) → the article that people may see under this name now, if there is one."""
    gist: Callable[[str], Sequence[str]] = gist_of
    """The stems that say what a question is about."""
    aside: Aside = at_once
    """Where a question is looked up before a unit of work begins."""
    categories: Callable[[], Collection[str]] = tuple
    """Those of all articles."""
    guide: Callable[[str], Guide | None] = lambda _: None
    """The guide of this id as it is now, if people may see it."""

    def source(self, article: Article, platform: str, x: Exchange) -> Source:
        """Where the article can be read, and why it may be out of date."""
        doubt = "stale" if article.status is Status.STALE else "overdue" if article.is_overdue(x.here.date()) else ""
        return Source(self.link(article, platform), doubt)


class Unsearched(FirstlineError):
    """This question has not been looked up, and a unit of work is no time to do so."""

    def __init__(self, question: str, language: str) -> None:
        super().__init__()
        self.question = question
        self.language = language


@dataclass(frozen=True, slots=True)
class Lookup:
    """What was looked up for one message before its unit of work, in which nothing slow may happen.

    A turn that needs more, because of what the conversation turned out to be, raises Unsearched, is undone, and taken
    again when that is looked up too. So it always works with what was searched for its very question.
    """

    library: Library
    _found: dict[tuple[str, str], Sequence[Hit]] = field(default_factory=dict)

    async def search(self, question: str, language: str) -> Sequence[Hit]:
        """Look it up."""
        hits = await self.library.aside(self.library.search, question, language)
        self._found[question, language] = hits
        return hits

    @property
    def at_hand(self) -> Library:
        """A library that knows only what was looked up: its search raises Unsearched for all else."""
        return replace(self.library, search=self._known)

    def _known(self, question: str, language: str) -> Sequence[Hit]:
        try:
            return self._found[question, language]
        except KeyError:
            raise Unsearched(question, language) from None


def judged(stage: Stage, step: Step) -> tuple[Fact, ...]:
    """What a step says of the search, for whoever watches; `stage` is that before the turn."""
    match step:
        case Offer(place=place) if place:
            return (Picked(place),)
        case Offer(hit=hit) | Lead(hit=Hit() as hit):
            return (Answered(hit.confidence, "answered"),)
        case Choose(hits=hits):
            return (Answered(hits[0].confidence, "choice"),)
        case Admit(nearest=nearest):
            return (Answered(max((hit.confidence for hit in nearest), default=0.0), "not_sure"),)
        case OpenTicket() | Sort() if stage is Stage.CHOOSING:
            return (Picked(0),)
        case _:
            return ()
