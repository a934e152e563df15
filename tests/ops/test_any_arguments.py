"""A rule may be given anything: it gives a shape, reports, or says that it cannot tell."""

from __future__ import annotations

from random import Random

import pytest

from conformable.core.ops import REGISTRY, UNKNOWN
from conformable.core.ops.arguments import Argument, Repeated
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol

CALLS = 15
N, M = Size.of(Symbol("n")), Size.of(Symbol("m"))
INTEGER = Size.of(Symbol("k", rigid=False, least=None))
RUN = Variadic("v")
SIZES = [N, M, INTEGER, 2 * N, N - 1, *map(Size.of, range(-3, 6))]
NUMBERS: list[Argument] = [True, False, 0.5, float("inf"), float("nan")]
OTHERS: list[Argument] = [UNKNOWN, None, "xy", "sum", "b n -> n b"]


@pytest.mark.parametrize("name", REGISTRY.rules)
def test_no_arguments_make_a_rule_fail(name: str) -> None:
    random, rule = Random(name), REGISTRY.rules[name]
    keywords = [parameter.name for parameter in rule.parameters] or ["dim"]
    for _ in range(CALLS):
        positional = tuple(_argument(random) for _ in range(random.randint(0, 5)))
        named = {random.choice(keywords): _argument(random)} if random.random() < 0.3 else {}
        try:
            rule.apply(Proof(operation=name), positional, named)
        except (Mismatch, CannotTellError):
            pass
        except Exception as failure:
            raise AssertionError(positional, named) from failure


def _argument(random: Random, depth: int = 0) -> Argument:
    kind = random.random()
    if kind < 0.45:
        return _shape(random)
    if kind < 0.65:
        return random.choice(SIZES)
    if kind < 0.8:
        return random.choice([*NUMBERS, *OTHERS])
    if kind < 0.85 or depth > 1:
        return Repeated(_shape(random), random.choice(SIZES))
    run = (RUN,) if random.random() < 0.1 else ()
    return (*(_argument(random, depth + 1) for _ in range(random.randint(0, 3))), *run)


def _shape(random: Random) -> Shape:
    sizes = [*map(Size.of, range(4)), N, M, N + 1]
    parts: list[Part] = [random.choice(sizes) for _ in range(random.randint(0, 4))]
    if random.random() < 0.3:
        parts.insert(random.randint(0, len(parts)), RUN)
    return Shape(tuple(parts), "x")
