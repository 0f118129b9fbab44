"""How much one channel of Slack takes: a message a second, with short bursts tolerated."""

from dataclasses import dataclass, field

BURST = 3.0
"""Messages that may come at once; Slack says only that it tolerates "short bursts" (docs.slack.dev, rate limits)."""


@dataclass(slots=True)
class Pace:
    """A bucket for each channel, refilled at `per_second`."""

    per_second: float = 1.0
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def forget(self, channel: str) -> None:
        """The channel is gone."""
        self._levels.pop(channel, None)

    def admit(self, channel: str, now: float) -> bool:
        """Whether a message to the channel is taken now; if it is, it counts."""
        level, at = self._levels.get(channel, (BURST, now))
        level = min(BURST, level + (now - at) * self.per_second)
        admitted = level >= 1.0
        self._levels[channel] = (level - admitted, now)
        return admitted
