"""Which element type the result of an operation has, in jaxtyping's words, as far as that is certain.

Under `torch.autocast` many operations compute in another precision than that of their operands: of their
results only the kind is certain.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from mypy.nodes import RefExpr

from conformable.core.dtypes import kind_of, promoted
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.dtype_tables import (
    BUILTINS,
    CONVERSIONS,
    DTYPES,
    FAMILIES,
    INDICES,
    KEEPING,
    LIKE_PYTHON,
    MASKS,
    NUMBERS,
    OF_FLOATS,
    PLACES,
    QUOTIENTS,
    SUMMANDS,
    SUMS,
    TRUTHS,
    WITH_INDICES,
)
from conformable_mypy.interpreter.values import Class, Integer, Items, Scalar, Tensor, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformable.core.ops import Rule
    from conformable_mypy.interpreter.operations import Operand
    from conformable_mypy.interpreter.values import Value


def of_results(name: str, count: int, operands: Sequence[Operand]) -> tuple[str | None, ...]:
    """Give jaxtyping's words for the several results of an operation.

    >>> of_results("torch.topk", 2, ()), of_results("torch.where", 1, ())
    ((None, 'Int'), ('Int',))
    """
    operation, first = name.rpartition(".")[2], _word(operands[0].value) if operands else None
    if operation in PLACES:
        return ("Int",) * count
    if operation in WITH_INDICES and count == 2:
        return (first, "Int")
    return (first if operation in KEEPING else None,) * count


def of_result(
    name: str,
    rule: Rule | None,
    positional: Sequence[Operand],
    keywords: Mapping[str, Operand],
    content: Callable[[Value], Value],
) -> str | None:
    """Give jaxtyping's word for the result of an operation; None where that is not certain.

    Args:
        name: Its public name.
        rule: Its shape rule.
        positional: Its positional operands.
        keywords: Its keyword operands.
        content: Looks into lists.
    """
    operation = name.rpartition(".")[2]
    if "out" in keywords or name.startswith("jax."):
        return None
    if "dtype" in keywords:
        return named_dtype(keywords["dtype"])
    if operation in CONVERSIONS and name.startswith(("torch.Tensor.", "numpy.ndarray.")):
        return CONVERSIONS[operation]
    if operation in {"to", "astype", "type", "type_as"}:
        return _converted(operation, positional)
    given = [named_dtype(operand) for operand in positional[1:]]
    if any(given):
        return next(word for word in given if word)
    if name.startswith("numpy.") and any(map(_may_be_dtype, positional[1:])):
        return None
    values = [without_none(content(operand.value)) for operand in (*positional, *keywords.values())]
    return _computed(operation, rule, values)


def named_dtype(operand: Operand) -> str | None:
    """Read `torch.float32`, `np.int64`, `float` and the like."""
    if not isinstance(operand.node, RefExpr):
        return None
    place, _, name = operand.node.fullname.rpartition(".")
    if place == "builtins":
        return BUILTINS.get(name)
    if place.partition(".")[0] == "torch":
        return DTYPES.get(name)
    return DTYPES.get(name) if place.partition(".")[0] == "numpy" and name not in LIKE_PYTHON else None


def _may_be_dtype(operand: Operand) -> bool:
    """Tell whether a positional argument may be an element type: `np.zeros(n, "uint8")`."""
    value = without_none(operand.value)
    return isinstance(value, Unknown | Class) or (isinstance(value, Scalar) and isinstance(value.value, str))


def _converted(operation: str, positional: Sequence[Operand]) -> str | None:
    """Read what a tensor is converted to: a dtype, another tensor's, or, of `to`, only a device."""
    if len(positional) < 2:
        return _word(positional[0].value) if positional and operation == "to" else None
    given = without_none(positional[1].value)
    if isinstance(given, Tensor):
        return given.dtype
    if isinstance(given, Scalar) and isinstance(given.value, str) and operation == "to":
        return _word(positional[0].value)
    return named_dtype(positional[1])


def _computed(operation: str, rule: Rule | None, values: list[Value]) -> str | None:
    if operation in MASKS:
        return "Bool"
    if operation in INDICES:
        return "Int" if operation != "arange" or all(isinstance(v, Integer) for v in values) else None
    in_place = operation.endswith("_") and not operation.endswith("__")
    if in_place or operation in KEEPING or operation.startswith("__i"):
        return _word(values[0]) if values else None
    if operation in OF_FLOATS:
        return "Float"
    if operation in NUMBERS:
        return _by_family(operation, "kind", values[:1])
    family = rule.function.__module__.rpartition(".")[2] if rule is not None else ""
    return _by_family(operation, FAMILIES.get(family, ""), values)


def _by_family(operation: str, treatment: str, values: list[Value]) -> str | None:
    match treatment:
        case "kept":
            return _word(values[0]) if values else None
        case "kind":
            kinds = {kind_of(value.dtype) for value in values if isinstance(value, Tensor)}
            return kinds.pop() if len(kinds) == 1 else None
        case "joined":
            items = values[0].items if values and isinstance(values[0], Items) else ()
            return _promoted(items)
        case "reduced":
            return _reduced(operation, values)
        case "pointwise":
            return _pointwise(operation, values)
        case _:
            return None


def _reduced(operation: str, values: list[Value]) -> str | None:
    kind = kind_of(_word(values[0])) if values else None
    if operation in TRUTHS:
        return "Bool" if kind else None
    if operation in SUMS:
        return "Int" if kind == "Bool" else kind
    return "Float" if kind == "Float" else None


def _pointwise(operation: str, values: list[Value]) -> str | None:
    chosen = values[1:] if operation == "where" else values
    word = _promoted(chosen)
    kind = kind_of(word)
    if operation in QUOTIENTS:
        return "Float" if kind in {"Bool", "Int"} else word
    if operation == "where" or operation in SUMMANDS:
        return word
    return "Float" if kind == "Float" else None


def _promoted(values: Iterable[Value]) -> str | None:
    """Give the type that operands promote to; numbers count by their kind alone."""
    listed = list(values)
    tensors = [value.dtype for value in listed if isinstance(value, Tensor)]
    if not tensors:
        return None
    word = reduce(promoted, tensors)
    for value in listed:
        if word is not None and not isinstance(value, Tensor):
            word = _with_number(word, value)
    return word


def _with_number(word: str, value: Value) -> str | None:
    match value:
        case Scalar(None):
            return word
        case Scalar(bool()):
            kind = "Bool"
        case Integer():
            kind = "Int"
        case Scalar(float()):
            kind = "Float"
        case _:
            return "Float" if kind_of(word) == "Float" and not isinstance(value, Scalar) else None
    return word if promoted(word, kind) in {word, kind_of(word)} else promoted(word, kind)


def _word(value: Value) -> str | None:
    value = without_none(value)
    return value.dtype if isinstance(value, Tensor) else None
