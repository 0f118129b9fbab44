"""What the Teams adapter must be told. Secrets come from the environment and are never shown."""

from dataclasses import dataclass, field

from adapters.addresses import is_safe
from adapters.loopback import is_loopback
from bot.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class TeamsConfig:
    """Settings of one Teams bot registration; the addresses are those of Microsoft's public cloud.

    `tenant_id` is the tenant that issues our own tokens. People of `allowed_tenants` may speak to us; empty means
    `tenant_id` alone. `service_url` is where posts go for a tenant that has not spoken yet. `allowed_service_hosts`
    are further hosts that may get our token. With `insecure_development`, an empty `app_id` and a `listen_host` on
    this machine, requests from this machine need no token, and none is sent: the Agents Playground works so.
    """

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    tenant_id: str = ""
    allowed_tenants: frozenset[str] = frozenset()
    openid_metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_issuer: str = "https://api.botframework.com"  # noqa: S105  # an issuer's address is no secret
    login_url: str = "https://login.microsoftonline.com"
    scope: str = "https://api.botframework.com/.default"
    service_url: str = "https://smba.trafficmanager.net/teams/"
    allowed_service_hosts: frozenset[str] = frozenset()
    insecure_development: bool = False
    listen_host: str = ""

    @property
    def anonymous(self) -> bool:
        """Nobody proves who they are, neither Teams to us nor we to Teams."""
        return self.insecure_development and not self.app_id.strip()

    @property
    def tenants(self) -> frozenset[str]:
        """Tenants whose people may speak to us; empty only in development: any."""
        return self.allowed_tenants or frozenset({self.tenant_id} - {""})

    def check(self) -> None:
        """Raise Misconfigured when the adapter could not work safely with these settings."""
        if self.anonymous:
            self._check_development()
        else:
            self._check_registration()
        for url in (self.openid_metadata_url, self.login_url):
            if not is_safe(url):
                raise Misconfigured(f"Teams: {url} must be https, or http on this machine")

    def _check_development(self) -> None:
        if not is_loopback(self.listen_host):
            raise Misconfigured("Teams: insecure development needs a listening address on this machine")

    def _check_registration(self) -> None:
        missing = [
            name
            for name, value in (
                ("app id", self.app_id),
                ("app password", self.app_password),
                ("tenant id", self.tenant_id),
            )
            if not value.strip()
        ]
        if missing:
            raise Misconfigured(f"Teams: {', '.join(missing)} empty, so nobody could prove who they are")
