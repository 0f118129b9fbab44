"""`firstline kb proposals`: questions that people confirmed an article for, proposed as its aliases."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from bot.errors import Misconfigured
from bot.operations.kb_told import every_article, feedback_log, need_own_articles, told
from bot.operations.speech import Arguments, say
from bot.ports import FeedbackLog
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.article import SHOWN, ArticleError
from kb.article_file import read_article
from kb.editing import NotEdited, edit, with_alias
from kb.proposals import Proposal, propose


async def proposals(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """List them, write one into its article, or remember that its owner does not want it."""
    async with feedback_log(settings, words) as log:
        found = await _proposals(settings, log)
        if arguments.accept:
            need_own_articles(settings, words)
            _accept(_of_key(found, arguments.accept, words), words)
        elif arguments.reject:
            proposal = _of_key(found, arguments.reject, words)
            await log.decline(proposal.declined, datetime.now(UTC))
            say(words, "kb-proposal-rejected", alias=proposal.alias, name=_name(proposal))
        else:
            _list(found, words)
    return 0


async def _proposals(settings: Settings, log: FeedbackLog) -> Sequence[Proposal]:
    shown = [article for article in every_article(settings) if article.status in SHOWN]
    return propose(await told(log), shown, await log.declined())


def _list(found: Sequence[Proposal], words: Wording) -> None:
    for each in found:
        owner, name = each.article.owner, _name(each)
        say(words, "kb-proposal", key=each.key, alias=each.alias, name=name, people=each.people, owner=owner)
    say(words, "kb-proposals-hint" if found else "kb-proposals-none")


def _of_key(found: Sequence[Proposal], key: str, words: Wording) -> Proposal:
    for each in found:
        if each.key == key.strip().lower():
            return each
    raise Misconfigured(words.text("kb-proposal-unknown", key=key))


def _accept(proposal: Proposal, words: Wording) -> None:
    path = proposal.article.path
    try:
        if read_article(path) != proposal.article:
            raise NotEdited(words.text("kb-changed-meanwhile"))
        edit(path, partial(with_alias, alias=proposal.alias))
    except (NotEdited, ArticleError) as error:
        line = f"- {proposal.alias}"
        raise Misconfigured(words.text("kb-not-edited", path=str(path), reason=str(error), line=line)) from error
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from error
    say(words, "kb-proposal-accepted", alias=proposal.alias, path=str(path))


def _name(proposal: Proposal) -> str:
    return f"{proposal.article.language}/{proposal.article.slug}"
