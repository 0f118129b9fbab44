"""X3, O9: every command, button and form, tried by everybody who may not, and from another desk in one database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from itertools import count

import pytest

from bot.cards import plain_card
from bot.commands.grammar import SHAPES
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.ports import Leased
from bot.tickets.ticket import Ticket
from bot.wording.request import REQUESTER_ACTIONS
from storage.database import open_database
from storage.ledger import SqlLedger
from tests.contract.stack import MovedClock, Stack

SECRET = "the payroll of acme"

DESK = """
[desk]
id = "{id}"
name = "Desk {id}"

[platforms.slack]
workspace = "T0FIRST"

[escalation.standard]
claim_within = "2m"
answer_within = "15m"
steps = [{{ tell = "leads", wait = "2m" }}]

[[team]]
id = "first"
name = "First"
escalation = "standard"
triage = {{ slack = "C0{id}1" }}
leads = {{ slack = "C0LEADS{id}" }}
member = [{{ handle = "{agent}", name = "{agent}", slack = "U0{agent}" }}]

[[team]]
id = "second"
name = "Second"
escalation = "standard"
triage = {{ slack = "C0{id}2" }}
member = [{{ handle = "{other}", name = "{other}", role = "lead", slack = "U0{other}" }}]
"""
ACME = parse_desk(DESK.format(id="acme", agent="ann", other="bob"))
RIVAL = parse_desk(DESK.format(id="rival", agent="eve", other="mal"))

MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria")
ANN = Person("slack", "T0FIRST", "U0ann", "Ann")
NOT_ALLOWED = {
    "another employee": (ACME, Person("slack", "T0FIRST", "U0IVAN", "Ivan")),
    "an agent of another team": (ACME, Person("slack", "T0FIRST", "U0bob", "Bob")),
    "our agent's id in another workspace": (ACME, Person("slack", "T0OTHER", "U0ann", "Ann")),
    "our agent's id on another platform": (ACME, Person("teams", "T0FIRST", "U0ann", "Ann")),
    "an agent of another desk": (RIVAL, Person("slack", "T0FIRST", "U0eve", "Eve")),
    "a lead of another desk": (RIVAL, Person("slack", "T0FIRST", "U0mal", "Mal")),
    "our requester at another desk": (RIVAL, MARIA),
    "nobody": (ACME, Person("slack", "T0FIRST", "", "")),
}
CARD = "9.ticket-1-card"
"""Root of the ticket's thread in the triage channel."""
VALUES = ("01", "+1", " 1", "１", "1\n", "0", "-1", "999999999", "x", "")


@dataclass
class Scene:
    """Acme's ticket 1 with a running escalation, its engine and the rival's, on one database."""

    ledgers: dict[str, SqlLedger]
    clock: MovedClock
    numbers: "count[int]"

    def engine(self, desk: Desk) -> Engine:
        ledger = self.ledgers[desk.id]
        return replace(Stack(ledger, ledger.chat, self.clock).engine, desk=lambda: desk)

    async def said(self, desk: Desk, sender: Person, text: str, **changes: object) -> None:
        thread = Thread("slack", "T0FIRST", f"D{sender.id}", f"{next(self.numbers)}.1")
        message = Message(f"m{thread.root}", thread, sender, self.clock(), text, direct=True, addressed=True)
        await self.engine(desk).handle(replace(message, **changes))  # type: ignore[arg-type]  # a test's own shorthand

    async def ticket(self) -> Ticket | None:
        async with self.ledgers["acme"].work() as work:
            return await work.ticket(1)

    async def posts(self, desk: Desk) -> list[Leased]:
        """Everything in the desk's outbox now."""
        outbox, found = self.ledgers[desk.id].outbox, list[Leased]()
        while leased := await outbox.lease(["slack", "teams"], self.clock(), 50):
            for each in leased:
                found.append(each)
                await outbox.sent(each, f"9.{each.parcel.key}", self.clock())
        return found


@pytest.fixture
async def scene(database_url: str) -> AsyncIterator[Scene]:
    async with open_database(database_url) as database:
        ledgers = {desk.id: SqlLedger(database, desk.id, {}) for desk in (ACME, RIVAL)}
        scene = Scene(ledgers, MovedClock(), count(1))
        await scene.said(ACME, MARIA, f"new {SECRET}", command=True)
        await scene.said(ACME, ANN, f"escalate 1 {SECRET}", command=True)
        await scene.posts(ACME)
        yield scene


async def escalation_of(scene: Scene) -> str:
    async with scene.ledgers["acme"].work() as work:
        [running] = await work.running_escalations(1)
    return running.key


def forgeries(key: str) -> Iterator[dict[str, object]]:
    """Every command as words, and every button, with the ticket's number, with that of its escalation, and with odd
    ways to write a number."""
    actions = (
        *(shape.name for shape in SHAPES if shape.name != "new"),
        *sorted(REQUESTER_ACTIONS),
        *("rate", "remark", "more", "взять", "__init__"),
    )
    tried = [(action, value) for action in actions for value in ("1", key)]
    tried += [(action, value) for action in ("claim", "show") for value in VALUES]
    tried += [("ack", value) for value in ("1,1", "1,2", "1,99999999999")]
    for action, value in tried:
        yield {"pressed": Press(action, value, (("text", "forged"), ("text", "forged again")), "9.1")}
    for name in actions:
        yield {"text": f"{name} 1 forged", "command": True}
    yield from ({"text": f"{name} 1 1", "command": True} for name in ("merge", "link", "priority 1 high; merge"))
    yield {"pressed": Press("rate", "1:1", (), "9.1")}
    yield {"text": "ticket claim 1"}


@pytest.mark.parametrize("who", NOT_ALLOWED)
async def test_X3_nobody_else_touches_or_sees_a_ticket(scene: Scene, who: str) -> None:
    desk, person = NOT_ALLOWED[who]
    before, key = await scene.ticket(), await escalation_of(scene)
    for forged in forgeries(key):
        await scene.said(desk, person, **{"text": "", **forged})  # type: ignore[arg-type]  # a test's own shorthand
    assert await scene.ticket() == before
    assert await escalation_of(scene) == key
    for each in await scene.posts(desk):
        assert SECRET not in plain_card(each.parcel.card)
        assert each.parcel.private_to == person or each.parcel.thread.channel == f"D{person.id}"


def mentioned(scene: Scene) -> Iterator[dict[str, object]]:
    """Every command as a mention: in a channel of everybody, in the team's own channel, and in the ticket's threads."""
    names = [shape.name for shape in SHAPES if shape.name != "new"]
    places = ("C0PUBLIC", f"{next(scene.numbers)}.2"), ("C0acme1", f"{next(scene.numbers)}.2"), ("C0acme1", CARD)
    for name in (*names, "взять"):
        for channel, root in places:
            thread, told = Thread("slack", "T0FIRST", channel, root), f"{name}/{channel}/{root}"
            yield {"text": f"{name} 1 forged", "thread": thread, "direct": False, "delivery": told}
            yield {"text": name, "thread": thread, "direct": False, "delivery": f"bare {told}"}


@pytest.mark.parametrize("who", NOT_ALLOWED)
async def test_X3_a_mention_is_no_other_way_to_a_ticket(scene: Scene, who: str) -> None:
    """Also for somebody who was let into the team's channel, and of the thread in which the ticket's card is."""
    desk, person = NOT_ALLOWED[who]
    before, key = await scene.ticket(), await escalation_of(scene)
    for forged in mentioned(scene):
        await scene.said(desk, person, **forged)  # type: ignore[arg-type]  # a test's own shorthand
    assert await scene.ticket() == before
    assert await escalation_of(scene) == key
    assert not [each for each in await scene.posts(desk) if SECRET in plain_card(each.parcel.card)]


async def test_X3_the_same_mention_by_the_teams_agent_works(scene: Scene) -> None:
    thread = Thread("slack", "T0FIRST", "C0acme1", CARD)
    await scene.said(ACME, ANN, "claim", thread=thread, direct=False, delivery="claim")
    ticket = await scene.ticket()
    assert ticket is not None
    assert ticket.assignee == "ann"


async def test_X3_the_same_press_by_the_teams_agent_works(scene: Scene) -> None:
    await scene.said(ACME, ANN, "", pressed=Press("claim", "1"))
    ticket = await scene.ticket()
    assert ticket is not None
    assert ticket.assignee == "ann"


@pytest.mark.parametrize(
    "repeated",
    [
        {"text": f"new {SECRET}", "command": True},
        {"text": "note 1 again", "command": True},
        {"text": "", "pressed": Press("reply", "1", (("text", "again"),))},
        {"text": "", "pressed": Press("claim", "1")},
    ],
    ids=["new", "command", "form", "button"],
)
async def test_S6_a_replay_has_no_second_effect(scene: Scene, repeated: dict[str, object]) -> None:
    await scene.said(ACME, ANN, delivery="once", **repeated)  # type: ignore[arg-type]  # a test's own shorthand
    assert await scene.posts(ACME)
    ticket = await scene.ticket()
    await scene.said(ACME, ANN, delivery="once", **repeated)  # type: ignore[arg-type]  # a test's own shorthand
    assert (await scene.posts(ACME), await scene.ticket()) == ([], ticket)
