"""What is known about sizes on one path of a program."""

from __future__ import annotations

from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from conformable.core.arithmetic import substitute
from conformable.core.bounds import SHALLOW, never_zero, nonnegative, positive, tightened
from conformable.core.division import primitive
from conformable.core.equations import Rewrite, divisions, rewrite, rewritten, solve
from conformable.core.fact_joins import joined
from conformable.core.immutable import dataclass
from conformable.core.sizes import ZERO, Atom, OneOr, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformable.core.conditions import Conditions

MAX_ROUNDS: Final = 4
MAX_EQUALITIES: Final = 1000
MAX_CONDITIONS: Final = 100
MAX_RELEVANT: Final = 12
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
        alternatives: Pairs of conditions, one of which holds: what only one of two joined paths knew.
        links: Names that are also sizes of the instance: the same once they meet, but not forced to.
        left_out: Sizes of the instance that callers have not given on this path.
        given: Sizes that may be left out, and were given on this path.
        determined: Flexible symbols that have one value for each choice of the rigid ones.
        apart: Differences that are not zero in the current operation: see `side_by_side`.
        parts_apart: Those that are not zero on the whole path.
        impossible: True if the facts contradict each other: the path is never taken.
        decided: The verdicts that `comparison` has found under these facts.
        results: What operations have given under these facts, and the facts after them: see `remembering`.

    >>> d, h = Size.of(Symbol("d")), Size.of(Symbol("h"))
    >>> facts = Facts().equate(d, 8 * h)
    >>> facts.simplify(d - 8 * h)
    <0>
    """

    solved: Mapping[Atom, Size] = field(default_factory=lambda: _NOTHING)
    rewrites: tuple[Rewrite, ...] = ()
    zeros: tuple[Size, ...] = ()
    nonzeros: tuple[Size, ...] = ()
    nonnegatives: tuple[Size, ...] = ()
    loosened: frozenset[Symbol] = frozenset()
    broadcast_names: tuple[tuple[Size, tuple[OneOr, ...]], ...] = ()
    alternatives: tuple[tuple[Conditions, Conditions], ...] = ()
    links: tuple[tuple[Symbol, Size], ...] = ()
    left_out: frozenset[Symbol] = frozenset()
    given: frozenset[Symbol] = frozenset()
    determined: frozenset[Symbol] = frozenset()
    apart: frozenset[Size] = frozenset()
    parts_apart: frozenset[Size] = frozenset()
    impossible: bool = False
    decided: dict[tuple[tuple[Size, ...], ...], Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _simplified: dict[Size, Size] = field(default_factory=dict, compare=False, repr=False)
    _learned: dict[tuple[str, Size, Size], Facts] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    results: dict[tuple[object, ...], tuple[Any, Facts]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _linked: list[Facts] = field(default_factory=list, compare=False, repr=False)

    def simplify(self, size: Size) -> Size:
        """Rewrite a size by the equalities."""
        if not self.solved and not self.rewrites:
            return size
        known = self._simplified.get(size)
        if known is None:
            known = self._simplified[size] = self._reduced(size)
        return known

    def equate(self, left: Size, right: Size) -> Facts:
        """Learn that two sizes are equal."""
        known = self._learned.get(("==", left, right))
        if known is None:
            known = self._learned["==", left, right] = self._with_equality(left, right)
        return known

    def _with_equality(self, left: Size, right: Size) -> Facts:
        difference = primitive(self.simplify(left - right))
        if not difference.terms or self.impossible:
            return self
        if never_zero(difference, (), 0):
            return _evolve(self, impossible=True)
        if len(self.solved) + len(self.zeros) >= MAX_EQUALITIES:
            return self.loosen(difference.symbols())
        doubted = (
            self if self.loosened.isdisjoint(difference.symbols()) else self.loosen(difference.symbols())
        )
        solution = solve(difference, self.is_rigid)
        if solution is None:
            return _with_rewrite(doubted, difference)
        return _with_solution(doubted, *solution)

    def distinguish(self, left: Size, right: Size) -> Facts:
        """Learn that two sizes differ."""
        difference = self.simplify(left - right)
        if not difference.terms:
            return _evolve(self, impossible=True)
        if difference.number is not None or left - right in self.nonzeros:
            return self
        if len(self.nonzeros) >= MAX_CONDITIONS:
            return self.loosen(difference.symbols())
        return _evolve(self, nonzeros=(*self.nonzeros, left - right))

    def bound(self, size: Size, least: Size) -> Facts:
        """Learn that a size is at least another."""
        known = self._learned.get((">=", size, least))
        if known is None:
            known = self._learned[">=", size, least] = self._with_bound(size, least)
        return known

    def _with_bound(self, size: Size, least: Size) -> Facts:
        difference = tightened(self.simplify(size - least))
        if nonnegative(difference, (), SHALLOW) or difference in self.nonnegatives:
            return self
        opposites = (-difference, *(-difference - known for known in self.relevant(difference)))
        if any(positive(opposite, (), SHALLOW) for opposite in opposites):
            return _evolve(self, impossible=True)
        if len(self.nonnegatives) >= MAX_CONDITIONS:
            return self.loosen(difference.symbols())
        return _evolve(self, nonnegatives=(*self.nonnegatives, difference))

    def loosen(self, symbols: Iterable[Symbol]) -> Facts:
        """Take note that callers cannot choose these symbols, and all that equals them, freely here."""
        found = frozenset(symbols)
        return self.with_loosened(self.loosened | _tied_to(self, found)) if found else self

    def with_loosened(self, symbols: frozenset[Symbol]) -> Facts:
        """Say which symbols callers cannot choose freely here."""
        if symbols == self.loosened:
            return self
        return _evolve(self, loosened=symbols, determined=self.determined - symbols)

    def declare_broadcast(self, size: Size, axes: tuple[OneOr, ...]) -> Facts:
        """Take note that at least one of the axes `#a` has the size `a`."""
        if len(axes) == 1:
            return self.equate(Size.of(axes[0]), size)
        return _evolve(self, broadcast_names=(*self.broadcast_names, (size, axes)))

    def link(self, symbol: Symbol, size: Size) -> Facts:
        """Take note that a name may be meant as a size of the instance."""
        return _evolve(self, links=(*self.links, (symbol, size)))

    def leave_out(self, symbol: Symbol) -> Facts:
        """Take note that callers have not given a size."""
        return _evolve(self, left_out=self.left_out | {symbol})

    def give(self, symbol: Symbol) -> Facts:
        """Take note that a size was given that may be left out."""
        return self if symbol in self.given else _evolve(self, given=self.given | {symbol})

    def linked(self) -> Facts:
        """Give the facts that hold if every name is meant as the size that it is linked to.

        The divisions in such a size count as exact, as they do where sizes are compared.

        >>> from conformable.core.division import floor_divide
        >>> d, h, k = (Symbol(name) for name in ("d", "h", "k"))
        >>> facts = Facts().link(k, floor_divide(Size.of(d), Size.of(h))).linked()
        >>> facts.simplify(Size.of(h) * Size.of(k) - Size.of(d))
        <0>
        """
        if not self._linked:
            result = _evolve(self, links=())
            for symbol, size in self.links:
                result = result.equate(Size.of(symbol), size)
                for division in divisions(size):
                    dividend, divisor = division.operands
                    result = result.equate(Size.of(division) * divisor, dividend)
            self._linked.append(result)
        return self._linked[0]

    def assume(self, conditions: Conditions) -> Facts:
        """Learn a set of conditions."""
        result = self
        for zero in conditions.zeros:
            result = result.equate(zero, ZERO)
        for size in conditions.nonzeros:
            result = result.distinguish(size, ZERO)
        for size in conditions.nonnegatives:
            result = result.bound(size, ZERO)
        return _evolve(result, alternatives=(*result.alternatives, *conditions.alternatives))

    def choose(self, pair: tuple[Conditions, Conditions], index: int) -> Facts:
        """Take one of two alternatives to be the one that holds."""
        others = tuple(other for other in self.alternatives if other != pair)
        return _evolve(self, alternatives=others).assume(pair[index])

    def equalities(self) -> Iterable[tuple[Size, Size]]:
        """Give every equality as a pair of sizes."""
        yield from ((Size.of(atom), size) for atom, size in self.solved.items())
        yield from ((zero, ZERO) for zero in self.zeros)

    def join(self, other: Facts) -> Facts:
        """Keep what both paths know, and that one of the two knows the rest."""
        return joined(self, other)

    def is_rigid(self, atom: Atom) -> bool:
        """Tell whether callers choose the atom's value freely."""
        match atom:
            case Symbol(rigid=rigid):
                return rigid and atom not in self.loosened
            case _:
                return all(self.is_rigid(inner) for operand in atom.operands for inner in operand.atoms())

    def is_fixed(self, atom: Atom) -> bool:
        """Tell whether the atom has one value for each choice of the rigid symbols."""
        match atom:
            case Symbol():
                return self.is_rigid(atom) or atom in self.determined
            case _:
                return all(self.is_fixed(inner) for operand in atom.operands for inner in operand.atoms())

    def bound_axes(self) -> Iterable[Size]:
        """Give what the axes that the method's signature names have been found to be."""
        return (
            size
            for atom, size in self.solved.items()
            if isinstance(atom, Symbol) and not atom.is_given and self.is_rigid(atom)
        )

    def are_bound_to(self, given: Iterable[Symbol], difference: Size) -> bool:
        """Tell whether axes of the method have been bound to given sizes, to each or to what they make."""
        bound = set(self.bound_axes())
        if {size.atom for size in bound}.issuperset(given):
            return True
        without = (size for whole in bound for size in (difference - whole, difference + whole))
        return any(not any(symbol.is_given for symbol in size.symbols()) for size in without)

    def parts(self) -> frozenset[Symbol]:
        """Collect the given sizes by which an axis, or another given size, has been found to be divided."""
        return frozenset(
            atom
            for whole, size in self.solved.items()
            if isinstance(whole, Symbol) and self.is_rigid(whole)
            for monomial, _ in size.terms
            if len(monomial) > 1
            for atom in monomial
            if isinstance(atom, Symbol) and atom.is_given
        )

    def are_apart(self, difference: Size) -> bool:
        """Tell whether a difference is that of an axis of the method and a size that it is not."""
        return difference in self.apart or difference in self.parts_apart

    def keep_apart(self, differences: frozenset[Size], on_path: frozenset[Size] = frozenset()) -> Facts:
        """Say which axes of the method are not sizes of its object, for one operation and from there on."""
        if differences == self.apart and on_path <= self.parts_apart:
            return self
        return _evolve(self, apart=differences, parts_apart=self.parts_apart | on_path)

    def related(self) -> frozenset[Symbol]:
        """Collect the symbols that callers cannot choose freely: loosened ones, and those that equal others.

        >>> n, m, k = (Size.of(Symbol(name)) for name in ("n", "m", "k"))
        >>> sorted(map(str, Facts().equate(n, 2 * m).bound(k, m).related()))
        ['m', 'n']
        """
        solved = self.solved.items()
        plain = [(one, size) for one, size in solved if isinstance(one, Symbol) and size.plain]
        return self.loosened.union(*((one, *size.symbols()) for one, size in plain))

    def constraints(self) -> tuple[Size, ...]:
        """Give the sizes about which the facts say something that callers have to keep to.

        A witness gives them values as well: without these, the path is not taken.
        """
        solved = (Size.of(atom) - size for atom, size in self.solved.items())
        return tuple(
            size
            for size in (*solved, *self.zeros, *self.nonzeros, *self.nonnegatives)
            if size.terms and all(self.is_rigid(symbol) for symbol in size.symbols())
        )

    def relevant(self, size: Size) -> tuple[Size, ...]:
        """Give sizes that are at least zero and have symbols in common with a size."""
        if not self.nonnegatives:
            return ()
        inside = size.inside
        known = (self.simplify(other) for other in self.nonnegatives)
        return tuple(other for other in known if not inside.isdisjoint(other.inside))[:MAX_RELEVANT]

    def determined_by(self, atom: Atom, size: Size) -> frozenset[Symbol]:
        """Find the one flexible symbol that the equation of a rigid atom determines."""
        if not self.is_rigid(atom):
            return frozenset()
        loose = [monomial for monomial, _ in size.terms if not all(map(self.is_rigid, monomial))]
        if len(loose) != 1 or len(loose[0]) != 1:
            return frozenset()
        return frozenset(part for part in loose[0] if isinstance(part, Symbol))

    def _reduced(self, size: Size) -> Size:
        for _ in range(MAX_ROUNDS):
            reduced = substitute(size, self.solved)
            if self.rewrites:
                reduced = rewritten(reduced, self.rewrites)
            if reduced == size or not self.rewrites:
                return reduced
            size = reduced
        return size


def _evolve(facts: Facts, **changes: object) -> Facts:
    return replace(facts, _simplified={}, _linked=[], **changes)  # type: ignore[arg-type]


def _tied_to(facts: Facts, symbols: Iterable[Symbol]) -> frozenset[Symbol]:
    """Follow the equalities from symbols to all others that they restrict."""
    reached = set(symbols)
    links = [frozenset((*left.symbols(), *right.symbols())) for left, right in facts.equalities()]
    growing = bool(links)
    while growing:
        fresh = [link for link in links if not reached.isdisjoint(link) and not link <= reached]
        reached.update(*fresh)
        growing = bool(fresh)
    return frozenset(reached)


def _with_rewrite(facts: Facts, zero: Size) -> Facts:
    rule = rewrite(zero)
    rewrites = facts.rewrites if rule is None else (*facts.rewrites, rule)
    return _evolve(facts, zeros=(*facts.zeros, zero), rewrites=rewrites)


def _with_solution(facts: Facts, atom: Atom, size: Size) -> Facts:
    """Solve for an atom, and put the solution into everything that is known."""
    change = {atom: size}
    solved: dict[Atom, Size] = {}
    again: list[tuple[Size, Size]] = []
    for key, value in facts.solved.items():
        replaced = substitute(value, change)
        if any(atom in operand.inside for operand in key.operands):
            again.append((substitute(Size.of(key), change), replaced))
        else:
            solved[key] = replaced
    again.extend((substitute(zero, change), ZERO) for zero in facts.zeros)
    solved[atom] = size
    determined = facts.determined | facts.determined_by(atom, size)
    result = _evolve(facts, solved=MappingProxyType(solved), rewrites=(), zeros=(), determined=determined)
    for left, right in again:
        result = result.equate(left, right)
    if isinstance(atom, Symbol) and atom.least is not None and len(result.nonnegatives) < MAX_CONDITIONS:
        result = result.bound(size, Size.of(atom.least))
    return result
