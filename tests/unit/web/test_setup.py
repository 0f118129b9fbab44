"""O1: what the page is told of its people before it begins."""

import pytest

from adapters.web.setup import page_words, setup_of
from bot.commands.grammar import EVERYBODYS, SHAPES
from tests.fakes.playground import CONFIG

COMMANDS = tuple(shape.name for shape in SHAPES)


@pytest.mark.parametrize(("handle", "commands"), [("maria", EVERYBODYS), ("sam", COMMANDS), ("lena", COMMANDS)])
def test_people_are_suggested_the_commands_that_they_may_use(handle: str, commands: tuple[str, ...]) -> None:
    people = {person["handle"]: person for person in setup_of(CONFIG)["people"]}
    assert tuple(command["name"] for command in people[handle]["commands"]) == commands


def test_T3_what_can_be_said_after_a_command_comes_along_and_its_other_names() -> None:
    people = {person["handle"]: person for person in setup_of(CONFIG)["people"]}
    [assign] = [command for command in people["sam"]["commands"] if command["name"] == "assign"]
    assert (assign["follows"], assign["values"]) == (["number", "values"], ["lena", "nadia", "sam"])
    assert "назначить" in assign["aliases"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_words(command: str) -> None:
    assert {f"command-{command}", f"command-{command}-about"} <= page_words("en").keys()
