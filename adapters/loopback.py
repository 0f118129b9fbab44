"""This machine: its names, and how a `Host` header says one."""

import re

_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?", re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """The host is this machine."""
    return host in _NAMES


def host_name(header: str) -> str:
    """The name or address in a `Host` header, in lower case, without its port; empty when it is not just that."""
    found = _HOST.fullmatch(header)
    return (found[1] or found[2]).lower() if found else ""
