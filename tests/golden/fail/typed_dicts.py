"""Typed dictionaries, each made of something that does not fit its keys."""

from typing import TypedDict

import torch
from jaxtyping import Float
from torch import Tensor


class Batch(TypedDict):
    x: Float[Tensor, "b n"]
    y: Float[Tensor, "b m"]


class Nested(TypedDict, total=False):
    batch: Batch
    size: int


def called(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Batch:
    return Batch(x=t, y=u.T)
    # E: Argument "y" to "Batch" has shape "m b"; expected "b m": axis 0 is m, not b (bound by argument "x")  [shape-mismatch]
    # N: u.T has shape "m b"
    # N: fails for m=2, b=3


def displayed(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Batch:
    batch: Batch = {"x": t, "y": u.T}
    # E: Value assigned to "batch['y']" has shape "m b"; expected "b m": axis 0 is m, not b (bound by "batch['x']")  [shape-mismatch]
    # N: fails for m=2, b=3
    return batch


def returned(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Batch | None:
    return {"x": t, "y": u[:, None]}
    # E: Return value['y'] has 3 axes, "b 1 m"; expected 2 axes, "b m"  [shape-rank]


def nested(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> list[Nested]:
    return [{"batch": {"x": t, "y": u.T}, "size": 1}, {"batch": {"x": t, "y": t}}]
    # E: Return value['batch']['y'] has shape "m b"; expected "b m": axis 0 is m, not b (bound by return value['batch']['x'])  [shape-mismatch]
    # N: fails for m=2, b=3


def stored(batch: Batch, z: Float[Tensor, "b k"]) -> None:
    batch["y"] = z[None]
    # E: Value assigned to "batch['y']" has 3 axes, "1 b k"; expected 2 axes, "b m"  [shape-rank]
    # N: z[None] has shape "1 b k"


def product(batch: Batch) -> Tensor:
    return batch["x"].T @ batch["y"]


def passed(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Float[Tensor, "n m"]:
    return product({"x": t, "y": u.T})
    # E: Argument "batch['y']" to "product" has shape "m b"; expected "b m": axis 0 is m, not b (bound by argument "batch['x']")  [shape-mismatch]
    # N: fails for m=2, b=3


T, U = torch.ones(2, 3), torch.ones(2, 5)

RUNS = {"passed": lambda: passed(T, U)}

STATIC_ONLY = {
    "stored": "a typed dictionary is a plain dict when the program runs, and this one is held against nothing",
    "called": "beartype, the oracle, does not look into a typed dictionary",
    "displayed": "the same",
    "returned": "the same",
    "nested": "the same",
}
