"""The installation's articles: where they are, how they are read, learned and searched."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from bot.desk.desk import Desk
from bot.library import Library
from bot.meaning import Deepening, twins
from bot.memory import give_back
from bot.progress import Progress
from bot.settings import Settings
from bot.telemetry.watch import Watch
from kb.article import Article
from kb.caches import Caches
from kb.library import Library as Articles
from kb.meaning.building import Progress as Learnt
from kb.search import Hit

log = logging.getLogger(__name__)

MOST_HITS = 6
"""Articles fetched for a question: the answer, the next best, and alternatives beside them."""


def article_folders(settings: Settings) -> tuple[Path, ...]:
    """The configured folders of articles and guides, or those that come with us."""
    return settings.articles or tuple(Path(str(files("kb").joinpath(name))) for name in ("articles", "guides"))


def read_articles(settings: Settings, desk: Desk) -> Articles:
    """The installation's articles, searched by words; what they mean is learned later."""
    seen, caches = Progress("reading articles"), Caches.beside(settings.data)
    articles = Articles(article_folders(settings), seen, twins(settings), desk.answers, caches)
    articles.reload()
    give_back()
    return articles


def library_of(settings: Settings, articles: Articles, addresses: Mapping[str, str], watch: Watch) -> Library:
    """What the engine asks the articles; searches are watched."""

    def search(question: str, language: str) -> tuple[Hit, ...]:
        return articles.search(question, language, MOST_HITS)

    return Library(
        search=watch.search(search),
        language=articles.language,
        link=article_link(settings, addresses),
        article=articles.article,
        categories=lambda: {article.category for article in articles.knowledge.articles},
        guide=articles.guide,
        gist=articles.gist,
    )


def article_link(settings: Settings, addresses: Mapping[str, str]) -> Callable[[Article, str], str]:
    """Addresses of articles, for readers on a platform: the desk's own pages, or the playground's.

    `addresses` says where this process listens ("playground"), once it does.
    """

    def link(article: Article, platform: str) -> str:
        playground = settings.playground
        base = settings.articles_url.rstrip("/")
        if base and article.is_guide:
            return ""  # the desk's own pages are of its articles
        if platform == "web" and not base:
            home = addresses.get("playground", f"http://{playground.host}:{playground.port}")
            base = f"{home}/articles"
        return f"{base}/{article.language}/{article.slug}" if base else ""

    return link


def telling(watch: Watch) -> Callable[[Learnt], None]:
    """What hears how much of the articles' meaning is known."""
    progress = Progress("learning what the articles mean")

    def told(learnt: Learnt) -> None:
        progress(learnt.done)
        watch.metrics.learnt(learnt.done, learnt.total)

    return told


async def watch_articles(articles: Articles, deepening: Deepening, stop: asyncio.Event) -> None:
    """Read them again when files change, and have learned what is new in them."""
    async for change in articles.watch(stop):
        deepening.wake()
        log.info("articles read again", extra={"changed": len(change.changed), "mistakes": len(change.mistakes)})
