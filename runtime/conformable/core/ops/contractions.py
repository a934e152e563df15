"""Products that sum over an axis: matmul, mm, bmm, mv, dot, outer, linear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import broadcasting
from conformable.core.ops.registry import rule

if TYPE_CHECKING:
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape

rule("torch.mm", signature="n k, k m -> n m")
rule("torch.bmm", signature="b n k, b k m -> b n m")
rule("torch.mv", signature="n k, k -> n")
rule("torch.dot", "torch.vdot", signature="n, n -> ")
rule("torch.outer", "torch.ger", signature="n, m -> n m")


@rule(
    "torch.matmul",
    "torch.Tensor.__matmul__",
    "torch.linalg.matmul",
    "numpy.matmul",
    "numpy.ndarray.__matmul__",
)
def matmul(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Multiply matrices; the axes before the last two broadcast.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> matmul(Proof(), Shape.of(5, 2, 3), Shape.of(3, 4))
    Shape("5 2 4")
    """
    return broadcasting.matmul(proof, input, other)


@rule("torch.Tensor.__rmatmul__", "numpy.ndarray.__rmatmul__")
def reversed_matmul(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Multiply matrices, the second operand first."""
    return matmul(proof, other, input)
