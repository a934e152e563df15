"""Recurrent networks and their cells.

Source: https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.immutable import dataclass
from conformable.core.ops.arguments import UNKNOWN
from conformable.core.ops.conditions import Named, axis_size, require_equal
from conformable.core.ops.modules.constructors import Constructor, Weight
from conformable.core.ops.modules.registry import module_function
from conformable.core.ops.ranks import exactly, require_rank
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Result
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

_SIZES: Final = "input_size, hidden_size, num_layers=1"
_FLAGS: Final = "bias=True, batch_first=False, dropout=0.0, bidirectional=False"


def _weights(gates: int) -> tuple[Weight, ...]:
    """Give the weights of the first layer, as far as they depend on the sizes alone."""
    return (
        Weight("weight_ih_l0", f"{gates}*hidden_size input_size"),
        Weight("bias_ih_l0", f"{gates}*hidden_size", when="bias"),
        Weight("bias_hh_l0", f"{gates}*hidden_size", when="bias"),
    )


@dataclass(frozen=True, slots=True)
class _Sizes:
    """What a network makes of its input.

    Attributes:
        layers: How many hidden states there are: one for each layer and direction.
        output: The features of the output.
        hidden: The features of a hidden state.
        cell: The features of a cell state.
    """

    layers: Size
    output: Size
    hidden: Named
    cell: Named


def _sizes(state: ModuleState) -> _Sizes:
    directions = 2 if state.flag("bidirectional") else 1
    projected = state.attribute("proj_size")
    cell = state.size("hidden_size")
    hidden = cell if projected in {ZERO, UNKNOWN} else state.size("proj_size")
    layers = state.size("num_layers").size * directions
    return _Sizes(layers, hidden.size * directions, hidden, cell)


def _run(proof: Proof, state: ModuleState, sequence: Argument, first: Argument) -> tuple[Shape, Shape, Shape]:
    """Give the output, and the hidden and the cell states after the last step."""
    if not isinstance(sequence, Shape):  # perhaps packed
        raise CannotTellError
    require_rank(proof, sequence, 2, 3)
    if sequence.rank is None:
        raise CannotTellError
    *outer, features = exactly(proof, sequence, sequence.rank)
    require_equal(proof, axis_size(sequence, -1, features), state.size("input_size"))
    sizes = _sizes(state)
    batch = tuple(outer[0 if state.flag("batch_first") else 1 :][:1]) if len(outer) == 2 else ()
    hidden = Shape((sizes.layers, *batch, sizes.hidden.size))
    cell = Shape((sizes.layers, *batch, sizes.cell.size))
    for given, wanted in zip(_states(first), (hidden, cell), strict=False):
        _require_state(proof, given, wanted)
    return Shape((*outer, sizes.output)), hidden, cell


def _states(first: Argument) -> tuple[Shape, ...]:
    """Give the states that a call starts with, as far as all of them are known."""
    items = first if isinstance(first, tuple) else (first,)
    known = tuple(item for item in items if isinstance(item, Shape))
    return known if len(known) == len(items) else ()


def _require_state(proof: Proof, given: Shape, wanted: Shape) -> None:
    sizes = exactly(proof, given, len(wanted.parts))
    names = ("layers times directions", *(["batch"] if len(sizes) == 3 else []), "features")
    for axis, (size, size_wanted, name) in enumerate(zip(sizes, wanted.before, names, strict=True)):
        require_equal(proof, axis_size(given, axis, size), Named(size_wanted, f"{size_wanted} ({name})"))


@module_function("LSTM", Constructor(f"{_SIZES}, {_FLAGS}, proj_size=0", _weights(4)))
def lstm(proof: Proof, state: ModuleState, input: Argument, hx: Argument = None) -> Result:
    """Give the output of every step, and the hidden and the cell states after the last."""
    output, hidden, cell = _run(proof, state, input, hx)
    return output, (hidden, cell)


@module_function("GRU", Constructor(f"{_SIZES}, {_FLAGS}", _weights(3)))
def gru(proof: Proof, state: ModuleState, input: Argument, hx: Argument = None) -> Result:
    """Give the output of every step, and the hidden states after the last."""
    output, hidden, _ = _run(proof, state, input, hx)
    return output, hidden


@module_function("RNN", Constructor(f"{_SIZES}, nonlinearity='tanh', {_FLAGS}", _weights(1)))
def rnn(proof: Proof, state: ModuleState, input: Argument, hx: Argument = None) -> Result:
    """Give the output of every step, and the hidden states after the last."""
    return gru(proof, state, input, hx)


# --- cells ------------------------------------------------------------------------------------------------


def _cell(gates: int, *, further: str = "") -> Constructor:
    return Constructor(
        f"input_size, hidden_size, bias=True{further}",
        (
            Weight("weight_ih", f"{gates}*hidden_size input_size"),
            Weight("weight_hh", f"{gates}*hidden_size hidden_size"),
            Weight("bias_ih", f"{gates}*hidden_size", when="bias"),
            Weight("bias_hh", f"{gates}*hidden_size", when="bias"),
        ),
    )


def _step(proof: Proof, state: ModuleState, input: Shape, first: Argument) -> Shape:
    require_rank(proof, input, 1, 2)
    if input.rank is None:
        return proof.fresh_shape()
    *batch, features = exactly(proof, input, input.rank)
    require_equal(proof, axis_size(input, -1, features), state.size("input_size"))
    result = Shape((*batch, state.size("hidden_size").size))
    for given in _states(first):
        sizes = exactly(proof, given, len(result.parts))
        require_equal(proof, axis_size(given, -1, sizes[-1]), state.size("hidden_size"))
        if batch:
            require_equal(proof, axis_size(given, 0, sizes[0]), axis_size(input, 0, batch[0]))
    return result


@module_function("LSTMCell", _cell(4))
def lstm_cell(proof: Proof, state: ModuleState, input: Shape, hx: Argument = None) -> Result:
    """Give the next hidden and cell states."""
    result = _step(proof, state, input, hx)
    return result, result


@module_function("GRUCell", _cell(3))
def gru_cell(proof: Proof, state: ModuleState, input: Shape, hx: Argument = None) -> Result:
    """Give the next hidden state."""
    return _step(proof, state, input, hx)


@module_function("RNNCell", _cell(1, further=", nonlinearity='tanh'"))
def rnn_cell(proof: Proof, state: ModuleState, input: Shape, hx: Argument = None) -> Result:
    """Give the next hidden state."""
    return _step(proof, state, input, hx)
