"""A desk of two teams at whose counter tests give commands: what is posted, to whom, where."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

from bot.cards import plain_card
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.engine import Engine
from bot.messages import Message, Person, Press, Side, Thread
from bot.ports import Leased, Ledger, Parcel
from bot.tickets.ticket import Ticket
from tests.contract.stack import MovedClock, Stack

MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria Silva", "en")
IVAN = Person("slack", "T0FIRST", "U0IVAN", "Иван Смирнов", "ru")
SAM = Person("slack", "T0FIRST", "U0SAM", "Sam Okafor", "en")
NADIA = Person("slack", "T0FIRST", "U0NADIA", "Nadia Petrova", "en")
PETRA = Person("slack", "T0FIRST", "U0PETRA", "Petra Novak", "en")
BOTH = Person("slack", "T0FIRST", "U0LENA", "Lena Fischer", "en")
"""In both teams."""

DESK = """
[desk]
name = "Two teams"
undo_within = "0s"

[platforms.slack]
workspace = "T0FIRST"

[escalation.standard]
claim_within = "10m"
answer_within = "1h"
steps = [{ tell = "leads", wait = "5m" }]

[[team]]
id = "service-desk"
name = "Service desk"
escalation = "standard"
triage = { slack = "C0TRIAGE" }
leads = { slack = "C0LEADS" }
member = [
    { handle = "sam", name = "Sam Okafor", slack = "U0SAM" },
    { handle = "nadia", name = "Nadia Petrova", slack = "U0NADIA" },
    { handle = "lena", name = "Lena Fischer", role = "lead", slack = "U0LENA" },
]

[[team]]
id = "network"
name = "Network and cables"
escalation = "standard"
triage = { slack = "C0NETWORK" }
leads = { slack = "C0NETLEADS" }
member = [
    { handle = "petra", name = "Petra Novak", slack = "U0PETRA" },
    { handle = "lena", name = "Lena Fischer", role = "lead", slack = "U0LENA" },
]

[[macro]]
name = "restart"
text = "Hello {requester}, please restart it. {agent}, {team}, #{number}"

[[macro]]
name = "again"
text = "Please try {article} once more"
"""


@dataclass
class Counter:
    """The engine with that desk. What was posted by the last step is in `posts`."""

    ledger: Ledger
    desk: Desk = field(default_factory=lambda: parse_desk(DESK))
    clock: MovedClock = field(default_factory=MovedClock)
    posts: list[Parcel] = field(default_factory=list)
    refusing: dict[str, str | timedelta] = field(default_factory=dict)
    """Channels that take no posts: why, or for how long they want a pause."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def engine(self) -> Engine:
        stack = Stack(self.ledger, self.ledger.chat, self.clock)  # type: ignore[attr-defined]  # all of the tests' have
        return replace(stack.engine, desk=lambda: self.desk)

    async def ask(self, text: str = "I need a human", who: Person = MARIA, root: str = "1.1") -> str:
        """An employee writes in a direct message; all that is shown then."""
        thread = Thread("slack", "T0FIRST", f"D{who.id}", root)
        return await self.hear(Message(self.delivery(), thread, who, self.clock(), text, direct=True, addressed=True))

    async def order(self, text: str, who: Person = SAM) -> str:
        """A slash command in the triage channel; all that is shown then."""
        return await self.hear(self.command(text, who))

    async def press(self, action: str, value: str = "1", who: Person = SAM, **fields: str) -> str:
        """A button of a card, or the form behind it; all that is shown then."""
        thread = Thread("slack", "T0FIRST", "C0TRIAGE", "9.1")
        pressed = Press(action, value, tuple(fields.items()))
        return await self.hear(Message(self.delivery(), thread, who, self.clock(), pressed=pressed, addressed=True))

    async def wait(self, time: timedelta) -> str:
        """Time passes; all that is shown then."""
        self.clock.advance(time)
        await self.fire()
        return await self.told()

    async def fire(self) -> None:
        """Timers that are due act."""
        for key in await self.ledger.due_timers(self.clock(), 50):
            await self.engine.fire(key)

    def command(self, text: str, who: Person = SAM) -> Message:
        thread = Thread("slack", "T0FIRST", "C0TRIAGE", "")
        return Message(self.delivery(), thread, who, self.clock(), text, addressed=True, command=True)

    def delivery(self) -> str:
        return f"m{next(self._numbers)}"

    async def hear(self, message: Message) -> str:
        await self.engine.handle(message)
        return await self.told()

    async def told(self) -> str:
        """Everything in the outbox, delivered."""
        self.posts = []
        while leased := await self.ledger.outbox.lease(["slack"], self.clock(), 50):
            for each in leased:
                await self._deliver(each)
            self.clock.advance(timedelta(seconds=2))
        return "\n".join(plain_card(each.card) for each in self.posts)

    async def _deliver(self, leased: Leased) -> None:
        outbox, why = self.ledger.outbox, self.refusing.get(leased.parcel.thread.channel)
        if isinstance(why, timedelta):
            await outbox.wait(leased, self.clock() + why, maybe_sent=False, whole_channel=True)
        elif why:
            await outbox.give_up(leased, "dead", why, self.clock())
        else:
            self.posts.append(leased.parcel)
            await outbox.sent(leased, f"9.{leased.parcel.key}", self.clock())

    def to(self, channel: str) -> str:
        """Of what was shown last, what everybody in the channel sees."""
        shown = [each for each in self.posts if each.thread.channel == channel and each.private_to is None]
        return "\n".join(plain_card(each.card) for each in shown)

    def privately(self, who: Person) -> str:
        """Of what was shown last, what only this person sees."""
        return "\n".join(plain_card(each.card) for each in self.posts if each.private_to == who)

    async def ticket(self, number: int = 1) -> Ticket:
        async with self.ledger.work() as work:
            found = await work.ticket(number)
        assert found is not None
        return found

    async def history(self, number: int = 1) -> list[tuple[str, str]]:
        async with self.ledger.work() as work:
            return [(entry.action, entry.detail) for entry in await work.history(number)]

    async def thread(self, number: int, side: Side) -> Thread:
        async with self.ledger.work() as work:
            found = await work.thread_of(number, side)
        assert found is not None
        return found
