"""What a row of samples is: a call, written with named sizes, and the shape of its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

import torch

from conformable.core.expression import Expression
from conformable.core.notation import FixedAxis, NamedAxis, SymbolicAxis, parse

PRIMES: Final = (2, 3, 5, 7, 11, 13)


@dataclass(frozen=True)
class T:
    """A tensor argument: its axes, and what its elements are."""

    axes: str
    kind: str = "float"

    def __str__(self) -> str:
        return f"({self.axes})"


@dataclass(frozen=True)
class S:
    """A size that is passed as a number, such as `d//h`."""

    text: str

    def __str__(self) -> str:
        return self.text


Gives = str | S | None | tuple["Gives", ...] | list["Gives"]
"""The axes of a result (`_` for a size that nobody can know), a size, None, or several of these."""


@dataclass(frozen=True)
class Sample:
    """A call and what it gives.

    Attributes:
        name: The public name of the operation.
        arguments: Its positional arguments.
        keywords: Its other arguments.
        gives: What it gives; None for a call that fails.
        values: The sizes that it is really run with.
        code: The error code of a call that fails.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    gives: Gives = None
    values: dict[str, int] = field(default_factory=dict)
    code: str = ""

    def __str__(self) -> str:
        words = [
            *map(_shown, self.arguments),
            *(f"{key}={_shown(value)}" for key, value in self.keywords.items()),
        ]
        return f"{self.name}({', '.join(words)})"


def row(
    name: str, *arguments: Any, gives: Gives, at: dict[str, int] | None = None, **keywords: Any
) -> Sample:
    """Make a row: a call and what it gives, run with distinct primes or with the values `at`."""
    return Sample(name, arguments, keywords, gives, _values((*arguments, *keywords.values()), at))


def refused(
    name: str, *arguments: Any, code: str, at: dict[str, int] | None = None, **keywords: Any
) -> Sample:
    """Make a row of a call that certainly fails."""
    values = _values((*arguments, *keywords.values()), at)
    return Sample(name, arguments, keywords, values=values, code=code)


def rows(names: str, *arguments: Any, gives: Gives, **keywords: Any) -> list[Sample]:
    """Make the same row for several operations of one place: `torch: sin cos`."""
    place, _, operations = names.partition(":")
    return [
        row(f"{place}.{operation}", *arguments, gives=gives, **keywords) for operation in operations.split()
    ]


def _values(arguments: tuple[Any, ...], at: dict[str, int] | None) -> dict[str, int]:
    names = dict.fromkeys(chain.from_iterable(map(names_in, arguments)))
    return dict(zip(names, PRIMES, strict=False)) | (at or {})


def names_in(argument: Any) -> list[str]:
    """Give the names of sizes that an argument mentions, perhaps more than once."""
    match argument:
        case T(axes) | S(axes):
            return [name for axis in parse(axes).axes for name in _axis_names(axis)]
        case tuple() | list():
            return [name for item in argument for name in names_in(item)]
        case _:
            return []


def _axis_names(axis: object) -> tuple[str, ...]:
    match axis:
        case NamedAxis(name):
            return (name,)
        case SymbolicAxis(expression):
            return _expression_names(expression)
        case FixedAxis():
            return ()
        case _:
            raise AssertionError(axis)


def _expression_names(expression: Expression) -> tuple[str, ...]:
    name = getattr(expression, "name", None)
    inner = getattr(expression, "operands", ())
    return (name,) if name else tuple(chain.from_iterable(map(_expression_names, inner)))


def _shown(argument: Any) -> str:
    if isinstance(argument, tuple | list):
        return f"[{', '.join(map(_shown, argument))}]"
    return str(argument).removeprefix("torch.") if isinstance(argument, torch.dtype) else str(argument)
