"""What the Slack adapter must be told. Secrets come from the environment and are never shown."""

from dataclasses import dataclass, field

from adapters.addresses import has_usual_port, host_of, is_safe, same_host
from adapters.loopback import is_loopback
from bot.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """Settings of one Slack app in one workspace or organisation.

    With an `app_token` (`xapp-…`) events come over Socket Mode, otherwise over signed HTTP. `api_url` is an address
    of Slack's Web API; `permalink_base` the start of links to messages ("https://acme.slack.com"), empty to ask
    Slack. With `insecure_development`, no `signing_secret` and a `listen_host` on this machine, requests from this
    machine need no signature.
    """

    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    permalink_base: str = ""
    response_hosts: tuple[str, ...] = ("hooks.slack.com",)
    """Hosts to which a slash command's `response_url` may lead, besides that of `api_url`."""
    insecure_development: bool = False
    listen_host: str = ""

    @property
    def socket_mode(self) -> bool:
        """Events come over a WebSocket that we open, not over HTTP."""
        return bool(self.app_token.strip())

    @property
    def unsigned(self) -> bool:
        """Requests are let in by where they come from, not by a signature."""
        return self.insecure_development and not self.signing_secret.strip()

    def may_respond_at(self, url: str) -> bool:
        """The `response_url` leads where Slack's do."""
        slacks = host_of(url) in self.response_hosts and has_usual_port(url)
        return is_safe(url) and (slacks or same_host(url, self.api_url))

    def check(self) -> None:
        """Raise Misconfigured when the adapter could not work safely with these settings."""
        if not self.bot_token.strip():
            raise Misconfigured("Slack: the bot token (xoxb-…) is empty")
        if not is_safe(self.api_url):
            raise Misconfigured("Slack: the API address must be https, or http on this machine")
        if not self.socket_mode:
            self.check_door()

    def check_door(self) -> None:
        """Raise Misconfigured when HTTP requests could not be verified."""
        if self.unsigned and not is_loopback(self.listen_host):
            raise Misconfigured("Slack: insecure development needs a listening address on this machine")
        if not self.unsigned and not self.signing_secret.strip():
            raise Misconfigured("Slack: the signing secret is empty, so no request could be verified")
