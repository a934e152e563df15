"""Run an operation on numbers: tensors without elements, or real ones."""

from __future__ import annotations

import itertools
import operator
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import torch
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    FakeTensorMode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: What an element type of an operand can be; "number" is for operands without axes that are no tensors.
KINDS: Final[Mapping[str, torch.dtype]] = {
    "float": torch.float32,
    "int": torch.int64,
    "bool": torch.bool,
    "complex": torch.complex64,
}
NUMBER: Final = "number"

#: An operation raises these where the result depends on the values of the elements.
DATA_DEPENDENT: Final = (DataDependentOutputException, DynamicOutputShapeException)

_COMPUTE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
    "max": max,
    "min": min,
}

Values = dict[str, Any]
Kinds = tuple[str, ...]


class UnanswerableError(Exception):
    """Nothing certain can be said about the result."""


class RefusedError(Exception):
    """The operation refuses its operands."""


def value(expression: Any, values: Values) -> Any:
    """Compute an expression.

    >>> value(["+", ["*", 2, "s0"], 1], {"s0": 3})
    7
    """
    match expression:
        case str():
            return values[expression]
        case [name, *operands]:
            return reduce(_COMPUTE[name], [value(operand, values) for operand in operands])
        case _:
            return expression


@dataclass(frozen=True, slots=True)
class Call:
    """An operation and its abstract arguments.

    Attributes:
        function: The operation.
        positional: Its positional arguments.
        keywords: Its keywords.
    """

    function: Callable[..., Any]
    positional: list[Any]
    keywords: dict[str, Any]

    def ranks(self) -> list[int]:
        """Return the number of axes of each tensor, in the order in which they are made."""
        return [len(shape) for shape in self.shapes()]

    def shapes(self) -> list[list[Any]]:
        """Return the shape of each tensor, in the order in which they are made."""
        return [item["tensor"] for item in _flat([self.positional, self.keywords]) if "tensor" in item]

    def sizes(self) -> list[Any]:
        """Return the integers among the arguments, as expressions."""
        return [item["size"] for item in _flat([self.positional, self.keywords]) if "size" in item]

    def with_shapes(self, shapes: tuple[tuple[int, ...], ...]) -> Call:
        """Return the call with other shapes of its tensors."""
        waiting = iter(shapes)
        positional = _reshaped(self.positional, waiting)
        return Call(self.function, positional, _reshaped(self.keywords, waiting))

    def run(self, values: Values, kinds: Kinds, *, mode: Any = None, real: bool = False) -> Any:
        """Run the operation.

        Args:
            values: The value of each symbol.
            kinds: The element type of each tensor.
            mode: The mode in which tensors have no elements; a new one by default.
            real: Make tensors of zeros.

        Raises:
            UnanswerableError: if the result depends on elements.
            RefusedError: if the operation refuses its arguments.
        """
        fake = nullcontext() if real else mode or FakeTensorMode()
        with torch.no_grad(), warnings.catch_warnings(), fake:
            warnings.simplefilter("ignore")
            waiting = iter(kinds)
            positional = _made(self.positional, values, waiting)
            keywords = _made(self.keywords, values, waiting)
            try:
                return self.function(*positional, **keywords)
            except DATA_DEPENDENT as error:
                raise UnanswerableError from error
            except TypeError as error:
                # No overload takes such arguments: whatever their sizes are.
                raise RefusedError from error
            except Exception as error:
                raise RefusedError(str(error)) from error


def assignments(ranks: list[int], *, all_of_them: bool = False) -> Iterator[Kinds]:
    """Yield element types for the tensors of a call, the most likely ones first.

    >>> next(assignments([2, 1]))
    ('float', 'float')
    """
    numbers = [NUMBER if rank == 0 else "" for rank in ranks]
    first = [("float",) * len(ranks)]
    if any(numbers):
        first.append(tuple(number or "float" for number in numbers))
    for kind in ("int", "bool"):
        first.append(("float", *(kind for _ in ranks[1:])) if ranks else ())
        first.append((kind,) * len(ranks))
    first.append(("complex",) * len(ranks))
    rest: Iterator[Kinds] = iter(())
    if all_of_them:
        rest = itertools.product(*((*KINDS, NUMBER) if rank == 0 else KINDS for rank in ranks))
    yield from dict.fromkeys(itertools.chain(first, itertools.islice(rest, MOST_ASSIGNMENTS)))


MOST_ASSIGNMENTS: Final = 300


def shown(result: Any) -> Any:
    """Describe what an operation gave: shapes as lists, anything that has none as an empty mapping.

    Integers may be addresses, devices, strides: they say nothing about other tensors.

    >>> shown((torch.empty(2, 3), 4))
    [{'tensor': [2, 3]}, {}]
    """
    match result:
        case torch.Tensor():
            return {"tensor": list(result.shape)}
        case tuple() | list():
            return [shown(item) for item in result]
        case None:
            return None
        case _:
            return {}


def _flat(argument: Any) -> Iterator[dict[str, Any]]:
    match argument:
        case {"tensor": _} | {"size": _}:
            yield argument
        case dict():
            for item in argument.values():
                yield from _flat(item)
        case list():
            for item in argument:
                yield from _flat(item)
        case _:
            pass


def _made(argument: Any, values: Values, kinds: Iterator[str]) -> Any:
    match argument:
        case {"tensor": sizes}:
            return _tensor([value(size, values) for size in sizes], next(kinds))
        case {"size": size}:
            return value(size, values)
        case dict():
            return {name: _made(item, values, kinds) for name, item in argument.items()}
        case list():
            return [_made(item, values, kinds) for item in argument]
        case _:
            return argument


def _tensor(sizes: list[Any], kind: str) -> Any:
    if kind == NUMBER:
        return 2.0
    if any(isinstance(size, int) and size < 0 for size in sizes):
        raise RefusedError
    return torch.zeros(sizes, dtype=KINDS[kind])


def _reshaped(argument: Any, shapes: Iterator[tuple[int, ...]]) -> Any:
    match argument:
        case {"tensor": _}:
            return {"tensor": list(next(shapes))}
        case dict() if "size" not in argument:
            return {name: _reshaped(item, shapes) for name, item in argument.items()}
        case list():
            return [_reshaped(item, shapes) for item in argument]
        case _:
            return argument
