"""What goes wrong with a call to the Bot Connector: too many of them, or the weather."""

import math
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.contract.teams_faults import Fault
from tests.load.simulator.teams_limits import MEMBERS, SEND, TENANT, Throttle
from tests.load.simulator.weather import Sky, Trouble

UNTAKEN = (502, 503, 504)
"""What a gateway says of a call that did not get through; 412 and 429 are for those that came too soon (T18)."""
UNTOLD = (502, 504)
"""What it says when the answer got lost behind it."""


@dataclass(slots=True)
class Fate:
    """Decides over each call. `scale` stretches the windows of T17: 0.1 lets ten times as much through."""

    sky: Sky
    scale: float = 1.0
    throttled: Counter[str] = field(default_factory=Counter)
    """Calls refused for being too many: for the tenant, or for the conversation."""
    counted: int = 0
    """Calls that were not too many."""
    _send: Throttle = field(init=False)
    _members: Throttle = field(init=False)
    _tenant: Throttle = field(init=False)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._send, self._members, self._tenant = (
            Throttle([window.scaled(self.scale) for window in windows]) for windows in (SEND, MEMBERS, TENANT)
        )
        self._dice = random.Random(self.sky.seed)  # noqa: S311 - dice, not secrets

    def meet(self, method: str, conversation: str) -> Fault | None:
        """What goes wrong with this call. Edits count as posts, and all threads of a channel as one conversation:
        whether they do is not documented, and this is the strictest."""
        if self.sky.down:
            return Fault(0)
        now = self.sky.clock()
        place = conversation.partition(";")[0]
        limits = ((self._tenant, ""), (self._members if method == "GET" else self._send, place))
        waits = [throttle.wait(key, now) for throttle, key in limits]
        if wait := max(waits):
            self.throttled["tenant" if waits[0] else "conversation"] += 1
            return Fault(429, headers={"Retry-After": str(math.ceil(wait))})
        self.counted += 1
        for throttle, key in limits:
            throttle.count(key, now)
        return self._troubled(self.sky.trouble())

    def _troubled(self, trouble: Trouble) -> Fault | None:
        match trouble:
            case Trouble.LIMITED:
                limited = Fault(429, headers={"Retry-After": str(self.sky.weather.retry_after)})
                return limited if self.sky.heads() else Fault(412)
            case Trouble.FAILED_BEFORE:
                return Fault(self._dice.choice(UNTAKEN))
            case Trouble.FAILED_AFTER | Trouble.DROPPED_AFTER:
                dropped = trouble is Trouble.DROPPED_AFTER
                return Fault(0 if dropped else self._dice.choice(UNTOLD), taken=True)
            case Trouble.GARBLED:
                return Fault(200, taken=True, body=self.sky.broken_body())
            case Trouble.SLOW:
                return Fault(200, delay=self.sky.weather.slowness)
        return None
