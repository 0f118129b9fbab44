"""How many examples property tests try: all of them in the slow suite, some in the fast one (`tests/conftest.py`)."""

from hypothesis import settings

THOROUGH = 100
"""Examples that the slow suite tries of a property that says nothing else: hypothesis's own number."""


def up_to(most: int) -> settings:
    """As many in the slow suite, and the profile's share of them in the fast one."""
    return settings(max_examples=max(1, most * settings().max_examples // THOROUGH))
