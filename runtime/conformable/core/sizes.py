"""Symbolic sizes: integer polynomials over atoms, kept in one normal form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_TERMS: Final = 64
"""A product with more terms than this is not expanded (see `Size.__mul__`)."""

INFIX: Final = frozenset({"//", "**", "*"})
"""The operators of compounds that are written between their operands."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One integer of the program that is not known as a number.

    Attributes:
        name: How the user calls it; `_` where nobody named it.
        scope: What tells it from another symbol of that name: a function, a class, a call, a line.
        rigid: True for a size that callers choose freely; False for one value, not known yet.
        least: The smallest value it can have, `None` where there is no bound.
    """

    name: str
    scope: str = ""
    rigid: bool = True
    least: int | None = 1

    @property
    def key(self) -> tuple[str, ...]:
        """What atoms are ordered by."""
        return ("", self.name, self.scope)

    @property
    def operands(self) -> tuple[Size, ...]:
        """A symbol has no parts."""
        return ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class OneOr:
    """The size of a broadcastable axis `#a`: 1, or the size that `a` has.

    Attributes:
        size: The size it has when it is not 1.
        occurrence: Tells two axes `#a` apart: one can be 1 while the other is not.
    """

    size: Size
    occurrence: str

    @property
    def key(self) -> tuple[str, ...]:
        """What atoms are ordered by."""
        return ("#", str(self.size), self.occurrence)

    @property
    def operands(self) -> tuple[Size, ...]:
        """The size it may have."""
        return (self.size,)

    @property
    def least(self) -> int:
        """A broadcastable axis is never empty."""
        return 1

    def __str__(self) -> str:
        return f"#{self.size}"


@dataclass(frozen=True, slots=True)
class Compound:
    """An operation that polynomials cannot express: `//`, `min`, `max`, `broadcast` or `**`.

    Attributes:
        operator: One of these five, or `*` for a product too long to expand.
        operands: Sizes in normal form.
    """

    operator: str
    operands: tuple[Size, ...]
    _key: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", (self.operator, str(self), *self._scopes()))

    def _scopes(self) -> tuple[str, ...]:
        return tuple(sorted(f"{symbol.name}@{symbol.scope}" for size in self.operands for symbol in size.symbols()))

    @property
    def key(self) -> tuple[str, ...]:
        """What atoms are ordered by."""
        return self._key

    @property
    def least(self) -> int | None:
        """A lower bound that holds for every operator but is not always the best one."""
        bounds = [size.least for size in self.operands]
        if any(bound is None or bound < 0 for bound in bounds):
            return None
        return 0 if self.operator == "//" else min(bound for bound in bounds if bound is not None)

    def __str__(self) -> str:
        if self.operator in INFIX:
            left, right = self.operands
            return f"{_grouped(left)}{self.operator}{_grouped(right)}"
        return f"{self.operator}({','.join(map(str, self.operands))})"


Atom = Symbol | OneOr | Compound
Monomial = tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """An integer polynomial: a sum of products of atoms, in normal form.

    Two sizes are equal as objects exactly if they are the same polynomial.

    >>> n = Size.of(Symbol("n"))
    >>> (n + 1) * (n - 1) + 1 == n * n
    True
    """

    terms: tuple[tuple[Monomial, int], ...]

    @staticmethod
    def of(value: int | Atom) -> Size:
        """Make a size of a number or of one atom."""
        if isinstance(value, int):
            return Size((((), value),)) if value else Size(())
        return Size((((value,), 1),))

    @property
    def number(self) -> int | None:
        """The value, where it is a plain number."""
        match self.terms:
            case ():
                return 0
            case (((), value),):
                return value
            case _:
                return None

    @property
    def atom(self) -> Atom | None:
        """The atom, where the size is just one."""
        match self.terms:
            case (((atom,), 1),):
                return atom
            case _:
                return None

    @property
    def least(self) -> int | None:
        """A lower bound, `None` where none is known.

        >>> (Size.of(Symbol("n")) * 2 + 1).least
        3
        """
        total = 0
        for monomial, coefficient in self.terms:
            bound = _least_product(monomial) if coefficient > 0 or not monomial else None
            if bound is None:
                return None
            total += coefficient * bound
        return total

    def atoms(self) -> Iterator[Atom]:
        """Yield the atoms at the top, in the order of the terms, perhaps more than once."""
        for monomial, _ in self.terms:
            yield from monomial

    def symbols(self) -> Iterator[Symbol]:
        """Yield every symbol in it, also inside compounds, perhaps more than once."""
        for atom in self.atoms():
            if isinstance(atom, Symbol):
                yield atom
            for operand in atom.operands:
                yield from operand.symbols()

    def __add__(self, other: Size | int) -> Size:
        return total((self, _as_size(other)))

    def __radd__(self, other: int) -> Size:
        return self + other

    def __neg__(self) -> Size:
        return Size(tuple((monomial, -coefficient) for monomial, coefficient in self.terms))

    def __sub__(self, other: Size | int) -> Size:
        return total((self, -_as_size(other)))

    def __rsub__(self, other: int) -> Size:
        return _as_size(other) - self

    def __mul__(self, other: Size | int) -> Size:
        """Multiply; a product that would grow past `MAX_TERMS` terms stays one opaque atom."""
        right = _as_size(other)
        if len(self.terms) * len(right.terms) > MAX_TERMS:
            return Size.of(Compound("*", tuple(sorted((self, right), key=str))))
        sums: Counter[Monomial] = Counter()
        for left_monomial, left in self.terms:
            for right_monomial, coefficient in right.terms:
                sums[_merge(left_monomial, right_monomial)] += left * coefficient
        return from_terms(sums)

    def __rmul__(self, other: int) -> Size:
        return self * other

    def __str__(self) -> str:
        """Print it as an axis: without spaces, and so that jaxtyping reads the same size.

        >>> n = Size.of(Symbol("n"))
        >>> str(n * n - 1)
        'n*n-1'
        """
        if not self.terms:
            return "0"
        positive_first = sorted(self.terms, key=lambda term: (term[1] < 0, not term[0]))
        text = "".join(_term(monomial, coefficient) for monomial, coefficient in positive_first)
        return text.removeprefix("+")

    def __repr__(self) -> str:
        return f"<{self}>"


ONE: Final = Size.of(1)
ZERO: Final = Size.of(0)


def total(sizes: Iterable[Size]) -> Size:
    """Add up sizes.

    >>> total([Size.of(1), Size.of(Symbol("n"))])
    <n+1>
    """
    sums: Counter[Monomial] = Counter()
    for size in sizes:
        for monomial, coefficient in size.terms:
            sums[monomial] += coefficient
    return from_terms(sums)


def product(sizes: Iterable[Size]) -> Size:
    """Multiply sizes.

    >>> product([Size.of(3), Size.of(Symbol("n"))])
    <3*n>
    """
    result = ONE
    for size in sizes:
        result = result * size
    return result


def from_terms(coefficients: Mapping[Monomial, int]) -> Size:
    """Make the size whose monomials have these coefficients."""
    terms = [(monomial, coefficient) for monomial, coefficient in coefficients.items() if coefficient]
    if len(terms) > 1:
        terms.sort(key=_term_key)
    return Size(tuple(terms))


def _as_size(value: Size | int) -> Size:
    return value if isinstance(value, Size) else Size.of(value)


def _merge(left: Monomial, right: Monomial) -> Monomial:
    if not left or not right:
        return left or right
    return tuple(sorted(left + right, key=lambda atom: atom.key))


def _term_key(term: tuple[Monomial, int]) -> tuple[int, tuple[tuple[str, ...], ...]]:
    monomial, _ = term
    return -len(monomial), tuple(atom.key for atom in monomial)


def _least_product(monomial: Monomial) -> int | None:
    bound = 1
    for atom in monomial:
        least = atom.least
        if least is None or least < 0:
            return None
        bound *= least
    return bound


def _term(monomial: Monomial, coefficient: int) -> str:
    sign = "-" if coefficient < 0 else "+"
    factors = [_factor(atom, alone=len(monomial) == 1 and coefficient == 1) for atom in monomial]
    if abs(coefficient) != 1 or not monomial:
        factors.insert(0, str(abs(coefficient)))
    return sign + "*".join(factors)


def _factor(atom: Atom, *, alone: bool) -> str:
    text = str(atom)
    return text if alone or not isinstance(atom, Compound) or atom.operator not in INFIX else f"({text})"


def _grouped(size: Size) -> str:
    simple = size.number is not None or isinstance(size.atom, Symbol | OneOr)
    return str(size) if simple else f"({size})"
