"""The shape of `x[index]` is what NumPy gives, for numbers and for names with numbers put in."""

from __future__ import annotations

from types import EllipsisType
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import evaluate
from conformable.core.indexing import Index, Slice, index_shape, store
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Atom, Size
from core.reading import shape, symbol
from strategies import EXAMPLES, NAMES, concrete_shapes

Concrete = tuple[int, ...]
Drawn = int | slice | None | EllipsisType | Concrete

bounds: Final = st.one_of(st.none(), st.integers(-5, 5))
drawn_indices: Final = st.lists(
    st.one_of(
        st.integers(-3, 2),
        st.builds(slice, bounds, bounds, st.sampled_from((None, 1, 2, 3))),
        st.just(slice(None, None, -1)),
        st.none(),
        st.just(...),
        st.sampled_from(((2,), (3, 1), (1,))),
    ),
    max_size=4,
)


def in_numpy(sizes: Concrete, indices: list[Drawn]) -> Concrete | None:
    """Give the shape of NumPy's result, None where it refuses; a tuple stands for an array of zeros."""
    written: Any = tuple(np.zeros(i, np.int64) if isinstance(i, tuple) else i for i in indices)
    try:
        return tuple(np.empty(sizes)[written].shape)
    except IndexError:
        return None


def in_core(index: Drawn) -> Index:
    match index:
        case int():
            return Size.of(index)
        case slice():
            bounds = (
                None if bound is None else Size.of(bound) for bound in (index.start, index.stop, index.step)
            )
            return Slice(*bounds)
        case tuple():
            return Shape.of(*index)
        case _:
            return index


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(st.lists(st.integers(1, 4), max_size=3).map(tuple), drawn_indices)
def test_numbers_give_what_numpy_gives(sizes: Concrete, indices: list[Drawn]) -> None:
    try:
        result = index_shape(Proof(), Shape.of(*sizes), tuple(map(in_core, indices)))
    except Mismatch:
        assert in_numpy(sizes, indices) is None
    except CannotTellError:
        pass
    else:
        assert result == Shape.of(*(in_numpy(sizes, indices) or ()))
        assert in_numpy(sizes, indices) is not None


@settings(max_examples=EXAMPLES // 8, deadline=None)
@given(st.lists(st.sampled_from(NAMES), max_size=3), drawn_indices, st.sampled_from((6, 7, 9)))
def test_names_give_what_numpy_gives_where_all_indices_lie_inside(
    names: list[str], indices: list[Drawn], size: int
) -> None:
    proof = Proof()
    try:
        result = index_shape(proof, shape(" ".join(names)), tuple(map(in_core, indices)))
    except (Mismatch, CannotTellError):
        return
    numbers: dict[Atom, int] = {symbol(name): size for name in names}
    wanted = in_numpy((size,) * len(names), indices)
    assert wanted is not None
    if all((evaluate(bound, numbers) or 0) >= 0 for bound in proof.facts.nonnegatives):
        assert [evaluate(part, numbers) for part in result.before] == list(wanted)


@settings(max_examples=EXAMPLES // 8, deadline=None)
@given(concrete_shapes(most=3), concrete_shapes(most=3))
def test_a_value_is_stored_where_numpy_stores_it(target: Concrete, value: Concrete) -> None:
    try:
        np.empty(target)[...] = np.empty(value)
    except ValueError:
        with pytest.raises(Mismatch):
            store(Proof(), Shape.of(*target), Shape.of(*value))
    else:
        store(Proof(), Shape.of(*target), Shape.of(*value))


def test_a_run_is_indexed_from_both_ends() -> None:
    image = shape("b *batch h w")
    assert index_shape(Proof(), image, (Size.of(0), ..., Slice(None, Size.of(2)))) == shape("*batch h 2")
    assert index_shape(Proof(), image, (..., None)) == shape("b *batch h w 1")
    with pytest.raises(CannotTellError):
        index_shape(Proof(), image, (Size.of(0), Size.of(0)))


def test_bounds_that_are_sizes_are_assumed_to_lie_inside() -> None:
    proof = Proof()
    kept = index_shape(proof, shape("n m"), (Slice(None, Size.of(symbol("k"))),))
    assert kept == shape("k m")
    assert proof.below(Size.of(symbol("n")), Size.of(symbol("k"))).same


def test_two_ellipses_are_not_known() -> None:
    with pytest.raises(CannotTellError):
        index_shape(Proof(), shape("n m"), (..., ...))
