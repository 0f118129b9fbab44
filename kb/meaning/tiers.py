"""What a search can be made with: words alone, the base installation, or the extra of a stronger model."""

from enum import StrEnum
from pathlib import Path

from kb.meaning.encoder import Encoder
from kb.meaning.english import English
from kb.meaning.joined import Joined
from kb.meaning.minilm import open_minilm
from kb.meaning.multilingual import Multilingual

MODELS = Path("var")
"""The folder where `firstline kb model` leaves its file, unless it is told another."""

_SHARES = (0.3, 0.7)
"""What the multilingual model and MiniLM count for English. Chosen on every second tuning question of CLINC150: of 0,
.3, .5, .7 and .85 for MiniLM, .897, .904, .906, .907 and .903 came right first, .857, .867, .879, .889 and .886 when a
tenth of those without an answer got one."""


class Tier(StrEnum):
    """How much of meaning is searched."""

    WORDS = "words"
    BASE = "base"
    SEMANTIC = "semantic"


def encoders(tier: Tier, models: Path = MODELS) -> tuple[Encoder, ...]:
    """The encoders of a tier. The multilingual one loads its model when it is first asked for vectors, MiniLM is opened
    at once. Raises ModelError where the semantic tier's file is not in the folder `models`, or cannot be used."""
    if tier is Tier.WORDS:
        return ()
    return (Multilingual(),) if tier is Tier.BASE else (semantic(models),)


def semantic(models: Path = MODELS) -> Joined:
    """The encoder of the semantic tier. Raises ModelError as `encoders` does."""
    return Joined((Multilingual(), English(open_minilm(models))), _SHARES)
