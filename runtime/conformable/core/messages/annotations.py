"""What is said about arguments, returns and assignments held against annotations."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conformable.core.messages.operations import axis_count

if TYPE_CHECKING:
    from conformable.core.notation import ShapeAnnotation
    from conformable.core.shapes import Part, Shape
    from conformable.core.sizes import Size


#: The names, numbers and operators of an axis.
_TOKEN: Final = re.compile(r"[\w.]+|[^\w\s{}]")

#: A place up to the end of the first name in quotes, or as a whole.
_FIRST_NAME: Final = re.compile(r'([^"]*"[^"]*|[^"]*)("?)(.*)')

_ASSIGNED_VALUE: Final = "Value assigned to"


def argument(name: str, function: str) -> str:
    return f'Argument "{name}" to "{function}"'


def argument_origin(name: str) -> str:
    return f'argument "{name}"'


def returned() -> str:
    return "Return value"


def returned_origin() -> str:
    return "return value"


def yielded() -> str:
    return "Yielded value"


def yielded_origin() -> str:
    return "yielded value"


def assigned(target: str) -> str:
    return f'{_ASSIGNED_VALUE} "{target}"'


def item_of(place: str, key: str) -> str:
    """Name an item of what is held against an annotation.

    >>> print(item_of(argument("batch", "loss"), "x"), item_of(returned(), "x"), sep="; ")
    Argument "batch['x']" to "loss"; Return value['x']
    """
    whole, quote, rest = _FIRST_NAME.match(place).groups()  # type: ignore[union-attr]
    return f"{whole}[{key!r}]{quote}{rest}"


def is_of_assigned(message: str) -> bool:
    """Tell whether a message says that what is assigned does not fit the annotation.

    >>> is_of_assigned(assigned("self.w") + " has 2 axes"), is_of_assigned("matmul: inner sizes differ")
    (True, False)
    """
    return message.startswith(_ASSIGNED_VALUE)


def wrong_element_type(subject: str, dtype: str, expected: str) -> str:
    return f"{subject} has element type {dtype}; expected {expected}"


def wrong_rank(subject: str, shape: Shape, annotation: ShapeAnnotation) -> str:
    got = axis_count(len(shape.parts), at_least=shape.variadic is not None)
    wanted = axis_count(len(annotation.axes), at_least=annotation.variadic is not None)
    return f'{subject} has {got}, "{shape}"; expected {wanted}, "{annotation}"'


def wrong_axis(
    subject: str,
    shape: Shape,
    annotation: ShapeAnnotation,
    index: int,
    sizes: tuple[Size, str, Size],
    origin: str,
) -> str:
    got, name, expected = sizes
    bound = name if _says_the_same(name, str(expected)) else f"{name}={expected}"
    source = f" (bound by {origin})" if origin else ""
    return (
        f'{subject} has shape "{shape}"; expected "{annotation}": axis {index} is {got}, not {bound}{source}'
    )


def _says_the_same(axis: str, size: str) -> bool:
    """Tell whether an axis as it is written and its size are the same but for the order and the braces."""
    return sorted(_TOKEN.findall(axis)) == sorted(_TOKEN.findall(size))


def wrong_run(
    subject: str,
    shape: Shape,
    annotation: ShapeAnnotation,
    runs: tuple[tuple[Part, ...], str, tuple[Part, ...]],
    origin: str,
) -> str:
    got, name, expected = (run if isinstance(run, str) else " ".join(map(str, run)) for run in runs)
    source = f" (bound by {origin})" if origin else ""
    difference = f'"*{name}" is ({got}), not ({expected}){source}'
    return f'{subject} has shape "{shape}"; expected "{annotation}": {difference}'


def wrong_broadcast_run(
    subject: str,
    shape: Shape,
    annotation: ShapeAnnotation,
    runs: tuple[tuple[Part, ...], str, tuple[Part, ...]],
    origin: str,
) -> str:
    got, name, other = (run if isinstance(run, str) else " ".join(map(str, run)) for run in runs)
    source = f" (bound by {origin})" if origin else ""
    return (
        f'{subject} has shape "{shape}"; expected "{annotation}": "*#{name}" is ({got}), '
        f"which cannot be broadcast with ({other}){source}"
    )


def instance_size(method: str, sizes: tuple[str, Size, Size], origin: str) -> str:
    name, got, own = sizes
    source = f" (bound by {origin})" if origin else ""
    return (
        f'"{method}" of this object needs {name}={own}, the size it was made with; got {name}={got}{source}'
    )
