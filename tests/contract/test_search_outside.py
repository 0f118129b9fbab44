"""O6: nothing slow happens within a unit of work, and an answer is always to what the conversation asks at last."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from bot.engine import Engine
from bot.library import Library
from bot.messages import Message, Press
from bot.ports import Ledger, UnitOfWork
from kb.search import Hit
from tests.contract.stack import MovedClock, Stack, contract_desk, example_link
from tests.contract.test_engine import DIRECT, MARIA, posts, said
from tests.starter import knowledge


@dataclass
class Watched:
    """A ledger that knows how many units of work are open, and a search that asks it."""

    ledger: Ledger
    open: int = 0
    searched: list[tuple[str, int]] = field(default_factory=list)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        async with self.ledger.work() as work:
            self.open += 1
            try:
                yield work
            finally:
                self.open -= 1

    def search(self, question: str, language: str) -> Sequence[Hit]:
        self.searched.append((question, self.open))
        return knowledge().search(question, language, 6)


@pytest.fixture
def stack(ledger: Ledger) -> Stack:
    return Stack(ledger, ledger.chat, MovedClock())  # type: ignore[attr-defined]  # every ledger of the tests has one


def watched(stack: Stack) -> tuple[Engine, Watched]:
    ledger, base = Watched(stack.ledger), knowledge()
    library = Library(ledger.search, base.language, example_link, base.article)
    return Engine(ledger, contract_desk, library, stack.clock), ledger  # type: ignore[arg-type]  # of a ledger, work alone


def pressed(stack: Stack, delivery: str, action: str, round: int = 1) -> Message:
    return replace(said(stack, delivery, ""), pressed=Press(action, str(round), ()))


async def test_O6_no_search_runs_within_a_unit_of_work(stack: Stack) -> None:
    engine, ledger = watched(stack)
    await engine.handle(said(stack, "m1", "my vpn is down"))
    await engine.handle(said(stack, "m2", "it says error 720 since the update", thread=DIRECT))
    await engine.handle(pressed(stack, "p1", "still", 2))
    await engine.handle(said(stack, "m3", "my printer prints blank pages", thread=replace(DIRECT, root="2.1")))
    await engine.handle(replace(pressed(stack, "p2", "person"), thread=replace(DIRECT, root="2.1")))
    command = replace(said(stack, "c1", "new my screen is black", thread=replace(DIRECT, root="")), command=True)
    await engine.handle(command)
    shown = "\n".join(await posts(stack))
    assert "Ticket #2 is open" in shown or "Ticket #1 is open" in shown
    assert len(ledger.searched) > 4
    assert [question for question, units in ledger.searched if units] == []


async def test_O6_a_first_question_is_searched_once(stack: Stack) -> None:
    engine, ledger = watched(stack)
    await engine.handle(said(stack, "m1", "I need a human", sender=MARIA))
    assert ledger.searched == [("I need a human", 0)]
