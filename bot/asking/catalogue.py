"""What people ask for by a form: the catalogue, a form on offer, and a form that was sent."""

from collections.abc import Mapping
from dataclasses import replace

from bot.asking.requests import Requests
from bot.commands.forms import Forms, read_request
from bot.desk.approvers import somebody
from bot.desk.request_types import RequestType, type_named
from bot.exchange import Exchange
from bot.messages import Message, Person, Press
from bot.ticketing.intake import Wanted
from bot.wording.request_types import answers_of, catalogue_cards, mistakes_card, offer_card


async def show_catalogue(x: Exchange, message: Message) -> None:
    """All that can be asked for, to the sender alone."""
    for card in catalogue_cards(x.words_for(message.sender), x.desk.request_types):
        await x.whisper(message, card)


async def offer_named(x: Exchange, message: Message, said: str) -> bool:
    """Offer the form that the words name, with what follows the name in it; whether they name one."""
    named, rest = type_named(x.desk.request_types, said)
    if named is not None:
        await x.whisper(message, offer_card(x.words_for(message.sender), named, _filled(named, rest)))
    return named is not None


async def send_back(x: Exchange, message: Message) -> bool:
    """Show the sender what is wrong with their form, and the form with all that they wrote; whether anything is."""
    press = message.pressed
    if press is None:
        return False
    words = x.words_for(message.sender)
    forms = Forms(lambda: x.desk, x.here.date)
    form, said = forms.form(press.action, words.language, press.value), forms.mistakes(press, words.language)
    if form is None or not said:
        return False
    await x.whisper(message, mistakes_card(words, press, form, said))
    return True


async def submit(x: Exchange, message: Message, press: Press, requests: Requests) -> None:
    """A form that was sent becomes a ticket. It is held against the desk as it is now: what came from a client, perhaps
    long after it was shown, proves nothing. Its sender reads the language that it was in."""
    language = press.language or message.sender.language
    message = replace(message, sender=replace(message.sender, language=language))
    wanted = next((each for each in x.desk.request_types if each.id == press.value), None)
    if wanted is None:
        await x.refuse(message, "request-gone")
    elif not await send_back(x, message):
        await open_request(x, message, wanted, dict(press.fields), requests)


async def open_request(
    x: Exchange, message: Message, wanted: RequestType, written: Mapping[str, str], requests: Requests
) -> None:
    """The ticket for a form that is good."""
    language = x.words_for(message.sender).language
    values = read_request(wanted, language, written, x.here.date()).values
    answers = answers_of(wanted, values, _people(x, message.sender, wanted, values))
    await requests.open_request(x, message, Wanted(wanted, answers), language)


def _filled(named: RequestType, rest: str) -> Mapping[str, str]:
    """Words behind the name of a type belong in its first field for words."""
    fields = [question.name for question in named.questions if question.kind in ("long", "text")]
    return {fields[0]: rest} if rest and fields else {}


def _people(x: Exchange, sender: Person, wanted: RequestType, values: Mapping[str, str]) -> dict[str, str]:
    """Names for ids of the sender's platform that stand in fields for people."""
    named: dict[str, str] = {}
    for question in wanted.questions:
        id = values.get(question.name, "") if question.kind == "person" else ""
        known = somebody(x.desk, Person(sender.platform, sender.workspace, id)) if id else None
        if known is not None or (sender.platform == "slack" and _is_slack_id(id)):
            named[id] = known.name if known else id
    return named


def _is_slack_id(said: str) -> bool:
    return said[:1] in ("U", "W") and len(said) >= 9 and said.isascii() and said.isalnum() and said.isupper()
