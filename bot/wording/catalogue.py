"""The wording catalogues: Fluent files beside this module, `<area>.<language>.ftl`, English and Russian.

A language is added by adding its files. Words missing there are taken from English.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern

from bot.cards import Line, Moment, Rich, Span, plain
from bot.errors import FirstlineError

LANGUAGES = ("en", "ru")
DEFAULT = "en"

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")

_KEY = re.compile(r"^([a-z][a-z0-9_-]*) =", re.MULTILINE)
"""Begins a message; what belongs to one is indented."""

_LONGEST_VALUE = 1000
"""Characters. Fluent refuses to put in values of over 2,500, so that long ones are woven in afterwards."""

Value = str | int | Rich


class UnknownWording(FirstlineError):
    """There is no such key in the catalogues."""


def nearest_language(tag: str, default: str = DEFAULT) -> str:
    """The catalogue language for a BCP 47 tag: "ru-RU" → "ru", unknown or empty → `default`."""
    primary = re.split("[-_]", tag.lower(), maxsplit=1)[0]
    return primary if primary in LANGUAGES else default


@cache
def _entries(language: str) -> Mapping[str, str]:
    """The source of each message by its key."""
    entries: dict[str, str] = {}
    for file in sorted(files("bot.wording").iterdir(), key=lambda file: file.name):
        if file.name.endswith(f".{language}.ftl"):
            _, *parts = _KEY.split(file.read_text(encoding="utf-8"))
            entries |= {key: f"{key} ={rest}" for key, rest in zip(parts[::2], parts[1::2], strict=True)}
    return entries


@cache
def _bundle(language: str) -> FluentBundle:
    return FluentBundle([language], use_isolating=False)


def _pattern(language: str, key: str) -> Pattern | None:
    """Of the message, parsed when it is first said: the syntax trees of all take 10 MB, and few are said."""
    bundle = _bundle(language)
    if not bundle.has_message(key) and (source := _entries(language).get(key)):
        bundle.add_resource(FluentResource(source))
    return bundle.get_message(key).value if bundle.has_message(key) else None


class Wording:
    """The words of one language."""

    def __init__(self, language: str = DEFAULT) -> None:
        self.language = nearest_language(language)

    def text(self, key: str, /, **values: Value) -> str:
        """The sentence as plain text. Raises UnknownWording."""
        return plain(self.say(key, **values))

    def say(self, key: str, /, **values: Value) -> Line:
        """The sentence as a line; spans given as values keep their meaning in it. Raises UnknownWording.

        Strings cannot smuggle in spans: private-use characters are taken out of them.
        """
        if not values:
            return _unvarying(self.language, key)
        spans: list[Span] = []
        put_in: dict[str, str | int] = {}
        for name, value in values.items():
            if isinstance(value, int) or (isinstance(value, str) and len(value) <= _LONGEST_VALUE):
                put_in[name] = _clean(value) if isinstance(value, str) else value
            else:
                put_in[name] = f"{_OPEN}{len(spans)}{_CLOSE}"
                spans.append(value)
        return _weave(_format(self.language, key, put_in), spans)

    def date(self, day: date) -> str:
        """The day as people write it: "2 Nov 2026", "2 нояб. 2026 г."."""
        return _day(self.language, day)

    def time(self, at: datetime, zone: datetime) -> Moment:
        """The time of day of `at`; the fallback is worded in the time zone of `zone`, with the weekday where it lies
        within the next six days, and with the date on any other day."""
        local = at.astimezone(zone.tzinfo)
        clock = format_time(local, "short", locale=_locale(self.language))
        if local.date() == zone.date():
            return Moment(at, "time", clock)
        if 0 < (local.date() - zone.date()).days < 7:
            return Moment(at, "datetime", f"{format_date(local, 'EEE', locale=_locale(self.language))} {clock}")
        return Moment(at, "datetime", f"{_day(self.language, local.date())} {clock}")

    def lasting(self, length: timedelta) -> str:
        """How long: "2 h 30 min"; seconds are told of less than an hour."""
        seconds = round(length.total_seconds())
        hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
        parts = [self.text("sla-hours", hours=str(hours))] if hours else []
        parts += [self.text("sla-minutes", minutes=str(minutes))] if minutes else []
        parts += [self.text("sla-seconds", seconds=str(rest))] if not hours and (rest or not minutes) else []
        return " ".join(parts)

    def waited(self, length: timedelta) -> str:
        """How long somebody has waited, as far as it matters: "12 min", "4 h 10 min", "3 d 4 h"."""
        minutes = int(length.total_seconds()) // 60
        days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
        parts = [self.text("waited-days", days=str(days))] if days else []
        parts += [self.text("sla-hours", hours=str(hours))] if hours else []
        parts += [self.text("sla-minutes", minutes=str(rest))] if not days and (rest or not hours) else []
        return " ".join(parts)


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


@lru_cache(1000)
def _day(language: str, day: date) -> str:
    return format_date(day, "medium", locale=_locale(language))


@cache
def _unvarying(language: str, key: str) -> Line:
    """A sentence without values: there are as many as the catalogues hold."""
    return _weave(_format(language, key, {}), [])


def _format(language: str, key: str, values: Mapping[str, object]) -> str:
    for spoken in (language, DEFAULT):
        if (pattern := _pattern(spoken, key)) is not None:
            words, mistakes = _bundle(spoken).format_pattern(pattern, dict(values))
            if mistakes:
                raise UnknownWording(f"wording {key!r} ({language}): {mistakes[0]}")
            return str(words)
    raise UnknownWording(f"wording {key!r} is in no catalogue")


def _clean(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _weave(words: str, spans: list[Span]) -> Line:
    parts = _MARK.split(words)
    line: list[Span] = [spans[int(part)] if odd % 2 else part for odd, part in enumerate(parts)]
    return tuple(span for span in line if span != "")
