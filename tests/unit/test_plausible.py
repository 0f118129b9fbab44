"""S2: what names a message, its place and its people fits into every index, whatever was signed."""

from dataclasses import replace

import pytest

from adapters.plausible import is_id, is_plausible
from bot.messages import Message
from tests.samples import MARIA, THREAD, message

LONG = "x" * 401


@pytest.mark.parametrize("text", ["", "U1", "19:abc_1@thread.tacv2;messageid=1", "x" * 400])
def test_S2_short_plain_letters_may_be_an_identity(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", [LONG, "two words", "Иван", "a\x00b", "end\n"])
def test_S2_anything_else_may_not(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    "bad",
    [
        *(replace(message(), thread=replace(THREAD, **{name: LONG})) for name in ("workspace", "channel", "root")),
        *(replace(message(), sender=replace(MARIA, **{name: LONG})) for name in ("workspace", "id")),
        *(replace(message(), sender=replace(MARIA, **{name: ""})) for name in ("workspace", "id")),
        *(
            replace(message(), behalf=replace(MARIA, **{name: text}))
            for name in ("workspace", "id")
            for text in ("", LONG)
        ),
        replace(message(), behalf=replace(MARIA, id="a\nb")),
        replace(message(), thread=replace(THREAD, workspace="")),
        *(replace(message(), delivery=text) for text in ("", "x" * 1001, "a b")),
        *(replace(message(), about=text) for text in ("x" * 1001, "a b")),
    ],
)
def test_S2_a_message_is_as_plausible_as_each_of_its_names(bad: Message) -> None:
    assert is_plausible(replace(message(), text="Иван\x00 " + LONG)), "what people write may be anything"
    assert not is_plausible(bad)
