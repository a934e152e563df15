"""Broadcasting and matrix products, held against NumPy and torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import evaluate
from conformable.core.broadcasting import broadcast, matmul
from conformable.core.declaring import Declaration
from conformable.core.facts import Facts
from conformable.core.notation import parse
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import OneOr, Size, Symbol
from core.reading import equal, shape, symbol, value
from strategies import EXAMPLES, NAMES, concrete_shapes, named_shapes

if TYPE_CHECKING:
    from conformable.core.sizes import Atom

UNKNOWN: Final = frozenset({"x", "y"})
Concrete = tuple[int, ...]
Library = Callable[[Concrete, Concrete], Concrete]
Axes = tuple[str, ...]


def with_numpy(left: Concrete, right: Concrete) -> Concrete:
    return np.broadcast(np.empty(left), np.empty(right)).shape


def with_torch(left: Concrete, right: Concrete) -> Concrete:
    return tuple(torch.broadcast_shapes(left, right))  # type: ignore[no-untyped-call]


def product_with_numpy(left: Concrete, right: Concrete) -> Concrete:
    return tuple(np.matmul(np.zeros(left), np.zeros(right)).shape)


def product_with_torch(left: Concrete, right: Concrete) -> Concrete:
    return tuple(torch.matmul(torch.empty(left, device="meta"), torch.empty(right, device="meta")).shape)


APPLY: Final[dict[str, Callable[..., Shape]]] = {"broadcast": broadcast, "matmul": matmul}
LIBRARIES: Final[dict[str, tuple[Library, ...]]] = {
    "broadcast": (with_numpy, with_torch),
    "matmul": (product_with_numpy, product_with_torch),
}


def refused(library: Library, left: Concrete, right: Concrete) -> bool:
    try:
        library(left, right)
    except (ValueError, RuntimeError, IndexError):
        return True
    return False


@pytest.mark.parametrize("rule", APPLY)
@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(concrete_shapes(), concrete_shapes())
def test_numbers_give_what_the_libraries_give(rule: str, left: Concrete, right: Concrete) -> None:
    apply, libraries = APPLY[rule], LIBRARIES[rule]
    for library in libraries:
        try:
            result = apply(Proof(), Shape.of(*left), Shape.of(*right))
        except Mismatch:
            assert refused(library, left, right)
        else:
            assert result == Shape.of(*library(left, right))


@pytest.mark.parametrize("rule", APPLY)
@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(st.one_of(named_shapes(2), named_shapes(2, least=1)))
def test_names_give_what_the_libraries_give_for_all_their_sizes(rule: str, shapes: list[Axes]) -> None:
    apply, libraries = APPLY[rule], LIBRARIES[rule]
    proof = Proof()
    try:
        result = apply(proof, *(shape(" ".join(axes)) for axes in shapes))
    except Mismatch as mismatch:
        numbers = witnessed(mismatch)
        assert all(refused(library, *concrete(shapes, numbers)) for library in libraries)
        return
    for numbers in all_sizes(shapes):
        assert not any(refused(library, *concrete(shapes, numbers)) for library in libraries)
        if known(proof.facts, numbers):
            assert all(library(*concrete(shapes, numbers)) == at(result, numbers) for library in libraries)


@pytest.mark.parametrize("rule", APPLY)
@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(st.one_of(named_shapes(2), named_shapes(2, least=1)), st.sets(st.sampled_from(NAMES), min_size=1))
def test_sizes_not_known_yet_are_only_refused_for_all_their_values(
    rule: str, shapes: list[Axes], flexible: set[str]
) -> None:
    apply, library = APPLY[rule], LIBRARIES[rule][0]
    proof = Proof()
    try:
        result = apply(proof, *(shape(" ".join(axes), flexible) for axes in shapes))
    except Mismatch as mismatch:
        chosen = witnessed(mismatch)
        for numbers in all_sizes(shapes):
            if all(
                numbers.get(name, number) == number for name, number in chosen.items() if name not in flexible
            ):
                assert refused(library, *concrete(shapes, numbers))
        return
    for numbers in all_sizes(shapes):
        if known(proof.facts, numbers, flexible) and not refused(library, *concrete(shapes, numbers)):
            assert library(*concrete(shapes, numbers)) == at(result, numbers, flexible)


def witnessed(mismatch: Mismatch) -> dict[str, int]:
    """Give the witness's sizes by name; names that it does not mention may have any size."""
    chosen = dict.fromkeys(NAMES, 1)
    if mismatch.witness is not None:
        chosen |= {one.name: number for one, number in mismatch.witness.values if isinstance(one, Symbol)}
    return chosen


def concrete(shapes: list[Axes], numbers: dict[str, int]) -> list[Concrete]:
    return [tuple(value(axis, numbers) or 0 for axis in axes) for axes in shapes]


def all_sizes(shapes: list[Axes]) -> Iterator[dict[str, int]]:
    names = [name for name in NAMES if any(name in axes for axes in shapes)]
    for row in product((1, 2, 3), repeat=len(names)):
        yield dict(zip(names, row, strict=True))


def known(facts: Facts, numbers: dict[str, int], flexible: set[str] | frozenset[str] = frozenset()) -> bool:
    """Tell whether what the operation taught holds for these sizes."""
    atoms: dict[Atom, int] = {symbol(name, flexible): number for name, number in numbers.items()}
    return all(evaluate(left, atoms) == evaluate(right, atoms) for left, right in facts.equalities())


def at(
    result: Shape, numbers: dict[str, int], flexible: set[str] | frozenset[str] = frozenset()
) -> tuple[int | None, ...]:
    atoms: dict[Atom, int] = {symbol(name, flexible): number for name, number in numbers.items()}
    return tuple(evaluate(size, atoms) for size in result.before)


class TestRuns:
    """`*batch` stands for any number of axes."""

    @pytest.mark.parametrize(
        ("left", "right", "result"),
        [
            ("*batch n m", "m", "*batch n m"),
            ("*batch n m", "n 1", "*batch n m"),
            ("*batch n", "*batch n", "*batch n"),
            ("*batch n 1", "*batch 1 m", "*batch n m"),
            ("b *batch n", "*batch n", "b *batch n"),
            ("*batch n", "1", "*batch n"),
            ("*batch", "n", "..."),
            ("*batch n", "*other n", "... n"),
            ("*batch n", "b n", "... n"),
        ],
    )
    def test_a_run_stays_where_nothing_else_can_come_of_it(self, left: str, right: str, result: str) -> None:
        for pair in ((left, right), (right, left)):
            assert str(broadcast(Proof(), *map(shape, pair))) == result

    @pytest.mark.parametrize(
        ("left", "right"), [("*batch n", "m"), ("*batch n", "*other m"), ("*batch 2 n", "3 1")]
    )
    def test_axes_that_certainly_meet_are_compared(self, left: str, right: str) -> None:
        with pytest.raises(Mismatch) as caught:
            broadcast(Proof(), shape(left), shape(right))
        assert caught.value.code == "shape-broadcast"

    @pytest.mark.parametrize(
        ("left", "right", "result"),
        [
            ("*batch n k", "k m", "*batch n m"),
            ("*batch n k", "*batch k m", "*batch n m"),
            ("*batch n k", "k", "*batch n"),
            ("k", "*batch k m", "*batch m"),
            ("*batch k", "k m", "*batch m"),
            ("*batch n k", "*other k m", "... n m"),
        ],
    )
    def test_a_matrix_product_keeps_the_run(self, left: str, right: str, result: str) -> None:
        assert str(matmul(Proof(), shape(left), shape(right))) == result

    @pytest.mark.parametrize(
        ("left", "right"), [("*batch n k", "m k"), ("*batch n k", "*batch m k"), ("*batch n k", "m")]
    )
    def test_inner_sizes_are_compared_behind_a_run(self, left: str, right: str) -> None:
        with pytest.raises(Mismatch) as caught:
            matmul(Proof(), shape(left), shape(right))
        assert caught.value.code == "shape-matmul"

    def test_a_run_that_broadcasts_to_another_gives_the_other(self) -> None:
        plain, stretched = Variadic("batch", "f"), Variadic("batch", "f", occurrence="f.x.0")
        assert broadcast(Proof(), Shape.of(plain, 3), Shape.of(stretched, 3)) == Shape.of(plain, 3)
        other = Variadic("batch", "f", occurrence="f.y.0")
        assert str(broadcast(Proof(), Shape.of(other, 3), Shape.of(stretched, 3))) == "... 3"


class TestBroadcastableAxes:
    """`#n` in a signature is 1 or n."""

    def declared(self, *annotations: str) -> tuple[Proof, list[Shape]]:
        declaration = Declaration("f")
        shapes = [declaration.shape(parse(text), f"p{index}") for index, text in enumerate(annotations)]
        return Proof(declaration.complete()), shapes

    def test_it_broadcasts_against_its_name(self) -> None:
        proof, shapes = self.declared("#n m", "n m")
        assert broadcast(proof, *shapes) == shapes[1]

    def test_two_of_them_broadcast_to_the_name(self) -> None:
        proof, shapes = self.declared("#n", "#n")
        result = broadcast(proof, *shapes).parts[0]
        assert isinstance(result, Size)
        assert proof.same(result, Size.of(Symbol("n", "f")))

    def test_it_cannot_be_contracted_with_its_name(self) -> None:
        proof, shapes = self.declared("m #n", "n")
        with pytest.raises(Mismatch) as caught:
            matmul(proof, *shapes)
        assert caught.value.witness is not None
        assert any(isinstance(atom, OneOr) and number == 1 for atom, number in caught.value.witness.values)


class TestLearning:
    def test_inner_sizes_are_equal_from_then_on(self) -> None:
        proof = Proof()
        matmul(proof, shape("n x", UNKNOWN), shape("k m", UNKNOWN))
        assert proof.facts == equal(Facts(), "x==k", flexible=UNKNOWN)
        with pytest.raises(Mismatch):
            matmul(proof, shape("n x", UNKNOWN), shape("m k", UNKNOWN))

    def test_broadcasting_teaches_nothing(self) -> None:
        proof = Proof()
        assert str(broadcast(proof, shape("x", UNKNOWN), shape("n", UNKNOWN))) == "broadcast(n,x)"
        assert proof.facts == Facts()


class TestSuspicions:
    def suspicions(self, left: Shape, right: Shape, operation: str = "-") -> list[str]:
        proof = Proof(operation=operation)
        broadcast(proof, left, right)
        return proof.suspicions

    def test_a_column_against_a_row_of_the_same_size_is_suspicious(self) -> None:
        for pair in ((shape("b 1"), shape("b")), (shape("b"), shape("b 1"))):
            (message,) = self.suspicions(*pair)
            assert '"b 1"' in message
            assert '"b b"' in message

    @pytest.mark.parametrize(
        ("left", "right"),
        [("b 1", "n"), ("b 1", "1 b"), ("b n", "n"), ("b b", "b"), ("3 1", "3"), ("t b 1", "b")],
    )
    def test_other_pairs_are_not(self, left: str, right: str) -> None:
        assert self.suspicions(shape(left), shape(right)) == []

    def test_what_is_written_on_purpose_is_not(self) -> None:
        assert self.suspicions(shape("b 1").labelled("x[:, None]"), shape("b")) == []
        assert self.suspicions(shape("b 1"), shape("b"), operation=">=") == []


def test_messages_name_the_axes_from_the_right() -> None:
    left, right = shape("b n").labelled("x"), shape("m").labelled("y")
    with pytest.raises(Mismatch) as caught:
        broadcast(Proof(operation="add"), left, right)
    assert "n (axis -1 of x)" in caught.value.message
    assert "m (axis -1 of y)" in caught.value.message
    assert str(caught.value.witness) == "n=2, m=3"
