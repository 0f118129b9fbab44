"""K8: what an answer needs, found in texts of any form."""

import pytest

from kb.article import Section
from kb.free_outline import free_outline
from kb.front_matter import split
from kb.outline import outline
from tests.unit.kb.samples import STARTER


def test_K8_articles_of_our_form_are_read_the_same_either_way() -> None:
    for path in STARTER.rglob("*.md"):
        body = split(path.read_text(encoding="utf-8"))[1]
        assert free_outline(body, path.parent.name) == outline(body, path.parent.name)


def test_K8_all_numbered_lists_are_steps_and_those_of_a_system_are_its_own() -> None:
    body = "Intro.\n\n## Fix\n\n1. One\n2. Two\n\n## windows\n\n1. W\n\nThen:\n\n3. X\n\n## Last\n\n1. Three\n"
    found = free_outline(body, "en")
    assert found.summary == "Intro."
    assert found.sections == [Section("Steps", ("One", "Two", "Three")), Section("Windows", ("W", "X"))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [it](it.md)", "See it"),
        ("See [it](https://a.example/b)", "See it (https://a.example/b)"),
        ("See [https://a.example](https://a.example)", "See https://a.example"),
        ("![the button](../files/a/b.png) here", "the button here"),
        ("*a* **b** ~~c~~ `d`", "a **b** c `d`"),
        ("**a `b` c**", "a `b` c"),
        ("a\\*b\\_c \\<d>", "a*b_c <d>"),
        ("one\n   - two\n   - three", "one two three"),
        ("run\n\n   ```\n   a\n   b\n   ```", "run `a b`"),
        ("x  \n   y", "x y"),
    ],
)
def test_K8_markup_becomes_what_an_answer_can_show(text: str, shown: str) -> None:
    assert free_outline(f"1. {text}\n", "en").sections == [Section("Steps", (shown,))]


def test_K8_a_text_without_steps_has_a_summary_alone() -> None:
    found = free_outline("# Title\n\n- a\n- b\n\nWhat it is.\n\n## When to stop and ask\n\n- Now.\n", "en")
    assert (found.summary, found.sections, found.stop) == ("What it is.", [], ("Now.",))
