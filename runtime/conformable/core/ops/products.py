"""Products of tensors: sums of products with a third operand, inner and outer products, distances."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from conformable.core import broadcasting, messages
from conformable.core.broadcasting import broadcast, contract
from conformable.core.ops.axis_edits import drop_axes, require_axis
from conformable.core.ops.conditions import axis_size, loose, require_equal
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.ops.signatures import signature_rule
from conformable.core.ops.views import element_count
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument, Operands, Shapes
    from conformable.core.proof import Proof

THREE: Final = Size.of(3)

WITH_A_SUMMAND: Final = {
    "addmm": "n k, k m -> n m",
    "addbmm": "b n k, b k m -> n m",
    "baddbmm": "b n k, b k m -> b n m",
    "addmv": "n k, k -> n",
    "addr": "n, m -> n m",
}
"""Products to which something that can be broadcast to them is added."""


def _with_summand(signature: str) -> Callable[..., Shape]:
    multiply = signature_rule(signature)

    def product_and_sum(
        proof: Proof, input: Shape, left: Shape, right: Shape, beta: Argument = None, alpha: Argument = None
    ) -> Shape:
        """Add a product to an operand."""
        result = multiply(proof, (left, right))
        if not isinstance(result, Shape):
            raise CannotTellError
        require_rank(proof, input, *range(len(result.parts) + 1))
        broadcast(proof, input, result.labelled("the product"))
        return result

    return product_and_sum


for _name, _signature in WITH_A_SUMMAND.items():
    rule(f"torch.{_name}")(_with_summand(_signature))

rule("torch.linalg.householder_product", "torch.orgqr", signature="*b m n, *b k -> *b m n")


@rule("torch.inner", "numpy.inner")
def inner(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Sum over the last axis of both; a scalar multiplies.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.inner.html

    >>> from conformable.core.proof import Proof
    >>> inner(Proof(), Shape.of(2, 3), Shape.of(5, 3))
    Shape("2 5")
    """
    if 0 in {input.rank, other.rank}:
        return Shape((*input.parts, *other.parts))
    contract(proof, (input, -1), (other, -1))
    return _joined(
        proof, drop_axes(proof, input, (-1,), keep=False), drop_axes(proof, other, (-1,), keep=False)
    )


@rule("numpy.dot")
def dot(proof: Proof, a: Shape, b: Shape) -> Shape:
    """Sum over the last axis of the first and the last but one of the second.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.dot.html

    >>> from conformable.core.proof import Proof
    >>> dot(Proof(), Shape.of(2, 3, 4), Shape.of(5, 4, 6))
    Shape("2 3 5 6")
    """
    if 0 in {a.rank, b.rank}:
        return Shape((*a.parts, *b.parts))
    if b.rank is None:
        raise CannotTellError
    axis = -1 if b.rank == 1 else -2
    contract(proof, (a, -1), (b, axis), code="shape-matmul")
    return _joined(proof, drop_axes(proof, a, (-1,), keep=False), drop_axes(proof, b, (axis,), keep=False))


@rule("numpy.vdot")
def vdot(proof: Proof, a: Shape, b: Shape) -> Shape:
    """Sum over all elements of both, laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.vdot.html
    """
    counts = (Shape((element_count(operand),), f"{operand.label} laid out flat") for operand in (a, b))
    left, right = counts
    contract(proof, (left, 0), (right, 0))
    return Shape(())


@rule("numpy.outer")
def outer(proof: Proof, a: Shape, b: Shape) -> Shape:
    """Multiply every two elements, laid out flat.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.outer.html
    """
    return Shape((element_count(a), element_count(b)))


rule("numpy.linalg.outer", signature="n, m -> n m")


@rule("numpy.matvec")
def matvec(proof: Proof, x1: Shape, x2: Shape) -> Shape:
    """Multiply matrices by vectors; the batches broadcast.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.matvec.html
    """
    contract(proof, (x1, -1), (x2, -1), code="shape-matmul")
    batch, (rows, _) = trailing(proof, x1, 2)
    others, _ = trailing(proof, x2, 1)
    return Shape((*broadcast(proof, Shape(batch), Shape(others)).parts, rows))


@rule("numpy.vecmat")
def vecmat(proof: Proof, x1: Shape, x2: Shape) -> Shape:
    """Multiply vectors by matrices; the batches broadcast.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.vecmat.html
    """
    contract(proof, (x1, -1), (x2, -2), code="shape-matmul")
    batch, _ = trailing(proof, x1, 1)
    others, (_, columns) = trailing(proof, x2, 2)
    return Shape((*broadcast(proof, Shape(batch), Shape(others)).parts, columns))


@rule("torch.linalg.vecdot", "numpy.vecdot", "numpy.linalg.vecdot")
def vecdot(proof: Proof, x: Shape, y: Shape, dim: int = -1) -> Shape:
    """Sum over an axis of the product.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.vecdot.html
    """
    return drop_axes(proof, broadcast(proof, x, y), (dim,), keep=False)


@rule("torch.linalg.multi_dot", "numpy.linalg.multi_dot")
def multi_dot(proof: Proof, tensors: Shapes) -> Shape:
    """Multiply a chain of matrices; the ends may be vectors.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.multi_dot.html
    """
    if not isinstance(tensors, tuple) or len(tensors) < 2:
        raise CannotTellError
    result = tensors[0]
    for tensor in tensors[1:]:
        result = broadcasting.matmul(proof, result, tensor)
    return result


@rule("torch.chain_matmul")
def chain_matmul(proof: Proof, matrices: Operands) -> Shape:
    """Multiply a chain of matrices.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.chain_matmul.html
    """
    for matrix in matrices:
        require_rank(proof, matrix, 2)
    return multi_dot(proof, matrices)


@rule("torch.kron", "numpy.kron")
def kron(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Multiply the sizes of aligned axes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.kron.html

    >>> from conformable.core.proof import Proof
    >>> kron(Proof(), Shape.of(2, 3), Shape.of(5))
    Shape("2 15")
    """
    if input.sizes is None or other.sizes is None:
        raise CannotTellError
    pairs = zip_longest(reversed(input.sizes), reversed(other.sizes), fillvalue=ONE)
    return Shape(tuple(left * right for left, right in pairs)[::-1])


@rule("torch.cdist")
def cdist(proof: Proof, x1: Shape, x2: Shape, p: Argument = None, compute_mode: Argument = None) -> Shape:
    """Measure the distance of every row of one to every row of the other; the batches broadcast.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cdist.html

    >>> from conformable.core.proof import Proof
    >>> cdist(Proof(), Shape.of(2, 5, 3), Shape.of(7, 3))
    Shape("2 5 7")
    """
    batch, (rows, features) = trailing(proof, x1, 2)
    others, (other_rows, other_features) = trailing(proof, x2, 2)
    require_equal(proof, axis_size(x1, -1, features), axis_size(x2, -1, other_features))
    return Shape((*broadcast(proof, Shape(batch), Shape(others)).parts, rows, other_rows))


@rule("torch.linalg.cross")
def linalg_cross(proof: Proof, input: Shape, other: Shape, dim: int = -1) -> Shape:
    """Multiply vectors of three components; the other axes broadcast.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.linalg.cross.html
    """
    for operand in (input, other):
        require_axis(proof, operand, dim)
        size = operand.axis(dim)
        if size is not None:
            _require_three(proof, operand, dim, size)
    if input.rank is not None:
        require_rank(proof, other, input.rank)
    return broadcast(proof, input, other)


@rule("torch.cross")
def cross(proof: Proof, input: Shape, other: Shape, dim: Argument = None) -> Shape:
    """Do the same; without an axis, the first one of size 3 is taken.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cross.html
    """
    number = dim.number if isinstance(dim, Size) else None
    if number is not None:
        return linalg_cross(proof, input, other, number)
    if input.rank is not None:
        require_rank(proof, other, input.rank)
    return broadcast(proof, input, other)


@rule("numpy.cross", "numpy.linalg.cross")
def numpy_cross(proof: Proof, a: Shape, b: Shape) -> Shape:
    """Multiply vectors of two or three components along the last axis.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.cross.html

    >>> from conformable.core.proof import Proof
    >>> numpy_cross(Proof(), Shape.of(5, 3), Shape.of(3)), numpy_cross(Proof(), Shape.of(5, 2), Shape.of(2))
    (Shape("5 3"), Shape("5"))
    """
    lasts = [operand.axis(-1) for operand in (a, b)]
    numbers = [None if size is None else proof.number(size) for size in lasts]
    batch = broadcast(proof, *(Shape(trailing(proof, operand, 1)[0]) for operand in (a, b)))
    if 3 in numbers:
        return Shape((*batch.parts, THREE))
    if numbers == [2, 2]:
        return batch
    raise CannotTellError


def _require_three(proof: Proof, operand: Shape, axis: int, size: Size) -> None:
    witness = proof.differ(size, THREE)
    if witness is not None:
        message = messages.cross_needs_three(proof.operation, messages.axis_of(operand, axis))
        raise Mismatch(loose(size, THREE), message, witness)


# --- tensordot --------------------------------------------------------------------------------------------


@rule("torch.tensordot")
def tensordot(proof: Proof, a: Shape, b: Shape, dims: Argument = None) -> Shape:
    """Sum over pairs of axes: the last ones of the first with the first ones of the second, or two lists.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tensordot.html

    >>> from conformable.core.proof import Proof
    >>> tensordot(Proof(), Shape.of(2, 3, 4), Shape.of(3, 4, 5))
    Shape("2 5")
    """
    return _tensordot(proof, a, b, dims, _contract_or_stretch)


@rule("numpy.tensordot", "numpy.linalg.tensordot")
def numpy_tensordot(proof: Proof, a: Shape, b: Shape, axes: Argument = None) -> Shape:
    """Do the same, but let no axis of size 1 stretch.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.tensordot.html
    """
    return _tensordot(proof, a, b, axes, contract)


def _tensordot(
    proof: Proof,
    a: Shape,
    b: Shape,
    dims: Argument,
    sum_over: Callable[[Proof, tuple[Shape, int], tuple[Shape, int]], None],
) -> Shape:
    left, right = _paired_axes(a, Size.of(2) if dims is None else dims)
    if len(left) != len(right):
        raise Mismatch("shape-op", messages.unequal_lists(proof.operation, len(left), len(right)))
    for axis, other in zip(left, right, strict=True):
        sum_over(proof, (a, axis), (b, other))
    return _joined(proof, drop_axes(proof, a, left, keep=False), drop_axes(proof, b, right, keep=False))


def _paired_axes(a: Shape, dims: Argument) -> tuple[tuple[int, ...], tuple[int, ...]]:
    match dims:
        case Size() if dims.number is not None and a.rank is not None:
            return tuple(range(a.rank - dims.number, a.rank)), tuple(range(dims.number))
        case (left, right):
            return _axis_list(left), _axis_list(right)
        case _:
            raise CannotTellError


def _axis_list(argument: Argument) -> tuple[int, ...]:
    items = argument if isinstance(argument, tuple) else (argument,)
    numbers = [item.number if isinstance(item, Size) else None for item in items]
    known = tuple(number for number in numbers if number is not None)
    if len(known) < len(items):
        raise CannotTellError
    return known


def _contract_or_stretch(proof: Proof, left: tuple[Shape, int], right: tuple[Shape, int]) -> None:
    """Torch lets a summed axis of size 1 stretch."""
    sizes = left[0].axis(left[1]), right[0].axis(right[1])
    if sizes[0] is None or sizes[1] is None:
        return
    witness = proof.refuse_broadcast(sizes[0], sizes[1])
    if witness is not None:
        axes = (messages.axis_of(*left), messages.axis_of(*right))
        raise Mismatch("shape-op", messages.inner_sizes(proof.operation, *axes), witness)


def _joined(proof: Proof, left: Shape, right: Shape) -> Shape:
    if left.variadic is not None and right.variadic is not None:
        raise CannotTellError
    return Shape((*left.parts, *right.parts))
