"""The employee's side: carries out what `take_turn` decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import feedback
from bot.asking import clarifying
from bot.asking.answering import alone, answer, show
from bot.asking.guides import is_in_place, leave_step, show_step
from bot.asking.hearing import is_bare, picks, press_heard, words_heard
from bot.asking.ticketed import about_ticket, closed_lately, goes_to_earlier_ticket
from bot.conversation.conversation import Conversation, Stage
from bot.conversation.heard import Heard
from bot.conversation.steps import (
    Admit,
    Choose,
    Confirm,
    Gone,
    Greet,
    Lead,
    Note,
    Offer,
    OpenTicket,
    Sort,
    Step,
    Turn,
    Welcome,
)
from bot.conversation.turn import sort_first, take_turn
from bot.desk.guessing import Guess, guesses, likeliest, matters
from bot.desk.request_types import type_meant
from bot.exchange import Exchange
from bot.library import Library, judged
from bot.messages import MOST_FILES, Message, Person, Press, Side, Thread
from bot.ticketing import changes, intake
from bot.ticketing.intake import Wanted
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.request import line_card
from bot.wording.request_types import offer_card
from bot.wording.self_help import choose_card, greeting_card, sorting_card, welcome_card
from kb.confidence import Zone
from kb.search import Hit

_PICKING = (Stage.CHOOSING, Stage.GUIDED, Stage.SORTING)
"""What is said to these may be a number alone."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Conversations with employees. `hits` are for the words of the message alone."""

    library: Library
    hits: Sequence[Hit] = ()

    @property
    def is_sure(self) -> bool:
        """Whether an article answers the words of the message for sure."""
        return bool(self.hits) and self.hits[0].sure

    async def hear(self, x: Exchange, message: Message, here: Conversation | None) -> None:
        """Words of an employee, in a thread that is theirs (the conversation `here`) or that they open now."""
        conversation = here or await self._conversation(x, message)
        files = conversation.files if conversation.ticket else (*conversation.files, *message.files)[-MOST_FILES:]
        conversation = replace(conversation, route=message.route or conversation.route, files=files)
        first = conversation.stage is Stage.NEW
        meant = type_meant(x.desk.request_types, message.text) if first else None
        if meant is None and await goes_to_earlier_ticket(x, conversation, message, sure=self.is_sure):
            return
        await self._turn(x, message, conversation, words_heard(self.library, conversation, message.text, self.hits))
        if meant is not None:
            await x.say(conversation.thread, offer_card(Wording(conversation.language), meant), conversation.route)

    async def hear_next(self, x: Exchange, message: Message, before: Conversation) -> None:
        """Words of another employee where there are no threads and the conversation `before` is over: theirs takes its
        place, and no button of it is taken for one of theirs."""
        new = self._new(x, message, message.text)
        await self.hear(x, message, replace(new, round=before.round, version=before.version))

    async def press(self, x: Exchange, message: Message, conversation: Conversation, press: Press) -> None:
        """A button of ours, checked already."""
        conversation = replace(conversation, route=message.route or conversation.route)
        await self._turn(x, message, conversation, press_heard(self.library, conversation, press))

    async def open_at_once(self, x: Exchange, message: Message, question: str) -> None:
        """`/ticket new`: no search, a ticket; in a thread where somebody has asked already, with one of its own."""
        earlier = await conversation_in(x, message.thread)
        threadless = message.threadless or bool(message.thread.root and earlier)
        if threadless:
            message = replace(message, thread=replace(message.thread, root=""))
        new = replace(self._new(x, message, question), files=message.files)
        conversation = replace(new, question=question, stage=Stage.TICKETED)
        ticket = await intake.bring_in(
            x, conversation, likeliest(self._guesses(x, conversation)), threadless=threadless
        )
        if not threadless:
            version = earlier.version if earlier else 0
            await x.work.save_conversation(replace(conversation, ticket=ticket.number, files=(), version=version))

    async def open_request(self, x: Exchange, message: Message, wanted: Wanted, language: str) -> None:
        """What a form asks for, as a ticket: of the conversation in this thread, if that is about the same and has
        none, with what was tried there."""
        earlier = await conversation_in(x, message.thread)
        own = earlier if earlier is not None and _is_open_for(earlier, message.sender, wanted) else None
        threadless = message.threadless or (bool(message.thread.root) and earlier is not own)
        if threadless:
            message = replace(message, thread=replace(message.thread, root=""))
        before = own or self._new(x, message, "")
        question = wanted.type.title.of(language)
        asked = replace(before, question=question, language=language, stage=Stage.TICKETED, filling=None)
        await x.put_buttons_away(before.answer_key)
        ticket = await intake.bring_in(x, asked, "", threadless=threadless, wanted=wanted)
        if not threadless:
            version = earlier.version if earlier else 0
            after = replace(asked, ticket=ticket.number, answer_key="", at=x.now, version=version)
            await x.work.save_conversation(after)
        elif earlier is not None and earlier.filling is not None:
            await x.work.save_conversation(replace(earlier, filling=None))

    async def open_on_behalf(
        self, x: Exchange, message: Message, own: Conversation | None, mark: Thread | None = None
    ) -> Ticket:
        """A ticket for the message's sender, with all that was said and tried in their `own` conversation there. With a
        `mark`, apart from any conversation: what there is of it is kept under that."""
        before = self._new(x, message, message.text) if mark else own or await self._conversation(x, message)
        await x.put_buttons_away(before.answer_key)
        asked = replace(before, question=before.question or message.text, stage=Stage.TICKETED, at=x.now)
        ticket = await intake.bring_in(x, asked, likeliest(self._guesses(x, asked)))
        kept = replace(asked, thread=mark or asked.thread, ticket=ticket.number, answer_key="")
        await x.work.save_conversation(kept)
        return ticket

    async def _turn(self, x: Exchange, message: Message, conversation: Conversation, heard: Heard) -> None:
        ticket = await changes.standing(x, conversation.ticket)
        status = ticket.status if ticket else None
        turn = self._sort_first(x, take_turn(conversation, heard, status, lately=closed_lately(x, ticket)))
        asks_the_same = (conversation.stage, conversation.round) == (turn.conversation.stage, turn.conversation.round)
        if turn.steps and not asks_the_same and not is_in_place(message, turn.steps[0]):
            await self._leave(x, conversation, turn.conversation)
        after = turn.conversation
        for step in turn.steps:
            x.facts.extend(judged(conversation.stage, step))
            after = await self._carry_out(x, message, after, step, ticket)
        await x.work.save_conversation(replace(after, at=x.now))

    async def _leave(self, x: Exchange, before: Conversation, after: Conversation) -> None:
        """What was shown last asks for nothing any more."""
        if before.stage is Stage.GUIDED:
            await leave_step(x, self.library, before, after)
        else:
            await x.put_buttons_away(before.answer_key)

    async def _carry_out(
        self, x: Exchange, message: Message, conversation: Conversation, step: Step, ticket: Ticket | None
    ) -> Conversation:
        words = Wording(conversation.language)
        match step:
            case Offer() | Choose() | Admit():
                card = answer(self.library, x, words, conversation, step)
                return replace(conversation, answer_key=await show(x, conversation, card))
            case Lead():
                return await show_step(x, message, conversation, step, alone(x, conversation))
            case Sort():
                card = sorting_card(words, conversation.sorting, round=conversation.round)
                await clarifying.wait(x, conversation)
                return replace(conversation, answer_key=await show(x, conversation, card))
            case OpenTicket(category=settled):
                category = settled if settled is not None else likeliest(self._guesses(x, conversation))
                opened = await intake.bring_in(x, conversation, category)
                return replace(conversation, ticket=opened.number, answer_key="", files=())
            case Note():
                await feedback.note(x, conversation, step, self.library.gist)
            case Gone(title, guide):
                gone = words.say("guide-gone" if guide else "choose-gone", title=title)
                await show(x, conversation, line_card(words, gone))
            case Confirm():
                await show(x, conversation, line_card(words, words.say("confirmed")))
            case Greet():
                await show(x, conversation, greeting_card(words, x.desk.name))
            case Welcome():
                choosing = conversation.stage is Stage.CHOOSING
                welcome = welcome_card(words, ticket)
                card = choose_card(words, len(conversation.choices)) if choosing else welcome
                await show(x, conversation, card)
            case _ if ticket is not None:
                return await about_ticket(x, message, conversation, step, ticket)
        return conversation

    async def _conversation(self, x: Exchange, message: Message) -> Conversation:
        """For bare feedback at the top of a direct chat the latest conversation there, if there is one that it fits;
        else a new one."""
        if message.direct and is_bare(message.text):
            latest = await x.work.latest_conversation(message.thread, message.sender)
            if latest is not None and (latest.stage in _PICKING or not picks(message.text)):
                return latest
        said = () if message.opens_thread else await x.work.words(message.thread)
        context = tuple(changes.quoted(x, words) for words in said if words.delivery != message.delivery)
        return replace(self._new(x, message, message.text), context=context)

    def _new(self, x: Exchange, message: Message, text: str) -> Conversation:
        language = self.library.language(text, x.words_for(message.sender).language)
        return Conversation(
            thread=message.thread,
            asker=message.sender,
            at=x.now,
            language=language,
            link=message.link,
            route=message.route,
        )

    def _sort_first(self, x: Exchange, turn: Turn) -> Turn:
        """Where a ticket would open and it is not clear what it is about, ask, if that decides who gets it; but whoever
        calls for a human gets one at once."""
        last = turn.steps[-1] if turn.steps else None
        if not isinstance(last, OpenTicket) or last.category is not None or last.reason == "called":
            return turn
        sorting = clarifying.choices_for(x, turn.conversation, lambda: self._guesses(x, turn.conversation))
        return sort_first(turn, sorting) if sorting else turn

    def _guesses(self, x: Exchange, conversation: Conversation) -> Sequence[Guess]:
        """What it is about: for sure what the article first given is, else what those are that are at all likely, and
        the desk's tickets that are like it."""
        hits = self.library.search(conversation.question, conversation.language)
        by_slug = {hit.article.slug: hit.article.category for hit in hits}
        tried = [by_slug[article.slug] for article in conversation.tried if by_slug.get(article.slug)]
        if tried:
            return (Guess(tried[0], 1.0),)
        near = [hit for hit in hits if hit.zone is not Zone.UNKNOWN and hit.article.category]
        of_articles = Counter[str]()
        for hit in near:
            of_articles[hit.article.category] += hit.confidence  # type: ignore[assignment] # a Counter of floats
        return guesses(of_articles, x.desk.precedents.shares(conversation.question) if matters(x.desk) else {})


async def conversation_in(x: Exchange, thread: Thread, *, bound: bool = True) -> Conversation | None:
    """The thread's conversation. In one that a ticket's first word opened (which can only be where `bound`) it begins
    with the first word there."""
    conversation = await x.work.conversation(thread)
    number = None if conversation or not bound else await x.work.ticket_of(thread, Side.REQUEST)
    found = await x.work.tickets_numbered([number]) if number else ()
    if not found:
        return conversation
    [ticket] = found
    return Conversation(
        thread=thread,
        asker=ticket.requester,
        at=x.now,
        stage=Stage.TICKETED,
        question=ticket.question,
        language=ticket.language,
        ticket=ticket.number,
    )


def _is_open_for(conversation: Conversation, person: Person, wanted: Wanted) -> bool:
    """Whether the conversation is theirs, has no ticket yet, and is about what the form asks for."""
    if conversation.asker != person or conversation.ticket is not None:
        return False
    filled = conversation.filling is not None and conversation.filling.type == wanted.type.id
    return filled or type_meant([wanted.type], conversation.question) is not None
