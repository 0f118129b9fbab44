"""S21, S22, T23, X11: whatever people, articles and desk.toml say, only our own code makes mentions, links and markup.

A ticket's whole life goes through the engine in hostile words; each card is then drawn for every platform.
"""

import pytest
from hypothesis import given

from bot.cards import Card, Mention, Text
from tests.contract import injection
from tests.contract.injection import in_browser, in_slack, in_teams, in_terminal, scene, smuggled
from tests.examples import up_to
from tests.hostile import TOKENS, hostile_text


async def assert_harmless(words: str) -> None:
    shown = await scene(words).play()
    assert len(shown) > 10
    for card in shown:
        found = [*smuggled(card), *in_slack(card), *in_teams(card), *in_browser(card), *in_terminal(card)]
        assert found == [], card
    assert in_terminal(None, words) == []


@up_to(25)
@given(hostile_text())
async def test_S22_no_words_are_obeyed_on_any_path(words: str) -> None:
    await assert_harmless(words)


@pytest.mark.parametrize("token", ["".join(TOKENS), *(f"{token} {token}" for token in TOKENS[:26:3])])
async def test_S22_no_token_is_obeyed_on_any_path(token: str) -> None:
    await assert_harmless(token)


def test_X3_the_judge_sees_what_is_smuggled_in() -> None:
    told = Card("en", (Text((Mention("Eve", "slack", "T", "U0EVE", notify=True),)),))
    assert smuggled(told) == ["mention of U0EVE"]
    assert list(injection._obeyed("hi <!here> <@U0EVE>", [])) == ["token <!here>", "token <@U0EVE>"]
    assert injection._turned({"text": "\u202e"}) == ["direction"]
