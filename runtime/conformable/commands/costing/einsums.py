"""Multiply-adds of products that name the axes to sum over: `einsum` of PyTorch, NumPy, einops and others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.measures import product_of
from conformable.commands.observations.static_values import StaticConstant, StaticTensor, StaticValue
from conformable.core.sizes import ZERO, Size, product, total

if TYPE_CHECKING:
    from conformable.commands.costing.operation import Operation

_ELLIPSIS: Final = "..."

Term = tuple[str, ...]


def einsum(operation: Operation) -> Size | None:
    """`einsum("ij,jk->ik", x, y)`: letters."""
    equation, *operands = operation.positional
    return _counted(_text(equation), operands, list)


def named_einsum(operation: Operation) -> Size | None:
    """`einsum(x, y, "i j, j k -> i k")`: words."""
    *operands, pattern = operation.positional
    return _counted(_text(pattern), operands, str.split)


def fancy_einsum(operation: Operation) -> Size | None:
    """`einsum("row inner, inner column -> row column", x, y)`: words, the pattern first."""
    equation, *operands = operation.positional
    return _counted(_text(equation), operands, str.split)


def _text(value: StaticValue) -> str | None:
    return value.value if isinstance(value, StaticConstant) and isinstance(value.value, str) else None


def _counted(text: str | None, operands: Sequence[StaticValue], split: object) -> Size | None:
    """Multiply the operands from the left to the right, as far as all is known of them."""
    shapes = [value.shape.sizes for value in operands if isinstance(value, StaticTensor)]
    if text is None or len(shapes) != len(operands) or None in shapes:
        return None
    left, arrow, right = text.partition("->")
    terms = [_axes(term, split) for term in left.split(",")]
    if len(terms) != len(shapes):
        return None
    sizes: dict[str, Size] = {}
    named: list[Term] = []
    for term, shape in zip(terms, shapes, strict=True):
        names = _filled(term, len(shape or ()))
        if len(names) != len(shape or ()):
            return None
        named.append(names)
        for name, size in zip(names, shape or (), strict=True):
            # A broadcast axis is 1 in some of the operands.
            if sizes.get(name, size) == size or sizes[name] == 1:
                sizes[name] = size
    result = _filled(_axes(right, split), _longest(named)) if arrow else _implied(named)
    return _from_the_left(_Product(sizes, named, result))


def _axes(term: str, split: object) -> Term:
    spaced = term.replace(_ELLIPSIS, f" {_ELLIPSIS} ")
    if split is str.split:
        return tuple(spaced.split())
    return tuple(name for part in spaced.split() for name in ([part] if part == _ELLIPSIS else list(part)))


def _filled(term: Term, rank: int) -> Term:
    """Give each axis under the ellipsis a name, counted from the right."""
    if _ELLIPSIS not in term:
        return term
    at = term.index(_ELLIPSIS)
    names = tuple(f"{_ELLIPSIS}{index}" for index in range(rank - len(term) + 1, 0, -1))
    return (*term[:at], *names, *term[at + 1 :])


def _longest(named: Sequence[Term]) -> int:
    return max((len(term) for term in named), default=0)


def _implied(named: Sequence[Term]) -> Term:
    """Return what an equation without an arrow gives: the letters that occur once."""
    every = [name for term in named for name in term]
    return tuple(name for name in every if every.count(name) == 1 or name.startswith(_ELLIPSIS))


@dataclass(frozen=True, slots=True)
class _Product:
    """A product of several operands.

    Attributes:
        sizes: The size of each name.
        terms: The names of the axes of each operand.
        result: The names of the axes of the result.
    """

    sizes: Mapping[str, Size]
    terms: Sequence[Term]
    result: Term


def _from_the_left(whole: _Product) -> Size | None:
    first, *others = whole.terms
    reached = frozenset(first)
    costs: list[Size | None] = []
    for index, term in enumerate(others):
        later = frozenset(whole.result).union(*others[index + 1 :])
        costs.append(_pair(reached, frozenset(term), later, whole.sizes))
        reached = (reached | frozenset(term)) & later
    return None if None in costs else total(cost for cost in costs if cost is not None)


def _pair(
    left: frozenset[str], right: frozenset[str], kept: frozenset[str], sizes: Mapping[str, Size]
) -> Size | None:
    """Count one product: a name of one operand alone that is not kept is summed before, without products."""
    if not (left & right) - kept:
        return ZERO  # nothing is summed: the operands are multiplied element by element
    names = (left & right) | ((left | right) & kept)
    return product_of(sizes.get(name) for name in sorted(names))


def pairwise(operation: Operation) -> Size | None:
    """`tensordot(x, y, dims)`: each element of the left operand meets what is free in the right one."""
    left, right = operation.shape(0), operation.shape(1)
    sizes = right.sizes if right is not None else None
    elements = left.sizes if left is not None else None
    if sizes is None or elements is None or not isinstance(operation.result, StaticTensor):
        return None
    result = operation.result.shape.sizes
    if result is None:
        return None
    free = (len(elements) - len(sizes) + len(result)) // 2
    return product((*elements, *result[free:]))
