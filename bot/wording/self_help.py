"""Cards of what people can do themselves: an answer, a choice, that no fix is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from bot.cards import Block, Bullets, Button, Card, Code, Line, Link, Span, Steps, Strong, Text
from bot.conversation.choosing import pressed_value
from bot.tickets.ticket import Choice, Ticket
from bot.wording.catalogue import Wording
from bot.wording.request import CHOOSE, GUIDE, PERSON, SOLVED, SORT, STILL, line_card
from kb.article import Article, Section
from kb.inline import parse

_MOST_STEPS = 4
_LONGEST_LABEL = 75
"""Characters of a button's words in Slack, the strictest."""
_LONGEST_ABOUT = 100
_SYSTEMS = {
    "windows": r"\b(windows|win ?1[01]|виндо?ус|винд[аы]?|окна 1[01])\b",
    "macos": r"\b(mac|macos|macbook|imac|мак|макбук\w*)\b",
    "linux": r"\b(linux|ubuntu|fedora|debian|линукс\w*|убунт\w*)\b",
    "iphone": r"\b(iphone|ipad|ios|айфон\w*|айпад\w*)\b",
    "android": r"\b(android|samsung|pixel|андроид\w*|самсунг\w*)\b",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article can be read whole: `url` is empty where nobody can open one. `doubt` tells why it may be out of
    date: "overdue" for review, "stale" in its owner's word, or empty."""

    url: str = ""
    doubt: str = ""


def answer_card(
    words: Wording, article: Article, source: Source, question: str, *, round: int, again: bool = False
) -> Card:
    """The article as the answer: its steps short, source and date, whether it helped, and its guide, if it has one."""
    steps, left_out = _short_steps(article, question, whole=not source.url)
    blocks: list[Block] = [Text(words.say("answer-again"), subtle=True)] if again else []
    summary = _first_sentence(article.summary) if steps or source.url else article.summary
    blocks += [Text(spans(summary))] if summary else []
    blocks += [Steps(tuple(spans(step) for step in steps))] if steps else []
    if left_out:
        blocks.append(Text(words.say("answer-parts", parts=", ".join(left_out)), subtle=True))
    if article.language != words.language:
        blocks.append(Text(words.say("answer-other-language", language=article.language), subtle=True))
    blocks.append(_source(words, article, source))
    guide = (Button(GUIDE, str(round), words.text("button-guide")),) if article.guide else ()
    return Card(words.language, tuple(blocks), article.title, (*feedback_buttons(words, round), *guide), "answer")


def with_alternatives(words: Wording, card: Card, alternatives: Sequence[tuple[Article, Source]]) -> Card:
    """The answer with up to two others that it might be."""
    if not alternatives:
        return card
    listed = Bullets(tuple(_named(article, source) for article, source in alternatives))
    blocks = (*card.blocks, Text(words.say("answer-alternatives"), subtle=True), listed)
    return Card(card.language, blocks, card.title, card.buttons, card.status)


def feedback_buttons(words: Wording, round: int) -> tuple[Button, ...]:
    """*Solved* and *Still need help*, for this round of answers."""
    return (
        Button(SOLVED, str(round), words.text("button-solved"), "primary"),
        Button(STILL, str(round), words.text("button-still")),
    )


def admit_card(words: Wording, nearest: Sequence[tuple[Article, Source]], *, round: int) -> Card:
    """No fix is known: said so, with a person on offer, and the nearest articles as no more than that."""
    person = words.text("button-person")
    blocks: list[Block] = [Text(words.say("admit-text", person=person))]
    if nearest:
        blocks += [
            Text(words.say("admit-nearest"), subtle=True),
            Bullets(tuple(_named(article, source) for article, source in nearest)),
        ]
    button = Button(PERSON, str(round), person, "primary")
    return Card(words.language, tuple(blocks), words.text("admit-title"), (button,), "unsure")


def choice_card(words: Wording, choices: Sequence[Article], *, round: int) -> Card:
    """Which of these articles is it: each with what it is about and a button, and one button for a person."""
    count, none = len(choices), words.text("button-none", count=len(choices))
    blocks = (
        Text(words.say("choose-text", count=count)),
        Steps(tuple(_described(words, article) for article in choices)),
        Text(words.say("choose-else", count=count, none=none), subtle=True, asks=True),
    )
    buttons = [
        Button(CHOOSE, pressed_value(round, place), _cut(article.title, _LONGEST_LABEL))
        for place, article in enumerate(choices, start=1)
    ]
    person = Button(PERSON, str(round), none)
    return Card(words.language, blocks, words.text("choose-title", count=count), (*buttons, person), "choice")


def sorting_card(words: Wording, sorting: Sequence[Choice], *, round: int) -> Card:
    """What is it about, before a ticket opens: a button for each, and one for who does not know."""
    unsure = words.text("button-unsure")
    buttons = [
        Button(SORT, pressed_value(round, place), _cut(each.title, _LONGEST_LABEL))
        for place, each in enumerate(sorting[1:], 1)
    ]
    listed = Steps(tuple((each.title,) for each in sorting[1:]))
    blocks = (Text(words.say("sort-text")), listed, Text(words.say("sort-how", unsure=unsure), subtle=True, asks=True))
    skip = Button(SORT, pressed_value(round, 0), unsure)
    return Card(words.language, blocks, words.text("sort-title"), (*buttons, skip), "choice")


def choose_card(words: Wording, count: int) -> Card:
    """How to choose, for words that say nothing of it."""
    return line_card(words, words.say("choose-how", count=count, none=words.text("button-none", count=count)))


def greeting_card(words: Wording, desk: str) -> Card:
    """Hello, and how to ask."""
    blocks = (Text(words.say("greeting-text")), Text(words.say("greeting-human"), subtle=True))
    return Card(words.language, blocks, words.text("greeting-title", desk=desk))


def welcome_card(words: Wording, ticket: Ticket | None = None) -> Card:
    """An answer to thanks, without taking them for a confirmation: of an article, or of a ticket that has ended."""
    if ticket is not None:
        return line_card(words, words.say("welcome-denied" if ticket.denied else "welcome-resolved"))
    solved, still = words.text("button-solved"), words.text("button-still")
    return line_card(words, words.say("welcome-thanks", solved=solved, still=still))


def spans(text: str) -> Line:
    """A text of an article, with its marks (`kb.inline`), as a line."""
    return tuple(_span(piece.text, piece.style) for piece in parse(text))


def _source(words: Wording, article: Article, source: Source) -> Text:
    name: Span = Link(source.url, article.title) if source.url else article.title
    key = f"answer-source-{source.doubt}" if source.doubt else "answer-source"
    values = {"date": words.date(article.updated)}
    line = (
        words.say(key, source=name, **values)
        if isinstance(name, Link)
        else words.say(key, source=article.title, **values)
    )
    return Text(line, subtle=True)


def _described(words: Wording, article: Article) -> Line:
    """The article by name and in a sentence. No link: pressing shows it, and then asks whether it helped."""
    if article.is_guide:
        return (Strong(article.title), f" – {words.text('guide-about')}")
    about = _cut("".join(piece.text for piece in parse(_first_sentence(article.summary))), _LONGEST_ABOUT)
    return (Strong(article.title), f" – {about}") if about else (Strong(article.title),)


def _cut(text: str, limit: int) -> str:
    """The text in one line of at most `limit` characters, ending between words."""
    return shorten(text, limit, placeholder="…")


def _named(article: Article, source: Source) -> Line:
    return (Link(source.url, article.title),) if source.url else (article.title,)


def _short_steps(article: Article, question: str, *, whole: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The steps to show, with those for the system that the question names, and the names of the parts left out.

    All general steps where the article cannot be opened (`whole`), else the first few: the likeliest come first.
    """
    general, *parts = article.sections or (Section("", ()),)
    asked = [part for part in parts if _is_about(part, question)]
    own = tuple(step for part in asked for step in part.steps)
    steps = (*(general.steps if whole else general.steps[:_MOST_STEPS]), *own)
    left_out = tuple(part.name for part in parts if part not in asked)
    return steps, left_out


def _first_sentence(text: str) -> str:
    """What it is about, without the causes that follow."""
    return re.split(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁ«“])", text, maxsplit=1)[0]


def _is_about(part: Section, question: str) -> bool:
    pattern = _SYSTEMS.get(part.name.casefold(), "(?!)")
    return re.search(pattern, question.casefold()) is not None


def _span(text: str, style: str) -> Span:
    match style:
        case "strong":
            return Strong(text)
        case "code":
            return Code(text)
        case _:
            return text
