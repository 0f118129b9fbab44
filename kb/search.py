"""Questions in, articles out, best first, each with how sure we are of it."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from math import inf

from kb.article import Article
from kb.calibration import calibrated
from kb.confidence import WORDS, Confidence, Policy, Zone
from kb.feedback import UNADJUSTED, Adjustments, gist
from kb.finder import Finder, ways_of
from kb.language import language_of
from kb.learnt import Learnt
from kb.meaning.encoder import Encoder
from kb.meaning.joined import Joined
from kb.overlay import Overlay
from kb.ranking import Found, Parts
from kb.shelf import Both, Shelf
from kb.tally import Tally
from kb.trials import trials
from kb.words import stem

MENTION = 0.5
"""Share of the confidence for a choice, from which an article has enough to do with the question to be named."""

_SPARE = 4
"""Articles beyond those asked for that adjustments may bring forward."""

CHOICES = 3
"""Articles among which one may be asked to choose."""

_DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that may answer. `score` and `confidence` are in 0..1; the score is made of `parts`.

    `zone` tells what may be done with it, and `sure` that it may be given as the answer. `translated` tells that the
    article is not in the language asked for, because there is none in that language.
    """

    article: Article
    confidence: float
    score: float
    sure: bool
    translated: bool = False
    zone: Zone = Zone.UNKNOWN
    parts: Parts = field(default=Parts(), repr=False)


class KnowledgeBase:
    """A searchable set of articles that never changes: any number of threads may search it while a newer one is made.

    With `encoders` it searches by meaning too. Making it takes a millisecond more for each way to ask then, and some
    seconds to learn what tells the articles apart and to be tried out. `mention` is the share of the confidence for a
    choice below which a hit is left out. `counted` is the articles' tally, if it is known.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        encoders: Sequence[Encoder] = (),
        policy: Policy = _DEFAULT,
        mention: float = MENTION,
        counted: Tally | None = None,
    ) -> None:
        self.articles: Sequence[Article] = articles if isinstance(articles, Shelf) else tuple(articles)
        self._held: Sequence[Article] = self.articles
        """The articles to which places lead; `articles` are those that are found."""
        self._adjustments: Adjustments = UNADJUSTED
        self._encoder: Encoder | None = None
        self._mention = mention
        self.learnt: Learnt | None = None
        """What was learned from the articles, once they are searched by meaning."""
        words = Finder(self.articles, counted=counted)
        self.finder: Finder | Overlay = words
        self.rule: Confidence = WORDS
        self.mention_at = mention * self.rule.choose_at
        if encoders:
            self._learn(words, Joined(encoders), policy)

    @property
    def answer_at(self) -> float:
        """The confidence from which a hit is `sure`."""
        return self.rule.answer_at

    def article(self, language: str, slug: str) -> Article | None:
        """The article with this slug in this language, if there is one."""
        place = self.finder.places.get(language, {}).get(self.finder.slugs.get(slug, -1))
        return None if place is None else self._held[place]

    @property
    def has_meaning(self) -> bool:
        """Whether meaning is searched, and not words alone."""
        return self._encoder is not None

    def deepened(
        self,
        encoders: Sequence[Encoder],
        policy: Policy = _DEFAULT,
        learnt: Learnt | None = None,
        ways: Sequence[Sequence[str]] | None = None,
    ) -> "KnowledgeBase":
        """The same articles, searched by meaning too; their words are not counted again, and what is `learnt` already
        is not learned. `ways` are the ways to ask of each, if they are at hand. As the constructor with `encoders`, and
        not for one that was edited."""
        assert isinstance(self.finder, Finder)  # noqa: S101  (for the type)
        other = copy(self)
        other._learn(self.finder, Joined(encoders), policy, learnt, ways)
        return other

    def _learn(
        self,
        words: Finder,
        encoder: Encoder,
        policy: Policy,
        learnt: Learnt | None = None,
        ways: Sequence[Sequence[str]] | None = None,
    ) -> None:
        self._encoder = encoder
        ways = ways_of(self.articles) if ways is None else ways
        self.finder = words.deepened(encoder, ways, learnt.head if learnt else None)
        head = self.finder.ranking.head if self.finder.ranking else None
        self.learnt = learnt or Learnt(head, trials(self.articles, encoder, ways))
        self.rule = calibrated(self.learnt.trials, policy)
        self.mention_at = self._mention * self.rule.choose_at

    def edited(
        self, changed: Sequence[Article], slugs: Collection[str], articles: Sequence[Article]
    ) -> "KnowledgeBase":
        """The same with all articles of these slugs replaced by `changed`, in milliseconds: see `Overlay`. `articles`
        are all that there are now. Not for one that was edited itself."""
        assert isinstance(self.finder, Finder)  # noqa: S101  (for the type)
        other = copy(self)
        other.articles = articles
        other._held = Both(self._held, changed)
        other.finder = Overlay(self.finder, changed, slugs, self._encoder, len(self._held))
        return other

    def adjusted(self, adjustments: Adjustments) -> "KnowledgeBase":
        """The same articles with other adjustments to their scores. Costs nothing: all else is shared."""
        other = copy(self)
        other._adjustments = adjustments
        return other

    def gist(self, question: str) -> tuple[str, ...]:
        """The stems that say what the question is about once it is read as it was meant, sorted."""
        return tuple(sorted(gist(map(stem, self.finder.read(question)))))

    def search(self, question: str, language: str, limit: int = CHOICES) -> tuple[Hit, ...]:
        """The articles that fit the question, at most one for each slug, the surest first.

        `language` is the one to answer in; the question itself may be in any, or in several.
        """
        return tuple(hit for hit, _ in self.look(question, language, limit, self.mention_at))

    def look(self, question: str, language: str, limit: int, least: float = -inf) -> Iterator[tuple[Hit, Found]]:
        """The best of all articles, also those that have too little to do with the question to be named, each with how
        it was found. None whose confidence is below the `least`: to take an article from the shelf takes its time."""
        found = self._adjust(question, self.finder.find(question, max(limit, 2) + _SPARE), language)
        for place, one in enumerate(found[:limit]):
            confidence = self.rule.of(one.score, _rival(found, place))
            if confidence >= least:
                yield self._hit(one, confidence, language), one

    def _adjust(self, question: str, found: Sequence[Found], language: str) -> list[Found]:
        """The same with their scores as they are with adjustments, the best first."""
        if self._adjustments is UNADJUSTED:
            return [_moved(one, 0.0) for one in found]
        stems = tuple(map(stem, self.finder.read(question)))
        by = [self._adjustments.adjust(stems, self._in_language(one.slug, language)) for one in found]
        return sorted(map(_moved, found, by), key=lambda one: -one.score)

    def language(self, question: str, fallback: str) -> str:
        """The language that the question is in once it is read as it was meant, as `language_of` tells it."""
        return language_of(" ".join(self.finder.read(question)), fallback)

    def _hit(self, found: Found, confidence: float, language: str) -> Hit:
        zone = self.rule.zone(confidence)
        article = self._in_language(found.slug, language)
        translated = article.language != language
        return Hit(article, confidence, found.score, zone is Zone.ANSWER, translated, zone, found.parts)

    def _in_language(self, slug: int, language: str) -> Article:
        """The slug's article in this language, or else in the first there is."""
        places = (numbers[slug] for numbers in self._in_turn(language) if slug in numbers)
        return self._held[next(places)]

    def _in_turn(self, language: str) -> Iterator[dict[int, int]]:
        yield self.finder.places.get(language, {})
        yield from self.finder.places.values()


def _moved(found: Found, more: float) -> Found:
    """With another score, which stays in 0..1."""
    score = min(1.0, max(0.0, found.score + more))
    return found if score == found.score and not more else replace(found, score=score, adjustment=more)


def _rival(found: Sequence[Found], place: int) -> float:
    """The score of the best other one."""
    others = found[:1] if place else found[1:2]
    return max((other.score for other in others), default=0.0)
