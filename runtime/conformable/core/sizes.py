"""Symbolic sizes: integer polynomials over atoms, kept in one normal form."""

from __future__ import annotations

from dataclasses import field
from hashlib import blake2s
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from conformable.core import measures
from conformable.core.immutable import dataclass
from conformable.core.size_text import identity, printed, printed_operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_TERMS: Final = 64
"""A product with more terms than this is not expanded (see `Size.__mul__`)."""

MAX_WEIGHT: Final = 400
MAX_DEPTH: Final = 24
MAX_BITS: Final = 512
"""A size larger than these becomes one opaque atom (see `opaque`)."""


#: Begins the scope of the sizes that the objects of a class are made with.
INSTANCE: Final = "class "
#: Begins the scope of the sizes that a function is given as integers.
INTEGER: Final = "integer of "
#: Begins the scope of the axes of an object's fields, where a name means one size in all of them.
FIELDS: Final = "fields of "


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """One integer of the program that is not known as a number.

    Attributes:
        name: How the user calls it; `_` where nobody named it.
        scope: What tells it from another symbol of that name: a function, a class, a call, a line.
        rigid: True for a size that callers choose freely; False for one value, not known yet.
        least: The smallest value it can have, `None` where there is no bound.
        key: What atoms are ordered by; two atoms are equal if and only if their keys are.
    """

    name: str
    scope: str = ""
    rigid: bool = True
    least: int | None = 1
    key: tuple[str, ...] = field(init=False, repr=False)

    operands: ClassVar[tuple[Size, ...]] = ()
    weight: ClassVar[int] = 1
    depth: ClassVar[int] = 0

    def __post_init__(self) -> None:
        kind = f"{'!' if self.rigid else '?'}{self.least}"
        object.__setattr__(self, "key", ("", self.name, self.scope, kind))

    def __eq__(self, other: object) -> bool:
        return self is other or (other.__class__ is Symbol and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def is_given(self) -> bool:
        """Whether it comes with an object, or as an integer, and is not an axis of the function's own."""
        return self.scope.startswith((INSTANCE, INTEGER, FIELDS))

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, eq=False)
class OneOr:
    """The size of a broadcastable axis `#a`: 1, or the size that `a` has.

    Attributes:
        size: The size it has when it is not 1.
        occurrence: Tells two axes `#a` apart: one can be 1 while the other is not.
        key: What atoms are ordered by; two atoms are equal if and only if their keys are.
    """

    size: Size
    occurrence: str
    key: tuple[str, ...] = field(init=False, repr=False)
    weight: int = field(init=False, repr=False)
    depth: int = field(init=False, repr=False)

    least: ClassVar[int] = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", ("#", identity(self.size), self.occurrence))
        object.__setattr__(self, "weight", 1 + sum(map(measures.weight_of, self.operands)))
        object.__setattr__(self, "depth", measures.depth_above(self.operands))

    @property
    def operands(self) -> tuple[Size, ...]:
        """The size it may have."""
        return (self.size,)

    def __eq__(self, other: object) -> bool:
        return self is other or (other.__class__ is OneOr and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return f"#{self.size}"


@dataclass(frozen=True, slots=True, eq=False)
class Compound:
    """An operation that polynomials cannot express: `//`, `min`, `max`, `broadcast` or `**`.

    Attributes:
        operator: One of these five, or `*` for a product too long to expand.
        operands: Sizes in normal form.
        key: What atoms are ordered by; two atoms are equal if and only if their keys are.
        least: A lower bound, `None` where none is known.
    """

    operator: str
    operands: tuple[Size, ...]
    key: tuple[str, ...] = field(init=False, repr=False)
    least: int | None = field(init=False, repr=False)
    weight: int = field(init=False, repr=False)
    depth: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.operator, *map(identity, self.operands)))
        object.__setattr__(self, "least", measures.least_compound(self.operator, self.operands))
        object.__setattr__(self, "weight", 1 + sum(map(measures.weight_of, self.operands)))
        object.__setattr__(self, "depth", measures.depth_above(self.operands))

    def __eq__(self, other: object) -> bool:
        return self is other or (other.__class__ is Compound and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return printed_operation(self.operator, self.operands)


Atom = Symbol | OneOr | Compound
Monomial = tuple[Atom, ...]
Term = tuple[Monomial, int]


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """An integer polynomial: a sum of products of atoms, in normal form.

    Two sizes are equal as objects exactly if they are the same polynomial.

    >>> n = Size.of(Symbol("n"))
    >>> (n + 1) * (n - 1) + 1 == n * n
    True
    """

    terms: tuple[Term, ...]
    _hash: int = field(init=False, repr=False)
    _least: int | None = field(init=False, repr=False)
    _inside: frozenset[Atom] = field(init=False, repr=False)
    _symbols: tuple[Symbol, ...] = field(init=False, repr=False)

    @staticmethod
    def of(value: int | Atom) -> Size:
        """Make a size of a number or of one atom."""
        if isinstance(value, int):
            return Size((((), int(value)),)) if value else Size(())
        return Size((((value,), 1),))

    @property
    def number(self) -> int | None:
        """The value, where it is a plain number."""
        terms = self.terms
        if not terms:
            return 0
        return terms[0][1] if len(terms) == 1 and not terms[0][0] else None

    @property
    def atom(self) -> Atom | None:
        """The atom, where the size is just one."""
        terms = self.terms
        if len(terms) == 1 and len(terms[0][0]) == 1 and terms[0][1] == 1:
            return terms[0][0][0]
        return None

    @property
    def constant(self) -> int:
        """The term without atoms."""
        return self.terms[-1][1] if self.terms and not self.terms[-1][0] else 0

    @property
    def least(self) -> int | None:
        """A lower bound, `None` where none is known; `bounds.nonnegative` knows more.

        >>> (Size.of(Symbol("n")) * 2 + 1).least
        3
        """
        try:
            return self._least
        except AttributeError:
            object.__setattr__(self, "_least", measures.least_sum(self.terms))
            return self._least

    @property
    def inside(self) -> frozenset[Atom]:
        """Every atom that occurs in it, also inside other atoms."""
        try:
            return self._inside
        except AttributeError:
            object.__setattr__(self, "_inside", measures.collected(self))
            return self._inside

    @property
    def weight(self) -> int:
        """How many atoms and coefficients it takes to write it down."""
        return measures.weight_of(self)

    @property
    def plain(self) -> bool:
        """Whether all its atoms are symbols."""
        return all(atom.__class__ is Symbol for monomial, _ in self.terms for atom in monomial)

    def atoms(self) -> Iterator[Atom]:
        """Yield the atoms at the top, in the order of the terms, perhaps more than once."""
        for monomial, _ in self.terms:
            yield from monomial

    def symbols(self) -> tuple[Symbol, ...]:
        """Give every symbol in it, also inside compounds, perhaps more than once."""
        try:
            return self._symbols
        except AttributeError:
            object.__setattr__(self, "_symbols", measures.symbols_in(self))
            return self._symbols

    def __add__(self, other: Size | int) -> Size:
        return self._shifted(other) if isinstance(other, int) else _sum(self, other, 1)

    def __radd__(self, other: int) -> Size:
        return self + other

    def __neg__(self) -> Size:
        return Size(tuple([(monomial, -coefficient) for monomial, coefficient in self.terms]))

    def __sub__(self, other: Size | int) -> Size:
        return self._shifted(-other) if isinstance(other, int) else _sum(self, other, -1)

    def __rsub__(self, other: int) -> Size:
        return (-self)._shifted(other)

    def __mul__(self, other: Size | int) -> Size:
        """Multiply; a product that would grow past `MAX_TERMS` terms stays one opaque atom."""
        right = other if isinstance(other, Size) else Size.of(other)
        if right.number is not None or self.number is not None:
            return _scaled(self, right.terms) if right.number is not None else _scaled(right, self.terms)
        if len(self.terms) * len(right.terms) > MAX_TERMS:
            return compound("*", *sorted((self, right), key=identity))
        sums: dict[Monomial, int] = {}
        for left_monomial, left in self.terms:
            for right_monomial, coefficient in right.terms:
                monomial = _merge(left_monomial, right_monomial)
                sums[monomial] = sums.get(monomial, 0) + left * coefficient
        return _bounded(from_terms(sums), self, right)

    def __rmul__(self, other: int) -> Size:
        return self * other

    def __eq__(self, other: object) -> bool:
        return self is other or (other.__class__ is Size and self.terms == other.terms)

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash(self.terms))
            return self._hash

    def __reduce__(self) -> tuple[type[Size], tuple[tuple[Term, ...]]]:
        # Hashes of text differ between processes, so they do not travel.
        return Size, (self.terms,)

    def __str__(self) -> str:
        """Print it as an axis: without spaces, and so that jaxtyping reads the same size.

        >>> n = Size.of(Symbol("n"))
        >>> str(n * n - 1)
        'n*n-1'
        """
        return printed(self.terms)

    def __repr__(self) -> str:
        return f"<{self}>"

    def _shifted(self, number: int) -> Size:
        """Add a number: the constant stands last, so the order of the terms stays."""
        head = self.terms[:-1] if self.terms and not self.terms[-1][0] else self.terms
        constant = self.constant + number
        return Size((*head, ((), constant))) if constant else Size(head)


ONE: Final = Size.of(1)
ZERO: Final = Size.of(0)


def total(sizes: Iterable[Size]) -> Size:
    """Add up sizes.

    >>> total([Size.of(1), Size.of(Symbol("n"))])
    <n+1>
    """
    sums: dict[Monomial, int] = {}
    for size in sizes:
        for monomial, coefficient in size.terms:
            sums[monomial] = sums.get(monomial, 0) + coefficient
    return from_terms(sums)


def _sum(left: Size, right: Size, factor: int) -> Size:
    """Add a size, or its negative, to another."""
    sums = dict(left.terms)
    for monomial, coefficient in right.terms:
        sums[monomial] = sums.get(monomial, 0) + factor * coefficient
    return from_terms(sums)


def product(sizes: Iterable[Size]) -> Size:
    """Multiply sizes.

    >>> product([Size.of(3), Size.of(Symbol("n"))])
    <3*n>
    """
    result = ONE
    for size in sizes:
        result = size if result is ONE else result * size
    return result


def from_terms(coefficients: Mapping[Monomial, int]) -> Size:
    """Make the size whose monomials have these coefficients."""
    terms = [term for term in coefficients.items() if term[1]]
    if len(terms) > 1:
        terms.sort(key=_term_key)
        if len(terms) > MAX_WEIGHT:
            return opaque("+", Size(tuple(terms)))
    return Size(tuple(terms))


def compound(operator: str, *operands: Size) -> Size:
    """Make the size of one operation; an opaque one if it would be too large to work with."""
    if sum(map(measures.weight_of, operands)) > MAX_WEIGHT or measures.depth_above(operands) > MAX_DEPTH:
        return opaque(operator, *operands)
    return Size.of(Compound(operator, operands))


def opaque(operator: str, *operands: Size) -> Size:
    """Make a size of which only the origin is kept: it equals only what the same operation gives again."""
    text = f"{operator}({','.join(map(identity, operands))})"
    digest = blake2s(text.encode(errors="backslashreplace"), digest_size=12).hexdigest()
    return Size.of(Symbol("_", f"too large {digest}", rigid=False, least=None))


def _bounded(result: Size, left: Size, right: Size) -> Size:
    """Keep a product, unless it is too large to work with."""
    for monomial, coefficient in result.terms:
        if len(monomial) > MAX_DEPTH or coefficient.bit_length() > MAX_BITS:
            return opaque("*", *sorted((left, right), key=identity))
    return result


def _scaled(size: Size, number: tuple[Term, ...]) -> Size:
    if not number:
        return ZERO
    factor = number[0][1]
    if factor == 1:
        return size
    scaled = Size(tuple([(monomial, coefficient * factor) for monomial, coefficient in size.terms]))
    return scaled if -(1 << 64) < factor < 1 << 64 else _bounded(scaled, size, Size(number))


_KEY: Final = attrgetter("key")


def _merge(left: Monomial, right: Monomial) -> Monomial:
    if not left or not right:
        return left or right
    return tuple(sorted(left + right, key=_KEY))


def _term_key(term: Term) -> tuple[int, list[tuple[str, ...]]]:
    monomial = term[0]
    return -len(monomial), [atom.key for atom in monomial]
