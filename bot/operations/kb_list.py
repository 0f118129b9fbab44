"""`firstline kb list`: the articles with their status, owner, review and what people said of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from bot.errors import FirstlineError
from bot.operations.kb_told import every_article, feedback_log, told
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.article import SHOWN, Article
from kb.feedback import Counts, counts
from kb.reader import Key


async def list_articles(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """A line for each article, and how many reviews are due."""
    today = datetime.now(UTC).date()
    articles = [each for each in every_article(settings) if not arguments.owner or each.owner == arguments.owner]
    due = [each for each in articles if _is_due(each, today)]
    listed = due if arguments.due else articles
    said = await _counts(settings, listed, words)
    for article in listed:
        say(words, "kb-list-line", **_values(article, said.get((article.language, article.slug)), today, words))
    say(words, "kb-list-end", articles=len(listed), due=len(due))
    return 0


def _is_due(article: Article, today: date) -> bool:
    return article.status in SHOWN and article.is_overdue(today)


async def _counts(settings: Settings, articles: Sequence[Article], words: Wording) -> Mapping[Key, Counts]:
    """What people said, where there is a database to ask."""
    try:
        async with feedback_log(settings, words) as log:
            return counts(await told(log), articles)
    except FirstlineError as error:
        say(words, "kb-list-untold", reason=str(error))
        return {}


def _values(article: Article, said: Counts | None, today: date, words: Wording) -> dict[str, str]:
    review = f"{article.review_by:%Y-%m-%d}"
    return {
        "status": f"{words.text(f'kb-status-{article.status}'):<14}",
        "name": f"{article.language}/{article.slug:<28}",
        "owner": f"{article.owner:<20}",
        "review": words.text("kb-list-due", date=review) if _is_due(article, today) else review,
        "worked": str(said.worked) if said else "–",
        "failed": str(said.failed) if said else "–",
    }
