"""Names for the sizes that nobody named: `_1` and `_2` where there are several, and where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformable.commands.costing.measures import run_symbol
from conformable.commands.observations.static_values import StaticTensor, StaticValue, tensors_in
from conformable.core.arithmetic import substitute
from conformable.core.messages import on_line, unnamed_axes, unnamed_axis
from conformable.core.shapes import Variadic
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.costing.programs import Function
    from conformable.core.sizes import Atom

_NAMELESS = ("_", "prod(...)")


def is_nameless(name: str) -> bool:
    """Tell whether a size has the name of all those that nobody named."""
    return name in _NAMELESS


@dataclass(frozen=True, slots=True)
class Names:
    """What the sizes are called that nobody named.

    Attributes:
        of: The name of each, as a size.
        places: Where each of them stands, by its name, where that is known.
    """

    of: Mapping[Atom, Size]
    places: Mapping[str, str]

    @property
    def several(self) -> dict[str, list[str]]:
        """The names that several sizes have by themselves, each with the names that are given to these."""
        several: dict[str, list[str]] = {}
        for symbol, size in self.of.items():
            place = f" ({self.places[str(size)]})" if str(size) in self.places else ""
            several.setdefault(getattr(symbol, "name", ""), []).append(f"{size}{place}")
        return several

    def size(self, size: Size) -> Size:
        """Write a size with these names."""
        return substitute(size, self.of)


def names_for(sizes: Iterable[Size], function: Function) -> Names:
    """Number the sizes that nobody named, where there is more than one; those of parameters come first."""
    used = dict.fromkeys(symbol for size in sizes for symbol in size.symbols() if is_nameless(symbol.name))
    places = _places(function)
    order = {symbol: index for index, symbol in enumerate(places)}
    ordered = sorted(used, key=lambda symbol: order.get(symbol, len(order)))
    of: dict[Atom, Size] = {}
    for name in _NAMELESS:
        alike = [symbol for symbol in ordered if symbol.name == name]
        for number, symbol in enumerate(alike, start=1):
            if len(alike) > 1:
                of[symbol] = Size.of(Symbol(_numbered(name, number), symbol.scope, rigid=symbol.rigid))
    known = (symbol for symbol in ordered if symbol in of and symbol in places)
    return Names(of, {str(of[symbol]): places[symbol] for symbol in known})


def _numbered(name: str, number: int) -> str:
    return f"_{number}" if name == "_" else f"prod(...{number})"


def _places(function: Function) -> dict[Symbol, str]:
    """Say of each size that nobody named where it is first met: in a parameter, or in an expression."""
    found: dict[Symbol, str] = {}
    for owner, value in _values(function):
        for tensor in tensors_in(value):
            for symbol, place in _axes(tensor, owner):
                found.setdefault(symbol, place)
    return found


def _values(function: Function) -> Iterator[tuple[str, StaticValue]]:
    yield from function.body.parameters.items()
    for node, value in function.values.items():
        if isinstance(node, ast.expr):
            yield on_line(function.source.segment(node), node.lineno), value


def _axes(tensor: StaticTensor, owner: str) -> Iterator[tuple[Symbol, str]]:
    for index, part in enumerate(tensor.shape.parts):
        if isinstance(part, Variadic):
            yield run_symbol(part), unnamed_axes(owner)
        elif isinstance(part.atom, Symbol):
            yield part.atom, unnamed_axis(index, owner)
