"""Make sure that torch refuses a call because of its shapes, whatever the element types are."""

from __future__ import annotations

import itertools
from math import prod
from typing import TYPE_CHECKING, Final

from conformable_mypy.torch_meta.kernels.trials import RefusedError, UnanswerableError, assignments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable_mypy.torch_meta.kernels.trials import Call, Kinds

#: Tensors with more elements are not made.
MOST_ELEMENTS: Final = 10_000_000

#: With more tensors there are too many ways to give them element types.
MOST_TENSORS: Final = 4

#: Sizes and ranks with which an operation may go through.
USUAL_SIZES: Final = (4, 1, 24)
USUAL_RANKS: Final = (0, 1, 2, 3, 4, 5)
MOST_SHAPES: Final = 100


def refusal(call: Call) -> str:
    """Return what torch says when it refuses a call without symbols.

    It must refuse tensors of every element type, both without elements and of zeros; and it must let the same
    call through with other shapes of element types that it refuses here.

    Raises:
        UnanswerableError: if it does not, or that is not certain.
    """
    shapes = call.shapes()
    if not 0 < len(shapes) <= MOST_TENSORS or any(prod(shape) > MOST_ELEMENTS for shape in shapes):
        raise UnanswerableError
    every = list(assignments(call.ranks(), all_of_them=True))
    without_elements = [_message(call, kinds) for kinds in every]
    if None in without_elements or not any(without_elements):
        raise UnanswerableError
    usual = _accepted_kinds(call)
    messages = {kinds: _message(call, kinds, real=True) for kinds in (usual, *every)}
    if None in messages.values() or not messages[usual]:
        raise UnanswerableError
    return messages[usual] or ""


def _accepted_kinds(call: Call) -> Kinds:
    """Find element types with which the call goes through, if its tensors have other shapes."""
    for shapes in itertools.islice(_other_shapes(call), MOST_SHAPES):
        changed = call.with_shapes(shapes)
        for kinds in assignments(call.ranks()):
            if "number" not in kinds and _message(changed, kinds) is None:
                return kinds
    raise UnanswerableError


def _other_shapes(call: Call) -> Iterator[tuple[tuple[int, ...], ...]]:
    ranks = call.ranks()
    numbers = [number for number in call.sizes() if isinstance(number, int) and number > 0]
    sizes = tuple(dict.fromkeys((*USUAL_SIZES, *numbers)))
    yield from (tuple((size,) * rank for rank in ranks) for size in sizes)
    others = [(rank,) * len(ranks) for rank in USUAL_RANKS]
    others += [(*ranks[:i], rank, *ranks[i + 1 :]) for i in range(len(ranks)) for rank in USUAL_RANKS]
    for other in itertools.chain(others, itertools.product(USUAL_RANKS, repeat=len(ranks))):
        for size in sizes[:2]:
            yield tuple((size,) * rank for rank in other)


def _message(call: Call, kinds: Kinds, *, real: bool = False) -> str | None:
    """Return what torch says when it refuses a call; None if it lets it through."""
    try:
        call.run({}, kinds, real=real)
    except RefusedError as refused:
        return str(refused)
    return None
