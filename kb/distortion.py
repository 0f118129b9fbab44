"""Questions as hands, ears and keyboards bend them: seeded, to measure what reading them wins back.

Each distortion takes a question and a source of chance, and gives the question as somebody else might have sent it.
`DISTORTIONS` names them all; those of `RUSSIAN` only bend Russian words and leave others as they are.
"""

import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from kb.keyboard import NEIGHBOURS, typed_without_switching

Distortion = Callable[[str, Random], str]

_WORD = re.compile(r"[^\W\d_]{3,}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def typos(text: str, chance: Random) -> str:
    """One slip of the fingers in every second word of three letters or more."""
    return _every_second(text, lambda word: slip(word, chance))


def slip(word: str, chance: Random) -> str:
    """Two letters swapped, one left out, or a neighbouring key pressed as well or instead."""
    place = chance.randrange(len(word))
    near = chance.choice(NEIGHBOURS.get(word[place].lower(), word[place]))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    swapped = word[: place - 1] + letter + word[place - 1] + after if place else letter.join((after[:1], after[1:]))
    return chance.choice((swapped, before + after, before + letter + near + after, before + near + after))


_SAID: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "ru": (
            ("ться", "тся"),
            ("тся", "ться"),
            ("тся", "ца"),
            ("о", "а"),
            ("а", "о"),
            ("е", "и"),
            ("и", "е"),
            ("я", "и"),
            ("ь", ""),
            ("нн", "н"),
            ("сс", "с"),
            ("лл", "л"),
            ("рр", "р"),
            ("н", "нн"),
            ("с", "сс"),
            ("ого", "ова"),
            ("з", "с"),
            ("в", "ф"),
            ("д", "т"),
            ("б", "п"),
            ("г", "к"),
            ("ж", "ш"),
            ("ы", "и"),
            ("э", "е"),
            ("шь", "ш"),
            ("стн", "сн"),
            ("ё", "о"),
            ("ие", "ее"),
            ("чт", "шт"),
            ("пре", "при"),
            ("при", "пре"),
        ),
        "en": (
            ("ie", "ei"),
            ("ei", "ie"),
            ("tt", "t"),
            ("ss", "s"),
            ("nn", "n"),
            ("ll", "l"),
            ("pp", "p"),
            ("cc", "c"),
            ("mm", "m"),
            ("rr", "r"),
            ("l", "ll"),
            ("a", "e"),
            ("e", "a"),
            ("i", "e"),
            ("o", "u"),
            ("ph", "f"),
            ("f", "ph"),
            ("c", "k"),
            ("c", "s"),
            ("s", "c"),
            ("tion", "shun"),
            ("able", "ible"),
            ("ough", "uff"),
            ("ck", "k"),
            ("z", "s"),
            ("wh", "w"),
            ("e", ""),
            ("kn", "n"),
            ("ea", "ee"),
            ("ee", "ea"),
        ),
    }
)  # fmt: skip  (a table reads better in rows)
"""How people spell by ear and by half-known rules: what is written right, and what instead."""


def by_ear(text: str, chance: Random) -> str:
    """One spelling by ear in every second word of three letters or more."""
    return _every_second(text, lambda word: _by_ear(word, chance))


def _by_ear(word: str, chance: Random) -> str:
    rules = _SAID["ru" if _CYRILLIC.search(word) else "en"]
    fitting = [(right, wrong) for right, wrong in rules if right in word[1:]]
    if not fitting:
        return word
    right, wrong = chance.choice(fitting)
    place = chance.choice([found.start() for found in re.finditer(right, word) if found.start() or len(fitting) > 1])
    return word[:place] + wrong + word[place + len(right) :]


def merged(text: str, chance: Random) -> str:
    """One blank left out."""
    words = text.split(" ")
    if len(words) < 2:
        return text
    place = chance.randrange(len(words) - 1)
    return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]])


def split(text: str, chance: Random) -> str:
    """One blank put into a word of six letters or more."""
    long = [found for found in _WORD.finditer(text) if len(found.group()) >= 6]
    if not long:
        return text
    word = chance.choice(long)
    place = word.start() + chance.randrange(2, len(word.group()) - 1)
    return f"{text[:place]} {text[place:]}"


def layout(text: str, chance: Random) -> str:
    """The whole question on the keyboard that was not switched, capitals and punctuation and all."""
    return typed_without_switching(text)


def layout_capitals(text: str, chance: Random) -> str:
    """The same with caps lock on, or with a first capital and marks."""
    return typed_without_switching(text.upper() if chance.random() < 0.5 else f"{text[:1].upper()}{text[1:]}!")


def layout_word(text: str, chance: Random) -> str:
    """One word of four letters or more on the wrong keyboard."""
    return _one_word(text, chance, typed_without_switching)


_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_PASSPORT = dict(zip(_CYRILLIC_LETTERS, _LATIN.replace("-", "").split(" "), strict=True))
_SCHEMES = (
    _PASSPORT,
    _PASSPORT | {"й": "j", "х": "h", "ц": "c", "щ": "sch", "ь": "'", "ё": "jo", "ю": "ju", "я": "ja"},
    _PASSPORT | {"ж": "j", "х": "x", "ц": "c", "ч": "4", "ш": "w", "щ": "sch", "ь": "'", "ё": "yo"},
    _PASSPORT | {"й": "i", "ы": "i", "х": "h", "щ": "sch", "ю": "iu", "я": "ia", "ё": "yo"},
    _PASSPORT | {"ч": "4", "ш": "6", "й": "j", "х": "h", "щ": "shh", "ь": "'"},
)


def latin(text: str, chance: Random) -> str:
    """Russian in Latin letters, by a scheme of passports, of chats or of mobile phones; one scheme a question."""
    table = str.maketrans(chance.choice(_SCHEMES))
    return text.lower().translate(table) if _CYRILLIC.search(text) else text


_MAILS = (
    (
        "Dear IT team,\n\nI hope this message finds you well. ",
        "\n\nKind regards,\nJohn Peterson\nSenior Sales Manager | Northwind Trading LLC\nTel. +1 202 555 0143\n"
        "This e-mail and its attachments are confidential and meant for the addressee only.",
    ),
    (
        "Hi all,\n\n",
        "\n\nThanks in advance!\nBest,\nMaria\n--\nMaria Lopez, Finance department, 3rd floor\nhttps://northwind.example",
    ),
    (
        "From: John Peterson <john@northwind.example>\nSent: Tuesday, March 3, 2026 9:41 AM\nTo: Service Desk\n"
        "Subject: question\n\nHello, ",
        "\n\nSent from my iPhone",
    ),
    (
        "Добрый день, уважаемые коллеги!\n\n",
        "\n\nС уважением,\nИванова Мария Петровна\nведущий специалист отдела продаж\nООО «Ромашка»\n"
        "тел. +7 (495) 555-01-43, доб. 112",
    ),
    (
        "От: Петров Иван\nОтправлено: 3 марта 2026 г. 9:41\nКому: Поддержка\nТема: вопрос\n\nЗдравствуйте! ",
        "\n\nЗаранее спасибо за помощь.\n--\nПетров Иван, бухгалтерия, кабинет 305\nОтправлено с iPhone",
    ),
)
"""What stands before and after the question of an e-mail."""


def mail(text: str, chance: Random) -> str:
    """The question inside an e-mail, with head, greeting and signature, in the question's script."""
    russian = bool(_CYRILLIC.search(text))
    before, after = chance.choice([each for each in _MAILS if bool(_CYRILLIC.search(each[1])) == russian])
    return f"{before}{text}{after}"


_LOG = (
    "2026-03-03T09:41:07.113Z ERROR [main-7] c.a.net.Client - java.net.SocketTimeoutException: Read timed out",
    'Traceback (most recent call last):\n  File "C:\\Apps\\agent\\run.py", line 88, in <module>\n'
    "OSError: [WinError 10054]",
    "[03.03.2026 09:41:07] WARN pid=4312 tid=0x1f2c session=7b1e0c52-93ab-4a0e-9f0b-1c77e2f1a9d3 code=0x80070005",
    "Mar  3 09:41:07 host-17 kernel: [ 1204.118] usb 1-2: device descriptor read/64, error -71",
)


def log(text: str, chance: Random) -> str:
    """A log line pasted below the question."""
    return f"{text}\n{chance.choice(_LOG)}"


def mixed(text: str, chance: Random) -> str:
    """Words of the other language around the question."""
    return (
        f"Hello, please help: {text}, thanks" if _CYRILLIC.search(text) else f"Добрый день, помогите: {text}, спасибо"
    )


DISTORTIONS: Mapping[str, Distortion] = MappingProxyType(
    {
        "typos": typos,
        "by ear": by_ear,
        "merged": merged,
        "split": split,
        "layout": layout,
        "layout A!": layout_capitals,
        "layout 1": layout_word,
        "latin": latin,
        "mail": mail,
        "log": log,
        "mixed": mixed,
    }
)  # fmt: skip  (a table reads better in rows)
RUSSIAN = frozenset({"latin"})


def distorted(text: str, name: str, seed: int = 1) -> str:
    """The text bent in one way, the same for the same text and seed."""
    return DISTORTIONS[name](text, Random(f"{seed} {name} {text}"))  # noqa: S311  (texts to try with, no secret)


def _every_second(text: str, bend: Callable[[str], str]) -> str:
    words = [found.span() for found in _WORD.finditer(text)][::2]
    for start, end in reversed(words):
        text = text[:start] + bend(text[start:end]) + text[end:]
    return text


def _one_word(text: str, chance: Random, bend: Callable[[str], str]) -> str:
    words = [found.span() for found in _WORD.finditer(text) if len(found.group()) >= 4]
    if not words:
        return text
    start, end = chance.choice(words)
    return text[:start] + bend(text[start:end]) + text[end:]
