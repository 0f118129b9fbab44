"""How fairly waiting posts were served, by the order in which they were seen. Pure."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise


def jain(shares: Sequence[float]) -> float:
    """Jain's index: 1 when all got the same, 1/n when one of n got everything.

    R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination for Resource Allocation in Shared
    Computer Systems", DEC Research Report TR-301, 1984.
    """
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0


def served(order: Sequence[Hashable], of: Sequence[Hashable]) -> list[int]:
    """How often each of these comes in the first half of the order."""
    counted = Counter(order[: len(order) // 2])
    return [counted[each] for each in of]


def disordered(seen: Iterable[tuple[Hashable, int]]) -> list[str]:
    """Where a number of a lane comes after a higher one."""
    lanes: dict[Hashable, list[int]] = defaultdict(list)
    for lane, number in seen:
        lanes[lane].append(number)
    return [
        f"{lane}: {later} after {earlier}"
        for lane, numbers in lanes.items()
        for earlier, later in pairwise(numbers)
        if later <= earlier
    ]
