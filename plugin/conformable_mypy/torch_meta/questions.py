"""The arguments of a call, made abstract: which sizes are equal, and nothing of what they are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Any, Final

from conformable.core.arithmetic import evaluate, floor_divide, maximum, minimum, modulo
from conformable.core.ops.arguments import IGNORED_KEYWORDS, UNKNOWN
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, product, total

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.facts import Facts
    from conformable.core.ops.arguments import Argument, Result
    from conformable.core.sizes import Atom

#: Calls beyond these are not asked about: a kernel could take too long.
MOST_AXES: Final = 8
MOST_ITEMS: Final = 16
MOST_SYMBOLS: Final = 12
LARGEST_NUMBER: Final = 1 << 31
LONGEST_TEXT: Final = 100

#: A size with more terms, or more factors in one, becomes one symbol.
MOST_TERMS: Final = 4
MOST_FACTORS: Final = 3

_OPERATORS: Final[Mapping[str, Callable[..., Size]]] = {
    "+": lambda *sizes: total(sizes),
    "*": lambda *sizes: product(sizes),
    "//": floor_divide,
    "%": modulo,
    "max": lambda *sizes: reduce(maximum, sizes),
    "min": lambda *sizes: reduce(minimum, sizes),
}


@dataclass(slots=True)
class Question:
    """What is asked about a call.

    Attributes:
        operation: Its public name.
        facts: What is known about sizes.
        asked: The question as JSON has it; the package `kernels` explains it.
        symbols: What each symbol of the question stands for.
    """

    operation: str
    facts: Facts
    asked: dict[str, Any] = field(init=False)
    symbols: list[Size] = field(default_factory=list)

    @staticmethod
    def of(
        operation: str, positional: tuple[Argument, ...], keywords: Mapping[str, Argument], facts: Facts
    ) -> Question:
        """Make the question about a call.

        Raises:
            CannotTellError: if an argument is not known well enough.
        """
        question = Question(operation, facts)
        written = [question._argument(item) for item in positional]
        named = {
            name: question._argument(item)
            for name, item in sorted(keywords.items())
            if name not in IGNORED_KEYWORDS
        }
        question.asked = {
            "operation": operation,
            "positional": written,
            "keywords": named,
            "least": [size.least for size in question.symbols],
        }
        return question

    def about(self, values: Mapping[Atom, int]) -> dict[str, Any]:
        """Give the same question about numbers.

        Raises:
            CannotTellError: if some size has no value.
        """
        numbers = [evaluate(size, values) for size in self.symbols]
        if None in numbers:
            raise CannotTellError
        known = {f"s{index}": number for index, number in enumerate(numbers)}
        return {**_with_numbers(self.asked, known), "least": []}

    def answered(self, result: Any) -> Result:
        """Read the answer, with our own sizes in the place of symbols."""
        match result:
            case {"tensor": sizes}:
                return Shape(tuple(map(self._size, sizes)))
            case list():
                return tuple(map(self.answered, result))
            case None:
                return None
            case _:
                return UNKNOWN

    def _size(self, expression: Any) -> Size:
        match expression:
            case int():
                return Size.of(expression)
            case str():
                return self.symbols[int(expression[1:])]
            case [operator, *operands]:
                return _OPERATORS[operator](*map(self._size, operands))
            case _:
                raise CannotTellError

    def _argument(self, argument: Argument) -> Any:
        match argument:
            case Shape():
                if argument.sizes is None or len(argument.sizes) > MOST_AXES:
                    raise CannotTellError
                return {"tensor": [self._expression(size) for size in argument.sizes]}
            case Size():
                return {"size": self._expression(argument)}
            case tuple():
                if len(argument) > MOST_ITEMS:
                    raise CannotTellError
                return [self._argument(item) for item in argument]
            case str() if len(argument) <= LONGEST_TEXT:
                return argument
            case bool() | float() | None:
                return argument
            case _:
                raise CannotTellError

    def _expression(self, size: Size) -> Any:
        """Write a size: a number, or a polynomial of symbols; a long one is a symbol itself."""
        size = self.facts.simplify(size)
        number = size.number
        if number is not None:
            if abs(number) > LARGEST_NUMBER:
                raise CannotTellError
            return number
        if len(size.terms) > MOST_TERMS or any(len(atoms) > MOST_FACTORS for atoms, _ in size.terms):
            return self._symbol(size)
        terms = [
            _joined("*", [*([coefficient] if coefficient != 1 or not atoms else []), *map(self._atom, atoms)])
            for atoms, coefficient in size.terms
        ]
        return _joined("+", terms)

    def _atom(self, atom: Atom) -> str:
        return self._symbol(Size.of(atom))

    def _symbol(self, size: Size) -> str:
        if size not in self.symbols:
            if len(self.symbols) == MOST_SYMBOLS:
                raise CannotTellError
            self.symbols.append(size)
        return f"s{self.symbols.index(size)}"


def _joined(operator: str, operands: list[Any]) -> Any:
    return operands[0] if len(operands) == 1 else [operator, *operands]


def _with_numbers(written: Any, numbers: Mapping[str, int | None]) -> Any:
    """Put numbers in the place of symbols, in all expressions of a question."""
    match written:
        case {"tensor": sizes}:
            return {"tensor": [_number(size, numbers) for size in sizes]}
        case {"size": size}:
            return {"size": _number(size, numbers)}
        case dict():
            return {name: _with_numbers(item, numbers) for name, item in written.items()}
        case list():
            return [_with_numbers(item, numbers) for item in written]
        case _:
            return written


def _number(expression: Any, numbers: Mapping[str, int | None]) -> int:
    match expression:
        case str():
            return numbers[expression] or 0
        case ["+", *terms]:
            return sum(_number(term, numbers) for term in terms)
        case ["*", *factors]:
            return prod(_number(factor, numbers) for factor in factors)
        case _:
            return int(expression)
