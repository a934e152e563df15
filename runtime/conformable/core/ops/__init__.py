"""ADD AN OPERATION HERE: one file for each family, one line or one short function for each operation.

Families: `contractions` (products of matrices and tensors), `pointwise` (element by element, with
broadcasting), `reductions`, `axes` (axes moved, added, dropped), `views` (elements laid out anew),
`creation`, `selecting` (values by index), `searching` (places and counts), `diagonals`, `einsum` and `einops` (named axes).
"""

from __future__ import annotations

from conformable.core.ops import (
    axes,
    contractions,
    creation,
    diagonals,
    einops,
    einsum,
    pointwise,
    reductions,
    searching,
    selecting,
    views,
)
from conformable.core.ops.arguments import UNKNOWN, Argument, Result, Unknown
from conformable.core.ops.registry import REGISTRY, Registry, Rule

__all__ = [
    "REGISTRY",
    "UNKNOWN",
    "Argument",
    "Registry",
    "Result",
    "Rule",
    "Unknown",
    "axes",
    "contractions",
    "creation",
    "diagonals",
    "einops",
    "einsum",
    "pointwise",
    "reductions",
    "searching",
    "selecting",
    "views",
]
