"""Variables of which a condition tells more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core.shapes import Shape
from conformable_mypy.interpreter.choices import choice_of
from conformable_mypy.interpreter.optional_sizes import symbol_if_given
from conformable_mypy.interpreter.values import NONE, Choice, Integer, Tensor, Value

if TYPE_CHECKING:
    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def refine_shape(node: nodes.Expression, sizes: tuple[Value, ...], run: Run, state: State) -> None:
    """Learn the shape of `x` from a comparison with `x.shape`."""
    owner = shape_owner(node)
    if owner is None:
        return
    tensor = run.recall(owner, state)
    known = tuple(item.size for item in sizes if isinstance(item, Integer))
    if isinstance(tensor, Tensor) and len(known) == len(sizes) >= tensor.shape.least_rank:
        for index, size in enumerate(tensor.shape.before):
            state.facts = state.facts.equate(size, known[index])
        for index, size in enumerate(reversed(tensor.shape.after)):
            state.facts = state.facts.equate(size, known[-1 - index])
        refine(owner, Tensor(Shape(known), tensor.library, tensor.dtype, tensor.line), state)


def refine_rank(operator: str, node: nodes.Expression, rank: Size, run: Run, state: State) -> None:
    """Learn the rank of `x` from `x.ndim == 3`, `x.dim() == 3` or `len(x.shape) == 3`."""
    owner, number = _rank_owner(node), rank.number
    if operator not in {"==", "!="} or owner is None or number is None:
        return
    tensor = run.recall(owner, state)
    if isinstance(tensor, Choice):
        refine(owner, _of_rank(tensor, number, wanted=operator == "=="), state)
    if operator == "!=":
        return
    if isinstance(tensor, Tensor) and tensor.shape.rank is None and number >= tensor.shape.least_rank:
        missing = number - tensor.shape.least_rank
        fresh = tuple(run.fresh_size(node, least=1) for _ in range(missing))
        shape = Shape((*tensor.shape.before, *fresh, *tensor.shape.after))
        refine(owner, Tensor(shape, tensor.library, tensor.dtype, tensor.line), state)


def _of_rank(value: Choice, rank: int, *, wanted: bool) -> Value:
    """Keep the tensors among several values that can have a rank, or can have another."""
    kept = tuple(
        option
        for option in value.options
        if not isinstance(option, Tensor)
        or option.shape.rank is None
        or (option.shape.rank == rank) is wanted
    )
    return choice_of(kept) if kept else value


def shape_owner(node: nodes.Expression) -> nodes.Expression | None:
    """Give `x` of `x.shape` and `x.size()`, None for other expressions."""
    match node:
        case nodes.MemberExpr(name="shape", expr=owner):
            return owner
        case nodes.CallExpr(callee=nodes.MemberExpr(name="size", expr=owner), args=[]):
            return owner
        case nodes.CallExpr(callee=nodes.NameExpr(name="tuple"), args=[inner]):
            return shape_owner(inner)
        case _:
            return None


def _rank_owner(node: nodes.Expression) -> nodes.Expression | None:
    match node:
        case nodes.MemberExpr(name="ndim", expr=owner):
            return owner
        case nodes.CallExpr(callee=nodes.MemberExpr(name="dim" | "ndimension", expr=owner), args=[]):
            return owner
        case nodes.CallExpr(callee=nodes.NameExpr(name="len"), args=[inner]):
            return shape_owner(inner)
        case _:
            return None


def forget_dtype(tested: nodes.Expression, run: Run, state: State) -> None:
    """Behind a condition on the element type of `x`, it may be another than the declared one."""
    owner = _dtype_owner(tested)
    if owner is not None:
        refine(owner, _of_any_dtype(run.recall(owner, state)), state)


def _of_any_dtype(value: Value) -> Value:
    match value:
        case Tensor():
            return replace(value, dtype=None)
        case Choice(options):
            return replace(value, options=tuple(map(_of_any_dtype, options)))
        case _:
            return value


def _dtype_owner(node: nodes.Expression) -> nodes.Expression | None:
    """Give `x` of `x.dtype`, `x.dtype.kind`, `torch.is_complex(x)` and `np.issubdtype(x.dtype, ...)`."""
    match node:
        case nodes.MemberExpr(name="dtype", expr=owner):
            return owner
        case nodes.MemberExpr(expr=nodes.MemberExpr(name="dtype", expr=owner)):
            return owner
        case nodes.CallExpr(callee=nodes.MemberExpr(name=name, expr=owner), args=[]) if name in _ASK_DTYPE:
            return owner
        case nodes.CallExpr(callee=nodes.MemberExpr(name=name), args=[asked]) if name in _ASK_DTYPE:
            return asked
        case nodes.CallExpr(callee=nodes.MemberExpr(name="issubdtype"), args=[asked, _]):
            return _dtype_owner(asked)
        case _:
            return None


_ASK_DTYPE: Final = frozenset({"is_floating_point", "is_complex", "is_signed", "iscomplexobj", "isrealobj"})
"""Functions and methods that ask for the element type of an array."""


def refine(node: nodes.Expression, value: Value, state: State) -> None:
    """Replace what is known of a variable."""
    if isinstance(node, nodes.NameExpr) and node.node is not None and node.node in state.variables:
        state.variables[node.node] = value
    elif isinstance(node, nodes.AssignmentExpr) and node.target.node is not None:
        state.variables[node.target.node] = value


def learn_whether_given(node: nodes.Expression, value: Value, state: State, *, given: bool) -> None:
    """Learn that an expression, which had a value, is `None`, or that it is not."""
    if not given:
        refine(node, NONE, state)
    elif isinstance(value, Choice):
        refine(node, choice_of(tuple(option for option in value.options if option != NONE)), state)
    symbol = symbol_if_given(value)
    if symbol is not None:
        state.facts = state.facts.give(symbol) if given else state.facts.leave_out(symbol)
