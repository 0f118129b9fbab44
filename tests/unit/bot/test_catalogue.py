"""O4: English and Russian are complete, with the same values in each sentence."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor

from bot.cards import Mention
from bot.commands.grammar import SHAPES
from bot.wording import catalogue
from bot.wording.catalogue import UnknownWording, Wording

FOLDER = Path(catalogue.__file__).parent


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _messages(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted(FOLDER.glob(f"*.{language}.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                variables = _Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


def test_O4_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    assert _messages("en") == _messages("ru")


def test_O4_every_literal_key_in_the_code_is_in_the_catalogue() -> None:
    used: set[str] = set()
    root = FOLDER.parents[1]
    for folder in ("bot", "adapters"):
        for file in (root / folder).rglob("*.py"):
            used |= set(re.findall(r'\.(?:text|say)\(\s*"([a-z0-9-]+)"', file.read_text(encoding="utf-8")))
    assert used
    assert used <= _messages("en").keys()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("part", ["usage", "example", "about"])
def test_T3_every_command_is_described(language: str, part: str) -> None:
    for shape in SHAPES:
        assert Wording(language).text(f"command-{shape.name}-{part}")


def test_O4_plurals_follow_the_language() -> None:
    english, russian = Wording("en"), Wording("ru-RU")
    assert english.text("list-title", count=1) == "1 open ticket"
    assert [russian.text("list-title", count=n) for n in (1, 3, 5)] == [
        "1 открытая заявка",
        "3 открытые заявки",
        "5 открытых заявок",
    ]


def test_text_cannot_smuggle_in_a_mention() -> None:
    line = Wording("en").say("history-item", at="\ue0000\ue001", who=Mention("Sam"), what="x\ue0001\ue001")
    assert [span for span in line if not isinstance(span, str)] == [Mention("Sam")]


def test_unknown_words_are_an_error() -> None:
    with pytest.raises(UnknownWording):
        Wording("en").text("no-such-key")
