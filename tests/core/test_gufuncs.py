"""Signatures such as `(m,n),(n)->(m)`, held against NumPy's generalized functions for all small sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from conformable.core.arithmetic import evaluate
from conformable.core.ops.signatures import signature_rule
from conformable.core.proof import Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Atom, Symbol
from core.reading import shape, symbol, value
from strategies import EXAMPLES, NAMES

CORE: Final = ("i", "j", "o")


@dataclass(frozen=True)
class Call:
    """A call of a generalized function: the core axes of operands and result, and the operands' axes."""

    cores: tuple[tuple[str, ...], ...]
    result: tuple[str, ...]
    operands: tuple[tuple[str, ...], ...]

    def signature(self) -> str:
        """Spell the signature as NumPy does."""
        inputs = ",".join(f"({','.join(core)})" for core in self.cores)
        return f"{inputs}->({','.join(self.result)})"

    def annotation(self) -> str:
        """Spell the signature as a rule: what stands before the core axes is broadcast."""
        inputs = ", ".join(" ".join(("*#batch", *core)) for core in self.cores)
        return f"{inputs} -> {' '.join(('*batch', *self.result))}"

    def names(self) -> list[str]:
        return [name for name in NAMES if any(name in axes for axes in self.operands)]

    def concrete(self, numbers: dict[str, int]) -> list[tuple[int, ...]]:
        return [tuple(value(axis, numbers) or 0 for axis in axes) for axes in self.operands]

    def in_numpy(self, numbers: dict[str, int]) -> tuple[int, ...] | None:
        """Give the shape of NumPy's result, None where it refuses the operands."""

        def inner(*arrays: Any) -> Any:
            sizes = {
                name: size
                for core, array in zip(self.cores, arrays, strict=True)
                for name, size in zip(core, np.shape(array), strict=True)
            }
            return np.zeros([sizes[name] for name in self.result])

        function = np.vectorize(inner, signature=self.signature())
        try:
            return tuple(function(*map(np.zeros, self.concrete(numbers))).shape)
        except ValueError:
            return None


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Draw a signature and operands; mostly operands that fit."""
    cores = draw(st.lists(st.lists(st.sampled_from(CORE), max_size=2).map(tuple), min_size=1, max_size=3))
    bound = sorted({name for core in cores for name in core})
    result = draw(st.lists(st.sampled_from(bound), max_size=2)) if bound else []
    axes = st.one_of(st.sampled_from(NAMES), st.integers(1, 3).map(str))
    meant = {name: draw(axes) for name in CORE}
    batch = draw(st.lists(axes, max_size=2))
    operands = []
    for core in cores:
        front = batch[draw(st.integers(0, len(batch))) :]
        drawn = [draw(st.sampled_from((axis, axis, axis, "1", draw(axes)))) for axis in front]
        drawn += [draw(st.sampled_from((*[meant[name]] * 6, draw(axes)))) for name in core]
        operands.append(tuple(drawn[int(draw(st.integers(0, 19)) == 0) :]))
    return Call(tuple(cores), tuple(result), tuple(operands))


def all_sizes(names: list[str]) -> Iterator[dict[str, int]]:
    for row in product((1, 2, 3), repeat=len(names)):
        yield dict(zip(names, row, strict=True))


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(calls())
def test_a_signature_is_what_numpy_makes_of_it(call: Call) -> None:
    proof = Proof()
    try:
        result = signature_rule(call.annotation())(
            proof, tuple(shape(" ".join(axes)) for axes in call.operands)
        )
    except Mismatch as mismatch:
        shown = mismatch.witness.values if mismatch.witness is not None else ()
        numbers = {one.name: number for one, number in shown if isinstance(one, Symbol)}
        assert call.in_numpy(dict.fromkeys(NAMES, 1) | numbers) is None
        return
    assert isinstance(result, Shape)
    for numbers in all_sizes(call.names()):
        found = call.in_numpy(numbers)
        assert found is not None
        known = result.after if result.variadic is not None else result.before
        atoms: dict[Atom, int] = {symbol(name): number for name, number in numbers.items()}
        assert [evaluate(size, atoms) for size in known] == list(found[len(found) - len(known) :])
