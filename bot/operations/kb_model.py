"""`firstline kb model`: makes the semantic tier's model, once, from the weights that a package carries."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.errors import Misconfigured
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.meaning.making import ModelUnfit, WeightsMissing, WeightsUnknown, make, published
from kb.meaning.minilm import LibraryMissing, ModelDamaged, ModelError, ModelMissing, open_minilm


async def model(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Make the model's file in the data folder unless it is there and whole."""
    try:
        open_minilm(settings.data)
        say(words, "kb-model-there", folder=str(settings.data))
    except (ModelMissing, ModelDamaged):
        await asyncio.to_thread(_make, settings.data, arguments.wheel, words)
    except ModelError as error:
        raise Misconfigured(trouble(error, words)) from error
    return 0


def _make(folder: Path, wheel: Path | None, words: Wording) -> None:
    try:
        logging.disable(logging.INFO)  # the quantiser tells the root logger of every product of matrices
        path = make(published(wheel), folder, _steps(words))
    except (ModelError, OSError) as error:
        raise Misconfigured(trouble(error, words)) from error
    finally:
        logging.disable(logging.NOTSET)
    say(words, "kb-model-made", path=str(path), megabytes=round(path.stat().st_size / 1_000_000))


def _steps(words: Wording) -> Callable[[str], None]:
    return lambda step: say(words, f"kb-model-{step}")


def trouble(error: ModelError | OSError, words: Wording) -> str:
    """Why the model cannot be used or made, and what to do."""
    text = partial(words.text, detail=_detail(error))
    return next((text(key) for kind, key in _TROUBLES.items() if isinstance(error, kind)), str(error))


def _detail(error: ModelError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return str(error)


_TROUBLES: dict[type[Exception], str] = {
    LibraryMissing: "kb-model-library",
    ModelMissing: "kb-model-missing",
    ModelDamaged: "kb-model-damaged",
    WeightsMissing: "kb-model-weights",
    WeightsUnknown: "kb-model-unknown",
    ModelUnfit: "kb-model-unfit",
    OSError: "kb-model-unwritten",
}
