"""What shape rules are given: the arguments of a call, and how they become a rule's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.proof import Proof

    Converter = Callable[["Argument", Proof], object]


@dataclass(frozen=True, slots=True)
class Unknown:
    """An argument of which nothing is known."""


UNKNOWN: Final = Unknown()

Argument = Shape | Size | bool | float | str | None | Unknown | tuple["Argument", ...]
Result = Shape | Size | Unknown | None | tuple["Result", ...]

Sizes = tuple[Size, ...]
"""The rest of the positional arguments as sizes, or one sequence of them: `view(2, 3)`, `view((2, 3))`."""

SizeTuple = tuple[Size, ...]
"""One argument that is a size, or a sequence of them: a kernel size, `normalized_shape`."""

Operands = tuple[Shape, ...]
"""The rest of the positional arguments as shapes, or one sequence of them."""

OptionalShape = Shape | None
"""An operand that adds conditions and does not change the result: None where it is left out or not known."""

Arguments = tuple[Argument, ...]
"""The rest of the positional arguments as they are."""

Keywords = tuple[tuple[str, Argument], ...]
"""All keywords that no other parameter takes: the axis lengths of einops."""

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

KEYWORD_ALIASES: Final[Mapping[str, str]] = {
    "axis": "dim",
    "axes": "dim",
    "keepdims": "keepdim",
    "size": "sizes",
    "shape": "sizes",
}
"""NumPy's words for torch's parameters; torch takes the first two as well."""


def _shape(argument: Argument, proof: Proof) -> Shape:
    """A number acts as a tensor without axes; of an unknown argument not even the rank is known."""
    match argument:
        case Shape():
            return argument
        case Size() | bool() | float() | int():
            return Shape(())
        case Unknown():
            return proof.fresh_shape()
        case _:
            raise CannotTellError


def _optional_shape(argument: Argument, proof: Proof) -> Shape | None:
    return None if argument is None or isinstance(argument, Unknown) else _shape(argument, proof)


def _shapes(argument: Argument, proof: Proof) -> tuple[Shape, ...]:
    if not isinstance(argument, tuple):
        raise CannotTellError
    return tuple(_shape(item, proof) for item in argument)


def _integer(argument: Argument, _proof: Proof) -> int:
    number = argument.number if isinstance(argument, Size) else None
    if isinstance(argument, bool) or number is None:
        raise CannotTellError
    return number


def _axes(argument: Argument, proof: Proof) -> tuple[int, ...] | None:
    match argument:
        case None:
            return None
        case tuple():
            return tuple(_integer(item, proof) for item in argument)
        case _:
            return (_integer(argument, proof),)


def _size(argument: Argument, _proof: Proof) -> Size:
    if not isinstance(argument, Size):
        raise CannotTellError
    return argument


def _item(argument: Argument, proof: Proof) -> Size:
    """One of several sizes; an unknown one leaves the others known."""
    return proof.fresh(least=None) if isinstance(argument, Unknown) else _size(argument, proof)


def _sizes(argument: Argument, proof: Proof) -> tuple[Size, ...]:
    if isinstance(argument, tuple):
        return tuple(_item(item, proof) for item in argument)
    return (_size(argument, proof),)


def _boolean(argument: Argument, _proof: Proof) -> bool:
    if not isinstance(argument, bool):
        raise CannotTellError
    return argument


def _text(argument: Argument, _proof: Proof) -> str:
    if not isinstance(argument, str):
        raise CannotTellError
    return argument


def _anything(argument: Argument, _proof: Proof) -> Argument:
    return argument


def _optional(convert: Converter) -> Converter:
    return lambda argument, proof: None if argument is None else convert(argument, proof)


CONVERTERS: Final[Mapping[str, Converter]] = {
    "Shape": _shape,
    "Shape | None": _optional(_shape),
    "OptionalShape": _optional_shape,
    "Operands": _shapes,
    "int": _integer,
    "int | None": _optional(_integer),
    "Axes": _axes,
    "Size": _size,
    "Size | None": _optional(_size),
    "Sizes": _sizes,
    "Sizes | None": _optional(_sizes),
    "SizeTuple": _sizes,
    "SizeTuple | None": _optional(_sizes),
    "bool": _boolean,
    "str": _text,
    "str | None": _optional(_text),
    "Argument": _anything,
    "Arguments": _anything,
    "Keywords": _anything,
}
"""How an argument becomes what a parameter with this annotation wants; the text is the key."""

COLLECTING: Final = frozenset({"Sizes", "Operands", "Arguments"})
"""The annotations of parameters that take the rest of the positional arguments."""
