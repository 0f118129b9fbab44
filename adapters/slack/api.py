"""Calls to Slack, and the one place where its answers become our errors.

Nothing is tried again here: what to do about a failure is decided where its consequences are known.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from pydantic_core import PydanticSerializationError, to_json

from adapters.answers import body_of
from adapters.slack.config import SlackConfig
from adapters.slack.identity import Identity
from adapters.slack.permissions import READING, Method
from bot.doctor.clock import date_in
from bot.errors import DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.ports import Clock

Json = dict[str, Any]

TIME_LIMIT = timedelta(seconds=10)
BEFORE_ACKNOWLEDGING = timedelta(seconds=2.5)
"""Time limit of a call while Slack waits for our answer, which it does for 3 s."""

_UNKNOWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_DEFAULT_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)


class RefusedBySlack(Refused):
    """Slack refused the call; `code` is its word for why ("channel_not_found")."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method returned, and its headers, whose names may be written in any case."""

    data: Json
    headers: Mapping[str, str]


class SlackApi:
    """The Web API of one installation. `session` must not be closed before this is no longer used."""

    def __init__(self, config: SlackConfig, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._config = config
        self._session = session
        self._address = config.api_url.rstrip("/") + "/"
        self._headers = {"Authorization": f"Bearer {config.bot_token}"}
        self._clock = clock
        self._identity: Identity | None = None
        self._dated = "", clock()
        """The `Date` of Slack's last answer, and when it came."""

    @property
    def identity(self) -> Identity:
        """Ourselves, as far as is known without a call."""
        return self._identity or Identity(base=self._config.permalink_base or Identity().base)

    @property
    def ahead(self) -> timedelta:
        """By how much our clock was ahead of Slack's when Slack last answered; nothing if behind or unknown."""
        date, ours = self._dated
        theirs = date_in(date)
        return max(ours - theirs, timedelta(0)) if theirs else timedelta(0)

    async def call(self, method: Method, arguments: Json, within: timedelta = TIME_LIMIT) -> Json:
        """Call the method and return its answer. Raises RefusedBySlack, RateLimited, NotSent, OutcomeUnknown."""
        return (await self.ask(method, arguments, within)).data

    async def ask(self, method: Method, arguments: Json, within: timedelta = TIME_LIMIT) -> Answer:
        """As `call`, with the headers of the answer."""
        limit = aiohttp.ClientTimeout(total=within.total_seconds())
        headers, parts = (self._headers, {"data": _form(arguments)}) if method in READING else self._written(arguments)
        with _translated():
            async with self._session.post(
                self._address + method, headers=headers, timeout=limit, allow_redirects=False, **parts
            ) as answer:
                data = _parsed(await body_of(answer))
        self._dated = answer.headers.get("Date", ""), self._clock()
        if error := _unanswered(answer.status, answer.headers.get("Retry-After"), data):
            raise error
        return Answer(data, answer.headers)

    def _written(self, arguments: Json) -> tuple[dict[str, str], dict[str, bytes]]:
        """Headers and body of a call that takes JSON."""
        return {**self._headers, "Content-Type": "application/json; charset=utf-8"}, {"data": _as_json(arguments)}

    async def whoami(self) -> Identity:
        """Ourselves in Slack; asked once. Raises as `call`."""
        if self._identity is None:
            answer = await self.call(Method.AUTH_TEST, {})
            base = self._config.permalink_base or answer.get("url") or Identity().base
            self._identity = Identity(word_in(answer, "user_id"), word_in(answer, "bot_id"), base)
        return self._identity

    async def respond(self, response_url: str, payload: Json) -> None:
        """Answer a slash command at its `response_url`. Raises as `call`; Refused also for hosts not allowed."""
        if not self._config.may_respond_at(response_url):
            raise RefusedBySlack("response_url_not_allowed")
        limit = aiohttp.ClientTimeout(total=TIME_LIMIT.total_seconds())
        with _translated():
            async with self._session.post(response_url, json=payload, timeout=limit, allow_redirects=False) as answer:
                code = _code_in(_parsed(await body_of(answer)))  # it may also be "ok", or a word
                error = _failure(answer.status, answer.headers.get("Retry-After"), code)
        if error:
            raise error


def word_in(answer: object, *path: str) -> str:
    """What stands in the answer under these names, one within the other. Raises OutcomeUnknown where nothing does: then
    something between Slack and us broke it."""
    for name in path:
        answer = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(answer, str) or not answer:
        raise OutcomeUnknown(f"Slack's answer has no {'.'.join(path)}")
    return answer


def messages_in(page: Json) -> list[Json]:
    """The messages of a page. Raises OutcomeUnknown for a broken one, which does not say that there are none."""
    messages = page.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise OutcomeUnknown("Slack's answer has no messages")
    return messages


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent(f"no connection to Slack: {type(error).__name__}") from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise OutcomeUnknown(f"no answer from Slack: {type(error).__name__}") from error


def _parsed(body: bytes) -> Json:
    """The answer; empty when it is not a JSON object, as when a proxy answers in words."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _as_json(arguments: Json) -> bytes:
    """Halves of surrogate pairs, which UTF-8 cannot hold, become question marks."""
    try:
        return to_json(arguments)
    except PydanticSerializationError:
        return json.dumps(arguments, ensure_ascii=False).encode("utf-8", "replace")


def _form(arguments: Json) -> dict[str, str]:
    """Reading takes no JSON."""
    return {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in arguments.items()}


def _unanswered(status: int, retry_after: str | None, data: Json) -> DeliveryFailed | None:
    """Our error for the answer of a method, or None when it is a success. A page that says nothing in Slack's words,
    whatever its status, comes from something between Slack and us: it refuses nothing."""
    code = _code_in(data)
    if code or status >= 500 or status == 429:
        return _failure(status, retry_after, code)
    return None if data.get("ok") is True else OutcomeUnknown(f"HTTP {status} with a page that is not Slack's")


def _failure(status: int, retry_after: str | None, code: str) -> DeliveryFailed | None:
    """Our error for an answer of Slack, or None when it is a success."""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return RateLimited(_pause(retry_after), "Slack asks us to slow down")
    if status >= 500 or code in _UNKNOWN:
        return OutcomeUnknown(f"Slack failed: {code or status}")
    if code or status >= 300:
        return RefusedBySlack(code or f"status_{status}")
    return None


def _pause(retry_after: str | None) -> timedelta:
    seconds = (retry_after or "").strip()
    if not (seconds.isascii() and seconds.isdigit()):
        return _DEFAULT_PAUSE
    return timedelta(seconds=min(float(seconds), _LONGEST_PAUSE.total_seconds()))


def _code_in(answer: Json) -> str:
    """Slack's word for why not. A gateway's page may have an `error` as well, but no `ok`."""
    return str(answer.get("error") or "") if answer.get("ok") is False else ""
