"""Whether something grows, out of noisy measurements. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

CERTAIN = 3.0
"""How many times the noise something must have risen by, before it counts as growth."""
_NORMAL = 1.4826
"""The median absolute deviation times this estimates the standard deviation of normal noise."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through points (x, y): `slope` in y for each x, `noise` around it in y, `span` in x."""

    slope: float
    noise: float
    span: float

    @property
    def rise(self) -> float:
        """From the first point to the last, along the line."""
        return self.slope * self.span

    def grows(self, least: float) -> bool:
        """It rises more than noise could, and by more than `least` for each x."""
        return self.slope > least and self.rise > CERTAIN * self.noise


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """The Theil–Sen line: the median of the slopes of all pairs. Up to 29 % of the points may be wild.

    P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", Journal of the American Statistical
    Association 63 (1968), 1379–1389. Raises StatisticsError for fewer than two points with different x.
    """
    slope = statistics.median((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x2 != x1)
    rests = [y - slope * x for x, y in points]
    level = statistics.median(rests)
    noise = _NORMAL * statistics.median(abs(rest - level) for rest in rests)
    xs = [x for x, _ in points]
    return Trend(slope, noise, max(xs) - min(xs))
