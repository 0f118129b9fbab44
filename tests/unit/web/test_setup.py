"""O1: what the page is told of its people before it begins."""

import pytest

from adapters.web.config import COMMANDS
from adapters.web.setup import page_words, setup_of
from bot.commands.grammar import EVERYBODYS
from tests.fakes.playground import CONFIG


@pytest.mark.parametrize(("handle", "commands"), [("maria", EVERYBODYS), ("sam", COMMANDS), ("lena", COMMANDS)])
def test_people_are_suggested_the_commands_that_they_may_use(handle: str, commands: tuple[str, ...]) -> None:
    people = {person["handle"]: person for person in setup_of(CONFIG)["people"]}
    assert tuple(people[handle]["commands"]) == commands


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_words(command: str) -> None:
    assert {f"command-{command}", f"command-{command}-about"} <= page_words("en").keys()
