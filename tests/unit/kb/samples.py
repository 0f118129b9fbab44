"""Articles for tests: in memory, and as files in a folder."""

from datetime import date
from pathlib import Path

from kb.article import Article

STARTER = Path(__file__).parents[3] / "kb" / "articles"

VPN = """---
title: VPN does not connect
aliases:
  - cannot connect to vpn
tags: [vpn]
language: en
category: network
owner: service-desk
updated: 2026-11-02
review-by: 2027-05-02
---
Helps when the VPN
cannot connect.

## Steps
1. Open **Settings** and
   press `Enter`.
2. Try again.

## macOS
1. Quit the client.

## When to stop and ask
- Error 809: tell us where you are.
"""


def article(slug: str, *ways: str, language: str = "en", body: str = "") -> Article:
    """An article with a title and aliases; the rest is of no matter to the search."""
    return Article(
        slug=slug,
        language=language,
        title=ways[0],
        aliases=ways[1:],
        tags=(),
        category="",
        owner="desk",
        updated=date(2026, 11, 1),
        review_by=date(2027, 11, 1),
        summary="",
        sections=(),
        stop=(),
        body=body,
        path=Path(language, f"{slug}.md"),
    )


def put(folder: Path, name: str, text: str = VPN) -> Path:
    """Write an article's file, such as `put(tmp_path, "en/vpn.md")`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
