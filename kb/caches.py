"""What need not be made again after a restart, all of it."""

from dataclasses import dataclass
from pathlib import Path

from kb.learnt import FILE as LEARNT
from kb.learnt import LearntCache
from kb.meaning.vectors import FILE as VECTORS
from kb.meaning.vectors import VectorCache
from kb.readings import FILE as READINGS
from kb.readings import ReadingCache
from kb.tallies import FILE as TALLIES
from kb.tallies import TallyCache


@dataclass(frozen=True, slots=True)
class Caches:
    """Where a library keeps over restarts what its files were read as, what their texts mean, and what was counted
    and learned."""

    readings: ReadingCache
    vectors: VectorCache
    tallies: TallyCache
    learnt: LearntCache

    @classmethod
    def beside(cls, folder: Path) -> "Caches":
        """All in this folder."""
        return cls(
            ReadingCache(folder / READINGS),
            VectorCache(folder / VECTORS),
            TallyCache(folder / TALLIES),
            LearntCache(folder / LEARNT),
        )
