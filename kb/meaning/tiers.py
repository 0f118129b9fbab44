"""What a search can be made with: words alone, the base installation, or the extra of a stronger model."""

from enum import StrEnum

from kb.meaning.encoder import Encoder
from kb.meaning.multilingual import Multilingual


class Tier(StrEnum):
    """How much of meaning is searched."""

    WORDS = "words"
    BASE = "base"


def encoders(tier: Tier) -> tuple[Encoder, ...]:
    """The encoders of a tier. None of them loads its model before it is asked for vectors."""
    return () if tier is Tier.WORDS else (Multilingual(),)
