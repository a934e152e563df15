"""Calls of the program's own functions: keywords, defaults, overloads, tuples, unions, `*args`."""

from dataclasses import dataclass
from typing import NamedTuple, TypedDict, overload

import torch
from jaxtyping import Float, Int
from torch import Tensor

Tokens = Int[Tensor, "batch pos"]
Hidden = Float[Tensor, "batch pos width"]


def attend(
    q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s e"], *, scale: float = 1.0
) -> Float[Tensor, "b t e"]:
    return (q @ k.mT * scale).softmax(-1) @ v


def by_keyword(x: Float[Tensor, "b t d"], y: Float[Tensor, "b s d"]) -> Float[Tensor, "b t d"]:
    return attend(v=y, k=y, q=x, scale=0.5)


def moments(x: Float[Tensor, "n d"]) -> tuple[Float[Tensor, "d"], Float[Tensor, "d d"]]:
    mean = x.mean(0)
    centered = x - mean
    return mean, centered.T @ centered


def of_a_tuple(x: Float[Tensor, "m k"]) -> Float[Tensor, "k"]:
    mean, covariance = moments(x)
    return covariance @ mean


@overload
def pick(x: Float[Tensor, "n d"], row: int) -> Float[Tensor, "d"]: ...
@overload
def pick(x: Float[Tensor, "n d"], row: None = None) -> Float[Tensor, "n"]: ...
def pick(x: Tensor, row: int | None = None) -> Tensor:
    return x.sum(1) if row is None else x[row]


def of_an_overload(x: Float[Tensor, "a b"]) -> Float[Tensor, "a b"]:
    return pick(x)[:, None] + pick(x, 0)


def added(*xs: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    total = xs[0]
    for x in xs[1:]:
        total = total + x
    return total


def of_many(x: Float[Tensor, "a b"]) -> Float[Tensor, "a b"]:
    return added(x, x * 2, x - 1)


def of_a_spread_list(xs: list[Float[Tensor, "a b"]]) -> Float[Tensor, "a b"]:
    return added(*xs)


def of_a_spread_dict(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b t d"]:
    options = {"k": x, "v": x}
    return attend(x, **options)  # type: ignore[arg-type]


def embed(tokens: Tokens, table: Float[Tensor, "vocab width"]) -> Hidden:
    return table[tokens]


def of_aliases(tokens: Int[Tensor, "b t"], table: Float[Tensor, "v d"]) -> Float[Tensor, "b t d"]:
    return embed(tokens, table)


class Moments(NamedTuple):
    mean: Float[Tensor, "d"]
    covariance: Float[Tensor, "d d"]


def of_a_named_tuple(m: Moments) -> Tensor:
    return m.covariance @ m.mean


@dataclass
class Batch:
    inputs: Float[Tensor, "n d"]
    labels: Int[Tensor, "n"]


def of_a_dataclass(batch: Batch, w: Float[Tensor, "d c"]) -> Float[Tensor, ""]:
    logits = batch.inputs @ w
    return torch.nn.functional.cross_entropy(logits, batch.labels)


class Example(TypedDict):
    image: Float[Tensor, "3 h w"]
    mask: Float[Tensor, "h w"]


def of_a_typed_dict(example: Example) -> Float[Tensor, "3 h w"]:
    return example["image"] * example["mask"]


def union(x: Float[Tensor, "n d"] | Float[Tensor, "b n d"]) -> Float[Tensor, "... n"]:
    return x.sum(-1)


def of_a_union(x: Float[Tensor, "a b"], y: Float[Tensor, "c a b"]) -> Tensor:
    return union(x) + union(y)


def helper(x, w):  # type: ignore[no-untyped-def]
    return x @ w


def of_an_untyped_helper(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    return helper(x, w)  # type: ignore[no-untyped-call]


def run() -> None:
    x, y = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    assert by_keyword(x, y).shape == (2, 3, 4)
    assert of_a_tuple(torch.randn(5, 3)).shape == (3,)
    assert of_an_overload(torch.randn(2, 3)).shape == (2, 3)
    assert of_many(torch.randn(2, 3)).shape == (2, 3)
    assert of_a_spread_list([torch.randn(2, 3)]).shape == (2, 3)
    assert of_a_spread_dict(x).shape == (2, 3, 4)
    ids = torch.zeros(2, 3, dtype=torch.int64)
    assert of_aliases(ids, torch.randn(7, 4)).shape == (2, 3, 4)
    assert of_a_named_tuple(Moments(torch.randn(3), torch.randn(3, 3))).shape == (3,)
    assert of_a_dataclass(Batch(torch.randn(2, 3), torch.tensor([0, 1])), torch.randn(3, 4)).shape == ()
    assert of_a_typed_dict({"image": torch.randn(3, 4, 5), "mask": torch.randn(4, 5)}).shape == (3, 4, 5)
    assert of_a_union(torch.randn(3, 4), torch.randn(2, 3, 4)).shape == (2, 3)
    assert of_an_untyped_helper(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
