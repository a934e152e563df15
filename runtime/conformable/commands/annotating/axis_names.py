"""Shapes in the names of one function: axes of its parameters, its integers, sizes of its instance."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeGuard

from conformable.commands.annotating.local_names import bound_names
from conformable.commands.observations.static_values import StaticInteger, StaticObject, StaticTensor
from conformable.core.arithmetic import substitute
from conformable.core.shapes import Variadic
from conformable.core.sizes import Atom, Compound, Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body
    from conformable.commands.observations.static_values import StaticValue
    from conformable.core.shapes import Part, Shape

#: What an axis of jaxtyping's can compute with.
_OPERATORS: Final = frozenset({"//", "**", "*", "min", "max"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class AxisNames:
    """What jaxtyping has bound, or can read, when the body of a function runs.

    Attributes:
        symbols: Sizes that have a name: `batch`, `{n_heads}`, `{self.d_model}`.
        sizes: Computed sizes that an attribute holds: `{self.d_head}`.
        runs: Variadic axes that have a name: `*batch`.
    """

    symbols: Mapping[Symbol, str]
    sizes: Mapping[Size, str]
    runs: Mapping[Variadic, str]

    def dim_string(self, shape: Shape) -> str | None:
        """Write a shape with these names alone; None where they do not suffice."""
        axes = [self._axis(part) for part in shape.parts]
        return None if None in axes else " ".join(filter(None, axes))

    def _axis(self, part: Part) -> str | None:
        if isinstance(part, Variadic):
            return self.runs.get(part)
        if part in self.sizes:
            return self.sizes[part]
        if not all(map(self._can_be_written, part.inside)) or (part.least or 0) < 0:
            return None
        named: dict[Atom, Size] = {
            symbol: Size.of(replace(symbol, name=self.symbols[symbol], scope="")) for symbol in part.symbols()
        }
        return str(substitute(part, named))

    def _can_be_written(self, atom: Atom) -> bool:
        match atom:
            case Symbol():
                return atom in self.symbols
            case Compound(operator=operator):
                return operator in _OPERATORS
            case _:
                return False


def axis_names(body: Body, function: Function, rewritten: Collection[str]) -> AxisNames:
    """Collect the names that a function can write sizes with.

    An axis counts if a parameter has it in every call and not only inside of arithmetic: then jaxtyping has
    bound it. An integer or an attribute counts if nothing gives it another value.

    Args:
        body: What is known of the function.
        function: The same function in the source.
        rewritten: The attributes that are stored to anywhere but in `__init__`.
    """
    symbols: dict[Symbol, str] = {}
    sizes: dict[Size, str] = {}
    runs: dict[Variadic, str] = {}
    bound = set(bound_names(function))
    given = _own_parameters(function)
    for name in given:
        match body.parameters.get(name):
            case StaticTensor(shape):
                symbols |= {s: s.name for part in shape.parts if (s := _named_axis(part)) is not None}
                runs |= {part: str(part) for part in shape.parts if _is_named_run(part)}
            case _:
                pass
    for path, size in _integers(body, given, bound, rewritten):
        if isinstance(size.atom, Symbol):
            symbols.setdefault(size.atom, f"{{{path}}}")
        elif size.number is None:
            sizes.setdefault(size, f"{{{path}}}")
    return AxisNames(symbols, sizes, runs)


def _own_parameters(function: Function) -> list[str]:
    arguments = function.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _named_axis(part: Part) -> Symbol | None:
    symbol = part.atom if isinstance(part, Size) else None
    return symbol if isinstance(symbol, Symbol) and _is_name(symbol.name) else None


def _is_named_run(part: Part) -> TypeGuard[Variadic]:
    return isinstance(part, Variadic) and not part.occurrence and _is_name(part.name)


def _is_name(text: str) -> bool:
    return text.isidentifier() and not text.startswith("_")


def _integers(
    body: Body, parameters: list[str], bound: Collection[str], rewritten: Collection[str]
) -> Iterator[tuple[str, Size]]:
    """Yield the integers that a hole in braces can read, the shortest paths first."""
    found = [
        pair
        for index, name in enumerate(parameters)
        if name not in bound
        for pair in _paths(name, body.parameters.get(name), rewritten, is_own=index == 0)
    ]
    yield from sorted(found, key=lambda pair: pair[0].count("."))


def _paths(
    path: str, value: StaticValue, rewritten: Collection[str], *, is_own: bool
) -> Iterator[tuple[str, Size]]:
    match value:
        case StaticInteger(size):
            yield path, size
        case StaticObject(attributes=attributes) if is_own:
            for name, item in attributes.items():
                if name not in rewritten:
                    yield from _paths(f"{path}.{name}", item, rewritten, is_own=True)
        case _:
            pass
