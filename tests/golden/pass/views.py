"""Views that split and join axes, as multi-head attention does: element counts that agree in every way of writing them."""

import torch
from jaxtyping import Float
from torch import Tensor


def split_heads(x: Float[Tensor, "b t d"], n_heads: int) -> Float[Tensor, "b n_heads t d_head"]:
    b, t, d = x.shape
    return x.view(b, t, n_heads, d // n_heads).transpose(1, 2)


def join_heads(x: Float[Tensor, "b h t d"]) -> Float[Tensor, "b t h*d"]:
    b, h, t, d = x.shape
    return x.transpose(1, 2).reshape(b, t, h * d)


def there_and_back(x: Float[Tensor, "b t d"], n_heads: int) -> Float[Tensor, "b t d"]:
    b, t, d = x.size()
    heads = x.view(b, t, n_heads, d // n_heads).transpose(1, 2)
    return heads.transpose(1, 2).contiguous().view(b, t, d)


def with_a_free_size(x: Float[Tensor, "b t h d"]) -> Float[Tensor, "b t h*d"]:
    return x.reshape(x.shape[0], x.shape[1], -1)


def flat(x: Float[Tensor, "n m"]) -> Float[Tensor, "n*m"]:
    return x.view(-1)


def literal_sizes(x: Float[Tensor, "4 6"]) -> Float[Tensor, "2 2 6"]:
    return x.reshape(2, 2, 6)


def multi_head_attention(
    x: Float[Tensor, "b t d"],
    w_qkv: Float[Tensor, "3*d d"],
    w_out: Float[Tensor, "d d"],
    n_heads: int,
) -> Float[Tensor, "b t d"]:
    b, t, d = x.shape
    qkv = (x @ w_qkv.T).view(b, t, 3, n_heads, d // n_heads).permute(2, 0, 3, 1, 4)
    q, k, v = qkv[0], qkv[1], qkv[2]
    weights = torch.softmax(q @ k.transpose(-2, -1) * d**-0.5, dim=-1)
    return (weights @ v).transpose(1, 2).reshape(b, t, d) @ w_out.T


def run() -> None:
    x = torch.randn(2, 5, 12)
    assert split_heads(x, 4).shape == (2, 4, 5, 3)
    assert join_heads(torch.randn(2, 4, 5, 3)).shape == (2, 5, 12)
    assert there_and_back(x, 4).shape == (2, 5, 12)
    assert with_a_free_size(torch.randn(2, 5, 4, 3)).shape == (2, 5, 12)
    assert flat(torch.randn(2, 3)).shape == (6,)
    assert literal_sizes(torch.randn(4, 6)).shape == (2, 2, 6)
    assert multi_head_attention(x, torch.randn(36, 12), torch.randn(12, 12), 4).shape == (2, 5, 12)
