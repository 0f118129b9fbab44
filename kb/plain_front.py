"""The facts above an article in the plain form that nearly all have, taken one after the other.

For such lines YAML says the same, and reading all of YAML takes ten times as long. Whatever is not plainly of this form
is left to `kb.front_matter`, which also knows what is wrong with it.
"""

import re
from datetime import date

_BARE = r"(?:[^\W\d_]|[0-9](?=[\w.,/-]*+ [^\W\d_]{2}))"
"""How a bare text may begin: with a letter, or with a number of something. Alone, a number or a day is none."""
_SIGNS = r"\w!$%&()*+./;<=>@^|~«»“”„‘’…–—№-"
_TEXT = rf"{_BARE}(?:[',?\[\]`{{}}\"\\#{_SIGNS}]|:(?=\S)| (?=[^\s#]))*+"
"""A bare text on a line of its own: neither `: ` nor ` #` stands in it, nor a blank at its end."""
_QUOTED = rf"\"[ ,:?\[\]`{{}}#'{_SIGNS}]*+\"|'[ ,:?\[\]`{{}}#\"{_SIGNS}]*+'"
_LINE = rf"(?:{_TEXT}|{_QUOTED})"
_ENTRY = rf"(?:{_BARE.replace(',', '')}(?:['{_SIGNS}]| (?=['{_SIGNS}]))*+|{_QUOTED})"
"""An entry of a list in brackets."""

_FACT = re.compile(
    rf"(?P<name>[a-z-]++):(?:(?P<column>(?:\n  - {_LINE})++|(?:\n- {_LINE})++)"
    rf"| \[(?P<row>(?:{_ENTRY}(?:, {_ENTRY})*+)?)\]"
    rf"| (?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})| (?P<text>{_LINE}))(?:\n|\Z)"
)
_ITEM = re.compile(rf"\n *- ({_LINE})")
_ENTRIES = re.compile(_ENTRY)

_OTHER = frozenset(("yes", "no", "true", "false", "on", "off", "null"))
"""Bare words that are no texts, in small letters."""

Facts = dict[str, str | list[str] | date]


class _NotPlain(Exception):
    """YAML may say otherwise."""


def plain_front(source: str) -> Facts | None:
    """What YAML says of front matter in the plain form, by name; None for any other."""
    facts, place = Facts(), 0
    try:
        while place < len(source):
            found = _FACT.match(source, place)
            if found is None or found["name"] in facts:
                return None
            facts[found["name"]] = _value(found)
            place = found.end()
    except (_NotPlain, ValueError):  # the latter of a day that there is not
        return None
    return facts


def _value(found: re.Match[str]) -> str | list[str] | date:
    """Raises _NotPlain, ValueError."""
    match found.lastgroup:
        case "column":
            return list(map(_plain, _ITEM.findall(found["column"])))
        case "row":
            return list(map(_plain, _ENTRIES.findall(found["row"])))
        case "day":
            return date.fromisoformat(found["day"])
        case _:
            return _plain(found["text"])


def _plain(text: str) -> str:
    """The text without its quotes. Raises _NotPlain."""
    if text[0] in "\"'":
        return text[1:-1]
    if text.lower() in _OTHER:
        raise _NotPlain
    return text
