"""An office at work: employees who ask and write on, agents who answer. Each remembers what must come of it."""

import asyncio
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.contract.fake_slack import BOT_USER
from tests.load.faults.workspace import Json, Workspace
from tests.load.simulator.marks import Marks, marks_in

TEAMS = {
    "network": "my vpn wont connect",
    "hardware": "printer offline",
    "accounts": "my account is locked",
    "mail": "my mailbox is full",
    "security": "i clicked on a phishing link",
    "collaboration": "how do i share my calendar",
    "storage": "cloud sync is stuck",
    "software": "excel crashes",
}
"""A team for each category, and a question that falls into it."""
ARTICLES = (
    *("vpn-connect", "printer-not-printing", "account-locked", "mailbox-full", "clicked-phishing-link"),
    *("calendar-share", "cloud-sync-stuck", "office-app-crashes"),
)
"""What answers them: few articles, so that a process that is killed at once has not spent its life reading."""
AGENT = "U0SAM"
CLAIM_WITHIN, STEP = 8, 4
"""Seconds until an unclaimed ticket is raised, and from the first ping to the second. There is no third."""
PINGS = 2
_NUMBER = re.compile(r"#(\d+) ·")


@dataclass(slots=True)
class Said:
    """Words with a mark; `sure` once Slack has had them acknowledged."""

    mark: str
    sure: bool = False


@dataclass(slots=True)
class Case:
    """One request. `triage` is the root of its triage thread, once the office has seen the card."""

    team: str
    channel: str
    root: str
    question: Said
    asked: Said
    follow_ups: list[Said] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    triage: str = ""
    number: str = ""

    @property
    def is_sure(self) -> bool:
        """Firstline has acknowledged that there is to be a ticket."""
        return self.question.sure and self.asked.sure


@dataclass
class Office:
    """`employees` people at once; each waits up to `patience` seconds between two messages."""

    workspace: Workspace
    seed: int
    employees: int = 24
    pause: float = 3.0
    most_open: int = 60
    """Messages on their way to people, above which nobody says anything more: a queue that only grows shows nothing."""
    cases: list[Case] = field(default_factory=list)
    places: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Where each mark was seen: (channel, root, ts…)."""
    said: int = 0
    _read: int = 0
    _dice: random.Random = field(init=False)
    _marks: Marks = field(init=False)

    def __post_init__(self) -> None:
        self._dice, self._marks = random.Random(self.seed), Marks(self.seed)  # noqa: S311 - dice, not secrets
        slack = self.workspace.slack
        people = [f"U0E{number:03}" for number in range(self.employees)]
        slack.users |= {AGENT: "sam", "U0LENA": "lena", **{person: person.lower() for person in people}}
        for team in TEAMS:
            self.workspace.add_channel(triage_of(team), AGENT, "U0LENA")
            self.workspace.add_channel(leads_of(team), AGENT, "U0LENA")
        for person in people:
            slack.direct(person)

    async def work(self, stop: asyncio.Event) -> None:
        """Everybody goes on until `stop` is set, and then ends what they are at."""
        people = [user for user in self.workspace.slack.users if user.startswith("U0E")]
        async with asyncio.TaskGroup() as group:
            for person in people:
                group.create_task(self._employee(person, stop))

    async def _employee(self, person: str, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._rest(stop)
            case = await self._ask(person)
            self.cases.append(case)
            for _ in range(self._dice.randint(1, 6)):
                await self._rest(stop)
                if stop.is_set():
                    return
                await self._go_on(person, case)

    async def _rest(self, stop: asyncio.Event) -> None:
        """A moment; longer while people are still waiting for what was said before."""
        await asyncio.sleep(self._dice.uniform(0, 2 * self.pause))
        while self.waiting() > self.most_open and not stop.is_set():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.2)

    async def _ask(self, person: str) -> Case:
        team = self._dice.choice(list(TEAMS))
        channel, question, asked = self.workspace.slack.direct(person), self._said(), self._said()
        opening = self.workspace.slack.write(person, channel, f"{TEAMS[team]} {question.mark}")
        case = Case(team, channel, opening["ts"], question, asked)
        question.sure = await self._deliver(opening, channel)
        asked.sure = await self._say(person, channel, case.root, f"I need a human {asked.mark}")
        return case

    async def _go_on(self, person: str, case: Case) -> None:
        """The employee adds something, or an agent who has seen the card answers."""
        self.look(case)
        said = self._said()
        if case.number and self._dice.random() < 0.4:
            case.replies.append(said)
            words = f"<@{BOT_USER}> reply {case.number} it is this {said.mark}"
            said.sure = await self._say(AGENT, triage_of(case.team), case.triage, words, kind="app_mention")
        else:
            case.follow_ups.append(said)
            said.sure = await self._say(person, case.channel, case.root, f"and another thing {said.mark}")

    async def _say(self, person: str, channel: str, root: str, text: str, kind: str = "message") -> bool:
        return await self._deliver(self.workspace.slack.write(person, channel, text, root), channel, kind)

    async def _deliver(self, message: Json, channel: str, kind: str = "message") -> bool:
        """Sometimes Slack sends the same thing twice, under ids of their own and at the same time."""
        self.said += 1
        twice = 1 + self.workspace.sky.doubles()
        events = [self.workspace.slack.event({**message, "type": kind}, channel) for _ in range(twice)]
        return any(await asyncio.gather(*(self.workspace.deliver(event) for event in events)))

    def _said(self) -> Said:
        return Said(self._marks.new())

    # ------------------------------------------------------------ what the office sees

    def read(self) -> None:
        """Take note of what was posted since the last look."""
        rows = self.workspace.seen.rows
        for row in rows[self._read :]:
            if row.version == 1:
                for mark in dict.fromkeys(marks_in(row.text)):
                    self.places[mark].append((row.channel, row.root or row.id))
        self._read = len(rows)

    def look(self, case: Case) -> None:
        """Find the case's card in the triage channel."""
        self.read()
        if not case.number:
            for channel, root in self.places[case.question.mark]:
                if channel == triage_of(case.team):
                    case.triage, case.number = root, self._number(channel, root)

    def waiting(self) -> int:
        """Marks that are acknowledged and that nobody has seen yet."""
        self.read()
        return sum(not self.places[said.mark] for case in self.cases for said in _awaited(case))

    def _number(self, channel: str, ts: str) -> str:
        card = self.workspace.slack.channels[channel].message(ts)
        found = _NUMBER.search(str(card))
        return found[1] if found else ""


def _awaited(case: Case) -> Iterator[Said]:
    if case.is_sure:
        yield case.question
    yield from (said for said in (*case.follow_ups, *case.replies) if said.sure)


def triage_of(team: str) -> str:
    """The channel of a team."""
    return f"C0TRIAGE{team.upper()}"


def leads_of(team: str) -> str:
    """The channel of a team's leads."""
    return f"C0LEADS{team.upper()}"


def copy_articles(folder: Path) -> None:
    """The office's articles."""
    folder.mkdir()
    starter = Path(__file__).parents[3] / "kb" / "articles" / "en"
    for name in ARTICLES:
        shutil.copy(starter / f"{name}.md", folder)


def write_desk(path: Path, claim_within: int = CLAIM_WITHIN, step: int = STEP) -> None:
    """The office's desk.toml."""
    member = '[[team.member]]\nhandle = "{0}"\nname = "{0}"\nslack = "{1}"\n'
    people = member.format("sam", AGENT) + member.format("lena", "U0LENA")
    teams = (
        f'[[team]]\nid = "{team}"\nname = "{team}"\nescalation = "quick"\ncategories = ["{team}"]\n'
        f'triage = {{ slack = "{triage_of(team)}" }}\nleads = {{ slack = "{leads_of(team)}" }}\n{people}'
        for team in TEAMS
    )
    policy = (
        f'[escalation.quick]\nclaim_within = "{claim_within}s"\nanswer_within = "9h"\n'
        f'steps = [{{ tell = "leads", wait = "{step}s" }}, {{ tell = "member:lena", wait = "9h" }}]\n'
    )
    head = '[desk]\nname = "Lab"\ntime_zone = "UTC"\n[platforms.slack]\nworkspace = "T0FIRST"\n'
    path.write_text("\n".join([head, *teams, policy]), encoding="utf-8")
