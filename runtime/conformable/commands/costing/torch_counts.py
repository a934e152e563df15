"""The operations that torch's own counter leaves out, counted as it counts the others.

Each formula gets the shapes of the operands where the operation gets tensors, see
https://github.com/pytorch/pytorch/blob/main/torch/utils/flop_counter.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

Sizes = Sequence[int]


def further_formulas() -> dict[Any, Callable[..., int]]:
    """Return the formulas, for `FlopCounterMode(custom_mapping=...)`."""
    import torch

    aten = torch.ops.aten
    return {
        aten.mv: lambda matrix, vector, **_: 2 * prod(matrix),
        aten.dot: lambda left, right, **_: 2 * prod(left),
        aten.vdot: lambda left, right, **_: 2 * prod(left),
        aten.addmv: lambda bias, matrix, vector, **_: 2 * prod(matrix),
        aten.addbmm: lambda bias, left, right, **_: 2 * prod(left) * right[-1],
        aten._trilinear: _bilinear,  # noqa: SLF001
        aten.mkldnn_rnn_layer: _recurrent,
        aten._scaled_dot_product_flash_attention_for_cpu: _attention,  # noqa: SLF001
    }


def _attention(query: Sizes, key: Sizes, value: Sizes, *_: object, **__: object) -> int:
    """The scores, and the average of the values."""
    return 2 * prod(query[:-1]) * key[-2] * (query[-1] + value[-1])


def _bilinear(left: Sizes, weight: Sizes, right: Sizes, *_: object, **__: object) -> int:
    """Each position adds up the products of all pairs of features, for each feature of the result."""
    return 2 * prod(left[:-1]) * prod(weight)


def _recurrent(sequence: Sizes, from_input: Sizes, from_state: Sizes, *_: object, **__: object) -> int:
    """One layer in one direction: each step multiplies its input and its last state."""
    return 2 * prod(sequence[:-1]) * (prod(from_input) + prod(from_state))
