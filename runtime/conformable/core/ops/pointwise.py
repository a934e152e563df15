"""Operations element by element, with broadcasting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.broadcasting import broadcast
from conformable.core.ops.registry import rule

if TYPE_CHECKING:
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape

UNARY: Final = ("abs", "exp", "log", "sqrt", "sin", "cos", "tanh", "negative")
BINARY: Final = ("add", "subtract", "multiply", "maximum", "minimum")


def unary(proof: Proof, input: Shape) -> Shape:
    """Keep the shape."""
    return input


def binary(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Broadcast two operands."""
    return broadcast(proof, input, other)


for _name in UNARY:
    rule(f"torch.{_name}", f"numpy.{_name}")(unary)
for _name in BINARY:
    rule(f"torch.{_name}", f"numpy.{_name}")(binary)
