"""T3: whatever is wrong with a command, its sender alone is told in a sentence what to do, and nothing has changed."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import cycle

import pytest

from bot.commands.grammar import SHAPES
from bot.messages import Person
from tests.contract.counter import BOTH, IVAN, MARIA, NADIA, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger

STATES = {
    "new": (),
    "claimed": ("claim {n}",),
    "somebody else's": ("assign {n} nadia",),
    "pending": ("claim {n}", "ask {n} where?"),
    "on hold": ("claim {n}", "hold {n} a part"),
    "resolved": ("resolve {n} done",),
    "closed": ("close {n} no fault",),
    "merged": ("merge {n} {m}",),
    "of another team": ("transfer {n} network found: a dead port",),
    "sorted": ("priority {n} high", "category {n} vpn", "tag {n} a", "link {n} {m}"),
}
SAID = {
    "assign": ("{n} sam", "{n} nobody", "{n}"),
    "transfer": ("{n} network found: it", "{n} network", "{n} nowhere found: it", "{n} nadia next: look", "{n}"),
    "priority": ("{n} high", "{n} soon", "{n}"),
    "category": ("{n} vpn", "{n} " + "x" * 41),
    "tag": ("{n} a", "{n} #", "{n} " + "x" * 31, "{n} " + " ".join(map(str, range(21))), "{n} " + "x " * 150),
    "untag": ("{n} a", "{n} b"),
    "merge": ("{n} {m}", "{n} {n}", "{n} 99", "{n}", "{m} {n}"),
    "link": ("{n} {m}", "{n} {n}", "{n} 99"),
    "unlink": ("{n} {m}", "{n} {n}"),
    "macro": ("{n} restart", "{n} again", "{n} nothing", "{n}", ""),
    "search": ("words", "", "x" * 201),
}
ANYTHING = ("{n}", "{n} words", "99 words", "0", "999999999 words", "", "words", "{n} " + "x" * 9000)
TELLING = ("note", "escalate", "ack", "away", "back")
"""Commands that tell the team something and change no ticket."""
RUSSIAN = replace(SAM, language="ru")


@dataclass
class InMemory(Counter):
    """The same, with its tables at hand."""

    ledger: MemoryLedger = field(default_factory=MemoryLedger)


async def standing(state: str) -> InMemory:
    """Ticket 1 in that state, ticket 2 beside it."""
    counter = InMemory()
    await counter.ask()
    await counter.ask(who=IVAN, root="2.2")
    for step in STATES[state]:
        await counter.order(step.format(n=1, m=2))
    return counter


@pytest.mark.parametrize(("state", "sender"), tuple(zip(STATES, cycle((SAM, RUSSIAN)))))
async def test_T3_every_command_in_every_state_is_done_or_refused_in_a_sentence(
    state: str, sender: Person, caplog: pytest.LogCaptureFixture
) -> None:
    counter = await standing(state)
    saved = counter.ledger.tables
    for shape in SHAPES:
        for said in (*SAID.get(shape.name, ()), *ANYTHING):
            counter.ledger.tables = saved.copied()
            await counter.order(f"{shape.name} {said.format(n=1, m=2)}", sender)
            after = counter.ledger.tables.tickets
            private = [each for each in counter.posts if each.private_to == SAM]
            opened = shape.name == "new" and len(after) > len(saved.tickets)
            assert len(private) == (0 if opened else 1), (shape.name, said)
            heard = len(counter.posts) > len(private)
            assert after != saved.tickets or not heard or shape.name in TELLING, (shape.name, said)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_X3_an_agent_who_left_the_team_between_card_and_click_is_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counter = InMemory()
    await counter.ask()
    first, network = counter.desk.teams
    counter.desk = replace(counter.desk, teams=(replace(first, members=first.members[1:]), network))
    before = await counter.ticket()
    for action in ("claim", "more", "ask", "hold", "transfer", "priority", "close", "reply", "resolve"):
        await counter.press(action, text="high", to="")
        assert "not in any of its teams" in counter.privately(SAM)
        await counter.press(action, text="high", who=PETRA)
        assert "Only Service desk can do this" in counter.privately(PETRA)
    assert await counter.ticket() == before


async def test_T3_the_same_click_twice_does_it_once_and_says_so() -> None:
    counter = InMemory()
    await counter.ask()
    await counter.press("hold", text="a part")
    once = await counter.history()
    await counter.press("unhold")
    await counter.press("unhold")
    assert "does not wait for anything" in counter.privately(SAM)
    await counter.press("priority", text="high")
    await counter.press("priority", text="high")
    assert "is like that already" in counter.privately(SAM)
    assert len(await counter.history()) == len(once) + 2


async def test_T3_a_click_on_an_old_card_is_explained() -> None:
    counter = InMemory()
    await counter.ask()
    await counter.order("close 1 no fault")
    for action in ("claim", "release", "reply", "ask", "hold", "resolve", "escalate", "transfer"):
        await counter.press(action, text="words", to="network" if action == "transfer" else "", found="it")
        assert "/ticket reopen 1" in counter.privately(SAM), action
    await counter.press("close", text="words")
    assert "closed already" in counter.privately(SAM)


async def test_T3_somebody_of_both_teams_may_do_it_in_both() -> None:
    counter = InMemory()
    await counter.ask()
    await counter.order("transfer 1 network found: a dead port")
    await counter.order("claim 1", BOTH)
    assert (await counter.ticket()).assignee == "lena"
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1", NADIA)
    assert "Only Network and cables can do this with ticket #1" in counter.privately(NADIA)
    await counter.order("merge 2 1", BOTH)
    assert (await counter.ticket(2)).merged_into == 1


async def test_T6_an_employees_sentence_with_a_commands_verb_is_a_question() -> None:
    counter = InMemory()
    shown = await counter.ask("close 2 windows that hang", MARIA, "5.5")
    assert "not in any of its teams" not in shown
    assert shown
    assert await counter.wait(timedelta(days=1)) == ""
