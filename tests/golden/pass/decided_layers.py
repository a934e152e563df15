"""Layers that a constructor makes only where sizes differ, and what asks whether they are there."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class NoneIfEqual(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        self.skip = nn.Linear(dim_in, dim_out) if dim_in != dim_out else None

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if self.skip is None:
            return self.lin(x) + x
        return self.lin(x) + self.skip(x)


class ReplacedNone(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        self.skip = None
        if dim_in != dim_out:
            self.skip = nn.Linear(dim_in, dim_out)

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if not self.skip:
            return self.lin(x) + x
        return self.lin(x) + self.skip(x)


class WronglyTyped(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        if dim_in != dim_out:
            self.skip = nn.Linear(dim_in, dim_out)
        else:
            self.skip = None  # type: ignore[assignment]

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        out = self.lin(x)
        if self.skip is None:
            return out + x
        return out + self.skip(x)


class ToldByClass(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        self.skip = nn.Linear(dim_in, dim_out) if dim_in != dim_out else nn.Identity()

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if isinstance(self.skip, nn.Identity):
            return self.lin(x) + x
        return self.lin(x) + self.skip(x)


class MadeOrNot(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        if dim_in != dim_out:
            self.skip = nn.Linear(dim_in, dim_out)

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if hasattr(self, "skip"):
            return self.lin(x) + self.skip(x)
        return self.lin(x) + x


class MadeOrDefault(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        if dim_in != dim_out:
            self.skip = nn.Linear(dim_in, dim_out)

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        skip = getattr(self, "skip", None)
        if skip is None:
            return self.lin(x) + x
        return self.lin(x) + skip(x)


class ScaledIfEqual(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.lin = nn.Linear(dim_in, dim_out)
        self.scale = nn.Parameter(torch.ones(dim_out)) if dim_in == dim_out else None

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        if self.scale is not None:
            return self.lin(x) + x * self.scale
        return self.lin(x)


class Residual(nn.Module):
    def __init__(self, dim_in: int, dim_out: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(dim_in, dim_out), nn.Linear(dim_in, dim_out)
        self.last = self.second if dim_in == dim_out else None

    def forward(self, x: Float[Tensor, "b dim_in"]) -> Tensor:
        return self.last(self.first(x)) if self.last is not None else self.first(x)


class Answer:
    def __init__(self, fits: bool) -> None:
        self.fits = fits


def examined(x: Tensor, y: Tensor) -> Answer:
    if x.shape[1] != y.shape[0]:
        return Answer(False)
    return Answer(True)


def by_an_answer(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    return x @ y if examined(x, y).fits else x


CLASSES = (
    NoneIfEqual,
    ReplacedNone,
    WronglyTyped,
    ToldByClass,
    MadeOrNot,
    MadeOrDefault,
    ScaledIfEqual,
    Residual,
)


def run() -> None:
    for made in CLASSES:
        for dim_out in (3, 4):
            assert made(3, dim_out)(torch.randn(2, 3)).shape == (2, dim_out)
    assert MadeOrNot(3, 3)(torch.randn(2, 3)).shape == (2, 3)
    assert MadeOrNot(3, 4)(torch.randn(2, 3)).shape == (2, 4)
    assert by_an_answer(torch.randn(2, 3), torch.randn(4, 5)).shape == (2, 3)
