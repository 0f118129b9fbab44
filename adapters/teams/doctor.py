"""What the doctor asks of Microsoft: our token, their keys, and whether we are in the channels."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from adapters.answers import body_of
from adapters.teams.config import TeamsConfig
from adapters.teams.connector import Connector
from adapters.teams.credentials import ClientCredentials, Credentials, NoCredentials
from adapters.teams.wire import mapping, words
from bot.doctor.clock import date_in, skew
from bot.doctor.examination import Check
from bot.doctor.finding import Finding, good, problem, warning
from bot.doctor.places import NamedChannel
from bot.errors import DeliveryFailed, Refused
from bot.ports import Clock

_SUBJECT = "teams"
_TIME_LIMIT = aiohttp.ClientTimeout(total=10)
_NOT_THERE = ("ConversationNotFound", "BotNotInConversationRoster", "NotFound")
_NO_SUCH_MEMBER = "MemberNotFound"


@dataclass(frozen=True, slots=True)
class TeamsDoctor:
    """Questions about one registration; `workspace` is the tenant that desk.toml names, or empty."""

    config: TeamsConfig
    session: aiohttp.ClientSession
    clock: Clock
    workspace: str = ""

    def checks(self, channels: Sequence[NamedChannel]) -> list[Check]:
        """All of them, for these channels. One token serves all."""
        credentials = self._credentials()
        checks = [Check(_SUBJECT, partial(self._token, credentials)), Check(_SUBJECT, self._metadata)]
        return checks + [Check(_SUBJECT, partial(self._channel, credentials, channel)) for channel in channels]

    def _credentials(self) -> Credentials:
        if self.config.anonymous:
            return NoCredentials()
        return ClientCredentials(self.session, self.config, self.clock)

    async def _token(self, credentials: Credentials) -> list[Finding]:
        self.config.check()
        try:
            await credentials.token()
        except DeliveryFailed as error:
            return [problem(_SUBJECT, "teams-token", reason=str(error))]
        return [*self._tenant(), good(_SUBJECT, "teams-token-good")]

    def _tenant(self) -> list[Finding]:
        if self.workspace and self.config.tenants and self.workspace not in self.config.tenants:
            return [problem(_SUBJECT, "teams-tenant", named=self.workspace)]
        return []

    async def _metadata(self) -> list[Finding]:
        """Without the keys that it leads to, nothing that Teams sends can be verified."""
        if self.config.anonymous:
            return [warning(_SUBJECT, "teams-anonymous")]
        try:
            metadata, date = await self._get(self.config.openid_metadata_url)
            keys, _ = await self._get(words(metadata.get("jwks_uri")))
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            return [problem(_SUBJECT, "teams-keys", reason=_reason(error))]
        if not keys.get("keys"):
            return [problem(_SUBJECT, "teams-keys", reason="no keys")]
        return [*self._issuer(words(metadata.get("issuer"))), *skew("Microsoft", date_in(date), self.clock())]

    def _issuer(self, issuer: str) -> list[Finding]:
        if issuer != self.config.token_issuer:
            return [problem(_SUBJECT, "teams-issuer", found=issuer, expected=self.config.token_issuer)]
        return [good(_SUBJECT, "teams-keys-good")]

    async def _get(self, url: str) -> tuple[dict[str, Any], str]:
        """The JSON object there, and when it was sent."""
        async with self.session.get(url, timeout=_TIME_LIMIT, raise_for_status=True) as response:
            return mapping(json.loads(await body_of(response))), response.headers.get("Date", "")

    async def _channel(self, credentials: Credentials, channel: NamedChannel) -> list[Finding]:
        """Ask the channel for somebody who should be in it: the answer tells as well whether we are."""
        named = {"channel": channel.id, "purpose": channel.purpose}
        if not channel.somebody:
            return [good(_SUBJECT, "teams-channel-unknown", **named)]
        connector = Connector(self.session, credentials, self.config.allowed_service_hosts)
        try:
            await connector.member(self.config.service_url, channel.id, channel.somebody)
        except Refused as error:
            return [_refused(str(error), named)]
        except DeliveryFailed as error:
            return [problem(_SUBJECT, "teams-channel", **named, reason=str(error))]
        return [good(_SUBJECT, "teams-channel-good", **named)]


def _refused(reason: str, named: dict[str, str]) -> Finding:
    if _NO_SUCH_MEMBER in reason:
        return warning(_SUBJECT, "teams-member-missing", **named)
    code = "teams-channel-missing" if any(code in reason for code in _NOT_THERE) else "teams-channel"
    return problem(_SUBJECT, code, **named, reason=reason)


def _reason(error: Exception) -> str:
    status = getattr(error, "status", 0)
    return f"HTTP {status}" if status else type(error).__name__
