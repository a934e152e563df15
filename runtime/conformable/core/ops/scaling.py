"""Sizes multiplied by a number that need not be whole, and rounded down."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import floor_divide
from conformable.core.proof import CannotTellError
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument
    from conformable.core.proof import Proof

MAX_DENOMINATOR: Final = 64
"""A float that is a fraction with a power of two below this is exact, and so is its product with a size."""


def scaled(proof: Proof, sizes: tuple[Size, ...], factor: Argument) -> tuple[Size, ...]:
    """Multiply sizes by one number, or each by its own, and round down; fresh where that is not certain.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.sizes import Symbol
    >>> scaled(Proof(), (Size.of(Symbol("h")), Size.of(7)), 0.5)
    (<h//2>, <3>)
    """
    factors = factor if isinstance(factor, tuple) else (factor,) * len(sizes)
    if len(factors) == 1:
        factors *= len(sizes)
    if len(factors) != len(sizes):
        raise CannotTellError
    return tuple(_scaled(proof, size, item) for size, item in zip(sizes, factors, strict=True))


def _scaled(proof: Proof, size: Size, factor: Argument) -> Size:
    match factor:
        case Size():
            return size * factor
        case float() if not isinstance(factor, bool):
            return _rounded_down(proof, size, factor)
        case _:
            return proof.fresh()


def _rounded_down(proof: Proof, size: Size, factor: float) -> Size:
    number = size.number
    if number is not None:
        return Size.of(int(float(number) * factor))
    exact = Fraction(factor)
    if exact.denominator > MAX_DENOMINATOR or exact < 0:
        return proof.fresh()
    return floor_divide(size * exact.numerator, Size.of(exact.denominator))
