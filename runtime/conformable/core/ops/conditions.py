"""Conditions that many operations have: equal sizes, exact division, a least size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.arithmetic import modulo
from conformable.core.comparison import never_zero
from conformable.core.immutable import dataclass
from conformable.core.ops.ranks import exactly, require_rank
from conformable.core.proof import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Named:
    """A size and how a message calls it, such as `n (axis -1 of x)`.

    Attributes:
        size: The size.
        words: What the message says, or what makes it: it is needed only where there is a message.
    """

    size: Size
    words: str | Callable[[], str]

    @property
    def text(self) -> str:
        """How a message calls it."""
        return self.words if isinstance(self.words, str) else self.words()


def axis_size(shape: Shape, axis: int, size: Size) -> Named:
    """Name the size of an operand's axis."""
    return Named(size, lambda: f"{size} ({messages.place_of(shape, axis)})")


def parameter_size(name: str, size: Size) -> Named:
    """Name the size that a parameter of the operation gives."""
    return Named(size, lambda: messages.size_of_parameter(size, name))


def loose(left: Size, right: Size, code: str = "shape-op") -> str:
    """Give the code of a mismatch: a free name against a number is often only a loose annotation.

    >>> from conformable.core.sizes import ONE, Size, Symbol
    >>> loose(Size.of(Symbol("c")), ONE)
    'shape-literal'
    """
    one_number = (left.number is None) is not (right.number is None)
    return "shape-literal" if one_number else code


def require_equal(proof: Proof, left: Named, right: Named) -> None:
    """Require that two sizes are equal, and learn it.

    Raises:
        Mismatch: if there is a witness that they are not.
    """
    witness = proof.differ(left.size, right.size)
    if witness is not None:
        message = messages.sizes_differ(proof.operation, left.text, right.text)
        raise Mismatch(loose(left.size, right.size), message, witness)


def require_same_shape(proof: Proof, left: Shape, right: Shape) -> None:
    """Require that two shapes are the same axis by axis.

    Raises:
        Mismatch: if they certainly differ.
    """
    if left.sizes is None:
        if right.sizes is not None:
            require_rank(proof, left, len(right.sizes))
        return
    sizes = exactly(proof, right, len(left.sizes))
    for axis, (size, other) in enumerate(zip(left.sizes, sizes, strict=True)):
        require_equal(proof, axis_size(left, axis, size), axis_size(right, axis, other))


def require_division(proof: Proof, whole: Named, part: Named) -> Size:
    """Require that a size divides another, learn it, and give the quotient.

    Raises:
        Mismatch: if there is a remainder for all sizes.
    """
    known = proof.facts.simplify(modulo(whole.size, part.size))
    if part.size.number != 0 and never_zero(known, proof.facts):
        raise Mismatch("shape-op", messages.not_divisible(proof.operation, whole.text, part.text))
    return proof.divide(whole.size, part.size)


def require_least(proof: Proof, size: Named, least: Named) -> None:
    """Require that a size is at least another, and learn it.

    Raises:
        Mismatch: if it is smaller for all sizes.
    """
    comparison = proof.below(size.size, least.size)
    if comparison.different:
        message = messages.too_small(proof.operation, size.text, least.text)
        raise Mismatch("shape-op", message, comparison.witness)
