"""Annotations against shapes: the verdict is jaxtyping's, wherever jaxtyping has one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import permutations
from random import Random
from typing import Any, Final

import pytest
from hypothesis import event, given, settings
from jaxtyping import AnnotationError, Float, jaxtyped

from conformable.core.binding import Binding, Bound, BoundRun, Place
from conformable.core.declaring import Declaration
from conformable.core.facts import Facts
from conformable.core.notation import parse
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import ZERO
from core.reading import shape, size
from pace import second
from strategies import EXAMPLES, signatures

UNKNOWN: Final = frozenset({"x", "y"})


class Array:
    """The least that jaxtyping takes for an array."""

    dtype = "float32"

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.shape = sizes


def jaxtyping_accepts(signature: list[tuple[str, tuple[int, ...]]]) -> bool | None:
    """Ask jaxtyping, argument by argument; None where it has no verdict, in whatever order they come.

    It has none where an axis of arithmetic comes before the names that it is made of, or where these are
    bound by nothing but axes `#n` of size 1: both are errors to jaxtyping. Ours is independent of the order,
    and takes a name that nothing binds to be any size.
    """
    verdicts = map(_accepts_in_this_order, permutations(signature))
    return next((verdict for verdict in verdicts if verdict is not None), None)


def _accepts_in_this_order(signature: Sequence[tuple[str, tuple[int, ...]]]) -> bool | None:
    with jaxtyped("context"):
        for text, sizes in signature:
            try:
                hint: Any = Float[Array, text]
                if not isinstance(Array(sizes), hint):
                    return False
            except AnnotationError:
                return None
    return True


def bound(*signature: tuple[str, Shape], proof: Proof | None = None) -> Binding:
    """Bind the annotations of arguments called a, b, c, ..."""
    proof = proof or Proof(scope="call")
    binding = Binding("call")
    for (text, given_shape), name in zip(signature, "abcdefg", strict=False):
        binding.bind(proof, parse(text), given_shape, Place(f'Argument "{name}"', f'argument "{name}"'))
    binding.complete(proof)
    return binding


def refusal(*signature: tuple[str, Shape]) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        bound(*signature)
    return caught.value


@settings(max_examples=EXAMPLES, deadline=None)
@given(signatures())
def test_the_verdict_is_jaxtypings(signature: list[tuple[str, tuple[int, ...]]]) -> None:
    wanted = jaxtyping_accepts(signature)
    event(f"jaxtyping says {wanted}")  # counted with --hypothesis-show-statistics
    if wanted is None:
        return
    try:
        bound(*((text, Shape.of(*sizes)) for text, sizes in signature))
    except Mismatch:
        assert not wanted
    else:
        assert wanted


class TestNames:
    def test_a_name_has_the_size_of_the_first_axis_that_bears_it(self) -> None:
        binding = bound(("b n", shape("8 n")), ("b m", shape("8 2*n")))
        assert [binding.name(name) for name in ("b", "n", "m")] == [size("8"), size("n"), size("2*n")]
        assert binding.sizes["m"].origin == 'argument "b"'

    def test_a_name_on_two_axes_has_one_size(self) -> None:
        mismatch = refusal(("b n", shape("8 3")), ("n", shape("4")))
        assert mismatch.code == "shape-mismatch"
        assert mismatch.message == (
            'Argument "b" has shape "4"; expected "n": axis 0 is 4, not n=3 (bound by argument "a")'
        )

    def test_sizes_of_the_enclosing_function_are_told_apart_with_a_witness(self) -> None:
        mismatch = refusal(("b b", shape("n m")))
        assert str(mismatch.witness) == "m=2, n=3"

    def test_a_size_not_known_yet_is_learned_from_the_second_axis(self) -> None:
        proof = Proof(scope="call")
        binding = bound(("n n", shape("x k", UNKNOWN)), proof=proof)
        assert proof.same(size("x", UNKNOWN), size("k"))
        assert binding.name("n") == size("k")

    def test_a_number_against_a_name_may_only_be_a_loose_annotation(self) -> None:
        assert refusal(("b 3", shape("b c"))).code == "shape-literal"
        assert refusal(("b 1", shape("b c+1"))).code == "shape-mismatch"
        assert refusal(("b 3", shape("b 4"))).code == "shape-mismatch"

    def test_axes_that_ask_for_two_values_of_a_name_are_refused(self) -> None:
        mismatch = refusal(("c", shape("5")), ("a%3+a c%3+a", shape("3 4")))
        assert mismatch.message == (
            'Argument "b" has shape "3 4"; expected "a%3+a c%3+a": axis 1 is 4, not c%3+a=a+2'
        )
        bound(("c", shape("5")), ("a%3+a c%3+a", shape("3 5")))

    def test_a_name_that_nothing_binds_is_fresh_in_each_call(self) -> None:
        results = []
        for scope in ("first", "second"):
            binding = Binding(scope)
            binding.bind(Proof(), parse("b"), shape("n"), Place("", ""))
            results.append(binding.shape(Proof(), parse("b new new")))
        assert results[0].axis(0) == results[1].axis(0) == size("n")
        assert results[0].axis(1) == results[0].axis(2)
        assert results[0].axis(1) != results[1].axis(1)

    def test_anonymous_axes_bind_nothing(self) -> None:
        binding = bound(("_ _n ?leaf", shape("2 3 4")), ("_ _n ?leaf", shape("5 6 7")))
        assert binding.sizes == {}

    def test_a_rank_that_does_not_fit_is_refused(self) -> None:
        assert refusal(("b n", shape("n"))).code == "shape-rank"
        assert refusal(("b *rest n", shape("n"))).code == "shape-rank"
        bound(("b n", shape("*batch n")))


class TestArithmetic:
    @pytest.mark.parametrize("order", [1, -1])
    def test_arithmetic_is_checked_in_any_order(self, order: int) -> None:
        bound(*[("n+1", shape("5")), ("n", shape("4"))][::order])
        with pytest.raises(Mismatch):
            bound(*[("n+1", shape("5")), ("n", shape("5"))][::order])

    def test_arithmetic_alone_is_solved(self) -> None:
        assert bound(("n+1", shape("5"))).name("n") == size("4")
        assert bound(("h d-1", shape("k m"))).name("d") == size("m+1")

    def test_a_size_that_arithmetic_cannot_give_is_refused(self) -> None:
        assert refusal(("2*n", shape("7"))).code in {"shape-mismatch", "shape-literal"}

    def test_a_product_is_split_where_one_factor_is_known(self) -> None:
        proof = Proof(scope="call")
        binding = bound(("h", shape("k")), ("h*d", shape("k*m")), proof=proof)
        assert proof.same(binding.name("d"), size("m"))

    def test_a_result_follows_from_the_arguments(self) -> None:
        binding = bound(("b n", shape("8 k")))
        assert binding.shape(Proof(), parse("b 2*n n//2")) == shape("8 2*k k//2")


class TestBroadcastable:
    def test_an_axis_of_size_1_binds_nothing(self) -> None:
        assert bound(("#n", shape("1"))).sizes == {}
        assert bound(("#n", shape("1")), ("#n", shape("7"))).name("n") == size("7")

    @pytest.mark.parametrize("order", [1, -1])
    def test_a_plain_name_decides_whatever_the_order(self, order: int) -> None:
        bound(*[("#n", shape("1")), ("n", shape("7"))][::order])
        with pytest.raises(Mismatch):
            bound(*[("#n", shape("5")), ("n", shape("1"))][::order])

    def test_axes_that_may_be_1_are_refused_for_other_sizes(self) -> None:
        assert str(refusal(("#n", shape("k")), ("#n", shape("m"))).witness) == "m=2, k=3"
        assert bound(("#n", shape("k")), ("#n", shape("k"))).sizes == {}

    def test_an_axis_that_may_be_1_does_not_say_what_the_name_is(self) -> None:
        """With k=1 the result `n` may have any size, so `n` is not k."""
        result = bound(("#n", shape("k"))).shape(Proof(), parse("n"))
        assert result != shape("k")
        assert bound(("#n", shape("k+1"))).shape(Proof(), parse("n")) == shape("k+1")


class TestRuns:
    def test_a_run_is_the_same_axes_everywhere(self) -> None:
        binding = bound(("*batch n", shape("2 k 3")), ("*batch m", shape("2 k 5")))
        assert binding.shape(Proof(), parse("*batch n m")) == shape("2 k 3 5")
        message = refusal(("*batch n", shape("2 k 3")), ("*batch m", shape("4 k 5"))).message
        assert message.endswith('"*batch" is (4 k), not (2 k) (bound by argument "a")')

    def test_runs_of_different_lengths_are_refused(self) -> None:
        assert refusal(("*batch", shape("2 3")), ("*batch", shape("3"))).witness is None

    def test_a_run_of_the_caller_is_passed_on(self) -> None:
        binding = bound(("*b n", shape("*batch k")), ("n m", shape("k h")))
        assert binding.shape(Proof(), parse("*b m")) == shape("*batch h")

    def test_runs_around_the_same_run_are_compared_axis_by_axis(self) -> None:
        bound(("*b", shape("2 *batch k")), ("*b", shape("2 *batch k")))
        assert refusal(("*b", shape("2 *batch k")), ("*b", shape("3 *batch k"))).code == "shape-mismatch"
        bound(("*b", shape("2 *batch k")), ("*b", shape("2 *other k")))

    @pytest.mark.parametrize("order", [1, -1])
    def test_a_broadcastable_run_stretches_to_the_plain_one(self, order: int) -> None:
        bound(*[("*#b", shape("1 3")), ("*b", shape("2 3"))][::order])
        for other in ("2 4", "3", "1 3"):
            with pytest.raises(Mismatch):
                bound(*[("*#b", shape("2 3")), ("*b", shape(other))][::order])

    def test_broadcastable_runs_broadcast_with_each_other(self) -> None:
        bound(("*#b", shape("2 1")), ("*#b", shape("1 3")), ("*#b", shape("3")))
        message = refusal(("*#b", shape("2 1")), ("*#b", shape("3 3"))).message
        assert "cannot be broadcast with (2 1)" in message
        assert str(refusal(("*#b", shape("k")), ("*#b", shape("2 m"))).witness) == "m=2, k=3"


class TestOperations:
    """Where the annotation is that of an operation, messages name the operands' axes."""

    def test_both_axes_are_named(self) -> None:
        binding, proof = Binding("mm"), Proof(operation="mm")
        left, right = shape("n k").labelled("x"), shape("m n").labelled("w")
        place = Place("", "", "mm", frozenset({"k"}))
        binding.bind(proof, parse("n k"), left, place)
        with pytest.raises(Mismatch) as caught:
            binding.bind(proof, parse("k m"), right, place)
        assert caught.value.code == "shape-matmul"
        assert caught.value.message == "mm: inner sizes differ: k (axis -1 of x) and m (axis -2 of w)"


class TestAlternatives:
    def test_a_fork_leaves_the_original_alone(self) -> None:
        binding, proof = Binding("call"), Proof()
        binding.bind(proof, parse("n #m"), shape("2 1"), Place("", ""))
        attempt = binding.fork()
        attempt.bind(proof, parse("k *b #m"), shape("3 4 5"), Place("", ""))
        attempt.complete(proof)
        assert list(binding.sizes) == ["n"]
        binding.adopt(attempt)
        assert binding.shape(proof, parse("n k m *b")) == shape("2 3 5 4")


class TestDeclarations:
    """A function's own parameters: sizes that callers choose freely."""

    def test_names_are_rigid_and_shared(self) -> None:
        declaration = Declaration("f")
        x, w = (declaration.shape(parse(text), name) for text, name in (("*batch n", "x"), ("m n", "w")))
        assert (str(x), str(w)) == ("*batch n", "m n")
        assert x.axis(-1) == w.axis(-1)
        facts = declaration.complete()
        assert all(facts.is_rigid(atom) for axis in w.before for atom in axis.atoms())

    def test_anonymous_axes_are_not_known(self) -> None:
        declaration = Declaration("f")
        x, y = (declaration.shape(parse("_ ... ?leaf"), name) for name in ("x", "y"))
        assert all(x.parts[index] != y.parts[index] for index in range(3))
        assert not any(
            declaration.complete().is_rigid(atom) for axis in (*x.before, *x.after) for atom in axis.atoms()
        )

    def test_arithmetic_gives_a_size_of_at_least_1(self) -> None:
        declaration = Declaration("f")
        (axis,) = declaration.shape(parse("n-3"), "x").before
        assert declaration.complete().bound(ZERO, axis).impossible

    def test_a_broadcastable_axis_says_nothing_about_its_arithmetic(self) -> None:
        """In `#n-3` an axis of size 1 fits any n."""
        declaration = Declaration("f")
        declaration.shape(parse("#n-3"), "x")
        assert declaration.complete() == Facts()

    def test_the_result_is_held_against_the_declared_names(self) -> None:
        declaration = Declaration("f")
        x = declaration.shape(parse("b #n"), "x")
        binding = Binding("f", sizes={name: Bound(one) for name, one in declaration.sizes.items()})
        binding.bind(Proof(declaration.complete()), parse("b n"), x, Place("Return value", "the result"))
        runs = {"batch": BoundRun((Variadic("batch", "f"),))}
        with pytest.raises(Mismatch):
            Binding("f", runs=runs).bind(
                Proof(), parse("*batch"), Shape.of(Variadic("batch", "f"), 3), Place("", "")
            )


TERMS: Final = ("a", "b", "c", "2", "7", "{n}", "(a+b)", "(a//b)", "(a%b+1)", "min(a,b)", "max(b,c)", "-a")
OPERATORS: Final = ("+", "*", " ", "-", "//", "%", "**")


@pytest.mark.parametrize("seed", range(12))
def test_arithmetic_of_any_length_ends_soon(seed: int) -> None:
    """Far longer than anyone writes: as long as an annotation can be."""
    random = Random(seed)
    operators = OPERATORS[: random.randint(1, len(OPERATORS))]
    pieces = [part for _ in range(200) for part in (random.choice(TERMS), random.choice(operators))]
    annotation = parse("".join(pieces[:-1])[:990].rstrip("+*-/% (,"))
    start = time.process_time()
    declaration = Declaration("f")
    declared = declaration.shape(annotation, "x")
    facts = declaration.complete()
    assert time.process_time() - start < second()
    for given_shape in (declared, Shape.of(*[7] * len(declared.parts))):
        binding, proof = Binding("call"), Proof(facts)
        with suppress(Mismatch):
            binding.bind(proof, annotation, given_shape, Place("", ""))
            binding.complete(proof)
    assert time.process_time() - start < 20 * second()


def test_any_argument_may_be_the_wrong_one() -> None:
    texts: Sequence[str] = ("b n", "n m", "m k", "b k", "k")
    right = {"b": 2, "n": 3, "m": 4, "k": 5}

    def shapes(wrong: tuple[int, int] | None) -> list[tuple[str, Shape]]:
        return [
            (
                text,
                Shape.of(
                    *(right[name] + (wrong == (row, column)) for column, name in enumerate(text.split()))
                ),
            )
            for row, text in enumerate(texts)
        ]

    bound(*shapes(None))
    for row, text in enumerate(texts):
        for column in range(len(text.split())):
            refusal(*shapes((row, column)))
