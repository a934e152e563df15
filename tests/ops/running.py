"""Run a sample in its library and by its rule, and compare the two."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import numpy as np
import torch

from conformable.core.arithmetic import evaluate
from conformable.core.facts import Facts
from conformable.core.notation import AnonymousAxis, VariadicAxis, parse
from conformable.core.ops import REGISTRY, UNKNOWN
from conformable.core.ops.arguments import Argument, Repeated, Result
from conformable.core.proof import Proof
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import Atom, Size, Symbol
from conformable.core.symbolic_axes import size_of
from ops.sample import Gives, S, Sample, T

SizeOf = Callable[[str], Size]
"""Gives the size that a name stands for."""

Tensors = Callable[[Shape], Shape]
"""Changes what the rule is told of a tensor argument."""

TORCH: Final[Mapping[str, Callable[[tuple[int, ...]], Any]]] = {
    "float": lambda sizes: torch.rand(sizes) * 0.8 + 0.1,
    "int": lambda sizes: torch.ones(sizes, dtype=torch.int64),
    "index": lambda sizes: torch.zeros(sizes, dtype=torch.int64),
    "bool": lambda sizes: torch.ones(sizes, dtype=torch.bool),
    "array": lambda sizes: torch.rand(sizes).numpy(),
    "complex": lambda sizes: torch.rand(sizes, dtype=torch.complex64),
    "definite": lambda sizes: torch.rand(sizes) + sizes[-1] * torch.eye(sizes[-1]),
    "pivots": lambda sizes: torch.ones(sizes, dtype=torch.int32),
}


# --- sizes --------------------------------------------------------------------------------------------------


def rigid(name: str) -> Size:
    """A size that callers choose."""
    return Size.of(Symbol(name))


def flexible(name: str) -> Size:
    """A size that is not known yet."""
    return Size.of(Symbol(name, rigid=False))


def literal(values: Mapping[str, int]) -> SizeOf:
    """A size that is a number."""
    return lambda name: Size.of(values[name])


def shape(axes: str, size: SizeOf) -> Shape:
    """Read axes; `_` is a size that nothing else is equal to."""
    return Shape(
        tuple(part for index, axis in enumerate(parse(axes).axes) for part in _parts(axis, index, size))
    )


def _parts(axis: Any, index: int, size: SizeOf) -> tuple[Part, ...]:
    match axis:
        case AnonymousAxis():
            return (Size.of(Symbol("_", f"expected {index}", rigid=False)),)
        case VariadicAxis():
            raise AssertionError(axis)
        case _:
            pass
    expression = getattr(axis, "expression", None)
    if expression is not None:
        return (size_of(expression, size, lambda path: Size.of(0)),)
    return (size(axis.name),) if hasattr(axis, "name") else (Size.of(axis.size),)


# --- by the rule --------------------------------------------------------------------------------------------


def infer(sample: Sample, size: SizeOf, tensors: Tensors = lambda tensor: tensor) -> tuple[Result, Facts]:
    """Apply the rule to a sample: what it gives, and what it has learned."""
    rule = REGISTRY.find(sample.name)
    assert rule is not None
    proof = Proof(scope="test", operation=sample.name.rpartition(".")[2])
    positional = tuple(abstract(argument, size, tensors) for argument in sample.arguments)
    keywords = {key: abstract(argument, size, tensors) for key, argument in sample.keywords.items()}
    return rule.apply(proof, positional, keywords), proof.facts


def abstract(argument: Any, size: SizeOf, tensors: Tensors) -> Argument:
    """Turn an argument of a sample into what a rule is given."""
    match argument:
        case T(axes):
            return tensors(shape(axes, size))
        case S(text):
            (part,) = shape(text, size).sizes or ()
            return part
        case bool() | float() | str() | None:
            return argument
        case int():
            return Size.of(argument)
        case tuple() | list():
            return tuple(abstract(item, size, tensors) for item in argument)
        case _:
            return UNKNOWN


# --- in the library -----------------------------------------------------------------------------------------


def run(sample: Sample, values: Mapping[str, int]) -> Any:
    """Make the call of a sample with real tensors; give the shapes of what it gives."""
    numpy = sample.name.startswith("numpy")
    arguments = [concrete(argument, values, numpy=numpy) for argument in sample.arguments]
    keywords = {key: concrete(argument, values, numpy=numpy) for key, argument in sample.keywords.items()}
    torch.manual_seed(0)
    np.random.seed(0)  # noqa: NPY002 (the legacy functions have rules, too)
    return real_shapes(resolve(sample.name)(*arguments, **keywords))


def resolve(name: str) -> Callable[..., Any]:
    """Find a function, a method, or an attribute read as a function."""
    module, path = importlib.import_module(name.partition(".")[0]), name.split(".")[1:]
    found: Any = module
    for index, part in enumerate(path[:-1]):
        with suppress(ModuleNotFoundError):
            importlib.import_module(".".join(name.split(".")[: index + 2]))
        found = getattr(found, part)
    last = getattr(found, path[-1])
    return last if callable(last) else lambda owner: getattr(owner, path[-1])


def real_shapes(result: Any) -> Any:
    """Give the shape of a real result: a tuple of numbers, or a list of these for several results."""
    match result:
        case torch.Size():
            return list(result)
        case torch.Tensor() | np.ndarray() | np.generic():
            return tuple(result.shape)
        case tuple() | list():
            return [real_shapes(item) for item in result]
        case _:
            return result


def concrete(argument: Any, values: Mapping[str, int], *, numpy: bool) -> Any:
    """Turn an argument of a sample into what the library is given."""
    match argument:
        case T(axes, kind):
            tensor = TORCH[kind](_numbers(axes, values))
            return tensor.numpy() if numpy else tensor
        case S(text):
            return _numbers(text, values)[0]
        case tuple():
            return tuple(concrete(item, values, numpy=numpy) for item in argument)
        case list():
            return [concrete(item, values, numpy=numpy) for item in argument]
        case _:
            return argument


def _numbers(axes: str, values: Mapping[str, int]) -> tuple[int, ...]:
    sizes = shape(axes, literal(values)).sizes or ()
    return tuple(size.number for size in sizes if size.number is not None)


# --- compared -----------------------------------------------------------------------------------------------


def put_in(result: Result, facts: Facts, values: Mapping[str, int]) -> Any:
    """Put numbers into what a rule gives: None for a size that is not known, `...` for axes that are not."""
    match result:
        case Shape():
            return tuple(_number(part, facts, values) for part in result.parts)
        case Size():
            return _number(result, facts, values)
        case Repeated(item, count):
            number = _number(count, facts, values)
            return ... if number is None else [put_in(item, facts, values)] * number
        case tuple():
            return [put_in(item, facts, values) for item in result]
        case _:
            return ...


def _number(part: Part, facts: Facts, values: Mapping[str, int]) -> Any:
    if not isinstance(part, Size):
        return ...
    for size in (part, facts.simplify(part)):
        number = evaluate(size, _atoms(size, values))
        if number is not None:
            return number
    return None


def _atoms(size: Size, values: Mapping[str, int]) -> dict[Atom, int]:
    """Give the values of a sample's own names; fresh sizes may be called the same, but have a scope."""
    return {
        symbol: values[symbol.name] for symbol in size.symbols() if symbol.name in values and not symbol.scope
    }


def fits(inferred: Any, real: Any) -> bool:
    """Tell whether a real result is one of those that an inferred one allows."""
    if inferred is ... or inferred is None:
        return True
    if isinstance(inferred, list) and isinstance(real, list):
        return len(inferred) == len(real) and all(map(fits, inferred, real))
    if isinstance(inferred, tuple):
        return _fits_axes(inferred, () if isinstance(real, int | float) else real)
    return bool(inferred == real)


def _fits_axes(inferred: tuple[Any, ...], real: tuple[int, ...]) -> bool:
    if ... not in inferred:
        return len(inferred) == len(real) and all(a in {None, b} for a, b in zip(inferred, real, strict=True))
    split = inferred.index(...)
    before, after = inferred[:split], inferred[split + 1 :]
    if len(real) < len(before) + len(after):
        return False
    return _fits_axes(before, real[:split]) and _fits_axes(after, real[len(real) - len(after) :])


def is_exact(inferred: Any, gives: Gives) -> bool:
    """Tell whether an inferred result is as open as the row says, and not more."""
    if isinstance(gives, tuple | list):
        return isinstance(inferred, list) and all(map(is_exact, inferred, gives))
    if isinstance(gives, str):
        wanted = ["_" in axis for axis in gives.split()]
        return isinstance(inferred, tuple) and [size is None for size in inferred] == wanted
    return inferred is not None and inferred is not ...


def is_known(inferred: Any) -> bool:
    """Tell whether every size of an inferred result is known."""
    if isinstance(inferred, tuple | list):
        return all(map(is_known, inferred))
    return inferred is not None and inferred is not ...


def broken_facts(facts: Facts, values: Mapping[str, int]) -> list[str]:
    """List what was learned and does not hold for these values."""
    broken = []
    for left, right in facts.equalities():
        numbers = [evaluate(size, _atoms(size, values)) for size in (left, right)]
        if None not in numbers and numbers[0] != numbers[1]:
            broken.append(f"{left} = {right}")
    for size in facts.nonnegatives:
        number = evaluate(size, _atoms(size, values))
        if number is not None and number < 0:
            broken.append(f"{size} >= 0")
    return broken


def refuses(sample: Sample, values: Mapping[str, int]) -> bool:
    """Tell whether the library raises an error for a call."""
    try:
        run(sample, values)
    except (RuntimeError, ValueError, TypeError, IndexError, ZeroDivisionError):
        return True
    return False
