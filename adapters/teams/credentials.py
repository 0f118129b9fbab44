"""Our own token for the Bot Connector, by client credentials: cached, and fetched anew before it runs out (T7)."""

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp

from adapters.answers import body_of
from adapters.teams.config import TeamsConfig
from bot.errors import NotSent
from bot.ports import Clock

log = logging.getLogger(__name__)

_EARLY = timedelta(minutes=5)
_TIME_LIMIT = aiohttp.ClientTimeout(total=10)


class Credentials(Protocol):
    """Whatever proves to the Bot Connector who we are."""

    async def token(self) -> str:
        """A bearer token, empty where none is wanted. Raises NotSent when there is none to be had now."""
        ...

    def drop(self, token: str) -> None:
        """Forget the token: the connector did not take it."""
        ...


class NoCredentials:
    """For insecure development, where no token is sent."""

    async def token(self) -> str:
        """No token."""
        return ""

    def drop(self, token: str) -> None:
        """Nothing to forget."""


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    good_until: datetime


class ClientCredentials:
    """Asks the login address for a token; concurrent callers share one fetch."""

    def __init__(self, http: aiohttp.ClientSession, config: TeamsConfig, clock: Clock) -> None:
        self._http = http
        self._url = f"{config.login_url.rstrip('/')}/{config.tenant_id}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": config.app_id,
            "client_secret": config.app_password,
            "scope": config.scope,
        }
        self._clock = clock
        self._kept: _Token | None = None
        self._fetching = asyncio.Lock()

    async def token(self) -> str:
        """A token that is good for some minutes at least. Raises NotSent."""
        async with self._fetching:
            if self._kept is None or self._clock() >= self._kept.good_until:
                self._kept = await self._fetch()
            return self._kept.value

    def drop(self, token: str) -> None:
        """Forget the token, unless another has taken its place already."""
        if self._kept is not None and self._kept.value == token:
            self._kept = None

    async def _fetch(self) -> _Token:
        try:
            # A redirect is not followed: our secret would go along.
            async with self._http.post(
                self._url, data=self._form, timeout=_TIME_LIMIT, allow_redirects=False
            ) as response:
                status, body = response.status, await body_of(response)
            found = json.loads(body)
            life = timedelta(seconds=int(found["expires_in"]))
            return _Token(str(found["access_token"]), self._clock() + max(life - _EARLY, life / 2))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotSent(f"Teams: the login address did not answer ({type(error).__name__})") from error
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            log.warning("teams: the login address gave no token: HTTP %d", status)
            raise NotSent(f"Teams: no token from the login address (HTTP {status})") from error
