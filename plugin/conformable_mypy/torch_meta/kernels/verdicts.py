"""Answer one question: what does torch give, whatever the sizes are?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from conformable_mypy.torch_meta.kernels.callables import operation
from conformable_mypy.torch_meta.kernels.fits import fitted, without_numbers
from conformable_mypy.torch_meta.kernels.formulas import formula
from conformable_mypy.torch_meta.kernels.refusals import refusal
from conformable_mypy.torch_meta.kernels.trials import (
    Call,
    RefusedError,
    UnanswerableError,
    assignments,
    shown,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformable_mypy.torch_meta.kernels.trials import Kinds

    Hints = dict[str, int]

#: Nothing can be said.
UNKNOWN: Final[Mapping[str, Any]] = {}

#: Sizes are multiples of this, so that what a kernel divides by mostly divides them.
UNIT: Final = 24


def answer(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer a question (see the package for its form)."""
    function = operation(question["operation"])
    if function is None:
        return UNKNOWN
    call = Call(function, question["positional"], question["keywords"])
    least = {f"s{index}": bound for index, bound in enumerate(question["least"])}
    try:
        found = _Inquiry(call, least, tuple(hints_for(least))).result()
        if found is not None:
            return {"result": found[0]}
        return {"refused": refusal(call) if not least else ""}
    except UnanswerableError:
        return UNKNOWN


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """One call, run on many numbers.

    Attributes:
        call: The operation and its arguments.
        least: The least value of each symbol, where there is one.
        hints: Values of the symbols; the first two are as different as they can be, the next are special.
    """

    call: Call
    least: Mapping[str, int | None]
    hints: tuple[Hints, ...]

    def result(self) -> list[Any] | None:
        """Give the one thing that all hints and element types agree on; None if all of them are refused.

        Raises:
            UnanswerableError: if they do not agree.
        """
        found: list[Any] | None = None
        for kinds in assignments(self.call.ranks()):
            hints = self.hints if found is None else self.hints[:SPECIAL]
            shapes = [self._shape(values, kinds) for values in hints[:DISTINCT]]
            if len({str(without_numbers(shape)) for shape in shapes if shape is not None}) > 1:
                raise UnanswerableError
            shapes += [self._shape(values, kinds) for values in hints[DISTINCT:]]
            if all(shape is None for shape in shapes):
                continue
            if None in shapes[:DISTINCT]:
                raise UnanswerableError
            if found is None:
                found = self._generalized(shapes, kinds)
            elif not self._agrees(found, shapes):
                raise UnanswerableError
        return found

    def _generalized(self, shapes: list[list[Any] | None], kinds: Kinds) -> list[Any]:
        """Find what gives all of these shapes: from a run on symbols, or else from more runs on numbers."""
        if not self.least:
            return shapes[0] or []
        try:
            found = [formula(self.call, self.hints[0], self.least, kinds)]
            if self._agrees(found, shapes):
                return found
        except (RefusedError, UnanswerableError):
            pass
        fit: list[Any] = fitted(lambda values: self._shape(values, kinds), list(self.least))
        if not self._agrees(fit, shapes):
            raise UnanswerableError
        return fit

    def _agrees(self, found: list[Any], shapes: list[list[Any] | None]) -> bool:
        """Hold a result with expressions against what the operation gave for the hints that it took."""
        pairs = zip(shapes, self.hints, strict=False)
        return all(shape is None or shape == evaluated(found, values) for shape, values in pairs)

    def _shape(self, hints: Hints, kinds: Kinds) -> list[Any] | None:
        """Give the shape of the result for some numbers; None if the operation refuses them."""
        try:
            return [shown(self.call.run(hints, kinds))]
        except RefusedError:
            return None


def evaluated(result: Any, values: Hints) -> Any:
    """Put numbers in the place of symbols.

    >>> evaluated([{"tensor": ["s0", ["+", "s0", 1]]}, None], {"s0": 4})
    [{'tensor': [4, 5]}, None]
    """
    match result:
        case {"tensor": sizes}:
            return {"tensor": [value(size, values) for size in sizes]}
        case list():
            return [evaluated(item, values) for item in result]
        case _:
            return result


#: So many of the hints give each symbol a value of its own.
DISTINCT: Final = 2

#: So many of the hints are tried for each element type.
SPECIAL: Final = 4


def hints_for(least: Mapping[str, int | None]) -> Iterator[Hints]:
    """Yield values for the symbols: distinct, equal, 1, small, large, and below 1 where they can be.

    >>> next(iter(hints_for({"s0": 1, "s1": 1})))
    {'s0': 48, 's1': 72}
    """
    names, count = list(least), len(least)
    if not names:
        yield {}
        return
    distinct = {name: UNIT * (index + 2) for index, name in enumerate(names)}
    yield distinct
    yield dict(zip(names, reversed(distinct.values()), strict=True))
    yield dict.fromkeys(names, UNIT)
    yield dict.fromkeys(names, 1)
    yield {name: index + 2 for index, name in enumerate(names)}
    yield {name: PRIMES[index % len(PRIMES)] for index, name in enumerate(names)}
    yield {name: UNIT * UNIT // (index + 1) for index, name in enumerate(names)}
    for name in names[:MOST_SINGLED_OUT]:
        yield {**distinct, name: 1}
        yield {**dict.fromkeys(names, UNIT), name: 2 * UNIT}
        bound = least[name]
        if bound is None or bound < 1:
            yield {**distinct, name: 0}
            yield {**dict.fromkeys(names, UNIT), name: 0 if bound == 0 else -1}
    if count > 1:
        yield {name: 7 if index % 2 else 1 for index, name in enumerate(names)}


PRIMES: Final = (5, 7, 11, 13, 17, 19, 23, 29)
MOST_SINGLED_OUT: Final = 6
