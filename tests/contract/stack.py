"""The whole engine for tests: a ledger, the desk, the starter articles, a clock that tests move, and the dispatcher."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from bot.delivery import Dispatcher
from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.engine import Engine
from bot.library import Library
from bot.ports import ChatLog, Handler, Ledger, Platform
from kb.article import Article
from kb.reader import read_folders
from kb.search import Hit, KnowledgeBase
from tests.starter import ARTICLES, GUIDES, base_encoder, knowledge

HERE = Path(__file__).parent
MOST_ROUNDS = 200
_QUESTIONS = 4_096
"""Questions whose hits are remembered: tests ask the same ones over and over."""


@cache
def guided() -> Library:
    """The starter articles with their guides."""
    reading = read_folders([ARTICLES, GUIDES])
    base = KnowledgeBase(reading.articles, [base_encoder()])

    @lru_cache(_QUESTIONS)
    def search(question: str, language: str) -> Sequence[Hit]:
        return base.search(question, language, 6)

    return Library(search, base.language, example_link, base.article, base.gist, guide=reading.guides.get)


@lru_cache(_QUESTIONS)
def _search(question: str, language: str) -> Sequence[Hit]:
    return knowledge().search(question, language, 6)


@cache
def contract_desk() -> Desk:
    """The desk with its people on every platform."""
    return read_desk(HERE / "desk.toml")


@dataclass
class MovedClock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    _passed: float = 0.0

    def advance(self, by: timedelta) -> None:
        """Time passes."""
        self.now += by
        self._passed += by.total_seconds()

    def set(self, by: timedelta) -> None:
        """Somebody sets it; no time passes."""
        self.now += by

    def steady(self) -> float:
        """Seconds that have passed."""
        return self._passed


@cache
def unguided() -> Library:
    """The starter articles alone."""
    base = knowledge()
    return Library(_search, base.language, example_link, base.article)


def example_link(article: Article, platform: str) -> str:
    """Links as a desk with a wiki has them."""
    return f"https://wiki.example.com/{article.language}/{article.slug}"


@dataclass
class Stack:
    """The engine and its dispatcher, without any platform until one is attached."""

    ledger: Ledger
    chat: ChatLog
    clock: MovedClock
    platforms: dict[str, Platform] = field(default_factory=dict)
    closers: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    desk_now: Callable[[], Desk] = contract_desk
    library: Callable[[], Library] = unguided

    @property
    def engine(self) -> Engine:
        return Engine(self.ledger, self.desk_now, self.library(), self.clock)

    @property
    def handler(self) -> Handler:
        return self.engine

    @property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(self.ledger, self.platforms, self.engine.fire, self.clock, steady=self.clock.steady)

    async def attach(self, platform: Platform) -> None:
        """Deliver to this platform from now on."""
        self.platforms[platform.name] = platform

    async def settle(self) -> None:
        """Deliver until nothing is left to deliver now."""
        for _ in range(MOST_ROUNDS):
            if not await self.dispatcher.work_once():
                return
        raise AssertionError("the outbox does not empty")
