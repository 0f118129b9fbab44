"""Cards about what can be asked for by a form: the catalogue, one of its forms, what is wrong with one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.cards import Block, Bullets, Button, Card, Fields, Heading, Line, Mention, Strong, Text
from bot.commands.forms import REQUEST, request_form
from bot.desk.request_types import Question, RequestType
from bot.inputs import Form
from bot.messages import Press
from bot.tickets.answers import Answer, Spoken
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import LANGUAGES, Wording

FILL = "fill"
_MOST_BUTTONS = 6
"""Of one card in Teams, which shows the fewest."""


def catalogue_cards(words: Wording, types: Sequence[RequestType]) -> list[Card]:
    """Everything that can be asked for, by group, each with a button that opens its form; as many cards as it takes."""
    if not types:
        return [Card(words.language, (Text(words.say("catalogue-none")),))]
    ordered = _by_group(words, types)
    pages = [ordered[start : start + _MOST_BUTTONS] for start in range(0, len(ordered), _MOST_BUTTONS)]
    titles = [words.text("catalogue-title"), *[""] * (len(pages) - 1)]
    return [_page(words, title, page) for title, page in zip(titles, pages, strict=True)]


def offer_card(words: Wording, each: RequestType, filled: Mapping[str, str] | None = None) -> Card:
    """One form on offer, perhaps with words in it already."""
    about = each.about.of(words.language)
    line = words.say("request-offer", title=Strong(each.title.of(words.language)))
    blocks: tuple[Block, ...] = (Text(line), Text((about,), subtle=True)) if about else (Text(line),)
    label = words.text("button-fill-in")
    here = Button(FILL, each.id, words.text("button-fill-here"))
    return Card(words.language, blocks, "", (_button(words, each, label, filled or {}), here))


def mistakes_card(words: Wording, press: Press, form: Form, said: Mapping[str, str]) -> Card:
    """What is wrong with a form, and the form once more with all that was written."""
    labels = {field.name: field.label for field in form.fields}
    lines: tuple[Line, ...] = tuple((Strong(labels.get(name, name)), f": {why}") for name, why in said.items())
    again = Button(
        press.action, press.value, words.text("button-fill-in-again"), "primary", form.filled(dict(press.fields))
    )
    return Card(words.language, (Text(words.say("form-mistakes")), Bullets(lines)), "", (again,))


def answers_of(each: RequestType, values: Mapping[str, str], people: Mapping[str, str]) -> tuple[Answer, ...]:
    """The fields that were filled in, in normal form (`bot.inputs`), for readers of every language. `people` holds the
    names of those who were named by an id of their platform."""
    filled = (question for question in each.questions if question.name in values)
    return tuple(_answer(question, values[question.name], people) for question in filled)


def answer_pairs(words: Wording, ticket: Ticket) -> tuple[tuple[str, Line], ...]:
    """The form as it was filled in, as facts."""
    return tuple((each.label.of(words.language), _shown(words, ticket, each)) for each in ticket.answers)


def answers_block(words: Wording, ticket: Ticket) -> tuple[Block, ...]:
    """The same as part of a card; nothing where no form was filled in."""
    return (Fields(answer_pairs(words, ticket)),) if ticket.answers else ()


def told(words: Wording, answers: Sequence[Answer]) -> str:
    """The form in plain words, a line for each field."""
    return "\n".join(f"{each.label.of(words.language)}: {each.value.of(words.language)}" for each in answers)


def _by_group(words: Wording, types: Sequence[RequestType]) -> list[RequestType]:
    groups = list(dict.fromkeys(each.group.of(words.language) for each in types))
    return sorted(types, key=lambda each: groups.index(each.group.of(words.language)))


def _page(words: Wording, title: str, page: Sequence[RequestType]) -> Card:
    buttons = tuple(_button(words, each, each.title.of(words.language), {}) for each in page)
    return Card(words.language, tuple(_listed(words, page)), title, buttons)


def _listed(words: Wording, page: Sequence[RequestType]) -> Iterator[Block]:
    for group in dict.fromkeys(each.group.of(words.language) for each in page):
        if group:
            yield Heading(group)
        yield Bullets(tuple(_described(words, each) for each in page if each.group.of(words.language) == group))


def _described(words: Wording, each: RequestType) -> Line:
    title, about = Strong(each.title.of(words.language)), each.about.of(words.language)
    return (title, f" – {about}") if about else (title,)


def _button(words: Wording, each: RequestType, label: str, filled: Mapping[str, str]) -> Button:
    form = request_form(each, words.language)
    return Button(REQUEST, each.id, label, form=form.filled(filled) if filled else form)


def _answer(question: Question, value: str, people: Mapping[str, str]) -> Answer:
    name = people.get(value, "") if question.kind == "person" else ""
    person = value if name else ""
    return Answer(question.name, question.label, _value(question, name or value), person)


def _value(question: Question, value: str) -> Spoken:
    if question.options:
        labels = dict(question.options)
        return Spoken(tuple((each, _joined(labels, value, each)) for each in LANGUAGES))
    if question.kind == "date":
        return Spoken(tuple((each, Wording(each).date(date.fromisoformat(value))) for each in LANGUAGES))
    return Spoken((("en", value),))


def _joined(labels: Mapping[str, Spoken], value: str, language: str) -> str:
    return ", ".join(labels[chosen].of(language) for chosen in value.split(","))


def _shown(words: Wording, ticket: Ticket, answer: Answer) -> Line:
    value = answer.value.of(words.language)
    if not answer.person:
        return (value,)
    return (Mention(value, ticket.request.platform, ticket.request.workspace, answer.person),)
