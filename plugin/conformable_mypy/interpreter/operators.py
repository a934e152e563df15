"""Operators: arithmetic of tensors, sizes and sequences, and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import floor_divide, modulo, power
from conformable.core.broadcasting import keep_shape
from conformable.core.proof import Mismatch
from conformable.core.shapes import Shape, Variadic
from conformable_mypy.interpreter import alternatives, conditions, containers
from conformable_mypy.interpreter.choices import as_number, without_none
from conformable_mypy.interpreter.hidden_sizes import NO_SYMBOLS, behind, content_of, remember
from conformable_mypy.interpreter.iterating import parts_of, sequence_of
from conformable_mypy.interpreter.operations import Operand, apply, describe
from conformable_mypy.interpreter.spelling import spelling
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Chain,
    Either,
    Integer,
    Items,
    Many,
    Mixed,
    Number,
    Reference,
    Scalar,
    ShapeTuple,
    Tensor,
    Unknown,
    Value,
    symbols_of,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy import nodes

    from conformable.core.shapes import Part
    from conformable.core.sizes import Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

METHODS: Final[Mapping[str, str]] = {
    "+": "__add__",
    "-": "__sub__",
    "*": "__mul__",
    "/": "__truediv__",
    "//": "__floordiv__",
    "%": "__mod__",
    "**": "__pow__",
    "@": "__matmul__",
    "&": "__and__",
    "|": "__or__",
    "^": "__xor__",
    "<<": "__lshift__",
    ">>": "__rshift__",
    "<": "__lt__",
    ">": "__gt__",
    "<=": "__le__",
    ">=": "__ge__",
    "==": "__eq__",
    "!=": "__ne__",
}

ARITHMETIC: Final[Mapping[str, Callable[[Size, Size], Size]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "//": floor_divide,
    "%": modulo,
    "**": power,
}


def binary(
    operator: str,
    left: tuple[Value, nodes.Expression],
    right: tuple[Value, nodes.Expression],
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    """Apply a binary operator to two values."""
    if operator == "divmod":
        # mypy writes a call of the built-in function as an operator.
        return Items(tuple([binary(part, left, right, node, run, state) for part in ("//", "%")]))

    def of_options(values: tuple[Value, ...], inner: State) -> Value:
        return _binary(operator, (values[0], left[1]), (values[1], right[1]), node, run, inner)

    split = alternatives.split((left[0], right[0]), of_options, node, run, state)
    return _binary(operator, left, right, node, run, state) if split is None else split


def _binary(
    operator: str,
    left: tuple[Value, nodes.Expression],
    right: tuple[Value, nodes.Expression],
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    first, second = as_number(without_none(left[0])), as_number(without_none(right[0]))
    if isinstance(first, Tensor) or isinstance(second, Tensor):
        operands = (Operand(first, left[1]), Operand(second, right[1]))
        return _tensors(operator, operands, node, run, state)
    first, second = _opened(first, state), _opened(second, state)
    match first, second:
        case Integer(one), Integer(other) if operator in ARITHMETIC:
            return Integer(ARITHMETIC[operator](one, other))
        case Items(items, kind), Items(others) if operator == "+":
            return _made(Items((*items, *others), kind), left[0], run, state)
        case Items(items, kind), Integer(size) if operator == "*" and size.number is not None:
            return (
                _made(Items(items * min(size.number, 64), kind), left[0], run, state)
                if size.number <= 64
                else UNKNOWN
            )
        case ((Items() | Many() | Mixed()), (Items() | Many() | Mixed())) if operator == "+":
            parts = (*(parts_of(first) or ()), *(parts_of(second) or ()))
            return _made(sequence_of(parts, "tuple" if first.kind != "list" else "list"), left[0], run, state)
        case ((ShapeTuple() | Items()), (ShapeTuple() | Items())) if operator == "+":
            return _joined_shapes(first, second)
        case _ if _is_number(first) and _is_number(second):
            return _number(operator, first, second)
        case _:
            return unknown_from((first, second))


def _number(operator: str, first: Value, second: Value) -> Value:
    """Compute with numbers of which at least one is no size, or that give none: `d ** 0.5`, `1 / d`."""
    mentions = symbols_of(first) | symbols_of(second)
    return Number(mentions) if operator in {*ARITHMETIC, "/"} else Unknown(mentions)


def unary(operator: str, value: Value, node: nodes.UnaryExpr, run: Run, state: State) -> Value:
    """Apply a unary operator."""

    def of_option(values: tuple[Value, ...], inner: State) -> Value:
        return unary(operator, values[0], node, run, inner)

    split = alternatives.split((value,), of_option, node, run, state) if operator != "not" else None
    if split is not None:
        return split
    value = without_none(value) if operator != "not" else value
    match value:
        case Tensor() if operator in {"-", "+", "~"}:
            method = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}[operator]
            return apply(_method(value, method), (Operand(value, node.expr),), {}, node, run, state)
        case Integer(size) if operator in {"-", "+"}:
            return Integer(-size if operator == "-" else size)
        case Number() | Scalar(float()) if operator in {"-", "+"}:
            return Number(symbols_of(value))
        case _ if operator == "not" and (known := conditions.truth(value, state)) is not None:
            return Scalar(not known)
        case _:
            return unknown_from((value,))


def comparison(node: nodes.ComparisonExpr, run: Run, state: State) -> Value:
    """Compare values: element by element for tensors, else as a condition that may be decided."""
    values = tuple([run.evaluate(operand, state) for operand in node.operands])
    if len(values) == 2 and node.operators[0] in METHODS:

        def of_options(options: tuple[Value, ...], inner: State) -> Value:
            return _compared(options, node, run, inner)

        split = alternatives.split(values, of_options, node, run, state)
        return _compared(values, node, run, state) if split is None else split
    return _decided(values, node, run, state)


def _compared(values: tuple[Value, ...], node: nodes.ComparisonExpr, run: Run, state: State) -> Value:
    first, second = without_none(values[0]), without_none(values[1])
    if isinstance(first, Tensor) or isinstance(second, Tensor):
        operands = (Operand(first, node.operands[0]), Operand(second, node.operands[1]))
        return _tensors(node.operators[0], operands, node, run, state)
    return _decided(values, node, run, state)


def _decided(values: tuple[Value, ...], node: nodes.ComparisonExpr, run: Run, state: State) -> Value:
    decided = conditions.decide(node, run, state)
    if decided is not None:
        return Scalar(decided)
    mentions = NO_SYMBOLS.union(*(behind(value, run, state) for value in values))
    return remember(unknown_from(content_of(value, state) for value in values), mentions, run)


def in_place(
    operator: str,
    left: tuple[Value, nodes.Expression],
    right: tuple[Value, nodes.Expression],
    node: nodes.OperatorAssignmentStmt,
    run: Run,
    state: State,
) -> Value:
    """Apply `+=` and its kind: for a tensor, the result must fit the tensor itself."""
    target = without_none(left[0])
    if isinstance(target, Reference) and isinstance(state.content(target), Chain | Either):
        containers.extend(target, right[0], state)
        return target
    if isinstance(target, Reference):
        state.heap[target.address] = _opened(binary(operator, left, right, node, run, state), state)
        return target
    value = binary(operator, left, right, node, run, state)
    if isinstance(target, Tensor) and isinstance(value, Tensor) and operator != "@":
        return _fitting(target, value, (left[1], right), node, run, state)
    return value


def _fitting(
    target: Tensor,
    value: Tensor,
    operands: tuple[nodes.Expression, tuple[Value, nodes.Expression]],
    node: nodes.OperatorAssignmentStmt,
    run: Run,
    state: State,
) -> Value:
    target_node, (right, right_node) = operands
    proof = run.proof(state, node, f"{node.op}=")
    try:
        keep_shape(proof, target.shape.labelled(spelling(target_node)), value.shape)
    except Mismatch as mismatch:
        run.refuse(node, mismatch, describe([Operand(target, target_node), Operand(right, right_node)]))
        return UNKNOWN
    state.facts = proof.facts
    return target


def _tensors(
    operator: str, operands: tuple[Operand, Operand], node: nodes.Context, run: Run, state: State
) -> Value:
    receiver = _receiver([operand.value for operand in operands if isinstance(operand.value, Tensor)])
    if not all(isinstance(operand.value, Tensor | Integer | Number | Scalar) for operand in operands):
        return unknown_from(operand.value for operand in operands)
    return apply(_method(receiver, METHODS[operator]), operands, {}, node, run, state)


def _receiver(tensors: list[Tensor]) -> Tensor:
    """Give the tensor whose method it is: NumPy's numbers leave an operation with a torch tensor to that."""
    return next((tensor for tensor in tensors if tensor.library == "torch"), tensors[0])


def _method(receiver: Tensor, method: str) -> str:
    owner = {"torch": "torch.Tensor", "numpy": "numpy.ndarray", "jax": "jax.Array"}[receiver.library]
    return f"{owner}.{method}"


def _is_number(value: Value) -> bool:
    """Tell whether a value is a number that is no size: what arithmetic makes of it is one too."""
    return isinstance(value, Integer | Number) or (
        isinstance(value, Scalar) and isinstance(value.value, int | float)
    )


def _opened(value: Value, state: State) -> Value:
    return state.content(value) if isinstance(value, Reference) else value


def _made(result: Items | Many | Mixed, like: Value, run: Run, state: State) -> Value:
    """Make a new list where a list was concatenated."""
    return state.allocate(run.address(), result) if isinstance(like, Reference) else result


def _joined_shapes(first: Value, second: Value) -> Value:
    """Concatenate `x.shape` of unknown rank with sizes."""
    parts: list[Part] = []
    for value in (first, second):
        match value:
            case ShapeTuple(shape):
                parts.extend(shape.parts)
            case Items(items) if all(isinstance(item, Integer) for item in items):
                parts.extend(item.size for item in items if isinstance(item, Integer))
            case _:
                return UNKNOWN
    if sum(isinstance(part, Variadic) for part in parts) > 1:
        return UNKNOWN
    return ShapeTuple(Shape(tuple(parts)))
