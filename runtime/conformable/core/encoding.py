"""Sizes and shapes as lists of plain values, and back: what JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformable.core.conditions import Conditions
from conformable.core.ops.arguments import UNKNOWN
from conformable.core.shapes import Part, Shape, Variadic
from conformable.core.sizes import Atom, Compound, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformable.core.ops.arguments import Argument

_SYMBOL = "symbol"
_ONE_OR = "#"


def encode_size(size: Size) -> list[Any]:
    """Write a size as a list of its terms: a coefficient, and its atoms.

    >>> n = Size.of(Symbol("n", "f"))
    >>> encode_size(2 * n)
    [[2, ['symbol', 'n', 'f', True, 1]]]
    >>> decode_size(encode_size(n * n + 1)) == n * n + 1
    True
    """
    return [[coefficient, *map(encode_atom, monomial)] for monomial, coefficient in size.terms]


def decode_size(terms: Sequence[Any]) -> Size:
    """Read what `encode_size` has written."""
    return Size(
        tuple((tuple(decode_atom(atom) for atom in atoms), coefficient) for coefficient, *atoms in terms)
    )


def encode_atom(atom: Atom) -> list[Any]:
    """Write an atom: what kind it is, and its parts."""
    match atom:
        case Symbol(name, scope, rigid, least):
            return [_SYMBOL, name, scope, rigid, least]
        case OneOr(size, occurrence):
            return [_ONE_OR, encode_size(size), occurrence]
        case Compound(operator, operands):
            return [operator, *map(encode_size, operands)]


def decode_atom(parts: Sequence[Any]) -> Atom:
    """Read what `encode_atom` has written."""
    kind, *rest = parts
    match kind, rest:
        case "symbol", [name, scope, rigid, least]:
            return Symbol(name, scope, rigid, least)
        case "#", [size, occurrence]:
            return OneOr(decode_size(size), occurrence)
        case _:
            return Compound(kind, tuple(map(decode_size, rest)))


def encode_shape(shape: Shape) -> list[Any]:
    """Write a shape as a list of its parts; a variadic one is a mapping.

    >>> shape = Shape((Variadic("batch", "f"), Size.of(3)))
    >>> encode_shape(shape)
    [{'name': 'batch', 'scope': 'f', 'rigid': True, 'occurrence': ''}, [[3]]]
    >>> decode_shape(encode_shape(shape)) == shape
    True
    """
    return [encode_size(part) if isinstance(part, Size) else _encode_run(part) for part in shape.parts]


def decode_shape(parts: Sequence[Any]) -> Shape:
    """Read what `encode_shape` has written."""
    return Shape(tuple(map(_decode_part, parts)))


def _encode_run(part: Variadic) -> dict[str, Any]:
    return {"name": part.name, "scope": part.scope, "rigid": part.rigid, "occurrence": part.occurrence}


def _decode_part(part: Any) -> Part:
    return Variadic(**part) if isinstance(part, dict) else decode_size(part)


def encode_argument(argument: Argument) -> Any:
    """Write an argument of an operation; what is not known becomes a mapping without entries.

    >>> decode_argument(encode_argument((Size.of(3), True, None, "mean")))
    (<3>, True, None, 'mean')
    """
    match argument:
        case Size():
            return {"size": encode_size(argument)}
        case Shape():
            return {"shape": encode_shape(argument)}
        case tuple():
            return [encode_argument(item) for item in argument]
        case bool() | float() | str() | None:
            return argument
        case _:
            return {}


def decode_argument(written: Any) -> Argument:
    """Read what `encode_argument` has written."""
    match written:
        case {"size": terms}:
            return decode_size(terms)
        case {"shape": parts}:
            return decode_shape(parts)
        case list():
            return tuple(map(decode_argument, written))
        case dict():
            return UNKNOWN
        case _:
            return written  # type: ignore[no-any-return]


def encode_conditions(conditions: Conditions) -> dict[str, Any]:
    """Write conditions on sizes, with the alternatives among them.

    >>> n = Size.of(Symbol("n", "f"))
    >>> either = Conditions(alternatives=((Conditions(zeros=(n,)), Conditions(nonzeros=(n - 1,))),))
    >>> decode_conditions(encode_conditions(either)) == either
    True
    """
    return {
        "zeros": list(map(encode_size, conditions.zeros)),
        "nonzeros": list(map(encode_size, conditions.nonzeros)),
        "nonnegatives": list(map(encode_size, conditions.nonnegatives)),
        "alternatives": [list(map(encode_conditions, pair)) for pair in conditions.alternatives],
    }


def decode_conditions(written: Mapping[str, Any]) -> Conditions:
    """Read what `encode_conditions` has written."""
    return Conditions(
        zeros=tuple(map(decode_size, written["zeros"])),
        nonzeros=tuple(map(decode_size, written["nonzeros"])),
        nonnegatives=tuple(map(decode_size, written["nonnegatives"])),
        alternatives=tuple(
            (decode_conditions(left), decode_conditions(right)) for left, right in written["alternatives"]
        ),
    )
