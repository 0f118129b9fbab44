"""The Teams adapter put together: what the composition root mounts and hands posts to."""

import aiohttp
from aiohttp import web

from adapters.teams.address import Directory
from adapters.teams.config import TeamsConfig
from adapters.teams.connector import Connector
from adapters.teams.credentials import ClientCredentials, Credentials, NoCredentials
from adapters.teams.door import Door
from adapters.teams.keys import SigningKeys
from adapters.teams.platform import TeamsPlatform
from adapters.teams.tokens import TokenCheck
from bot.ports import Clock, Handler

PATH = "/api/messages"


class Teams:
    """One bot registration: `routes` mounts its door, `platform` shows posts.

    The session stays the caller's to close. Raises Misconfigured when the settings are not safe.
    """

    def __init__(self, config: TeamsConfig, handler: Handler, session: aiohttp.ClientSession, clock: Clock) -> None:
        config.check()
        directory = Directory()
        connector = Connector(session, _credentials(config, session, clock), config.allowed_service_hosts)
        self.platform = TeamsPlatform(connector, directory, config.service_url)
        self._door = Door(config, _token_check(config, session, clock), handler, directory, clock)

    def routes(self, application: web.Application) -> None:
        """Mount the door at PATH."""
        application.router.add_post(PATH, self._door.receive)


def _credentials(config: TeamsConfig, session: aiohttp.ClientSession, clock: Clock) -> Credentials:
    return NoCredentials() if config.anonymous else ClientCredentials(session, config, clock)


def _token_check(config: TeamsConfig, session: aiohttp.ClientSession, clock: Clock) -> TokenCheck | None:
    if config.anonymous:
        return None
    keys = SigningKeys(session, config.openid_metadata_url, clock)
    return TokenCheck(keys, config.app_id, config.token_issuer)
