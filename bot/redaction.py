"""Taking secrets out of what is written for operators, and persons out of what is kept for learning: those that are
known, and whatever looks like one."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from pydantic import BaseModel, SecretStr

MASK = "***"
_SHORTEST = 6
"""Characters; what is shorter would take ordinary words out of every line."""

_LOOKS = re.compile(
    r"""(?x)
    (?P<before>://[^\s/:@]*:)[^\s/]+(?P<after>@)             # a password in an address
    | \bxox[a-z](?:\.xox[a-z])?-[\w.-]+ | \bxapp-[\w-]+      # Slack's tokens
    | \b(?:gh[opsur]_|github_pat_|glpat-|sk-|AKIA|ASIA)(?=[\w-]{0,99}\d)[\w-]{16,}   # keys of clouds
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY.*
    | \beyJ[\w-]{8,}\.[\w-]+\.[\w-]*                         # a JSON Web Token
    | (?P<socket>\bwss?://[^\s"'?]*\?)[^\s"'>)]+                # whoever has its ticket may listen in our place
    | (?P<hook>//hooks\.slack\.com/)[^\s"'>)]+               # whoever knows this address may post there
    | (?P<scheme>\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}
    | (?P<name>\b(?:password|passwd|pwd|client_secret|token|api_key|secret)["']?\s*[=:]\s*["']?)[^\s"'&,;]{3,}
    """,
    re.IGNORECASE,
)

_PERSONAL = re.compile(
    r"""(?x)
    [\w.+-]+@[\w-]+(?:\.[\w-]+)+                             # an e-mail address
    | \bhttps?://\S+                                         # may name a person, a file, a meeting
    | (?<![\w@])@[\w.-]+ | <@[^>]+>                           # somebody mentioned
    | (?<!\w)\+?\d[\d\s().-]{7,}\d\b                         # a telephone number, a card, an account, an address of IP
    | (?<!0x)\b\d{5,}\b                                      # a number of a person, a thing or a case
    | \b(?:password|passcode|pwd|pass|pin|пароль|пин)\s*(?:is|это|[:=—-])\s*(?=\S*(?:\d|[^\w\s]))\S{3,}
    """,
    re.IGNORECASE,
)


class Redaction:
    """Masks these secrets and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        without = self._known.sub(MASK, text) if self._known else text
        return _LOOKS.sub(_masked, without)


def impersonal(text: str) -> str:
    """The text without secrets, addresses, long numbers and mentions of people. Names in plain words cannot be told."""
    return _PERSONAL.sub(MASK, _LOOKS.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    groups = found.groupdict("")
    kept = "".join(groups[name] for name in ("before", "socket", "hook", "scheme", "name"))
    return f"{kept}{MASK}{groups['after']}"


def secrets_in(settings: BaseModel, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Every secret of the settings, the password in the database's address, and those meant for OpenTelemetry."""
    for _, value in settings:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, tuple):
            yield from (each.get_secret_value() for each in value if isinstance(each, SecretStr))
        elif isinstance(value, BaseModel):
            yield from secrets_in(value, {})
        elif isinstance(value, str) and (password := re.search(r"://[^/@]*?:([^/]+)@", value)):
            yield from (password[1], unquote(password[1]))
    for name, value in environment.items():
        if name.startswith("OTEL_EXPORTER_OTLP_") and name.endswith("HEADERS"):
            yield from (pair.partition("=")[2] for pair in value.split(","))
