"""O1: what the page is told of its people before it begins."""

import pytest

from adapters.web.config import COMMANDS, EVERYBODYS
from adapters.web.setup import page_words, setup_of
from bot.commanding import EVERYBODYS as ENGINES
from tests.fakes.playground import CONFIG


@pytest.mark.parametrize(("handle", "commands"), [("maria", EVERYBODYS), ("sam", COMMANDS), ("lena", COMMANDS)])
def test_people_are_suggested_the_commands_that_they_may_use(handle: str, commands: tuple[str, ...]) -> None:
    people = {person["handle"]: person for person in setup_of(CONFIG)["people"]}
    assert tuple(people[handle]["commands"]) == commands


def test_employees_are_suggested_what_the_engine_lets_them_use() -> None:
    assert EVERYBODYS == ENGINES


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_words(command: str) -> None:
    assert {f"command-{command}", f"command-{command}-about"} <= page_words("en").keys()
