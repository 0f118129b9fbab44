"""`firstline kb explain`: why a question gets the answer that it gets."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.app.articles import article_folders
from bot.desk.desk import USUAL
from bot.desk.file import read_desk
from bot.desk.shares import said
from bot.errors import FirstlineError
from bot.meaning import twins
from bot.operations.kb_told import feedback_log, told
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.confidence import Policy
from kb.explain import Explanation, Reason, explain
from kb.feedback import Feedback, Learned
from kb.reader import read_folders
from kb.search import KnowledgeBase


async def kb_explain(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say what was read, what speaks for each of the best articles, and what would have to change."""
    asked = read_desk(settings.desk).answers if settings.desk.exists() else USUAL
    encoders = [twin.here for twin in twins(settings)]
    learned = Learned(await _said(settings, words), datetime.now(UTC))
    knowledge = KnowledgeBase(read_folders(article_folders(settings)).articles, encoders, asked).adjusted(learned)
    why = explain(knowledge, arguments.question, knowledge.language(arguments.question, words.language))
    _say_what_was_read(why, words)
    for reason in why.reasons:
        _say_reason(reason, words)
    say(
        words,
        "explain-bounds",
        answer=_percent(why.answer_at),
        choose=_percent(why.choose_at),
        lead=_percent(why.lead),
        needed=_percent(why.needed_lead),
    )
    if knowledge.has_meaning:
        _say_what_is_asked(asked, words)
    say(words, f"explain-{why.change.value}")
    return 0


async def _said(settings: Settings, words: Wording) -> Sequence[Feedback]:
    """What people said of answers, where there is a database to ask."""
    try:
        async with feedback_log(settings, words) as log:
            return await told(log)
    except FirstlineError as error:
        say(words, "explain-untold", reason=str(error))
        return ()


def _say_what_is_asked(asked: Policy, words: Wording) -> None:
    false, of_unknown = said(asked.false_answers)
    wrong, of_answers = said(1 - asked.right)
    say(words, "explain-asked", false=false, unknown=of_unknown, wrong=wrong, answers=of_answers)


def _say_what_was_read(why: Explanation, words: Wording) -> None:
    say(words, "explain-read", words=" ".join(why.read))
    if why.corrected:
        say(words, "explain-corrected", words=", ".join(why.corrected))
    if why.unknown:
        say(words, "explain-unknown", words=", ".join(why.unknown))


def _say_reason(reason: Reason, words: Wording) -> None:
    say(
        words,
        "explain-article",
        title=reason.article.title,
        slug=reason.article.slug,
        confidence=_percent(reason.confidence),
        zone=words.text(f"explain-zone-{reason.zone.value}"),
    )
    added = (f"{words.text(f'explain-part-{name}')} {_percent(share)}" for name, share in reason.parts)
    say(words, "explain-score", score=_percent(reason.score), parts=", ".join(added))
    if reason.matched:
        say(words, "explain-matched", words=", ".join(reason.matched))
    if reason.missing:
        say(words, "explain-missing", words=", ".join(reason.missing))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
