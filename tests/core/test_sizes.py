"""Symbolic sizes: one normal form for equal polynomials, the same values, and no size that explodes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings

from conformable.core.arithmetic import (
    broadcast_size,
    evaluate,
    floor_divide,
    maximum,
    minimum,
    modulo,
    power,
    substitute,
)
from conformable.core.bounds import never_zero, nonnegative
from conformable.core.sizes import ONE, Atom, Compound, OneOr, Size, Symbol
from core.reading import points, size, symbol, value
from strategies import EXAMPLES, arithmetic, values

SPELT_ALIKE: Final = [
    ("(n+1)*(n-1)+1", "n*n"),
    ("m*n", "n*m"),
    ("2*n//2", "n"),
    ("n*m//m", "n"),
    ("(2*n+1)//2", "n"),
    ("(h-1)//2+1", "(h+1)//2"),
    ("(h+2*1-3)//2+1", "(h-1)//2+1"),
    ("(h+2*3-7)//2+1", "(h-1)//2+1"),
    ("(h+2*1-1*(3-1)-1)//1+1", "h"),
    ("-(-n//k)", "(n+k-1)//k"),
    ("n//2//3", "n//6"),
    ("(n//2+1)//3", "(n+2)//6"),
    ("n%4//4", "0"),
    ("n-n//k*k", "n%k"),
    ("(n+2*k)//k", "n//k+2"),
    ("2*n//4", "n//2"),
    ("n*m//(2*m)", "n//2"),
    ("min(n+1,m+1)", "min(n,m)+1"),
    ("max(2*n,2*m)", "2*max(n,m)"),
    ("max(n*k,m*k)", "k*max(n,m)"),
    ("max(n,n-1)", "n"),
    ("min(n,max(n,m))", "n"),
    ("max(n*m,n)", "n*m"),
    ("max(n,1)", "n"),
    ("min(n//2,n)", "n//2"),
    ("n**2", "n*n"),
]


@pytest.mark.parametrize(("left", "right"), SPELT_ALIKE)
def test_sizes_that_are_spelt_differently_are_one_size(left: str, right: str) -> None:
    assert size(left) == size(right)
    assert hash(size(left)) == hash(size(right))


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(arithmetic(), values)
def test_the_normal_form_keeps_the_value(text: str, point: dict[str, int]) -> None:
    wanted = value(text, point)
    if wanted is not None:
        assert evaluate(size(text), {symbol(name): number for name, number in point.items()}) == wanted


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(arithmetic())
def test_a_printed_size_reads_as_the_same_size(text: str) -> None:
    assert size(str(size(text))) == size(text)


@settings(max_examples=EXAMPLES // 8, deadline=None)
@given(arithmetic(depth=2))
def test_bounds_hold_for_all_values(text: str) -> None:
    numbers = [number for point in points(4) if (number := value(text, point)) is not None]
    least = size(text).least
    if numbers:
        assert least is None or min(numbers) >= least
        assert not nonnegative(size(text)) or min(numbers) >= 0
        assert not never_zero(size(text)) or 0 not in numbers


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(arithmetic(depth=2), arithmetic(depth=1), values)
def test_substituting_and_evaluating_commute(text: str, inner: str, point: dict[str, int]) -> None:
    replaced = value(inner, point)
    # The normal form of `min(n,1)` is 1, as n is at least 1: what n is replaced by must be so as well.
    wanted = value(text, point | {"n": replaced}) if replaced is not None and replaced >= 1 else None
    if wanted is not None:
        result = substitute(size(text), {symbol("n"): size(inner)})
        assert evaluate(result, {symbol(name): number for name, number in point.items()}) == wanted


NONNEGATIVE: Final = [
    "n*m-n",
    "n%4",
    "3-n%4",
    "n-n//2",
    "n-k*(n//k)",
    "max(n,m)-n",
    "n-min(n,m)",
    "n*n-2*n+1+n-1",
    "k*(n//k)-n+k-1",
    "3*(n//3)-n+2",
]

MAY_BE_NEGATIVE: Final = [
    "n*m-n-1",
    "n%4-1",
    "2-n%4",
    "n//2-1",
    "k*(n//k)-n+k-2",
    "3*(n//3)-n+1",
    "max(n,m)-n-1",
    "n-min(n,m)-1",
]


@pytest.mark.parametrize("text", NONNEGATIVE)
def test_what_cannot_be_negative_is_known(text: str) -> None:
    assert nonnegative(size(text))


@pytest.mark.parametrize("text", MAY_BE_NEGATIVE)
def test_what_can_be_negative_is_not_said_not_to_be(text: str) -> None:
    assert min(number for point in points(4) if (number := value(text, point)) is not None) < 0
    assert not nonnegative(size(text))


@pytest.mark.parametrize(
    "text",
    ["-n//(m-k)", "(n//2+1)//(m-k)", "(n*m-n*k)//(m*m-m*k)", "(n-5)//(m-k)", "(n//(m-k)+1)//2", "n%(m-k)"],
)
def test_a_divisor_that_may_be_negative_or_zero_keeps_the_value(text: str) -> None:
    defined = [(point, wanted) for point in points(4) if (wanted := value(text, point)) is not None]
    assert defined
    for point, wanted in defined:
        assert evaluate(size(text), {symbol(name): number for name, number in point.items()}) == wanted


def test_symbols_of_one_name_are_told_apart_by_scope() -> None:
    mine, other = (Size.of(Symbol("n", scope)) for scope in ("f", "g"))
    assert mine != other
    assert str(mine - other) == "n-n"
    assert floor_divide(mine, other) != floor_divide(other, mine)
    assert minimum(mine, other) == minimum(other, mine)


def test_broadcastable_axes_of_one_name_are_told_apart() -> None:
    first, second = (Size.of(OneOr(size("n"), place)) for place in ("x.0", "y.0"))
    assert first != second
    assert broadcast_size(first, size("n")) == size("n")
    assert broadcast_size(first, second) == broadcast_size(second, first)
    assert substitute(first, {symbol("n"): ONE}) == ONE


def test_what_is_left_without_what_operands_share_is_flattened_again() -> None:
    assert size("min((1)-(m),min(1,(3)-(n)))") == size("min((1)-(m),1,(3)-(n))") == size("min(-m,2-n)+1")
    assert size("max(k*n+n,n*max(m,k))") == size("n*max(k+1,m)")


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [("n", "1", "n"), ("1", "n", "n"), ("n", "n", "n"), ("n", "3", "3"), ("n+1", "n", "n+1")],
)
def test_a_size_that_is_not_1_wins_when_broadcast(left: str, right: str, result: str) -> None:
    assert broadcast_size(size(left), size(right)) == size(result)


def test_division_by_zero_has_no_value() -> None:
    assert evaluate(floor_divide(size("n"), size("m-m")), {symbol("n"): 3}) is None


def test_a_size_can_travel_between_processes() -> None:
    travelled = pickle.loads(pickle.dumps(size("max(n,m)//k+1")))
    assert travelled == size("max(n,m)//k+1")
    assert {travelled: 1}[size("max(n,m)//k+1")] == 1


OPERATIONS: Final = (
    lambda left, right: left + right,
    lambda left, right: left - right,
    lambda left, right: left * right,
    floor_divide,
    modulo,
    power,
    minimum,
    maximum,
    broadcast_size,
)


@pytest.mark.parametrize("seed", range(20))
def test_any_sequence_of_operations_ends_soon(seed: int) -> None:
    random = Random(seed)
    sizes = [*map(size, ("n", "m", "k")), Size.of(Symbol("i", least=None)), Size.of(2)]
    start = time.process_time()
    for _ in range(300):
        sizes.append(random.choice(OPERATIONS)(random.choice(sizes), random.choice(sizes)))
    assert time.process_time() - start < 10
    assert max(len(str(one)) for one in sizes) < 100_000


def test_a_product_too_long_to_expand_is_still_a_product() -> None:
    long_sum = sum((Size.of(Symbol(f"n{i}")) for i in range(1, 12)), start=Size.of(Symbol("n0")))
    square = long_sum * long_sum
    assert isinstance(square.atom, Compound)
    assert square == long_sum * long_sum
    numbers: dict[Atom, int] = {Symbol(f"n{i}"): i + 1 for i in range(12)}
    assert evaluate(square, numbers) == sum(range(1, 13)) ** 2


def test_a_size_too_large_to_work_with_equals_only_itself() -> None:
    def towering(name: str) -> Size:
        result = size(name)
        for step in range(60):
            result = floor_divide(result * result + step, size("k"))
        return result

    assert towering("n") == towering("n")
    assert towering("n") != towering("m")
    assert towering("n").symbols()[0].rigid is False


HASH_SEED_PROGRAM: Final = """
from conformable.core.arithmetic import *
from conformable.core.comparison import compare
from conformable.core.facts import Facts
from conformable.core.sizes import *
names = [Size.of(Symbol(c, "f")) for c in "nmkhdw"]
n, m, k, h, d, w = names
facts = Facts().equate(d, h * floor_divide(d, h)).equate(n * m, k * w).bound(n, m)
for size in (total(names), product(names), maximum(*names), minimum(*names), floor_divide(n * m + d, h + w)):
    print(size, facts.simplify(size * d), compare(size, n, facts).witness)
print(list(facts.join(Facts().equate(n, m)).alternatives))
"""


def test_results_do_not_depend_on_the_hash_seed() -> None:
    def output(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", HASH_SEED_PROGRAM],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout

    assert len({output(seed) for seed in ("0", "1", "2", "3")}) == 1
