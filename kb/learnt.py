"""What was learned from the articles, kept over restarts: their head, and how the desk did when it was tried out."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from kb.meaning.head import Head
from kb.parts import KeptParts, Packs, digest_of
from kb.trials import Trial

FILE = "learnt.sqlite3"

_PARTS = ("head", "trials")


@dataclass(frozen=True, slots=True)
class Learnt:
    """A head, where there is one, and the trials that the bounds of confidence are made of."""

    head: Head | None
    trials: Sequence[Trial]


class LearntCache:
    """Holds what was learned from one set of articles with one encoder. Threads and processes may share it; without
    its file, or with a damaged one, all is learned anew."""

    def __init__(self, path: Path) -> None:
        self._kept = KeptParts(path)

    def load(self, packed: Packs, encoders: str) -> Learnt | None:
        """What was learned from just these articles with the encoders of this name."""
        parts = self._kept.load(digest_of(packed, encoders), _PARTS)
        if parts is None:
            return None
        trials = [Trial(*row) for row in json.loads(parts["trials"])]
        columns, weights = int.from_bytes(parts["head"][:4]), np.frombuffer(parts["head"][4:], np.float32)
        return Learnt(Head(weights.reshape(-1, columns)) if columns else None, trials)

    def save(self, packed: Packs, encoders: str, learnt: Learnt) -> None:
        """Keep it."""
        weights = np.zeros((0, 0), np.float32) if learnt.head is None else learnt.head.weights
        head = weights.shape[1].to_bytes(4) + weights.tobytes()
        trials = json.dumps([astuple(trial) for trial in learnt.trials]).encode()
        self._kept.save(digest_of(packed, encoders), {"head": head, "trials": trials})
