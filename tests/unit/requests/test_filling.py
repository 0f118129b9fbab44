"""I7: a form filled in by words."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.forms import request_form
from bot.conversation.form_in_words import Filling, Step, asked, begins, take
from bot.inputs import read_form
from tests.unit.requests.desk import DESK_OF_REQUESTS

FORM = request_form(DESK_OF_REQUESTS.request_types[0], "en")
TODAY = date(2026, 11, 23)
START = Filling("laptop")


def after(*said: str) -> Step:
    step = Step(START)
    for words in said:
        assert step.filling is not None
        step = take(FORM, step.filling, words, TODAY)
    return step


def test_I7_options_are_named_by_place_label_or_value() -> None:
    for said in ("2", "2.", "Powerful", "power"):
        assert after(said).filling == Filling("laptop", (("model", "power"),))
    assert after("3").wrong is not None


def test_I7_only_what_applies_is_asked_for_and_counted() -> None:
    standard, power = after("standard").filling, after("power").filling
    assert standard is not None
    assert power is not None
    assert [asked(FORM, START)[1:], asked(FORM, standard)[1:], asked(FORM, power)[1:]] == [(1, 3), (2, 3), (2, 4)]


def test_I7_skip_back_cancel_and_send() -> None:
    skipped = after("standard", "skip", "Skip")
    assert skipped.filling == Filling("laptop", (("model", "standard"), ("needed_by", ""), ("screens", "")))
    assert after("standard", "skip", "skip", "send").sends
    assert after("standard", "skip", "skip", "yes").sends
    assert not after("standard", "skip", "skip", "maybe").sends
    assert after("standard", "skip", "back").filling == after("standard").filling
    assert after("power", "back", "standard").filling == after("standard").filling
    assert after("back").filling == START
    assert after("standard", "cancel").filling is None
    assert after("skip").wrong is not None, "the model is needed"


def test_I7_what_will_not_do_any_more_is_asked_for_again_before_it_is_sent() -> None:
    whole = after("power", "builds", "2026-11-24", "2").filling
    assert whole is not None
    late = take(FORM, whole, "send", TODAY + timedelta(days=3))
    assert (late.sends, late.wrong and late.wrong.kind) == (False, "date-least")
    assert late.filling == Filling("laptop", (("model", "power"), ("reason", "builds"), ("screens", "2")))
    mended = take(FORM, late.filling, "2026-12-24", TODAY + timedelta(days=3)).filling
    assert mended is not None
    assert take(FORM, mended, "send", TODAY + timedelta(days=3)).sends


def test_I7_a_field_that_became_needed_after_it_was_skipped_is_asked_for_before_it_is_sent() -> None:
    whole = after("standard", "skip", "skip").filling
    assert whole is not None
    needed = replace(FORM, fields=tuple(replace(field, required=True) for field in FORM.fields))
    asked_again = take(needed, whole, "send", TODAY)
    assert (asked_again.sends, asked_again.wrong and asked_again.wrong.kind) == (False, "required")
    assert asked_again.filling is not None
    field = asked(needed, asked_again.filling)[0]
    assert field is not None
    assert field.name == "needed_by"


def test_O4_the_ways_out_are_there_in_russian() -> None:
    assert after("обычный").wrong is not None, "the form is in English here"
    assert after("standard", "пропустить", "пропустить", "отправить").sends
    assert after("standard", "назад").filling == START
    assert after("Отмена").filling is None
    assert begins("Спроси здесь!")


@given(
    st.lists(st.sampled_from(["1", "2", "skip", "back", "5", "2026-12-01", "builds", "send", "x" * 4000]), max_size=20)
)
def test_I7_whatever_is_said_what_is_sent_is_a_good_form(words: list[str]) -> None:
    step = Step(START)
    for said in words:
        if step.filling is None or step.sends:
            return
        step = take(FORM, step.filling, said, TODAY)
    if step.sends and step.filling is not None:
        assert not read_form(FORM, dict(step.filling.answers), TODAY).wrong
