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


def keep_apart(shapes: Iterable[Shape], facts: Facts) -> Facts:
    """Say for one operation on several shapes which of their axes are not sizes of the object."""
    listed = tuple(shapes)
    return facts.keep_apart(apart(listed, facts), parts_apart(listed, facts))


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


def parts_apart(shapes: Iterable[Shape], facts: Facts) -> frozenset[Size]:
    """Give the differences of sizes that one shape lists side by side, if one is a part of another.

    Where the axis `d_model` has been found to be `n_heads * d_head`, a tensor of the shape
    `(batch, n_heads, seq, d_head)` has its place for each part, and `seq` is another: that holds for the
    rest of the path.

    >>> from conformable.core.facts import Facts
    >>> from conformable.core.shapes import Shape
    >>> seq, d_model = Size.of(Symbol("seq", "f")), Size.of(Symbol("d_model", "f"))
    >>> heads, d = Size.of(Symbol("heads", "class Attention")), Size.of(Symbol("d", "class Attention"))
    >>> parts_apart([Shape.of(seq, d)], Facts())
    frozenset()
    >>> parts_apart([Shape.of(seq, d)], Facts().equate(d_model, heads * d)) == {seq - d, d - seq}
    True
    """
    parts = facts.parts()
    if not parts:
        return frozenset()
    found = (_side_by_side(shape, facts, parts) for shape in shapes)
    return frozenset[Size]().union(*found)


def _side_by_side(shape: Shape, facts: Facts, parts: frozenset[Symbol] | None = None) -> frozenset[Size]:
    """Pair the axes of a method in a shape with sizes of its object, or with those that are parts."""
    sizes = {facts.simplify(size) for size in (*shape.before, *shape.after)}
    axes = [size for size in sizes if isinstance(atom := size.atom, Symbol) and _is_axis(atom, facts)]
    own = [
        size for size in sizes if _is_of_object(size) and (parts is None or parts.issuperset(size.symbols()))
    ]
    differences = (primitive(axis - size) for axis, size in product(axes, own))
    return frozenset(signed for size in differences for signed in (size, -size))


def _is_axis(symbol: Symbol, facts: Facts) -> bool:
    return not symbol.is_given and facts.is_rigid(symbol)


def _is_of_object(size: Size) -> bool:
    symbols = size.symbols()
    return bool(symbols) and all(symbol.is_given for symbol in symbols)
