"""What the rules say of a call, held against what PyTorch gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import torch

from conformable.core.facts import Facts
from conformable.core.ops import REGISTRY, UNKNOWN
from conformable.core.ops.arguments import Argument, Result
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import Size, Symbol
from conformable_mypy.torch_meta.fallback import Fallback
from opinfo_harness.torch_calls import REFUSALS, Call
from ops.running import fits, is_known, put_in, real_shapes

_LARGEST: Final = 300
_VALUES: Final = {f"n{number}": number for number in range(_LARGEST)}

Verdict = Literal["exact", "unknown", "wrong"]

SizeOf = Callable[[int], Size]
"""What stands for the size of an axis."""


def literal(number: int) -> Size:
    """Let a size be a number."""
    return Size.of(number)


def named(number: int) -> Size:
    """Let a size be a named axis: the same size, the same name; 0, 1 and large ones stay what they are."""
    return Size.of(Symbol(f"n{number}")) if 1 < number < _LARGEST else Size.of(number)


class CannotRunError(Exception):
    """Raised where a call needs what is not here."""


@dataclass(frozen=True)
class Judged:
    """What became of one call.

    Attributes:
        verdict: Whether the answer was right and complete, right and not complete, or wrong.
        why: What was said, and what is so.
    """

    verdict: Verdict
    why: str = ""


def judge(call: Call, real: Any, size: SizeOf, fallback: Fallback | None = None) -> Judged:
    """Hold the static answer against the shapes that torch gives.

    Args:
        call: The call.
        real: The shapes.
        size: What stands for a size.
        fallback: Who is asked where the rules cannot tell.
    """
    proof = Proof(scope="test", operation=call.function.rpartition(".")[2])
    try:
        result = inferred(call, proof, size, fallback)
    except CannotTellError:
        return Judged("unknown", "cannot tell")
    except Mismatch as mismatch:
        return _reported(call, mismatch)
    found = put_in(result, proof.facts, _VALUES)
    if is_known(found) and fits(found, real):
        return Judged("exact")
    assumed = ", ".join(f"{left} = {right}" for left, right in proof.facts.equalities())
    verdict: Verdict = "unknown" if assumed or fits(found, real) else "wrong"
    return Judged(verdict, f"says {found}, torch gives {real}" + (f", assumes {assumed}" if assumed else ""))


def _reported(call: Call, mismatch: Mismatch) -> Judged:
    """A report of a call that works is right if the call fails for the witness."""
    if mismatch.witness is None or not mismatch.witness.shown:
        return Judged("wrong", f"reports: {mismatch.message}")
    shown = {symbol.name: value for symbol, value in mismatch.witness.shown}
    sizes = {number: shown[f"n{number}"] for number in range(_LARGEST) if f"n{number}" in shown}
    try:
        call.run(
            tuple(resized(argument, sizes) for argument in call.arguments),
            {key: resized(argument, sizes) for key, argument in call.keywords.items()},
        )
    except REFUSALS:
        return Judged("unknown", "literal sizes among the arguments")
    return Judged("wrong", f"reports: {mismatch.message}, but it works for {sizes}")


def resized(argument: Any, sizes: Mapping[int, int]) -> Any:
    """Give the tensors of an argument other sizes."""
    match argument:
        case torch.Tensor():
            shape = [sizes.get(number, number) for number in argument.shape]
            return (
                torch.ones(shape).to(argument.dtype)
                if argument.is_floating_point()
                else torch.zeros(shape, dtype=argument.dtype)
            )
        case tuple() | list():
            return type(argument)(resized(item, sizes) for item in argument)
        case _:
            return argument


def inferred(call: Call, proof: Proof, size: SizeOf, fallback: Fallback | None = None) -> Result:
    """Apply the rule, or ask the fall-back.

    Raises:
        CannotTellError: if they cannot tell.
        Mismatch: if the call is reported.
    """
    rule = REGISTRY.find(call.function)
    positional = tuple(abstract(argument, size) for argument in call.arguments)
    keywords = {key: abstract(argument, size) for key, argument in call.keywords.items()}
    if rule is not None:
        try:
            return rule.apply(proof, positional, keywords)
        except CannotTellError:
            proof.facts = Facts()
    if fallback is None:
        raise CannotTellError
    return fallback.apply(call.function, proof, positional, keywords, set())


def abstract(argument: Any, size: SizeOf) -> Argument:
    """Turn an argument into what a rule is given."""
    match argument:
        case torch.Tensor() | np.ndarray():
            return Shape(tuple(map(size, argument.shape)))
        case bool() | float() | str() | None:
            return argument
        case int():
            return Size.of(argument)
        case tuple() | list():
            return tuple(abstract(item, size) for item in argument)
        case _:
            return UNKNOWN


def real(call: Call) -> Any:
    """Make the call; give the shapes of the result.

    Raises:
        CannotRunError: if torch cannot make it here.
    """
    try:
        return real_shapes(call.result())
    except REFUSALS as error:
        raise CannotRunError from error
