"""What the doctor asks of Slack, with the methods and scopes that the app has anyway."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import aiohttp

from adapters.slack.api import RefusedBySlack, SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.permissions import Method, scopes
from adapters.slack.user_groups import DISABLED, MISSING, SlackUserGroups
from bot.doctor.clock import date_in, skew
from bot.doctor.examination import Check
from bot.doctor.finding import Finding, good, problem
from bot.doctor.places import NamedChannel
from bot.ports import Clock

_SUBJECT = "slack"


@dataclass(frozen=True, slots=True)
class SlackDoctor:
    """Questions about one installation; `workspace` is the one that desk.toml names, or empty."""

    config: SlackConfig
    session: aiohttp.ClientSession
    clock: Clock
    workspace: str = ""
    groups: tuple[str, ...] = ()
    """The user groups that are kept in step with rotations."""

    def checks(self, channels: Sequence[NamedChannel]) -> list[Check]:
        """All of them, for these channels."""
        checks = [Check(_SUBJECT, self._token)]
        checks += [Check(_SUBJECT, self._socket)] if self.config.socket_mode else []
        checks += [Check(_SUBJECT, partial(self._group, group)) for group in self.groups]
        return checks + [Check(_SUBJECT, partial(self._channel, channel)) for channel in channels]

    async def _token(self) -> list[Finding]:
        """Who we are and what we may, as Slack says itself."""
        self.config.check()
        try:
            answer = await SlackApi(self.config, self.session, self.clock).ask(Method.AUTH_TEST, {})
        except RefusedBySlack as error:
            return [problem(_SUBJECT, "slack-token", reason=error.code)]
        clock = skew("Slack", date_in(answer.headers.get("date", "")), self.clock())
        team = str(answer.data.get("team_id", ""))
        return [*self._workspace(team), *self._scopes(answer.headers.get("x-oauth-scopes")), *clock]

    def _workspace(self, team: str) -> list[Finding]:
        if self.workspace and team != self.workspace:
            return [problem(_SUBJECT, "slack-workspace", found=team, named=self.workspace)]
        return [good(_SUBJECT, "slack-token-good", workspace=team)]

    async def _socket(self) -> list[Finding]:
        """The app-level token opens a socket; asking for its address opens none yet."""
        app = SlackApi(replace(self.config, bot_token=self.config.app_token), self.session, self.clock)
        try:
            await app.call(Method.OPEN_SOCKET, {})
        except RefusedBySlack as error:
            return [problem(_SUBJECT, "slack-socket", reason=error.code)]
        return [good(_SUBJECT, "slack-socket-good")]

    async def _group(self, group: str) -> list[Finding]:
        """Whether we see it. Whether we may change it Slack tells only whoever does."""
        try:
            await SlackUserGroups(SlackApi(self.config, self.session, self.clock)).find(group)
        except RefusedBySlack as error:
            codes = {MISSING: "slack-group-missing", DISABLED: "slack-group-disabled"}
            return [problem(_SUBJECT, codes.get(error.code, "slack-group"), group=group, reason=error.code)]
        return [good(_SUBJECT, "slack-group-good", group=group)]

    async def _channel(self, channel: NamedChannel) -> list[Finding]:
        """Only members may read a channel. Asking about the channel itself would need scopes that we do without."""
        named = {"channel": channel.id, "purpose": channel.purpose}
        try:
            await SlackApi(self.config, self.session, self.clock).call(
                Method.HISTORY, {"channel": channel.id, "limit": 1}
            )
        except RefusedBySlack as error:
            codes = {"channel_not_found": "slack-channel-missing", "not_in_channel": "slack-channel-closed"}
            return [problem(_SUBJECT, codes.get(error.code, "slack-channel"), **named, reason=error.code)]
        return [good(_SUBJECT, "slack-channel-good", **named)]

    def _scopes(self, granted: str | None) -> list[Finding]:
        """What the manifest asks for and the installation was not granted; nothing where Slack does not tell."""
        if granted is None:
            return []
        missing = sorted(set(scopes(groups=bool(self.groups))) - {scope.strip() for scope in granted.split(",")})
        if missing:
            return [problem(_SUBJECT, "slack-scopes", scopes=", ".join(missing))]
        return [good(_SUBJECT, "slack-scopes-good")]
