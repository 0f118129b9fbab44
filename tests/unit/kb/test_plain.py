"""The short way through an article's text and the long one never differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.front_matter import split
from kb.outline import outline
from kb.plain import plain_outline
from tests.examples import up_to

ARTICLES = Path(__file__).parents[3] / "kb" / "articles"
MARKS = (
    *("**", "*", "`", "``", "_", "~~", "\\", "&amp;", "& ", "<b>", "<http://a.b>", "[a](b)", "![a](b)", "[a]: b", ">"),
    *(
        "\n",
        "\n\n",
        "  \n",
        " ",
        "    ",
        "\t",
        "\0",
        "\x0b",
        "\u00a0",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "7. ",
        "# ",
        "## ",
    ),
    *(
        "## Steps\n",
        "## Windows\n",
        "---",
        "===",
        "***",
        "```\n",
        "~~~\n",
        "> ",
        "| a |\n|---|",
        "word",
        "слово",
        "1",
        ".",
    ),
)


def bodies() -> Iterator[tuple[str, str]]:
    for path in sorted(ARTICLES.rglob("*.md")):
        yield split(path.read_text(encoding="utf-8"))[1], path.parent.name


BODIES = list(bodies())


@st.composite
def changed_bodies(draw: st.DrawFn) -> tuple[str, str]:
    body, language = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(1, 3))):
        at, cut = draw(st.integers(0, len(body))), draw(st.integers(0, 3))
        body = body[:at] + draw(st.sampled_from(MARKS)) + body[at + cut :]
    return body, language


@up_to(400)
@given(changed_bodies())
def test_K8_what_is_read_the_short_way_is_what_commonmark_says(changed: tuple[str, str]) -> None:
    short = plain_outline(*changed)
    assert short is None or short == outline(*changed)


def test_K8_the_starter_articles_are_the_same_both_ways_and_most_are_read_the_short_one() -> None:
    short = [(plain_outline(body, language), outline(body, language)) for body, language in BODIES]
    assert all(one is None or one == other for one, other in short)
    assert sum(one is not None for one, _ in short) > 0.8 * len(BODIES)


SIMPLE = "Helps.\n\n## Steps\n1. Do {text} now.\n\n## When to stop and ask\n- It fails.\n"


@pytest.mark.parametrize("text", ["**this**", "`a * b`", "A > B", "A & B", "this\nand\n  that", "3.5 times", "a!"])
def test_K8_plain_texts_are_read_the_short_way(text: str) -> None:
    body = SIMPLE.format(text=text)
    assert plain_outline(body, "en") == outline(body, "en")


@pytest.mark.parametrize(
    "text", ["*this*", "_this_", "<b>", "[a](b)", "&copy;", "\\*", "`` a ``", "**a****b**", "x  \ny"]
)
def test_K8_texts_with_other_markup_are_left_to_commonmark(text: str) -> None:
    assert plain_outline(SIMPLE.format(text=text), "en") is None


def test_K8_a_hostile_line_is_refused_at_once() -> None:
    assert plain_outline(SIMPLE.format(text="**a & " * 30_000), "en") is None
