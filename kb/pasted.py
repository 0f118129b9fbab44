"""What is asked in a text that was pasted whole: an e-mail without its head, greeting and signature, a log's codes.

Only texts of several lines are looked at; whatever nothing would be left of stays as it is. Every pattern is held
against one line and runs over it once.
"""

import re
from collections.abc import Sequence

_MOST_LINES = 200

_HEAD = re.compile(
    r"\s*(?:from|sent|to|cc|bcc|date|reply-to|importance|attachments?"
    r"|от|отправлено|кому|копия|дата|важность|вложени[ея])\s?:",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s*(?:subject|тема)\s?:\s*(?:(?:re|fwd?|ha|отв)\s?:\s*)*", re.IGNORECASE)
_EARLIER = re.compile(
    r"\s*(?:>|-{3,}\s*(?:original|forwarded|исходное|пересланн|пересылаемо)|_{5,}|on\b.{5,80}\bwrote:"
    r"|.{5,80}(?:пишет|написал|написала):\s*$)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\s*(?:dear|hi|hello|hey|greetings|good\s(?:morning|afternoon|evening|day)|здравствуй(?:те)?|привет(?:ствую)?"
    r"|добр(?:ый|ое|ого)\s(?:день|утро|вечер|дня|времени суток)|доброго времени суток|коллеги|уважаем\w{2,3})\b"
    r"[^,.!:\n]{0,50}(?:[,.!:]+|$)"
    r"(?:\s*(?:уважаем\w{2,3}\b[^,.!:\n]{0,50}|коллеги|all|team|(?-i:[A-ZА-ЯЁ])\w{1,30}(?:\s(?-i:[A-ZА-ЯЁ])\w{1,30}){0,2})"
    r"[,.!:]+)?\s*",
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(
    r"\s*(?:(?:i\s)?hope\s(?:this|you|all|everything)|надеюсь,?\s(?:у вас|вы|письмо))\b[^.!\n]{0,60}[.!]\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:--\s*$|—\s*$|(?:(?:with\s)?(?:kind|best|warm|many)\s(?:regards|wishes|thanks)|regards|sincerely|yours\b"
    r"|best,|best$|cheers|thanks|thank you|many thanks|thx|sent from|get outlook|с уважением|с наилучшими"
    r"|всего (?:доброго|хорошего)|заранее (?:спасибо|благодар)|спасибо|благодарю|отправлено (?:с|из)|хорошего дня)"
    r"\b.{0,50}$)",
    re.IGNORECASE,
)

_LOGGED = re.compile(
    r"\s*(?:\[?\d{4}-\d\d-\d\d[t ]|\[?\d\d[./]\d\d[./]\d{2,4}[, ]+\d\d:\d\d|[a-z]{3}\s{1,2}\d{1,2} \d\d:\d\d:\d\d"
    r"|\[?\d\d:\d\d:\d\d|(?:error|warn(?:ing)?|info|debug|fatal|trace)\b\s?[\[(]|at [\w$.<>]{3,120}\(|file \""
    r"|traceback |caused by:|stack ?trace|[\w.]{1,80}(?:error|exception):)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:0[xXхХ][0-9a-fA-F]{3,16}|[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,8}"
    r"|(?:[Ww]in)?(?:error|Error|ERROR|code|Code|status|ошибка|Ошибка|код|errno)[\s:=#№]{1,3}-?\d{2,10}"
    r"|[A-Z]{2,6}-?\d{3,8})\b"
)
_NOISE = re.compile(
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b(?:pid|tid|session|thread|attempt)\s?[=:]\s?\S{1,60}"
    r"|\[?\b\d{4}-\d\d-\d\d[tT ]\d\d:\d\d[\d:.,zZ+]{0,16}\]?|\b\d\d[./]\d\d[./]\d{2,4}\b|\b\d\d:\d\d:\d\d[.,\d]{0,7}\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def asked(text: str) -> str:
    """The lines that ask, and of log lines below or above them the codes."""
    lines = text.strip().splitlines()[:_MOST_LINES]
    if len(lines) < 2:
        return text
    spoken, logged = _apart(_letter(lines))
    if _asks(spoken):
        return "\n".join([*spoken, *(code for line in logged for code in _CODE.findall(line))])
    return "\n".join([*spoken, *(_NOISE.sub(" ", line) for line in logged)])


def _letter(lines: Sequence[str]) -> Sequence[str]:
    """The lines of an e-mail that its writer wrote to say something."""
    if sum(map(bool, map(_HEAD.match, lines))) > 1:
        lines = [_cut(_SUBJECT, line) for line in lines if not _HEAD.match(line)]
    lines = _until(lines, _EARLIER)
    lines = _until(lines, _CLOSING)
    rest = _ungreeted(lines)
    return rest if _asks(rest) else lines


def _until(lines: Sequence[str], end: re.Pattern[str]) -> Sequence[str]:
    """The lines above the first that ends the letter and has something asked above it; all where there is none."""
    above: list[str] = []
    for place, line in enumerate(lines):
        if not end.match(line):
            above.append(line)
        elif _asks(_ungreeted(above)):
            return lines[:place]
    return lines


def _ungreeted(lines: Sequence[str]) -> Sequence[str]:
    return [_cut(_PLEASANTRY, _cut(_GREETING, line)) for line in lines]


def _apart(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines that a person wrote, and those of a log or a stack trace."""
    logged = [bool(_LOGGED.match(line)) for line in lines]
    return (
        [line for line, is_logged in zip(lines, logged, strict=True) if not is_logged],
        [line for line, is_logged in zip(lines, logged, strict=True) if is_logged],
    )


def _asks(lines: Sequence[str]) -> bool:
    return any(map(_WORD.search, lines))


def _cut(beginning: re.Pattern[str], line: str) -> str:
    """The line without what it begins with."""
    found = beginning.match(line)
    return line[found.end() :] if found else line
