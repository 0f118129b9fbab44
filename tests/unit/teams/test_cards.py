"""Cards as Teams shows them: golden files, the schema of Adaptive Cards 1.5 and what the schema misses."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator

from adapters.teams.cards import render, size_of
from bot.cards import Button, Card, Mention, Quote, Steps, Text
from bot.inputs import Form, Input
from tests.unit.sample_cards import samples

GOLDEN = Path(__file__).with_name("golden")
SCHEMA = Path(__file__).parents[2] / "schemas" / "adaptive-card-1.5.0.json"


@pytest.fixture(scope="module")
def schema() -> Draft6Validator:
    return Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _card(activity: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = activity["attachments"][0]["content"]
    return found


@pytest.mark.parametrize("name", samples())
def test_X1_the_card_renders_as_agreed(name: str) -> None:
    file, (activity, _) = GOLDEN / f"{name}.json", render(samples()[name])
    if os.environ.get("FIRSTLINE_WRITE_GOLDEN"):
        file.write_text(json.dumps(activity, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert activity == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", samples())
def test_T19_T20_T28_teams_takes_every_card(name: str, schema: Draft6Validator) -> None:
    activity, _ = render(samples()[name])
    assert size_of(activity) <= 80 * 1024
    assert isinstance(activity["summary"], str)
    assert ("text" in activity) != ("attachments" in activity)
    if "text" in activity:
        assert activity["textFormat"] in ("plain", "markdown")
        return
    card = {name: value for name, value in _card(activity).items() if name != "msteams"}
    assert [error.message for error in schema.iter_errors(card)] == []
    assert card["version"] == "1.5"
    assert len(card.get("actions", ())) <= 6
    assert len(_inputs(card)) == len(set(_inputs(card)))
    assert all(block["wrap"] for block in _blocks(card))


def _inputs(card: dict[str, Any]) -> list[str]:
    return [part["id"] for part in card["body"] if part["type"].startswith("Input.")] + [
        name for action in card.get("actions", ()) if "card" in action for name in _inputs(action["card"])
    ]


def _blocks(part: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [
        *part.get("body", ()),
        *part.get("items", ()),
        *(a["card"] for a in part.get("actions", ()) if "card" in a),
    ]
    own = [part] if part["type"] == "TextBlock" else []
    return own + [block for each in inner for block in _blocks(each)]


def test_X4_mere_words_need_no_card() -> None:
    assert render(samples()["plain"])[0]["textFormat"] == "plain"
    assert render(samples()["plain_rich"])[0]["textFormat"] == "markdown"


def test_T23_only_our_own_mentions_notify() -> None:
    activity, _ = render(samples()["hostile"])
    assert "entities" not in _card(activity)["msteams"]
    assert "<at>" not in json.dumps(_card(activity)["body"])
    mentioned, _ = render(samples()["mention_teams"])
    [entity] = _card(mentioned)["msteams"]["entities"]
    assert entity["mentioned"] == {"id": "aad-lena", "name": "Lena Novak"}
    assert entity["text"] in _card(mentioned)["body"][0]["text"]


def test_T23_a_name_cannot_break_out_of_its_mention() -> None:
    name = "</at><at>everyone</at> & [x](https://evil.example)"
    activity, _ = render(Card("en", (Text((Mention(name, "teams", "t", "aad", notify=True),)),)))
    [entity] = _card(activity)["msteams"]["entities"]
    assert entity["text"].count("<") == 2
    assert "\\[x\\](" in entity["text"]


def test_T28_a_form_unfolds_in_the_card_and_brings_its_button_back() -> None:
    form = Form("Reply", "Send", "Cancel", (Input("text", "Your answer", lines=4),))
    card = Card("ru", (), title="Заявка 1", buttons=tuple(Button("reply", n, "Reply", form=form) for n in "12"))
    first, second = _card(render(card)[0])["actions"]
    field, execute = first["card"]["body"][1], first["card"]["actions"][0]
    assert (field["label"], field["isRequired"], field["isMultiline"]) == ("Your answer", True, True)
    assert field["errorMessage"] == "Заполните поле: Your answer"
    assert execute["type"] == "Action.Execute"
    assert execute["fallback"]["type"] == "Action.Submit"
    assert execute["data"] == execute["fallback"]["data"] == {"firstline": {"action": "reply", "value": "1"}}
    assert field["id"] != second["card"]["body"][1]["id"]


def test_T19_what_is_too_long_is_shortened_and_told() -> None:
    activity, warnings = render(samples()["long"])
    assert "24 buttons left out" in warnings
    assert any("blocks left out" in warning for warning in warnings)
    assert _card(activity)["body"][-1]["text"] == "Остальное слишком длинно, чтобы показать его здесь."


def test_T19_one_huge_text_still_shows_its_beginning() -> None:
    activity, warnings = render(Card("en", (Quote("word " * 50_000),)))
    assert activity["text"].startswith("> word word")
    assert warnings == ("words cut to 8000 characters",)


def test_steps_keep_their_numbers() -> None:
    activity, _ = render(Card("en", (Steps((("one",), ("two",))),), title="T"))
    assert [block["text"] for block in _card(activity)["body"][1:]] == ["**1.** one", "**2.** two"]


def test_T33_the_toast_says_what_the_card_says() -> None:
    assert render(samples()["ticket"])[0]["summary"].startswith("Ticket 12 · VPN What is wrong")
