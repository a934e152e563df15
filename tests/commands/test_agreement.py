"""A value is held against what the static half says as DESIGN.md defines sizes."""

from __future__ import annotations

import pytest
import torch

from conformable.commands.observations.static_values import (
    StaticChoice,
    StaticConstant,
    StaticInteger,
    StaticItems,
    StaticMany,
    StaticTensor,
    StaticValue,
)
from conformable.commands.verifying.agreement import Verdict, compared
from conformable.commands.verifying.bindings import Bindings
from conformable.core.arithmetic import broadcast_size, floor_divide
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import OneOr, Size, Symbol

B, N, M = (Size.of(Symbol(name, "f")) for name in "bnm")
X = Size.of(Symbol("x", "f", rigid=False))


def tensor(*parts: Part | int) -> StaticTensor:
    return StaticTensor(Shape.of(*parts), "torch", None)


def zeros(*sizes: int) -> torch.Tensor:
    return torch.zeros(sizes)


def verdicts(*pairs: tuple[StaticValue, object]) -> list[str]:
    """Compare one after the other, as in one call of a function; what is bound stays bound."""
    bindings = Bindings()
    return [compared(value, actual, bindings).value for value, actual in pairs]


AGREES, DISAGREES, UNDECIDED = (verdict.value for verdict in Verdict)


@pytest.mark.parametrize(
    ("value", "actual", "verdict"),
    [
        (tensor(2, 3), zeros(2, 3), AGREES),
        (tensor(2, 3), zeros(3, 2), DISAGREES),
        (tensor(2, 3), zeros(2, 3, 1), DISAGREES),
        (tensor(), zeros(), AGREES),
        (tensor(B, N), None, DISAGREES),
        (tensor(N, N), zeros(2, 2), AGREES),
        (tensor(N, N), zeros(2, 3), DISAGREES),
        (tensor(N, 2 * N + 1), zeros(2, 5), AGREES),
        (tensor(N, 2 * N + 1), zeros(2, 4), DISAGREES),
        (tensor(2 * N), zeros(6), AGREES),
        (tensor(2 * N), zeros(5), DISAGREES),
        (tensor(B * N, B, N), zeros(6, 2, 3), AGREES),
        (tensor(B * N, B, N), zeros(5, 2, 3), DISAGREES),
        (tensor(N, floor_divide(N, Size.of(2))), zeros(5, 2), AGREES),
        (tensor(N, floor_divide(N, Size.of(2))), zeros(5, 3), DISAGREES),
        (tensor(N, M, broadcast_size(N, M)), zeros(1, 3, 3), AGREES),
        (tensor(N, M, broadcast_size(N, M)), zeros(1, 3, 1), DISAGREES),
    ],
)
def test_one_value(value: StaticValue, actual: object, verdict: str) -> None:
    assert verdicts((value, actual)) == [verdict]


def test_a_broadcastable_axis_is_1_or_the_size() -> None:
    either = Size.of(OneOr(N, "x.0"))
    assert verdicts((tensor(either), zeros(1)), (tensor(N), zeros(3))) == [AGREES, AGREES]
    assert verdicts((tensor(either), zeros(3)), (tensor(N), zeros(3))) == [AGREES, AGREES]
    assert verdicts((tensor(either), zeros(3)), (tensor(N), zeros(4))) == [AGREES, DISAGREES]


def test_a_name_means_the_same_in_one_call() -> None:
    assert verdicts((tensor(N), zeros(2)), (tensor(N, M), zeros(2, 3))) == [AGREES, AGREES]
    assert verdicts((tensor(N), zeros(2)), (tensor(N), zeros(3))) == [AGREES, DISAGREES]


def test_an_integer_binds_and_is_compared() -> None:
    assert verdicts((StaticInteger(X), 5), (tensor(X, 3), zeros(5, 3))) == [AGREES, AGREES]
    assert verdicts((StaticInteger(X), 5), (tensor(X, 3), zeros(4, 3))) == [AGREES, DISAGREES]


def test_what_disagrees_binds_nothing() -> None:
    assert verdicts((tensor(N, 3), zeros(2, 4)), (tensor(N), zeros(7))) == [DISAGREES, AGREES]


def test_a_variadic_part_is_the_same_run_each_time() -> None:
    batch = Variadic("batch", "f")
    assert verdicts((tensor(batch, N), zeros(2, 3, 4)), (tensor(batch, 5), zeros(2, 3, 5))) == [AGREES] * 2
    assert verdicts((tensor(batch, N), zeros(2, 3, 4)), (tensor(batch, 5), zeros(3, 2, 5))) == [
        AGREES,
        DISAGREES,
    ]
    assert verdicts((tensor(batch, N, M), zeros(2))) == [DISAGREES]


def test_a_shape_of_which_nothing_is_known_is_undecided() -> None:
    assert verdicts((StaticTensor(Shape.unknown("f"), "torch", None), zeros(2, 3))) == [UNDECIDED]


def test_a_dtype_that_was_declared_is_compared() -> None:
    floats = StaticTensor(Shape.of(2), "torch", "Float")
    assert verdicts((floats, zeros(2))) == [AGREES]
    assert verdicts((floats, zeros(2).long())) == [DISAGREES]


def test_containers_are_compared_item_by_item() -> None:
    pair = StaticItems("tuple", (tensor(N), tensor(N, 2)))
    assert verdicts((pair, (zeros(3), zeros(3, 2)))) == [AGREES]
    assert verdicts((pair, (zeros(3), zeros(4, 2)))) == [DISAGREES]
    assert verdicts((pair, (zeros(3),))) == [DISAGREES]


def test_the_items_of_a_sequence_have_flexible_sizes_of_their_own() -> None:
    many = StaticMany("list", tensor(X, 2))
    assert verdicts((many, [zeros(3, 2), zeros(4, 2)])) == [AGREES]
    assert verdicts((many, [zeros(3, 2), zeros(4, 3)])) == [DISAGREES]


def test_a_choice_must_have_an_option_that_fits() -> None:
    maybe = StaticChoice((tensor(N), StaticConstant(None)))
    assert verdicts((maybe, None), (maybe, zeros(2)), (maybe, zeros(2, 2))) == [AGREES, AGREES, DISAGREES]
    assert verdicts((StaticChoice((tensor(N), None)), zeros(2, 2))) == [UNDECIDED]


def test_each_iteration_of_a_loop_binds_its_own_sizes() -> None:
    bindings = Bindings()
    bindings.begin_iteration(1)
    assert compared(tensor(X), zeros(2), bindings) is Verdict.AGREES
    assert compared(tensor(X), zeros(3), bindings) is Verdict.DISAGREES
    bindings.begin_iteration(1)
    assert compared(tensor(X), zeros(3), bindings) is Verdict.AGREES
    bindings.leave_loops(0)
    assert compared(tensor(X), zeros(4), bindings) is Verdict.AGREES
