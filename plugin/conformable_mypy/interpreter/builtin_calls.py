"""Calls that are known by name and are not shape rules: `len`, `range`, `x.size()`, `xs.append(y)`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from mypy import nodes

from conformable.core import messages
from conformable.core.arithmetic import maximum, minimum
from conformable.core.sizes import Size, product, total
from conformable_mypy.interpreter import dictionaries, instances
from conformable_mypy.interpreter.attributes import shape_of
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.iterating import (
    MAX_UNROLLED,
    any_item,
    counted,
    iterate,
    parts_of,
    sequence_of,
)
from conformable_mypy.interpreter.joining import Joiner, join_values
from conformable_mypy.interpreter.mapped import vmap
from conformable_mypy.interpreter.partials import partial
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    REFUSED,
    UNKNOWN,
    Class,
    Entries,
    Function,
    Integer,
    Items,
    Many,
    Mixed,
    Number,
    Operation,
    Partial,
    Reference,
    Scalar,
    ShapeTuple,
    Tensor,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def _first(callee: Operation, arguments: Arguments, state: State) -> Value:
    """Give the receiver of a method, else the first argument."""
    values = [operand.value for operand in arguments.positional]
    value = callee.receiver if callee.receiver is not None else values[0] if values else UNKNOWN
    return without_none(state.content(value))


def _sizes(values: list[Value]) -> list[Size] | None:
    sizes = [value.size for value in values if isinstance(value, Integer)]
    return sizes if len(sizes) == len(values) else None


def _size(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    tensor = _first(callee, arguments, state)
    if not isinstance(tensor, Tensor):
        return UNKNOWN
    chosen = [operand.value for operand in arguments.all if operand.value is not tensor]
    if not chosen:
        return shape_of(tensor)
    axis = chosen[0].size.number if isinstance(chosen[0], Integer) else None
    rank = tensor.shape.rank
    if axis is not None and rank is not None and not -rank <= axis < rank:
        label = spelling(node.callee.expr) if isinstance(node.callee, nodes.MemberExpr) else ""
        run.report(node, "shape-rank", messages.axis_out_of_range("size", label, tensor.shape, axis))
        return REFUSED
    size = tensor.shape.axis(axis) if axis is not None else None
    return Integer(size if size is not None else run.fresh_size(node, least=tensor.shape.least_size))


def _rank(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    tensor = _first(callee, arguments, state)
    rank = tensor.shape.rank if isinstance(tensor, Tensor) else None
    return Integer(Size.of(rank) if rank is not None else run.fresh_size(node, least=0))


def _count(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    value = _first(callee, arguments, state)
    shape = value.shape if isinstance(value, Tensor | ShapeTuple) else None
    if shape is not None and shape.variadic is None:
        return Integer(shape.count()[1])
    sizes = _sizes(list(value.items)) if isinstance(value, Items) else None
    return Integer(product(sizes) if sizes is not None else run.fresh_size(node, least=0))


def _shape(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    tensor = _first(callee, arguments, state)
    return shape_of(tensor) if isinstance(tensor, Tensor) else UNKNOWN


def _len(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    match _first(callee, arguments, state):
        case Items(items) | Entries(items):
            return Integer(Size.of(len(items)))
        case Tensor(shape):
            size = shape.axis(0)
            return Integer(size if size is not None else run.fresh_size(node, least=shape.least_size))
        case value:
            size = counted(value)
            return Integer(size if size is not None else run.fresh_size(node, least=0))


def _int(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    value = _first(callee, arguments, state)
    return value if isinstance(value, Integer) else Integer(run.fresh_size(node))


def _range(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    sizes = _sizes([operand.value for operand in arguments.positional])
    numbers = [size.number for size in sizes] if sizes is not None else [None]
    if (
        numbers
        and len(numbers) <= 3
        and all(number is not None for number in numbers)
        and 0 not in numbers[2:]
    ):
        values = range(*(number for number in numbers if number is not None))
        if len(values) <= MAX_UNROLLED:
            return Items(tuple(Integer(Size.of(value)) for value in values), "list")
    index = Integer(run.fresh_size(node, least=0 if len(numbers) == 1 else None))
    ends = sizes[-2:] if sizes is not None and len(sizes) <= 2 else []
    return Many(index, count=ends[-1] - total(ends[:-1]) if ends else None)


def _pairwise(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`itertools.pairwise(xs)`."""
    items = iterate(_first(callee, arguments, state), node, run, state)
    if isinstance(items, Items):
        return Items(tuple(map(Items, pairwise(items.items))), "list")
    pair = (any_item(items, node, run, state), any_item(items, node, run, state))
    return Many(Items(pair), count=None if items.count is None else items.count - 1)


def _enumerate(
    callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value:
    items = iterate(_first(callee, arguments, state), node, run, state)
    if isinstance(items, Items):
        return Items(tuple(Items((Integer(Size.of(i)), item)) for i, item in enumerate(items.items)), "list")
    return Many(Items((Integer(run.fresh_size(node, least=0)), items.item)), count=items.count)


def _zip(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    columns = [iterate(operand.value, node, run, state) for operand in arguments.positional]
    known = [column for column in columns if isinstance(column, Items)]
    if columns and len(known) == len(columns):
        rows = zip(*(column.items for column in known), strict=False)
        return Items(tuple(Items(row) for row in rows), "list")
    counts = {counted(column) for column in columns}
    row = Items(tuple(any_item(column, node, run, state) for column in columns))
    return Many(row, count=counts.pop() if len(counts) == 1 else None)


def _listed(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    kind: Literal["tuple", "list"] = "tuple" if callee.name == "builtins.tuple" else "list"
    value = _first(callee, arguments, state)
    if not arguments.positional:
        content: Items | Many = Items((), kind)
    else:
        items = iterate(value, node, run, state)
        if callee.name == "builtins.reversed" and isinstance(items, Items):
            items = Items(items.items[::-1])
        content = (
            Items(items.items, kind) if isinstance(items, Items) else Many(items.item, kind, items.count)
        )
    return content if kind == "tuple" else state.allocate(run.address(), content)


def _extreme(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    values = [operand.value for operand in arguments.positional]
    if len(values) == 1:
        content = state.content(values[0])
        values = list(content.items) if isinstance(content, Items) else []
    sizes = _sizes(values)
    if not sizes or arguments.keywords:
        return unknown_from(values)
    return Integer((maximum if callee.name == "builtins.max" else minimum)(*sizes))


def _sum(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    content = _first(callee, arguments, state)
    sizes = _sizes(list(content.items)) if isinstance(content, Items) and len(arguments.all) == 1 else None
    return Integer(total(sizes)) if sizes is not None else UNKNOWN


def _append(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Change a list in place; what cannot be followed makes it unknown."""
    reference = callee.receiver
    if not isinstance(reference, Reference):
        return UNKNOWN
    content = state.content(reference)
    added = arguments.positional[0].value if len(arguments.positional) == 1 else UNKNOWN
    match callee.name.rpartition(".")[2], content:
        case "append", Items(items, kind):
            state.heap[reference.address] = Items((*items, added), kind)
        case "append", Many(item, kind):
            joiner = Joiner.between(run.place(node), state.facts, state.facts)
            state.heap[reference.address] = Many(join_values(item, added, joiner), kind)
        case "append", Mixed(kind=kind):
            state.heap[reference.address] = sequence_of((*(parts_of(content) or ()), added), kind)
        case "extend", (Items() | Many() | Mixed()) if (more := parts_of(state.content(added))) is not None:
            state.heap[reference.address] = sequence_of((*(parts_of(content) or ()), *more), "list")
        case "insert", Items(items, kind) if (place := _place(arguments)) is not None and place <= len(items):
            added = arguments.positional[1].value
            state.heap[reference.address] = Items((*items[:place], added, *items[place:]), kind)
        case "pop", Items(items, kind) if items and not arguments.all:
            state.heap[reference.address] = Items(items[:-1], kind)
            return items[-1]
        case _:
            state.heap[reference.address] = UNKNOWN
    # A list gives None, `nn.ModuleList` itself, and `pop` what nobody knows any more.
    return UNKNOWN


def _place(arguments: Arguments) -> int | None:
    """Read where `xs.insert(i, x)` inserts, counted from the front."""
    match [operand.value for operand in arguments.positional]:
        case [Integer(size), _] if size.number is not None and size.number >= 0:
            return size.number
        case _:
            return None


def _isinstance(
    callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value:
    """Decide the test where the value's class is known; `conditions` reads what it teaches."""
    if len(node.args) != 2 or not isinstance(node.args[1], nodes.RefExpr):
        return UNKNOWN
    decided = instances.is_instance(state.content(arguments.positional[0].value), node.args[1].node)
    return UNKNOWN if decided is None else Scalar(decided)


def _callable(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Decide whether a value can be called: a default may be a function that makes it."""
    match state.content(arguments.positional[0].value) if arguments.positional else UNKNOWN:
        case Function() | Operation() | Class() | Partial():
            return Scalar(True)  # noqa: FBT003
        case Integer() | Number() | Scalar() | Items() | Tensor() | ShapeTuple() | Entries():
            return Scalar(False)  # noqa: FBT003
        case _:
            return UNKNOWN


SPECIAL: Final[Mapping[str, Handler]] = {
    "torch.Tensor.size": _size,
    "numpy.size": _count,
    "torch.Tensor.dim": _rank,
    "torch.Tensor.ndimension": _rank,
    "numpy.ndim": _rank,
    "torch.Tensor.numel": _count,
    "torch.Tensor.nelement": _count,
    "torch.numel": _count,
    "torch.Size.numel": _count,
    "math.prod": _count,
    "numpy.shape": _shape,
    "builtins.len": _len,
    "builtins.int": _int,
    "builtins.range": _range,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.list": _listed,
    "builtins.tuple": _listed,
    "builtins.reversed": _listed,
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "builtins.sum": _sum,
    "builtins.isinstance": _isinstance,
    "builtins.callable": _callable,
    "itertools.pairwise": _pairwise,
    "functools.partial": partial,
    "torch.func.vmap": vmap,
    **dictionaries.SPECIAL,
    **{f"builtins.list.{method}": _append for method in ("append", "extend", "insert", "pop", "clear")},
}
"""Public name of the called function or method -> what it does."""
