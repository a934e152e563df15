"""Multiply-adds of the operations that multiply and add: products of matrices, convolutions, attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.measures import elements, elements_of, product_of
from conformable.commands.observations.static_values import (
    StaticConstant,
    StaticLayer,
    StaticTensor,
    StaticValue,
)
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with what the static half knows of its operands.

    Attributes:
        name: Its public name; that of the rule that serves it, where it has one.
        positional: Its operands, the receiver of a method first.
        keywords: Its operands that are passed by name.
        result: What it gives.
        layer: The module of torch.nn that is called, if it is one.
    """

    name: str
    positional: tuple[StaticValue, ...]
    keywords: Mapping[str, StaticValue]
    result: StaticValue
    layer: StaticLayer | None = None

    def operand(self, index: int, name: str = "") -> StaticValue:
        """Return an operand by its position, or by its name."""
        return self.positional[index] if index < len(self.positional) else self.keywords.get(name)

    def shape(self, index: int, name: str = "") -> Shape | None:
        """Return the shape of an operand; None if it is no tensor."""
        value = self.operand(index, name)
        return value.shape if isinstance(value, StaticTensor) else None


Formula = Callable[[Operation], Size | None]


def _matmul(operation: Operation) -> Size | None:
    """Each element of the result adds up products along the last axis of the left operand."""
    left, right = operation.shape(0), operation.shape(1)
    known = _along(operation.result, left, -1)
    if known is not None or right is None:
        return known
    return _along(operation.result, right, 0 if right.rank == 1 else -2)


def _matmul_and_add(operation: Operation) -> Size | None:
    """`addmm(bias, left, right)`."""
    return _along(operation.result, operation.shape(1, "mat1") or operation.shape(1, "batch1"), -1)


def _batches_added(operation: Operation) -> Size | None:
    """`addbmm(bias, left, right)` adds up the products of all batches."""
    batches = operation.shape(1, "batch1")
    inner = _along(operation.result, batches, -1)
    return product_of((inner, batches.axis(0) if batches is not None else None))


def _linear(operation: Operation) -> Size | None:
    return _along(operation.result, operation.shape(0, "input"), -1)


def _along(result: StaticValue, shape: Shape | None, axis: int) -> Size | None:
    if shape is None or not isinstance(result, StaticTensor):
        return None
    return product_of((elements(result.shape), shape.axis(axis)))


def _convolution(operation: Operation) -> Size | None:
    """Each element of the result adds up one product for each element of a filter."""
    weight = operation.shape(1, "weight")
    return product_of((elements_of(operation.result), _filter(weight)))


def _transposed_convolution(operation: Operation) -> Size | None:
    """Each element of the input is multiplied with each element of the filters that belong to it."""
    weight, image = operation.shape(1, "weight"), operation.shape(0, "input")
    return product_of((elements(image) if image is not None else None, _filter(weight)))


def _filter(weight: Shape | None) -> Size | None:
    sizes = weight.sizes if weight is not None else None
    return product_of(sizes[1:]) if sizes is not None else None


def _attention(operation: Operation) -> Size | None:
    """Scores, and the average of the values: both have the scores' number of rows and columns."""
    query, key, value = operation.shape(0, "query"), operation.shape(1, "key"), operation.shape(2, "value")
    if query is None or key is None or value is None:
        return None
    width, depth, keys = query.axis(-1), value.axis(-1), key.axis(-2)
    position = query.position(-1)
    rows = elements(query.replace(position)) if position is not None else None
    both = None if width is None or depth is None else width + depth
    return product_of((rows, keys, both))


def _einsum(operation: Operation) -> Size | None:
    """For two operands, one product for each combination of the letters."""
    equation = operation.operand(0)
    operands = [value for value in operation.positional[1:] if isinstance(value, StaticTensor)]
    text = equation.value if isinstance(equation, StaticConstant) else None
    if not isinstance(text, str) or "..." in text or len(operands) > 2:
        return None
    terms = text.replace(" ", "").partition("->")[0].split(",")
    sizes: dict[str, Size] = {}
    for term, operand in zip(terms, operands, strict=False):
        known = operand.shape.sizes
        if known is None or len(known) != len(term) or len(terms) != len(operands):
            return None
        sizes.update(zip(term, known, strict=True))
    return product_of(sizes.values()) if len(terms) == 2 else Size.of(0)


def _linear_layer(operation: Operation) -> Size | None:
    return _along(operation.result, operation.shape(0, "input"), -1)


def _of_weight(formula: Formula) -> Formula:
    """Let a layer count as its function does with the layer's own weight."""

    def applied(operation: Operation) -> Size | None:
        weight = operation.layer.parameters.get("weight") if operation.layer is not None else None
        value = StaticTensor(weight, "torch", None) if weight is not None else None
        given = (operation.operand(0, "input"), value)
        return formula(Operation(operation.name, given, {}, operation.result))

    return applied


#: Name of the rule -> its multiply-adds.
CONTRACTIONS: Final[Mapping[str, Formula]] = {
    **dict.fromkeys(("torch.matmul", "torch.mm", "torch.bmm", "torch.mv", "torch.dot"), _matmul),
    **dict.fromkeys(("torch.vdot", "numpy.dot", "numpy.vdot", "numpy.matvec"), _matmul),
    **dict.fromkeys(("torch.addmm", "torch.addmv", "torch.baddbmm"), _matmul_and_add),
    "torch.addbmm": _batches_added,
    "torch.nn.functional.linear": _linear,
    **{f"torch.nn.functional.conv{rank}d": _convolution for rank in (1, 2, 3)},
    **{f"torch.nn.functional.conv_transpose{rank}d": _transposed_convolution for rank in (1, 2, 3)},
    "torch.nn.functional.scaled_dot_product_attention": _attention,
    "torch.einsum": _einsum,
    "numpy.einsum": _einsum,
    "torch.nn.Linear": _linear_layer,
    **{f"torch.nn.Conv{rank}d": _of_weight(_convolution) for rank in (1, 2, 3)},
    **{f"torch.nn.ConvTranspose{rank}d": _of_weight(_transposed_convolution) for rank in (1, 2, 3)},
}
