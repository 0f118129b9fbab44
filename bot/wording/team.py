"""The cards that agents and leads read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.cards import Block, Bullets, Button, Card, Fields, Heading, Line, Link, Quote, Span, Text
from bot.commands.forms import ESCALATE, NOTE, REPLY, RESOLVE, form_for
from bot.commands.grammar import SHAPES, Mistake
from bot.conversation.conversation import Conversation
from bot.messages import Person
from bot.tickets.ticket import ACTIVE, Choice, Priority, Ticket, Tried
from bot.wording.approvals import standing
from bot.wording.catalogue import Wording
from bot.wording.guide import way_blocks
from bot.wording.people import named, quoted
from bot.wording.request_types import answers_block

CLAIM, RELEASE, ACKNOWLEDGE, MORE = "claim", "release", "ack", "more"
_LONGEST_SUMMARY = 70
_LONGEST_READERS = 200
_LONGEST_GATHERED = 15
"""Tickets of which a call about many tells more than the number."""


def summary(ticket: Ticket) -> str:
    """The question in one line of at most 70 characters."""
    first = " ".join(ticket.question.split())
    return first if len(first) <= _LONGEST_SUMMARY else first[: _LONGEST_SUMMARY - 1].rstrip() + "…"


def ticket_card(
    words: Wording, ticket: Ticket, team: str, assignee: Line, now: datetime, readers: Sequence[Person] = ()
) -> Card:
    """The one triage card of a ticket, in its present state. `assignee` is empty where it is nobody; `now` is in the
    desk's time zone; `readers` are those whom a reply reaches."""
    facts = Fields(_facts(words, ticket, team, assignee, now))
    blocks: list[Block] = [Quote(ticket.question), *answers_block(words, ticket), facts]
    if ticket.context:
        blocks += [Heading(words.text("card-before")), Bullets(tuple((line,) for line in ticket.context))]
    blocks += way_blocks(words, ticket.tried)
    if ticket.resolution:
        why = "card-resolution" if ticket.resolved_at else "card-closed-for"
        blocks += [Heading(words.text(why)), Quote(ticket.resolution)]
    title = words.text("card-title", number=str(ticket.number), summary=summary(ticket))
    return Card(words.language, tuple(blocks), title, ticket_buttons(words, ticket, readers), ticket.status.value)


def ticket_buttons(words: Wording, ticket: Ticket, readers: Sequence[Person] = ()) -> tuple[Button, ...]:
    """What can be done with the ticket now. The button for a reply carries the names of who reads it, as its form must
    open before anything can be looked up."""
    if ticket.status not in ACTIVE:
        return ()
    value = str(ticket.number)
    claim = Button(CLAIM, value, words.text("button-claim"), "primary")
    release = Button(RELEASE, value, words.text("button-release"))
    return (
        release if ticket.assignee else claim,
        _form_button(words, REPLY, f"{value}{_named(readers)}"),
        *(_form_button(words, action, value) for action in (NOTE, RESOLVE, ESCALATE)),
        Button(MORE, value, words.text("button-more")),
    )


def thread_card(words: Wording, heading: Line, text: str | Line = "") -> Card:
    """A line in the triage thread, with the words it is about."""
    blocks: tuple[Block, ...] = (Text(heading, subtle=bool(text)),)
    return Card(words.language, (*blocks, quoted(text)) if text else blocks)


def asked_too_card(words: Wording, conversation: Conversation) -> Card:
    """A further request in the triage thread of a ticket: with all that is known, as it gets no card of its own."""
    asked = words.say("thread-further", who=named(conversation.asker))
    blocks: list[Block] = [Text(asked), Quote(conversation.question)]
    if conversation.context:
        blocks += [Heading(words.text("card-before")), Bullets(tuple((line,) for line in conversation.context))]
    given = _given(words, conversation.tried, conversation.passed_over)
    way = way_blocks(words, conversation.tried)
    return Card(words.language, (*blocks, *way, Fields((*given, _where(words, conversation.link)))))


def ping_card(
    words: Wording,
    ticket: Ticket,
    lines: Sequence[Line],
    facts: Sequence[tuple[str, Line]],
    *,
    value: str = "",
    title: str = "ping",
) -> Card:
    """An escalation "ping" or a "warning": what, how long, who, link, *Acknowledge*. Without `value`, which names the
    escalation, it is over and asks for nothing."""
    pairs = ((words.text("card-requester"), (named(ticket.requester),)), *facts, _where(words, ticket.link))
    blocks: tuple[Block, ...] = (*(Text(line) for line in lines), Quote(ticket.question), Fields(pairs))
    if not value:
        return Card(words.language, blocks, words.text(f"{title}-over-title", number=str(ticket.number)))
    button = Button(ACKNOWLEDGE, value, words.text("button-acknowledge"), "primary")
    return Card(words.language, blocks, words.text(f"{title}-title", number=str(ticket.number)), (button,), "escalated")


def gathered_card(words: Wording, lines: Sequence[Line], items: Sequence[Line], numbers: Sequence[int]) -> Card:
    """A call about many tickets: who is called, the first of them a line each, the others by number, *Acknowledge*.
    Without tickets it is over and asks for nothing."""
    blocks: tuple[Block, ...] = tuple(Text(line) for line in lines)
    if not numbers:
        return Card(words.language, blocks, words.text("gathered-over-title"))
    blocks += (Bullets(tuple(items[:_LONGEST_GATHERED])),)
    if others := list_numbers(words, numbers[_LONGEST_GATHERED:]):
        blocks += (Text(words.say("gathered-others", numbers=others)),)
    button = Button(ACKNOWLEDGE, ",".join(map(str, numbers)), words.text("button-acknowledge"), "primary")
    title = words.text("gathered-title", count=len(numbers))
    return Card(words.language, blocks, title, (button,), "escalated")


def mistake_card(words: Wording, mistake: Mistake) -> Card:
    """A wrong command, with the nearest right one and an example."""
    usage = words.text(f"command-{mistake.nearest}-usage")
    example = words.text(f"command-{mistake.nearest}-example")
    choices = ", ".join(words.text(f"priority-{priority}") for priority in Priority)
    line = words.say(
        f"mistake-{mistake.kind}",
        said=mistake.said,
        usage=usage,
        example=example,
        most=mistake.most,
        choices=choices,
    )
    return Card(words.language, (Text(line),))


def help_card(words: Wording, commands: Sequence[str]) -> Card:
    """The commands that this person may use; who may list tickets also works in triage threads."""
    shown = [shape.name for shape in SHAPES if shape.name in commands]
    pairs = tuple((words.text(f"command-{name}-usage"), (words.text(f"command-{name}-about"),)) for name in shown)
    intro = words.say("help-text-team" if "list" in commands else "help-text")
    return Card(words.language, (Text(intro), Fields(pairs)), words.text("help-title"))


def list_card(words: Wording, title: str, lines: Sequence[Line]) -> Card:
    """Tickets, a line each."""
    blocks: tuple[Block, ...] = (Bullets(tuple(lines)),) if lines else ()
    return Card(words.language, blocks or (Text((title,)),), title if lines else "")


def list_item(words: Wording, ticket: Ticket, assignee: Line, now: datetime) -> Line:
    """One ticket of a list: number and question, status, who has it, how long it waits."""
    who, *more = assignee or (words.text("card-nobody"),)
    line = words.say(
        "list-item",
        summary=words.text("card-title", number=str(ticket.number), summary=summary(ticket)),
        status=words.text(f"status-{ticket.status.value}"),
        assignee=who,
        waiting=words.waited(now - ticket.opened_at),
    )
    return (*line, *more)


def _named(readers: Sequence[Person]) -> str:
    """Names of the readers after a colon; nothing where one is not known, as an id tells people nothing."""
    names = "".join(part for part in ", ".join(each.name for each in readers) if part.isprintable())
    return f":{names[:_LONGEST_READERS]}" if names and all(each.name for each in readers) else ""


def _form_button(words: Wording, action: str, value: str) -> Button:
    form = form_for(action, words.language, value)
    return Button(action, value, words.text(f"button-{action}"), form=form)


def _facts(words: Wording, ticket: Ticket, team: str, assignee: Line, now: datetime) -> tuple[tuple[str, Line], ...]:
    pairs: list[tuple[str, Line]] = [
        (words.text("card-requester"), (named(ticket.requester),)),
        (words.text("card-status"), (words.text(f"status-{ticket.status.value}"),)),
        (words.text("card-priority"), (words.text(f"priority-{ticket.priority.value}"),)),
        (words.text("card-assignee"), assignee or (_nobody(words, ticket),)),
        (words.text("card-team"), (team,)),
        *_given(words, ticket.tried, ticket.passed_over),
        _where(words, ticket.link),
    ]
    if ticket.awaits_answer_by is not None:
        by = words.time(ticket.awaits_answer_by, now)
        late = words.say("card-late", by=by) if ticket.awaits_answer_by <= now else (by,)
        pairs.append((words.text("card-promised"), late))
    return (*pairs, *_more_facts(words, ticket))


def _nobody(words: Wording, ticket: Ticket) -> str:
    """That nobody has it, and why it was given to nobody."""
    return words.text(f"card-nobody-{ticket.unassigned}" if ticket.unassigned else "card-nobody")


def _more_facts(words: Wording, ticket: Ticket) -> Iterator[tuple[str, Line]]:
    """What only some tickets have."""
    facts = {
        "card-approval": standing(words, ticket),
        "card-held": "" if ticket.awaits_approval else ticket.held_for,
        "card-category": ticket.category,
        "card-tags": ", ".join(ticket.tags),
        "card-links": list_numbers(words, ticket.links),
        "card-merged-into": list_numbers(words, (ticket.merged_into,) if ticket.merged_into else ()),
        "card-absorbed": list_numbers(words, ticket.absorbed),
    }
    yield from ((words.text(key), (value,)) for key, value in facts.items() if value)


def list_numbers(words: Wording, numbers: Sequence[int]) -> str:
    """Tickets by number: "#3, #4"."""
    return ", ".join(words.text("card-number", number=str(number)) for number in numbers)


def _given(words: Wording, tried: Sequence[Tried], passed_over: Sequence[Choice]) -> tuple[tuple[str, Line], ...]:
    """What Firstline did before a person came: the articles that it gave, and those that were not taken of a choice."""
    titles = ", ".join(article.title for article in tried) or words.text("card-tried-nothing")
    pairs: tuple[tuple[str, Line], ...] = ((words.text("card-tried"), (titles,)),)
    if passed_over:
        pairs += ((words.text("card-passed-over"), (", ".join(choice.title for choice in passed_over),)),)
    return pairs


def _where(words: Wording, link: str) -> tuple[str, Line]:
    place: Span = Link(link, words.text("card-where-link")) if link else words.text("card-where-direct")
    return words.text("card-where"), (place,)
