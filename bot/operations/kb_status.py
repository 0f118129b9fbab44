"""`firstline kb publish|stale|retire`: the status in the article's file."""

from datetime import UTC, datetime
from difflib import get_close_matches
from functools import partial

from bot.errors import Misconfigured
from bot.operations.kb_told import every_article, need_own_articles
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.article import Article, Status
from kb.editing import NotEdited, edit, with_status


async def set_status(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Write the status into the file of the article, in every language or in one. A running Firstline takes it up at
    once, as it does when the line is changed by hand."""
    need_own_articles(settings, words)
    status, today = Status(arguments.status), datetime.now(UTC).date()
    for article in _named(settings, arguments, words):
        _write(article, status, words)
        say(words, "kb-status-set", name=_name(article), status=words.text(f"kb-status-{status}"))
        if status is Status.PUBLISHED and article.is_overdue(today):
            say(words, "kb-status-overdue", name=_name(article), date=f"{article.review_by:%Y-%m-%d}")
    return 0


def _named(settings: Settings, arguments: Arguments, words: Wording) -> list[Article]:
    articles = every_article(settings)
    found = [each for each in articles if each.slug == arguments.slug and arguments.language in ("", each.language)]
    if not found:
        near = get_close_matches(arguments.slug, sorted({each.slug for each in articles}), 1)
        key = "kb-unknown-near" if near else "kb-unknown"
        raise Misconfigured(words.text(key, slug=arguments.slug, near=near[0] if near else ""))
    return found


def _write(article: Article, status: Status, words: Wording) -> None:
    try:
        edit(article.path, partial(with_status, status=status))
    except NotEdited as error:
        line = f"status: {status}"
        raise Misconfigured(
            words.text("kb-not-edited", path=str(article.path), reason=str(error), line=line)
        ) from error
    except OSError as error:
        raise Misconfigured(f"{article.path}: {error.strerror}") from error


def _name(article: Article) -> str:
    return f"{article.language}/{article.slug}"
