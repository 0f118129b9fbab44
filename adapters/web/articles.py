"""An article of the knowledge base as a page to read."""

from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt

from bot.wording.catalogue import Wording


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article. `markdown` is its text; HTML in it is shown, not obeyed. `note` says whose it is and how old."""

    title: str
    language: str
    markdown: str
    note: str = ""


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


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
{_MARKDOWN.render(article.markdown)}
<footer>{escape(article.note)}</footer>
</main>
</body>
</html>
"""
