"""Find the sizes of a result as polynomials of the symbols, from runs on numbers.

Kernels that are put together of others in C++ turn symbols into numbers. A polynomial in which no symbol is
squared is determined by its values at two numbers for each symbol; it only counts where it holds at others.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, Final

from conformable_mypy.torch_meta.kernels.trials import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Numbers = Callable[[dict[str, int]], Any]

#: Each further symbol doubles the number of runs.
MOST_SYMBOLS: Final = 4

LOW, HIGH = 24, 48
CHECKS: Final = 8
LARGEST: Final = 200

Polynomial = dict[tuple[str, ...], Fraction]


def fitted(run: Numbers, names: list[str]) -> Any:
    """Return the result of an operation with expressions in the place of numbers.

    Args:
        run: Gives the result for some values of the symbols; None where the operation refuses them.
        names: The symbols.

    Raises:
        UnanswerableError: if there are no such expressions.
    """
    if len(names) > MOST_SYMBOLS:
        raise UnanswerableError
    corners = [
        dict(zip(names, point, strict=True)) for point in itertools.product((LOW, HIGH), repeat=len(names))
    ]
    results = [run(corner) for corner in corners]
    if None in results or any(without_numbers(result) != without_numbers(results[0]) for result in results):
        raise UnanswerableError
    columns = zip(*(list(_numbers(result)) for result in results), strict=True)
    polynomials = [_interpolated([Fraction(value) for value in column], names) for column in columns]
    expressions = map(_expression, polynomials)
    found = _with_expressions(results[0], expressions)
    draw = Random(0)
    for _ in range(CHECKS):
        values = {name: draw.randint(2, LARGEST) for name in names}
        result = run(values)
        if result is not None and list(_numbers(result)) != [_value(p, values) for p in polynomials]:
            raise UnanswerableError
    return found


def _interpolated(values: list[Fraction], names: list[str]) -> Polynomial:
    """Find the polynomial that has some values at the corners.

    >>> _interpolated([Fraction(24), Fraction(48)], ["s0"])
    {('s0',): Fraction(1, 1)}
    """
    if not names:
        return {(): values[0]} if values[0] else {}
    half = len(values) // 2
    slopes = [(high - low) / (HIGH - LOW) for low, high in zip(values[:half], values[half:], strict=True)]
    starts = [low - slope * LOW for low, slope in zip(values[:half], slopes, strict=True)]
    steep = _interpolated(slopes, names[1:])
    return {
        **{(names[0], *rest): factor for rest, factor in steep.items()},
        **_interpolated(starts, names[1:]),
    }


def _value(polynomial: Polynomial, values: Mapping[str, int]) -> Fraction:
    total = Fraction(0)
    for names, factor in polynomial.items():
        for name in names:
            factor *= values[name]  # noqa: PLW2901
        total += factor
    return total


def _expression(polynomial: Polynomial) -> Any:
    """Write a polynomial; one with broken coefficients is none of a size."""
    terms: list[Any] = []
    for names, factor in polynomial.items():
        if factor.denominator != 1:
            raise UnanswerableError
        parts = [*([int(factor)] if factor != 1 or not names else []), *names]
        terms.append(parts[0] if len(parts) == 1 else ["*", *parts])
    return 0 if not terms else terms[0] if len(terms) == 1 else ["+", *terms]


def _numbers(result: Any) -> Iterator[int]:
    match result:
        case {"tensor": sizes}:
            yield from sizes
        case list():
            for item in result:
                yield from _numbers(item)
        case _:
            pass


def without_numbers(result: Any) -> Any:
    """Give what a result consists of, whatever its sizes are."""
    return _with_expressions(result, itertools.repeat(0))


def _with_expressions(result: Any, expressions: Iterator[Any]) -> Any:
    match result:
        case {"tensor": sizes}:
            return {"tensor": [next(expressions) for _ in sizes]}
        case list():
            return [_with_expressions(item, expressions) for item in result]
        case _:
            return result
