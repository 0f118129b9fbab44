"""I5: a ticket for who wrote a message, at the wish of whoever read it; once, whoever and how often it is wished."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.messages import Message, Person, Press, Thread
from bot.ports import Ledger
from bot.tickets.ticket import Status
from tests.contract.counter import IVAN, MARIA, NADIA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger

CHANNEL = Thread("slack", "T0FIRST", "C0GENERAL", "5.5")


def wish(counter: Counter, who: Person = SAM, text: str = "My badge does not open the door") -> Message:
    """Who read Maria's message in a channel wants a ticket for her."""
    about = "m:C0GENERAL:5.5"
    said = Message(counter.delivery(), CHANNEL, who, counter.clock(), text, addressed=True, about=about, behalf=MARIA)
    return replace(said, said_at=counter.clock())


async def test_I5_the_author_has_a_ticket_and_is_told_who_opened_it(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await counter.hear(wish(counter))
    ticket = await counter.ticket()
    assert (ticket.requester, ticket.question, ticket.request) == (MARIA, "My badge does not open the door", CHANNEL)
    assert "Sam Okafor has opened ticket #1 for you." in counter.to("C0GENERAL")
    assert "Ticket #1 is open for Maria Silva, who has been told." in counter.privately(SAM)
    assert ("opened_for", "") in await counter.history()
    assert "Sam Okafor: opened it for the requester" in await counter.order("show 1")


async def test_I5_wished_twice_and_by_two_people_it_is_one_ticket(ledger: Ledger) -> None:
    counter = Counter(ledger)
    wishes = [wish(counter), wish(counter), wish(counter, NADIA)]
    await asyncio.gather(*(counter.engine.handle(each) for each in wishes))
    shown = await counter.told()
    assert shown.count("There is a ticket for this already: #1.") == 2
    assert "There is no ticket #2" in await counter.order("show 2")


async def test_I5_what_the_author_writes_then_belongs_to_the_ticket() -> None:
    counter = Counter(MemoryLedger())
    await counter.hear(wish(counter))
    await counter.hear(Message(counter.delivery(), CHANNEL, MARIA, counter.clock(), "It is the back door"))
    assert "> It is the back door" in counter.to("C0TRIAGE")


async def test_I5_an_open_question_becomes_the_ticket_with_what_was_said() -> None:
    counter = Counter(MemoryLedger())
    await counter.hear(
        Message("m:C0GENERAL:5.5", CHANNEL, MARIA, counter.clock(), "my vpn does not connect", addressed=True)
    )
    await counter.hear(wish(counter, IVAN))
    ticket = await counter.ticket()
    assert (ticket.question, bool(ticket.tried or ticket.passed_over)) == ("my vpn does not connect", True)
    assert "Заявка № 1 открыта для Maria Silva" in counter.privately(IVAN)


async def test_I5_where_we_may_be_no_member_the_author_is_reached_in_their_own_chat(ledger: Ledger) -> None:
    counter = Counter(ledger)
    apart = replace(wish(counter, IVAN), route="leads to Ivan", apart=True)
    await counter.hear(apart)
    assert (await counter.ticket()).route == ""
    assert "Иван Смирнов has opened ticket #1 for you." in counter.to("@U0MARIA")
    assert "> My badge does not open the door" in counter.to("@U0MARIA")
    assert "Автору я пишу о ней в личный чат" in counter.privately(IVAN)
    await counter.order("reply 1 your new password is swordfish")
    assert "swordfish" in counter.to("@U0MARIA")
    assert "swordfish" not in counter.privately(IVAN) + counter.to("C0GENERAL")
    assert not [each for each in counter.posts if each.thread.channel == "@U0MARIA" and each.route]
    assert "There is a ticket for this already: #1." in await counter.hear(replace(apart, delivery="2", sender=SAM))


async def test_I5_what_could_not_be_said_there_first_holds_nothing_back_later() -> None:
    counter = Counter(MemoryLedger())
    counter.refusing["@U0MARIA"] = "not installed yet"
    await counter.hear(replace(wish(counter), apart=True))
    counter.refusing.clear()
    await counter.order("reply 1 your badge is ready")
    assert "your badge is ready" in counter.to("@U0MARIA")


async def test_I5_there_the_author_answers_and_says_whether_it_works(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await counter.hear(replace(wish(counter), apart=True))
    chat = Thread("slack", "T0FIRST", "DU0MARIA", "8.8")
    said = Message(counter.delivery(), chat, MARIA, counter.clock(), "It is the back door", direct=True, addressed=True)
    await counter.hear(said)
    assert "> It is the back door" in counter.to("C0TRIAGE")
    await counter.order("resolve 1 a new badge")
    await counter.hear(replace(said, delivery=counter.delivery(), text="", pressed=Press("works", "1")))
    assert (await counter.ticket()).status is Status.CLOSED


async def test_I5_it_never_takes_up_another_persons_conversation(ledger: Ledger) -> None:
    counter = Counter(ledger)
    asked = Message("m:C0GENERAL:5.5", CHANNEL, IVAN, counter.clock(), "my vpn does not connect", addressed=True)
    await counter.hear(asked)
    await counter.hear(replace(wish(counter), about="m:C0GENERAL:5.6"))
    ticket = await counter.ticket()
    assert (ticket.requester, ticket.question, ticket.context) == (MARIA, "My badge does not open the door", ())
    await counter.hear(replace(wish(counter), about="m:C0GENERAL:5.5", behalf=IVAN))
    assert (await counter.ticket(2)).requester == IVAN


async def test_I5_in_a_chat_without_threads_each_message_is_a_matter_of_its_own(ledger: Ledger) -> None:
    counter, chat = Counter(ledger), Thread("slack", "T0FIRST", "19:group")
    await counter.hear(Message("1", chat, MARIA, counter.clock(), "my vpn does not connect", addressed=True))
    await counter.wait(timedelta(days=30))
    for author, about, text in ((IVAN, "2", "the printer jams"), (MARIA, "3", "my badge is lost"), (MARIA, "4", "and")):
        await counter.hear(replace(wish(counter, text=text), thread=chat, about=about, behalf=author))
    found = [await counter.ticket(number) for number in (1, 2, 3)]
    assert [(each.requester, each.question) for each in found] == [
        (IVAN, "the printer jams"),
        (MARIA, "my badge is lost"),
        (MARIA, "and"),
    ]
    assert {each.context for each in found} == {()}
    again = replace(wish(counter, NADIA, "my badge is lost"), thread=chat, about="3")
    assert "There is a ticket for this already: #2." in await counter.hear(again)


async def test_I5_in_the_teams_own_channels_and_of_nothing_there_is_no_ticket() -> None:
    counter = Counter(MemoryLedger())
    there = replace(wish(counter), thread=Thread("slack", "T0FIRST", "C0TRIAGE", "6.6"))
    assert "This channel is the team's own" in await counter.hear(there)
    assert "no words" in await counter.hear(wish(counter, text=" "))
    assert "There is no ticket #1" in await counter.order("show 1")
