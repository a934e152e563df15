"""What is said about operations and their operands."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size
    from conformable.core.witness import Witness


def axis_count(count: int, *, at_least: bool = False) -> str:
    number = count - at_least
    return f"{'at least ' if at_least else ''}{number} {'axis' if number == 1 else 'axes'}"


def axis_of(shape: Shape, axis: int) -> str:
    """Name an axis of an operand: its size, its place, and whose it is."""
    size = shape.axis(axis)
    return f"{'_' if size is None else size} ({place_of(shape, axis)})"


def place_of(shape: Shape, axis: int) -> str:
    """Name the place of an axis, and whose it is."""
    owner = f" of {shape.label}" if shape.label else ""
    return f"{shape.axis_names[axis] if shape.axis_names else f'axis {axis}'}{owner}"


def inner_sizes(operation: str, left: str, right: str) -> str:
    return f"{operation}: inner sizes differ: {left} and {right}"


def not_broadcastable(operation: str, left: str, right: str) -> str:
    return f"{operation}: sizes cannot be broadcast: {left} and {right}"


def pairs_with_itself(operation: str, left: Shape, right: Shape, result: Shape) -> str:
    axis = result.parts[0]
    return (
        f'{operation}: "{left}" and "{right}" broadcast to "{result}", every {axis} against every {axis}; '
        "is the axis of size 1 meant?"
    )


def sizes_differ(operation: str, left: str, right: str) -> str:
    return f"{operation}: sizes differ: {left} and {right}"


def operand_rank(operation: str, label: str, shape: Shape, wanted: str) -> str:
    got = axis_count(len(shape.parts), at_least=shape.variadic is not None)
    return f'{operation}: {label or "the operand"} has {got}, "{shape}", but needs {wanted}'


def axis_out_of_range(operation: str, label: str, shape: Shape, axis: int) -> str:
    return f'{operation}: axis {axis} does not exist: {label or "the operand"} has shape "{shape}"'


def scalar_operand(operation: str, operand: Shape) -> str:
    return f"{operation}: {operand.label or 'an operand'} is a scalar, but needs at least one axis"


def axis_counts(ranks: tuple[int, ...]) -> str:
    *others, last = sorted(ranks)
    return f"{', '.join(map(str, others))} or {axis_count(last)}" if others else axis_count(last)


def size_of_parameter(size: Size, name: str) -> str:
    return f"{size} ({name})" if str(size) != name else name


def not_divisible(operation: str, whole: str, part: str) -> str:
    return f"{operation}: {whole} is not divisible by {part}"


def too_small(operation: str, size: str, least: str) -> str:
    return f"{operation}: {size} is smaller than {least}"


def fails_for(witness: Witness) -> str:
    return f"fails for {witness}"


def axis_given_twice(operation: str, axis: int) -> str:
    return f"{operation}: axis {axis} is given twice"


def not_one_element(operation: str, operand: Shape, axis: int) -> str:
    return f"{operation}: only one element can become a number: {axis_of(operand, axis)}"


def not_a_layout(operation: str, layout: Shape) -> str:
    return f'{operation}: "{layout}" is not a shape: one size can be -1, no other negative'


def element_counts_differ(operation: str, operand: Shape, have: Size, layout: Shape, want: Size) -> str:
    owner = operand.label or "the operand"
    return (
        f'{operation}: element counts differ: {owner}, "{operand}", has {have} elements;'
        f' "{layout}" would have {want}'
    )


def elements_not_divisible(operation: str, operand: Shape, have: Size, layout: Shape) -> str:
    owner = operand.label or "the operand"
    return f'{operation}: {have} elements of {owner}, "{operand}", cannot be laid out as "{layout}"'


def axes_out_of_order(operation: str, first: int, last: int) -> str:
    return f"{operation}: axis {first} stands behind axis {last}"


def unequal_axis_counts(operation: str, axes: int, places: int) -> str:
    return f"{operation}: {axis_count(axes)}, but {places} {'place' if places == 1 else 'places'} to move to"


def too_few_sizes(operation: str, operand: Shape, layout: Shape) -> str:
    owner = operand.label or "the operand"
    return f'{operation}: "{layout}" has fewer axes than {owner}, "{operand}"'


def added_axis_without_size(operation: str, operand: Shape, axis: int) -> str:
    owner = operand.label or "the operand"
    return f'{operation}: axis {axis} is new and needs a size, not -1: {owner} has shape "{operand}"'


def cannot_stretch(operation: str, operand: Shape, axis: int, size: Size) -> str:
    return f"{operation}: {axis_of(operand, axis)} is neither 1 nor {size}"


def negative_size(operation: str, size: Size, axis: int) -> str:
    return f"{operation}: {size} (axis {axis}) is negative"


def ragged(operation: str, left: Shape, right: Shape) -> str:
    return f'{operation}: the items of a list have different shapes: "{left}" and "{right}"'


def negative_count(operation: str, name: str, count: Size) -> str:
    return f"{operation}: {name} is {count}, and must be at least 1"


def cross_needs_three(operation: str, axis: str) -> str:
    return f"{operation}: vectors need 3 components: {axis}"


def unequal_lists(operation: str, left: int, right: int) -> str:
    return f"{operation}: {left} axes of one operand cannot be paired with {right} of the other"


def ranks_differ(operation: str, left: Shape, right: Shape) -> str:
    one, other = left.label or "one tensor", right.label or "another"
    return f'{operation}: numbers of axes differ: {one} has shape "{left}", {other} "{right}"'


def empty_range(operation: str, first: str, last: str, step: str) -> str:
    return f"{operation}: steps of {step} do not lead from {first} to {last}"


def torch_says(operation: str, text: str) -> str:
    """Quote the first sentence of what PyTorch raises."""
    first = text.strip().partition("\n")[0].rstrip(".")
    for own_name in (f"torch.{operation}", f"{operation}()", operation):
        first = first.removeprefix(f"{own_name}: ")
    return f"{operation}: PyTorch says: {first if len(first) <= 200 else first[:200] + '...'}"
