"""T3, X11: words of any length and any letters fit into every sentence, and stay words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Mention, plain
from bot.commands.grammar import Command, Mistake, parse_command, pressed_command, spoken_command
from bot.conversation.intents import asks_for_human, bare_intent, intent_of
from bot.wording.catalogue import Wording
from tests.hostile import hostile_text


@pytest.mark.parametrize("length", [1_000, 1_001, 2_501, 40_000])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_T3_a_long_reason_fits_into_the_sentence(length: int, language: str) -> None:
    said = Wording(language).say("thread-escalated", reason="x" * length)
    assert plain(said).count("x") >= length
    assert Wording(language).text("thread-escalated", reason="x" * length) == plain(said)


@given(hostile_text())
def test_X11_no_words_become_spans(text: str) -> None:
    line = Wording().say("ping-manual", agent=Mention("Sam"), reason=f"{text}\ue0000\ue001")
    assert [span for span in line if not isinstance(span, str)] == [Mention("Sam")]


@given(hostile_text(), st.none() | st.integers(1, 99))
def test_T3_any_words_are_a_command_a_mistake_or_none(text: str, here: int | None) -> None:
    for found in (parse_command(text, here=here), pressed_command(text, here, text), pressed_command("reply", 1, text)):
        assert isinstance(found, Command | Mistake)
    assert spoken_command(text, here=here) is None or isinstance(spoken_command(text, here=here), Command | Mistake)


@given(hostile_text())
def test_K3_any_words_have_an_intent(text: str) -> None:
    assert isinstance(asks_for_human(text), bool)
    assert intent_of(text) in type(intent_of(text))
    bare_intent(text)
