"""What goes wrong at a platform, as often as is asked for: decided by dice that the seed throws."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What happens to one call of the platform's API."""

    NONE = "none"
    LIMITED = "limited"
    """429 with Retry-After: certainly not accepted."""
    FAILED_BEFORE = "failed before"
    """5xx, and nothing was accepted."""
    FAILED_AFTER = "failed after"
    """5xx, although it was accepted."""
    DROPPED_AFTER = "dropped after"
    """The connection breaks after it was accepted."""
    GARBLED = "garbled"
    """200 with something else than the answer, although it was accepted."""
    SLOW = "slow"


ACCEPTED_UNTOLD = frozenset({Trouble.FAILED_AFTER, Trouble.DROPPED_AFTER, Trouble.GARBLED})
BROKEN_BODIES = ("", "null", "[]", '{"ok": true}', '{"ok": true, "mess', "<html>welcome to the proxy</html>")
"""What comes in the place of an answer."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Shares of calls (0 to 1) that go wrong in each way, and of deliveries that come doubled or late.

    `outages` are windows (begin, end) in seconds since the sky opened. `minute` is how many seconds one minute of the
    platform's own schedules lasts, such as its retries; `patience` the seconds it waits for an acknowledgement.
    """

    limited: float = 0.0
    failed_before: float = 0.0
    failed_after: float = 0.0
    dropped_after: float = 0.0
    garbled: float = 0.0
    slow: float = 0.0
    slowness: float = 1.0
    doubled: float = 0.0
    delayed: float = 0.0
    """Share of deliveries that later ones overtake."""
    unheard: float = 0.0
    """Share of acknowledgements that do not reach the platform."""
    retry_after: int = 1
    outages: tuple[tuple[float, float], ...] = ()
    minute: float = 60.0
    patience: float = 3.0

    def seconds(self, of_the_platform: float) -> float:
        """Seconds here for seconds of the platform's own schedules."""
        return of_the_platform * self.minute / 60


FAIR = Weather()
STORM = Weather(
    limited=0.05,
    failed_before=0.03,
    failed_after=0.03,
    dropped_after=0.04,
    garbled=0.03,
    slow=0.02,
    slowness=0.5,
    doubled=0.1,
    delayed=0.1,
    unheard=0.05,
    minute=2.0,
)
"""Everything at once."""


@dataclass(slots=True)
class Sky:
    """The weather as it happens. Set `weather` to change it, `gone` to take the platform away; while it is `silent`
    too, it takes connections and answers nothing."""

    weather: Weather = FAIR
    seed: int = 1
    clock: Callable[[], float] = time.time
    gone: bool = False
    silent: bool = False
    _opened: float = field(init=False)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._opened = self.clock()
        self._dice = random.Random(self.seed)  # noqa: S311 - dice, not secrets

    @property
    def down(self) -> bool:
        """The platform answers nobody."""
        since = self.clock() - self._opened
        return self.gone or any(begin <= since < end for begin, end in self.weather.outages)

    def trouble(self) -> Trouble:
        """What happens to the next call."""
        thrown = self._dice.random()
        for trouble, share in self._shares():
            if thrown < share:
                return trouble
            thrown -= share
        return Trouble.NONE

    def doubles(self) -> bool:
        """The next event is sent twice, under different ids."""
        return self._dice.random() < self.weather.doubled

    def delay(self) -> float:
        """Seconds by which the next event is held back, so that others overtake it."""
        return self._dice.uniform(0.05, 0.5) if self._dice.random() < self.weather.delayed else 0.0

    def unheard(self) -> bool:
        """The next acknowledgement gets lost on its way."""
        return self._dice.random() < self.weather.unheard

    def broken_body(self) -> str:
        """What comes in the place of the next answer."""
        return self._dice.choice(BROKEN_BODIES)

    def heads(self) -> bool:
        """One of two ways."""
        return self._dice.random() < 0.5

    def _shares(self) -> tuple[tuple[Trouble, float], ...]:
        return (
            (Trouble.LIMITED, self.weather.limited),
            (Trouble.FAILED_BEFORE, self.weather.failed_before),
            (Trouble.FAILED_AFTER, self.weather.failed_after),
            (Trouble.DROPPED_AFTER, self.weather.dropped_after),
            (Trouble.GARBLED, self.weather.garbled),
            (Trouble.SLOW, self.weather.slow),
        )
