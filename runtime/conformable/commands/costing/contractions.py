"""Multiply-adds of the operations that multiply and add: products of matrices, convolutions, attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.einsums import einsum, fancy_einsum, named_einsum, pairwise
from conformable.commands.costing.measures import elements, elements_of, product_of
from conformable.commands.costing.operation import Formula, Operation
from conformable.commands.observations.static_values import (
    StaticInteger,
    StaticItems,
    StaticTensor,
    StaticValue,
)
from conformable.core.extremes import minimum

if TYPE_CHECKING:
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


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


def _inner(operation: Operation) -> Size | None:
    """Both operands are summed along their last axis."""
    return _along(operation.result, operation.shape(0, "input"), -1)


def _vector_matrix(operation: Operation) -> Size | None:
    return _along(operation.result, operation.shape(0), -1)


def _bilinear(operation: Operation) -> Size | None:
    """Each element of the result adds up the products of all pairs of features."""
    left, right = operation.shape(0, "input1"), operation.shape(1, "input2")
    return product_of(
        (
            elements_of(operation.result),
            left.axis(-1) if left is not None else None,
            right.axis(-1) if right is not None else None,
        )
    )


def _covariance(operation: Operation) -> Size | None:
    """Each element of the result adds up products along an axis of observations."""
    return _along(operation.result, operation.shape(0, "input"), -1)


def _chain(operation: Operation) -> Size | None:
    """The cheapest order of two or three products; a longer chain depends on the sizes too much."""
    given = operation.operand(0)
    matrices = given.items if isinstance(given, StaticItems) else operation.positional
    shapes = [value.shape.sizes for value in matrices if isinstance(value, StaticTensor)]
    if len(shapes) != len(matrices) or any(sizes is None or len(sizes) != 2 for sizes in shapes):
        return None
    sizes = [shape[0] for shape in shapes if shape] + [shape[1] for shape in shapes[-1:] if shape]
    match sizes:
        case [a, b, c]:
            return a * b * c
        case [a, b, c, d]:
            return minimum(a * b * c + a * c * d, b * c * d + a * b * d)
        case _:
            return None


def _power(operation: Operation) -> Size | None:
    """A matrix is squared, and multiplied where the exponent has a digit 1, as torch does."""
    matrices, exponent = operation.shape(0, "input"), operation.operand(1, "n")
    number = exponent.size.number if isinstance(exponent, StaticInteger) else None
    size = matrices.axis(-1) if matrices is not None else None
    if matrices is None or size is None or number is None or number < 1:
        return None
    products = number.bit_length() - 1 + number.bit_count() - 1
    return elements(matrices) * size * products


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
    **dict.fromkeys(("torch.einsum", "numpy.einsum"), einsum),
    "einops.einsum": named_einsum,
    "fancy_einsum.einsum": fancy_einsum,
    **dict.fromkeys(("torch.tensordot", "numpy.tensordot"), pairwise),
    **dict.fromkeys(("torch.inner", "numpy.inner"), _inner),
    "numpy.vecmat": _vector_matrix,
    "torch.nn.functional.bilinear": _bilinear,
    "torch.nn.Bilinear": _bilinear,
    **dict.fromkeys(("torch.cov", "torch.corrcoef", "numpy.cov"), _covariance),
    **dict.fromkeys(("torch.linalg.multi_dot", "torch.chain_matmul"), _chain),
    **{f"{module}.matrix_power": _power for module in ("torch", "torch.linalg", "numpy.linalg")},
    "torch.nn.Linear": _linear_layer,
    **{f"torch.nn.Conv{rank}d": _of_weight(_convolution) for rank in (1, 2, 3)},
    **{f"torch.nn.ConvTranspose{rank}d": _of_weight(_transposed_convolution) for rank in (1, 2, 3)},
}
