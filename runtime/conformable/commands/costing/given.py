"""Sizes that are given as numbers: what symbols are then, and which conditions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from conformable.commands.costing import logarithms
from conformable.core.arithmetic import evaluate

if TYPE_CHECKING:
    from conformable.core.conditions import Conditions
    from conformable.core.sizes import Atom, Size


def values_of(wanted: Iterable[Size], sizes: Mapping[str, int]) -> dict[Atom, int]:
    """Return the numbers that the symbols in some sizes have, as far as they are given."""
    found: dict[Atom, int] = {}
    for size in wanted:
        for symbol in size.symbols():
            inner = logarithms.inside(symbol)
            if inner is None:
                number = _size_of(symbol.name, sizes)
            else:
                number = logarithms.number_of(symbol, values_of([inner], sizes))
            if number is not None:
                found[symbol] = number
    return found


def _size_of(name: str, sizes: Mapping[str, int]) -> int | None:
    """Return a given size: that of `d` is also that of `config.d`, and of the product of the axes `*d`."""
    plain = name.removeprefix("prod(").removesuffix(")")
    return sizes.get(name, sizes.get(plain, sizes.get(plain.rpartition(".")[2])))


def holds(conditions: Conditions, sizes: Mapping[str, int]) -> bool | None:
    """Tell whether conditions hold for the given sizes; None where these are too few to tell."""
    tests: tuple[tuple[Iterable[Size], Callable[[int], bool]], ...] = (
        (conditions.zeros, lambda number: number == 0),
        (conditions.nonzeros, lambda number: number != 0),
        (conditions.nonnegatives, lambda number: number >= 0),
    )
    simple = (_test(size, test, sizes) for tested, test in tests for size in tested)
    either = (_any_of(map(partial(holds, sizes=sizes), pair)) for pair in conditions.alternatives)
    return _all_of((*simple, *either))


def _test(size: Size, test: Callable[[int], bool], sizes: Mapping[str, int]) -> bool | None:
    number = evaluate(size, values_of([size], sizes))
    return None if number is None else test(number)


def _all_of(verdicts: Iterable[bool | None]) -> bool | None:
    found = set(verdicts)
    return False if False in found else None if None in found else True


def _any_of(verdicts: Iterable[bool | None]) -> bool | None:
    found = set(verdicts)
    return True if True in found else None if None in found else False
