"""What a scenario found: figures, ratios to a baseline of the same run, violations, and what to draw."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

Figure = float | int | str


@dataclass(frozen=True, slots=True)
class Curve:
    """One line, or one group of bars: points of (x, y)."""

    label: str
    points: tuple[tuple[float | str, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart. `title` says the finding; `across` and `up` name the axes with their units.

    Points whose x are words are drawn as bars.
    """

    title: str
    across: str
    up: str
    curves: tuple[Curve, ...]
    logarithmic: bool = False
    """The upward axis grows by powers of ten."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`figures` carry their unit in the name ("messages/s", "p99 ms"); `ratios` name what is divided by what.

    `faults` are violations of correctness: lost, doubled, disordered, leaked… None of them is a matter of time.
    """

    scenario: str
    figures: Mapping[str, Figure]
    ratios: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def table(self) -> str:
        """For people."""
        rows = [*self.figures.items(), *((f"ratio: {name}", value) for name, value in self.ratios.items())]
        width = max((len(name) for name, _ in rows), default=0)
        lines = [f"  {name:<{width}}  {_readable(value)}" for name, value in rows]
        verdict = [f"  FAULT: {fault}" for fault in self.faults] or ["  nothing violated"]
        return "\n".join([self.scenario, *lines, *verdict])

    def line(self) -> str:
        """For machines: one line of JSON."""
        known = {"scenario": self.scenario, "figures": dict(self.figures), "ratios": dict(self.ratios)}
        return json.dumps({**known, "faults": list(self.faults)}, ensure_ascii=False)


def _readable(value: Figure) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
