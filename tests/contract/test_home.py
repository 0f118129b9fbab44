"""I8 O4: what somebody finds at home, and the language that they choose."""

from dataclasses import dataclass, field, replace

import pytest

from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.ports import Preference
from bot.preferences import Preferences
from tests.conftest import AnyLedger
from tests.contract.counter import IVAN, MARIA, Counter
from tests.fakes.memory_ledger import MemoryLedger
from tests.samples import NOW
from tests.unit.requests.desk import DESK_OF_REQUESTS


@dataclass
class Remembering(Counter):
    """With a memory of what people prefer, as a process has it."""

    preferences: Preferences = field(default_factory=Preferences)

    @property
    def engine(self) -> Engine:
        return replace(Counter.engine.fget(self), preferences=self.preferences)  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def counter() -> Remembering:
    return Remembering(MemoryLedger(), desk=DESK_OF_REQUESTS)


async def choose(counter: Counter, language: str, who: Person = MARIA) -> str:
    thread = Thread("slack", "T0FIRST", f"D{who.id}", "5.5")
    press = Press("prefer", language)
    return await counter.hear(
        Message(counter.delivery(), thread, who, counter.clock(), pressed=press, direct=True, addressed=True)
    )


async def test_I8_home_shows_open_tickets_with_what_may_be_expected_and_ways_to_ask(counter: Remembering) -> None:
    await counter.ask()
    await counter.ask(who=IVAN)
    shown = await counter.order("home", MARIA)
    assert "#1 · I need a human – new, answer promised by 10:00" in shown.replace("\u202f", " ")
    assert "#2" not in shown, "only one's own"
    assert "[Open a ticket] · [What you can ask for] · [Русский]" in shown
    assert counter.posts[0].private_to == MARIA


async def test_I8_its_buttons_do_what_they_say(counter: Remembering) -> None:
    await counter.order("home", MARIA)
    assert "New laptop" in await counter.press("catalogue", "", MARIA)
    assert "Ticket #1" in await counter.press("new", "", MARIA, text="my badge is lost")


async def test_I8_a_word_is_enough_in_a_direct_message(counter: Remembering) -> None:
    assert "Ваши открытые заявки" in await counter.ask("главная", IVAN)
    assert "You have none" in await counter.ask("Home")


async def test_O4_a_chosen_language_holds_for_all_that_is_said_privately(counter: Remembering) -> None:
    assert "Ваши открытые заявки" in await choose(counter, "ru")
    assert "Команды /ticket" in await counter.order("help", MARIA)
    assert "Your open tickets" in await choose(counter, "en")
    assert "Your open tickets" in await counter.order("home", MARIA)


async def test_O4_another_process_learns_of_it(counter: Remembering) -> None:
    await choose(counter, "ru")
    counter.preferences = Preferences()
    assert "Your open tickets" in await counter.order("home", MARIA)
    await counter.preferences.refresh(counter.ledger)
    assert "Ваши открытые заявки" in await counter.order("home", MARIA)


async def test_O4_a_forged_language_is_none(counter: Remembering) -> None:
    await choose(counter, "xx")
    assert not await counter.ledger.preferences(NOW.replace(year=2000))


async def test_O4_what_was_chosen_last_is_kept(ledger: AnyLedger) -> None:
    for language in ("ru", "en"):
        async with ledger.work() as work:
            await work.prefer(Preference(MARIA, language, NOW))
            await work.prefer(Preference(IVAN, "ru", NOW))
            await work.commit()
    found = await ledger.preferences(NOW)
    assert {each.person.id: each.language for each in found} == {"U0MARIA": "en", "U0IVAN": "ru"}
    assert not await ledger.preferences(NOW.replace(year=NOW.year + 1))
