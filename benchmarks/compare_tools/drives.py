"""How each program is run: with sizes that are all different, and what has to come out."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import ones

Drive = tuple[Callable[[ModuleType], Any], tuple[int, ...] | list[tuple[int, ...]]]


def labels(*shape: int) -> torch.Tensor:
    """Return indices that are valid for any axis."""
    return torch.zeros(*shape, dtype=torch.long)


def flags(*shape: int) -> torch.Tensor:
    """Return a mask that lets everything through."""
    return torch.ones(*shape, dtype=torch.bool)


#: The name of a program: what is called, and the shape or shapes of the result.
DRIVES: dict[str, Drive] = {
    # Operations
    "matmul": (lambda p: p.linear(ones(2, 3), ones(5, 3)), (2, 5)),
    "bmm": (lambda p: p.scores(ones(2, 3, 7), ones(2, 5, 7)), (2, 3, 5)),
    "transpose": (lambda p: p.heads_first(ones(2, 3, 5, 7)), (2, 5, 3, 7)),
    "permute": (lambda p: p.channels_first(ones(2, 3, 5, 7)), (2, 7, 3, 5)),
    "cat": (lambda p: p.joined(ones(2, 3), ones(2, 5)), (2, 8)),
    "stack": (lambda p: p.pair(ones(3, 5), ones(3, 5)), (3, 2, 5)),
    "reshape": (lambda p: p.merge_heads(ones(2, 3, 5, 7)), (2, 5, 21)),
    "flatten": (lambda p: p.flat(ones(2, 3, 5, 7)), (2, 105)),
    "einsum": (lambda p: p.scores(ones(2, 3, 7), ones(2, 5, 7)), (2, 3, 5)),
    "einops_rearrange": (lambda p: p.patches(ones(2, 3, 5, 7)), (2, 35, 3)),
    "einops_reduce": (lambda p: p.pooled(ones(2, 3, 5)), (2, 5)),
    "broadcasting": (lambda p: p.scaled(ones(2, 3), ones(2)), (2, 3)),
    "silent_broadcasting": (lambda p: p.squared_error(ones(3, 1), ones(3)), (3,)),
    "reduction_axis": (lambda p: p.pooled(ones(2, 3, 5)), (2, 5)),
    "keepdim": (lambda p: p.centred(ones(2, 3)), (2, 3)),
    "mask_axes": (lambda p: p.masked(ones(2, 3, 5, 7), ones(2, 7)), (2, 3, 5, 7)),
    "slicing": (lambda p: p.differences(ones(2, 5)), (2, 4)),
    "last_token": (lambda p: p.last(ones(2, 3, 5)), (2, 5)),
    "gather": (lambda p: p.chosen(ones(2, 3), labels(2)), (2,)),
    "where": (lambda p: p.zeroed(ones(2, 3, 5), flags(2, 3)), (2, 3, 5)),
    "pad": (lambda p: p.padded(ones(2, 3)), (2, 5)),
    "allocation": (lambda p: p.shifted(ones(2, 3, 5)), (2, 4, 5)),
    "chunk": (lambda p: p.attention_logits(ones(2, 3, 15)), (2, 3, 3)),
    "cross_entropy": (lambda p: p.loss(ones(2, 3, 5), labels(2, 3)), ()),
    "solve": (lambda p: p.solved(torch.eye(3), ones(2, 3)), (3, 2)),
    "attention": (lambda p: p.attention(ones(2, 3, 7), ones(2, 5, 7), ones(2, 5, 11)), (2, 3, 11)),
    "variadic_batch": (lambda p: p.linear(ones(2, 7, 3), ones(5, 3)), (2, 7, 5)),
    "in_place": (lambda p: p.with_first(ones(2, 3, 5), ones(2, 5)), (2, 3, 5)),
    # Modules
    "constructor_sizes": (lambda p: p.MLP(3, 5, 7)(ones(2, 3)), (2, 7)),
    "sequential": (lambda p: p.FeedForward(5)(ones(2, 3, 5)), (2, 3, 5)),
    "module_list": (lambda p: p.Residual(5, 2)(ones(2, 5)), (2, 5)),
    "parameter": (lambda p: p.Linear(3, 5)(ones(2, 3)), (2, 5)),
    "layer_norm": (lambda p: p.ChannelNorm(3)(ones(2, 3, 5)), (2, 3, 5)),
    "config_object": (lambda p: p.FeedForward(p.Config(3, 5))(ones(2, 3)), (2, 3)),
    "submodules": (lambda p: p.Classifier(3, 5, 7)(ones(2, 3)), (2, 7)),
    "inheritance": (lambda p: p.Encoder(3, 5)(ones(2, 3)), (2, 5)),
    "conv_residual": (lambda p: p.Residual(3)(ones(2, 3, 5, 7)), (2, 3, 5, 7)),
    "conv_to_linear": (lambda p: p.Digits()(ones(2, 1, 28, 28)), (2, 10)),
    "lstm": (lambda p: p.Tagger(5, 7, 11)(ones(2, 3, 5)), (2, 3, 11)),
    "comprehension": (lambda p: p.Heads(5, 7, 3)(ones(2, 5)), (2, 5)),
    "method_sizes": (lambda p: p.Positions(11, 5)(ones(2, 3, 5)), (2, 3, 5)),
    # What surrounds operations in a program
    "cross_function": (lambda p: p.features(ones(3, 5), ones(2, 3)), (2, 5)),
    "unannotated_helper": (lambda p: p.gram(ones(2, 3), ones(5, 3)), (2, 5)),
    "local_annotation": (lambda p: p.mixed(ones(2, 3), ones(5, 3), ones(5, 7)), (2, 7)),
    "wrong_return": (lambda p: p.hidden_and_out(ones(2, 3), ones(3, 5), ones(5, 7)), (2, 7)),
    "tuple_return": (lambda p: p.statistics(ones(2, 3)), [(2,), (3,)]),
    "branch": (lambda p: p.product(ones(2, 3), ones(5, 3).T, transpose=True), (2, 5)),
    "optional_mask": (lambda p: p.scores(ones(2, 3), ones(5, 3), ones(2, 5)), (2, 5)),
    "loop": (lambda p: p.recurrent(ones(2, 3, 5), ones(5, 7), ones(7, 7)), (2, 7)),
    "list_accumulation": (lambda p: p.running(ones(2, 3, 5), ones(5, 7)), (2, 3, 7)),
    "nested_function": (lambda p: p.kernel_matrix(ones(2, 3), ones(5, 3)), (2, 5)),
    "dataclass_fields": (lambda p: p.Layer(ones(5, 3), ones(5))(ones(2, 3)), (2, 5)),
    "alias": (lambda p: p.distances(ones(2, 3), ones(5, 3)), (2, 5)),
    "partial": (lambda p: p.twice(ones(2, 3), ones(3, 5), ones(5)), (2, 5)),
    "vmap": (lambda p: p.batched_outer(ones(2, 3), ones(2, 5)), (2, 3, 5)),
    "dict_values": (lambda p: p.fused(ones(2, 3), ones(2, 5)), (2, 8)),
    "generator": (lambda p: tuple(p.halves(ones(4, 3), ones(3, 5))), [(2, 5), (2, 5)]),
    # NumPy
    "numpy_matmul": (lambda p: p.linear(np.ones((2, 3)), np.ones((5, 3))), (2, 5)),
    "numpy_concatenate": (lambda p: p.joined(np.ones((2, 3)), np.ones((2, 5))), (2, 8)),
    "numpy_newaxis": (lambda p: p.distances(np.ones((2, 3)), np.ones((5, 3))), (2, 5)),
}
