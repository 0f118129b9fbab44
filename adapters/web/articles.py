"""An article of the knowledge base as a page to read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.wording.catalogue import Wording


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An image or attachment of an article. `image` is its format (`png`) where it may be shown, else empty."""

    content: bytes
    image: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article. `markdown` is its text; HTML in it is shown, not obeyed. `note` says whose it is and how old."""

    title: str
    language: str
    markdown: str
    note: str = ""


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_OURS = re.compile(r"\.\./files/[\w.-]+/[\w.-]+")
"""What lies beside the articles: `/articles/files/…` here."""
_OTHER = re.compile(r"((?:\.\./\w+/)?[\w.-]+)\.md(#.*)?")


def _body(markdown: str) -> str:
    """The text as HTML. Images that are not ours become words: nothing is loaded from elsewhere."""
    tokens = _MARKDOWN.parse(markdown)
    for token in _inside(tokens):
        source, target = str(token.attrGet("src") or ""), str(token.attrGet("href") or "")
        if token.type == "image" and not _OURS.fullmatch(source):
            token.type, token.tag = "text", ""
        elif token.type == "link_open" and (other := _OTHER.fullmatch(target)):
            token.attrSet("href", other[1])
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return html


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inside(token.children or [])


def article_html(article: ArticlePage) -> str:
    """The whole page."""
    words = Wording(article.language)
    return f"""<!doctype html>
<html lang="{escape(article.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(article.title)} – Firstline</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/colours.css">
<link rel="stylesheet" href="/page/article.css">
<script src="/page/theme-early.js"></script>
</head>
<body>
<main>
<p class="kicker">{escape(words.text("web-article-kicker"))}</p>
<h1>{escape(article.title)}</h1>
{_body(article.markdown)}
<footer>{escape(article.note)}</footer>
</main>
</body>
</html>
"""
