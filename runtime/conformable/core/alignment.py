"""Lay the axes of an annotation over the parts of a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from conformable.core.notation import Axis, ShapeAnnotation, VariadicAxis
    from conformable.core.shapes import Part, Shape
    from conformable.core.sizes import Size


@dataclass(frozen=True, slots=True)
class Aligned:
    """Which axis of an annotation stands over which size.

    Attributes:
        pairs: Index of the axis in the shape (negative where it is counted from the end), axis, size.
        variadic: The annotation's variadic axis.
        run: The parts over which it stands; None where that is not known.
    """

    pairs: tuple[tuple[int, Axis, Size], ...]
    variadic: VariadicAxis | None = None
    run: tuple[Part, ...] | None = None


def align(annotation: ShapeAnnotation, shape: Shape) -> Aligned | None:
    """Pair the axes of an annotation with those of a shape, from both ends.

    Returns:
        The pairs that are certain; None if the number of axes cannot fit.

    >>> from conformable.core.notation import parse
    >>> from conformable.core.shapes import Shape
    >>> align(parse("*batch n"), Shape.of(2, 3, 4)).run
    (<2>, <3>)
    >>> align(parse("b n"), Shape.of(2)) is None
    True
    """
    split = annotation.variadic
    if split is None:
        return _align_fixed(annotation, shape)
    front, back = annotation.axes[:split], annotation.axes[split + 1 :]
    if shape.variadic is None and len(shape.parts) < len(front) + len(back):
        return None
    pairs = _ends(front, back, shape)
    covered = len(pairs) == len(front) + len(back)
    run = shape.parts[len(front) : len(shape.parts) - len(back)] if covered else None
    return Aligned(pairs, cast("VariadicAxis", annotation.axes[split]), run)


def _align_fixed(annotation: ShapeAnnotation, shape: Shape) -> Aligned | None:
    axes = annotation.axes
    if shape.rank is not None:
        if len(axes) != shape.rank:
            return None
        return Aligned(tuple(zip(range(len(axes)), axes, shape.before, strict=True)))
    if shape.least_rank > len(axes):
        return None
    split = len(axes) - len(shape.after)
    return Aligned(_ends(axes[:split], axes[split:], shape))


def _ends(
    front: tuple[Axis, ...], back: tuple[Axis, ...], shape: Shape
) -> tuple[tuple[int, Axis, Size], ...]:
    """Pair the front axes from the left and the back axes from the right, as far as sizes are known."""
    before = shape.before
    after = before if shape.variadic is None else shape.after
    last = min(len(back), len(after))
    leading = zip(range(len(front)), front, before, strict=False)
    trailing = zip(range(-last, 0), back[len(back) - last :], after[len(after) - last :], strict=True)
    return (*leading, *trailing)
