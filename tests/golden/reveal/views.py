"""The sizes of split and joined axes."""

from typing import reveal_type

import torch
from jaxtyping import Float
from torch import Tensor


def split(x: Float[Tensor, "b t d"], n_heads: int) -> None:
    b, t, d = x.shape
    heads = x.view(b, t, n_heads, d // n_heads).transpose(1, 2)
    reveal_type(heads.transpose(1, 2).reshape(b, t, d))
    # N: Revealed shape is "Float[Tensor, 'b t d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.view(b * t, d))
    # N: Revealed shape is "Float[Tensor, 'b*t d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.reshape(b, -1))
    # N: Revealed shape is "Float[Tensor, 'b d*t']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.unsqueeze(1).squeeze(1))
    # N: Revealed shape is "Float[Tensor, 'b t d']"
    # N: Revealed type is "torch._tensor.Tensor"


def join(x: Float[Tensor, "b h t d"]) -> None:
    reveal_type(x.transpose(1, 2))
    # N: Revealed shape is "Float[Tensor, 'b t h d']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1))
    # N: Revealed shape is "Float[Tensor, 'b t d*h']"
    # N: Revealed type is "torch._tensor.Tensor"
    reveal_type(x.view(-1))
    # N: Revealed shape is "Float[Tensor, 'b*d*h*t']"
    # N: Revealed type is "torch._tensor.Tensor"


RUNS = {"split": lambda: split(torch.randn(2, 5, 12), 4), "join": lambda: join(torch.randn(2, 4, 5, 3))}
