"""Early returns, checks that raise, optional masks: what the rest of a function may rely on."""

from typing import NoReturn

import torch
from jaxtyping import Bool, Float
from torch import Tensor


def optional_mask(
    scores: Float[Tensor, "b q k"], mask: Bool[Tensor, "b q k"] | None = None
) -> Float[Tensor, "b q k"]:
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    return scores.softmax(dim=-1)


def with_a_default(x: Float[Tensor, "n d"], w: Float[Tensor, "d d"] | None = None) -> Float[Tensor, "n d"]:
    if w is None:
        w = torch.eye(x.shape[1])
    return x @ w


def early_return(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], enabled: bool) -> Float[Tensor, "n _"]:
    if not enabled:
        return x
    return x @ w


def rank_is_checked(x: Tensor) -> Float[Tensor, "b n d"]:
    if x.ndim == 2:
        x = x.unsqueeze(0)
    if x.ndim != 3:
        raise ValueError(f"expected 3 axes, got {x.ndim}")
    return x


def rank_decides(x: Tensor, w: Float[Tensor, "d k"]) -> Tensor:
    if x.dim() == 1:
        return x @ w
    if x.dim() == 2:
        n, d = x.shape
        return x.view(n, d) @ w
    return torch.einsum("...d,dk->...k", x, w)


def sizes_are_compared(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if x.shape[0] != y.shape[0]:
        raise ValueError("different lengths")
    return x + y


def sizes_are_compared_by_a_function(
    x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]
) -> Float[Tensor, "n d"]:
    def fail(message: str) -> NoReturn:
        raise ValueError(message)

    if x.shape[0] != y.shape[0]:
        fail("different lengths")
    return x + y


def shapes_are_compared(x: Float[Tensor, "n d"], y: Float[Tensor, "m k"]) -> Float[Tensor, "n d"]:
    if x.shape == y.shape:
        return x * y
    return x


def both_conditions(x: Float[Tensor, "n d"], y: Float[Tensor, "m k"] | None) -> Float[Tensor, "n d"]:
    if y is not None and y.shape[0] == x.shape[0] and y.shape[1] == x.shape[1]:
        return x + y
    return x


def either_condition(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if x.shape[0] == y.shape[0] or y.shape[0] == 1:
        return x + y
    return x


def divisible(x: Float[Tensor, "n d"], h: int) -> Float[Tensor, "n h d//h"]:
    assert x.shape[1] % h == 0, "d must be divisible by h"
    return x.view(x.shape[0], h, x.shape[1] // h)


def a_helper_compares(x: Float[Tensor, "n d"], y: Float[Tensor, "m k"]) -> Float[Tensor, "n d"]:
    def same(a: Tensor, b: Tensor) -> bool:
        return a.shape == b.shape

    return x + y if same(x, y) else x


def expanded_if_needed(x: Float[Tensor, "n d"], bias: Tensor) -> Tensor:
    if bias.ndim == 1:
        bias = bias[None]
    assert bias.shape[1] == x.shape[1]
    return x + bias


def by_truth_of_a_size(x: Tensor) -> Tensor:
    shape = x.shape
    if len(shape) and shape[-1] != 1:
        return x[..., 0]
    return x


def an_instance(x: Float[Tensor, "n d"] | float, w: Float[Tensor, "d k"]) -> Tensor:
    if isinstance(x, float):
        return x * w
    return x @ w


def in_a_while(x: Float[Tensor, "n d"], limit: int) -> Tensor:
    while x.shape[0] < limit:
        x = torch.cat([x, x])
    return x[:limit]


def in_a_walrus(x: Float[Tensor, "n d"], w: Float[Tensor, "m d"]) -> Tensor:
    if (n := x.shape[0]) == w.shape[0]:
        return (x + w).view(n, -1)
    return x


def checked_by_torch(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    torch._check(x.shape[0] == y.shape[0])  # type: ignore[no-untyped-call]
    return x + y


def by_lists(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if list(x.shape) != list(y.shape):
        raise ValueError
    return x + y


def by_a_set(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if len({len(x), len(y)}) > 1:
        raise ValueError
    return x + y


def by_any(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if any(one != other for one, other in zip(x.shape, y.shape, strict=True)):
        raise ValueError
    return x + y


def by_a_distance(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if abs(len(x) - len(y)) > 0:
        raise ValueError
    return x + y


def by_its_text(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if str(x.shape) != str(y.shape):
        raise ValueError
    return x + y


def by_the_same_size(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if not x.is_same_size(y):
        raise ValueError
    return x + y


def by_a_truth(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    if (x.shape[0] == y.shape[0]) is False:
        raise ValueError
    return x + y


def by_a_test(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n d"]:
    torch.testing.assert_close(x.shape, y.shape)
    return x + y


def run() -> None:
    for guarded in (
        by_lists,
        by_a_set,
        by_any,
        by_a_distance,
        by_its_text,
        by_the_same_size,
        by_a_truth,
        by_a_test,
    ):
        assert guarded(torch.randn(2, 3), torch.randn(2, 3)).shape == (2, 3)
    x, y = torch.randn(2, 3), torch.randn(2, 3)
    assert optional_mask(torch.randn(2, 3, 4)).shape == (2, 3, 4)
    assert optional_mask(torch.randn(2, 3, 4), torch.ones(2, 3, 4, dtype=torch.bool)).shape == (2, 3, 4)
    assert with_a_default(x).shape == (2, 3)
    assert early_return(x, torch.randn(3, 4), enabled=True).shape == (2, 4)
    assert rank_is_checked(x).shape == (1, 2, 3)
    assert rank_decides(torch.randn(5, 2, 3), torch.randn(3, 4)).shape == (5, 2, 4)
    assert rank_decides(x, torch.randn(3, 4)).shape == (2, 4)
    assert sizes_are_compared(x, y).shape == (2, 3)
    assert sizes_are_compared_by_a_function(x, y).shape == (2, 3)
    assert shapes_are_compared(x, y).shape == (2, 3)
    assert both_conditions(x, y).shape == (2, 3)
    assert either_condition(x, y).shape == (2, 3)
    assert divisible(torch.randn(2, 6), 3).shape == (2, 3, 2)
    assert a_helper_compares(x, torch.randn(4, 5)).shape == (2, 3)
    assert expanded_if_needed(x, torch.randn(3)).shape == (2, 3)
    assert by_truth_of_a_size(torch.tensor(1.0)).shape == ()
    assert an_instance(x, torch.randn(3, 4)).shape == (2, 4)
    assert an_instance(2.0, torch.randn(3, 4)).shape == (3, 4)
    assert in_a_while(x, 7).shape == (7, 3)
    assert in_a_walrus(x, torch.randn(5, 3)).shape == (2, 3)
    assert checked_by_torch(torch.randn(2, 3), torch.randn(2, 3)).shape == (2, 3)
