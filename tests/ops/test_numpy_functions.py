"""NumPy's functions on generated arguments: the rule gives what NumPy gives, and refuses what it refuses."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.ops import REGISTRY
from conformable.core.ops.arguments import Argument
from conformable.core.ops.pointwise import BROADCAST_TWO, NUMPY_UNARY, SAME_SHAPE
from conformable.core.ops.reductions import NUMPY_CUMULATIVE, NUMPY_REDUCTIONS
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

EXAMPLES: Final = 25

#: Not for arrays of floating point numbers of any rank, or no functions.
OTHERS: Final = frozenset(
    [
        "astype",
        "bitwise_and",
        "bitwise_left_shift",
        "bitwise_or",
        "bitwise_right_shift",
        "bitwise_xor",
        "left_shift",
        "gcd",
        "lcm",
        "right_shift",
        "bitwise_count",
        "bitwise_invert",
        "bitwise_not",
        "invert",
        "ldexp",
        "i0",
        "sort_complex",
        "unwrap",
    ]
)

shapes = st.lists(st.integers(1, 4), max_size=4).map(tuple)
with_axes = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)
several = st.lists(st.integers(-3, 2), min_size=1, max_size=2).map(tuple)
axes = st.one_of(st.none(), st.integers(-4, 3), several)


def listed(table: dict[str, str]) -> list[str]:
    """Give the functions of NumPy in a table of rules."""
    return [name for name in table["numpy"].split() if name not in OTHERS and hasattr(np, name)]


UNARY: Final = [*listed(SAME_SHAPE), *listed(NUMPY_UNARY)]
BINARY: Final = listed(BROADCAST_TWO)
REDUCTIONS: Final = listed(NUMPY_REDUCTIONS)
ALONG: Final = [*listed(NUMPY_CUMULATIVE), "sort", "argsort", "flip"]


WHOLE_NUMBERS: Final = (
    *("bitwise_and", "bitwise_left_shift", "bitwise_or", "bitwise_right_shift", "bitwise_xor", "left_shift"),
    *("right_shift", "gcd", "lcm"),
)
LAYOUTS: Final = (
    *("transpose", "ravel", "atleast_1d", "atleast_2d", "atleast_3d", "flipud", "fliplr"),
    *("ediff1d", "zeros_like", "ones_like", "empty_like", "ascontiguousarray", "squeeze"),
)
PRODUCTS: Final = ("matmul", "dot", "inner", "outer", "kron")


def real(call: Callable[[], Any]) -> tuple[int, ...] | None:
    """Make a call; give the shape of what it gives, None if NumPy refuses."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return tuple(np.shape(call()))
        except (ValueError, TypeError, IndexError, np.exceptions.AxisError):
            return None


def inferred(name: str, *positional: Argument, **keywords: Argument) -> tuple[int | None, ...] | None:
    """Apply the rule; None if it reports."""
    rule = REGISTRY.find(f"numpy.{name}")
    assert rule is not None
    try:
        result = rule.apply(Proof(operation=name), positional, keywords)
    except Mismatch:
        return None
    assert isinstance(result, Shape)
    assert result.sizes is not None
    return tuple(size.number for size in result.sizes)


def abstract(axis: int | tuple[int, ...] | None) -> Argument:
    if isinstance(axis, tuple):
        return tuple(map(Size.of, axis))
    return None if axis is None else Size.of(axis)


def test_these_are_enough_functions() -> None:
    assert len({*UNARY, *BINARY, *REDUCTIONS, *ALONG, *WHOLE_NUMBERS, *LAYOUTS, *PRODUCTS}) >= 150


@pytest.mark.parametrize("name", [*UNARY, *LAYOUTS])
def test_functions_of_one_array(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(sizes=shapes)
    def check(sizes: tuple[int, ...]) -> None:
        expected = real(lambda: getattr(np, name)(np.full(sizes, 0.5)))
        assert inferred(name, Shape.of(*sizes)) == expected

    check()


@pytest.mark.parametrize("name", [*BINARY, *PRODUCTS, *WHOLE_NUMBERS])
def test_functions_of_two_arrays(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(left=shapes, right=shapes)
    def check(left: tuple[int, ...], right: tuple[int, ...]) -> None:
        filled = 1 if name in WHOLE_NUMBERS else 0.5
        expected = real(lambda: getattr(np, name)(np.full(left, filled), np.full(right, filled)))
        assert inferred(name, Shape.of(*left), Shape.of(*right)) == expected

    check()


@pytest.mark.parametrize("name", REDUCTIONS)
def test_reductions(name: str) -> None:
    one_axis = name in {"argmax", "argmin", "nanargmax", "nanargmin"}

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(sizes=with_axes, axis=st.integers(-4, 3) | st.none() if one_axis else axes, keep=st.booleans())
    def check(sizes: tuple[int, ...], axis: int | tuple[int, ...] | None, *, keep: bool) -> None:
        expected = real(lambda: getattr(np, name)(np.full(sizes, 0.5), axis=axis, keepdims=keep))
        assert inferred(name, Shape.of(*sizes), axis=abstract(axis), keepdims=keep) == expected

    check()


@pytest.mark.parametrize("name", ALONG)
def test_functions_along_an_axis(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(sizes=with_axes, axis=st.integers(-4, 3))
    def check(sizes: tuple[int, ...], axis: int) -> None:
        expected = real(lambda: getattr(np, name)(np.full(sizes, 0.5), axis=axis))
        assert inferred(name, Shape.of(*sizes), axis=Size.of(axis)) == expected

    check()
