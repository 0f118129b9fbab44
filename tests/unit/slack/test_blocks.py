"""Cards as Slack messages: golden files, Slack's schema and limits (S24, S25), the simplest format (X4)."""

import json
import os
from pathlib import Path

import pytest

from adapters.slack.blocks import action_of, language_of, render
from bot.cards import Button, Card, Quote, Strong, Text, plain_card
from tests.contract.slack_rules import message_problems
from tests.unit.sample_cards import samples

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("name", samples())
def test_X1_the_card_renders_as_agreed(name: str) -> None:
    file, payload = GOLDEN / f"{name}.json", render(samples()[name]).payload
    if os.environ.get("FIRSTLINE_WRITE_GOLDEN"):
        file.write_text(json.dumps(payload, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert payload == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", samples())
def test_S24_S25_slack_takes_every_card(name: str) -> None:
    assert message_problems(render(samples()[name]).payload) == []


def test_S24_the_text_says_what_the_blocks_say() -> None:
    payload = render(samples()["russian"]).payload
    assert payload["text"] == plain_card(samples()["russian"]).replace("&", "&amp;").replace(">", "&gt;")


def test_S25_what_had_to_be_left_out_is_told() -> None:
    rendered = render(samples()["long"])
    assert "5 of 30 buttons were left out" in rendered.warnings
    assert any("blocks were left out" in warning for warning in rendered.warnings)
    assert rendered.payload["blocks"][-2]["text"]["text"] == "…"
    assert rendered.payload["blocks"][-1]["type"] == "actions"
    assert render(samples()["answer"]).warnings == ()


def test_X4_words_alone_need_no_blocks() -> None:
    card = Card("en", (Text((Strong("Sam"), " wrote")), Quote("a\nb")))
    assert render(card).payload == {"text": "*Sam* wrote\n> a\n> b"}
    assert "blocks" in render(Card("en", card.blocks, title="Title")).payload


def test_buttons_keep_action_value_and_the_cards_language() -> None:
    card = Card("ru", (), buttons=(Button("open", "a", "A"), Button("open", "b", "Б")))
    [block] = render(card).payload["blocks"]
    assert [action_of(one["action_id"]) for one in block["elements"]] == ["open", "open"]
    assert [one["value"] for one in block["elements"]] == ["a", "b"]
    assert language_of(block["block_id"]) == "ru"
    assert language_of("something-else") == ""


def test_X9_a_button_says_what_it_is_about() -> None:
    labels = [one["accessibility_label"] for one in render(samples()["ticket"]).payload["blocks"][-1]["elements"]]
    assert labels[0] == "Claim: Ticket 12 · VPN"
