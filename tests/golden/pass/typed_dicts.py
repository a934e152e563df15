"""Typed dictionaries: what they are made of fits their keys, however they are made."""

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
    return Batch(x=t, y=u)


def displayed(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Batch:
    batch: Batch = {"x": t, "y": u}
    return batch


def returned(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Batch | None:
    return {"x": t, "y": u} if len(t) > 1 else None


def nested(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> list[Nested]:
    return [{"batch": {"x": t, "y": u}, "size": 1}, {"batch": {"x": t, "y": t}}]


def stored(batch: Batch, z: Float[Tensor, "b k"]) -> None:
    batch["y"] = z


def product(batch: Batch) -> Tensor:
    return batch["x"].T @ batch["y"]


def passed(t: Float[Tensor, "b n"], u: Float[Tensor, "b m"]) -> Float[Tensor, "n m"]:
    return product({"x": t, "y": u})


def run() -> None:
    t, u = torch.ones(2, 3), torch.ones(2, 5)
    assert called(t, u)["y"].shape == displayed(t, u)["y"].shape == (2, 5)
    assert returned(t, u) is not None
    assert len(nested(t, u)) == 2
    stored({"x": t, "y": u}, torch.ones(7, 2))
    assert passed(t, u).shape == (3, 5)
