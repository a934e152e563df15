"""ADD AN OPERATION HERE: one file for each family, one line or one short function for each operation.

Families: `contractions` (products of matrices and tensors), `pointwise` (element by element, with
broadcasting), `reductions`, `axes` (axes moved, added, dropped), `views` (elements laid out anew),
`creation`, `selecting` (values by index), `searching` (places and counts), `diagonals`, `einsum` and `einops` (named axes), `convolutions`, `pooling`, `folding`, `resampling`,
`normalizations`, `attention`, `losses` and `nn` (the rest of `torch.nn.functional`).
"""

from __future__ import annotations

from conformable.core.ops import (
    attention,
    axes,
    contractions,
    convolutions,
    creation,
    diagonals,
    einops,
    einsum,
    folding,
    losses,
    nn,
    normalizations,
    pointwise,
    pooling,
    reductions,
    resampling,
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
    "attention",
    "axes",
    "contractions",
    "convolutions",
    "creation",
    "diagonals",
    "einops",
    "einsum",
    "folding",
    "losses",
    "nn",
    "normalizations",
    "pointwise",
    "pooling",
    "reductions",
    "resampling",
    "searching",
    "selecting",
    "views",
]
