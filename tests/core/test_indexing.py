"""The shape of `x[index]` is what NumPy and torch give, for numbers and for names with numbers put in."""

from __future__ import annotations

from types import EllipsisType
from typing import Any, Final

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
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


def in_torch(sizes: Concrete, indices: list[Drawn]) -> Concrete | None:
    """Do the same in torch."""
    written: Any = tuple(torch.zeros(i, dtype=torch.int64) if isinstance(i, tuple) else i for i in indices)
    try:
        return tuple(torch.empty(sizes)[written].shape)
    except (IndexError, TypeError):
        return None


INDEX: Final = {"numpy": in_numpy, "torch": in_torch}


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


@pytest.mark.parametrize("library", INDEX)
@settings(max_examples=EXAMPLES // 6, deadline=None)
@given(st.lists(st.integers(1, 4), max_size=4).map(tuple), drawn_indices)
@example((4,), [slice(-2, None)])
@example((4,), [slice(0, 4, 3)])
@example((2, 3, 4), [0, slice(None), (2,)])
@example((2, 3, 4), [slice(None), 0, ..., (2,)])
@example((2, 3, 4), [slice(None), (2,), (3, 1)])
@example((2, 3, 4, 2), [(2,), 0, slice(None), (2,)])
def test_numbers_give_what_the_library_gives(library: str, sizes: Concrete, indices: list[Drawn]) -> None:
    if library == "torch" and slice(None, None, -1) in indices:
        return  # torch has no negative steps
    wanted = INDEX[library](sizes, indices)
    written = tuple(map(in_core, indices))
    try:
        result = index_shape(Proof(), Shape.of(*sizes), written, integers_first=library == "torch")
    except Mismatch:
        assert wanted is None
    except CannotTellError:
        pass
    else:
        assert wanted is not None
        assert result == Shape.of(*wanted)


@pytest.mark.parametrize("library", INDEX)
@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(st.lists(st.sampled_from(NAMES), max_size=3), drawn_indices, st.sampled_from((6, 7, 9)))
def test_names_give_what_the_library_gives_where_all_indices_lie_inside(
    library: str, names: list[str], indices: list[Drawn], size: int
) -> None:
    if library == "torch" and slice(None, None, -1) in indices:
        return
    proof, written = Proof(), tuple(map(in_core, indices))
    try:
        result = index_shape(proof, shape(" ".join(names)), written, integers_first=library == "torch")
    except (Mismatch, CannotTellError):
        return
    numbers: dict[Atom, int] = {symbol(name): size for name in names}
    wanted = INDEX[library]((size,) * len(names), indices)
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


def test_two_runs_in_one_shape_are_not_known() -> None:
    assert index_shape(Proof(), shape("n h w"), (shape("*others"),)) == shape("*others h w")
    with pytest.raises(CannotTellError):
        index_shape(Proof(), shape("n *batch"), (shape("*others"),))


def test_a_bound_that_may_be_meant_from_the_end_tells_no_length() -> None:
    n, k, t = (Size.of(symbol(name)) for name in "nkt")
    from_the_end = index_shape(Proof(), Shape((n,)), (Slice(t, t - k),))
    assert from_the_end.sizes not in {(Size.of(0),), (n - k,)}
    assert index_shape(Proof(), Shape((n + k,)), (Slice(None, t - k),)).sizes != (t - k,)
    assert index_shape(Proof(), Shape((n,)), (Slice(None, n - 1),)) == Shape((n - 1,))
    assert index_shape(Proof(), Shape((n,)), (Slice(Size.of(3), Size.of(2)),)) == Shape.of(0)
