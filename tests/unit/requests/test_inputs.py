"""I7: what may be written in a field of a form."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.inputs import Form, Input, Option, Rule, Wrong, applies, read_form, read_input
from bot.pattern import check_pattern

TODAY = date(2026, 11, 23)
OPTIONS = (Option("a", "Large"), Option("b", "Small, red"), Option("c", "Маленький"))
CHOICE = Input("size", "Size", options=OPTIONS)
CHOICES = Input("sizes", "Sizes", options=OPTIONS, rule=Rule("choices"))
NUMBER = Input("count", "Count", rule=Rule("number", least="1", most="10"))
DATE = Input("day", "Day", rule=Rule("date", least="today", most="2027-01-31"))
MAIL = Input("mail", "Mail", rule=Rule("email"))
TEXT = Input("text", "Text", rule=Rule(least="2", most="5"))
CODE = Input("code", "Code", rule=Rule(pattern=r"[A-Z]{2}-\d+", example="LT-1"))
PERSON = Input("who", "Who", rule=Rule("person"))
EVERY = (CHOICE, CHOICES, NUMBER, DATE, MAIL, TEXT, CODE, PERSON, Input("any", "Any"))
written = st.text(max_size=60) | st.sampled_from(
    ["a", "LARGE", "b,c", "Small, red", "large; маленький", "7", "2,5", "10.0", "1,000", "+3", "2026-12-24", "1.1.2027"]
)


@pytest.mark.parametrize(
    ("field", "said", "read"),
    [
        (CHOICE, " large ", "a"),
        (CHOICE, "b", "b"),
        (CHOICES, "Small, red", "b"),
        (CHOICES, "маленький; A", "a,c"),
        (NUMBER, "2,5", "2.5"),
        (NUMBER, "+3", "3"),
        (Input("n", "N", rule=Rule("number")), "1 000", "1000"),
        (Input("n", "N", rule=Rule("number")), "-1,000,000.5", "-1000000.5"),
        (DATE, "2026-11-23", "2026-11-23"),
        (DATE, "24.12.2026", "2026-12-24"),
        (MAIL, "maria@example.com", "maria@example.com"),
        (TEXT, "abc", "abc"),
        (CODE, "LT-10234", "LT-10234"),
        (PERSON, "Maria   Silva", "Maria Silva"),
    ],
)
def test_I7_what_is_written_is_taken_in_normal_form(field: Input, said: str, read: str) -> None:
    assert read_input(field, said, TODAY) == read


@pytest.mark.parametrize(
    ("field", "said", "kind"),
    [
        (CHOICE, "Medium", "choice"),
        (CHOICE, "  ", "required"),
        (CHOICES, "a, medium", "choices"),
        (CHOICES, ",", "choices"),
        (NUMBER, "0", "number-least"),
        (NUMBER, "10.01", "number-most"),
        (NUMBER, "many", "number"),
        (NUMBER, "NaN", "number"),
        (NUMBER, "1e9", "number"),
        (DATE, "2026-11-22", "date-least"),
        (DATE, "2027-02-01", "date-most"),
        (DATE, "31.02.2027", "date"),
        (DATE, "tomorrow", "date"),
        (MAIL, "maria@example", "email"),
        (MAIL, "<maria@example.com>", "email"),
        (TEXT, "a", "short"),
        (TEXT, "abcdef", "long"),
        (CODE, "lt-1", "pattern"),
        (PERSON, "x" * 201, "long"),
        (Input("any", "Any"), "x" * 8001, "long"),
    ],
)
def test_I7_what_will_not_do_is_named(field: Input, said: str, kind: str) -> None:
    read = read_input(field, said, TODAY)
    assert isinstance(read, Wrong)
    assert read.kind == kind


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("([A-Za-z]+ ?)+", "a" * 7999 + "!"),
        ("(a|a)*", "a" * 7999 + "b"),
        ("(.*)*[0-9]", "ab" * 4000),
        ("(a*){9}b", "a" * 8000),
    ],
)
def test_I7_no_pattern_takes_long_whatever_is_written(pattern: str, text: str) -> None:
    check_pattern(pattern)
    read = read_input(Input("text", "Text", rule=Rule(pattern=pattern, example="x")), text, TODAY)
    assert isinstance(read, Wrong), "Python's own engine would be at it for years"


@pytest.mark.parametrize("said", ["Мария Силва", "Zoë O'Neill", "ПЁТР"])
def test_I7_a_pattern_knows_the_letters_of_every_language(said: str) -> None:
    assert read_input(Input("name", "Name", rule=Rule(pattern=r"[\p{L}' ]+", example="x")), said, TODAY) == said


@example("\ud800")
@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=20))
def test_I7_whatever_is_written_can_be_held_against_a_pattern(said: str) -> None:
    assert isinstance(read_input(CODE, "LT-1" + said + "!", TODAY), Wrong)


@given(st.sampled_from(EVERY), written)
def test_I7_reading_what_was_read_changes_nothing(field: Input, said: str) -> None:
    read = read_input(field, said, TODAY)
    if isinstance(read, str):
        assert read_input(field, read, TODAY) == read
        assert read, "a required field is never empty"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-50, max_value=50))
def test_I7_a_number_is_taken_exactly_within_its_bounds(number: object) -> None:
    read = read_input(NUMBER, str(number), TODAY)
    assert isinstance(read, str) is (1 <= float(str(number)) <= 10)


@given(st.dates())
def test_I7_a_day_is_taken_exactly_within_its_bounds(day: date) -> None:
    for said in (day.isoformat(), f"{day.day}.{day.month}.{day.year:04}"):
        assert (read_input(DATE, said, TODAY) == day.isoformat()) is (TODAY <= day <= date(2027, 1, 31))


WITH_CONDITION = Form(
    "T", "S", "C", (CHOICE, Input("why", "Why", rule=Rule(when=("size", "a"))), Input("note", "Note", required=False))
)


@given(st.dictionaries(st.sampled_from(["size", "why", "note", "forged"]), written))
def test_I7_only_what_applies_is_asked_for_and_kept(fields: dict[str, str]) -> None:
    filled = read_form(WITH_CONDITION, fields, TODAY)
    large = filled.values.get("size") == "a"
    assert ("why" in filled.values or "why" in filled.wrong) is large
    assert set(filled.values) | set(filled.wrong) <= {"size", "why", "note"}
    assert not set(filled.values) & set(filled.wrong)
    assert all(applies(field, filled.values) for field in WITH_CONDITION.fields if field.name in filled.values)
