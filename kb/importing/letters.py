"""Bytes of a source to text: what marks them, what they say of themselves, then the likeliest."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?"""
    rb"(us-ascii|iso-?8859-\d{1,2}|latin-?\d|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|gb\w{2,6}|big5|shift_jis|euc-\w\w)\b",
    re.IGNORECASE,
)
"""Only such as are no Unicode, and of Python's many only those that pages are written in."""


def decode(content: bytes) -> str:
    """The text: by its byte order mark, as UTF-8, by the charset that HTML declares, else as Windows-1251.

    Never fails: what the last leaves open becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for encoding in ("utf-8", *_declared(content)):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1251", "replace")


def _declared(content: bytes) -> list[str]:
    found = _DECLARED.search(content[:2048])
    return [found[1].decode("ascii")] if found else []
