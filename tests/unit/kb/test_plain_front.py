"""The short way through front matter and YAML's never differ."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.front_matter import FrontMatterError, parse, split
from kb.plain_front import plain_front
from tests.examples import up_to
from tests.load.corpus import articles, as_file
from tests.unit.kb.samples import STARTER

MARKS = (
    *(": ", " #", "#", ":", "-", "- ", "\n", "\n  - ", "\n- ", "\n   - ", " ", "  ", "\t", "'", '"', "\\", "[", "]"),
    *(
        ", ",
        ",",
        "{",
        "}",
        "?",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "~",
        "=",
        "<<",
        ".",
        "...",
        "---",
        "yes",
        "null",
    ),
    *(
        "1",
        "0x1f",
        "1e3",
        "12:30:45",
        "2026-02-30",
        "2026-02-03",
        "2001-12-14 21:59:43 Z",
        "\u00a0",
        "\ufeff",
        "\u0085",
    ),
    *("key: ", "aliases:", "title: ", "tags: []", "word", "слово", "№"),
)  # fmt: skip  (a table reads better in rows)


def fronts() -> Iterator[str]:
    for path in sorted(STARTER.rglob("*.md")):
        yield split(path.read_text(encoding="utf-8"))[0]
    yield from (split(as_file(article))[0] for article in articles(4))


FRONTS = list(fronts())


def said(source: str) -> object:
    """What YAML says; nothing where it complains, as of what pydantic has no place for."""
    try:
        return yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (a safe one)
    except (yaml.YAMLError, ValueError):
        return None


@st.composite
def changed_fronts(draw: st.DrawFn) -> str:
    source = draw(st.sampled_from(FRONTS))
    for _ in range(draw(st.integers(1, 3))):
        at, cut = draw(st.integers(0, len(source))), draw(st.integers(0, 3))
        source = source[:at] + draw(st.sampled_from(MARKS)) + source[at + cut :]
    return "\n".join(source.splitlines())


@up_to(600)
@given(changed_fronts())
def test_K8_what_is_read_the_short_way_is_what_yaml_says(source: str) -> None:
    short = plain_front(source)
    assert short is None or short == said(source)


@up_to(400)
@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=6))
def test_K8_a_value_read_the_short_way_is_what_yaml_says(parts: list[str]) -> None:
    for form in (
        "title: {}",
        "title: a{}b",
        'title: "{}"',
        "title: '{}'",
        "tags: [{}]",
        "tags: [a{}, b]",
        "tags:\n  - {}",
    ):
        source = "\n".join(form.format("".join(parts)).splitlines())
        short = plain_front(source)
        assert short is None or short == said(source)


def test_K8_the_starter_articles_are_read_the_short_way() -> None:
    short = [plain_front(source) for source in FRONTS]
    assert all(one is None or one == said(source) for one, source in zip(short, FRONTS, strict=True))
    assert sum(one is not None for one in short) > 0.9 * len(FRONTS)


FACTS = "language: en\ncategory: a\nowner: b\nupdated: 2026-11-01\nreview-by: 2027-11-01"


@pytest.mark.parametrize(
    "title", ["2fa code", "C# is gone", "a:b", '"a: b"', "'a \"b\"'", "VPN (new)", "it's", "да – № 5"]
)
def test_K8_plain_titles_are_read_the_short_way(title: str) -> None:
    source = f"title: {title}\n{FACTS}"
    assert plain_front(source) == said(source)


@pytest.mark.parametrize(
    "title", ["yes", "404", "0x1f", "a: b", "a #b", "[a: b]", "*a", '"a\\n"', "'it''s'", "a:", "2026-11-01 12:00:00"]
)
def test_K8_other_titles_are_left_to_yaml(title: str) -> None:
    assert plain_front(f"title: {title}\n{FACTS}") is None


def test_K8_what_is_wrong_with_plain_facts_is_told_with_its_line() -> None:
    with pytest.raises(FrontMatterError) as wrong:
        parse(f"title: a\nstatus: lost\n{FACTS}".replace("owner: b", "ownr: b"))
    assert {(complaint.line, complaint.message.split(":")[0]) for complaint in wrong.value.complaints} == {
        (3, "status"),
        (6, "ownr"),
        (1, "owner"),
    }


def test_K8_a_hostile_front_is_refused_at_once() -> None:
    assert plain_front("title: " + "a, " * 100_000 + ": ") is None
    assert plain_front("tags: [" + "a, " * 100_000 + "]") is None
