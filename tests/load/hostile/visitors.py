"""Who knocks at each door: with a good signature or token, or with none that is; each knock ends in a status."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp
import jwt
from multidict import CIMultiDict

from adapters.slack.signature import sign
from tests.contract.fake_connector import FakeConnector
from tests.contract.fake_issuer import rsa_key
from tests.contract.fake_slack import SECRET, FakeSlack
from tests.load.hostile import raw
from tests.load.hostile.corpus import FORM, JSON_TYPE, Corpus, as_form
from tests.load.hostile.oddities import as_bytes, broken, mutated, odd_text

HUNG_UP = 0
"""Stands for a status where the connection ended without one."""

_PATIENCE = aiohttp.ClientTimeout(total=30)
_FOREIGN = ("http://evil.example", "null", "http://127.0.0.1:1", "")
_PATHS = ("/", "/healthz", "/readyz", "/api/setup", "/live", "/page/main.js", "/page/../server.py", "/articles/en/vpn")
_HOSTS = ("evil.example", "127.0.0.1.evil.example", "[", "localhost:x", "0.0.0.0", "x" * 300)
_METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW")
_ENCODINGS = ("gzip", "deflate", "br", "identity, gzip", "x")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door said. `trusted`: the knock was signed well."""

    door: str
    status: int
    trusted: bool

    @property
    def allowed(self) -> bool:
        """No failure of ours, and nobody gets in who should not. 501 is for invokes that nobody knows (T10)."""
        if not self.trusted and self.door in ("slack", "teams"):
            return 400 <= self.status < 500
        return self.status < 500 or (self.door == "teams" and self.status == 501)


@dataclass(frozen=True, slots=True)
class Visitors:
    """People and programs of bad intent, at the addresses of one Firstline."""

    corpus: Corpus
    random: Random
    session: aiohttp.ClientSession
    connector: FakeConnector
    slack: FakeSlack
    doors: str
    playground: str

    def strangers(self) -> tuple[Callable[[], Awaitable[Answer]], ...]:
        """Knocks that nothing vouches for."""
        return (self.slack_unsigned, self.slack_unsigned, self.teams_unsigned, self.teams_unsigned, self.elsewhere,
                self.raw_bytes)  # fmt: skip

    def guests(self) -> tuple[Callable[[], Awaitable[Answer]], ...]:
        """Knocks with good signatures and odd contents."""
        return (self.slack_signed, self.slack_signed, self.teams_signed, self.teams_signed)

    async def slack_unsigned(self) -> Answer:
        body, kind = self._slack_body()
        return await self._post("slack", self._slack_url, body, [("Content-Type", kind), *self._bad_signature(body)])

    async def slack_signed(self) -> Answer:
        body, kind = self._slack_body()
        stamp = str(int(time.time()))
        signed = [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", sign(SECRET, stamp, body))]
        headers = [("Content-Type", kind), *signed, *self._extra_headers()]
        return await self._post("slack", self._slack_url, body, headers, trusted=True)

    async def teams_unsigned(self) -> Answer:
        body = as_bytes(mutated(self.corpus.activity(), self.random), self.random)
        headers = [("Content-Type", JSON_TYPE), *self._bad_token(), *self._extra_headers()]
        return await self._post("teams", f"{self.doors}/api/messages", body, headers)

    async def teams_signed(self) -> Answer:
        body = as_bytes(mutated(self.corpus.activity(), self.random), self.random)
        token = self.connector.issuer.sign(self.connector.service_url)
        headers = [("Content-Type", JSON_TYPE), ("Authorization", f"Bearer {token}"), *self._extra_headers()]
        return await self._post("teams", f"{self.doors}/api/messages", body, headers, trusted=True)

    async def elsewhere(self) -> Answer:
        """Any address of both listeners, with any method, under any name."""
        home = self.random.choice((self.doors, self.playground))
        path = self.random.choice((*_PATHS, "/" + odd_text(self.random)[:200]))
        named = [("Host", self.random.choice(_HOSTS))] if self.random.random() < 0.3 else []
        origin = [("Origin", self.random.choice(_FOREIGN))] if self.random.random() < 0.5 else []
        method = self.random.choice(_METHODS)
        return await self._ask("elsewhere", method, home + path, b"", [*named, *origin, *self._extra_headers()])

    async def raw_bytes(self) -> Answer:
        """No HTTP, or hardly."""
        home = self.random.choice((self.doors, self.playground))
        return Answer("raw", await raw.knock(home, raw.noise(self.random)), trusted=False)

    async def page(self, actions: int) -> list[Answer]:
        """One socket of the playground with odd frames; a hang-up is an answer, silence is not needed."""
        async with self.session.ws_connect(f"{self.playground}/live", origin=self.playground) as socket:
            with suppress(ConnectionError):  # hung up on while we speak
                for _ in range(actions):
                    if socket.closed:
                        break
                    await socket.send_str(self._frame())
            await asyncio.sleep(0)
            return [Answer("page", HUNG_UP if socket.closed else 101, trusted=True)] * actions

    # ------------------------------------------------------------ parts

    @property
    def _slack_url(self) -> str:
        return f"{self.doors}/slack/events"

    def _slack_body(self) -> tuple[bytes, str]:
        if self.random.random() < 0.25:
            body, kind = as_form(mutated(self.corpus.slack_command(), self.random)), FORM
        else:
            payload = mutated(self.corpus.slack(), self.random)
            as_json = payload.get("type") == "event_callback"
            body, kind = (as_bytes(payload, self.random), JSON_TYPE) if as_json else (as_form(payload), FORM)
        if self.random.random() < 0.05:
            body = broken(body, self.random)
        return body, kind if self.random.random() < 0.95 else self.random.choice(
            (JSON_TYPE, FORM, "", "text/plain", "?")
        )

    def _frame(self) -> str:
        frame = mutated(self.corpus.action(), self.random)
        if self.random.random() < 0.1:
            return odd_text(self.random).encode("utf-8", "replace").decode()
        return json.dumps(frame)

    def _bad_signature(self, body: bytes) -> list[tuple[str, str]]:
        now = int(time.time())
        good = sign(SECRET, str(now), body)
        stale = str(now - self.random.choice((400, 3_600, -400, now, 10**11)))
        headers = self.random.choice((
            [],
            [(str(now), "v0=" + "0" * 64)],
            [(str(now), sign("another-secret", str(now), body))],
            [(str(now), good[:-1])],
            [(stale, sign(SECRET, stale, body))],
            [(str(now), good), (str(now), good)],
            [(str(now), sign(SECRET, str(now), body + b" "))],
            [(self._header_text(), self._header_text())],
        ))  # fmt: skip
        names = ("X-Slack-Request-Timestamp", "X-Slack-Signature")
        return [(name, value) for pair in headers for name, value in zip(names, pair, strict=True)]

    def _bad_token(self) -> list[tuple[str, str]]:
        issuer, url = self.connector.issuer, self.connector.service_url
        now = int(time.time())
        claims: dict[str, Any] = {"iss": "https://api.botframework.com", "aud": "x", "exp": now + 60, "serviceurl": url}
        token = self.random.choice((
            lambda: "",
            lambda: "Bearer ",
            lambda: "Basic eDp5",
            lambda: f"Bearer {self._header_text()}",
            lambda: "Bearer " + issuer.sign(url, exp=now - 3_600),
            lambda: "Bearer " + issuer.sign(url, aud="another"),
            lambda: "Bearer " + issuer.sign(url, iss="https://evil.example"),
            lambda: "Bearer " + issuer.sign("https://evil.example/"),
            lambda: "Bearer " + issuer.sign(url, headers={"kid": self._header_text()[:50]}),
            lambda: "Bearer " + issuer.sign(url)[:-3],
            lambda: "Bearer " + jwt.encode(claims, "s" * 64, "HS256", {"kid": issuer.key_id}),
            lambda: "Bearer " + jwt.encode(claims, rsa_key(9), "RS256", {"kid": issuer.key_id}),
        ))()  # fmt: skip
        return [("Authorization", token)] if token else []

    def _extra_headers(self) -> list[tuple[str, str]]:
        if self.random.random() < 0.8:
            return []
        many = [(f"X-Odd-{number}", self._header_text()) for number in range(self.random.choice((1, 3, 40, 200)))]
        return self.random.choice((
            many,
            [("X-Huge", "x" * self.random.choice((4_000, 8_000, 9_000)))],
            [("Content-Encoding", self.random.choice(_ENCODINGS))],
            [("Cookie", self._header_text()), ("Accept-Language", self._header_text())],
            [("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("X-Slack-Retry-Num", "٣")],
        ))  # fmt: skip

    def _header_text(self) -> str:
        return "".join(letter for letter in odd_text(self.random)[:300] if letter.isprintable() and letter < "\ud800")

    async def _post(
        self, door: str, url: str, body: bytes, headers: list[tuple[str, str]], *, trusted: bool = False
    ) -> Answer:
        return await self._ask(door, "POST", url, body, headers, trusted=trusted)

    async def _ask(
        self, door: str, method: str, url: str, body: bytes, headers: list[tuple[str, str]], *, trusted: bool = False
    ) -> Answer:
        try:
            async with self.session.request(
                method, url, data=body, headers=CIMultiDict(headers), timeout=_PATIENCE, allow_redirects=False
            ) as answer:
                return Answer(door, answer.status, trusted)
        except (aiohttp.ClientError, ValueError, UnicodeError):  # the client refuses to send it, or was hung up on
            return Answer("client", HUNG_UP, trusted)
