"""What a scenario of the lab is: a name, what it shows, and how it is run."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.load.outcome import Outcome
from tests.load.progress import Progress


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: in the `short` form for CI, on which databases ("sqlite", "postgres"), with how many kills on each,
    with how many odd `inputs` on all of them together, with how many `messages` in a soak of each.

    All that is random follows from `seed`; `out` is the folder of charts and logs.
    """

    short: bool = False
    seed: int = 1
    databases: tuple[str, ...] = ("sqlite", "postgres")
    kills: int = 1000
    inputs: int = 100_000
    messages: int = 200_000
    out: Path = Path("build/load")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One experiment; `about` says in a line what it shows, `minutes` how long the whole form takes."""

    name: str
    about: str
    run: Callable[[Options, Progress], Coroutine[Any, Any, Outcome]]
    minutes: float = 1
