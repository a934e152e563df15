"""Attributes: `x.shape`, `x.T`, `self.weight`, and methods waiting to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.ops import REGISTRY
from conformable.core.ops.fields import FIELDS, VALUES
from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from conformable_mypy.interpreter import (
    alternatives,
    containers,
    dictionaries,
    layers,
    module_methods,
    naming,
    objects,
)
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.operations import Operand, apply
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Choice,
    Class,
    Either,
    Entries,
    Function,
    Integer,
    Items,
    Layer,
    Object,
    Operation,
    Reference,
    ShapeTuple,
    Table,
    Tensor,
    Value,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

OWNERS: Final[Mapping[str, str]] = {"torch": "torch.Tensor", "numpy": "numpy.ndarray", "jax": "jax.Array"}

PROPERTIES: Final = frozenset({"T", "mT", "H", "mH", "real", "imag", "data", "grad"})
"""Attributes of arrays that are arrays themselves."""

OPAQUE: Final = frozenset(
    {"dtype", "device", "layout", "is_cuda", "requires_grad", "grad_fn", "is_leaf", "flags", "base"}
)
"""Attributes of arrays that say nothing about shapes."""

SEQUENCE_METHODS: Final = frozenset({"append", "extend", "insert", "pop", "clear", "numel", "index", "copy"})


def read(value: Value, name: str, node: nodes.MemberExpr, run: Run, state: State) -> Value:
    """Read an attribute of a value."""
    value = without_none(value)
    if isinstance(value, Choice) and alternatives.is_open(value):
        return _of_choice(value, name, node, run, state)
    return _of_one(value, name, node, run, state)


def _of_one(value: Value, name: str, node: nodes.MemberExpr, run: Run, state: State) -> Value:
    content = state.content(value)
    match value:
        case _ if isinstance(content, Object):
            return objects.read(value, content, name, node, run, state)
        case Tensor():
            return _of_tensor(value, name, node, run, state)
        case Reference():
            return _of_container(value, content, name)
        case Either():
            return alternatives.join_options(
                value, lambda option, inner: read(option, name, node, run, inner), node, run, state
            )
        case Items() | ShapeTuple():
            return _of_sequence(value, name, node, run)
        case Layer():
            called = name in module_methods.QUIET or name in module_methods.HOOKING
            return Operation(f"torch.nn.Module.{name}", value) if called else layers.read(value, name)
        case Class(info):
            return _of_class(info, name, node, run, state)
        case _:
            return unknown_from((value,))


def _of_choice(value: Choice, name: str, node: nodes.MemberExpr, run: Run, state: State) -> Value:
    """Read an attribute of one of several tensors; a method waits for its call."""
    found = [read(option, name, node, run, state.copy()) for option in value.options]
    methods = {method.name for method in found if isinstance(method, Operation)}
    if len(methods) == 1 and all(isinstance(method, Operation) for method in found):
        return Operation(methods.pop(), value)

    def of_option(values: tuple[Value, ...], inner: State) -> Value:
        return read(values[0], name, node, run, inner)

    known = alternatives.split((value,), of_option, node, run, state)
    return UNKNOWN if known is None else known


def _of_container(reference: Reference, content: Value, name: str) -> Value:
    """Look up a method of a list, a dict or a container of modules."""
    if isinstance(content, Chain | Either):
        return containers.method(reference, name)
    if name in module_methods.QUIET:
        return Operation(f"torch.nn.Module.{name}", reference)
    if isinstance(content, Entries | Table) and name in dictionaries.METHODS:
        return Operation(f"builtins.dict.{name}", reference)
    return Operation(f"builtins.list.{name}", reference) if name in SEQUENCE_METHODS else UNKNOWN


def shape_of(tensor: Tensor) -> Value:
    """Give `x.shape`."""
    sizes = tensor.shape.sizes
    if sizes is None:
        return ShapeTuple(tensor.shape)
    return Items(tuple(map(Integer, sizes)), "size")


def spliced_shape(items: list[nodes.Expression], run: Run, state: State) -> Value:
    """Evaluate a tuple such as `(*x.shape[:-1], n)` of which one part has an unknown number of sizes."""
    parts: list[object] = []
    for item in items:
        value = run.recall(item.expr if isinstance(item, nodes.StarExpr) else item, state)
        match state.content(value):
            case ShapeTuple(shape) if isinstance(item, nodes.StarExpr):
                parts.extend(shape.parts)
            case Items(inner) if isinstance(item, nodes.StarExpr) and all(
                isinstance(i, Integer) for i in inner
            ):
                parts.extend(i.size for i in inner if isinstance(i, Integer))
            case Integer(size):
                parts.append(size)
            case _:
                return UNKNOWN
    if sum(not isinstance(part, Size) for part in parts) != 1:
        return UNKNOWN
    return ShapeTuple(Shape(tuple(parts)))  # type: ignore[arg-type]


def _rank(tensor: Tensor, node: nodes.MemberExpr, run: Run) -> Value:
    rank = tensor.shape.rank
    return Integer(Size.of(rank) if rank is not None else run.fresh_size(node, least=tensor.shape.least_rank))


def _count(tensor: Tensor, node: nodes.MemberExpr, run: Run) -> Value:
    variadic, size = tensor.shape.count()
    return Integer(size if variadic is None else run.fresh_size(node, least=0))


_COMPUTED: Final[Mapping[str, Callable[[Tensor, nodes.MemberExpr, Run], Value]]] = {
    "shape": lambda tensor, node, run: shape_of(tensor),
    "ndim": _rank,
}


def _of_tensor(tensor: Tensor, name: str, node: nodes.MemberExpr, run: Run, state: State) -> Value:
    if name in _COMPUTED:
        return _COMPUTED[name](tensor, node, run)
    if name == "size" and tensor.library == "numpy":
        return _count(tensor, node, run)
    method = f"{OWNERS[tensor.library]}.{name}"
    if name in PROPERTIES:
        operands = (Operand(tensor, node.expr),)
        return apply(method, operands, {}, node, run, state) if REGISTRY.find(method) is not None else UNKNOWN
    return UNKNOWN if name in OPAQUE else Operation(method, tensor)


def _of_sequence(value: Items | ShapeTuple, name: str, node: nodes.MemberExpr, run: Run) -> Value:
    """Read a named part of what an operation gives, such as `x.topk(k).indices`, or a method."""
    if not isinstance(value, Items) or value.kind != "tuple":
        return Operation(f"torch.Size.{name}", value)
    items = value.items
    found = types.get_proper_type(run.types.type_of(node.expr))
    info = found.partial_fallback.type if isinstance(found, types.TupleType) else None
    names = FIELDS.get(info.name, VALUES) if info is not None else VALUES
    position = names.index(name) if name in names else len(items)
    return items[position] if position < len(items) else UNKNOWN


def _of_class(info: nodes.TypeInfo, name: str, node: nodes.MemberExpr, run: Run, state: State) -> Value:
    symbol = info.get(name)
    match symbol.node if symbol is not None else None:
        case nodes.FuncDef() as function if function.fullname.startswith("builtins."):
            return Operation(function.fullname)
        case nodes.FuncDef() as function:
            return Function(function)
        case nodes.Decorator() as decorator if decorator.var.is_classmethod:
            return Function(decorator.func, Class(info))
        case nodes.Decorator() as decorator:
            return naming.value_of_symbol(decorator, decorator.fullname, run, state, node)
        case nodes.Var() as variable:
            return naming.value_of_symbol(variable, variable.fullname, run, state, node)
        case _:
            return UNKNOWN
