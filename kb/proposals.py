"""Ways to ask that people confirmed and no alias has yet: proposals to the owners of the articles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from kb.article import Article
from kb.feedback import ALIKE_AT, Feedback, Gist, gist, likeness
from kb.words import stems

NEAR_AT = 0.6
"""Likeness from which an alias says the same as a question."""

_MOST_WORDS = 12
"""A longer question is a story, not a way to ask."""
_LONGEST = 200
"""Characters of an alias, by `kb.front_matter`."""
_MOST_OF_ONE = 20
"""Words of one person on an article that count, the newest: nobody fills an owner's list alone."""
_MOST_OF_ALL = 500
"""Words of all on an article that count, the newest: each is held against the others."""
_CLEAR = range(2, 7)
"""Stems of a question that one person's word is enough for: neither vague nor special."""


@dataclass(frozen=True, slots=True)
class Declined:
    """An alias that the article's owner does not want, by its gist."""

    language: str
    slug: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that the article answered, in the words of one of the `people` who confirmed that.

    `key` names it for as long as the same words are proposed for the same article.
    """

    article: Article
    alias: str
    stems: tuple[str, ...]
    people: int

    @property
    def key(self) -> str:
        """Six digits, the same in every process."""
        told = f"{self.article.language}/{self.article.slug}/{self.alias}"
        return blake2b(told.encode(), digest_size=3).hexdigest()

    @property
    def declined(self) -> Declined:
        """What is remembered when the owner does not want it."""
        return Declined(self.article.language, self.article.slug, self.stems)


def propose(
    feedback: Iterable[Feedback], articles: Iterable[Article], declined: Iterable[Declined] = ()
) -> tuple[Proposal, ...]:
    """The proposals for these articles, those that most people confirmed first.

    A group of like questions becomes one when at least two persons said that the article worked, or one did of a clear
    question, and fewer say that it did not. Only what was said of the article as it is now counts.
    """
    by_text: dict[tuple[str, str, str], list[Feedback]] = {}
    for each in feedback:
        by_text.setdefault((each.language, each.slug, each.digest), []).append(each)
    unwanted = tuple(declined)
    found = [
        proposal
        for article in articles
        if (told := by_text.get((article.language, article.slug, article.digest)))
        for proposal in _for(article, told, [frozenset(each.stems) for each in unwanted if _is_about(each, article)])
    ]
    return tuple(sorted(found, key=lambda each: (-each.people, each.article.slug, each.alias)))


def _for(article: Article, told: Sequence[Feedback], unwanted: Sequence[Gist]) -> Iterator[Proposal]:
    known = [_gist_of(way) for way in (article.title, *article.aliases)]
    for group in _groups(_heard([each for each in told if each.stems])):
        worked = [each for each in group if each.worked]
        people = {each.person for each in worked}
        usable = [each for each in worked if each.question]
        if not usable or len(people) <= len({each.person for each in group if not each.worked}):
            continue
        best = min(usable, key=lambda each: (-_share(each, worked), len(each.question), each.question))
        enough = len(people) > 1 or len(best.stems) in _CLEAR
        if enough and not any(likeness(frozenset(best.stems), other) >= NEAR_AT for other in (*known, *unwanted)):
            yield Proposal(article, best.question, best.stems, len(people))


def _heard(told: Sequence[Feedback]) -> Sequence[Feedback]:
    """The newest of them, of nobody more than may count."""
    of: Counter[str] = Counter()
    heard: list[Feedback] = []
    for each in sorted(told, key=lambda each: (each.at, each.conversation), reverse=True):
        of[each.person] += 1
        if of[each.person] <= _MOST_OF_ONE:
            heard.append(each)
    return heard[:_MOST_OF_ALL]


def _groups(told: Sequence[Feedback]) -> Iterable[Sequence[Feedback]]:
    """Like questions together: each joins the first group whose first question it is like."""
    groups: list[list[Feedback]] = []
    for each in sorted(told, key=lambda each: (each.at, each.conversation)):
        own = frozenset(each.stems)
        like = next((group for group in groups if likeness(own, frozenset(group[0].stems)) >= ALIKE_AT), None)
        if like is None:
            groups.append([each])
        else:
            like.append(each)
    return groups


def _share(one: Feedback, others: Sequence[Feedback]) -> float:
    return sum(likeness(frozenset(one.stems), frozenset(other.stems)) for other in others)


def may_be_alias(question: str) -> bool:
    """Whether a question is short enough to be a way to ask, and of letters that a file may hold."""
    return 0 < len(question.split()) <= _MOST_WORDS and len(question) <= _LONGEST and question.isprintable()


def _is_about(declined: Declined, article: Article) -> bool:
    return (declined.language, declined.slug) == (article.language, article.slug)


def _gist_of(text: str) -> Gist:
    return gist(stems(text))
