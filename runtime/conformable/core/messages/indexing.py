"""Indexing and unpacking of shapes."""
# ruff: noqa: D103

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.messages.operations import axis_count, axis_of

if TYPE_CHECKING:
    from conformable.core.shapes import Shape


def too_many_indices(shape: Shape, count: int) -> str:
    have = axis_count(len(shape.parts))
    return f'indexing: {count} indices for {have}: {shape.label or "the tensor"} has shape "{shape}"'


def index_out_of_range(shape: Shape, axis: int, position: int) -> str:
    return f"indexing: {position} is out of range for {axis_of(shape, axis)}"


def mask_sizes_differ(indexed: tuple[Shape, int], mask: tuple[Shape, int]) -> str:
    return f"indexing: the mask does not fit: {axis_of(*indexed)} and {axis_of(*mask)}"


def no_such_axis(label: str, rank: int, axis: int) -> str:
    return f"indexing: axis {axis} does not exist: {_owner(label)} has {axis_count(rank)}"


def wrong_unpacking(targets: int, label: str, sizes: int) -> str:
    return f"unpacking: {_names(targets)}, but {_owner(label)} has {axis_count(sizes)}"


def _owner(label: str) -> str:
    """Name what has the axes: `x`, where `x.shape` was read."""
    return label.removesuffix(".shape") or "the shape"


def wrong_number(targets: int, label: str, values: int) -> str:
    given = f"{values} tensor{'' if values == 1 else 's'}"
    return f"unpacking: {_names(targets)}, but {label or 'the right side'} gives {given}"


def _names(count: int) -> str:
    return f"{count} name{'' if count == 1 else 's'}"


def stored_shape(target: Shape, value: Shape) -> str:
    name = target.label or "the target"
    return f'assignment: the value has shape "{value}", which does not broadcast to "{target}" of {name}'


def changes_shape(operation: str, target: Shape, result: Shape) -> str:
    name = target.label or "the target"
    return (
        f'{operation}: the result has shape "{result}", but {name}, which is changed in place, has "{target}"'
    )
