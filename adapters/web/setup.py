"""What the page needs to know before it can begin: who there is, where, and every word it shows."""

from functools import cache
from importlib.resources import files
from typing import Any

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from adapters.web.config import Resident, WebConfig
from adapters.web.rooms import places_of
from bot.commands.grammar import SHAPES
from bot.wording.catalogue import DEFAULT, LANGUAGES, Wording
from bot.wording.completion import Completion


def setup_of(config: WebConfig) -> dict[str, Any]:
    """JSON-ready: people with the places they see and their commands, rooms, and the words of every language."""
    return {
        "bot": config.name,
        "people": [_person(config, person) for person in config.people],
        "rooms": [{"id": room.id, "name": room.name, "kind": room.kind} for room in config.rooms],
        "slash": config.slash[0],
        "reaction": config.reaction,
        "languages": list(LANGUAGES),
        "words": {language: page_words(language) for language in LANGUAGES},
    }


@cache
def page_words(language: str) -> dict[str, str]:
    """Every `web-` sentence with its variables left as `{name}`, by its key without the prefix; and what follows each
    command, and what it does."""
    words = Wording(language)
    commands = {
        f"command-{shape.name}{suffix}": words.text(f"command-{shape.name}-{part}")
        for shape in SHAPES
        for suffix, part in (("", "usage"), ("-about", "about"))
    }
    return commands | {
        key.removeprefix("web-"): words.text(key, **{name: f"{{{name}}}" for name in names})
        for key, names in _variables().items()
    }


def _person(config: WebConfig, person: Resident) -> dict[str, Any]:
    return {
        "handle": person.handle,
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "places": list(places_of(config, person)),
        "commands": [_command(each) for each in person.completions],
    }


def _command(completion: Completion) -> dict[str, Any]:
    """Its words are the page's own, in the language of the page."""
    names = {"name": completion.name, "aliases": list(completion.aliases)}
    return {**names, "follows": list(completion.follows), "values": list(completion.values)}


@cache
def _variables() -> dict[str, tuple[str, ...]]:
    source = files("bot.wording").joinpath(f"web.{DEFAULT}.ftl").read_text(encoding="utf-8")
    messages = (entry for entry in FluentParser().parse(source).body if isinstance(entry, ast.Message))
    return {message.id.name: _names_in(message) for message in messages}


def _names_in(message: ast.Message) -> tuple[str, ...]:
    names = _Names()
    names.visit(message)
    return tuple(names.found)


class _Names(Visitor):
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name for it
        self.found.append(node.id.name)
