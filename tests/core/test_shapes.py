"""Shapes: axes from both ends, at most one variadic part, and what two paths give to one variable."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.facts import Facts
from conformable.core.merging import Merger
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size
from core.reading import equal, shape, size
from strategies import EXAMPLES

NO_FACTS: Final = Facts()
BATCH: Final = Variadic("batch", "test")
ends = st.one_of(st.none(), st.integers(-4, 4))
variadic_shapes = st.tuples(
    st.lists(st.integers(2, 9), max_size=3), st.booleans(), st.lists(st.integers(2, 9), max_size=3)
).map(lambda drawn: Shape.of(*drawn[0], *([BATCH] if drawn[1] else []), *drawn[2]))


def with_run(shape: Shape, run: tuple[int, ...]) -> tuple[int, ...]:
    """Put sizes in the place of the variadic part."""
    numbers = [run if isinstance(part, Variadic) else (part.number,) for part in shape.parts]
    return tuple(number for group in numbers for number in group if number is not None)


class TestAxes:
    def test_axes_are_counted_from_both_ends(self) -> None:
        image = shape("b *batch h w")
        assert [image.axis(index) for index in (0, -1, -2)] == [size("b"), size("w"), size("h")]
        assert [image.axis(index) for index in (1, -3, -4, 2)] == [None] * 4

    def test_the_rank_is_known_without_a_variadic_part(self) -> None:
        assert (shape("b n").rank, shape("b *batch n").rank) == (2, None)
        assert (shape("b n").least_rank, shape("b *batch n").least_rank) == (2, 2)
        assert shape("b n").sizes == (size("b"), size("n"))
        assert shape("*batch n").sizes is None

    def test_a_label_does_not_change_a_shape(self) -> None:
        assert shape("b n").labelled("x") == shape("b n")
        assert shape("b n").labelled("x").label == "x"

    def test_a_shape_prints_as_an_annotation(self) -> None:
        assert str(shape("*batch 2*n+1 3")) == "*batch 2*n+1 3"

    @settings(max_examples=EXAMPLES // 8, deadline=None)
    @given(variadic_shapes, st.integers(-7, 7), st.lists(st.integers(2, 9), max_size=3).map(tuple))
    def test_an_axis_is_the_same_whatever_the_run(
        self, drawn: Shape, index: int, run: tuple[int, ...]
    ) -> None:
        found = drawn.axis(index)
        if found is not None:
            assert with_run(drawn, run)[index] == found.number

    @settings(max_examples=EXAMPLES // 8, deadline=None)
    @given(variadic_shapes, ends, ends, st.lists(st.integers(2, 9), max_size=3).map(tuple))
    def test_a_slice_is_pythons_slice_whatever_the_run(
        self, drawn: Shape, start: int | None, stop: int | None, run: tuple[int, ...]
    ) -> None:
        found = drawn.slice(start, stop)
        if found is not None:
            assert with_run(found, run) == with_run(drawn, run)[start:stop]

    @pytest.mark.parametrize(
        ("text", "start", "stop"),
        [("*batch n", 0, -2), ("b *batch n", -2, None), ("*batch n", 1, None), ("*batch", None, 1)],
    )
    def test_a_slice_that_cuts_the_run_is_not_known(
        self, text: str, start: int | None, stop: int | None
    ) -> None:
        assert shape(text).slice(start, stop) is None

    @settings(max_examples=EXAMPLES // 8, deadline=None)
    @given(variadic_shapes, variadic_shapes, st.lists(st.integers(2, 9), max_size=3).map(tuple))
    def test_shapes_are_put_one_behind_the_other(
        self, left: Shape, right: Shape, run: tuple[int, ...]
    ) -> None:
        both = left.concatenate(right, Variadic("...", "between"))
        if left.rank is None and right.rank is None:
            between = (*run, *with_run(Shape(left.after), ()), *with_run(Shape(right.before), ()), *run)
            assert with_run(both, between) == (*with_run(left, run), *with_run(right, run))
        else:
            assert with_run(both, run) == (*with_run(left, run), *with_run(right, run))


def merged_at_a_join(
    left: Shape, right: Shape, known: Facts = NO_FACTS, known_right: Facts = NO_FACTS
) -> Shape:
    return Merger("join", known, known_right).shape(left, right, "x")


class TestMerging:
    def test_sizes_that_are_the_same_stay(self) -> None:
        merged = merged_at_a_join(shape("b n+1 3"), shape("b 1+n 3"))
        assert merged == shape("b n+1 3")

    def test_sizes_that_differ_become_unknown(self) -> None:
        merged = merged_at_a_join(shape("b n"), shape("b m"))
        assert merged.parts[0] == size("b")
        assert str(merged) == "b _"

    @pytest.mark.parametrize(
        ("left", "right"), [("b n", "b"), ("*batch n", "b n"), ("*batch n", "b *batch n")]
    )
    def test_different_ranks_become_an_unknown_rank(self, left: str, right: str) -> None:
        assert str(merged_at_a_join(shape(left), shape(right))) == "..."

    def test_different_runs_between_the_same_axes_become_one_unknown_run(self) -> None:
        assert str(merged_at_a_join(shape("b *batch n"), shape("b *other n"))) == "b ... n"

    @pytest.mark.parametrize(
        ("left", "known_left", "right", "known_right", "merged"),
        [
            ("3", ["n==3"], "n", [], "n"),
            ("n", [], "3", ["n==3"], "n"),
            ("n", ["n==m"], "m", [], "m"),
            ("h*(d//h)", ["d%h==0"], "d", [], "d"),
            ("max(n,m)", ["n==m"], "n", [], "n"),
            ("n//2+(n+1)//2", [], "n", [], "n//2+(n+1)//2"),
        ],
    )
    def test_what_each_path_knows_shows_that_sizes_are_the_same(
        self, left: str, known_left: list[str], right: str, known_right: list[str], merged: str
    ) -> None:
        facts = equal(Facts(), *known_left), equal(Facts(), *known_right)
        assert merged_at_a_join(shape(left), shape(right), *facts) == shape(merged)

    def test_two_variables_that_differ_alike_stay_equal(self) -> None:
        merger = Merger("join", Facts(), Facts())
        x, y = (merger.shape(shape("b n"), shape("b m"), name) for name in ("x", "y"))
        assert x.axis(1) == y.axis(1)
        assert x.axis(1) != merger.shape(shape("b n"), shape("b k"), "z").axis(1)

    def test_the_same_place_gives_the_same_size_on_every_visit(self) -> None:
        once, again = (
            Merger("loop", Facts(), Facts()).shape(shape("n"), shape("n+1"), "x") for _ in range(2)
        )
        assert once == again
        grown = Shape.of(*(part + 1 for part in once.parts if isinstance(part, Size)))
        assert Merger("loop", Facts(), Facts()).shape(once, grown, "x") == once

    def test_a_merged_size_is_as_large_as_both(self) -> None:
        merger = Merger("join", Facts(), Facts())
        assert merger.size(size("n+3"), size("m"), "x").least == 1
        assert merger.size(size("n-1"), size("m"), "y").least is None or size("n-1").least == 0
