"""The Slack adapter, put together."""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from aiohttp import web

from adapters.slack import socket
from adapters.slack.api import SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.dispatch import Reception, bolt_app
from adapters.slack.door import PATH, Door
from adapters.slack.platform import SlackPlatform
from adapters.slack.user_groups import SlackUserGroups
from bot.commands.forms import STANDING, Forms
from bot.errors import DeliveryFailed
from bot.ports import Clock, Handler

_log = logging.getLogger(__name__)


class Slack:
    """One Slack installation: events in to `handler`, posts out through `platform`.

    `session` is the caller's and must stay open. `reaction` names the emoji that opens a ticket for a message's author.
    Raises Misconfigured when the settings are not safe to run with.
    """

    def __init__(
        self,
        config: SlackConfig,
        handler: Handler,
        session: aiohttp.ClientSession,
        clock: Clock,
        forms: Forms = STANDING,
        reaction: Callable[[], str] = str,
    ) -> None:
        config.check()
        self._config = config
        self._clock = clock
        self._api = SlackApi(config, session, clock)
        self._reception = Reception(handler, self._api, clock, forms, reaction)
        self._app = bolt_app(config, self._reception)
        self.platform = SlackPlatform(self._api)
        self.user_groups = SlackUserGroups(self._api)

    @property
    def socket_mode(self) -> bool:
        """Events come through `run_socket`, not through `routes`."""
        return self._config.socket_mode

    async def introduce(self) -> None:
        """Ask Slack who we are, for links and mentions. Without an answer everything works but links are general."""
        try:
            await self._api.whoami()
        except DeliveryFailed as error:
            _log.warning("Slack did not tell who we are: %s", error)

    def routes(self, application: web.Application) -> None:
        """Add the HTTP door to the application. Raises Misconfigured without a signing secret."""
        application.router.add_post(PATH, Door(self._config, self._app, self._reception, self._clock).receive)

    async def run_socket(self, stop: asyncio.Event) -> None:
        """Receive over Socket Mode until `stop` is set."""
        await socket.run(self._config, self._app, stop)
