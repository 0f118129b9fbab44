"""T10: macros and their variables."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Mention
from bot.desk.macro import fill, variables_in

MARIA = Mention("U1", "slack", "T1", "U1")


def test_T10_people_stay_people_in_a_macro() -> None:
    assert fill("Hello {requester}, #{number}", {"requester": MARIA, "number": "1"}) == ("Hello ", MARIA, ", #", "1")


def test_T10_braces_that_name_nothing_stay() -> None:
    assert fill("{ } {} {nothing}", {}) == ("{ } {} ", "{nothing}")
    assert variables_in("{a} {b} {a} { c }") == ("a", "b")


@given(st.text(max_size=50))
def test_T10_values_are_put_in_letter_for_letter(value: str) -> None:
    assert "".join(map(str, fill("<{agent}>", {"agent": value}))) == f"<{value}>"
