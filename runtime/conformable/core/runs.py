"""Compare runs of axes, as variadic names stand for them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from conformable.core.comparison import compare_broadcast, compare_one_or
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conformable.core.proof import Proof
    from conformable.core.witness import Witness

Run = tuple[Part, ...]
Refusal = tuple["Witness | None"]
"""That two runs certainly do not fit; without a witness where their lengths do not."""


def refuse_equal_runs(proof: Proof, left: Run, right: Run) -> Refusal | None:
    """Find out whether two runs that must be equal certainly differ; else learn that they are.

    >>> from conformable.core.proof import Proof
    >>> refuse_equal_runs(Proof(), Shape.of(2, 3).parts, Shape.of(2).parts)
    (None,)
    """
    if left == right:
        return None
    one, other = Shape(left), Shape(right)
    if _lengths_differ(one, other):
        return (None,)
    if one.variadic != other.variadic or len(one.before) != len(other.before):
        return None
    return _first(proof.differ(mine, its) for mine, its in _pairs(left, right))


def refuse_run_broadcast(proof: Proof, left: Run, right: Run) -> Refusal | None:
    """Find out whether two runs certainly cannot be broadcast together."""
    return _first(compare_broadcast(*pair, proof.facts).witness for pair in _from_the_right(left, right))


def refuse_run_stretch(proof: Proof, run: Run, target: Run) -> Refusal | None:
    """Find out whether a run certainly cannot be broadcast to another."""
    fixed = Shape(target).rank
    if fixed is not None and Shape(run).least_rank > fixed:
        return (None,)
    return _first(compare_one_or(*pair, proof.facts).witness for pair in _from_the_right(run, target))


def _first(witnesses: Iterable[Witness | None]) -> Refusal | None:
    return next(((witness,) for witness in witnesses if witness is not None), None)


def _lengths_differ(left: Shape, right: Shape) -> bool:
    if left.rank is not None:
        return left.rank < right.least_rank if right.rank is None else left.rank != right.rank
    if right.rank is not None:
        return right.rank < left.least_rank
    return left.variadic == right.variadic and left.least_rank != right.least_rank


def _pairs(left: Sequence[Part], right: Sequence[Part]) -> Iterator[tuple[Size, Size]]:
    for mine, its in zip(left, right, strict=False):
        if isinstance(mine, Size) and isinstance(its, Size):
            yield mine, its


def _from_the_right(left: Run, right: Run) -> Iterator[tuple[Size, Size]]:
    """Pair the sizes that certainly stand over against each other."""
    known = (list(takewhile(lambda part: isinstance(part, Size), reversed(run))) for run in (left, right))
    return _pairs(*known)
