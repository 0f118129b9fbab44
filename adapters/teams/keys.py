"""The Bot Connector's signing keys, fetched when needed and kept (T3)."""

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt

from adapters.addresses import same_host
from adapters.answers import body_of
from bot.errors import FirstlineError
from bot.ports import Clock

log = logging.getLogger(__name__)

_FRESH_FOR = timedelta(hours=24)
_PAUSE = timedelta(minutes=1)
"""Between two fetches, so that made-up key ids cannot make us flood the issuer."""
_PAUSE_WITHOUT_KEYS = timedelta(seconds=2)
_TIME_LIMIT = aiohttp.ClientTimeout(total=10)


class KeysUnavailable(FirstlineError):
    """The signing keys could not be fetched, so nothing can be verified yet."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels for which it may sign."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """Keys by id. Concurrent callers share one fetch; when a fetch fails the old keys stay."""

    def __init__(self, http: aiohttp.ClientSession, metadata_url: str, clock: Clock) -> None:
        self._http = http
        self._metadata_url = metadata_url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._fetching = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """The key of this id, or None if the issuer has none. Raises KeysUnavailable before the first fetch worked."""
        if key_id not in self._keys or self._fetch_is_due(key_id):
            async with self._fetching:  # whoever lacks a key waits for the fetch that is under way
                if self._fetch_is_due(key_id):
                    await self._fetch()
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(key_id)

    def _fetch_is_due(self, key_id: str) -> bool:
        now = self._clock()
        stale = self._fetched_at is None or now - self._fetched_at >= _FRESH_FOR
        pause = _PAUSE if self._keys else _PAUSE_WITHOUT_KEYS
        rested = self._tried_at is None or now - self._tried_at >= pause
        return rested and (stale or key_id not in self._keys)

    async def _fetch(self) -> None:
        self._tried_at = self._clock()
        try:
            metadata = await self._get(self._metadata_url)
            self._keys = _read_keys(await self._get(self._keys_url(metadata)))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("teams: signing keys could not be fetched: %s", type(error).__name__)
        else:
            self._fetched_at = self._clock()
        self._tried_at = self._clock()

    def _keys_url(self, metadata: dict[str, Any]) -> str:
        """Where the keys are: with the issuer who names them, and nowhere else. Raises ValueError."""
        url = str(metadata["jwks_uri"])
        if not same_host(url, self._metadata_url):
            raise ValueError("the keys are said to be on another host")
        return url

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._http.get(url, timeout=_TIME_LIMIT, raise_for_status=True, allow_redirects=False) as response:
            found = json.loads(await body_of(response))
        if not isinstance(found, dict):
            raise TypeError("not a JSON object")
        return found


def _read_keys(document: dict[str, Any]) -> dict[str, SigningKey]:
    """The RSA keys of a key set. Raises ValueError if it has none, so that the old ones are kept."""
    keys = dict(filter(None, map(_read_key, document["keys"])))
    if not keys:
        raise ValueError("no RSA keys")
    return keys


def _read_key(entry: dict[str, Any]) -> tuple[str, SigningKey] | None:
    if entry.get("kty") != "RSA" or not entry.get("kid"):
        return None
    try:
        key = jwt.PyJWK(entry, algorithm="RS256")
    except jwt.PyJWTError:
        return None
    return str(entry["kid"]), SigningKey(key, frozenset(entry.get("endorsements") or ()))
