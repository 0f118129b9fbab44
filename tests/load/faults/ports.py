"""Ports of this machine."""

import socket


def free_port() -> int:
    """A port that nobody uses now, for a process that is to come back under the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
