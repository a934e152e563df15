"""Sums over named axes: `torch.einsum`, `numpy.einsum`, `opt_einsum.contract`, `fancy_einsum.einsum`."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import Verdict, compare
from conformable.core.immutable import dataclass
from conformable.core.ops.arguments import shapes_of
from conformable.core.ops.conditions import loose
from conformable.core.ops.ranks import around
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import Compound, OneOr, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformable.core.ops.arguments import Argument, Arguments, Operands
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part

ARROW: Final = "->"


@dataclass(frozen=True, slots=True)
class Term:
    """The axes that an equation names for one tensor.

    Attributes:
        before: The names before the ellipsis; all of them if there is none.
        after: The names after it.
        ellipsis: Whether there is one.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    ellipsis: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names in order."""
        return (*self.before, *self.after)


@dataclass(frozen=True, slots=True)
class Equation:
    """What is summed: a term for each operand and one for the result."""

    operands: tuple[Term, ...]
    result: Term


class EquationError(Exception):
    """An equation that no einsum takes; the text says why."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The size of a name so far, and the axis that gave it."""

    size: Size
    origin: str


def contract(proof: Proof, equation: Equation, operands: tuple[Shape, ...]) -> Shape:
    """Give the shape of an einsum; axes of one name have one size, and 1 stretches as in broadcasting.

    Raises:
        Mismatch: if the operands certainly do not fit the equation.

    >>> from conformable.core.proof import Proof
    >>> contract(Proof(), parse_equation("bij,bjk->bik"), (Shape.of(2, 3, 4), Shape.of(2, 4, 5)))
    Shape("2 3 5")
    """
    if len(operands) != len(equation.operands):
        message = messages.einsum_operands(proof.operation, len(equation.operands), len(operands))
        raise Mismatch("shape-op", message)
    seen: dict[str, _Seen] = {}
    runs = []
    for term, operand in zip(equation.operands, operands, strict=True):
        own, run = _read(proof, term, operand)
        for name, found in own.items():
            seen[name] = _unified(proof, name, seen[name], found) if name in seen else found
        if term.ellipsis:
            runs.append(Shape(run, label=messages.ellipsis_of(operand.label)))
    stretched = broadcast(proof, *runs).parts if runs else ()
    return _result(equation.result, seen, stretched)


def _result(term: Term, seen: dict[str, _Seen], run: tuple[Part, ...]) -> Shape:
    before, after = (tuple(seen[name].size for name in names) for names in (term.before, term.after))
    return Shape((*before, *(run if term.ellipsis else ()), *after))


def _read(proof: Proof, term: Term, operand: Shape) -> tuple[dict[str, _Seen], tuple[Part, ...]]:
    """Give the sizes of one operand by name, and the axes under its ellipsis."""
    first, run, last = around(proof, operand, len(term.before), len(term.after), run=term.ellipsis)
    own: dict[str, _Seen] = {}
    axes = [*range(len(first)), *range(-len(last), 0)]
    for name, size, axis in zip(term.names, (*first, *last), axes, strict=True):
        found = _Seen(size, messages.axis_of(operand, axis))
        if name in own:
            _require_diagonal(proof, name, own[name], found)
        own.setdefault(name, found)
    return own, run


def _require_diagonal(proof: Proof, name: str, first: _Seen, second: _Seen) -> None:
    """Two axes of one operand do not stretch."""
    witness = proof.differ(first.size, second.size)
    if witness is not None:
        message = messages.einsum_sizes(proof.operation, name, first.origin, second.origin)
        raise Mismatch(loose(first.size, second.size), message, witness)


def _unified(proof: Proof, name: str, first: _Seen, second: _Seen) -> _Seen:
    witness = proof.refuse_broadcast(first.size, second.size)
    if witness is not None:
        message = messages.einsum_sizes(proof.operation, name, first.origin, second.origin)
        raise Mismatch(loose(first.size, second.size), message, witness)
    if not _may_stretch(first.size) and not _may_stretch(second.size):
        _learn_equal(proof, first.size, second.size)
    size = proof.broadcast(first.size, second.size)
    return first if size == first.size else _Seen(size, second.origin)


def _learn_equal(proof: Proof, left: Size, right: Size) -> None:
    if compare(left, right, proof.facts).verdict is Verdict.UNKNOWN:
        proof.facts = proof.facts.equate(left, right)


def _may_stretch(size: Size) -> bool:
    """Tell whether a size is 1 or has been written as one that can be."""
    return size.number == 1 or any(
        isinstance(atom, OneOr) or (isinstance(atom, Compound) and atom.operator == "broadcast")
        for atom in size.atoms()
    )


# --- equations ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def parse_equation(text: str) -> Equation:
    """Read an equation of single letters, such as `bij,bjk->bik`.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.einsum.html

    Raises:
        EquationError: if it cannot be read.

    >>> parse_equation("ji").result.names
    ('i', 'j')
    """
    left, arrow, right = text.replace(" ", "").partition(ARROW)
    operands = tuple(_letters(term) for term in left.split(","))
    if ARROW in right:
        raise EquationError(messages.einsum_two_arrows())
    return Equation(operands, _letters(right)) if arrow else implicit(operands)


def checked(equation: Equation) -> Equation:
    """Give the equation back if its result can be made of its operands.

    Raises:
        EquationError: if a name of the result is new or comes twice.
    """
    known = {name for term in equation.operands for name in term.names}
    for name, count in Counter(equation.result.names).items():
        if name not in known:
            raise EquationError(messages.einsum_new_name(name))
        if count > 1:
            raise EquationError(messages.einsum_repeated_name(name))
    return equation


def implicit(operands: tuple[Term, ...]) -> Equation:
    """Complete an equation without `->`: the ellipsis, then the names that occur once, sorted."""
    counts = Counter(name for term in operands for name in term.names)
    once = tuple(sorted(name for name, count in counts.items() if count == 1))
    ellipsis = any(term.ellipsis for term in operands)
    return Equation(operands, Term((), once, ellipsis=True) if ellipsis else Term(once))


def term(names: Iterable[str]) -> Term:
    """Make a term of names, one of which may be `...`.

    Raises:
        EquationError: if there are two of these.
    """
    runs = _split_at_ellipsis(tuple(names))
    if len(runs) > 2:
        raise EquationError(messages.einsum_two_ellipses())
    return Term(runs[0]) if len(runs) == 1 else Term(runs[0], runs[1], ellipsis=True)


def _split_at_ellipsis(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    runs: list[tuple[str, ...]] = [()]
    for name in names:
        if name == "...":
            runs.append(())
        else:
            runs[-1] += (name,)
    return runs


def _letters(text: str) -> Term:
    names = re.findall(r"\.\.\.|.", text)
    for name in names:
        if name != "..." and not name.isalpha():
            raise EquationError(messages.einsum_not_a_letter(name))
    return term(names)


def words(text: str) -> Term:
    """Read the term of one tensor whose axes have whole words as names.

    >>> words("batch ... d_model").after
    ('d_model',)
    """
    return term(re.findall(r"\.\.\.|\w+", text))


@lru_cache(maxsize=1024)
def _parse_words(text: str) -> Equation:
    left, arrow, right = text.partition(ARROW)
    operands = tuple(words(part) for part in left.split(","))
    return Equation(operands, words(right)) if arrow else implicit(operands)


def _parse_lists(arguments: tuple[Argument, ...]) -> tuple[Equation, tuple[Argument, ...]]:
    """Read `einsum(x, [0, 1], y, [1, 2], [0, 2])`: each operand is followed by the numbers of its axes."""
    count = len(arguments) // 2
    operands, lists = arguments[0 : 2 * count : 2], arguments[1 : 2 * count : 2]
    terms = tuple(_numbers(item) for item in lists)
    if len(arguments) % 2 == 0:
        return implicit(terms), operands
    return Equation(terms, _numbers(arguments[-1])), operands


def _numbers(argument: Argument) -> Term:
    """Give the axes' numbers as names that sort like them."""
    numbers = argument if isinstance(argument, tuple) else ()
    values = [item.number if isinstance(item, Size) else None for item in numbers]
    if not isinstance(argument, tuple) or None in values:
        raise CannotTellError
    return Term(tuple(f"{value:02}" for value in values))


# --- rules --------------------------------------------------------------------------------------------------


def read_equation(proof: Proof, parse: Callable[[str], Equation], text: str) -> Equation:
    """Read an equation.

    Raises:
        Mismatch: if no einsum takes it.
    """
    try:
        return checked(parse(text))
    except EquationError as error:
        raise Mismatch("shape-op", messages.malformed(proof.operation, text, str(error))) from None


@rule("torch.einsum", "opt_einsum.contract")
def einsum(proof: Proof, equation: Argument, operands: Arguments, optimize: Argument = None) -> Shape:
    """Sum over the names that the result leaves out; without `->` it has the names that occur once.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.einsum.html

    >>> from conformable.core.proof import Proof
    >>> einsum(Proof(), "ij,jk", (Shape.of(2, 3), Shape.of(3, 4)))
    Shape("2 4")
    """
    return sum_of_products(proof, equation, operands)


def sum_of_products(proof: Proof, equation: Argument, operands: tuple[Argument, ...]) -> Shape:
    """Give the shape of an einsum whose equation is a text, or lists of numbers between the operands.

    Raises:
        Mismatch: if the equation cannot be read, or the operands certainly do not fit it.
    """
    if isinstance(equation, str):
        return contract(proof, read_equation(proof, parse_equation, equation), _tensors(proof, operands))
    parsed, tensors = _parse_lists((equation, *operands))
    return contract(proof, parsed, shapes_of(tensors, proof))


def _tensors(proof: Proof, operands: tuple[Argument, ...]) -> tuple[Shape, ...]:
    """Torch takes a list of them too."""
    match operands:
        case (tuple() as listed,):
            return shapes_of(listed, proof)
        case _:
            return shapes_of(operands, proof)


@rule("numpy.einsum")
def numpy_einsum(proof: Proof, equation: Argument, operands: Arguments, optimize: Argument = False) -> Shape:
    """Do the same; without `optimize`, NumPy does not sum over an ellipsis.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.einsum.html
    """
    if isinstance(equation, str) and optimize is False:
        _require_ellipsis(proof, read_equation(proof, parse_equation, equation), _tensors(proof, operands))
    return sum_of_products(proof, equation, operands)


def _require_ellipsis(proof: Proof, equation: Equation, operands: tuple[Shape, ...]) -> None:
    covered = any(
        term.ellipsis and operand.least_rank > len(term.names)
        for term, operand in zip(equation.operands, operands, strict=False)
    )
    if covered and not equation.result.ellipsis:
        raise Mismatch("shape-op", messages.einsum_lost_ellipsis(proof.operation))


@rule("fancy_einsum.einsum")
def fancy_einsum(proof: Proof, equation: str, operands: Operands) -> Shape:
    """Do the same with words as names.

    Source: https://github.com/alanbcooney/fancy_einsum
    """
    return contract(proof, read_equation(proof, _parse_words, equation), operands)
