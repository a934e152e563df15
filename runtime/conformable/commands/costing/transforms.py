"""Floating-point operations of fast Fourier transforms, as FFTW counts them: 5 n log2(n), half for real ones.

Source: https://www.fftw.org/speed/method.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.commands.costing.logarithms import log2
from conformable.commands.costing.measures import elements, product_of
from conformable.commands.observations.static_values import StaticInteger, StaticItems, StaticTensor
from conformable.core.arithmetic import floor_divide
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.commands.costing.operation import Operation
    from conformable.core.shapes import Shape


def fourier(operation: Operation) -> Size | None:
    """Count a transform over some of the axes of a tensor."""
    name = operation.name.rpartition(".")[2]
    given, result = operation.shape(0, "input"), operation.result
    if given is None or not isinstance(result, StaticTensor):
        return None
    # Of a real and a half-complex tensor, the real one has all elements.
    real = name.startswith(("r", "h", "ih", "ir"))
    whole = given if name.startswith(("r", "ih")) else result.shape
    length = product_of(whole.axis(axis) for axis in _axes(operation, name, whole))
    if length is None:
        return None
    count = 5 * elements(whole) * log2(length)
    return floor_divide(count, Size.of(2)) if real else count


def _axes(operation: Operation, name: str, whole: Shape) -> tuple[int, ...]:
    match operation.operand(2, "dim") or operation.keywords.get("axes") or operation.keywords.get("axis"):
        case StaticInteger(size) if size.number is not None:
            return (size.number,)
        case StaticItems(_, items):
            numbers = (item.size.number for item in items if isinstance(item, StaticInteger))
            return tuple(number for number in numbers if number is not None)
        case _ if name.endswith("fftn"):
            return tuple(range(whole.rank or 0))
        case _:
            return (-2, -1) if name.endswith("fft2") else (-1,)


def short_time(operation: Operation) -> Size | None:
    """Count a real transform for each frame of a signal."""
    length, result = operation.operand(1, "n_fft"), operation.result
    if not isinstance(length, StaticInteger) or not isinstance(result, StaticTensor):
        return None
    position = result.shape.position(-2)
    if position is None:
        return None
    frames = elements(result.shape.replace(position))
    return floor_divide(5 * frames * length.size * log2(length.size), Size.of(2))
