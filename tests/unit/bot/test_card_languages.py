"""O4: every card is in one language, its reader's: its labels, buttons, forms, names of things, numbers and times."""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.resources import files as resources
from typing import get_args

import pytest

import bot.wording
from bot.cards import Card, Mention, Quote
from bot.commands.forms import Forms, form_for, request_form
from bot.commands.grammar import SHAPES, Mistake
from bot.conversation.conversation import Conversation
from bot.conversation.steps import Lead
from bot.desk.calendar import ALWAYS
from bot.desk.clocks import Clock, Stretch
from bot.desk.desk import Desk
from bot.desk.handover import Handover
from bot.desk.happenings import Why
from bot.desk.macro import Macro
from bot.desk.people import Member, Role
from bot.desk.promises import Goal, Promise
from bot.desk.request_types import Question, RequestType
from bot.inputs import Option, Rule, RuleKind
from bot.messages import File, Person, Press, Thread
from bot.ports import AuditEntry, Held
from bot.tickets.answers import Answer, Spoken
from bot.tickets.approval import Approval, Standing
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import Choice, Priority, Status, Ticket, Tried
from bot.wording import (
    approvals,
    files,
    filling,
    guide,
    home,
    oncall,
    presence,
    replies,
    request,
    request_types,
    satisfaction,
    self_help,
    sla,
    swarm,
    team,
    tickets,
)
from bot.wording import history as told_history
from bot.wording.catalogue import LANGUAGES, Wording
from kb.guide import Answer as GuideAnswer
from kb.guide import Guide, Step
from tests.contract.stack import contract_desk
from tests.unit.kb.samples import article

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=9, hours=3)
WHO = Person("web", "", "1", "§ 1")
AGENT = Mention("§ 2")
SPOKEN = Spoken((("en", "§"), ("ru", "§")))
APPROVAL = Approval(("leads",), timedelta(hours=20), due_at=LATER)
TICKET = Ticket(
    number=7,
    requester=WHO,
    request=Thread("web", "", "1"),
    team="1",
    question="§ 3",
    opened_at=NOW - timedelta(hours=5),
    status=Status.ON_HOLD,
    priority=Priority.HIGH,
    context=("§ 4",),
    tried=(Tried("1", "§ 5"),),
    passed_over=(Choice("2", "§ 6", "en"),),
    link="https://example.com",
    promised_at=LATER,
    resolution="§ 7",
    held_for="§ 8",
    tags=("§ 9",),
    links=(3, 4),
    merged_into=5,
    absorbed=(6,),
    rating=2,
    category="§ 10",
    answers=(Answer("a", SPOKEN, SPOKEN),),
    approval=APPROVAL,
)
TICKETS = [TICKET, replace(TICKET, approval=None)]
HANDED = Handover("§", "§", "§", "§")
ARTICLE = replace(article("1", "§ 11"), summary="§ 12. § 13.", body="§")
ODD = replace(ARTICLE, language="§")
SOURCES = [self_help.Source(doubt=doubt) for doubt in ("", "overdue", "stale")]
FILES = [File("§.7", 1_200_000, "https://example.com", False), File("§.8", 900, "", True)]
PROMISE = Promise(Goal.CLAIM, timedelta(minutes=200), "§", ALWAYS)
FIELDS: dict[str, RuleKind] = {"text": "text", "long": "text", "number": "number", "date": "date", "email": "email",
                               "person": "person", "choice": "text", "choices": "choices"}  # fmt: skip
QUESTIONS = tuple(
    Question(kind, kind, SPOKEN, options=(("1", SPOKEN), ("2", SPOKEN)) if "choice" in kind else (), rule=Rule(rule))
    for kind, rule in FIELDS.items()
)
TYPE = RequestType("1", SPOKEN, QUESTIONS, SPOKEN)
TEXTS = (("en", "§"), ("ru", "§"))
DESK_OF_FORMS: Desk = replace(contract_desk(), request_types=(TYPE,))
GUIDE_STEP = Step("1", TEXTS, TEXTS, (GuideAnswer(TEXTS, "2"),))
GUIDE = Guide("1", TEXTS, (GUIDE_STEP,), (), ("1",), ARTICLE, ARTICLE.path)
MEMBER = Member("1", "§ 2", Role.AGENT, ())


def clock(**changes: object) -> Clock:
    stretches = [
        Stretch(NOW + timedelta(hours=7 * at), NOW + timedelta(hours=7 * at + 7), why) for at, why in enumerate(Why)
    ]
    whole = Clock(PROMISE, NOW, None, tuple(stretches), LATER, None)
    return replace(whole, **changes)  # type: ignore[arg-type]  # for brevity


def history() -> list[AuditEntry]:
    """Everything that a history can tell, with details as the code writes them."""
    details = {
        "priority": "normal → urgent",
        "merged": "#3",
        "absorbed": "#3",
        "linked": "#3",
        "unlinked": "#3",
        "pinged": "oncall, § 2",
        "reached": "next-tier",
        "unreached": f"member:1: {Wording('en').text('unreached-paused')}",
        "escalated": Wording("ru").text("reason-unclaimed"),
        "recalled": Wording("ru").text("reason-unanswered"),
        "swarmed": Swarm(("1", "2"), LATER).written,
        "rated": "4",
    }
    keys = [key.removeprefix("action-") for key in catalogue("en") if key.startswith("action-")]
    escalated = AuditEntry(NOW, "firstline", "escalated", 7, Wording("en").text("reason-unresolved"))
    return [escalated, *(AuditEntry(NOW, "firstline", action, 7, details.get(action, "")) for action in keys)]


def catalogue(language: str) -> list[str]:
    found = [path for path in resources("bot.wording").iterdir() if path.name.endswith(f".{language}.ftl")]
    return [key for path in found for key in re.findall(r"^([a-z][\w-]*) =", path.read_text("utf-8"), re.MULTILINE)]


def every_mistake(words: Wording) -> Iterator[Card]:
    for shape in SHAPES:
        for kind in ("unknown", "number", "other", "text", "value", "long"):
            yield team.mistake_card(words, Mistake(kind, "§", shape.name, 5))


def every_refusal(words: Wording) -> Iterator[Card]:
    """Those sentences that name what can be named in two languages."""
    for status in Status:
        facts = {"number": "7", "status": words.text(f"status-{status.value}")}
        yield request.line_card(words, words.say("refused-inactive", **facts))


Cards = Callable[[Wording], Card | Sequence[Card] | Iterator[Card]]
EVERY: Mapping[str, Cards] = {
    "approvals.ask_card": lambda w: approvals.ask_card(w, TICKET, "approval-title", NOW),
    "approvals.decided_card": lambda w: [
        approvals.decided_card(w, replace(TICKET, approval=replace(APPROVAL, standing=each))) for each in Standing
    ],
    "approvals.denied_card": lambda w: [
        approvals.denied_card(w, replace(TICKET, approval=replace(APPROVAL, standing=Standing.REFUSED)), reader)
        for reader in ("", "§")
    ],
    "approvals.last_call_card": lambda w: [
        approvals.last_call_card(w, TICKET, key, NOW)
        for key in ("approval-last-call", "approval-last-call-thread", "approval-late")
    ],
    "files.with_files": lambda w: [
        files.with_files(w, Card(w.language, ()), FILES, inside=each) for each in (True, False)
    ],
    "filling.question_card": lambda w: [
        filling.question_card(w, each, (1, 2), "") for each in request_form(TYPE, w.language).fields
    ],
    "filling.ready_card": lambda w: filling.ready_card(w, request_form(TYPE, w.language), [("text", "§")], ""),
    "guide.step_card": lambda w: guide.step_card(w, Lead(GUIDE, GUIDE_STEP), round=1, first=False),
    "guide.left_card": lambda w: guide.left_card(w, None, Tried("1", "§"), "§"),
    "home.home_card": lambda w: home.home_card(w, "§", home.Home(TICKETS, TICKETS, TICKETS, catalogue=True), NOW),
    "oncall.handover_card": lambda w: [
        oncall.handover_card(w, "§", (coming, MEMBER), w.time(LATER, NOW), ("slack", [("slack", "§")]))
        for coming in (MEMBER, None)
    ],
    "oncall.group_refused_card": lambda w: oncall.group_refused_card(w, "§", "§", "§"),
    "oncall.oncall_card": lambda w: oncall.oncall_card(w, [oncall.duty_line(w, "§", ["§", "§"], w.time(LATER, NOW))]),
    "replies.leaving_card": lambda w: replies.leaving_card(
        w, Held("1", 7, "1", WHO, LATER), [AGENT], timedelta(seconds=20)
    ),
    "replies.called_back_card": lambda w: replies.called_back_card(w, Card(w.language, (Quote("§"),))),
    "replies.not_asked_card": lambda w: replies.not_asked_card(w, TICKET, Card(w.language, (Quote("§"),))),
    "replies.headed": lambda w: replies.headed(Card(w.language, (Quote("§"),)), w.say("thread-reply", agent=AGENT)),
    "replies.revised": lambda w: [replies.revised(Card(w.language, (Quote("§"),)), text) for text in ("", "§")],
    "replies.without_files": lambda w: replies.without_files(files.with_files(w, Card(w.language, ()), FILES)),
    "replies.retold": lambda w: replies.retold(Card(w.language, (Quote("§"),)), TICKET, TICKET, {}),
    "self_help.answer_card": lambda w: [
        self_help.answer_card(w, each, source, "§", round=1, again=True)
        for each in (replace(ARTICLE, language=w.language),)
        for source in SOURCES
    ],
    "self_help.with_alternatives": lambda w: self_help.with_alternatives(
        w, Card(w.language, ()), [(ARTICLE, SOURCES[0])]
    ),
    "self_help.admit_card": lambda w: self_help.admit_card(w, [(ARTICLE, SOURCES[0])], round=1),
    "self_help.choice_card": lambda w: self_help.choice_card(w, [ARTICLE, ARTICLE], round=1),
    "self_help.sorting_card": lambda w: self_help.sorting_card(w, [Choice("1", "§", "en")] * 3, round=1),
    "self_help.choose_card": lambda w: self_help.choose_card(w, 3),
    "self_help.greeting_card": lambda w: self_help.greeting_card(w, "§"),
    "self_help.welcome_card": lambda w: [self_help.welcome_card(w, each) for each in (None, TICKET)],
    "request.line_card": every_refusal,
    "request.opened_card": lambda w: [
        request.opened_card(w, TICKET, "§", request.expectation(w, TICKET, usual, NOW))
        for usual in (None, NOW + timedelta(minutes=200), LATER - timedelta(hours=1))
    ],
    "request.opened_for_card": lambda w: [request.opened_for_card(w, TICKET, AGENT, said) for said in ("", "§")],
    "request.taken_chat_card": lambda w: request.taken_chat_card(w, AGENT, "§"),
    "request.reply_card": lambda w: request.reply_card(w, TICKET, AGENT, "§"),
    "request.resolved_card": lambda w: request.resolved_card(w, TICKET, AGENT),
    "request.added_card": lambda w: request.added_card(w, TICKET, round=1),
    "request.further_card": lambda w: request.further_card(w, [TICKET] * 7, "§"),
    "request.after_resolved_card": lambda w: request.after_resolved_card(w, TICKET),
    "request_types.catalogue_cards": lambda w: request_types.catalogue_cards(w, [TYPE]),
    "request_types.offer_card": lambda w: request_types.offer_card(w, TYPE),
    "request_types.mistakes_card": lambda w: request_types.mistakes_card(
        w,
        Press("request", "1", (("number", "x"),)),
        request_form(TYPE, w.language),
        {
            each.name: Forms(lambda: DESK_OF_FORMS)
            .mistakes(Press("request", "1", ((each.name, "§"),)), w.language)
            .get(each.name, "")
            for each in QUESTIONS
        },
    ),
    "presence.left_card": lambda w: presence.left_card(w, AGENT, w.time(LATER, NOW), [TICKET]),
    "presence.departed_card": lambda w: presence.departed_card(w, "§", [TICKET] * 21),
    "satisfaction.how_card": lambda w: satisfaction.how_card(w, TICKET),
    "satisfaction.rated_card": lambda w: satisfaction.rated_card(w, TICKET),
    "satisfaction.told_card": lambda w: satisfaction.told_card(w, TICKET, "§"),
    "sla.sla_card": lambda w: [
        sla.sla_card(w, 7, [each], NOW)
        for each in (
            clock(),
            clock(reached_at=NOW),
            clock(due_at=None),
            clock(reached_at=NOW, stopped_at=LATER),
            clock(stopped_at=NOW),
        )
    ],
    "swarm.swarm_card": lambda w: swarm.swarm_card(w, TICKET, (AGENT, [AGENT, "§"]), w.time(LATER, NOW), "§"),
    "swarm.call_card": lambda w: swarm.call_card(w, TICKET, (AGENT, [AGENT]), w.time(LATER, NOW), "§"),
    "swarm.due_card": lambda w: [swarm.due_card(w, TICKET, w.time(LATER, NOW), over=each) for each in (True, False)],
    "swarm.with_swarm": lambda w: [
        swarm.with_swarm(w, Card(w.language, ()), Swarm(("1",), until), NOW) for until in (NOW, LATER)
    ],
    "team.ticket_card": lambda w: [
        team.ticket_card(w, replace(TICKET, status=status, priority=priority, approval=approval), "§", (AGENT,), NOW)
        for status in Status
        for priority in Priority
        for approval in (None, APPROVAL)
    ],
    "team.thread_card": lambda w: team.thread_card(w, w.say("thread-reply", agent=AGENT), "§"),
    "team.asked_too_card": lambda w: team.asked_too_card(
        w, Conversation(TICKET.request, WHO, NOW, question="§", context=("§",), tried=TICKET.tried)
    ),
    "team.ping_card": lambda w: [
        team.ping_card(w, TICKET, [("§",)], [(w.text("ping-waiting"), (w.waited(timedelta(days=3)),))], value=value)
        for value in ("", "1")
    ],
    "team.gathered_card": lambda w: [
        team.gathered_card(w, [("§",)], [team.list_item(w, TICKET, (AGENT,), NOW)] * 17, numbers)
        for numbers in ((), tuple(range(1, 18)))
    ],
    "team.mistake_card": every_mistake,
    "team.help_card": lambda w: [
        team.help_card(w, [shape.name for shape in SHAPES]),
        team.help_card(w, [shape.name for shape in SHAPES if shape.everybodys]),
    ],
    "team.list_card": lambda w: [
        team.list_card(w, w.text("list-title", count=1), [team.list_item(w, replace(TICKET, status=each), (), NOW)])
        for each in Status
    ],
    "history.with_history": lambda w: told_history.with_history(w, Card(w.language, ()), history(), NOW),
    "tickets.asked_card": lambda w: tickets.asked_card(w, TICKET, AGENT, "§"),
    "tickets.handover_card": lambda w: tickets.handover_card(w, HANDED, AGENT, "§"),
    "tickets.merged_cards": lambda w: tickets.merged_cards(w, TICKET, [("§:", "§ " * 9000)], earlier=True),
    "tickets.moved_cards": lambda w: tickets.moved_cards(w, TICKET, "§", [("§:", "§ " * 30000)], earlier=True),
    "tickets.more_card": lambda w: [
        tickets.more_card(w, replace(TICKET, status=each)) for each in (Status.OPEN, Status.PENDING)
    ],
    "tickets.macros_card": lambda w: [tickets.macros_card(w, each) for each in ((), (Macro("§", "§"),))],
}
"""Every function that words a card, with a card of each kind that it words. What people wrote is a §."""


_SILENT = {"language", "status", "action", "value", "kind", "style", "url", "platform", "workspace", "id", "name", "at"}
"""What nobody reads."""
_FOREIGN = {"en": re.compile("[а-яё]+", re.IGNORECASE), "ru": re.compile("[a-z]+", re.IGNORECASE)}
_ANYWHERE = re.compile(
    r"/ticket|Firstline|desk\.toml|\[\[macro\]\]|\S+@example\.com|\b(?:nadia|network|vpn|restart)\b|https?://\S+",
    re.IGNORECASE,
)
"""Names: of commands, products, and of people and things in examples."""


def told(thing: object) -> Iterator[str]:
    """Everything in it that somebody reads."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mention):
        yield thing.name
    elif isinstance(thing, Option):
        yield thing.label
    elif isinstance(thing, Rule):
        yield thing.example
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from told(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if field.name not in _SILENT:
                yield from told(getattr(thing, field.name))


def cards_of(name: str, words: Wording) -> list[Card]:
    found = EVERY[name](words)
    return [found] if isinstance(found, Card) else list(found)


def worders() -> set[str]:
    """The functions of bot.wording that give cards to somebody: those that begin with an underscore are theirs."""
    return {
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(bot.wording.__path__)
        for name, function in inspect.getmembers(import_module(f"bot.wording.{module.name}"), inspect.isfunction)
        if function.__module__ == f"bot.wording.{module.name}" and not name.startswith("_")
        if "Card" in str(function.__annotations__.get("return"))
        and "Card" in str(get_args(r := function.__annotations__["return"]) or r)
    }


def test_O4_every_function_that_words_a_card_is_tried_here() -> None:
    assert worders() == set(EVERY)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(EVERY))
def test_O4_a_card_has_no_word_of_another_language(name: str, language: str) -> None:
    cards = cards_of(name, Wording(language))
    assert cards
    assert {card.language for card in cards} == {language}
    said = [text for card in cards for text in told(card)]
    foreign = {text for text in said if _FOREIGN[language].search(_ANYWHERE.sub("", text))}
    own_names = {Wording(each).text("language-name") for each in LANGUAGES}
    assert foreign - own_names == set()


@pytest.mark.parametrize("name", sorted(EVERY))
def test_O4_a_ticket_is_called_by_the_sign_of_its_readers_language(name: str) -> None:
    signs = {
        language: [text for card in cards_of(name, Wording(language)) for text in told(card)] for language in LANGUAGES
    }
    assert [text for text in signs["ru"] if re.search(r"#\d", text)] == []
    assert [text for text in signs["en"] if re.search(r"№", text)] == []


@pytest.mark.parametrize(
    "action",
    [
        "reply",
        "note",
        "resolve",
        "escalate",
        "new",
        "ask",
        "hold",
        "transfer",
        "priority",
        "close",
        "remark",
        "refuse",
        "conclude",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_O4_a_form_has_no_word_of_another_language(action: str, language: str) -> None:
    form = form_for(action, language, "7")
    assert form is not None
    assert [text for text in told(form) if _FOREIGN[language].search(_ANYWHERE.sub("", text))] == []
