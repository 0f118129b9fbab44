"""A thin client of the Bot Connector. Every failure becomes one of bot.errors, so that nothing is lost or doubled."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.answers import body_of
from adapters.teams.credentials import Credentials
from adapters.teams.hosts import is_connector
from adapters.teams.wire import mapping, words
from bot.errors import DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused

JSON = dict[str, Any]

_TIME_LIMIT = aiohttp.ClientTimeout(total=10, connect=5)
_BACK_OFF = timedelta(seconds=5)
"""After a 429 that does not say how long to wait."""
_LONGEST_WAIT = timedelta(minutes=15)
_NEVER_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, slots=True)
class Connector:
    """Posts to conversations. `further_hosts` may get our token beside the Bot Connector's own (T5).

    Every call raises Refused, RateLimited, NotSent or OutcomeUnknown.
    """

    http: aiohttp.ClientSession
    credentials: Credentials
    further_hosts: frozenset[str] = field(default=frozenset())

    async def post(self, service_url: str, conversation: str, activity: JSON) -> str:
        """Post in the conversation; the new activity's id. In a channel without a root it opens a thread."""
        answer = await self._call("POST", _address(service_url, conversation, "activities"), activity)
        return _id_in(answer)

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: JSON) -> None:
        """Show another activity in the place of one of ours."""
        url = _address(service_url, conversation, "activities", activity_id)
        await self._call("PUT", url, {**activity, "id": activity_id})

    async def delete(self, service_url: str, conversation: str, activity_id: str) -> None:
        """Take one of our activities away."""
        await self._call("DELETE", _address(service_url, conversation, "activities", activity_id))

    async def member(self, service_url: str, conversation: str, person: str) -> str:
        """The addressing id of a member of the conversation, known by directory id."""
        return _id_in(await self._call("GET", _address(service_url, conversation, "members", person)))

    async def open_chat(self, service_url: str, tenant: str, member: str) -> str:
        """The one-to-one conversation with the person of this addressing id; the same one every time."""
        chat = {
            "isGroup": False,
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return _id_in(await self._call("POST", _address(service_url), chat))

    async def _call(self, method: str, url: str, body: JSON | None = None) -> JSON:
        if not is_connector(url, self.further_hosts):
            raise Refused("Teams: the service URL is not the Bot Connector's; add its host if it should be")
        token = await self.credentials.token()
        status, retry_after, answer = await self._request(method, url, body, token)
        if status == 401 and token:
            self.credentials.drop(token)
            token = await self.credentials.token()
            status, retry_after, answer = await self._request(method, url, body, token)
        if status >= 300:
            raise failure(status, retry_after, answer)
        return answer

    async def _request(self, method: str, url: str, body: JSON | None, token: str) -> tuple[int, str, JSON]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self.http.request(
                method, URL(url, encoded=True), json=body, headers=headers, timeout=_TIME_LIMIT, allow_redirects=False
            ) as response:
                return response.status, response.headers.get("Retry-After", ""), _read(await body_of(response))
        except _NEVER_CONNECTED as error:
            raise NotSent(f"Teams: no connection ({type(error).__name__})") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown(f"Teams: connection lost ({type(error).__name__})") from error


def failure(status: int, retry_after: str = "", answer: JSON | None = None) -> DeliveryFailed:
    """What an HTTP status of 300 or more means for a post (T18)."""
    code = words(mapping((answer or {}).get("error")).get("code"))
    said = f"Teams: HTTP {status} {code}".rstrip()
    if status == 429:
        return RateLimited(waiting_time(retry_after, datetime.now(UTC)), said)
    if status == 412:
        return NotSent(said)
    return OutcomeUnknown(said) if status >= 500 or status == 408 else Refused(said)


def waiting_time(retry_after: str, now: datetime) -> timedelta:
    """The wait that a Retry-After header asks for, in seconds or as a date; a back-off where it says nothing."""
    try:
        wait = timedelta(seconds=float(retry_after))
    except (ValueError, OverflowError):
        try:
            wait = parsedate_to_datetime(retry_after) - now
        except (ValueError, TypeError, OverflowError):
            wait = _BACK_OFF
    return min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)


def _address(service_url: str, *parts: str) -> str:
    path = "/".join(quote(part, safe="") for part in parts)
    return f"{service_url.rstrip('/')}/v3/conversations" + (f"/{path}" if path else "")


def _read(body: bytes) -> JSON:
    try:
        return mapping(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def _id_in(answer: JSON) -> str:
    found = words(answer.get("id"))
    if not found:
        raise OutcomeUnknown("Teams: taken, but no id came back")
    return found
