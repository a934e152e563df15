"""Logarithms of sizes, which sizes themselves cannot express: symbols that are called `log2(n)`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from conformable.core.arithmetic import evaluate, substitute
from conformable.core.encoding import decode_size, encode_size
from conformable.core.sizes import Atom, Size, Symbol

_PREFIX: Final = "log2("


def log2(size: Size) -> Size:
    """Return the logarithm of a size to the base 2, rounded up.

    >>> log2(Size.of(5)), log2(Size.of(Symbol("n")))
    (<3>, <log2(n)>)
    """
    number = size.number
    if number is not None:
        return Size.of(_rounded_up(number))
    return Size.of(Symbol(f"{_PREFIX}{size})", json.dumps(encode_size(size)), rigid=False, least=0))


def inside(symbol: Symbol) -> Size | None:
    """Return the size of which a symbol is the logarithm; None if it is an ordinary one.

    >>> [inside(symbol) for symbol in log2(2 * Size.of(Symbol("n"))).symbols()]
    [<2*n>]
    """
    return decode_size(json.loads(symbol.scope)) if symbol.name.startswith(_PREFIX) else None


def number_of(symbol: Symbol, values: Mapping[Atom, int]) -> int | None:
    """Return the number of a logarithm, given the numbers of what is inside it."""
    size = inside(symbol)
    number = evaluate(size, values) if size is not None else None
    return _rounded_up(number) if number is not None else None


def changed(sizes: Iterable[Size], meaning: Mapping[Atom, Size]) -> dict[Atom, Size]:
    """Return what the logarithms in sizes become where other symbols get a meaning.

    >>> n, m = Size.of(Symbol("n")), Size.of(Symbol("m"))
    >>> list(changed([log2(n)], {Symbol("n"): m}).values())
    [<log2(m)>]
    """
    found: dict[Atom, Size] = {}
    for size in sizes:
        for symbol in size.symbols():
            inner = inside(symbol)
            if inner is not None:
                found[symbol] = log2(substitute(inner, meaning))
    return found


def _rounded_up(number: int) -> int:
    return max(number - 1, 0).bit_length()
