"""Which hosts may get our token: a service URL comes with a request, and a token sent to it is given away."""

from collections.abc import Set
from urllib.parse import urlsplit

from adapters.loopback import is_loopback

_CONNECTORS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
_CONNECTOR_DOMAINS = (".botframework.com", ".botframework.us", ".botframework.azure.cn")


def is_safe(url: str) -> bool:
    """The URL is https, or http to this machine, and carries no user name."""
    host = _host(url)
    scheme = url.partition(":")[0].lower()
    return bool(host) and (scheme == "https" or (scheme == "http" and is_loopback(host)))


def is_connector(url: str, further: Set[str] = frozenset()) -> bool:
    """The URL is one of the Bot Connector's, or on one of the `further` hosts (T5)."""
    host = _host(url)
    known = host in _CONNECTORS or host.endswith(_CONNECTOR_DOMAINS) or host in further
    return is_safe(url) and known


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return "" if parts.username or parts.password else host
