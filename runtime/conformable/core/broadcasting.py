"""Broadcasting and contraction of shapes, with variadic parts and unknown sizes."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.immutable import dataclass
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import ONE, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformable.core.witness import Witness


COMPARISONS: Final = frozenset(
    {"<", "<=", ">", ">=", "==", "!=", "lt", "le", "gt", "ge", "eq", "ne", "isclose"}
)
"""Operations that are there to compare everything with everything, as a causal mask does."""


def broadcast(proof: Proof, *shapes: Shape) -> Shape:
    """Give the shape that shapes broadcast to.

    Axes are aligned from the right, a missing axis counts as 1, and axes of size 1 stretch
    (https://numpy.org/doc/stable/user/basics.broadcasting.html).

    Raises:
        Mismatch: if two aligned axes certainly cannot be broadcast.

    >>> n, proof = Size.of(3), Proof()
    >>> broadcast(proof, Shape.of(2, 1), Shape.of(3))
    Shape("2 3")
    """
    return reduce(lambda left, right: _broadcast_two(proof, _Pair(proof.operation, left, right)), shapes)


def keep_shape(proof: Proof, target: Shape, result: Shape) -> None:
    """Require that the result of an in-place operation has the shape of its target.

    Raises:
        Mismatch: if it certainly does not.
    """
    if target.rank is None or result.rank is None:
        return
    if len(target.parts) != len(result.parts):
        raise Mismatch("shape-broadcast", messages.changes_shape(proof.operation, target, result))
    for wanted, got in zip(target.before, result.before, strict=True):
        witness = proof.differ(wanted, got)
        if witness is not None:
            raise Mismatch(
                "shape-broadcast", messages.changes_shape(proof.operation, target, result), witness
            )


def matmul(proof: Proof, left: Shape, right: Shape) -> Shape:
    """Give the shape of a matrix product (https://docs.pytorch.org/docs/stable/generated/torch.matmul.html).

    Raises:
        Mismatch: if the inner sizes differ, the batch axes cannot be broadcast, or an operand is a scalar.

    >>> matmul(Proof(), Shape.of(5, 2, 3), Shape.of(3, 4))
    Shape("5 2 4")
    """
    for operand in (left, right):
        if operand.rank == 0:
            raise Mismatch("shape-rank", messages.scalar_operand(proof.operation, operand))
    contracted = -1 if right.rank == 1 else -2
    contract(proof, (left, -1), (right, contracted), code="shape-matmul")
    if left.rank == 1:
        return _without_axis(proof, right, contracted)
    if right.rank == 1:
        return _without_axis(proof, left, -1)
    return _matrix_product(proof, left, right)


def contract(
    proof: Proof, left: tuple[Shape, int], right: tuple[Shape, int], *, code: str = "shape-op"
) -> None:
    """Require that two axes that are summed over together have the same size.

    Raises:
        Mismatch: if they certainly differ.
    """
    (left_shape, left_axis), (right_shape, right_axis) = left, right
    sizes = left_shape.axis(left_axis), right_shape.axis(right_axis)
    if sizes[0] is None or sizes[1] is None:
        return
    witness = proof.differ(sizes[0], sizes[1])
    if witness is not None:
        axes = (messages.axis_of(left_shape, left_axis), messages.axis_of(right_shape, right_axis))
        raise Mismatch(code, messages.inner_sizes(proof.operation, *axes), witness)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two operands and the operation that aligns them; the last `trailing` axes take no part."""

    operation: str
    left: Shape
    right: Shape
    trailing: int = 0

    def refuse(self, offset: int, witness: Witness) -> Mismatch:
        """Make the finding that the axes `offset` places from the right cannot be broadcast."""
        axis = -offset - self.trailing
        axes = (messages.axis_of(self.left, axis), messages.axis_of(self.right, axis))
        return Mismatch("shape-broadcast", messages.not_broadcastable(self.operation, *axes), witness)


def _broadcast_two(proof: Proof, pair: _Pair) -> Shape:
    end = -pair.trailing or None
    left, right = Shape(pair.left.parts[:end]), Shape(pair.right.parts[:end])
    if left.rank is not None and right.rank is not None:
        result = Shape(_aligned(proof, pair, left.before, right.before))
        meant = proof.operation in COMPARISONS
        if not meant and (
            _pairs_with_itself(pair.left, pair.right) or _pairs_with_itself(pair.right, pair.left)
        ):
            proof.suspicions.append(
                messages.pairs_with_itself(proof.operation, pair.left, pair.right, result)
            )
        return result
    if left.variadic is None:
        left, right, pair = right, left, replace(pair, left=pair.right, right=pair.left)
    return Shape((*_leading_parts(proof, left, right), *_aligned_tail(proof, pair, left, right)))


def _pairs_with_itself(column: Shape, row: Shape) -> bool:
    """Tell whether `(n 1)` meets `(n)`: the result `(n n)` pairs every element with every other.

    A column that is made where the operation stands, such as `x[:, None]`, is meant.
    """
    if len(column.parts) != 2 or len(row.parts) != 1:
        return False
    named = (
        isinstance(column.parts[0], Size) and isinstance(atom := column.parts[0].atom, Symbol) and atom.rigid
    )
    written = any(word in column.label for word in ("None", "newaxis", "unsqueeze"))
    return named and not written and column.parts == (row.parts[0], ONE)


def _aligned(proof: Proof, pair: _Pair, left: Sequence[Size], right: Sequence[Size]) -> tuple[Size, ...]:
    """Broadcast sizes aligned from the right; messages count the axes from the right as well."""
    result = []
    pairs = zip_longest(reversed(left), reversed(right), fillvalue=ONE)
    for offset, (left_size, right_size) in enumerate(pairs, start=1):
        if right_size in (left_size, ONE):
            result.append(left_size)
            continue
        witness = proof.refuse_broadcast(left_size, right_size)
        if witness is not None:
            raise pair.refuse(offset, witness)
        result.append(proof.broadcast(left_size, right_size))
    return tuple(reversed(result))


def _aligned_tail(proof: Proof, pair: _Pair, left: Shape, right: Shape) -> tuple[Size, ...]:
    """Broadcast what stands behind the variadic part of `left` with what certainly stands over against it."""
    own, other = left.after, right.before if right.variadic is None else right.after
    shared = min(len(own), len(other))
    if right.variadic is not None:
        own = own[len(own) - shared :]
    return _aligned(proof, pair, own, other[len(other) - shared :])


def _leading_parts(proof: Proof, left: Shape, right: Shape) -> tuple[Part, ...]:
    """Give what stands before the aligned tail; `left` has a variadic part."""
    if right.variadic is None:
        if len(right.before) <= len(left.after):
            return left.parts[: len(left.parts) - len(left.after)]
        return (proof.fresh_variadic(),)
    run = _common_run(left.variadic, right.variadic)
    if run is None or len(left.after) != len(right.after):
        return (proof.fresh_variadic(),)
    if left.before == right.before:
        return (*left.before, run)
    if not left.before or not right.before:
        return (*left.before, *right.before, run)
    return (proof.fresh_variadic(),)


def _common_run(left: Variadic | None, right: Variadic | None) -> Variadic | None:
    """Give the run that two runs broadcast to: the same run, or `*name` where the other is `*#name`."""
    if left is None or right is None:
        return None
    if left == right:
        return left
    same_name = replace(left, occurrence="") == replace(right, occurrence="")
    return next((run for run in (left, right) if same_name and not run.occurrence), None)


def _without_axis(proof: Proof, shape: Shape, axis: int) -> Shape:
    position = shape.position(axis)
    return proof.fresh_shape() if position is None else Shape(shape.replace(position).parts)


def _matrix_product(proof: Proof, left: Shape, right: Shape) -> Shape:
    rows, columns = left.position(-2), right.position(-1)
    if right.rank == 2 and left.position(-1) is not None:
        # A vector loses its axis, a matrix or a batch of them its last one.
        return Shape((*left.parts[:-1], right.parts[-1]))
    if rows is None or columns is None or left.position(-1) is None or right.position(-2) is None:
        return proof.fresh_shape()
    batch = _broadcast_two(proof, _Pair(proof.operation, left, right, trailing=2))
    return Shape((*batch.parts, left.parts[rows], right.parts[columns]))
