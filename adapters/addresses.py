"""Addresses that come with requests or stand in settings: is it safe to send a secret there?"""

import re
from urllib.parse import SplitResult, urlsplit

from adapters.loopback import is_loopback

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|::1")
"""Of letters that no two programs read differently: no backslash, no other script, no dot at the end."""


def is_safe(url: str) -> bool:
    """The URL is https, or http to this machine, and carries no user name."""
    scheme, host = _parts(url).scheme, host_of(url)
    return bool(host) and (scheme == "https" or (scheme == "http" and is_loopback(host)))


def host_of(url: str) -> str:
    """The host, empty where it is none, where a user name stands before it, or where two programs might differ."""
    parts = _parts(url)
    host = parts.hostname or ""
    plain = _NAME.fullmatch(host) and "@" not in parts.netloc and url.isprintable() and " " not in url
    return host if plain else ""


def has_usual_port(url: str) -> bool:
    """The port is that of https."""
    return _parts(url).port in (None, 443)


def same_host(url: str, other: str) -> bool:
    """Both lead to the same host and port, by the same scheme."""
    one, two = _parts(url), _parts(other)
    return bool(host_of(url)) and (one.scheme, one.netloc.lower()) == (two.scheme, two.netloc.lower())


def _parts(url: str) -> SplitResult:
    """The URL's parts, all empty where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # a bad one shows only when it is looked at
    except ValueError:
        return urlsplit("")
    return parts
