"""`firstline kb explain`: why a question gets the answer that it gets."""

from bot.app.articles import article_folders
from bot.desk.desk import USUAL
from bot.desk.file import read_desk
from bot.desk.shares import said
from bot.meaning import twins
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.confidence import Policy
from kb.explain import Explanation, Reason, explain
from kb.reader import read_folders
from kb.search import KnowledgeBase


async def kb_explain(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say what was read, what speaks for each of the best articles, and what would have to change."""
    asked = read_desk(settings.desk).answers if settings.desk.exists() else USUAL
    encoders = [twin.here for twin in twins(settings)]
    knowledge = KnowledgeBase(read_folders(article_folders(settings)).articles, encoders, asked)
    told = explain(knowledge, arguments.question, knowledge.language(arguments.question, words.language))
    _say_what_was_read(told, words)
    for reason in told.reasons:
        _say_reason(reason, words)
    say(
        words,
        "explain-bounds",
        answer=_percent(told.answer_at),
        choose=_percent(told.choose_at),
        lead=_percent(told.lead),
        needed=_percent(told.needed_lead),
    )
    if knowledge.has_meaning:
        _say_what_is_asked(asked, words)
    say(words, f"explain-{told.change.value}")
    return 0


def _say_what_is_asked(asked: Policy, words: Wording) -> None:
    false, of_unknown = said(asked.false_answers)
    wrong, of_answers = said(1 - asked.right)
    say(words, "explain-asked", false=false, unknown=of_unknown, wrong=wrong, answers=of_answers)


def _say_what_was_read(told: Explanation, words: Wording) -> None:
    say(words, "explain-read", words=" ".join(told.read))
    if told.corrected:
        say(words, "explain-corrected", words=", ".join(told.corrected))
    if told.unknown:
        say(words, "explain-unknown", words=", ".join(told.unknown))


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
