"""BERT as an ONNX graph, made of its weights: texts as tokens in, one vector of length 1 for each out.

The model is that of Devlin et al., "BERT" (2018), the pooling (mean of the tokens, then length 1) that of Reimers and
Gurevych, "Sentence-BERT" (2019). Made directly of the weights it needs neither torch nor transformers.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]
"""As transformers' BertModel calls them."""

Held = NDArray[np.float32] | NDArray[np.int64] | np.float32
Option = int | float | list[int]

HEAD = 32
"""Numbers in one head of attention, in all of the MiniLM family."""

_OPSET = 20
"""The first with Gelu; onnxruntime knows it since 1.17."""
_IR = 9
"""The file's version that goes with it."""
_EPSILON = 1e-12
_MASKED = -10_000.0
"""Added to the attention that a token must not get."""


def graph(weights: Weights, longest: int) -> onnx.ModelProto:
    """The model for up to `longest` tokens. Inputs `ids` and `mask` (1 a token, 0 filling), int64, shape (texts,
    tokens); output `vectors`, float32, shape (texts, dimensions)."""
    drawing = _Drawing()
    hidden = _embedded(drawing, weights, longest)
    masked = _attention_mask(drawing)
    for layer in range(_layers(weights)):
        hidden = _layer(drawing, _below(weights, f"encoder.layer.{layer}."), hidden, masked)
    return drawing.model(_pooled(drawing, hidden), dimensions(weights))


def dimensions(weights: Weights) -> int:
    """Numbers in a vector."""
    return int(weights["embeddings.word_embeddings.weight"].shape[1])


class _Drawing:
    """A graph under way. Values go by the names of what made them."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._held: list[onnx.TensorProto] = []

    def held(self, value: Held) -> str:
        """A value that the file carries."""
        name = f"held-{len(self._held)}"
        self._held.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def numbers(self, *values: int) -> str:
        return self.held(np.array(values, np.int64))

    def does(self, kind: str, *inputs: str, **options: Option) -> str:
        """What an operator gives."""
        return self.do_many(kind, 1, *inputs, **options)[0]

    def do_many(self, kind: str, outputs: int, *inputs: str, **options: Option) -> list[str]:
        name = f"{kind}-{len(self._nodes)}"
        names = [f"{name}-{number}" for number in range(outputs)]
        node = helper.make_node(kind, list(inputs), names, name, **options)  # type: ignore[arg-type]  # for `domain`
        self._nodes.append(node)
        return names

    def linear(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        return self.does("Add", self.does("MatMul", value, self.held(weight.T)), self.held(bias))

    def normal(self, value: str, weights: Weights) -> str:
        scale, bias = self.held(weights["weight"]), self.held(weights["bias"])
        return self.do_many("LayerNormalization", 1, value, scale, bias, axis=-1, epsilon=_EPSILON)[0]

    def model(self, output: str, width: int) -> onnx.ModelProto:
        self._nodes.append(helper.make_node("Identity", [output], ["vectors"]))
        taken = [helper.make_tensor_value_info(n, TensorProto.INT64, ["texts", "tokens"]) for n in ("ids", "mask")]
        given = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])]
        whole = helper.make_graph(self._nodes, "sentences", taken, given, self._held)
        return helper.make_model(whole, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)


def _below(weights: Weights, prefix: str) -> Weights:
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}


def _layers(weights: Weights) -> int:
    return len({name.split(".")[2] for name in weights if name.startswith("encoder.layer.")})


def _embedded(drawing: _Drawing, weights: Weights, longest: int) -> str:
    """The sum of what each token, its place and the only segment say."""
    parts = _below(weights, "embeddings.")
    words = drawing.does("Gather", drawing.held(parts["word_embeddings.weight"]), "ids")
    places = parts["position_embeddings.weight"][:longest] + parts["token_type_embeddings.weight"][0]
    tokens = drawing.does("Slice", drawing.does("Shape", "ids"), drawing.numbers(1), drawing.numbers(2))
    used = drawing.does("Slice", drawing.held(places), drawing.numbers(0), tokens, drawing.numbers(0))
    return drawing.normal(drawing.does("Add", words, used), _below(parts, "LayerNorm."))


def _attention_mask(drawing: _Drawing) -> str:
    filling = drawing.does("Sub", drawing.held(np.float32(1)), drawing.does("Cast", "mask", to=TensorProto.FLOAT))
    lowered = drawing.does("Mul", filling, drawing.held(np.float32(_MASKED)))
    return drawing.does("Unsqueeze", lowered, drawing.numbers(1, 2))


def _layer(drawing: _Drawing, weights: Weights, hidden: str, masked: str) -> str:
    attended = _attention(drawing, _below(weights, "attention.self."), hidden, masked)
    attended = _linear(drawing, weights, "attention.output.dense", attended)
    hidden = drawing.normal(drawing.does("Add", hidden, attended), _below(weights, "attention.output.LayerNorm."))
    wide = drawing.does("Gelu", _linear(drawing, weights, "intermediate.dense", hidden))
    narrow = _linear(drawing, weights, "output.dense", wide)
    return drawing.normal(drawing.does("Add", hidden, narrow), _below(weights, "output.LayerNorm."))


def _linear(drawing: _Drawing, weights: Weights, name: str, value: str) -> str:
    return drawing.linear(value, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _attention(drawing: _Drawing, weights: Weights, hidden: str, masked: str) -> str:
    """Queries, keys and values come from one product of matrices instead of three; queries already divided."""
    width = len(weights["query.bias"])
    shrunk = np.repeat(np.array([HEAD**-0.5, 1, 1], np.float32), width)
    weight, bias = (
        np.concatenate([weights[f"{part}.{kind}"] for part in ("query", "key", "value")]) for kind in ("weight", "bias")
    )
    both = drawing.linear(hidden, weight * shrunk[:, None], bias * shrunk)
    heads = drawing.does("Reshape", both, drawing.numbers(0, 0, 3 * width // HEAD, HEAD))
    heads = drawing.does("Transpose", heads, perm=[0, 2, 1, 3])
    queries, keys, values = drawing.do_many("Split", 3, heads, axis=1, num_outputs=3)
    likeness = drawing.does("MatMul", queries, drawing.does("Transpose", keys, perm=[0, 1, 3, 2]))
    shares = drawing.does("Softmax", drawing.does("Add", likeness, masked), axis=-1)
    mixed = drawing.does("Transpose", drawing.does("MatMul", shares, values), perm=[0, 2, 1, 3])
    return drawing.does("Reshape", mixed, drawing.numbers(0, 0, width))


def _pooled(drawing: _Drawing, hidden: str) -> str:
    """The mean of the tokens, made of length 1: the sum has the same direction."""
    counted = drawing.does("Unsqueeze", drawing.does("Cast", "mask", to=TensorProto.FLOAT), drawing.numbers(2))
    total = drawing.does("ReduceSum", drawing.does("Mul", hidden, counted), drawing.numbers(1), keepdims=0)
    return drawing.does("LpNormalization", total, axis=1, p=2)
