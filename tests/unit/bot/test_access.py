"""T3, X3: one rule for who may know of a ticket, and one sentence for each case, whatever the command."""

import pytest

from bot.commands.grammar import SHAPES
from bot.commands.orders import OF_MERGED
from bot.messages import Person
from tests.contract.counter import IVAN, MARIA, PETRA, SAM
from tests.contract.test_bad_commands import InMemory

NAMED = {"assign": "nadia", "transfer": "network found: it", "priority": "high", "macro": "restart"}
NUMBERED = tuple(shape for shape in SHAPES if shape.number)
AGENTS = tuple(shape.name for shape in NUMBERED if not shape.everybodys)
ALL = tuple(shape.name for shape in NUMBERED)
DECIDING = ("approve", "refuse", "withdraw")
READING = ("show", "sla")

MISSING = "There is no ticket #{n}. See which there are:"
THEIRS = "Only Network and cables can do this with ticket #{n}, and you are not in that team."
OWN = "Ticket #{n} is your own request, and only Service desk can do this with it."
OUTSIDER = "This is for the desk's agents"
MERGED = "Ticket #1 was merged into ticket #2. Go on there: /ticket show 2"
CLOSED = "Ticket #1 is closed"
NOTHING = "Nothing about ticket #{n} has to be approved."


async def desk(*steps: tuple[str, Person]) -> InMemory:
    """Ticket 1 of Maria, 2 of Ivan and 3 of Petra, all at the service desk, after these commands."""
    counter = InMemory()
    for who, root in ((MARIA, "1.1"), (IVAN, "2.2"), (PETRA, "3.3")):
        await counter.ask(who=who, root=root)
    for said, who in steps:
        await counter.order(said, who)
    return counter


async def told(counter: InMemory, name: str, number: int, who: Person) -> str:
    """What the command brings its sender, as if it had been the first."""
    saved, shape = counter.ledger.tables, next(each for each in SHAPES if each.name == name)
    counter.ledger.tables = saved.copied()
    text = NAMED.get(name, "2" if shape.other else "words" if shape.text or name == "refuse" else "")
    await counter.order(f"{name} {number} {text}", who)
    counter.ledger.tables = saved
    return counter.privately(who)


async def expect(counter: InMemory, names: tuple[str, ...], number: int, who: Person, sentence: str) -> None:
    said = {name: await told(counter, name, number, who) for name in names}
    assert {name: text for name, text in said.items() if sentence.format(n=number) not in text} == {}


async def test_X3_a_number_that_there_is_not_is_missing_for_every_command() -> None:
    counter = await desk()
    await expect(counter, ALL, 99, SAM, MISSING)
    await expect(counter, ("show", *DECIDING), 99, MARIA, MISSING)
    await expect(counter, AGENTS, 99, MARIA, OUTSIDER)


async def test_X3_whose_another_teams_ticket_is_is_said_by_every_command() -> None:
    counter = await desk(("transfer 1 network found: it", SAM))
    await expect(counter, ALL, 1, SAM, THEIRS)
    assert "/ticket swarm 1 sam" in await told(counter, "show", 1, SAM)


async def test_X3_somebody_elses_ticket_might_as_well_not_exist_for_an_employee() -> None:
    counter = await desk()
    for name in ALL:
        others, none = await told(counter, name, 2, MARIA), await told(counter, name, 99, MARIA)
        assert others.replace("#2", "#99") == none, name


@pytest.mark.parametrize(("who", "number"), [(MARIA, 1), (PETRA, 3)])
async def test_X3_of_ones_own_request_one_is_told_where_to_write(who: Person, number: int) -> None:
    counter = await desk()
    await expect(counter, AGENTS, number, who, OWN)
    await expect(counter, DECIDING, number, who, NOTHING)
    await expect(counter, ("show",), number, who, "Status: new")


async def test_X3_T9_whose_ticket_was_merged_knows_the_one_that_lives_on() -> None:
    counter = await desk(("merge 1 2", SAM))
    for number in (1, 2):
        await expect(counter, AGENTS, number, MARIA, OWN)
        await expect(counter, DECIDING, number, MARIA, NOTHING)
        await expect(counter, ("show",), number, MARIA, "Status: ")


async def test_X3_T9_every_command_on_a_merged_ticket_leads_to_the_one_that_lives_on() -> None:
    counter = await desk(("merge 1 2", SAM))
    at_home = ("show", *DECIDING, *OF_MERGED)
    await expect(counter, tuple(name for name in ALL if name not in at_home), 1, SAM, MERGED)
    await expect(counter, READING, 1, SAM, "#1")


async def test_X3_T6_every_command_on_a_closed_ticket_is_done_or_says_that_it_is_closed() -> None:
    counter = await desk(("close 1 no fault", SAM))
    done = ("note", "tag", "split", "link", "reopen", *READING, *DECIDING)
    other = ("undo", "untag", "unlink", "ack")
    """There is nothing of the kind on any ticket here."""
    await expect(counter, tuple(name for name in ALL if name not in (*done, *other)), 1, SAM, CLOSED)
    for name in done[:5]:
        assert CLOSED not in await told(counter, name, 1, SAM), name
