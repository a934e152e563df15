"""Indexing: `x[0]`, `x[..., :n]`, `x[:, None]`, `x[mask]`, `x.shape[-1]`."""

from __future__ import annotations

from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable.core import messages
from conformable.core.indexing import Index, MaskAxis, Slice, index_shape
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable_mypy.interpreter import alternatives, dictionaries, objects
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.iterating import any_item, iterate, modules_of, refreshed, sequence_of
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Entries,
    Integer,
    Items,
    Many,
    Mixed,
    Number,
    Reference,
    Scalar,
    ShapeTuple,
    Table,
    Tensor,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

INTEGERS: Final = frozenset({"Int", "UInt", "Integer", "Int8", "Int16", "Int32", "Int64"})
"""Words for tensors that cannot be masks; what a mask selects depends on the data."""


def index(base: Value, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State) -> Value:
    """Evaluate `base[index]`."""

    def of_option(values: tuple[Value, ...], inner: State) -> Value:
        return _index(values[0], index_node, node, run, inner)

    split = alternatives.split((base,), of_option, node, run, state)
    return _index(base, index_node, node, run, state) if split is None else split


def _index(base: Value, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State) -> Value:
    base = objects.items_of(base, node, run, state) or without_none(state.content(base))
    match base:
        case Tensor():
            return _tensor(base, index_node, node, run, state)
        case Items():
            return _items(base, index_node, node, run, state)
        case Chain():
            modules = sequence_of(modules_of(base, node, run), "tuple")
            return index(modules, index_node, node, run, state)
        case Mixed(kind=kind):
            item = any_item(iterate(base, node, run, state), node, run, state)
            return _many(item, Many(item, kind), index_node, node, run, state)
        case Many(item):
            return _many(item, base, index_node, node, run, state)
        case ShapeTuple(shape):
            return _shape_tuple(shape, index_node, node, run, state)
        case Entries() | Table():
            key = dictionaries.known_key(run.evaluate(index_node, state))
            found = dictionaries.item(base, key)
            return refreshed(found, node, run) if isinstance(base, Table) else found
        case _:
            run.evaluate(index_node, state)
            return unknown_from((base,))


def indices_of(index_node: nodes.Expression, run: Run, state: State) -> tuple[Index, ...]:
    """Evaluate what stands between the brackets of a tensor's index."""
    parts = _parts(index_node)
    return _indices(parts, tuple(_value(part, run, state) for part in parts), run, state)


def _parts(index_node: nodes.Expression) -> list[nodes.Expression]:
    return index_node.items if isinstance(index_node, nodes.TupleExpr) else [index_node]


def _value(part: nodes.Expression, run: Run, state: State) -> Value:
    """Evaluate one index; a slice has no value of its own."""
    return UNKNOWN if isinstance(part, nodes.SliceExpr) else run.evaluate(part, state)


def _indices(
    parts: list[nodes.Expression], values: tuple[Value, ...], run: Run, state: State
) -> tuple[Index, ...]:
    pairs = zip(parts, values, strict=True)
    return tuple(
        index for part, value in pairs for index in _indices_of(part, state.content(value), run, state)
    )


def _indices_of(part: nodes.Expression, value: Value, run: Run, state: State) -> tuple[Index, ...]:
    """Read one index; a mask stands for the indices of what it selects, one for each of its axes."""
    if isinstance(value, Tensor) and value.dtype == "Bool" and value.shape.rank:
        mask, selected = value.shape.labelled(spelling(part)), Shape((run.fresh_size(part, least=0),))
        return tuple(MaskAxis(mask, axis, selected) for axis in range(value.shape.rank))
    return (_index_of(part, value, run, state),)


def _index_of(part: nodes.Expression, value: Value, run: Run, state: State) -> Index:
    if isinstance(part, nodes.SliceExpr):
        return _slice(part, run, state)
    match value:
        case Integer(size):
            return size
        case Number():
            return run.fresh_size(part)
        case Scalar(None):
            return None
        case Scalar(EllipsisType()):
            return ...
        case Tensor(shape, dtype=dtype) if dtype in INTEGERS:
            return shape.labelled(spelling(part))
        case Items(items) if items and all(isinstance(item, Integer) for item in items):
            return Shape.of(len(items)).labelled(spelling(part))
        case _:
            raise CannotTellError


def _slice(part: nodes.SliceExpr, run: Run, state: State) -> Slice:
    bounds: list[Size | None] = []
    for expression in (part.begin_index, part.end_index, part.stride):
        value = run.evaluate(expression, state) if expression is not None else Scalar(None)
        match value:
            case Integer(size):
                bounds.append(size)
            case Scalar(None):
                bounds.append(None)
            case _:
                bounds.append(run.fresh_size(part))
    written = {"start": part.begin_index, "stop": part.end_index}
    return Slice(*bounds, negated=frozenset(name for name, bound in written.items() if _is_negated(bound)))


def _is_negated(bound: nodes.Expression | None) -> bool:
    return isinstance(bound, nodes.UnaryExpr) and bound.op == "-"


def _tensor(
    tensor: Tensor, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State
) -> Value:
    parts = _parts(index_node)
    values = tuple(_value(part, run, state) for part in parts)

    def of_option(chosen: tuple[Value, ...], inner: State) -> Value:
        return _indexed(tensor, parts, chosen, node, run, inner)

    split = alternatives.split(values, of_option, node, run, state)
    return _indexed(tensor, parts, values, node, run, state) if split is None else split


def _indexed(
    tensor: Tensor,
    parts: list[nodes.Expression],
    values: tuple[Value, ...],
    node: nodes.IndexExpr,
    run: Run,
    state: State,
) -> Value:
    proof = run.proof(state, node, "indexing")
    try:
        indices = _indices(parts, values, run, state)
        operand = Operand(tensor, node.base)
        labelled = tensor.shape.labelled(_label(operand))
        shape = index_shape(proof, labelled, indices, integers_first=tensor.library == "torch")
    except Mismatch as mismatch:
        return run.refuse(node, mismatch, describe([Operand(tensor, node.base)]))
    except CannotTellError:
        return Tensor(run.fresh_shape(node), tensor.library, tensor.dtype)
    state.facts = proof.facts
    return Tensor(shape, tensor.library, tensor.dtype)


def _label(operand: Operand) -> str:
    return spelling(operand.node) if operand.node is not None else ""


def _literal_slice(part: nodes.SliceExpr, run: Run, state: State) -> slice | None:
    bounds = _slice(part, run, state)
    numbers = [None if bound is None else bound.number for bound in (bounds.start, bounds.stop, bounds.step)]
    unknown = any(
        bound is not None and number is None
        for bound, number in zip((bounds.start, bounds.stop, bounds.step), numbers, strict=True)
    )
    return None if unknown or numbers[2] == 0 else slice(*numbers)


def _items(base: Items, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State) -> Value:
    if isinstance(index_node, nodes.SliceExpr):
        chosen = _literal_slice(index_node, run, state)
        if chosen is None:
            return UNKNOWN
        sliced = Items(base.items[chosen], base.kind)
        return state.allocate(run.address(), sliced) if base.kind == "list" else sliced
    position = run.evaluate(index_node, state)
    number = position.size.number if isinstance(position, Integer) else None
    if number is None:
        return UNKNOWN
    if -len(base.items) <= number < len(base.items):
        return base.items[number]
    if base.kind == "size":
        run.report(
            node,
            "shape-rank",
            messages.no_such_axis(_label(Operand(base, node.base)), len(base.items), number),
        )
    return UNKNOWN


def _many(
    item: Value, base: Many, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State
) -> Value:
    position = run.evaluate(index_node, state)
    if isinstance(index_node, nodes.SliceExpr):
        part = replace(base, count=None)
        return state.allocate(run.address(), part) if base.kind == "list" else part
    return refreshed(item, node, run) if not isinstance(position, Reference) else UNKNOWN


def _shape_tuple(
    shape: Shape, index_node: nodes.Expression, node: nodes.IndexExpr, run: Run, state: State
) -> Value:
    """Index or slice `x.shape` of unknown rank from the end that is known."""
    if isinstance(index_node, nodes.SliceExpr):
        chosen = _literal_slice(index_node, run, state)
        return _sliced(shape, chosen) if chosen is not None else UNKNOWN
    position = run.evaluate(index_node, state)
    number = position.size.number if isinstance(position, Integer) else None
    size = shape.axis(number) if number is not None else None
    return Integer(size if size is not None else run.fresh_size(node, least=shape.least_size))


def _sliced(shape: Shape, chosen: slice) -> Value:
    start, stop, step = chosen.start or 0, chosen.stop, chosen.step
    before, after = len(shape.before), len(shape.after)
    if step not in (None, 1):
        return UNKNOWN
    if 0 <= start <= before and (stop is None or -after <= stop < 0):
        parts = shape.parts[start:stop]
        return ShapeTuple(Shape(parts))
    if stop is not None and 0 <= start <= stop <= before:
        return Items(tuple(Integer(size) for size in shape.before[start:stop]), "size")
    if -after <= start < 0 and (stop is None or start <= stop < 0):
        return Items(tuple(Integer(size) for size in shape.after[start:stop]), "size")
    return UNKNOWN
