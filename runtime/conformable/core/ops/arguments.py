"""What shape rules are given: the arguments of a call, and how they become a rule's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.immutable import dataclass
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.proof import Proof

    Converter = Callable[["Argument", Proof], object]


@dataclass(frozen=True, slots=True)
class Unknown:
    """An argument of which nothing is known."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Repeated:
    """A sequence whose items have all the same shape: `[f(x) for x in xs]`, `x.unbind()`.

    Attributes:
        item: What each of them is.
        count: How many there are.
    """

    item: Shape
    count: Size


@dataclass(frozen=True, slots=True)
class Spliced:
    """A sequence in which such sequences are spread out: `[x, *(f(y) for y in ys)]`."""

    parts: tuple[Argument, ...]


Argument = (
    Shape
    | Size
    | bool
    | float
    | str
    | None
    | Unknown
    | Repeated
    | Spliced
    | Variadic
    | tuple["Argument", ...]
)
"""An argument of a call; a `Variadic` stands only in a tuple, for the sizes of `*x.shape[:-1]`."""

Result = Shape | Size | Unknown | Repeated | None | tuple["Result", ...]

Sizes = tuple[Size, ...]
"""The rest of the positional arguments as sizes, or one sequence of them: `view(2, 3)`, `view((2, 3))`."""

SizeTuple = tuple[Size, ...]
"""One argument that is a size, or a sequence of them, such as a kernel size; empty where it is not known."""

Parts = tuple[Part, ...]
"""`Sizes` that may hold a variadic part: `view(*x.shape[:-1], 2, 3)`."""

PartTuple = tuple[Part, ...]
"""`SizeTuple` that may hold a variadic part: NumPy's `shape`."""

Operands = tuple[Shape, ...]
"""The rest of the positional arguments as shapes, or one sequence of them."""

OptionalShape = Shape | None
"""An operand that adds conditions and does not change the result: None where it is left out or not known."""

Shapes = tuple[Shape, ...] | Repeated
"""One argument that is a sequence of tensors."""

Runs = tuple[Repeated, ...]
"""The same, as runs of tensors of one shape each."""

Arguments = tuple[Argument, ...]
"""The rest of the positional arguments as they are."""

Keywords = tuple[tuple[str, Argument], ...]
"""All keywords that no other parameter takes: the axis lengths of einops."""

Axes = tuple[int, ...] | None
"""An axis, several, or None for all of them."""

AxisNumbers = tuple[int, ...]
"""The rest of the positional arguments as axes, or one sequence of them: `permute(0, 2, 1)`."""

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


def shape_of(argument: Argument, proof: Proof) -> Shape:
    """Read a tensor: a number acts as one without axes; of an unknown argument not even the rank is known.

    Raises:
        CannotTellError: if it is no tensor.
    """
    match argument:
        case Shape():
            return argument
        case Size() | bool() | float() | int():
            return Shape(())
        case Unknown():
            return proof.fresh_shape()
        case tuple():
            return stacked(shapes_of(argument, proof))
        case _:
            raise CannotTellError


def stacked(items: tuple[Shape, ...]) -> Shape:
    """Read a list as an array, as NumPy does.

    Raises:
        CannotTellError: if the items are not known to have the same shape.

    >>> stacked((Shape.of(3), Shape.of(3)))
    Shape("2 3")
    """
    if any(item != items[0] for item in items):
        raise CannotTellError
    return Shape((Size.of(len(items)), *(items[0].parts if items else ())))


def optional_shape(argument: Argument, proof: Proof) -> Shape | None:
    """Read an operand that only adds conditions; None where it is left out or not known."""
    return None if argument is None or isinstance(argument, Unknown) else shape_of(argument, proof)


def shapes_of(argument: Argument, proof: Proof) -> tuple[Shape, ...]:
    """Read a sequence of tensors.

    Raises:
        CannotTellError: if it is not known how many there are.
    """
    if not isinstance(argument, tuple):
        raise CannotTellError
    return tuple(shape_of(item, proof) for item in argument)


def _repeated_or_shapes(argument: Argument, proof: Proof) -> Shapes:
    return argument if isinstance(argument, Repeated) else shapes_of(argument, proof)


def runs_of(argument: Argument, proof: Proof) -> tuple[Repeated, ...]:
    """Read a sequence of tensors as runs of tensors of one shape each.

    Raises:
        CannotTellError: if it is not known how many there are.

    >>> from conformable.core.proof import Proof
    >>> runs_of((Shape.of(3), Shape.of(4)), Proof())
    (Repeated(item=Shape("3"), count=<1>), Repeated(item=Shape("4"), count=<1>))
    """
    match argument:
        case Repeated():
            return (argument,)
        case Spliced(parts) | (tuple() as parts):
            single = (
                part if isinstance(part, Repeated) else Repeated(shape_of(part, proof), ONE) for part in parts
            )
            return tuple(single)
        case _:
            raise CannotTellError


def _integer(argument: Argument, _proof: Proof) -> int:
    number = argument.number if isinstance(argument, Size) else None
    if isinstance(argument, bool) or number is None:
        raise CannotTellError
    return number


def axes_of(argument: Argument, proof: Proof) -> tuple[int, ...] | None:
    """Read an axis or several, or None for all of them.

    Raises:
        CannotTellError: if they are not known.
    """
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


def sizes_of(argument: Argument, proof: Proof) -> tuple[Size, ...]:
    """Read one size, or a sequence of them; of an unknown argument not even their number is known."""
    return () if isinstance(argument, Unknown) else _sizes(argument, proof)


def _part(argument: Argument, proof: Proof) -> Part:
    """One of several sizes, a run of them, or a tensor without axes that is used as a size."""
    match argument:
        case Variadic():
            return argument
        case Shape(()):
            return proof.fresh(least=None)
        case _:
            return _item(argument, proof)


def parts_of(argument: Argument, proof: Proof) -> tuple[Part, ...]:
    """Read a size, or a sequence of sizes and at most one run of them.

    Raises:
        CannotTellError: if it is not known how many there are; one unknown argument may be a sequence.
    """
    items = argument if isinstance(argument, tuple) else (argument,)
    runs = sum(isinstance(item, Variadic) for item in items)
    if runs > 1 or (len(items) == 1 and isinstance(items[0], Unknown)):
        raise CannotTellError
    return tuple(_part(item, proof) for item in items)


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


def _listed(argument: Argument, _proof: Proof) -> tuple[Argument, ...]:
    return argument if isinstance(argument, tuple) else (argument,)


def _axis_numbers(argument: Argument, proof: Proof) -> tuple[int, ...]:
    numbers = axes_of(argument, proof)
    if numbers is None:
        raise CannotTellError
    return numbers


def _optional(convert: Converter) -> Converter:
    return lambda argument, proof: None if argument is None else convert(argument, proof)


CONVERTERS: Final[Mapping[str, Converter]] = {
    "Shape": shape_of,
    "Shape | None": _optional(shape_of),
    "OptionalShape": optional_shape,
    "Parts": parts_of,
    "PartTuple": parts_of,
    "PartTuple | None": _optional(parts_of),
    "Operands": shapes_of,
    "Shapes": _repeated_or_shapes,
    "Runs": runs_of,
    "int": _integer,
    "int | None": _optional(_integer),
    "Axes": axes_of,
    "AxisNumbers": _axis_numbers,
    "Size": _size,
    "Size | None": _optional(_size),
    "Sizes": _sizes,
    "Sizes | None": _optional(_sizes),
    "SizeTuple": sizes_of,
    "SizeTuple | None": _optional(sizes_of),
    "bool": _boolean,
    "str": _text,
    "str | None": _optional(_text),
    "Argument": _anything,
    "Arguments": _listed,
    "Keywords": _anything,
}
"""How an argument becomes what a parameter with this annotation wants; the text is the key."""

COLLECTING: Final = frozenset({"Sizes", "Parts", "AxisNumbers", "Operands", "Arguments"})
"""The annotations of parameters that take the rest of the positional arguments."""
