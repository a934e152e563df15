"""Give again what an operation gave for the same operands under the same facts, as in loops and methods."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.proof import Proof

P = ParamSpec("P")
R = TypeVar("R")


def remembered(function: Callable[Concatenate[Proof, P], R]) -> Callable[Concatenate[Proof, P], R]:
    """Let a function remember its results, if it makes no fresh sizes and says nothing besides.

    It must not put the labels of its operands into its result: they are not compared.

    >>> from conformable.core.proof import Proof
    >>> asked = []
    >>> @remembered
    ... def doubled(proof: Proof, count: int) -> int:
    ...     asked.append(count)
    ...     return 2 * count
    >>> proof = Proof()
    >>> doubled(proof, 2), doubled(proof, 3), doubled(proof, 2), asked
    (4, 6, 4, [2, 3])
    """

    @wraps(function)
    def again(proof: Proof, /, *operands: P.args, **options: P.kwargs) -> R:
        facts = proof.facts
        key = (function, operands, *options.items())
        known = facts.results.get(key)
        if known is not None:
            result: R = known[0]
            proof.facts = known[1]
            return result
        before = proof.made[0], len(proof.suspicions)
        result = function(proof, *operands, **options)
        if before == (proof.made[0], len(proof.suspicions)):
            facts.results[key] = result, proof.facts
        return result

    return again
