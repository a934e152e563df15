"""Tensors of which one of several shapes is possible: what is done is done with each of them."""

from collections.abc import Callable
from typing import reveal_type

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

Rows = Float[Tensor, "b n d"]
Heads = Float[Tensor, "b n h d"]


def centred(x: Rows | Heads) -> Rows | Heads:
    mean = x.mean(-1, keepdim=True)
    reveal_type(mean)
    # N: Revealed shape is "Float[Tensor, 'b n 1'] | Float[Tensor, 'b n h 1']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x - mean)
    # N: Revealed shape is "Float[Tensor, 'b n d'] | Float[Tensor, 'b n h d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.shape[-1])
    # N: Revealed type is "int"
    return (x - mean) / (x.pow(2).sum(-1, keepdim=True) + 1e-5).sqrt()


def narrowed(x: Rows | Heads) -> None:
    if x.ndim == 3:
        reveal_type(x)
        # N: Revealed shape is "Float[Tensor, 'b n d']"
        # N: Revealed type is "torch._tensor.Tensor | torch._tensor.Tensor"
    else:
        reveal_type(x)
        # N: Revealed shape is "Float[Tensor, 'b n h d']"
        # N: Revealed type is "torch._tensor.Tensor | torch._tensor.Tensor"


def one_decision(x: Rows, many: bool) -> None:
    if many:
        query, key = x[:, :, None], x[:, :, None] + 1
    else:
        query, key = x, x + 1
    reveal_type(query + key)
    # N: Revealed shape is "Float[Tensor, 'b n 1 d'] | Float[Tensor, 'b n d']"
    # N: Revealed type is "torch._tensor.Tensor"


def a_number_or_a_tensor(x: Rows, bias: Float[Tensor, "d"] | None) -> None:
    reveal_type(x + (0.0 if bias is None else bias))
    # N: Revealed shape is "Float[Tensor, 'b n d']"
    # N: Revealed type is "torch._tensor.Tensor"


def a_number_of_numpy(x: Rows) -> None:
    reveal_type(np.sqrt(2.0 / np.pi) * x)
    # N: Revealed shape is "Shaped[Tensor, 'b n d']"
    # N: Revealed type is "Any"


class Normed(nn.Module):
    """Makes one of two modules, and an attribute that only one way sets."""

    def __init__(self, width: int, kind: str) -> None:
        super().__init__()
        layer: Callable[[int], nn.Module]
        if kind == "layer":
            layer = nn.LayerNorm
        else:
            layer = nn.RMSNorm
        self.norm = layer(width)
        if kind == "layer":
            self.scale = nn.Parameter(torch.ones(width))

    def forward(self, x: Float[Tensor, "n d"]) -> None:
        reveal_type(self.norm(x))
        # N: Revealed shape is "Shaped[Tensor, 'n d']"
        # N: Revealed type is "Any"
        reveal_type(self.scale)
        # N: Revealed shape is "Float[Tensor, 'width']"
        # N: Revealed type is "torch.nn.parameter.Parameter"


def annotated_for_one(x: Rows | Heads) -> None:
    scale: Float[Tensor, "b n 1"] = x.pow(2).mean(-1, keepdim=True)
    reveal_type(scale)
    # N: Revealed shape is "Float[Tensor, 'b n 1'] | Float[Tensor, 'b n h 1']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x / scale)
    # N: Revealed shape is "Float[Tensor, 'b n d'] | Float[Tensor, 'b n h d']"
    # N: Revealed type is "torch._tensor.Tensor"


def annotated_for_each(x: Rows | Heads) -> None:
    scale: Float[Tensor, "b n 1"] | Float[Tensor, "b n h 1"] = x.pow(2).mean(-1, keepdim=True)
    reveal_type(x / scale)
    # N: Revealed shape is "Float[Tensor, 'b n d'] | Float[Tensor, 'b n h d']"
    # N: Revealed type is "torch._tensor.Tensor"


def chosen_by_one_of_two(table: Float[Tensor, "v d"], index: Int[Tensor, ""] | Int[Tensor, "n"]) -> None:
    reveal_type(table[:, index])
    # N: Revealed shape is "Float[Tensor, 'v'] | Float[Tensor, 'v n']"
    # N: Revealed type is "torch._tensor.Tensor"


def lines(text: str) -> Int[Tensor, "line"]:
    return torch.arange(len(text))


def of_either(given: Int[Tensor, "line"] | str, other: Int[Tensor, "word"], flag: bool) -> None:
    tokens = lines(given) if isinstance(given, str) else given
    reveal_type(tokens)
    # N: Revealed shape is "Int[Tensor, 'line']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(tokens if flag else other)
    # N: Revealed shape is "Int[Tensor, '_']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {
    "rows": lambda: centred(torch.randn(2, 3, 4)),
    "heads": lambda: centred(torch.randn(2, 3, 5, 4)),
    "three": lambda: narrowed(torch.randn(2, 3, 4)),
    "four": lambda: narrowed(torch.randn(2, 3, 5, 4)),
    "many": lambda: one_decision(torch.randn(2, 3, 4), True),
    "one": lambda: one_decision(torch.randn(2, 3, 4), False),
    "without": lambda: a_number_or_a_tensor(torch.randn(2, 3, 4), None),
    "with": lambda: a_number_or_a_tensor(torch.randn(2, 3, 4), torch.randn(4)),
    "numpy": lambda: a_number_of_numpy(torch.randn(2, 3, 4)),
    "annotated": lambda: annotated_for_one(torch.randn(2, 3, 4)),
    "annotated heads": lambda: annotated_for_one(torch.randn(2, 3, 5, 4)),
    "each": lambda: annotated_for_each(torch.randn(2, 3, 5, 4)),
    "index": lambda: chosen_by_one_of_two(torch.randn(5, 4), torch.tensor(2)),
    "indices": lambda: chosen_by_one_of_two(torch.randn(5, 4), torch.tensor([2, 3, 1])),
    "text": lambda: of_either("abc", torch.arange(2), True),
    "tokens": lambda: of_either(torch.arange(4), torch.arange(2), False),
    "normed": lambda: Normed(4, "layer")(torch.randn(2, 4)),
}
