"""Hold a value against what the static half knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import singledispatch
from numbers import Number
from typing import TYPE_CHECKING, Any

import jaxtyping

from conformable.checking.tensor_hints import dtype_name
from conformable.commands.observations.static_values import (
    StaticChoice,
    StaticConstant,
    StaticInteger,
    StaticItems,
    StaticMany,
    StaticShape,
    StaticTensor,
    StaticValue,
)
from conformable.core.arithmetic import evaluate
from conformable.core.sizes import Atom, OneOr, Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.verifying.bindings import Bindings
    from conformable.core.shapes import Shape


class Verdict(Enum):
    """What comes out of a comparison; undecided where the static half says nothing that could be wrong."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"


def compared(value: StaticValue, actual: object, bindings: Bindings) -> Verdict:
    """Hold an actual value against a static one; symbols that have no number yet get theirs from it.

    Args:
        value: What the static half knows.
        actual: What is there.
        bindings: What the symbols stand for.
    """
    fork = bindings.fork()
    verdict = _compared(value, actual, fork)
    if verdict is not Verdict.DISAGREES:
        bindings.adopt(fork)
    return verdict


def described(actual: object) -> str:
    """Write the shapes in an actual value as the static half writes them.

    >>> import numpy as np
    >>> described((np.zeros((2, 3)), 7))
    '("2 3", 7)'
    """
    if (
        isinstance(actual, Sequence)
        and not isinstance(actual, str | bytes)
        and type(actual).__name__ != "Size"
    ):
        inner = ", ".join(map(described, actual[:8]))
        return f"[{inner}]" if isinstance(actual, list) else f"({inner})"
    if hasattr(actual, "shape") and hasattr(actual, "dtype"):
        return f'"{" ".join(map(str, actual.shape))}"'
    return repr(actual) if isinstance(actual, int | float | type(None)) else type(actual).__name__


@singledispatch
def _compared(value: StaticValue, actual: Any, bindings: Bindings) -> Verdict:
    return Verdict.UNDECIDED


@_compared.register(StaticTensor)
def _(value: StaticTensor, actual: Any, bindings: Bindings) -> Verdict:
    if isinstance(actual, Number) and not value.shape.parts:
        return Verdict.AGREES  # `x.item()`: a number acts as a tensor without axes
    if not (hasattr(actual, "shape") and hasattr(actual, "dtype")) or not _has_dtype(actual, value.dtype):
        return Verdict.DISAGREES
    return _compared_shape(value.shape, tuple(actual.shape), bindings)


def _has_dtype(actual: Any, word: str | None) -> bool:
    """Tell whether an array has the dtype that jaxtyping's word stands for."""
    accepted = getattr(getattr(jaxtyping, word or "", None), "dtypes", None)
    if not isinstance(accepted, tuple | list):
        return True
    name = dtype_name(actual.dtype)
    return any(name == one if isinstance(one, str) else one.match(name) for one in accepted)


@_compared.register(StaticShape)
def _(value: StaticShape, actual: Any, bindings: Bindings) -> Verdict:
    if not isinstance(actual, tuple | list):
        return Verdict.UNDECIDED
    return _compared_shape(value.shape, tuple(actual), bindings)


@_compared.register(StaticInteger)
def _(value: StaticInteger, actual: Any, bindings: Bindings) -> Verdict:
    if isinstance(actual, bool) or not isinstance(actual, int):
        return Verdict.UNDECIDED
    return _verdict(fits(value.size, actual, bindings))


@_compared.register(StaticConstant)
def _(value: StaticConstant, actual: Any, bindings: Bindings) -> Verdict:
    return _verdict(actual is None) if value.value is None else Verdict.UNDECIDED


@_compared.register(StaticItems)
def _(value: StaticItems, actual: Any, bindings: Bindings) -> Verdict:
    if not isinstance(actual, Sequence):
        return Verdict.UNDECIDED
    if len(actual) != len(value.items):
        return Verdict.DISAGREES
    return _all(_compared(item, one, bindings) for item, one in zip(value.items, actual, strict=True))


@_compared.register(StaticMany)
def _(value: StaticMany, actual: Any, bindings: Bindings) -> Verdict:
    """Each item has flexible sizes of its own."""
    if not isinstance(actual, Sequence):
        return Verdict.UNDECIDED
    return _all(_compared(value.item, one, bindings.fork()) for one in actual)


@_compared.register(StaticChoice)
def _(value: StaticChoice, actual: Any, bindings: Bindings) -> Verdict:
    verdicts = []
    for option in value.options:
        fork = bindings.fork()
        verdict = Verdict.UNDECIDED if option is None else _compared(option, actual, fork)
        if verdict is Verdict.AGREES:
            bindings.adopt(fork)
            return verdict
        verdicts.append(verdict)
    return Verdict.DISAGREES if set(verdicts) == {Verdict.DISAGREES} else Verdict.UNDECIDED


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    found = set(verdicts)
    if Verdict.DISAGREES in found:
        return Verdict.DISAGREES
    return Verdict.AGREES if Verdict.AGREES in found else Verdict.UNDECIDED


def _verdict(agrees: bool) -> Verdict:  # noqa: FBT001 (the answer of the comparison)
    return Verdict.AGREES if agrees else Verdict.DISAGREES


def _compared_shape(shape: Shape, actual: tuple[int, ...], bindings: Bindings) -> Verdict:
    variadic, before, after = shape.variadic, shape.before, shape.after
    least = len(before) + len(after)
    if len(actual) < least or (variadic is None and len(actual) != least):
        return Verdict.DISAGREES
    end = len(actual) - len(after)
    pairs = [*zip(before, actual, strict=False), *zip(after, actual[end:], strict=True)]
    if not _all_fit(pairs, bindings):
        return Verdict.DISAGREES
    if variadic is None:
        return Verdict.AGREES
    run = actual[len(before) : end]
    if bindings.runs.setdefault(variadic, run) != run:
        return Verdict.DISAGREES
    return Verdict.AGREES if pairs or variadic.rigid else Verdict.UNDECIDED


def _all_fit(pairs: list[tuple[Size, int]], bindings: Bindings) -> bool:
    """Hold sizes against numbers, and once more what the first round has bound the symbols of."""
    agreeing = [fits(size, number, bindings) for _ in range(2) for size, number in pairs]
    return all(agreeing)


def fits(size: Size, number: int, bindings: Bindings) -> bool:
    """Tell whether a size can be a number; one symbol without a number gets one."""
    known = evaluate(size, bindings.sizes)
    if known is not None:
        return known == number
    solved = _solved(size, number, bindings.sizes)
    if solved is None:
        return True
    if solved.number is None or not _can_be(solved.atom, solved.number):
        return False
    bindings.sizes[solved.atom] = solved.number
    if isinstance(solved.atom, OneOr) and solved.number != 1:
        return fits(solved.atom.size, solved.number, bindings)
    return True


@dataclass(frozen=True, slots=True)
class _Solution:
    """The number of an atom; None if there is none that fits."""

    atom: Atom
    number: int | None


def _solved(size: Size, number: int, values: Mapping[Atom, int]) -> _Solution | None:
    """Solve `size == number` where one atom without a number occurs, and only as a factor of numbers."""
    rest, factor, wanted = number, 0, None
    for monomial, coefficient in size.terms:
        unknown = [atom for atom in monomial if evaluate(Size.of(atom), values) is None]
        product = coefficient
        for atom in monomial:
            product *= 1 if atom in unknown else evaluate(Size.of(atom), values) or 0
        if not unknown:
            rest -= product
        elif len(unknown) == 1 and isinstance(unknown[0], Symbol | OneOr) and wanted in {None, unknown[0]}:
            wanted, factor = unknown[0], factor + product
        else:
            return None
    if wanted is None or factor == 0:
        return None
    return _Solution(wanted, rest // factor if rest % factor == 0 else None)


def _can_be(atom: Atom, number: int) -> bool:
    return atom.least is None or number >= atom.least
