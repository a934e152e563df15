"""Sizes as text: as users read them, and as keys that tell any two apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conformable.core.sizes import Atom, Monomial, Size, Term

INFIX: Final = frozenset({"//", "**", "*"})
"""The operators of compounds that are written between their operands."""

_PLAIN: Final = frozenset({"", "#"})


def printed(terms: tuple[Term, ...]) -> str:
    """Print terms as an axis: positive ones first, the constant last."""
    if not terms:
        return "0"
    ordered = terms if len(terms) == 1 else sorted(terms, key=lambda term: (term[1] < 0, not term[0]))
    return "".join([_term(monomial, coefficient) for monomial, coefficient in ordered]).removeprefix("+")


def printed_operation(operator: str, operands: tuple[Size, ...]) -> str:
    """Print a compound: `d//h`, `min(a,b)`."""
    if operator in INFIX:
        left, right = operands
        return f"{_grouped(left)}{operator}{_grouped(right)}"
    return f"{operator}({','.join(map(str, operands))})"


def identity(size: Size) -> str:
    """Spell a size with the scopes of its names, so that no two sizes are spelt alike."""
    terms = [f"{number}*{'*'.join(map(_spelt, monomial))}" for monomial, number in size.terms]
    return f"\2{'+'.join(terms)}\3"


def _spelt(atom: Atom) -> str:
    return "\1".join(atom.key)


def _term(monomial: Monomial, coefficient: int) -> str:
    sign = "-" if coefficient < 0 else "+"
    factors = [_factor(atom, alone=len(monomial) == 1 and coefficient == 1) for atom in monomial]
    if abs(coefficient) != 1 or not monomial:
        factors.insert(0, str(abs(coefficient)))
    return sign + "*".join(factors)


def _factor(atom: Atom, *, alone: bool) -> str:
    text = str(atom)
    return text if alone or atom.key[0] not in INFIX else f"({text})"


def _grouped(size: Size) -> str:
    atom = size.atom
    simple = size.number is not None or (atom is not None and atom.key[0] in _PLAIN)
    return str(size) if simple else f"({size})"
