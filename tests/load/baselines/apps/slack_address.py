"""Leads slack_sdk to another Slack: it takes an address, which neither opsdroid nor errbot lets its users set."""

from functools import partialmethod
from typing import Any


def lead(client: Any, address: str) -> None:
    """Every client of this class made from now on calls the API at the address."""
    client.__init__ = partialmethod(client.__init__, base_url=address)
