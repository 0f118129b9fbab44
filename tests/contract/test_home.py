"""I8 O4: what somebody finds at home, and the language that they choose."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.ports import Preference
from bot.preferences import Preferences
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, IVAN, MARIA, SAM, Counter
from tests.contract.test_approvals import APPROVED, BORIS, send
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


@pytest.fixture
async def waiting() -> Remembering:
    """With ticket 1, Maria's, waiting for Boris."""
    counter = Remembering(MemoryLedger(), desk=parse_desk(APPROVED))
    await send(counter)
    return counter


async def test_I8_T11_home_shows_what_waits_for_my_decision_and_lets_me_decide(waiting: Remembering) -> None:
    shown = await waiting.order("home", BORIS)
    assert "Waits for your decision\n• #1 · New laptop, for Maria Silva – decide by" in shown
    assert "[Open a ticket] · [Decide (1)]" in shown
    for outsider in (MARIA, SAM, IVAN):
        assert "for Maria Silva" not in await waiting.order("home", outsider)
    assert "[Approve] · [Refuse]" in await waiting.press("decide", "", BORIS)
    assert waiting.posts[0].private_to == BORIS
    await waiting.press("approve", "1", BORIS)
    assert "[Decide" not in await waiting.order("home", BORIS)
    assert "Nothing waits for your decision" in await waiting.press("decide", "", BORIS)


async def test_I8_T11_nobody_sees_at_home_what_they_cannot_decide(waiting: Remembering) -> None:
    assert "Nothing waits" in await waiting.press("decide", "", MARIA), "her own request"
    assert "Nothing waits" in await waiting.press("decide", "", SAM)


async def test_I8_home_of_an_agent_shows_what_is_assigned_to_them(counter: Remembering) -> None:
    await counter.ask("I need a human")
    await counter.order("claim 1", SAM)
    shown = await counter.order("home", SAM)
    assert "Assigned to you\n• #1 · I need a human, for Maria Silva – open" in shown
    assert "Assigned" not in await counter.order("home", MARIA)
    await counter.order("close 1 a double", SAM)
    assert "Assigned" not in await counter.order("home", SAM)


async def test_O4_I8_all_of_it_in_russian(waiting: Remembering) -> None:
    await waiting.ask("I need a human", IVAN)
    await waiting.order("claim 2", BOTH)
    shown = await waiting.order("главная", replace(BOTH, language="ru"))
    assert "Назначены вам" in shown
    assert "Ждут вашего решения" in await waiting.order("главная", replace(BORIS, language="ru"))


async def test_T2_why_a_ticket_was_closed_is_not_what_fixed_it(counter: Remembering) -> None:
    await counter.ask("I need a human")
    shown = await counter.order("close 1 a double of yesterday's")
    assert "Why it was closed\n> a double of yesterday's" in shown
    assert "What fixed it" not in shown
    await counter.ask("I need a human", root="2.2")
    assert "What fixed it\n> a new cable" in await counter.order("resolve 2 a new cable")
    assert "What fixed it\n> a new cable" in await counter.order("close 2 no answer")


async def test_T11_what_waits_for_a_decision_is_found_in_every_ledger(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(APPROVED))
    await send(counter)
    await counter.ask("I need a human")
    await counter.order("hold 2 a part", SAM)
    assert "• #1 · New laptop" in await counter.order("home", BORIS)
    async with ledger.work() as work:
        assert [each.number for each in await work.awaiting_approval()] == [1]
        assert not await work.awaiting_approval(1)


async def test_T11_what_waits_for_me_is_found_behind_much_that_waits_for_others(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(APPROVED))
    await send(counter)
    async with ledger.work() as work:
        first = await work.ticket(1)
        assert first is not None
        assert first.approval is not None
        others = replace(first, requester=IVAN, approval=replace(first.approval, by=("person:lena",)))
        for _ in range(201):
            await work.add_ticket(others)
        await work.commit()
    await send(counter, root="9.9")
    shown = await counter.order("home", BORIS)
    assert "• #1 · New laptop" in shown
    assert "• #203 · New laptop" in shown
    assert "New laptop (#203)" in await counter.press("decide", "", BORIS)


async def test_I8_S8_home_shows_a_promise_as_it_stands(counter: Remembering) -> None:
    await counter.ask()
    await counter.order("hold 1 a part is ordered")
    assert "on hold\n" in (shown := await counter.order("home", MARIA))
    assert "promised" not in shown, "its clock stands still"
    counter.clock.advance(timedelta(minutes=30))
    await counter.order("claim 1")
    shown = (await counter.order("home", MARIA)).replace("\u202f", " ")
    assert "open, answer promised by 10:30" in shown
    counter.clock.advance(timedelta(hours=1))
    shown = (await counter.order("home", MARIA)).replace("\u202f", " ")
    assert "open, the answer promised by 10:30" in shown
    assert "is late" in shown
    shown = (await counter.order("домой", replace(MARIA, language="ru"))).replace("\u202f", " ")
    assert "и запаздывает" in shown
    await counter.order("reply 1 look at this")
    assert "promised" not in await counter.order("home", MARIA)


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
