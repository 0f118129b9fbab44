"""The door at `POST /api/messages`: who knocks is verified first, what they say is stored before it is acknowledged."""

import logging
from dataclasses import dataclass

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from adapters.knock import is_from_here, only, read_body
from adapters.plausible import is_id, is_plausible
from adapters.teams.activities import address_of, read_activity, sender_of
from adapters.teams.address import Directory
from adapters.teams.config import TeamsConfig
from adapters.teams.hosts import is_connector
from adapters.teams.invokes import not_stored, not_understood, received
from adapters.teams.keys import KeysUnavailable
from adapters.teams.tokens import TokenCheck, Unauthenticated, same_service
from adapters.teams.turn import Answer, Turns, answer
from adapters.teams.wire import Malformed, parsed, tenant_of, to_activity, words
from bot.ports import Clock, Handler
from bot.wording.catalogue import Wording

log = logging.getLogger(__name__)

_LARGEST_BODY = 256 * 1024
"""Bytes. A message of Teams is at most 100 KB; escapes in JSON make it longer."""


@dataclass(frozen=True, slots=True)
class Door:
    """Receives activities. `tokens` is None in insecure development: then only this machine may knock."""

    config: TeamsConfig
    tokens: TokenCheck | None
    handler: Handler
    directory: Directory
    clock: Clock

    async def receive(self, request: web.Request) -> web.Response:
        """Verify, read, store, acknowledge. What cannot be read at all is answered by `read_body`."""
        try:
            return _respond(await self._admit(request))
        except Unauthenticated:
            return web.Response(status=401)
        except Malformed:
            return web.Response(status=400)
        except KeysUnavailable:
            return web.Response(status=503)

    async def _admit(self, request: web.Request) -> Answer:
        vouched = await self._vouched_url(request)
        body = parsed(await read_body(request, _LARGEST_BODY))
        if vouched is not None and not same_service(vouched, words(body.get("serviceUrl"))):
            raise Unauthenticated
        activity = to_activity(body)
        tenant = tenant_of(activity)
        if self.config.tenants and tenant not in self.config.tenants:
            log.warning("teams: activity of a tenant that is not allowed", extra={"tenant": _id(tenant)})
            return Answer(403)
        return await self._take(activity, tenant)

    async def _vouched_url(self, request: web.Request) -> str | None:
        """The service URL that the token vouches for; None where no token is wanted."""
        if self.tokens is not None:
            return await self.tokens.vouched_url(only(request, "Authorization"))
        if not is_from_here(request):
            raise Unauthenticated
        return None

    async def _take(self, activity: Activity, tenant: str) -> Answer:
        if is_connector(words(activity.service_url), self.config.allowed_service_hosts):
            self.directory.note_service_url(tenant, activity.service_url)
        try:
            return await Turns().take(activity, self._turn)
        except Malformed:
            raise
        except Exception as error:  # whatever it was, nothing was stored: let Teams try again
            log.warning("teams: activity not stored: %s", type(error).__name__, extra={"activity": _id(activity.id)})
            if activity.type == "invoke":
                return not_stored(words(activity.name), Wording(words(activity.locale)))
            return Answer(503)

    async def _turn(self, context: TurnContext) -> None:
        activity = context.activity
        message = read_activity(activity, self.clock())
        if message is not None and not is_plausible(message):
            raise Malformed
        if message is not None:
            self.directory.note_address(sender_of(activity), address_of(activity))
            await self.handler.handle(message)
        if activity.type == "invoke":
            say = received if message is not None else not_understood
            await answer(context, say(words(activity.name), Wording(words(activity.locale))))


def _id(found: object) -> str:
    """For the log, which takes no words of people for an identity."""
    return words(found) if is_id(words(found)) else "odd"


def _respond(said: Answer) -> web.Response:
    if said.body is None:
        return web.Response(status=said.status)
    return web.json_response(said.body, status=said.status)
