"""What is still known where two paths of a program meet."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.core.bounds import never_zero, nonnegative, tightened
from conformable.core.conditions import Conditions
from conformable.core.division import primitive
from conformable.core.sizes import ZERO, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Hashable

    from conformable.core.facts import Facts

Item = TypeVar("Item", bound="Hashable")

MAX_ALTERNATIVES: Final = 24


def joined(left: Facts, right: Facts) -> Facts:
    """Keep what both paths know, and that one of the two knows the rest."""
    if left is right or right.impossible:
        return left
    if left.impossible:
        return right
    beyond_right, beyond_left = beyond(left, right), beyond(right, left)
    result = _structurally_shared(left, right)
    result = _with_known(result, right, beyond_right)
    result = _with_known(result, left, beyond_left)
    apart = _unknown(result, beyond_right), _unknown(result, beyond_left)
    return _with_alternative(result, apart)


def beyond(facts: Facts, other: Facts) -> Conditions:
    """Give what is not also written in the other facts."""
    solved = (Size.of(atom) - size for atom, size in facts.solved.items() if other.solved.get(atom) != size)
    return Conditions(
        zeros=(*solved, *_missing(facts.zeros, other.zeros)),
        nonzeros=_missing(facts.nonzeros, other.nonzeros),
        nonnegatives=_missing(facts.nonnegatives, other.nonnegatives),
        alternatives=_missing(facts.alternatives, other.alternatives),
    )


def _structurally_shared(left: Facts, right: Facts) -> Facts:
    """Give what is written in both."""
    solved = {atom: size for atom, size in left.solved.items() if right.solved.get(atom) == size}
    loosened = left.loosened | right.loosened
    determined = (left.determined_by(atom, size) for atom, size in solved.items())
    return replace(
        left,
        solved=MappingProxyType(solved),
        rewrites=_both(left.rewrites, right.rewrites),
        zeros=_both(left.zeros, right.zeros),
        nonzeros=_both(left.nonzeros, right.nonzeros),
        nonnegatives=_both(left.nonnegatives, right.nonnegatives),
        loosened=loosened,
        broadcast_names=_both(left.broadcast_names, right.broadcast_names),
        alternatives=_both(left.alternatives, right.alternatives),
        links=(*left.links, *_missing(right.links, left.links)),
        left_out=left.left_out & right.left_out,
        given=left.given & right.given,
        determined=frozenset[Symbol]().union(*determined) - loosened,
        parts_apart=left.parts_apart & right.parts_apart,
        _simplified={},
        _linked=[],
    )


def _with_known(result: Facts, facts: Facts, conditions: Conditions) -> Facts:
    """Add to a result those conditions that follow from some facts."""
    for zero in conditions.zeros:
        if not facts.simplify(zero).terms:
            result = result.equate(zero, ZERO)
    for size in conditions.nonzeros:
        if never_zero(facts.simplify(size), facts.relevant(size)):
            result = result.distinguish(size, ZERO)
    for size in conditions.nonnegatives:
        if nonnegative(facts.simplify(size), facts.relevant(size)):
            result = result.bound(size, ZERO)
    return result


def _unknown(facts: Facts, conditions: Conditions) -> Conditions:
    """Give those conditions that do not follow from some facts."""
    zeros = [primitive(facts.simplify(zero)) for zero in conditions.zeros]
    nonzeros = [facts.simplify(size) for size in conditions.nonzeros]
    bounds = [tightened(facts.simplify(size)) for size in conditions.nonnegatives]
    return Conditions(
        zeros=_distinct([zero for zero in zeros if zero.terms]),
        nonzeros=_distinct([size for size in nonzeros if not never_zero(size)]),
        nonnegatives=_distinct([size for size in bounds if not nonnegative(size, facts.relevant(size))]),
        alternatives=conditions.alternatives,
    )


def _with_alternative(result: Facts, apart: tuple[Conditions, Conditions]) -> Facts:
    left, right = apart
    if not left or not right or left.excludes(right):
        return result
    if len(result.alternatives) >= MAX_ALTERNATIVES:
        return result.loosen(_symbols(left, right))
    return replace(result, alternatives=(*result.alternatives, (left, right)), _simplified={}, _linked=[])


def _symbols(*conditions: Conditions) -> frozenset[Symbol]:
    return frozenset(symbol for each in conditions for size in each.sizes() for symbol in size.symbols())


def _missing(items: tuple[Item, ...], others: tuple[Item, ...]) -> tuple[Item, ...]:
    known = set(others)
    return tuple(item for item in items if item not in known)


def _both(items: tuple[Item, ...], others: tuple[Item, ...]) -> tuple[Item, ...]:
    if items == others:
        return items
    known = set(others)
    return tuple(item for item in items if item in known)


def _distinct(sizes: list[Size]) -> tuple[Size, ...]:
    return tuple(dict.fromkeys(sizes))
