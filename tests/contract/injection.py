"""A desk, articles and people full of hostile words, and what of them may be seen on each platform."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from adapters.console.display import Display
from adapters.console.screen import Row
from adapters.console.seen import Seat, Seen
from adapters.slack import blocks
from adapters.teams import cards
from bot.cards import Card, Link, Mention, Moment, card_from_json, card_to_json
from bot.desk.desk import Desk
from bot.desk.request_types import RequestType
from bot.engine import Engine
from bot.library import Library
from bot.messages import Message, Person, Press, Thread
from bot.tickets.answers import Spoken
from bot.wording.catalogue import Wording
from kb.article import Article, Section
from kb.confidence import Zone
from kb.search import Hit
from tests.contract.stack import MovedClock, Stack, contract_desk
from tests.fakes.memory_ledger import MemoryLedger
from tests.unit.console.remarks import card_frame, frame
from tests.unit.web.lines import NOW

Json = dict[str, Any]

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SLACK_TOKEN = re.compile(r"<([^<>]*)>?")
_AT = re.compile(r"<at>.*?</at>", re.DOTALL)
_TEAMS_LINK = re.compile(r"(?<!\\)\]\(([^)]*)\)")
_LITERAL = ("plain_text", "summary", "fallbackText")


def hostile_desk(words: str) -> Desk:
    """The contract's desk, in which every name is `words`."""
    desk = contract_desk()
    teams = tuple(
        replace(team, name=words, members=tuple(replace(member, name=words) for member in team.members))
        for team in desk.teams
    )
    types = tuple(_hostile_type(each, Spoken((("en", words), ("ru", words)))) for each in desk.request_types)
    return replace(desk, name=words, teams=teams, request_types=types)


def _hostile_type(each: RequestType, said: Spoken) -> RequestType:
    questions = tuple(
        replace(one, label=said, hint=said, options=tuple((value, said) for value, _ in one.options))
        for one in each.questions
    )
    return replace(each, title=said, about=said, group=said, questions=questions)


def hostile_article(words: str) -> Article:
    """An article whose author means ill."""
    day, steps = (
        date(2026, 1, 1),
        (Section("Steps", (f"**{words}**", f"`{words}`", words)), Section("Windows", (words,))),
    )
    return Article("a", "en", words, (words,), (), words, words, day, day, words, steps, (words,), words, Path("a.md"))


WHICH = "qwhichq"
"""A question that two articles come near to."""


@dataclass
class Scene:
    """The engine with all of these."""

    words: str
    stack: Stack
    engine: Engine

    async def play(self) -> list[Card]:
        """A ticket's whole life, in hostile words; everything that was shown."""
        maria = Person("slack", "T0FIRST", "U0MARIA", self.words)
        ivan = Person("slack", "T0FIRST", "U0IVAN", self.words)
        sam = Person("slack", "T0FIRST", "U0SAM", self.words)
        direct, triage = Thread("slack", "T0FIRST", "D0MARIA", "1.1"), Thread("slack", "T0FIRST", "C0TRIAGE", "")
        shown: list[Card] = []
        talk = [
            Message("m1", direct, maria, self.stack.clock(), f"vpn {self.words}", direct=True, addressed=True),
            Message("m2", direct, maria, self.stack.clock(), "", Press("still", "1"), direct=True, addressed=True),
            Message("m3", direct, ivan, self.stack.clock(), f"me too {self.words}", direct=True, addressed=True),
        ]
        for number, said in enumerate(("note", "escalate", "ack", "reply", self.words, "resolve", "show", "list")):
            text = said if said == self.words else f"{said} 1 {self.words}"
            talk.append(Message(f"c{number}", triage, sam, self.stack.clock(), text, addressed=True, command=True))
        talk.append(Message("m4", direct, maria, self.stack.clock(), self.words, direct=True, addressed=True))
        for root, press, answer in (("2.2", Press("choose", "1.1"), ""), ("3.3", None, "none of these")):
            asked = Message(
                f"q{root}", replace(direct, root=root), ivan, self.stack.clock(), direct=True, addressed=True
            )
            talk.append(replace(asked, text=f"{WHICH} {self.words}"))
            talk.append(replace(asked, delivery=f"a{root}", text=answer, pressed=press))
        filled = Press("request", "laptop", (("model", "power"), ("reason", self.words), ("needed_by", self.words)))
        good = replace(filled, fields=filled.fields[:2])
        lena = Person("slack", "T0FIRST", "U0LENA", self.words)
        for number, pressed in enumerate((filled, good, Press("fill", "laptop"))):
            where = replace(direct, root=f"7.{number}")
            talk.append(
                Message(f"f{number}", where, ivan, self.stack.clock(), pressed=pressed, direct=True, addressed=True)
            )
        for number, (who, said) in enumerate(
            (
                (ivan, "catalogue"),
                (lena, "approve 4"),
                (lena, f"refuse 4 {self.words}"),
                (ivan, "home"),
                (sam, "show 4"),
            )
        ):
            talk.append(Message(f"g{number}", triage, who, self.stack.clock(), said, addressed=True, command=True))
        for message in talk:
            await self.engine.handle(message)
            shown += await self._posted()
        return shown

    async def _posted(self) -> list[Card]:
        outbox, cards = self.stack.ledger.outbox, list[Card]()
        while leased := await outbox.lease(["slack"], self.stack.clock(), 50):
            for each in leased:
                cards.append(each.parcel.card)
                await outbox.sent(each, f"9.{each.parcel.key}", self.stack.clock())
        return cards


def scene(words: str) -> Scene:
    """Everything hostile, in memory."""
    ledger = MemoryLedger({})
    stack = Stack(ledger, ledger.chat, MovedClock())
    hit = Hit(hostile_article(words), 0.9, 0.9, True)
    sure = (hit, replace(hit, article=replace(hit.article, slug="b")))
    unsure = tuple(replace(each, sure=False, zone=Zone.CHOOSE) for each in sure)
    library = Library(
        lambda question, language: unsure if WHICH in question else sure,
        lambda text, locale: "en",
        lambda article, platform: "https://wiki.example.com/en/a",
        lambda language, slug: hit.article,
    )
    return Scene(words, stack, Engine(ledger, lambda: hostile_desk(words or "x"), library, stack.clock))


# ---------------------------------------------------------------- what may be seen


def spans(value: object) -> Iterator[object]:
    """Every mention, link and time in a card."""
    if isinstance(value, Mention | Link | Moment):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def smuggled(card: Card) -> list[str]:
    """Spans that none of our code could have made."""
    people = {"U0MARIA", "U0IVAN", "U0SAM", "U0NADIA", "U0LENA", ""}
    made = list(spans(card))
    found = [f"mention of {span.id}" for span in made if isinstance(span, Mention) and span.id not in people]
    good = "https://wiki.example.com/"
    return found + [f"link to {span.url}" for span in made if isinstance(span, Link) and not span.url.startswith(good)]


def in_slack(card: Card) -> list[str]:
    """What Slack would obey of a card and should not."""
    payload, made = blocks.render(card).payload, list(spans(card))
    return [*_turned(payload), *(part for text in _texts(payload) for part in _obeyed(text, made))]


def in_teams(card: Card) -> list[str]:
    """What Teams would obey of a card and should not."""
    activity, _ = cards.render(card)
    found, made = _turned(activity), list(spans(card))
    notified = [span.id for span in made if isinstance(span, Mention) and span.notify and span.platform == "teams"]
    content: Json = (activity.get("attachments") or [{}])[0].get("content", {})
    entities = content.get("msteams", {}).get("entities", []) + activity.get("entities", [])
    found += [f"mentions {one}" for one in entities if one["mentioned"]["id"] not in notified]
    marked = [entity["text"] for entity in entities]
    urls = {span.url for span in made if isinstance(span, Link)}
    for text in _texts(activity) if activity.get("textFormat") != "plain" else ():
        rest = _AT.sub(lambda at: "" if at[0] in marked else at[0], text)
        found += [f"markup {text!r}"] if re.search(r"<(?!!)", rest) else []
        found += [f"link to {url}" for url in _TEAMS_LINK.findall(text) if url not in urls]
    return found


def in_browser(card: Card) -> list[str]:
    """What the page would get beside words, links to http and our own spans."""
    data = card_to_json(card)
    same = [] if card_from_json(json.loads(json.dumps(data))) == card else ["another card came out"]
    return same + [url for url in _values(data, "url") if not url.startswith(("https://", "http://"))]


def in_terminal(card: Card | None, words: str = "") -> list[str]:
    """Characters that would steer the terminal, in full and in a word about another place."""
    written: list[Row] = []
    line = card_frame("1", card) if card else frame("1", text=words, author="sam")
    for place in ("dm-maria", "help"):
        seen = Seen(Seat("maria", words, ("dm-maria", "help")), place)
        display = Display(Wording(), {"maria": words, "sam": words}, {"help": words}, written.append, lambda: NOW)
        display.news(seen.take([line], 1), seen)
        display.rooms_of(seen)
        written.append(Row(display.prompt(seen)))
    return [row.text for row in written if re.sub("[\u200d\\s]", "", row.text) and not _is_calm(row.text)]


def _is_calm(text: str) -> bool:
    return all(
        letter.isprintable() or letter in "\u200d\u00a0\u202f\u3000" or letter.isspace() for letter in text
    ) and (not re.search("[\x00-\x1f\x7f-\x9f]", text))


def _obeyed(text: str, made: list[object]) -> Iterator[str]:
    mentioned = {f"@{span.id}" for span in made if isinstance(span, Mention) and span.platform == "slack"}
    urls = {span.url for span in made if isinstance(span, Link)}
    for token in _SLACK_TOKEN.findall(text):
        target = token.partition("|")[0]
        times = target.startswith("!date^") and any(isinstance(span, Moment) for span in made)
        if not (target in mentioned or target in urls or times):
            yield f"token <{token}>"


def _texts(payload: Any, name: str = "") -> Iterator[str]:
    """Every text that the platform reads as markup. In Teams that is TextBlock's and Fact's, not what buttons say
    (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format)."""
    if isinstance(payload, dict):
        kind = str(payload.get("type"))
        if kind in (*_LITERAL, "button") or kind.startswith("Input."):  # nothing in them is read as markup
            return
        plain = ("title",) if str(payload.get("type")).startswith("Action.") else ()
        for key, value in payload.items():
            if key != "data":  # what a button brings back, which nobody sees
                yield from _texts(value, "" if key in plain else key)
    elif isinstance(payload, list):
        for value in payload:
            yield from _texts(value, name)
    elif isinstance(payload, str) and name in ("text", "value", "title") and name not in _LITERAL:
        yield payload


def _turned(payload: Json) -> list[str]:
    whole = "".join(_all(payload))
    return [kind for kind, odd in (("direction", _TURNS), ("control", _CONTROLS)) if odd.search(whole)]


def _all(payload: Any) -> Iterator[str]:
    parts = payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ()
    yield from ([payload] if isinstance(payload, str) else [])
    for part in parts:
        yield from _all(part)


def _values(payload: Any, name: str) -> Iterator[str]:
    if isinstance(payload, dict):
        yield from ([str(payload[name])] if name in payload else [])
    parts = payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ()
    for part in parts:
        yield from _values(part, name)
