"""T4: the form for a reply names who will read it."""

from datetime import UTC, datetime

import pytest

from bot.commands.forms import form_for
from bot.messages import Person
from bot.wording.catalogue import Wording
from bot.wording.team import ticket_card
from tests.samples import ticket

MARIA, IVAN = (Person("slack", "T1", id, name) for id, name in (("U1", "Maria Silva"), ("U2", "Иван: Смирнов")))


def hint(*readers: Person, language: str = "en") -> str:
    card = ticket_card(Wording(language), ticket(), "Desk", (), datetime(2026, 11, 28, tzinfo=UTC), readers)
    button = next(each for each in card.buttons if each.action == "reply")
    form = form_for("reply", language, button.value)
    assert form is not None
    assert form == button.form, "platforms that know the value alone show the same"
    assert form.title.endswith("0")
    return form.fields[0].hint


@pytest.mark.parametrize("language", ["en", "ru"])
def test_T4_every_reader_is_named(language: str) -> None:
    assert "Maria Silva, Иван: Смирнов" in hint(MARIA, IVAN, language=language)


def test_T4_where_a_name_is_not_known_no_id_stands_for_it() -> None:
    assert hint(MARIA, Person("slack", "T1", "U3")) == "The requester reads this."
    assert hint() == "The requester reads this."


def test_T4_many_readers_fit_a_button() -> None:
    assert len(hint(*[Person("slack", "T1", f"U{n}", "Somebody With A Long Name") for n in range(200)])) < 500
