"""What modules of torch.nn cost whose work is more than one product: recurrent ones, attention, transformers.

Sources: https://docs.pytorch.org/docs/stable/nn.html, the formulas of each class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.measures import elements
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from conformable.commands.costing.operation import Operation
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.shapes import Shape

#: Floating-point operations for each element, of a softmax and of a layer norm.
_SOFTMAX: Final = 5
_NORM: Final = 8


@dataclass(frozen=True, slots=True)
class Work:
    """What a module computes.

    Attributes:
        multiply_adds: In products of matrices.
        other: All other floating-point operations.
    """

    multiply_adds: Size = ZERO
    other: Size = ZERO

    def __add__(self, other: Work) -> Work:
        return Work(self.multiply_adds + other.multiply_adds, self.other + other.other)

    def __mul__(self, times: Size) -> Work:
        return Work(self.multiply_adds * times, self.other * times)


@dataclass(frozen=True, slots=True)
class _Gates:
    """A recurrent cell: how many gates it has, and its further operations for each element of its state."""

    count: int
    further: int


_CELLS: Final[Mapping[str, _Gates]] = {"RNN": _Gates(1, 0), "GRU": _Gates(3, 5), "LSTM": _Gates(4, 5)}


def _recurrent(operation: Operation) -> Work | None:
    """Each step of each layer and direction multiplies its input and its last state by a weight."""
    state, sequence = _state(operation), operation.shape(0, "input")
    features = sequence.axis(-1) if sequence is not None else None
    hidden, layers = state.attribute("hidden_size"), state.attribute("num_layers")
    if sequence is None or not (
        isinstance(features, Size) and isinstance(hidden, Size) and isinstance(layers, Size)
    ):
        return None
    gates = _CELLS[operation.name.rpartition(".")[2]]
    directions = 2 if state.attribute("bidirectional") is True else 1
    projected = state.attribute("proj_size")
    out = projected if isinstance(projected, Size) and projected != ZERO else hidden
    first = _cell(gates, features, out, hidden)
    further = _cell(gates, out * directions, out, hidden)
    projection = Work(layers * hidden * out) if out is not hidden else Work()
    each = first + further * (layers - 1) + projection
    return each * _positions(sequence) * Size.of(directions)


def _cell(gates: _Gates, features: Size, out: Size, hidden: Size) -> Work:
    """One step: the gates are sums of two products and two biases under a non-linear function."""
    return Work(hidden * (features + out) * gates.count, hidden * (3 * gates.count + gates.further))


def _one_step(operation: Operation) -> Work | None:
    state, given = _state(operation), operation.shape(0, "input")
    features = given.axis(-1) if given is not None else None
    hidden = state.attribute("hidden_size")
    if given is None or features is None or not isinstance(hidden, Size):
        return None
    gates = _CELLS[operation.name.rpartition(".")[2].removesuffix("Cell")]
    return _cell(gates, features, hidden, hidden) * _positions(given)


def _positions(sequence: Shape) -> Size:
    """Return how many vectors of features there are."""
    position = sequence.position(-1)
    return ONE if position is None else elements(sequence.replace(position))


def _attention(operation: Operation) -> Work | None:
    query = operation.shape(0, "query")
    key, value = operation.shape(1, "key"), operation.shape(2, "value")
    state = _state(operation)
    heads, width = state.attribute("num_heads"), state.attribute("embed_dim")
    if query is None or key is None or value is None:
        return None
    if not (isinstance(heads, Size) and isinstance(width, Size)):
        return None
    return _heads(query, (key, value), heads, first=state.attribute("batch_first") is True)


def _heads(query: Shape, sources: tuple[Shape, Shape], heads: Size, *, first: bool) -> Work | None:
    """Three projections, the scores, their softmax, the average of the values, and the last projection."""
    key, value = sources
    axis = 1 if first and query.rank == 3 else 0
    width, keys = query.axis(-1), key.axis(axis)
    depths = key.axis(-1), value.axis(-1)
    if width is None or keys is None or depths[0] is None or depths[1] is None:
        return None
    rows, positions = _positions(query), _positions(key)
    projections = 2 * rows * width * width + positions * width * (depths[0] + depths[1])
    scores = rows * keys
    return Work(projections + 2 * scores * width, _SOFTMAX * scores * heads)


def _encoder_layer(operation: Operation) -> Work | None:
    return _transformer_layer(_state(operation), operation.shape(0, "src"), None)


def _decoder_layer(operation: Operation) -> Work | None:
    memory = operation.shape(1, "memory")
    return _transformer_layer(_state(operation), operation.shape(0, "tgt"), memory) if memory else None


def _transformer_layer(state: ModuleState, source: Shape | None, memory: Shape | None) -> Work | None:
    """Attention to oneself, in a decoder to the memory too; two products around a function; norms."""
    heads, inner = state.attribute("nhead"), state.attribute("dim_feedforward")
    width = source.axis(-1) if source is not None else None
    if source is None or width is None or not (isinstance(heads, Size) and isinstance(inner, Size)):
        return None
    first = state.attribute("batch_first") is True
    work: Work | None = Work()
    for keys in (source, *([memory] if memory is not None else [])):
        attention = _heads(source, (keys, keys), heads, first=first)
        work = work + attention if work is not None and attention is not None else None
    if work is None:
        return None
    rows, norms = _positions(source), 3 if memory is not None else 2
    norm_and_sum = norms * (_NORM + 1) * rows * width
    return work + Work(2 * rows * width * inner, rows * (2 * inner + width) + norm_and_sum)


def _transformer(operation: Operation) -> Work | None:
    """All layers of the encoder, then those of the decoder."""
    state, source, target = _state(operation), operation.shape(0, "src"), operation.shape(1, "tgt")
    encoders, decoders = state.attribute("num_encoder_layers"), state.attribute("num_decoder_layers")
    if source is None or target is None:
        return None
    encoder, decoder = _transformer_layer(state, source, None), _transformer_layer(state, target, source)
    if encoder is None or decoder is None:
        return None
    if not (isinstance(encoders, Size) and isinstance(decoders, Size)):
        return None
    return encoder * encoders + decoder * decoders


def _state(operation: Operation) -> ModuleState:
    assert operation.layer is not None  # the table below is asked for layers only
    return operation.layer.state


#: Class of torch.nn -> its work.
WORK: Final[Mapping[str, Callable[[Operation], Work | None]]] = {
    **{f"torch.nn.{name}": _recurrent for name in _CELLS},
    **{f"torch.nn.{name}Cell": _one_step for name in _CELLS},
    "torch.nn.MultiheadAttention": _attention,
    "torch.nn.TransformerEncoderLayer": _encoder_layer,
    "torch.nn.TransformerDecoderLayer": _decoder_layer,
    "torch.nn.Transformer": _transformer,
}
