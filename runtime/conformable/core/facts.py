"""What is known about sizes on one path of a program."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conformable.core.arithmetic import primitive, substitute
from conformable.core.sizes import Atom, Compound, Monomial, OneOr, Size, Symbol, from_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_REWRITES: Final = 16
_NOTHING: Final[Mapping[Atom, Size]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Facts:
    """Equalities, inequalities and bounds that hold on a path; a value, never changed in place.

    Attributes:
        solved: Atoms that equal another size; no key occurs in any of the sizes.
        rewrites: Products that equal another size, for equalities that no single atom solves.
        zeros: The same equalities as sizes that are zero.
        nonzeros: Sizes that are not zero.
        nonnegatives: Sizes that are at least zero.
        loosened: Rigid symbols about which an unreadable condition may have said something: callers
            cannot choose them freely on this path.
        broadcast_names: A size `a` that occurs only as `#a`, with the axes one of which has that size.
        links: Names that are also sizes of the instance: the same once they meet, but not forced to.

    >>> d, h = Size.of(Symbol("d")), Size.of(Symbol("h"))
    >>> facts = Facts().equate(d, 8 * h)
    >>> facts.simplify(d - 8 * h)
    <0>
    """

    solved: Mapping[Atom, Size] = field(default_factory=lambda: _NOTHING)
    rewrites: tuple[tuple[Monomial, Size], ...] = ()
    zeros: tuple[Size, ...] = ()
    nonzeros: tuple[Size, ...] = ()
    nonnegatives: tuple[Size, ...] = ()
    loosened: frozenset[Symbol] = frozenset()
    broadcast_names: tuple[tuple[Size, tuple[OneOr, ...]], ...] = ()
    links: tuple[tuple[Symbol, Size], ...] = ()
    _simplified: dict[Size, Size] = field(default_factory=dict, compare=False, repr=False)

    def simplify(self, size: Size) -> Size:
        """Rewrite a size by the equalities."""
        if not self.solved and not self.rewrites:
            return size
        known = self._simplified.get(size)
        if known is None:
            known = self._rewritten(substitute(size, self.solved))
            self._simplified[size] = known
        return known

    def equate(self, left: Size, right: Size) -> Facts:
        """Learn that two sizes are equal."""
        difference = primitive(self.simplify(left - right))
        if not difference.terms or difference.number is not None:
            return self
        solution = _solve(difference, self)
        if solution is None:
            return self._with_rewrite(difference)
        return self._with_solution(*solution)

    def distinguish(self, left: Size, right: Size) -> Facts:
        """Learn that two sizes differ."""
        return self._evolve(nonzeros=(*self.nonzeros, left - right))

    def bound(self, size: Size, least: Size) -> Facts:
        """Learn that a size is at least another."""
        difference = size - least
        if difference.least is not None and difference.least >= 0:
            return self
        symbol, number = self.simplify(size).atom, least.number
        if number is not None and isinstance(symbol, Symbol) and not self.is_rigid(symbol):
            narrowed = replace(symbol, scope=f"{symbol.scope}>={number}", least=number)
            return self.equate(Size.of(symbol), Size.of(narrowed))
        return self._evolve(nonnegatives=(*self.nonnegatives, difference))

    def loosen(self, symbols: Iterable[Symbol]) -> Facts:
        """Take note that callers cannot choose these symbols freely here."""
        loosened = self.loosened.union(symbols)
        return self if loosened == self.loosened else self._evolve(loosened=loosened)

    def with_loosened(self, symbols: frozenset[Symbol]) -> Facts:
        """Say which symbols callers cannot choose freely here."""
        return self if symbols == self.loosened else self._evolve(loosened=symbols)

    def declare_broadcast(self, size: Size, axes: tuple[OneOr, ...]) -> Facts:
        """Take note that at least one of the axes `#a` has the size `a`."""
        return self._evolve(broadcast_names=(*self.broadcast_names, (size, axes)))

    def link(self, symbol: Symbol, size: Size) -> Facts:
        """Take note that a name may be meant as a size of the instance."""
        return self._evolve(links=(*self.links, (symbol, size)))

    def linked(self) -> Facts:
        """Give the facts that hold if every name is meant as the size of the instance that it is linked to."""
        result = self._evolve(links=())
        for symbol, size in self.links:
            result = result.equate(Size.of(symbol), size)
        return result

    def equalities(self) -> Iterable[tuple[Size, Size]]:
        """Give every equality as a pair of sizes."""
        yield from ((Size.of(atom), size) for atom, size in self.solved.items())
        yield from ((zero, Size(())) for zero in self.zeros)

    def join(self, other: Facts) -> Facts:
        """Keep what both paths know."""
        if self is other:
            return self
        result = Facts(
            nonzeros=_shared(self.nonzeros, other.nonzeros),
            nonnegatives=_shared(self.nonnegatives, other.nonnegatives),
            loosened=self.loosened | other.loosened,
            broadcast_names=self.broadcast_names,
            links=self.links,
        )
        for left, right in self.equalities():
            if not other.simplify(left - right).terms:
                result = result.equate(left, right)
        return result

    def is_rigid(self, atom: Atom) -> bool:
        """Tell whether callers choose the atom's value freely."""
        match atom:
            case Symbol(rigid=rigid):
                return rigid and atom not in self.loosened
            case _:
                return all(self.is_rigid(inner) for operand in atom.operands for inner in operand.atoms())

    def _evolve(self, **changes: object) -> Facts:
        return replace(self, _simplified={}, **changes)  # type: ignore[arg-type]

    def _rewritten(self, size: Size) -> Size:
        for _ in range(MAX_REWRITES):
            changed = _rewrite_once(size, self.rewrites)
            if changed is None:
                return size
            size = substitute(changed, self.solved)
        return size

    def _with_rewrite(self, zero: Size) -> Facts:
        monomial, coefficient = max(zero.terms, key=_rewrite_priority)
        zeros = (*self.zeros, zero)
        if abs(coefficient) != 1 or not monomial:
            return self._evolve(zeros=zeros)
        rest = (from_terms({monomial: coefficient}) - zero) * coefficient
        if any(_contains(other, monomial) for other, _ in rest.terms):
            return self._evolve(zeros=zeros)
        return self._evolve(zeros=zeros, rewrites=(*self.rewrites, (monomial, rest)))

    def _with_solution(self, atom: Atom, size: Size) -> Facts:
        change = {atom: size}
        solved: dict[Atom, Size] = {}
        again: list[tuple[Size, Size]] = []
        for key, value in self.solved.items():
            replaced = substitute(Size.of(key), change)
            if replaced.atom == key:
                solved[key] = substitute(value, change)
            else:
                again.append((replaced, substitute(value, change)))
        again.extend((substitute(zero, change), Size(())) for zero in self.zeros)
        solved[atom] = size
        result = self._evolve(solved=MappingProxyType(solved), rewrites=(), zeros=())
        for left, right in again:
            result = result.equate(left, right)
        return result


def _solve(zero: Size, facts: Facts) -> tuple[Atom, Size] | None:
    """Find an atom that the equation `zero == 0` determines, a flexible one if there is a choice."""
    candidates = [
        (atom, coefficient)
        for monomial, coefficient in zero.terms
        if len(monomial) == 1 and not isinstance(atom := monomial[0], OneOr)
        if abs(coefficient) == 1 and _occurrences(zero, atom) == 1
    ]
    if candidates:
        atom, coefficient = min(candidates, key=lambda found: _solve_priority(found[0], facts))
        return atom, (Size.of(atom) * coefficient - zero) * coefficient
    return _exact_division(zero)


def _exact_division(zero: Size) -> tuple[Atom, Size] | None:
    """Solve `p - q * (p // q) == 0` for a symbol p: p is q times a quotient that is exact."""
    for atom in set(zero.atoms()):
        match atom:
            case Compound("//", (numerator, divisor)):
                whole = numerator.atom
                if not isinstance(whole, Symbol) or whole in divisor.symbols():
                    continue
                if zero in (numerator - divisor * Size.of(atom), divisor * Size.of(atom) - numerator):
                    quotient = Symbol(f"({atom})", scope=f"exact {whole.scope}", rigid=whole.rigid)
                    return whole, divisor * Size.of(quotient)
    return None


def _solve_priority(atom: Atom, facts: Facts) -> tuple[int, tuple[str, ...]]:
    if isinstance(atom, Compound):
        return (2, atom.key)
    anonymous = isinstance(atom, Symbol) and atom.name == "_"
    return (3 if facts.is_rigid(atom) else 0 if anonymous else 1, atom.key)


def _rewrite_priority(term: tuple[Monomial, int]) -> tuple[bool, int, int]:
    monomial, coefficient = term
    compounds = sum(isinstance(atom, Compound) for atom in monomial)
    return (abs(coefficient) == 1, compounds, len(monomial))


def _occurrences(size: Size, atom: Atom) -> int:
    """Count the places where an atom stands, also inside compounds."""
    return sum((part == atom) + sum(_occurrences(inner, atom) for inner in part.operands) for part in size.atoms())


def _rewrite_once(size: Size, rewrites: tuple[tuple[Monomial, Size], ...]) -> Size | None:
    for product, replacement in rewrites:
        for monomial, coefficient in size.terms:
            rest = _without(monomial, product)
            if rest is not None:
                head = Size(((monomial, coefficient),))
                return size - head + Size(((rest, coefficient),)) * replacement
    return None


def _contains(monomial: Monomial, product: Monomial) -> bool:
    return _without(monomial, product) is not None


def _without(monomial: Monomial, product: Monomial) -> Monomial | None:
    remaining = list(monomial)
    for atom in product:
        if atom not in remaining:
            return None
        remaining.remove(atom)
    return tuple(remaining)


def _shared(left: tuple[Size, ...], right: tuple[Size, ...]) -> tuple[Size, ...]:
    return tuple(size for size in left if size in right)
