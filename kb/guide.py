"""A guide: a fix with branches. Each step says what to do and asks what is seen; the answer leads to the next one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from kb.article import Article
from kb.inline import plain

Texts = tuple[tuple[str, str], ...]
"""The same in several languages: (language, text)."""

SOLVED, PERSON = "solved", "person"
ENDS = (SOLVED, PERSON)
"""Where an answer may lead besides to a step: it works, or a person is needed."""


def spoken(texts: Texts, language: str) -> str:
    """The text in this language, or else in the first there is."""
    return next((text for each, text in (*texts, *texts[:1]) if each == language), texts[0][1] if texts else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody may see, and where that leads: to a step, or one of `ENDS`."""

    label: Texts
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to do and what to look at. Without answers it is the last one: `end` is `solved` where it should work then,
    and `person` where only a person can help.

    Each line of `text` is a paragraph, or with a dash before it one of the things to do in turn. `title` names the step
    in a few words; it may be empty.
    """

    id: str
    text: Texts
    title: Texts = ()
    answers: tuple[Answer, ...] = ()
    end: str = ""

    @property
    def digest(self) -> str:
        """A short name of the step as it reads now, with its answers and where they lead."""
        return blake2b(repr(self).encode(errors="surrogatepass"), digest_size=6).hexdigest()

    @property
    def name(self) -> Texts:
        """What it is about, in one line: its title, or what it asks in the end."""
        return self.title or tuple((language, _last_line(text)) for language, text in self.text)


@dataclass(frozen=True, slots=True)
class Guide:
    """A fix with branches, in all of its languages at once. `id` is the name of its file."""

    id: str
    title: Texts
    steps: tuple[Step, ...]
    """The first is where it starts."""
    aliases: tuple[Texts, ...]
    """Other ways in which people ask for it."""
    articles: tuple[str, ...]
    """Slugs of the articles that it goes with: who is given one of them is offered it. Its own id is the last."""
    facts: Article
    """Category, owner, dates and status, as an article has them."""
    path: Path

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which it can be read."""
        return tuple(language for language, _ in self.title)

    @property
    def start(self) -> Step:
        """The first step."""
        return self.steps[0]

    def step(self, id: str) -> Step | None:
        """The step of this name, if there is one."""
        return next((step for step in self.steps if step.id == id), None)

    def reachable(self, start: str = "") -> set[str]:
        """The steps to which answers can lead from a step, or from the first; it is one of them."""
        found, next_ones = set[str](), [start or self.start.id]
        while next_ones:
            step = self.step(next_ones.pop())
            if step and step.id not in found:
                found.add(step.id)
                next_ones += [answer.to for answer in step.answers]
        return found

    def is_way_out(self, start: str) -> bool:
        """Whether an end can be reached from this step."""
        steps = [step for id in self.reachable(start) if (step := self.step(id))]
        return any(step.end or any(answer.to in ENDS for answer in step.answers) for step in steps)

    def article(self, language: str) -> Article:
        """The guide as the search sees it, and as it is read where no buttons are: an article of its steps."""
        texts = [f"### {title}\n\n{spoken(step.text, language)}" if (title := spoken(step.title, language)) else
                 spoken(step.text, language) for step in self.steps]  # fmt: skip
        return replace(
            self.facts,
            slug=self.id,
            language=language,
            title=spoken(self.title, language),
            aliases=self.asked(language),
            body="\n\n".join(texts),
            path=self.path,
            guide=self.id,
        )

    def asked(self, language: str) -> tuple[str, ...]:
        """The aliases in a language."""
        return tuple(text for texts in self.aliases for each, text in texts if each == language)


Key = tuple[str, str]
"""Language and slug of an article."""


def accompanied(articles: Mapping[Key, Article], guides: Collection[Guide]) -> Iterator[tuple[Key, Article]]:
    """What is another article, or one more, because of the guides: those that one goes with know it and its ways to be
    asked for, and a guide without an article in its language is one itself."""
    for guide in guides:
        for language in guide.languages:
            keys = [(language, slug) for slug in guide.articles if (language, slug) in articles]
            for place, key in enumerate(keys):
                more = guide.asked(language) if place == 0 else ()
                aliases = tuple(dict.fromkeys((*articles[key].aliases, *more)))
                yield key, replace(articles[key], aliases=aliases, guide=guide.id)
            if not keys:
                yield (language, guide.id), guide.article(language)


def _last_line(text: str) -> str:
    return plain(text.strip().split("\n")[-1].removeprefix("- "))
