"""The sizes of a configuration, written over what its makers choose."""

from __future__ import annotations

from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from conformable.core.arithmetic import substitute
from conformable.core.comparison import never_zero
from conformable.core.conditions import Conditions
from conformable.core.division import floor_divide
from conformable.core.encoding import decode_atom, decode_size, encode_atom, encode_size
from conformable.core.equations import EXACT
from conformable.core.immutable import dataclass
from conformable.core.sizes import INSTANCE, Size, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conformable.core.facts import Facts
    from conformable.core.sizes import Atom

OWN: Final = "self"
"""What the object is called while its class is read."""

_NO_SIZES: Final[Mapping[str, Size]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChosenSizes:
    """What is known of the integer attributes of the objects of a class.

    Attributes:
        scope: That of the object while its class was read.
        sizes: Attribute -> its size; those that callers choose are symbols of their own.
        conditions: What the class makes sure of.
        links: Sizes that callers may leave out -> what the class then makes of them.
    """

    scope: str = ""
    sizes: Mapping[str, Size] = field(default_factory=lambda: _NO_SIZES)
    conditions: Conditions = field(default_factory=Conditions)
    links: tuple[tuple[Symbol, Size], ...] = ()
    _of: dict[tuple[str, str], ChosenSizes] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __bool__(self) -> bool:
        return bool(self.sizes)

    def of(self, name: str, scope: str) -> ChosenSizes:
        """Write the same for one object.

        Args:
            name: How messages call it.
            scope: What tells its sizes from those of other objects.
        """

        def renamed(symbol: Symbol) -> Symbol:
            inner = symbol.scope.removeprefix(self.scope)
            return Symbol(name + symbol.name.removeprefix(OWN), scope + inner, symbol.rigid, symbol.least)

        known = self._of.get((name, scope))
        if known is None:
            known = self._of[name, scope] = self._changed(renamed)
        return known

    def known_in(self, facts: Facts) -> Facts:
        """Learn what holds for these sizes."""
        learned = facts.assume(self.conditions) if self.conditions else facts
        for symbol, size in self.links:
            if (symbol, size) not in learned.links:
                learned = learned.link(symbol, size)
        return learned

    def encode(self) -> list[Any]:
        """Write it as plain lists and mappings: what JSON can hold."""
        known = (self.conditions.zeros, self.conditions.nonzeros, self.conditions.nonnegatives)
        return [
            self.scope,
            {name: encode_size(size) for name, size in self.sizes.items()},
            [list(map(encode_size, sizes)) for sizes in known],
            [[encode_atom(symbol), encode_size(size)] for symbol, size in self.links],
        ]

    @staticmethod
    def decode(written: list[Any]) -> ChosenSizes:
        """Read what `encode` has written."""
        scope, sizes, conditions, links = written
        zeros, nonzeros, nonnegatives = (tuple(map(decode_size, known)) for known in conditions)
        return ChosenSizes(
            scope,
            {name: decode_size(size) for name, size in sizes.items()},
            Conditions(zeros, nonzeros, nonnegatives),
            tuple((_symbol(atom), decode_size(size)) for atom, size in links),
        )

    def _changed(self, renamed: Callable[[Symbol], Symbol]) -> ChosenSizes:
        def change(size: Size) -> Size:
            values: dict[Atom, Size] = {symbol: Size.of(renamed(symbol)) for symbol in size.symbols()}
            return substitute(size, values)

        return replace(
            self,
            sizes={name: change(size) for name, size in self.sizes.items()},
            conditions=self.conditions.changed(change),
            links=tuple((renamed(symbol), change(size)) for symbol, size in self.links),
        )


def collected(
    scope: str, sizes: Mapping[str, Size], facts: Facts, filled_in: Mapping[str, Size | None]
) -> ChosenSizes:
    """Keep of what a constructor has left what can be said over the sizes that callers choose.

    Args:
        scope: That of the object.
        sizes: Its integer attributes.
        facts: What is known of them.
        filled_in: The attributes that have another size where callers leave something out; None where it is
            not known.
    """
    doubted = _doubted(scope, facts)

    def is_known(size: Size) -> bool:
        return all(_is_chosen(symbol, scope) and symbol not in doubted for symbol in size.symbols())

    kept = {name: size for name, size in sizes.items() if is_known(size)}
    links = []
    for name, size in sizes.items():
        other = filled_in.get(name, size)
        if other == size or (other is not None and other.number is not None):
            continue
        if other is None or not is_known(other) or not isinstance(size.atom, Symbol):
            kept.pop(name, None)
        elif name in kept:
            links.append((size.atom, other))
    conditions = Conditions(
        tuple(filter(is_known, _zeros(facts))),
        tuple(size for size in facts.nonzeros if is_known(size) and not never_zero(size)),
        tuple(filter(is_known, facts.nonnegatives)),
    )
    return _called_as_attributes(ChosenSizes(scope, kept, conditions, tuple(links)))


def _is_chosen(symbol: Symbol, scope: str) -> bool:
    return symbol.rigid and symbol.scope.startswith(f"{scope}.") and symbol.name.startswith(f"{OWN}.")


def _doubted(scope: str, facts: Facts) -> frozenset[Symbol]:
    """Collect the sizes about which something is known that cannot be written: they are not chosen freely."""
    conditions = [
        *_zeros(facts),
        *facts.nonzeros,
        *facts.nonnegatives,
    ]
    unwritten = [
        symbol
        for size in conditions
        if not all(_is_chosen(symbol, scope) for symbol in size.symbols())
        for symbol in size.symbols()
    ]
    alternatives = Conditions(alternatives=facts.alternatives).sizes()
    return facts.loosened.union(unwritten, (symbol for size in alternatives for symbol in size.symbols()))


def _zeros(facts: Facts) -> Iterator[Size]:
    """Yield what is known to be zero; a quotient without remainder is written as the division that it is."""
    for left, right in facts.equalities():
        quotients = [symbol for symbol in right.symbols() if symbol.scope.startswith(INSTANCE + EXACT)]
        match quotients, right.terms:
            case [quotient], ((monomial, coefficient),):
                divisor = Size(((tuple(atom for atom in monomial if atom != quotient), coefficient),))
                yield left - divisor * floor_divide(left, divisor)
            case _:
                yield left - right


def _called_as_attributes(chosen: ChosenSizes) -> ChosenSizes:
    """Call a size by the attribute that holds it, where the parameter is called otherwise."""
    names = dict(_holders(chosen.sizes))

    def renamed(symbol: Symbol) -> Symbol:
        name = names.get(symbol)
        return replace(symbol, name=f"{OWN}.{name}", scope=f"{chosen.scope}.{name}") if name else symbol

    return chosen._changed(renamed)  # noqa: SLF001


def _holders(sizes: Mapping[str, Size]) -> Iterator[tuple[Symbol, str]]:
    for name, size in reversed(list(sizes.items())):
        if isinstance(size.atom, Symbol) and size.atom.name.removeprefix(f"{OWN}.") not in sizes:
            yield size.atom, name


def _symbol(written: list[Any]) -> Symbol:
    atom = decode_atom(written)
    assert isinstance(atom, Symbol)
    return atom
