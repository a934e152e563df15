"""Dim strings that jaxtyping refuses, each in a function that makes it do so."""

from jaxtyping import Float
from torch import Tensor


def commas() -> object:
    def function(x: Float[Tensor, "n,m"]) -> None:
        # E: "n,m": axes are separated by spaces, not by commas  [shape-annotation]
        print(x)

    return function


def two_variadic_axes() -> object:
    def function(x: Float[Tensor, "*a *b"]) -> None:
        # E: axis "*b" of "*a *b": only one axis can be variadic, and "*a" is one already  [shape-annotation]
        print(x)

    return function


def dots_with_a_name() -> object:
    def function(x: Float[Tensor, "...batch n"]) -> None:
        # E: axis "...batch" of "...batch n": "..." stands alone, separated by spaces from the other axes  [shape-annotation]
        print(x)

    return function


def two_hashes() -> object:
    def function(x: Float[Tensor, "##n m"]) -> None:
        # E: axis "##n" of "##n m": "#" is given twice  [shape-annotation]
        print(x)

    return function


RUNS = {
    "commas": commas,
    "two_variadic_axes": two_variadic_axes,
    "dots_with_a_name": dots_with_a_name,
    "two_hashes": two_hashes,
}
