"""What the commands about articles need: the articles, what people said of them, and whether they may be written."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.app.articles import article_folders
from bot.app.wiring import PACE
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.learning import MOST
from bot.ports import FeedbackLog
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.article import Article
from kb.feedback import FORGOTTEN, Feedback
from kb.reader import read_folders
from storage.ledger import open_ledger
from storage.migrations import is_current


def every_article(settings: Settings) -> Sequence[Article]:
    """Every article, also drafts and retired ones, by language and slug."""
    return sorted(read_folders(article_folders(settings)).every, key=lambda each: (each.language, each.slug))


@asynccontextmanager
async def feedback_log(settings: Settings, words: Wording) -> AsyncIterator[FeedbackLog]:
    """The desk's feedback, beside a running process. Raises Misconfigured, NotFound and what the database raises."""
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with open_ledger(settings.database_url, desk.id, PACE, beside=True) as ledger:
        yield ledger.feedback


async def told(log: FeedbackLog) -> Sequence[Feedback]:
    """All that still counts."""
    return await log.since(datetime.now(UTC) - FORGOTTEN, MOST)


def need_own_articles(settings: Settings, words: Wording) -> None:
    """Raises Misconfigured for the articles that come with Firstline, which its next release brings again."""
    if not settings.articles:
        raise Misconfigured(words.text("kb-starter", folder=str(article_folders(settings)[0])))
