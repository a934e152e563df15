"""Sizes and shapes from text, for the tests of the core; and their values, computed independently."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from conformable.core.expression import EvaluationError, evaluate
from conformable.core.expression_parser import parse_expression
from conformable.core.facts import Facts
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Size, Symbol
from conformable.core.symbolic_axes import size_of
from strategies import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet


def size(text: str, flexible: AbstractSet[str] = frozenset()) -> Size:
    """Read a size; names are rigid unless they are said to be flexible."""
    return size_of(parse_expression(text), lambda name: _named(name, flexible), lambda path: Size.of(0))


def symbol(name: str, flexible: AbstractSet[str] = frozenset()) -> Symbol:
    """Give the symbol that `size` makes of a name."""
    return Symbol(name, "test", rigid=name not in flexible)


def _named(name: str, flexible: AbstractSet[str]) -> Size:
    return Size.of(symbol(name, flexible))


def shape(text: str, flexible: AbstractSet[str] = frozenset()) -> Shape:
    """Read a shape such as `*batch n 2*m`."""
    return Shape(tuple(_part(token, flexible) for token in text.split()))


def _part(token: str, flexible: AbstractSet[str]) -> Part:
    return Variadic(token.removeprefix("*"), "test") if token[0] in "*." else size(token, flexible)


def equal(facts: Facts, *equations: str, flexible: AbstractSet[str] = frozenset()) -> Facts:
    """Learn equations such as `n == 2*m`."""
    for equation in equations:
        left, right = equation.split("==")
        facts = facts.equate(size(left, flexible), size(right, flexible))
    return facts


def value(text: str, point: Mapping[str, int]) -> int | None:
    """Compute an expression without the code under test; None where it has no value."""
    try:
        return evaluate(parse_expression(text), point.__getitem__, lambda path: 0)
    except EvaluationError:
        return None


def points(largest: int, names: Iterable[str] = NAMES) -> Iterator[dict[str, int]]:
    """Yield all small values of the names."""
    ordered = list(names)
    for row in product(range(1, largest + 1), repeat=len(ordered)):
        yield dict(zip(ordered, row, strict=True))
