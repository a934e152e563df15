"""Sizes that follow from others: what a function assumes about sizes that none of its parameters gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from conformable.commands.observations.static_values import sizes_in
from conformable.core.arithmetic import floor_divide, substitute
from conformable.core.sizes import Size, from_terms

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body
    from conformable.core.sizes import Atom


def derived_sizes(body: Body) -> Mapping[Atom, Size]:
    """Return what sizes are that no parameter gives: where `d == h*d_head` is assumed, `d_head` is `d//h`.

    What every way out of the function assumes counts.
    """
    given = {atom for value in body.parameters.values() for size in sizes_in(value) for atom in size.inside}
    first, *others = [exit_.equal for exit_ in body.exits] or [()]
    shared = [pair for pair in first if all(pair in other for other in others)]
    derived: dict[Atom, Size] = {}
    for _ in shared:
        # One may follow from another that was just found.
        for atom, size in (found for pair in shared for found in _solutions(*pair)):
            found = substitute(size, derived)
            if atom not in given and atom not in derived and set(found.symbols()) <= given:
                derived[atom] = found
    return derived


def _solutions(left: Size, right: Size) -> Iterator[tuple[Atom, Size]]:
    yield from _quotients(left, right)
    yield from _quotients(right, left)


def _quotients(one: Size, other: Size) -> Iterator[tuple[Atom, Size]]:
    """Yield the factors of a product that is equal to another size, each as a quotient."""
    match one.terms:
        case ((monomial, coefficient),):
            for index, atom in enumerate(monomial):
                rest = from_terms({monomial[:index] + monomial[index + 1 :]: coefficient})
                yield atom, floor_divide(other, rest)
        case _:
            pass
