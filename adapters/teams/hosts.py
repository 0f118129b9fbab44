"""Which hosts may get our token: a service URL comes with a request, and a token sent to it is given away."""

from collections.abc import Set

from adapters.addresses import has_usual_port, host_of, is_safe

_CONNECTORS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
_CONNECTOR_DOMAINS = (".botframework.com", ".botframework.us", ".botframework.azure.cn")


def is_connector(url: str, further: Set[str] = frozenset()) -> bool:
    """The URL is one of the Bot Connector's, or on one of the `further` hosts (T5)."""
    host = host_of(url)
    known = host in _CONNECTORS or host.endswith(_CONNECTOR_DOMAINS)
    return is_safe(url) and (host in further or (known and has_usual_port(url)))
