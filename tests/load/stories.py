"""Requests from the first word to the last, played by the real engine, whose rows the lab then multiplies.

So the seeded rows are what the product writes, and follow every change of its tables and cards by themselves.
"""

import re
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Text, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from bot.app.wiring import PACE
from bot.cards import Button
from bot.delivery import Dispatcher
from bot.desk.desk import Desk
from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.ports import Parcel
from bot.wording.request import NOT_YET, SOLVED, STILL, WORKS
from storage.database import open_database
from storage.ledger import SqlLedger, open_ledger
from storage.migrations import migrate
from storage.tables import metadata
from storage.tables.numbers import counters
from tests.contract.stack import MovedClock, Stack, contract_desk

NUMBER, PERSON, EPOCH = 7_654_321, "55500055", "1888000888"
"""What stands in a story's rows for the ticket's number, its requester, and the second in which it was asked."""

Rows = Mapping[str, tuple[Mapping[str, Any], ...]]
"""By table; JSON as text, times as seconds after the question or, where they do not move, as they are."""

_DIGEST = re.compile(r"\b([0-9a-f]{10})[0-9a-f]{10}\b")
_BEGAN = datetime.fromtimestamp(int(EPOCH), UTC)
_LONG_AGO = timedelta(days=365)
_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of request with the rows that it leaves."""

    name: str
    rows: Rows


@dataclass(slots=True)
class Shown:
    """A platform that shows everything and remembers the buttons."""

    name: str = "slack"
    epoch: str = EPOCH
    buttons: list[Button] = field(default_factory=list)
    sent: int = 0

    @property
    def settle(self) -> timedelta:
        return timedelta(0)

    async def send(self, parcel: Parcel) -> str:
        self.sent += 1
        self.buttons += parcel.card.buttons
        return f"{self.epoch}.{self.sent:06d}"

    async def find(self, parcel: Parcel) -> str | None:
        return None


@dataclass(slots=True)
class Play:
    """The engine with its outbox and dispatcher, and people who use it: each step is delivered before the next.

    `person` and `epoch` name the requester and the second of the question.
    """

    ledger: SqlLedger
    clock: MovedClock
    shown: Shown = field(default_factory=Shown)
    person: str = PERSON
    epoch: str = EPOCH
    _steps: int = 0

    @property
    def engine(self) -> Engine:
        return replace(Stack(self.ledger, self.ledger.chat, self.clock).engine, desk=lab_desk)

    @property
    def dispatcher(self) -> Dispatcher:
        platforms = {"slack": self.shown}
        dispatcher = Dispatcher(self.ledger, platforms, self.engine.fire, self.clock, steady=self.clock.steady)
        dispatcher._time.set_back = False  # one that has been running does not look for what happened before it
        return dispatcher

    async def say(self, text: str, *, waiting: int = 60) -> None:
        """Maria writes in her direct messages."""
        ts = f"{self.epoch}.{900_000 + self._steps}"
        thread = Thread("slack", "T0FIRST", f"D{self.person}", f"{self.epoch}.900000")
        message = Message(f"m:{thread.channel}:{ts}", thread, self._requester(), self.clock(), text)
        await self._handle(replace(message, direct=True, addressed=True), waiting)

    async def press(self, action: str, sender: Person | None = None, *, waiting: int = 60) -> None:
        """Press the newest button that does this."""
        button = next(each for each in reversed(self.shown.buttons) if each.action == action)
        thread = Thread("slack", "T0FIRST", f"D{self.person}", f"{self.epoch}.900000")
        message = Message(self._own("c"), thread, sender or self._requester(), self.clock(), direct=True)
        await self._handle(replace(message, pressed=Press(button.action, button.value)), waiting)

    @property
    def number(self) -> str:
        """The ticket on whose card the newest button to claim stands."""
        return next(button.value for button in reversed(self.shown.buttons) if button.action == "claim")

    async def command(self, text: str, *, waiting: int = 600) -> None:
        """Sam types it in the triage channel."""
        sam = Person("slack", "T0FIRST", "U0SAM", "Sam Okafor", "en")
        message = Message(self._own("s"), Thread("slack", "T0FIRST", "C0TRIAGE"), sam, self.clock(), text)
        await self._handle(replace(message, addressed=True, command=True), waiting)

    async def wait(self, minutes: int) -> None:
        """Time passes."""
        self.clock.advance(timedelta(minutes=minutes))
        await self._deliver()

    def _requester(self) -> Person:
        return Person("slack", "T0FIRST", f"U{self.person}", "Maria Silva", "en")

    def _own(self, kind: str) -> str:
        return f"{kind}:{self.epoch}.{self._steps:06d}.8f2b1c0d9e7a6f5b4c3d2e1f0a9b8c7d"

    async def _handle(self, message: Message, waiting: int) -> None:
        self._steps += 1
        await self.engine.handle(message)
        await self._deliver()
        self.clock.advance(timedelta(seconds=waiting))

    async def _deliver(self) -> None:
        for _ in range(_MOST_ROUNDS):
            await self.dispatcher.work_once()
            due = await self.ledger.outbox.next_due(["slack"], self.clock())
            if due is None:
                return
            self.clock.advance(max(due - self.clock(), timedelta(0)))


def lab_desk() -> Desk:
    """The desk of the contract tests with the times of an ordinary office and a team for each of three fields."""
    desk = contract_desk()
    policy = replace(desk.teams[0].escalation, claim_within=timedelta(hours=4), answer_within=timedelta(hours=8))
    first = replace(desk.teams[0], escalation=policy)
    network = replace(first, id="network", name="Network", categories=("network", "security"))
    accounts = replace(first, id="accounts", name="Accounts", categories=("accounts", "mail"))
    return replace(desk, teams=(first, network, accounts))


async def play_stories() -> tuple[Story, ...]:
    """Every kind of request, each for three questions, as rows."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "empty.sqlite3"
        await migrate(f"sqlite:///{template}")
        return tuple(
            [
                Story(f"{kind}-{number}", await _played(act, question, _copied(template, f"{kind}-{number}")))
                for kind, act in KINDS.items()
                for number, question in enumerate(QUESTIONS)
            ]
        )


async def _played(act: Callable[[Play], Awaitable[None]], question: str, url: str) -> Rows:
    desk = lab_desk()
    await _count_from(url, desk.id, NUMBER - 1)
    async with open_ledger(url, desk.id, PACE) as ledger:
        play = Play(ledger, MovedClock(_BEGAN))
        await play.say(question)
        await act(play)
    return await _rows(url)


async def _solved(play: Play) -> None:
    await play.press(SOLVED)


async def _fresh(play: Play) -> None:
    await play.press(STILL)
    await play.say("I need a human")


async def _open(play: Play) -> None:
    await _fresh(play)
    await play.command(f"claim {play.number}")
    await play.command(f"reply {play.number} Your certificate has run out. Which office are you in?")
    await play.say("Lisbon, second floor", waiting=7200)
    await play.command(f"reply {play.number} Thank you, a colleague will look at it this afternoon.")


async def _closed(play: Play) -> None:
    await _open(play)
    await play.command(f"resolve {play.number} Installed a new certificate", waiting=3600)
    await play.press(WORKS)


async def _escalated(play: Play) -> None:
    await _fresh(play)
    await play.wait(300)
    await play.command(f"ack {play.number}")
    await play.command(f"claim {play.number}")
    await play.command(f"resolve {play.number} Replaced the cable", waiting=3600)
    await play.press(NOT_YET)
    await play.command(f"note {play.number} the old laptop, asset 4411")
    await play.command(f"resolve {play.number} Replaced the dock as well", waiting=3600)
    await play.press(WORKS)


KINDS = {"solved": _solved, "fresh": _fresh, "open": _open, "closed": _closed, "escalated": _escalated}
QUESTIONS = (
    "my vpn wont conect since this morning",
    "the printer on our floor does not print anything",
    "I forgot my password over the holidays, how do I reset it",
)


def _copied(template: Path, name: str) -> str:
    path = template.with_name(f"{name}.sqlite3")
    path.write_bytes(template.read_bytes())
    return f"sqlite:///{path}"


async def _count_from(url: str, desk: str, number: int) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        await transaction.run(counters.insert().values(desk=desk, name="ticket", value=number))
        await transaction.commit()


async def _rows(url: str) -> Rows:
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        return {
            table.name: tuple(
                {name: _placeless(value) for name, value in row.items()}
                for row in await transaction.all(select(*map(_plain, table.columns)))
            )
            for table in metadata.sorted_tables
            if table is not counters
        }


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _placeless(value: object) -> object:
    """Times as seconds after the question; digests, which name causes, made to hold the second of the question."""
    if isinstance(value, datetime) and value > _BEGAN - _LONG_AGO:
        return value - _BEGAN
    return _DIGEST.sub(rf"\g<1>{EPOCH}", value) if isinstance(value, str) else value
