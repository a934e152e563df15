"""Arguments under the wrong keyword, and results that are taken for something else."""

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
    return attend(v=y, k=x, q=x, scale=0.5)
    # E: Argument "v" to "attend" has shape "b s d"; expected "b s e": axis 1 is s, not s=t (bound by argument "k")  [shape-mismatch]
    # N: y: Float[Tensor, "b s d"], declared at line 20
    # N: fails for s=2, t=3


def moments(x: Float[Tensor, "n d"]) -> tuple[Float[Tensor, "d"], Float[Tensor, "d d"]]:
    mean = x.mean(0)
    centered = x - mean
    return mean, centered.T @ centered


def of_a_tuple(x: Float[Tensor, "m k"]) -> Float[Tensor, "m"]:
    mean, covariance = moments(x)
    return covariance @ mean
    # E: Return value has shape "k"; expected "m": axis 0 is k, not m  [shape-mismatch]
    # N: covariance @ mean has shape "k"
    # N: fails for k=2, m=3


@overload
def pick(x: Float[Tensor, "n d"], row: int) -> Float[Tensor, "d"]: ...
@overload
def pick(x: Float[Tensor, "n d"], row: None = None) -> Float[Tensor, "n"]: ...
def pick(x: Tensor, row: int | None = None) -> Tensor:
    return x.sum(1) if row is None else x[row]


def of_an_overload(x: Float[Tensor, "a b"]) -> Float[Tensor, "a b"]:
    return pick(x, 0)[:, None] + pick(x)
    # E: Return value has shape "b a"; expected "a b": axis 0 is b, not a  [shape-mismatch]
    # N: pick(x, 0)[:, None] + pick(x) has shape "b a"
    # N: fails for b=2, a=3


def added(*xs: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    total = xs[0]
    for x in xs[1:]:
        total = total + x
    return total


def of_many(x: Float[Tensor, "a b"]) -> Float[Tensor, "a b"]:
    return added(x, x.T)
    # E: Argument "xs" to "added" has shape "b a"; expected "n d": axis 0 is b, not n=a  [shape-mismatch]
    # N: x.T has shape "b a"
    # N: fails for b=2, a=3


def embed(tokens: Tokens, table: Float[Tensor, "vocab width"]) -> Hidden:
    return table[tokens]


def of_aliases(tokens: Int[Tensor, "b t"], table: Float[Tensor, "v d"]) -> Float[Tensor, "b d t"]:
    return embed(tokens, table)
    # E: Return value has shape "b t d"; expected "b d t": axis 1 is t, not d  [shape-mismatch]
    # N: embed(tokens, table) has shape "b t d"
    # N: fails for t=2, d=3


class Moments(NamedTuple):
    mean: Float[Tensor, "d"]
    covariance: Float[Tensor, "d k d"]


def of_a_named_tuple(m: Moments) -> Float[Tensor, "d d"]:
    return m.covariance
    # E: Return value has 3 axes, "d k d"; expected 2 axes, "d d"  [shape-rank]
    # N: m.covariance has shape "d k d"


@dataclass
class Batch:
    inputs: Float[Tensor, "n d"]
    labels: Int[Tensor, "n"]


def of_a_dataclass(batch: Batch) -> Tensor:
    return batch.inputs.permute(0, 2, 1)
    # E: permute: batch.inputs has 2 axes, "n d", but needs 3 axes  [shape-rank]
    # N: batch.inputs has shape "n d"


class Example(TypedDict):
    image: Float[Tensor, "3 h w"]
    mask: Float[Tensor, "h w"]


def of_a_typed_dict(example: Example) -> Float[Tensor, "h w"]:
    return example["image"]
    # E: Return value has 3 axes, "3 h w"; expected 2 axes, "h w"  [shape-rank]
    # N: example['image']: Float[Tensor, "3 h w"], declared at line 105


def helper(x, w):  # type: ignore[no-untyped-def]
    return x @ w


def of_an_untyped_helper(x: Float[Tensor, "n d"], w: Float[Tensor, "k d"]) -> Float[Tensor, "n k"]:
    return helper(x, w)  # type: ignore[no-untyped-call]
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: Error code "shape-matmul" not covered by "type: ignore[no-untyped-call]" comment
    # N: The operation that fails is in the called function, at line 116
    # N: x: Float[Tensor, "n d"], declared at line 119
    # N: w: Float[Tensor, "k d"], declared at line 119
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


RUNS = {
    "by_keyword": lambda: by_keyword(torch.randn(2, 3, 4), torch.randn(2, 5, 4)),
    "of_a_tuple": lambda: of_a_tuple(torch.randn(5, 3)),
    "of_an_overload": lambda: of_an_overload(torch.randn(2, 3)),
    "of_many": lambda: of_many(torch.randn(2, 3)),
    "of_aliases": lambda: of_aliases(torch.zeros(2, 3, dtype=torch.int64), torch.randn(7, 4)),
    "of_a_named_tuple": lambda: of_a_named_tuple(Moments(torch.randn(3), torch.randn(3, 2, 3))),
    "of_a_dataclass": lambda: of_a_dataclass(Batch(torch.randn(2, 3), torch.tensor([0, 1]))),
    "of_a_typed_dict": lambda: of_a_typed_dict({"image": torch.randn(3, 4, 5), "mask": torch.randn(4, 5)}),
    "of_an_untyped_helper": lambda: of_an_untyped_helper(torch.randn(2, 3), torch.randn(4, 3)),
}
