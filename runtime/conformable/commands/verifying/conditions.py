"""Keep drawn sizes within what the static half has assumed: sizes that divide, axes that are long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.commands.observations.static_values import StaticInteger
from conformable.commands.verifying.agreement import fits
from conformable.core.arithmetic import evaluate
from conformable.core.sizes import Atom, Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.observations.records import Assumptions, Body
    from conformable.commands.verifying.bindings import Bindings
    from conformable.commands.verifying.draws import Draw

_ROUNDS: Final = 3


def meets_assumptions(draw: Draw, body: Body) -> bool:
    """Change drawn sizes so that one way out of a body can be reached, if that is possible.

    Args:
        draw: The sizes.
        body: What is assumed on each way out of it.

    Returns:
        Whether the sizes meet all that is assumed on one of the ways.
    """
    if not body.exits:
        return True
    names = _names(body)
    return any(_meets(draw, way, names) for way in body.exits)


def may_hold(body: Body, bindings: Bindings) -> bool:
    """Tell whether what is assumed on one way out of a body can hold for the numbers of a call.

    Args:
        body: What is assumed.
        bindings: The numbers, as far as they are known.
    """
    return not body.exits or any(can_meet(way, bindings) for way in body.exits)


def can_meet(way: Assumptions, bindings: Bindings) -> bool:
    """Tell whether assumptions can hold for the numbers of a call.

    Args:
        way: What is assumed.
        bindings: The numbers, as far as they are known.
    """
    bindings = bindings.fork()
    return (
        all(fits(left - right, 0, bindings) for left, right in way.equal)
        and all(evaluate(size, bindings.sizes) != 0 for size in way.different)
        and all((evaluate(size, bindings.sizes) or 0) >= 0 for size in way.nonnegative)
    )


def _names(body: Body) -> dict[Atom, str]:
    """Return the symbols of the integer parameters; rigid symbols are known by their own names."""
    return {
        value.size.atom: name
        for name, value in body.parameters.items()
        if isinstance(value, StaticInteger) and value.size.atom is not None
    }


def _meets(draw: Draw, way: Assumptions, names: dict[Atom, str]) -> bool:
    values: dict[Atom, int] = {}
    mentioned = [*way.different, *way.nonnegative, *(size for pair in way.equal for size in pair)]
    for size in mentioned:
        for symbol in size.symbols():
            values[symbol] = _number(symbol, draw, names)
    # What one equation settles may stand in another.
    for _ in range(_ROUNDS):
        for left, right in way.equal:
            _repair(left, right, values, draw, names)
    return (
        all((evaluate(left - right, values) or 0) == 0 for left, right in way.equal)
        and all(evaluate(size, values) != 0 for size in way.different)
        and all((evaluate(size, values) or 0) >= 0 for size in way.nonnegative)
        and all(symbol.least is None or number >= symbol.least for symbol, number in values.items())
    )


def _number(symbol: Symbol, draw: Draw, names: dict[Atom, str]) -> int:
    name = _name(symbol, names)
    return draw.size(name) if name is not None else draw.fresh()


def _name(symbol: Symbol, names: dict[Atom, str]) -> str | None:
    if symbol.rigid and symbol.name.isidentifier():
        return symbol.name
    return names.get(symbol)


def _repair(left: Size, right: Size, values: dict[Atom, int], draw: Draw, names: dict[Atom, str]) -> None:
    """Give the symbol that an equation is solved for the size that it must have."""
    symbol, number = left.atom, evaluate(right, values)
    if not isinstance(symbol, Symbol) or number is None or number < 1:
        return
    name = _name(symbol, names)
    if name is not None and name in draw.fixed:
        return
    values[symbol] = number
    if name is not None:
        draw.sizes[name] = number
