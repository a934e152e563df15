"""What is said about the layers of neural networks."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size


def one_or_each(operation: str, parameter: str, got: int, wanted: int) -> str:
    return f"{operation}: {parameter} has {got} values; it needs one, or one for each of {wanted} axes"


def with_padding(axis: str, padding: Size) -> str:
    return axis if padding.number == 0 else f"{axis} with padding {padding} on both sides"


def output_of_layer_before() -> str:
    return "the output of the layer before"


def kernel_extent(extent: Size) -> str:
    return f"{extent} (the kernel)"


def twice_the_padding(size: Size) -> str:
    return f"{size} (twice the padding)"


def grouped_channels(channels: Size, part: Size, place: str, groups: Size) -> str:
    return f"{channels} ({groups} groups of {part}: {place})"


def strided_same(operation: str) -> str:
    return f'{operation}: padding "same" needs stride 1'


def output_padding(operation: str, padding: Size) -> str:
    return f"{operation}: output padding {padding} must be smaller than the stride or the dilation"


def no_output(operation: str, axis: str, got: Size) -> str:
    return f"{operation}: {axis} is too small: the result would have size {got}"


def number_of_patches(count: Size) -> str:
    return f"{count} (the number of patches)"


def target_stretches(operation: str, operand: Shape, target: Shape, result: Shape) -> str:
    names = operand.label or "the input", target.label or "the target"
    return (
        f'{operation}: {names[0]} has shape "{operand}" and {names[1]} has shape "{target}":'
        f' both are stretched to "{result}"'
    )


def size_or_factor(operation: str) -> str:
    return f"{operation}: exactly one of size and scale_factor must be given"


def pads_in_pairs(operation: str, count: int) -> str:
    return f"{operation}: {count} values are given; each axis needs two, one for each end"


def cut_off(size: Size) -> str:
    return f"{size} (what is cut off)"


def padding_needs(size: Size, mode: str) -> str:
    return f'{size} (what mode "{mode}" needs)'


def parameter_too_small(operation: str, name: str, got: int, least: int) -> str:
    return f"{operation}: {name} is {got}; it must be at least {least}"
