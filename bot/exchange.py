"""What the engine does within one unit of work: post, edit, whisper, note in the history."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.cards import Card, Line, Mention, Text
from bot.desk.absence import Absence, Away, away_at
from bot.desk.desk import Desk
from bot.desk.people import Member
from bot.desk.teams import Team
from bot.messages import Message, Person, Post, Side, Thread
from bot.ports import AuditEntry, UnitOfWork
from bot.ports.telemetry import Fact
from bot.tickets.answers import UNSAID
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Value, Wording, nearest_language
from bot.wording.people import member_on
from bot.wording.team import ticket_card


def cause_of(message: Message) -> str:
    """A name for everything that this message causes: a digest of the platform's own identity of it."""
    return digest(message.thread.platform, message.thread.workspace, message.delivery)


def copy_key(cause: str) -> str:
    """Key of the post that shows the ticket's team what was said by this cause: on the requester's side, or to it."""
    return f"{cause}-copy"


def files_key(cause: str, number: int) -> str:
    """Key of the post that shows the ticket's team which files came with what was said by this cause."""
    return f"{cause}-files-{number}"


def digest(*parts: str) -> str:
    """A short name that only these parts give."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


@dataclass(slots=True)
class Exchange:
    """One unit of work with what everybody in it needs. `cause` is unique for ever; post keys grow from it."""

    work: UnitOfWork
    desk: Desk
    now: datetime
    cause: str
    facts: list[Fact] = field(default_factory=list, init=False)
    """What is true once the unit of work is committed, for whoever watches."""
    lasting: bool = field(default=False, init=False)
    """What is whispered has to last, as it is said in a chat with one person that they have not open."""
    _posted: int = field(default=0, init=False)
    _away: Away | None = field(default=None, init=False)

    @property
    def words(self) -> Wording:
        """The words of the team's side."""
        return Wording(self.desk.language)

    @property
    def here(self) -> datetime:
        """The time now at the desk."""
        return self.desk.now_here(self.now)

    def key(self) -> str:
        """The next post's key."""
        self._posted += 1
        return f"{self.cause}-{self._posted}"

    async def away(self) -> Away:
        """Who is away now; looked up once."""
        if self._away is None:
            self._away = away_at(await self.work.absences(), self.now)
        return self._away

    async def save_absence(self, absence: Absence) -> None:
        """Store the member's latest word on being away. Raises Conflict."""
        await self.work.save_absence(absence)
        self._away = None

    async def add_post(self, post: Post) -> None:
        """Store the post for delivery."""
        await self.work.add_post(replace(post, stored_at=self.now, cause=self.cause))

    async def say(self, thread: Thread, card: Card, route: str, *, private_to: Person | None = None) -> str:
        """Post in an existing thread; returns the post's key."""
        key = self.key()
        await self.add_post(Post(key, thread, card, route=route, private_to=private_to))
        return key

    async def name_tickets(self, channel: Thread, card: Card, *, alert: bool = False) -> None:
        """Post in a channel of a team a card that calls tickets by their questions; it is found among the `copies`
        there when these change."""
        await self.add_post(Post(copy_key(self.key()), channel, card, alert=alert))

    async def whisper(self, message: Message, card: Card) -> None:
        """Show the card to the message's sender alone, where they wrote or pressed: below the button's own message
        only where that stands in a thread (platforms.md, S30: in a thread that is not open nobody sees it)."""
        reader = None if self.lasting else message.sender
        await self.add_post(Post(self.key(), _seen_in(message), card, private_to=reader, route=message.route))

    async def refuse(self, message: Message, key: str, **values: Value) -> None:
        """Whisper one sentence."""
        words = self.words_for(message.sender)
        await self.whisper(message, Card(words.language, (Text(words.say(key, **values)),)))

    async def edit(self, key: str, card: Card) -> bool:
        """Show another card in the place of an earlier post; False where that is kept no longer."""
        shown = await self.work.post(key)
        if shown is not None:
            edit = replace(shown, key=self.key(), card=card, edits=key, below="", opens=None, alert=False)
            await self.add_post(edit)
        return shown is not None

    async def reword(self, key: str, change: Callable[[Card], Card]) -> None:
        """Change the card of an earlier post, wherever that is by now, and those of its edits: what any of them said
        before is not kept with it."""
        shown = await self.work.post(key)
        versions = (shown, *await self.work.edits(key)) if shown else ()
        for each in versions:
            card = change(each.card)
            waits = card == each.card or await self.work.reword(each.key, card)
            if shown is not None and each is versions[-1] and not waits:
                edit = replace(shown, key=self.key(), card=card, edits=key, below="", opens=None, alert=False)
                await self.add_post(edit)

    async def put_buttons_away(self, key: str) -> None:
        """Take the buttons off an earlier post: they no longer do anything. What one person alone was shown stays as it
        is, since not every platform can edit that."""
        shown = await self.work.post(key) if key else None
        if shown is not None and shown.card.buttons and shown.private_to is None:
            await self.edit(key, shown.card.without_buttons())

    async def tell_team(self, ticket: Ticket, card: Card, *, alert: bool = False, key: str = "") -> None:
        """Post in the ticket's triage thread, under a `key` of its own if it has to be found again."""
        triage, key = self.triage(ticket), key or self.key()
        if triage is not None:
            await self.add_post(Post(key, triage, card, below=ticket.card_key, lane=ticket.lane, alert=alert))

    async def tell_requester(self, ticket: Ticket, card: Card, *, alert: bool = False) -> str:
        """Post in the ticket's request thread; returns the post's key."""
        post = self.to_requester(ticket, card, self.key(), alert=alert)
        await self.add_post(post)
        return post.key

    def to_requester(self, ticket: Ticket, card: Card, key: str, *, alert: bool = False) -> Post:
        """A post for the ticket's request thread."""
        lane = f"{ticket.lane}/request" if ticket.request_key else ""
        return Post(key, ticket.request, card, below=ticket.request_key, lane=lane, route=ticket.route, alert=alert)

    async def audience(self, ticket: Ticket) -> Sequence[Ticket]:
        """The ticket, and those merged into it whose requesters wait for the same: everybody is told once."""
        absorbed = await self.work.tickets_numbered(ticket.absorbed) if ticket.absorbed else ()
        everybody = {each.requester: each for each in (*reversed(absorbed), ticket)}
        return (ticket, *(each for each in everybody.values() if each.number != ticket.number))

    async def tell_requesters(
        self, ticket: Ticket, sentence: str, member: Member | None = None, *, status: str = "", **values: str
    ) -> None:
        """One sentence to everybody who waits for the ticket, each in their own words; with `status`, on how the ticket
        stands now."""
        facts: dict[str, str | Mention] = {"team": self.team(ticket).name, "number": str(ticket.number), **values}
        for each in await self.audience(ticket):
            words, who = self.words_of(each), {"agent": self.agent(member, each)} if member else {}
            line = words.say(sentence, **facts, **who)
            await self.tell_requester(each, Card(words.language, (Text(line),), status=status))

    async def open_request_thread(self, ticket: Ticket, card: Card) -> None:
        """Post the first word to the requester where there is no thread yet: it opens one."""
        post = Post(ticket.request_key, ticket.request, card, lane=f"{ticket.lane}/request", route=ticket.route)
        await self.add_post(replace(post, opens=ticket.number, opens_as=Side.REQUEST))

    async def show_card(self, ticket: Ticket, *, first: bool = False) -> None:
        """Post the ticket's triage card, or show its present state in place."""
        triage = self.triage(ticket)
        if triage is None:
            return
        assignee = await self.holder(ticket, self.words, triage.platform)
        readers = [each.requester for each in (await self.audience(ticket) if ticket.absorbed else [ticket])]
        shown = self.titled(ticket, self.words)
        card = ticket_card(self.words, shown, self.team(ticket).name, assignee, self.here, readers)
        if first:
            post = Post(ticket.card_key, triage, card, lane=ticket.lane, opens=ticket.number, alert=True)
        else:
            post = Post(self.key(), triage, card, lane=ticket.lane, edits=ticket.card_key)
        await self.add_post(post)

    async def leave_card(self, ticket: Ticket, line: Line) -> None:
        """Show on the card of a team that gives the ticket away where it went."""
        triage = self.triage(ticket)
        if triage is None:
            return
        assignee = await self.holder(ticket, self.words, triage.platform)
        shown = self.titled(ticket, self.words)
        card = ticket_card(self.words, shown, self.team(ticket).name, assignee, self.here).without_buttons()
        left = replace(card, blocks=(Text(line), *card.blocks))
        await self.add_post(Post(self.key(), triage, left, lane=ticket.lane, edits=ticket.card_key))

    async def note(self, action: str, ticket: Ticket, actor: Person | None, detail: str = "") -> None:
        """Append to the ticket's history."""
        identity = f"{actor.platform}/{actor.workspace}/{actor.id}" if actor else "firstline"
        name = self.name(actor) if actor else ""
        await self.work.record(AuditEntry(self.now, identity, action, ticket.number, detail, name))

    def words_for(self, person: Person) -> Wording:
        """The words of a person's own language."""
        return Wording(nearest_language(person.language, self.desk.language))

    def words_of(self, ticket: Ticket) -> Wording:
        """The words of the ticket's requester."""
        return Wording(ticket.language)

    def team(self, ticket: Ticket) -> Team:
        """The team that has the ticket."""
        return self.desk.team(ticket.team)

    def triage(self, ticket: Ticket) -> Thread | None:
        """The triage channel for the ticket, on the requester's platform if the team is there."""
        return self.desk.channel(self.team(ticket).triage, ticket.request)

    def leads(self, ticket: Ticket) -> Thread | None:
        """The leads' channel for the ticket."""
        return self.desk.channel(self.team(ticket).leads, ticket.request)

    def assignee(self, ticket: Ticket, platform: str) -> Mention | None:
        """Who has the ticket, as seen from a platform."""
        if not ticket.assignee:
            return None
        member = self.desk.member_named(ticket.assignee)
        return member_on(member, platform) if member else Mention(ticket.assignee)

    def has_left(self, ticket: Ticket) -> bool:
        """Whether who has the ticket is in no team any more."""
        return bool(ticket.assignee) and self.desk.member_named(ticket.assignee) is None

    async def holder(self, ticket: Ticket, words: Wording, platform: str) -> Line:
        """Who has the ticket, as seen from a platform, and until when they are away; empty for nobody."""
        assignee = self.assignee(ticket, platform)
        if assignee is not None and self.has_left(ticket):
            return (assignee, " ", *words.say("holder-gone"))
        absence = (await self.away()).get(ticket.assignee) if assignee else None
        if assignee is None or absence is None:
            return (assignee,) if assignee else ()
        at = words.time(absence.until, self.here) if absence.until else None
        away = words.say("holder-away-until", at=at) if at else words.say("holder-away")
        return (assignee, " ", *away)

    def category(self, ticket: Ticket, words: Wording) -> str:
        """What people call the ticket's category."""
        return (ticket.category and self.desk.title(ticket.category).of(words.language)) or ticket.category

    def titled(self, ticket: Ticket, words: Wording) -> Ticket:
        """The ticket as cards in these words show it: with its category as people call it, and a form by its title in
        the reader's language."""
        return replace(ticket, category=self.category(ticket, words), question=self._question(ticket, words))

    def _question(self, ticket: Ticket, words: Wording) -> str:
        """A form's title in these words, as long as that is what the ticket is called; else its own words."""
        forms = (each for each in self.desk.request_types if ticket.request_type and each.id == ticket.request_type)
        title = next((each.title for each in forms), UNSAID)
        is_title = ticket.question in dict(title.words).values()
        return title.of(words.language) if is_title else ticket.question

    def agent(self, member: Member, ticket: Ticket) -> Mention:
        """A team member as the requester sees them."""
        return member_on(member, ticket.request.platform)

    def colleague(self, member: Member, ticket: Ticket) -> Mention:
        """A team member as the ticket's team sees them."""
        triage = self.triage(ticket)
        return member_on(member, triage.platform if triage else "")

    def name(self, person: Person) -> str:
        """What to call a person in plain words."""
        member = self.desk.member(person)
        return member.name if member else person.name or person.id


def _seen_in(message: Message) -> Thread:
    pressed, root = message.pressed, message.thread.root
    on_top = pressed.post_id == root if pressed else message.behalf is not None and message.about.endswith(root)
    return replace(message.thread, root="") if on_top else message.thread
