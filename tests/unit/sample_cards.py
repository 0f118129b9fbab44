"""Cards that every renderer is tried with: each block, hostile words, Russian, and more than any platform takes."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.cards import (
    Bullets,
    Button,
    Card,
    Code,
    Divider,
    Fields,
    Heading,
    Line,
    Link,
    Mention,
    Moment,
    Quote,
    Steps,
    Strong,
    Text,
)
from bot.inputs import Form, Input, Option
from bot.wording.catalogue import Wording
from bot.wording.self_help import choice_card
from tests.unit.kb.samples import article

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

HOSTILE = (
    "<!here> <!channel> <!everyone> <!subteam^S123|team> <@U0SAM> <#C0HELP|help> <https://evil.example|Sign in> "
    "@here @channel &lt;!here&gt; <at>Sam</at> [Sign in](https://evil.example) *b* _i_ ~s~ `c` ```x``` > & < "
    "\u202e\u0000"
)


def _reply_form() -> Form:
    return Form(
        title="Reply to ticket 12",
        submit="Send",
        cancel="Cancel",
        fields=(
            Input(name="text", label="Your answer", lines=4, hint="The requester sees it", placeholder="Hello…"),
            Input(
                name="mood",
                label="Priority",
                required=False,
                options=(Option("high", "High"), Option("normal", "Normal")),
                value="normal",
            ),
        ),
    )


def _answer() -> Card:
    return Card(
        language="en",
        title="VPN does not connect",
        blocks=(
            Text(("This is known to work:",)),
            Steps(
                (
                    ("Open ", Strong("Settings"), " and choose ", Strong("Network & Internet"), "."),
                    ("Run ", Code("ipconfig /flushdns"), " as administrator."),
                    ("Connect again. Still broken? See ", Link("https://kb.example.org/vpn?a=1&b=2", "the guide"), "."),
                )
            ),
            Text(("Also: ", Link("https://kb.example.org/wifi", "Wi-Fi drops")), subtle=True),
            Text(("Source: VPN guide, 3 March 2026",), subtle=True),
        ),
        buttons=(
            Button("solved", "a1", "Solved", style="primary"),
            Button("still", "a1", "Still need help"),
        ),
        status="answer",
    )


def _choice() -> Card:
    slow = replace(article("vpn-slow", "VPN is connected but slow"), summary="It **crawls** while it is on. Or worse.")
    long = article("long", "A title that says more than a button has room for, as imported ones often do, & <more>")
    return choice_card(Wording("en"), (slow, long, article("wifi", "Wi-Fi")), round=3)


def _ticket() -> Card:
    return Card(
        language="en",
        title="Ticket 12 · VPN",
        blocks=(
            Heading("What is wrong"),
            Quote("my vpn wont conect since this morning\nand nothing helps"),
            Fields(
                (
                    ("Requester", (Mention("Maria Lopez", "slack", "T0FIRST", "U0MARIA"),)),
                    ("Priority", ("normal",)),
                    ("Answer by", (Moment(AT, "time", "15:00"),)),
                    ("Thread", (Link("https://chat.example.org/p1", "Open the thread"),)),
                )
            ),
            Divider(),
            Heading("Tried already"),
            Bullets((("VPN does not connect",), (Strong("Wi-Fi"), " drops"))),
            Text(("Nobody has it yet.",), subtle=True),
        ),
        buttons=(
            Button("claim", "12", "Claim", style="primary"),
            Button("reply", "12", "Reply", form=_reply_form()),
            Button("resolve", "12", "Resolve", style="danger"),
        ),
        status="open",
    )


def _hostile() -> Card:
    line: Line = (HOSTILE, Strong(HOSTILE), Code(HOSTILE), Link("https://kb.example.org/x", HOSTILE), Mention(HOSTILE))
    return Card(
        language="en",
        title=HOSTILE,
        blocks=(
            Text(line),
            Text(line, subtle=True),
            Heading(HOSTILE),
            Steps((line,)),
            Bullets((line,)),
            Fields(((HOSTILE, line),)),
            Quote(HOSTILE + "\n" + HOSTILE),
            Text((Moment(AT, "datetime", HOSTILE),)),
        ),
        buttons=(Button("solved", HOSTILE, HOSTILE),),
        status="open",
    )


def _russian() -> Card:
    return Card(
        language="ru",
        title="Заявка 7 · Принтер",
        blocks=(
            Text(("Заявку взял ", Mention("Иван Петров"), ". Ответ будет к ", Moment(AT, "time", "18:00"), ".")),
            Steps((("Откройте ", Strong("Параметры"), "."), ("Выполните ", Code("net start spooler"), "."))),
            Quote("принтер «HP» не печатает — с утра 😀"),
        ),
        buttons=(Button("works", "7", "Работает", style="primary"), Button("not-yet", "7", "Ещё нет")),
        status="resolved",
    )


def _long() -> Card:
    words = "Очень длинное объяснение & <подробности>. " * 400
    return Card(
        language="ru",
        title="Длинная карточка " * 20,
        blocks=(
            Text((words,)),
            Heading("Заголовок " * 40),
            Steps(tuple((f"шаг {number} ", Strong("очень важно " * 20)) for number in range(120))),
            Bullets(tuple((f"пункт {number}",) for number in range(300))),
            Fields(tuple((f"поле {number} " * 20, ("значение " * 400,)) for number in range(15))),
            Quote(words),
            *(Text((f"строка {number}",)) for number in range(70)),
        ),
        buttons=tuple(Button(f"action-{number}", str(number), "Длинная подпись кнопки " * 6) for number in range(30)),
        status="escalated",
    )


def samples() -> dict[str, Card]:
    """The cards by name."""
    return {
        "plain": Card("en", (Text(("Thanks, noted. Ticket 12 is closed.",)),)),
        "plain_rich": Card(
            "en",
            (
                Text((Strong("Sam"), " has your ticket; expect an answer by ", Moment(AT, "time", "15:00"), ".")),
                Text(("See ", Link("https://kb.example.org/vpn", "the guide"), " or run ", Code("ping -t"), ".")),
            ),
        ),
        "relayed": Card("en", (Text((Strong("Sam Reyes"),)), Quote("Please restart & try again <now>\n\nSam"))),
        "answer": _answer(),
        "choice": _choice(),
        "ticket": _ticket(),
        "ticket_done": _ticket().without_buttons(),
        "mention": Card(
            "en",
            (Text((Mention("Lena Novak", "slack", "T0FIRST", "U0LENA", notify=True), ", ticket 12 waits.")),),
            buttons=(Button("acknowledge", "esc-12-1", "Acknowledge", style="primary"),),
        ),
        "mention_teams": Card(
            "en", (Text((Mention("Lena Novak", "teams", "tenant-1", "aad-lena", notify=True), ", ticket 12 waits.")),)
        ),
        "hostile": _hostile(),
        "russian": _russian(),
        "long": _long(),
        "empty": Card("en", ()),
    }
