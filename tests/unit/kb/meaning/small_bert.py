"""A BERT of a few thousand random weights, in floating point by numpy alone: the graph in eight bits is held to it."""

import json
import math
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from kb.meaning.bert import HEAD, Weights
from kb.meaning.making import Source

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "vpn", "does", "not", "connect", "printer", "paper", "jam", "the", "is")
WIDTH, LAYERS, PLACES = 2 * HEAD, 2, 128


def small_source() -> Source:
    return Source(save(dict(small_weights())), json.dumps(_tokenizer()).encode())


def digests(source: Source) -> tuple[str, str]:
    return sha256(source.weights).hexdigest(), sha256(source.tokenizer).hexdigest()


def small_weights() -> Weights:
    random = np.random.default_rng(7)

    def matrix(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.3, shape).astype(np.float32)

    def norm(name: str) -> dict[str, NDArray[np.float32]]:
        return {f"{name}.weight": 1 + matrix(WIDTH), f"{name}.bias": matrix(WIDTH)}

    weights: dict[str, NDArray[np.float32]] = {
        "embeddings.word_embeddings.weight": matrix(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": matrix(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
        **norm("embeddings.LayerNorm"),
    }
    shapes = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    shapes |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (4 * WIDTH, WIDTH)}
    shapes |= {"output.dense": (WIDTH, 4 * WIDTH)}
    for layer in range(LAYERS):
        below = f"encoder.layer.{layer}"
        for name, shape in shapes.items():
            weights |= {f"{below}.{name}.weight": matrix(*shape), f"{below}.{name}.bias": matrix(shape[0])}
        weights |= norm(f"{below}.attention.output.LayerNorm") | norm(f"{below}.output.LayerNorm")
    return weights


def exact_vector(weights: Weights, ids: Sequence[int]) -> NDArray[np.float64]:
    """The formulas of the papers, one token and one head at a time."""
    w = {name: value.astype(np.float64) for name, value in weights.items()}
    hidden = w["embeddings.word_embeddings.weight"][list(ids)] + w["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = _norm(hidden + w["embeddings.token_type_embeddings.weight"][0], w, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        below = f"encoder.layer.{layer}"
        query, key, value = (_linear(hidden, w, f"{below}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = [_attended(*(each[:, at : at + HEAD] for each in (query, key, value))) for at in range(0, WIDTH, HEAD)]
        mixed = _linear(np.concatenate(heads, axis=1), w, f"{below}.attention.output.dense")
        hidden = _norm(hidden + mixed, w, f"{below}.attention.output.LayerNorm")
        wide = _gelu(_linear(hidden, w, f"{below}.intermediate.dense"))
        hidden = _norm(hidden + _linear(wide, w, f"{below}.output.dense"), w, f"{below}.output.LayerNorm")
    mean = hidden.mean(axis=0)
    vector: NDArray[np.float64] = mean / np.linalg.norm(mean)
    return vector


Exact = dict[str, NDArray[np.float64]]


def _linear(value: NDArray[np.float64], weights: Exact, name: str) -> NDArray[np.float64]:
    product: NDArray[np.float64] = value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def _norm(value: NDArray[np.float64], weights: Exact, name: str) -> NDArray[np.float64]:
    centred = value - value.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt(value.var(axis=-1, keepdims=True) + 1e-12)
    normal: NDArray[np.float64] = scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return normal


def _attended(query: NDArray[np.float64], key: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    likeness = np.exp(query @ key.T / math.sqrt(HEAD))
    mixed: NDArray[np.float64] = likeness / likeness.sum(axis=1, keepdims=True) @ value
    return mixed


def _gelu(value: NDArray[np.float64]) -> NDArray[np.float64]:
    bent: NDArray[np.float64] = value * (1 + np.vectorize(math.erf)(value / math.sqrt(2))) / 2
    return bent


def _tokenizer() -> dict[str, object]:
    wrapped = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    marks = {name: {"id": name, "ids": [WORDS.index(name)], "tokens": [name]} for name in ("[CLS]", "[SEP]")}
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
            "pad_type_id": 0, "pad_token": "[PAD]",
        },
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "single": [*wrapped, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [], "special_tokens": marks,
        },
        "decoder": None,
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": {word: number for number, word in enumerate(WORDS)},
        },
    }  # fmt: skip
