"""Why this answer: what was read, what spoke for each article, and what would have to change for another outcome."""

from dataclasses import dataclass
from enum import Enum

from kb.article import Article
from kb.confidence import Zone
from kb.dictionary import everyday
from kb.ranking import Found, weighed
from kb.search import CHOICES, Hit, KnowledgeBase
from kb.words import normalise, stem, tokens


class Change(Enum):
    """What would make of the question one that gets an answer."""

    NONE = "none"
    """It gets one."""
    ALIAS = "alias"
    """The best article fits but not well enough: an alias in these words would."""
    RIVAL = "rival"
    """Another article fits nearly as well: aliases that tell the two apart, or one article of both."""
    ARTICLE = "article-missing"
    """Nothing comes near: an article about it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for an article. `matched` and `missing` are words of the question that it holds and that it lacks,
    without “a”, “the” and the like, on which hardly anything depends; `parts` say what each part of the score adds to
    it, by name."""

    article: Article
    score: float
    confidence: float
    zone: Zone
    same: bool
    """One of its ways to ask is the question."""
    parts: tuple[tuple[str, float], ...]
    matched: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A question, and how its answer came about. Scores and confidences are in 0..1, leads differences of scores."""

    question: str
    read: tuple[str, ...]
    """Its words as they were meant."""
    corrected: tuple[str, ...]
    """Those of them that were not typed so."""
    unknown: tuple[str, ...]
    """Those that no article holds."""
    reasons: tuple[Reason, ...]
    """The best articles, the best first."""
    answer_at: float
    choose_at: float
    """The confidences from which there is an answer and a choice."""
    lead: float
    """What the best article is ahead of the next."""
    needed_lead: float
    """What it must be, to be given alone."""
    change: Change


def explain(knowledge: KnowledgeBase, question: str, language: str, limit: int = CHOICES) -> Explanation:
    """Why `knowledge.search` finds what it finds, also where it finds too little to name."""
    finder, rule = knowledge.finder, knowledge.rule
    read = finder.read(question)
    typed = set(tokens(normalise(question)))
    pairs = list(knowledge.look(question, language, limit))
    reasons = tuple(_reason(hit, found, read) for hit, found in pairs)
    lead = pairs[0][1].score - (pairs[1][1].score if len(pairs) > 1 else 0.0) if pairs else 0.0
    return Explanation(
        question=question,
        read=read,
        corrected=tuple(word for word in read if word not in typed),
        unknown=tuple(word for word in read if finder.index is None or not finder.index.knows(stem(word))),
        reasons=reasons,
        answer_at=rule.answer_at,
        choose_at=rule.choose_at,
        lead=lead,
        needed_lead=rule.lead,
        change=_change(reasons, lead, rule.lead),
    )


def _reason(hit: Hit, found: Found, read: tuple[str, ...]) -> Reason:
    held = {stem(word) for word in _words_of(hit.article)}
    telling = tuple(word for word in read if stem(word) not in everyday().function) or read
    return Reason(
        article=hit.article,
        score=hit.score,
        confidence=hit.confidence,
        zone=hit.zone,
        same=found.same,
        parts=tuple({**weighed(found.parts), **({"feedback": found.adjustment} if found.adjustment else {})}.items()),
        matched=tuple(word for word in telling if stem(word) in held),
        missing=tuple(word for word in telling if stem(word) not in held),
    )


def _words_of(article: Article) -> set[str]:
    texts = (article.title, *article.aliases, *article.tags, article.body)
    return {word for text in texts for token in tokens(normalise(text)) for word in (token, *token.split("-"))}


def _change(reasons: tuple[Reason, ...], lead: float, needed: float) -> Change:
    if not reasons or reasons[0].zone is Zone.UNKNOWN:
        return Change.ARTICLE
    if reasons[0].zone is Zone.ANSWER:
        return Change.NONE
    return Change.RIVAL if lead < needed else Change.ALIAS
