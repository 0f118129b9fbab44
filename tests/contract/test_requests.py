"""T11 I7: what people ask for by a form, from the catalogue to the ticket."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import plain_card
from bot.desk.file import parse_desk
from bot.messages import Message, Person, Press, Thread
from bot.tickets.ticket import Priority
from tests.conftest import AnyLedger
from tests.contract.counter import IVAN, MARIA, PETRA, Counter
from tests.fakes.memory_ledger import MemoryLedger
from tests.unit.requests.desk import DESK_OF_REQUESTS, DESK_TOML

GOOD = {"model": "Standard", "needed_by": "24.12.2026"}


@pytest.fixture
def counter() -> Counter:
    return Counter(MemoryLedger(), desk=DESK_OF_REQUESTS)


async def send(
    counter: Counter, fields: dict[str, str], who: Person = MARIA, root: str = "1.1", value: str = "laptop"
) -> str:
    """A form, from a direct message; all that is shown then."""
    thread = Thread("slack", "T0FIRST", f"D{who.id}", root)
    press = Press("request", value, tuple(fields.items()))
    message = Message(counter.delivery(), thread, who, counter.clock(), pressed=press, direct=True, addressed=True)
    return await counter.hear(message)


async def test_T11_the_catalogue_lists_every_type_with_its_form(counter: Counter) -> None:
    shown = await counter.order("catalogue", MARIA)
    assert "Equipment" in shown
    assert "[New laptop] · [Badge]" in shown
    form = counter.posts[0].card.buttons[0].form
    assert form is not None
    assert [field.name for field in form.fields] == ["model", "reason", "needed_by", "screens"]


async def test_O4_the_catalogue_is_there_in_russian(counter: Counter) -> None:
    shown = await counter.order("каталог", IVAN)
    assert "Что можно запросить" in shown
    assert "Новый ноутбук" in shown


async def test_I7_a_good_form_becomes_a_ticket_with_its_fields(counter: Counter) -> None:
    shown = await send(counter, GOOD)
    ticket = await counter.ticket()
    assert (ticket.request_type, ticket.team, ticket.category) == ("laptop", "network", "hardware")
    assert (ticket.priority, ticket.question) == (Priority.HIGH, "New laptop")
    assert "Model: Standard\nNeeded by: Dec 24, 2026" in counter.to("C0NETWORK")
    assert "Ticket #1 is open" in shown
    assert "Needed by: Dec 24, 2026" in await counter.order("show 1", PETRA)


async def test_O4_the_requester_reads_the_fields_in_their_language_and_the_team_in_its_own(counter: Counter) -> None:
    await send(counter, {"model": "мощный", "reason": "сборки"}, IVAN)
    assert "Model: Powerful" in counter.to("C0NETWORK")
    assert (await counter.ticket()).question == "Новый ноутбук"
    assert "Модель: Мощный" in await counter.order("show 1", IVAN)


async def test_I7_a_bad_form_comes_back_with_all_that_was_written(counter: Counter) -> None:
    await send(counter, {"model": "power", "reason": " ", "screens": "9", "needed_by": "2026-11-01"})
    shown = counter.privately(MARIA)
    assert "Screens: It must be at most 3." in shown
    assert "Why so powerful: Please fill in" in shown
    form = counter.posts[0].card.buttons[0].form
    assert form is not None
    assert {field.name: field.value for field in form.fields}["screens"] == "9"
    assert "no ticket" in await counter.order("show 1", PETRA)


async def test_I7_a_field_that_was_not_asked_for_is_not_kept(counter: Counter) -> None:
    await send(counter, {"model": "standard", "reason": "forged", "priority": "urgent", "team": "service-desk"})
    ticket = await counter.ticket()
    assert [answer.name for answer in ticket.answers] == ["model"]
    assert (ticket.team, ticket.priority) == ("network", Priority.HIGH)


async def test_T11_a_form_of_a_type_that_is_gone_gets_a_clear_private_answer(counter: Counter) -> None:
    await send(counter, {"model": "standard"}, value="spaceship")
    assert "no longer offered" in counter.privately(MARIA)
    assert len(counter.posts) == 1


async def test_T11_a_form_is_held_against_the_desk_as_it_is_now(counter: Counter) -> None:
    changed = DESK_TOML.replace('value = "standard"', 'value = "basic"')
    counter.desk = parse_desk(changed)
    await send(counter, GOOD)
    assert "Choose one of: Standard, Powerful" not in counter.privately(MARIA), "its label still fits"
    await send(counter, {"model": "gone"})
    assert "Choose one of: Standard, Powerful" in counter.privately(MARIA)


async def test_T11_new_with_the_name_of_a_type_offers_its_form(counter: Counter) -> None:
    shown = await counter.order("new badge: for Ada Lovelace", MARIA)
    assert "[Fill in the form]" in shown
    form = counter.posts[0].card.buttons[0].form
    assert form is not None
    assert form.fields[0].value == "for Ada Lovelace"
    assert "Ticket #1" in await counter.order("new laptop is broken", MARIA)


async def test_T11_a_question_for_something_in_the_catalogue_is_offered_its_form_beside_the_answer(
    counter: Counter,
) -> None:
    shown = await counter.ask("I need a laptop")
    assert "There is a form for this: New laptop" in shown
    assert len(counter.posts) == 2
    await send(counter, GOOD)
    ticket = await counter.ticket()
    assert ticket.request.root == "1.1", "in the thread where it was asked for"


async def test_T11_asked_for_once_more_it_is_a_ticket_of_its_own(counter: Counter) -> None:
    await send(counter, GOOD)
    await send(counter, GOOD)
    assert (await counter.ticket(2)).request.root == ""


async def test_T10_a_macro_names_fields_of_the_form(counter: Counter) -> None:
    await send(counter, {"model": "power", "reason": "сборки"}, IVAN)
    await counter.order("macro 1 ordered", PETRA)
    assert "the Мощный is ordered" in counter.to("DU0IVAN")
    await counter.ask(root="9.9")
    assert "does not have it" in await counter.order("macro 2 ordered")


async def test_T11_who_has_too_many_open_tickets_has_the_form_in_the_newest(counter: Counter) -> None:
    counter.desk = replace(counter.desk, most_open_tickets=1)
    await counter.ask()
    await send(counter, GOOD, root="2.2")
    assert "New laptop" in counter.to("C0TRIAGE")
    assert "Model: Standard" in counter.to("C0TRIAGE")


async def test_T7_the_form_to_transfer_keeps_what_was_written(counter: Counter) -> None:
    await counter.ask()
    await counter.press("transfer", "1", to="netwrk", tried="a new cable", found="", next="")
    assert "Did you mean “network”?" in counter.posts[0].card.blocks[1].items[0][1]  # type: ignore[union-attr,operator]
    form = counter.posts[0].card.buttons[0].form
    assert form is not None
    assert {field.name: field.value for field in form.fields} == {
        "to": "netwrk", "tried": "a new cable", "found": "", "next": "",
    }  # fmt: skip
    assert (await counter.ticket()).team == "service-desk"


async def test_I7_a_form_is_filled_in_by_words_and_goes_on_after_days(counter: Counter) -> None:
    assert "[Ask me here]" in await counter.ask("I need a laptop")
    assert "1 of 3: Model\n1. Standard\n2. Powerful" in await counter.ask("ask me here")
    assert "2 of 4: Why so powerful" in await counter.ask("2")
    await counter.wait(timedelta(days=5))
    assert "3 of 4: Needed by" in await counter.ask("large builds")
    assert "The earliest date is" in await counter.ask("2026-11-01")
    assert "4 of 4: Screens" in await counter.ask("skip")
    assert "Is that right?" in await counter.ask("1")
    await counter.ask("send")
    ticket = await counter.ticket()
    assert ticket.request.root == "1.1"
    assert [answer.name for answer in ticket.answers] == ["model", "reason", "screens"]
    await counter.ask("it is for the build farm")
    assert "build farm" in counter.to("C0NETWORK"), "and then words go to the ticket"


async def test_I7_a_day_that_has_passed_by_then_is_asked_for_again_in_words(counter: Counter) -> None:
    for said in ("I need a laptop", "ask me here", "1", counter.clock().date().isoformat(), "2"):
        await counter.ask(said)
    await counter.wait(timedelta(days=5))
    again = await counter.ask("send")
    assert "The earliest date is" in again
    assert "Needed by" in again
    assert "Ticket #1" not in again
    await counter.ask("2030-01-01")
    await counter.ask("send")
    assert (await counter.ticket()).answers[1].value.of("en") == "Jan 1, 2030"


async def test_I7_a_press_begins_it_in_ones_own_thread_alone(counter: Counter) -> None:
    await counter.ask("нужен ноутбук", IVAN)
    thread = Thread("slack", "T0FIRST", f"D{IVAN.id}", "1.1")
    for who in (MARIA, IVAN):
        press = Press("fill", "laptop")
        message = Message(counter.delivery(), thread, who, counter.clock(), pressed=press, direct=True, addressed=True)
        shown = await counter.hear(message)
        assert ("1 из 3: Модель" in shown) is (who is IVAN)
    assert "Ничего не отправлено" in await counter.ask("отмена", IVAN)


async def test_I7_whoever_wants_a_person_gets_one_while_a_form_is_filled_in(counter: Counter) -> None:
    await counter.ask("I need a laptop")
    await counter.ask("ask me here")
    assert "Ticket #1 is open" in await counter.ask("I need a human")
    await counter.ask("1")
    assert "1" in counter.to("C0TRIAGE")


async def test_T11_a_type_that_goes_while_it_is_filled_in_is_said_to_be_gone(counter: Counter) -> None:
    await counter.ask("I need a laptop")
    await counter.ask("ask me here")
    counter.desk = parse_desk(DESK_TOML.replace('id = "laptop"', 'id = "computer"'))
    assert "no longer offered" in await counter.ask("1")


CHANNEL = Thread("slack", "T0FIRST", "C0HELP", "")


async def ask_me_here(counter: Counter, thread: Thread, who: Person = MARIA) -> str:
    """*Ask me here*, below `/ticket new laptop` where that was typed; all that is shown then."""
    direct = thread.channel.startswith("D")
    said = Message(counter.delivery(), thread, who, counter.clock(), "new laptop", direct=direct, addressed=True)
    typed = replace(said, command=True, threadless=True)
    await counter.hear(typed)
    pressed = Press("fill", counter.posts[0].card.buttons[1].value)
    return await counter.hear(replace(typed, delivery=counter.delivery(), text="", command=False, pressed=pressed))


async def filled_in(counter: Counter, roots: list[str], who: Person = MARIA) -> None:
    """The form answered in direct messages, each answer in the thread given."""
    for said, root in zip(("1", "skip", "skip"), roots, strict=True):
        await counter.ask(said, who, root)


@pytest.mark.parametrize("place", ["DU0MARIA", "C0HELP"])
@pytest.mark.parametrize("roots", [["2.2", "3.3", "4.4"], ["2.2", "2.2", "2.2"], ["", "", ""]])
async def test_I7_ask_me_here_works_below_the_command_and_at_the_top_of_a_chat(
    ledger: AnyLedger, place: str, roots: list[str]
) -> None:
    counter = Counter(ledger, desk=DESK_OF_REQUESTS)
    assert "1 of 3: Model" in await ask_me_here(counter, replace(CHANNEL, channel=place))
    asked = next(each for each in counter.posts if "1 of 3" in plain_card(each.card))
    assert (asked.private_to, asked.thread.channel) == (None, place if place != "C0HELP" else "@U0MARIA")
    assert ("in our direct messages" in counter.privately(MARIA)) is (place == "C0HELP")
    await filled_in(counter, roots)
    assert "Is that right?" in counter.to("DU0MARIA")
    shown = await counter.ask("send", root=roots[-1])
    assert "Ticket #1 is open" in shown
    assert [answer.name for answer in (await counter.ticket()).answers] == ["model"]
    await counter.ask("what is the lunch menu?", root="9.9")
    assert "what is the lunch menu?" in counter.to("C0NETWORK"), "and then words go to the ticket"


async def test_I7_an_answer_at_the_top_of_the_chat_goes_on_there_with_all_that_was_said(counter: Counter) -> None:
    await counter.ask("I need a laptop")
    assert "1 of 3: Model" in await counter.ask("ask me here", root="2.2"), "words at the top, too"
    assert counter.posts[-1].thread.root == "2.2"
    assert "2 of 3: Needed by" in await counter.ask("1", root="3.3")
    assert "3 of 3: Screens" in await counter.ask("skip", root="3.3")
    await counter.ask("skip", root="4.4")
    await counter.ask("send", root="5.5")
    assert (await counter.ticket()).request.root == "5.5"


async def test_I7_what_is_no_answer_stays_a_question(counter: Counter) -> None:
    await ask_me_here(counter, replace(CHANNEL, channel="DU0MARIA"))
    assert "[Solved]" in await counter.ask("my vpn does not connect", root="2.2"), "an article answers it for sure"
    assert "Ticket #1 is open" in await counter.ask("I need a human", root="3.3")
    await counter.ask("I need a laptop", IVAN)
    await counter.ask("ask me here", IVAN)
    await counter.wait(timedelta(days=1))
    assert "do not know a fix" in await counter.ask("what is the lunch menu?", IVAN, "4.4"), "a day later"
    assert "2 of 3" in await counter.ask("1", IVAN), "while its own thread waits for ever"


async def test_O4_I7_the_same_in_russian(counter: Counter) -> None:
    assert "1 из 3: Модель" in await ask_me_here(counter, CHANNEL, IVAN)
    assert "в личных сообщениях" in counter.privately(IVAN)
    assert "2 из 3" in await counter.ask("обычный", IVAN, "2.2")


async def test_I7_in_a_chat_without_threads_that_has_a_ticket_the_form_goes_first(counter: Counter) -> None:
    await counter.ask("I need a human", root="")
    await ask_me_here(counter, CHANNEL)
    assert "2 of 3: Needed by" in await counter.ask("1", root="")
    await counter.ask("cancel", root="")
    await counter.ask("the blue one", root="")
    assert "the blue one" in counter.to("C0TRIAGE"), "and then words go to the ticket again"


@pytest.mark.parametrize(("text", "form"), [("новый ноутбук", "Новый ноутбук"), ("New laptop", "New laptop")])
async def test_I7_a_form_is_offered_by_its_name_alone(counter: Counter, text: str, form: str) -> None:
    await counter.order(text, IVAN if form == "Новый ноутбук" else MARIA)
    assert form in plain_card(counter.posts[0].card)
    assert counter.posts[0].card.buttons[0].form is not None
