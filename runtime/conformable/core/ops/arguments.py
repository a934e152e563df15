"""What shape rules are given: the arguments of a call, and how they become a rule's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Unknown:
    """An argument of which nothing is known."""


UNKNOWN: Final = Unknown()

Argument = Shape | Size | bool | float | str | None | Unknown | tuple["Argument", ...]
Result = Shape | Size | Unknown | tuple["Result", ...]

Sizes = tuple[Size, ...]
"""The rest of the positional arguments as sizes, or one sequence of them: `view(2, 3)`, `view((2, 3))`."""

Operands = tuple[Shape, ...]
"""The rest of the positional arguments as shapes, or one sequence of them."""

Axes = tuple[int, ...] | None
"""An axis, several, or None for all of them."""

IGNORED_KEYWORDS: Final = frozenset(
    {
        "dtype",
        "device",
        "requires_grad",
        "out",
        "generator",
        "layout",
        "pin_memory",
        "memory_format",
        "non_blocking",
        "copy",
        "inplace",
        "casting",
        "subok",
        "names",
    }
)
"""Keywords that do not change a shape, whatever the operation."""

KEYWORD_ALIASES: Final[Mapping[str, str]] = {"axis": "dim", "keepdims": "keepdim", "size": "sizes", "shape": "sizes"}
"""NumPy's words for torch's parameters; torch takes the first two as well."""


def _shape(argument: Argument) -> Shape:
    """A number acts as a tensor without axes."""
    match argument:
        case Shape():
            return argument
        case Size() | bool() | float() | int():
            return Shape(())
        case _:
            raise CannotTellError


def _shapes(argument: Argument) -> tuple[Shape, ...]:
    if not isinstance(argument, tuple):
        raise CannotTellError
    return tuple(_shape(item) for item in argument)


def _integer(argument: Argument) -> int:
    number = argument.number if isinstance(argument, Size) else None
    if isinstance(argument, bool) or number is None:
        raise CannotTellError
    return number


def _axes(argument: Argument) -> tuple[int, ...] | None:
    match argument:
        case None:
            return None
        case tuple():
            return tuple(_integer(item) for item in argument)
        case _:
            return (_integer(argument),)


def _size(argument: Argument) -> Size:
    if not isinstance(argument, Size):
        raise CannotTellError
    return argument


def _sizes(argument: Argument) -> tuple[Size, ...]:
    return tuple(_size(item) for item in argument) if isinstance(argument, tuple) else (_size(argument),)


def _boolean(argument: Argument) -> bool:
    if not isinstance(argument, bool):
        raise CannotTellError
    return argument


def _text(argument: Argument) -> str:
    if not isinstance(argument, str):
        raise CannotTellError
    return argument


def _anything(argument: Argument) -> Argument:
    return argument


def _optional(convert: Callable[[Argument], object]) -> Callable[[Argument], object]:
    return lambda argument: None if argument is None else convert(argument)


CONVERTERS: Final[Mapping[str, Callable[[Argument], object]]] = {
    "Shape": _shape,
    "Shape | None": _optional(_shape),
    "Operands": _shapes,
    "int": _integer,
    "int | None": _optional(_integer),
    "Axes": _axes,
    "Size": _size,
    "Size | None": _optional(_size),
    "Sizes": _sizes,
    "Sizes | None": _optional(_sizes),
    "bool": _boolean,
    "str": _text,
    "str | None": _optional(_text),
    "Argument": _anything,
}
"""How an argument becomes what a parameter with this annotation wants; the text is the key."""
