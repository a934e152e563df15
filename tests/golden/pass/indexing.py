"""Indexing as it is written: slices, masks, tensors of indices, and assignment into parts."""

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn


def the_last_step(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d"]:
    return x[:, -1]


def all_but_the_last(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t-1 d"]:
    return x[:, :-1]


def shifted(x: Float[Tensor, "b t"], y: Float[Tensor, "b t"]) -> Float[Tensor, "b t-1"]:
    return x[:, 1:] - y[:, :-1]


def halves(y: Float[Tensor, "n d"], x: Float[Tensor, "n 2*d"]) -> Float[Tensor, "n d"]:
    d = y.shape[1]
    return x[:, :d] * x[:, d:] + y


def rotated(x: Float[Tensor, "*b d"]) -> Float[Tensor, "*b d"]:
    half = x.shape[-1] // 2
    return torch.cat([-x[..., half:], x[..., :half]], dim=-1)


def outer(x: Float[Tensor, "n"], y: Float[Tensor, "m"]) -> Float[Tensor, "n m"]:
    return x[:, None] * y[None, :]


def from_the_right(x: Float[Tensor, "*b d"], w: Float[Tensor, "d"]) -> Float[Tensor, "*b"]:
    return (x * w)[..., 0]


def every_second(x: Float[Tensor, "n 6"]) -> Float[Tensor, "n 3"]:
    return x[:, ::2]


def looked_up(table: Float[Tensor, "v d"], ids: Int[Tensor, "b t"]) -> Float[Tensor, "b t d"]:
    return table[ids]


def one_of_each_row(x: Float[Tensor, "n c"], labels: Int[Tensor, "n"]) -> Float[Tensor, "n"]:
    return x[torch.arange(x.shape[0]), labels]


def masked(x: Float[Tensor, "n d"], mask: Bool[Tensor, "n"], w: Float[Tensor, "d k"]) -> Float[Tensor, "_ k"]:
    return x[mask] @ w


def split_index(
    x: Float[Tensor, "a b c d"], i: Int[Tensor, "n"], j: Int[Tensor, "n"]
) -> Float[Tensor, "n b d"]:
    return x[i, :, j]


def by_a_list(x: Float[Tensor, "n d"]) -> Float[Tensor, "3 d"]:
    return x[[0, 1, 0]]


def into_a_part(x: Float[Tensor, "b t d"], start: Float[Tensor, "b d"]) -> Float[Tensor, "b t d"]:
    out = torch.zeros_like(x)
    out[:, 0] = start
    out[:, 1:] = x[:, :-1]
    return out


def a_number_into_a_part(x: Float[Tensor, "n d"], mask: Bool[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    x[mask] = 0.0
    x[0] = 1.0
    return x


def added_to_a_part(x: Float[Tensor, "n d"], row: Float[Tensor, "d"]) -> Float[Tensor, "n d"]:
    x[0] += row
    x[:, 0] *= 2
    return x


def a_window(x: Float[Tensor, "n d"], start: int, size: int) -> Tensor:
    part = x[start : start + size]
    return part @ x.T


def a_step_at_a_time(x: Float[Tensor, "b t d"], w: Float[Tensor, "d d"]) -> Float[Tensor, "b t d"]:
    h = torch.zeros(x.shape[0], x.shape[2])
    out = torch.zeros_like(x)
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] + h @ w)
        out[:, t] = h
    return out


def gathered(x: Float[Tensor, "b t v"], ids: Int[Tensor, "b t"]) -> Float[Tensor, "b t"]:
    return x.gather(-1, ids[..., None])[..., 0]


def all_rows_into_one(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
    out = torch.zeros_like(x)
    for i in range(x.shape[0]):
        out[i] = x.mean(dim=0, keepdim=True)
    return out


def an_integer_and_an_array(x: Float[Tensor, "a b c"], ids: Int[Tensor, "k"]) -> Float[Tensor, "b k"]:
    return x[0, :, ids]


def an_integer_and_an_array_in_numpy(
    x: Float[np.ndarray, "a b c"], ids: Int[np.ndarray, "k"]
) -> Float[np.ndarray, "k b"]:
    return x[0, :, ids]


def moved_on(x: Float[Tensor, "n d"], k: int) -> Float[Tensor, "n d"]:
    out = torch.zeros_like(x)
    out[k:] = x[:-k]
    return out


def without_the_border(x: Float[Tensor, "b t"], kernel: int = 3) -> Float[Tensor, "b t"]:
    border = kernel // 2
    return F.pad(x, (border, border))[:, border:-border]


def the_last(x: Float[Tensor, "n d"], k: int) -> Float[Tensor, "{k} d"]:
    return x[-k:]


def lagged(x: Float[Tensor, "n d"], lags: list[int]) -> Float[Tensor, "n d"]:
    out = x
    for lag in lags:
        out = out + F.pad(x[:-lag], (0, 0, lag, 0))
    return out


def from_either_end(x: Float[Tensor, "b t"], prompt: int) -> Float[Tensor, "b t"]:
    return torch.cat([x[:, :prompt], x[:, prompt - x.shape[1] :]], 1)


class Causal(nn.Module):
    def __init__(self, channels: int, kernel: int = 3) -> None:
        super().__init__()
        self.padding = kernel - 1
        self.conv = nn.Conv1d(channels, channels, kernel, padding=self.padding)

    def forward(self, x: Float[Tensor, "b c t"]) -> Float[Tensor, "b c t"]:
        return self.conv(x)[..., : -self.padding]


def run() -> None:
    some = an_integer_and_an_array(torch.randn(2, 3, 4), torch.tensor([0, 1, 1, 2, 2]))
    assert some.shape == (3, 5)
    assert an_integer_and_an_array_in_numpy(np.ones((2, 3, 4)), np.array([0, 1, 1, 2, 2])).shape == (5, 3)
    x = torch.randn(2, 3, 4)
    ids = torch.zeros(2, 3, dtype=torch.int64)
    mask = torch.tensor([True, False])
    assert the_last_step(x).shape == (2, 4)
    assert all_but_the_last(x).shape == (2, 2, 4)
    assert shifted(torch.randn(2, 3), torch.randn(2, 3)).shape == (2, 2)
    assert halves(torch.randn(2, 3), torch.randn(2, 6)).shape == (2, 3)
    assert rotated(x).shape == (2, 3, 4)
    assert outer(torch.randn(2), torch.randn(3)).shape == (2, 3)
    assert from_the_right(x, torch.randn(4)).shape == (2, 3)
    assert every_second(torch.randn(2, 6)).shape == (2, 3)
    assert looked_up(torch.randn(7, 4), ids).shape == (2, 3, 4)
    assert one_of_each_row(torch.randn(3, 4), torch.tensor([0, 1, 2])).shape == (3,)
    assert masked(torch.randn(2, 3), mask, torch.randn(3, 4)).shape == (1, 4)
    index = torch.tensor([0, 1])
    assert split_index(torch.randn(2, 3, 4, 5), index, index).shape == (2, 3, 5)
    assert by_a_list(torch.randn(2, 3)).shape == (3, 3)
    assert into_a_part(x, torch.randn(2, 4)).shape == (2, 3, 4)
    assert a_number_into_a_part(torch.randn(2, 3), torch.ones(2, 3, dtype=torch.bool)).shape == (2, 3)
    assert added_to_a_part(torch.randn(2, 3), torch.randn(3)).shape == (2, 3)
    assert a_window(torch.randn(5, 3), 1, 2).shape == (2, 5)
    assert a_step_at_a_time(x, torch.randn(4, 4)).shape == (2, 3, 4)
    assert all_rows_into_one(torch.randn(2, 3)).shape == (2, 3)
    assert gathered(x, ids).shape == (2, 3)
    assert moved_on(torch.randn(5, 3), 2).shape == (5, 3)
    assert without_the_border(torch.randn(2, 5)).shape == (2, 5)
    assert the_last(torch.randn(5, 3), 2).shape == (2, 3)
    assert lagged(torch.randn(5, 3), [1, 2]).shape == (5, 3)
    assert from_either_end(torch.randn(2, 5), 3).shape == (2, 5)
    assert Causal(3)(torch.randn(2, 3, 7)).shape == (2, 3, 7)
