"""Methods that change a tensor in place: `x.add_(y)` keeps its shape, `x.t_()` changes it under each name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.broadcasting import keep_shape
from conformable.core.proof import Mismatch
from conformable.core.shapes import Shape
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.renaming import reshape
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import UNKNOWN, Items, Operation, Tensor, Value

if TYPE_CHECKING:
    from mypy import nodes

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

RESHAPING: Final = frozenset(
    {
        "resize_",
        "resize_as_",
        "set_",
        "squeeze_",
        "swapaxes_",
        "swapdims_",
        "t_",
        "transpose_",
        "unsqueeze_",
        "as_strided_",
        "resize",
    }
)
"""Methods that give their receiver another shape."""


def changed(
    callee: Operation, result: Value, receiver: Operand, node: nodes.Context, run: Run, state: State
) -> Value:
    """Give the result of a method; if it works in place, hold it against the receiver or change that.

    Args:
        callee: The method.
        result: What its out-of-place rule gives.
        receiver: The tensor it was called on.
        node: The call.
        run: The interpretation.
        state: What is known here.
    """
    tensor, method = receiver.value, callee.name.rpartition(".")[2]
    if not isinstance(tensor, Tensor):
        return result
    if method in RESHAPING:
        replaced = result if isinstance(result, Tensor) else UNKNOWN
        replace_aliases(tensor, replaced, run.fresh_scope(node), state)
        return result
    if not method.endswith("_") or method.endswith("__") or not isinstance(result, Tensor):
        return result
    return _kept(tensor, result, receiver, method, node, run, state)


def fill(out: Value, result: Value, scope: str, state: State) -> None:
    """Give the tensors that are named by `out=` the shapes of the results, as torch does."""
    match out:
        case Tensor(shape, "torch") if not isinstance(result, Tensor) or result.shape != shape:
            replace_aliases(out, result if isinstance(result, Tensor) else UNKNOWN, scope, state)
        case Items(items):
            for item in items:
                fill(item, UNKNOWN, scope, state)
        case _:
            pass


def replace_aliases(old: Value, new: Value, scope: str, state: State) -> None:
    """Put a new value under every name of a tensor; what else may be that tensor loses its shape."""

    def unshaped(shape: Shape) -> Shape:
        same = (
            not isinstance(old, Tensor)
            or None in {shape.rank, old.shape.rank}
            or shape.rank == old.shape.rank
        )
        return Shape.unknown(scope) if same else shape

    for table in (state.variables, state.heap):
        for key, value in table.items():
            table[key] = new if value is old else reshape(value, unshaped)  # type: ignore[index]


def _kept(
    tensor: Tensor,
    result: Tensor,
    receiver: Operand,
    method: str,
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    proof = run.proof(state, node, method)
    label = spelling(receiver.node) if receiver.node is not None else ""
    try:
        keep_shape(proof, tensor.shape.labelled(label), result.shape)
    except Mismatch as mismatch:
        return run.refuse(node, mismatch, describe([receiver]))
    state.facts = proof.facts
    return tensor
