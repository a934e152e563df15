"""Sizes that stand side by side in shapes, and so are meant to be two."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from conformable.core.division import primitive
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.core.facts import Facts
    from conformable.core.shapes import Shape


def apart(shapes: Iterable[Shape], facts: Facts) -> frozenset[Size]:
    """Give the differences of sizes that every one of several shapes lists side by side.

    Where an axis of a method meets a size of the object, that may bind the axis: the method is for inputs
    that suit the object. But of `q` and `k` with the shape `(batch, seq, d_head)`, in which only `d_head` is
    a size of the object, nobody means that `seq` and `d_head` are the same.

    Args:
        shapes: The operands of one operation; fewer than two say nothing.
        facts: What is known of their sizes.

    Returns:
        Differences of an axis of a method and a size of its object, as `primitive` gives them.

    >>> from conformable.core.facts import Facts
    >>> from conformable.core.shapes import Shape
    >>> seq, d = Size.of(Symbol("seq", "f")), Size.of(Symbol("d", "class Attention"))
    >>> apart([Shape.of(seq, d), Shape.of(2, seq, d)], Facts()) == {seq - d, d - seq}
    True
    >>> apart([Shape.of(seq, d), Shape.of(seq)], Facts())
    frozenset()
    """
    found = [_side_by_side(shape, facts) for shape in shapes]
    return frozenset.intersection(*found) if len(found) > 1 else frozenset()


def _side_by_side(shape: Shape, facts: Facts) -> frozenset[Size]:
    sizes = {facts.simplify(size) for size in (*shape.before, *shape.after)}
    axes = [size for size in sizes if isinstance(atom := size.atom, Symbol) and _is_axis(atom, facts)]
    own = [size for size in sizes if _is_of_object(size)]
    differences = (primitive(axis - size) for axis, size in product(axes, own))
    return frozenset(signed for size in differences for signed in (size, -size))


def _is_axis(symbol: Symbol, facts: Facts) -> bool:
    return not symbol.is_given and facts.is_rigid(symbol)


def _is_of_object(size: Size) -> bool:
    symbols = size.symbols()
    return bool(symbols) and all(symbol.is_given for symbol in symbols)
