"""Words as Teams shows them: markdown in a message and the smaller markdown of a card (T23)."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.cards import Code, Line, Link, Mention, Moment, Span, Strong

JSON = dict[str, Any]

_LONGEST_SPAN = 8_000
"""Characters. Longer words are cut: Teams takes 80 KB for the whole message."""
_MARKS = re.compile(r"([\\`*_\[\]~{}])")
_LEADING = re.compile(r"^([ \t]*)([#+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")
_FENCES = re.compile("`+")


@dataclass(slots=True)
class Ink:
    """Writes lines, and gathers what a line needs beside its text. `cut` is said where words were shortened."""

    card: bool
    cut: str
    entities: list[JSON] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def line(self, line: Line) -> str:
        """The line as markup."""
        return "".join(self._span(span) for span in line)

    def words(self, text: str) -> str:
        """Words of no markup of their own, escaped."""
        return escape(self.shortened(text))

    def shortened(self, text: str) -> str:
        """The text without control characters, and not longer than a span may be."""
        text = clean(text)
        if len(text) <= _LONGEST_SPAN:
            return text
        self.warnings.append(f"words cut to {_LONGEST_SPAN} characters")
        return text[:_LONGEST_SPAN] + self.cut

    def _span(self, span: Span) -> str:
        match span:
            case str():
                return self.words(span)
            case Strong(text):
                return _around("**", self.words(text))
            case Code(text):
                return self._code(text)
            case Link(url, text):
                return self._link(url, text)
            case Mention():
                return self._mention(span)
            case Moment():
                return self._moment(span)

    def _code(self, text: str) -> str:
        """Letter for letter. The markdown of cards knows no code, so there it is emphasised."""
        if self.card:
            return _around("**", self.words(text))
        plain = " ".join(self.shortened(text).split())
        fence = "`" * (max(map(len, _FENCES.findall(plain)), default=0) + 1)
        inner = f" {plain} " if "`" in plain else plain
        return f"{fence}{inner}{fence}" if plain else ""

    def _link(self, url: str, text: str) -> str:
        label = " ".join(self.words(text).split())
        if not url.startswith(("https://", "http://")) or re.search(r"[\s<>\"\\]", url):
            self.warnings.append("a link that is none is shown as words")
            return label
        return f"[{label}]({url.replace('(', '%28').replace(')', '%29')})"

    def _mention(self, mention: Mention) -> str:
        """A name; with a mention that notifies only where our code asked for it."""
        name = self.words(mention.name)
        if mention.platform != "teams" or not mention.notify or not self.card:
            return name
        markup = f"<at>{name}</at>"
        mentioned = {"id": mention.id, "name": clean(mention.name)}
        self.entities.append({"type": "mention", "text": markup, "mentioned": mentioned})
        return markup

    def _moment(self, moment: Moment) -> str:
        """In a card the reader's own time; a message cannot say it, so there it is the desk's."""
        return _own_time(moment.at, moment.style) if self.card else self.words(moment.fallback)


def escape(text: str) -> str:
    """Words that show as they are in markdown: no mention, link, emphasis, list or date of their own."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKS.sub(r"\\\1", text)
    return _LEADING.sub(_unlisted, text)


def clean(text: str) -> str:
    """The text without control characters, and without those that turn the reading direction."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _unlisted(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _around(mark: str, text: str) -> str:
    """The text between marks, with white space outside them: marks beside white space are no emphasis."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"


def _own_time(at: datetime, style: str) -> str:
    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    date, time = f"{{{{DATE({stamp},SHORT)}}}}", f"{{{{TIME({stamp})}}}}"
    return {"time": time, "date": date}.get(style, f"{date} {time}")
