"""The starter articles searched by words and meaning, as the base installation does; made once, as it takes seconds."""

from functools import cache
from pathlib import Path

from kb.meaning.encoder import Encoder
from kb.meaning.multilingual import Multilingual
from kb.meaning.remembered import Remembered
from kb.reader import read_folders
from kb.search import KnowledgeBase

ARTICLES = Path(__file__).parents[1] / "kb" / "articles"
GUIDES = ARTICLES.with_name("guides")


@cache
def base_encoder() -> Encoder:
    """The base tier's, which reads no text twice: tests ask the same questions over and over."""
    return Remembered(Multilingual())


@cache
def knowledge() -> KnowledgeBase:
    """The articles, read once, searched as they are unless somebody settles otherwise."""
    return KnowledgeBase(read_folders([ARTICLES]).articles, [base_encoder()])
