"""T3: what platforms can suggest while a command is typed."""

from bot.commands.grammar import EVERYBODYS
from bot.desk.file import parse_desk
from bot.wording.catalogue import Wording
from bot.wording.completion import Completion, completions
from tests.contract.counter import DESK

DESK_OF_TWO = parse_desk(DESK)


def suggested(handle: str = "", language: str = "en") -> dict[str, Completion]:
    found = completions(Wording(language), DESK_OF_TWO, DESK_OF_TWO.member_named(handle))
    return {each.name: each for each in found}


def test_T3_an_employee_is_suggested_what_they_may_use() -> None:
    assert tuple(suggested()) == EVERYBODYS


def test_T3_an_agent_is_suggested_what_follows_and_what_may_be_said_there() -> None:
    commands = suggested("sam")
    assert commands["assign"].values == ("lena", "nadia", "sam"), "the colleagues of their own teams"
    assert commands["transfer"].values == ("service-desk", "network", "lena", "nadia", "petra", "sam")
    assert commands["macro"].values == ("restart", "again")
    assert commands["priority"].values == ("urgent", "high", "normal", "low")
    assert [commands[name].follows for name in ("priority", "merge", "search", "claim", "list")] == [
        ("number", "values"), ("number", "other"), ("text",), ("number",), (),
    ]  # fmt: skip


def test_O4_values_are_suggested_in_ones_own_language() -> None:
    assert suggested("sam", "ru")["priority"].values == ("срочный", "высокий", "обычный", "низкий")
