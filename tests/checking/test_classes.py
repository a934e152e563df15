"""Methods of every kind, dataclasses and classes are checked, and stay of their kind."""

from __future__ import annotations

import copy
import functools
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pytest
import torch
from jaxtyping import Float
from torch import Tensor, nn
from typing_extensions import override

from conformable import ShapeError, checked, unchecked

Array = np.ndarray
zeros = np.zeros
refused = pytest.raises(ShapeError)


class Methods:
    def __init__(self, size: int) -> None:
        self.size = size

    @checked
    def plain(self, x: Float[Array, "a a"]) -> str:
        return "plain"

    @checked
    @classmethod
    def above(cls, x: Float[Array, "a a"]) -> str:
        return cls.__name__

    @classmethod
    @checked
    def below(cls, x: Float[Array, "a a"]) -> str:
        return cls.__name__

    @checked
    @staticmethod
    def static(x: Float[Array, "a a"]) -> str:
        return "static"

    @checked  # type: ignore[prop-decorator]
    @property
    def square(self) -> Float[Array, "a a"]:
        """A square, if the size is 2."""
        return zeros((2, self.size))

    @square.setter
    def square(self, x: Float[Array, "a a"]) -> None:
        self.size = len(x)

    @checked  # type: ignore[prop-decorator]
    @functools.cached_property
    def cached(self) -> Float[Array, "a a"]:
        return zeros((2, self.size))

    fixed = checked(functools.partialmethod(plain, zeros((2, 2))))


@pytest.mark.parametrize("name", ["plain", "above", "below", "static"])
def test_methods(name: str) -> None:
    method = getattr(Methods(2), name)
    assert method(zeros((2, 2))) in {name, "Methods"}
    with refused:
        method(zeros((2, 3)))


class Decorated(nn.Module):
    @checked
    @torch.no_grad()
    def method(self, x: Float[Tensor, "n"], other: Decorated, n: int = 1) -> Float[Tensor, "n"]:
        return x * n

    @checked
    @classmethod
    @torch.no_grad()
    def of_class(cls, x: Float[Tensor, "n"], other: Decorated, n: int = 1) -> Float[Tensor, "n"]:
        return x * n

    @torch.no_grad()
    @checked
    def below(self, x: Float[Tensor, "n"], other: Decorated, n: int = 1) -> Float[Tensor, "n"]:
        return x * n


@pytest.mark.parametrize("name", ["method", "of_class", "below"])
def test_methods_under_decorators_of_torch(name: str) -> None:
    decorated = Decorated()
    method = getattr(decorated, name)
    assert method(torch.zeros(2), decorated, 3).shape == (2,)
    with refused:
        method(torch.zeros(2, 2), decorated)
    for arguments in [("no module",), (decorated, "3")]:
        with pytest.raises(TypeError, match="violates type hint"):
            method(torch.zeros(2), *arguments)


def test_properties() -> None:
    assert Methods(2).square.shape == Methods(2).cached.shape == (2, 2)
    assert Methods.square.__doc__ == "A square, if the size is 2."
    for name in ("square", "cached"):
        with refused:
            getattr(Methods(3), name)


def test_a_partial_method_and_a_partial_function() -> None:
    assert Methods(2).fixed() == "plain"

    def f(x: Float[Array, "a"], y: Float[Array, "a"]) -> int:
        return 1

    partial = checked(functools.partial(f, zeros(2)))
    assert partial(zeros(2)) == 1
    with refused:
        partial(np.zeros((2, 2)))


@checked
@dataclass
class Batch:
    x: Float[Array, "n d"]
    y: Float[Array, "n"]
    size: int = 0
    tags: list[str] = field(default_factory=list)
    weights: Float[Array, "n"] = field(default_factory=lambda: zeros(2))

    def head(self, k: Float[Array, "k k"]) -> str:
        return "head"


def test_dataclasses() -> None:
    batch = Batch(zeros((2, 3)), zeros(2))
    assert batch.head(zeros((2, 2))) == "head"
    assert replace(batch, y=zeros(2)).size == 0
    assert Batch(zeros((5, 3)), zeros(5)).weights.shape == (2,)
    assert pickle.loads(pickle.dumps(batch)).tags == copy.deepcopy(batch).tags == []
    with refused:
        Batch(zeros((2, 3)), zeros(3))
    with refused:
        replace(batch, x=zeros((1, 3)))
    with refused:
        batch.head(zeros((2, 3)))
    with pytest.raises(TypeError, match="violates type hint"):
        Batch(zeros((2, 3)), zeros(2), tags=[1])  # type: ignore[list-item]


def test_frozen_dataclasses_and_inheritance() -> None:
    @checked
    @dataclass(frozen=True, slots=True)
    class Point:
        x: Float[Array, "n"]

    @checked
    @dataclass(frozen=True, slots=True)
    class Pair(Point):
        y: Float[Array, "n"]

    pair = Pair(zeros(2), zeros(2))
    with pytest.raises(FrozenInstanceError):
        pair.x = zeros(3)  # type: ignore[misc]
    with refused:
        Pair(zeros(2), zeros(3))


def test_classes() -> None:
    @checked
    class Model(nn.Module):
        def __init__(self, size: int) -> None:
            super().__init__()
            self.linear = nn.Linear(size, size)

        @override
        def forward(self, x: Float[Tensor, "... n"]) -> Float[Tensor, "... n"]:
            return x @ self.linear.weight

        @staticmethod
        def pair(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> None: ...

        @unchecked  # type: ignore[prop-decorator]
        @property
        def width(self) -> Float[Tensor, "n"]:
            return self.linear.weight  # type: ignore[shape-rank]

        @unchecked
        def anything(self, x: Float[Tensor, "n"]) -> bool:
            return True

    model = copy.deepcopy(Model(3))
    assert model(torch.zeros(2, 3)).shape == (2, 3)
    assert model.width.shape == (3, 3)
    assert model.anything("text")  # type: ignore[arg-type]
    with refused:
        model(torch.zeros(2, 3, dtype=torch.int64))
    with refused:
        Model.pair(torch.zeros(2), torch.zeros(3))


def test_named_tuples() -> None:
    @checked
    class Pair(NamedTuple):
        x: Float[Array, "n"]
        y: Float[Array, "n"]

    assert Pair(zeros(2), zeros(2))._replace(x=zeros(2)).x.shape == (2,)
    with refused:
        Pair(zeros(2), zeros(3))


def test_a_named_tuple_with_built_in_types() -> None:
    @checked(class_sizes=True)
    class Sized(NamedTuple):
        n: int
        x: Float[Array, "n"]

    assert Sized(2, zeros(2)).x.shape == (2,)
    with pytest.raises(ShapeError, match=r'axis 0 is 3, not n=2 \(bound by argument "n"\)'):
        Sized(2, zeros(3))


def test_sizes_of_a_class() -> None:
    class Layer:
        def __init__(self, width: int) -> None:
            self.width = width

        @checked(class_sizes=True)
        def linked(self, x: Float[Array, "batch width"]) -> Float[Array, "batch 2*width"]:
            return np.concatenate([x, x], axis=1)

        @checked
        def free(self, x: Float[Array, "batch width"]) -> int:
            return 1

    assert Layer(3).linked(zeros((2, 3))).shape == (2, 6)
    assert Layer(3).free(zeros((2, 4))) == 1
    with pytest.raises(ShapeError, match=r"axis 1 is 4, not width=3 \(bound by self.width\)"):
        Layer(3).linked(zeros((2, 4)))
