"""ADD AN OPERATION HERE: one file for each family, one line or one short function for each operation.

Element by element: `pointwise`. Along axes: `reductions`, `differences`, `ordering`.
Axes: `axes` (moved, added, dropped), `stretching`, `views` (elements laid out anew), `joining`, `splitting`.
Values: `selecting` (by index), `searching` (places and counts), `diagonals`.
New tensors: `creation`, `drawing` (at random), `literals`.
Named axes: `einsum`, `einops`.
Algebra: `contractions`, `products`, `linalg`, `decompositions`, `fft`. Networks: `convolutions`, `pooling`,
`folding`, `resampling`, `normalizations`, `attention`, `losses`, `nn` (the rest of `torch.nn.functional`).
"""

from __future__ import annotations

from conformable.core.ops import (
    attention,
    axes,
    contractions,
    convolutions,
    creation,
    decompositions,
    diagonals,
    differences,
    drawing,
    einops,
    einsum,
    fft,
    folding,
    joining,
    linalg,
    literals,
    losses,
    nn,
    normalizations,
    ordering,
    pointwise,
    pooling,
    products,
    reductions,
    resampling,
    searching,
    selecting,
    splitting,
    stretching,
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
    "decompositions",
    "diagonals",
    "differences",
    "drawing",
    "einops",
    "einsum",
    "fft",
    "folding",
    "joining",
    "linalg",
    "literals",
    "losses",
    "nn",
    "normalizations",
    "ordering",
    "pointwise",
    "pooling",
    "products",
    "reductions",
    "resampling",
    "searching",
    "selecting",
    "splitting",
    "stretching",
    "views",
]
