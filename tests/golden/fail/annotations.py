"""Dim strings that jaxtyping refuses, each in a function that makes it do so; and such as nothing can mean."""

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


def a_space_in_brackets() -> object:
    def function(x: Float[Tensor, "b (n d)"]) -> None:
        # N: axis "(n" of "b (n d)": ")" is missing in this axis: a space ends an axis, also inside parentheses
        print(x)

    return function


def a_quotient() -> object:
    def function(x: Float[Tensor, "n/2"]) -> None:
        # N: "n/2": sizes are whole numbers: use "//" to divide, or a space to separate two axes
        print(x)

    return function


def two_names() -> object:
    def function(x: Float[Tensor, "head/neuron"]) -> None:
        # N: "head/neuron": sizes are whole numbers: use "//" to divide, or a space to separate two axes
        print(x)

    return function


def a_number_before_a_name() -> object:
    def function(x: Float[Tensor, "3a"]) -> None:
        # N: "3a": "3a" is neither a whole number nor a name
        print(x)

    return function


def a_call() -> object:
    def function(x: Float[Tensor, "len(a)"]) -> None:
        # N: "len(a)": "len" cannot be called; only min and max can
        print(x)

    return function


RUNS = {
    "commas": commas,
    "two_variadic_axes": two_variadic_axes,
    "dots_with_a_name": dots_with_a_name,
    "two_hashes": two_hashes,
}
