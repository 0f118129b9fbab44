"""Slack's own markup, in both directions.

Everything that a person or an article wrote is escaped; only code makes mentions, links and dates.
https://docs.slack.dev/messaging/formatting-message-text
"""

import re
import sys
from collections.abc import Collection
from itertools import accumulate, takewhile

from bot.cards import Code, Line, Link, Mention, Moment, Span, Strong

ELLIPSIS = "…"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile("[&<>]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_USER_ID = re.compile(r"[UW][A-Z0-9]+")
_TOKEN = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"[a-z]+:")
_DATE_TOKENS = {"time": "{time}", "date": "{date_short_pretty}", "datetime": "{date_short_pretty} {time}"}
_BREAKS_URL = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", "\n": "%0A", "\t": "%09", '"': "%22"})


def clean(text: str) -> str:
    """The text without control characters, lone surrogates, and characters that turn the reading direction."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


def escape(text: str) -> str:
    """The text so that Slack shows it and obeys nothing in it: exactly `&`, `<` and `>` are escaped."""
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], clean(text))


def unescape(text: str) -> str:
    """What a person typed: Slack's escapes undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cut(text: str, limit: int) -> str:
    """The escaped text in at most `limit` characters, never cut inside an escape."""
    if len(escape(text)) <= limit:
        return escape(text)
    pieces = [escape(character) for character in clean(text)]
    fitting = takewhile(lambda length: length < limit, accumulate(map(len, pieces)))
    return "".join(pieces[: sum(1 for _ in fitting)]).rstrip() + ELLIPSIS


def to_mrkdwn(line: Line, limit: int = sys.maxsize) -> str:
    """The line as mrkdwn in at most `limit` characters; what does not fit ends in an ellipsis, unformatted."""
    pieces = [_span(span) for span in line]
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    written = ""
    for span, piece in zip(line, pieces, strict=True):
        if len(written) + len(piece) >= limit:
            return written + cut(_words(span) + ELLIPSIS, limit - len(written))
        written += piece
    return written


def bold(text: str) -> str:
    """The text in bold, or plain where its own characters would break the markup."""
    return _wrapped(text, "*")


def _span(span: Span) -> str:
    match span:
        case str():
            return escape(span)
        case Strong(text):
            return bold(text)
        case Code(text):
            return _wrapped(text, "`")
        case Link(url, text):
            return _link(url, text)
        case Mention():
            return _mention(span)
        case Moment():
            return _moment(span)


def _words(span: Span) -> str:
    match span:
        case str():
            return span
        case Strong(text) | Code(text) | Link(text=text) | Mention(name=text) | Moment(fallback=text):
            return text


def _wrapped(text: str, mark: str) -> str:
    text = clean(text)
    inner = text.strip()
    if not inner or mark in inner or "\n" in inner:
        return escape(text)
    before, after = text.split(inner, maxsplit=1)
    return f"{before}{mark}{escape(inner)}{mark}{after}"


def _link(url: str, text: str) -> str:
    if not url.startswith(("https://", "http://")):
        return escape(text)
    label = _one_line(text)
    return f"<{escape(url.translate(_BREAKS_URL))}{label and '|'}{label}>"


def _mention(mention: Mention) -> str:
    """Slack notifies whoever is mentioned, so that a mere name is written in bold; without one only Slack knows it."""
    ours = mention.platform == "slack" and _USER_ID.fullmatch(mention.id)
    if ours and (mention.notify or mention.name in ("", mention.id)):
        return f"<@{mention.id}>"
    return bold(mention.name)


def _moment(moment: Moment) -> str:
    seconds = max(int(moment.at.timestamp()), 0)
    return f"<!date^{seconds}^{_DATE_TOKENS[moment.style]}|{_one_line(moment.fallback)}>"


def _one_line(text: str) -> str:
    return escape(" ".join(text.split()))


def to_plain(text: str, ourselves: Collection[str] = ()) -> str:
    """What a person meant by a message's mrkdwn `text`: mentions of `ourselves` (user ids) gone, the rest readable."""
    for us in ourselves:
        text = re.sub(rf"<@{re.escape(us)}(\|[^<>]*)?>[ \t]*[:,]?[ \t]*", "", text)
    return unescape(_TOKEN.sub(_readable, text)).strip()


def mentions(text: str, ourselves: Collection[str]) -> bool:
    """One of `ourselves` (user ids) is mentioned in the mrkdwn `text`."""
    return any(token.partition("|")[0] in {f"@{us}" for us in ourselves} for token in _TOKEN.findall(text))


def _readable(token: re.Match[str]) -> str:
    target, _, label = token[1].partition("|")
    match target[:1]:
        case "@":
            return "@" + (label or target[1:]).removeprefix("@")
        case "#":
            return "#" + (label or target[1:])
        case "!":
            return label or "@" + target[1:].partition("^")[0]
    return _readable_link(target, label) if _ADDRESS.match(target) else token[0]


def _readable_link(url: str, label: str) -> str:
    address = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (url, address):
        return address
    return label if url.partition("://")[2] == label else f"{label} ({address})"
