"""I7: one form on every surface, with what is wrong beside its field."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft6Validator

from adapters.console.display import Display
from adapters.console.filling import fill
from adapters.console.screen import Row
from adapters.slack import modal
from adapters.slack.modal import Origin
from adapters.teams.cards import render
from adapters.web.actions import ActionRefused, PressButton
from adapters.web.config import WebConfig
from adapters.web.reader import pressed
from bot.cards import Button, Card
from bot.commands.forms import REQUEST, Forms, request_form
from bot.desk.file import read_desk
from bot.messages import Press
from bot.ports import ChatLine
from bot.wording.catalogue import Wording
from tests.contract.slack_rules import view_problems
from tests.fakes.playground import CONFIG
from tests.unit.bot.test_desk_file import SHIPPED
from tests.unit.requests.desk import DESK_OF_REQUESTS
from tests.unit.teams.test_cards import SCHEMA
from tests.unit.web.lines import NOW

FORMS = Forms(lambda: DESK_OF_REQUESTS, lambda: date(2026, 11, 23))
LAPTOP = DESK_OF_REQUESTS.request_types[0]
ORIGIN = Origin("C1", "", REQUEST, "laptop", "", "en")
EVERY_KIND = read_desk(SHIPPED).request_types


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("each", EVERY_KIND, ids=lambda each: each.id)
def test_I7_slack_and_teams_take_the_starter_forms(each: Any, language: str) -> None:
    form = request_form(each, language)
    assert view_problems(modal.view(form, ORIGIN)) == []
    card = Card(language, (), "Catalogue", (Button(REQUEST, each.id, "Open", form=form),))
    activity, warnings = render(card)
    content = {name: part for name, part in activity["attachments"][0]["content"].items() if name != "msteams"}
    schema = Draft6Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(content)] == []
    assert not warnings


def test_I7_words_filled_in_already_stand_in_slacks_modal() -> None:
    colleague = next(each for each in EVERY_KIND if each.id == "new-colleague")
    filled = request_form(colleague, "en").filled(
        {"who": "Ada", "first_day": "2026-12-01", "mail": "a@example.com", "equipment": "laptop,badge"}
    )
    view = modal.view(filled, ORIGIN)
    assert view_problems(view) == []
    shown = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert shown["first_day"]["initial_date"] == "2026-12-01"
    assert [option["value"] for option in shown["equipment"]["initial_options"]] == ["laptop", "badge"]


def test_I7_slack_states_of_every_kind_are_read() -> None:
    states = {
        "who": {"value": "Ada"},
        "first_day": {"selected_date": "2026-12-01"},
        "buddy": {"selected_user": "U0SAM"},
        "equipment": {"selected_options": [{"value": "laptop"}, {"value": "badge"}]},
    }
    values = {name: {name: state} for name, state in states.items()}
    assert modal.fields({"state": {"values": values}}) == {
        "who": "Ada", "first_day": "2026-12-01", "buddy": "U0SAM", "equipment": "laptop,badge",
    }  # fmt: skip


def test_I7_what_is_wrong_stands_beside_its_field_in_slack() -> None:
    view = modal.view(request_form(LAPTOP, "en"), ORIGIN)
    wrong = FORMS.mistakes(Press(REQUEST, "laptop", (("model", "standard"), ("screens", "9"))), "en")
    assert modal.beside(view, wrong) == {"screens": "It must be at most 3."}
    assert modal.beside(view, {"gone": "Why"}) == {"screens": "Why"}, "under the last field where there is no other"


def test_I7_what_is_wrong_stands_beside_its_field_in_the_playground() -> None:
    form = request_form(LAPTOP, "en")
    card = Card("en", (), "", (Button(REQUEST, "laptop", "Open", form=form),))
    line = ChatLine("1", "dm-maria", "1", "firstline", NOW, 1, card=card)
    press = {"do": "press", "id": "a", "as": "maria", "line": "1", "action": REQUEST, "value": "laptop"}
    config = _with(FORMS)
    bad = PressButton.model_validate({**press, "fields": {"model": "power", "screens": "9"}})
    with pytest.raises(ActionRefused) as caught:
        pressed(bad, line, config, NOW)
    assert dict(caught.value.beside) == {
        "reason": "Please fill in “Why so powerful”.", "screens": "It must be at most 3.",
    }  # fmt: skip
    good = PressButton.model_validate({**press, "fields": {"model": "standard"}})
    assert pressed(good, line, config, NOW).author == "maria"


def _with(forms: Forms) -> WebConfig:
    return replace(CONFIG, forms=forms)


async def test_I7_a_terminal_asks_again_for_what_will_not_do_and_leaves_out_what_does_not_apply() -> None:
    printed, typed = list[str](), iter(["medium", "standard", "", "9", "2"])

    def write(row: Row) -> None:
        printed.append(row.text)

    async def read_line(_prompt: str) -> str | None:
        return next(typed)

    display = Display(Wording("en"), {}, {}, write, lambda: NOW)
    filled = await fill(request_form(LAPTOP, "en"), read_line, display)
    assert filled == {"model": "standard", "needed_by": "", "screens": "2"}
    assert "Choose one of: Standard, Powerful" in printed
    assert "It must be at most 3." in printed


async def test_I7_a_terminal_asks_only_for_what_is_wrong() -> None:
    asked: list[str] = []

    async def read_line(prompt: str) -> str | None:
        asked.append(prompt)
        return "network"

    form = FORMS.form("transfer", "en", "1")
    assert form is not None
    display = Display(Wording("en"), {}, {}, lambda _row: None, lambda: NOW)
    filled = await fill(form, read_line, display, {"to": "netwrk", "tried": "a cable"}, {"to": "Nobody"})
    assert filled == {"to": "network", "tried": "a cable"}
    assert len(asked) == 1


def test_T7_the_receiver_of_a_hand_over_is_looked_up_before_the_form_is_taken() -> None:
    fields = (("to", "netwrk"), ("tried", "a cable"))
    wrong = FORMS.mistakes(Press("transfer", "1", fields), "en")
    assert wrong == {"to": "There is no team and nobody called “netwrk”. Did you mean “network”?"}
    assert "next" in FORMS.mistakes(Press("transfer", "1", (("to", "network"),)), "ru")
