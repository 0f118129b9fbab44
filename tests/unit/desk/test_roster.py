"""Whom words name, in any letters."""

import pytest

from bot.commands.grammar import spoken_language
from bot.desk import roster
from tests.contract.stack import contract_desk

DESK = contract_desk()
TEAMS = DESK.teams
[SAM, *_] = TEAMS[0].members


@pytest.mark.parametrize("said", ["nadia", "Nadia Petrova", "@nadia", "надя", "Надия", "Надя Петрова"])
def test_T3_a_colleague_is_known_by_handle_and_name_in_latin_and_cyrillic(said: str) -> None:
    found = roster.member_in(TEAMS, said, SAM)
    assert found is not None
    assert found.handle == "nadia"


@pytest.mark.parametrize("said", ["nadja", "надъя", "nadya p"])
def test_T3_one_that_is_nearly_named_is_suggested(said: str) -> None:
    assert roster.member_in(TEAMS, said, SAM) is None
    assert roster.nearest_handle(TEAMS, said) == "nadia"


def test_T7_a_ticket_is_handed_to_somebody_named_in_cyrillic() -> None:
    receiver, rest = roster.receiver_in(DESK, "надя пробовали: кабель")
    assert getattr(receiver, "handle", "") == "nadia"
    assert rest == "пробовали: кабель"


@pytest.mark.parametrize(
    ("said", "language"),
    [("/ticket взять 1", "ru"), ("Заявка помощь", "ru"), ("assign 1 надя", ""), ("reply 1 привет", ""), ("", "")],
)
def test_O4_the_word_of_a_command_tells_its_language(said: str, language: str) -> None:
    assert spoken_language(said) == language
