"""`checked` accepts and refuses what `jaxtyped(typechecker=beartype)` accepts and refuses.

Signatures and arguments are generated. The differences that are meant are the ones that `expected` names.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from types import GenericAlias
from typing import Any

import numpy as np
import pytest
from beartype import beartype
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from jaxtyping import AnnotationError, Float, Num, TypeCheckError, jaxtyped

from conformable import NotationError, ShapeError, checked
from conformable.checking.bindings import Bindings
from conformable.checking.signatures import read_signature
from conformable.checking.verdicts import Verdicts
from conformable.core.expression import variables
from conformable.core.notation import Axis, NamedAxis, SymbolicAxis, parse

EXAMPLES = int(os.environ.get("CONFORMABLE_EXAMPLES", "1000"))

SIZES = st.integers(1, 3)
RUNS = st.lists(SIZES, max_size=2)
DTYPES = {Float: np.float32, Num: np.int64}


@dataclass(frozen=True)
class World:
    """Sizes from which most arguments are made, so that most of them fit."""

    sizes: dict[str, int]
    runs: dict[str, list[int]]
    n: int


WORLDS = st.builds(
    World,
    sizes=st.fixed_dictionaries({"a": SIZES, "b": SIZES, "c": SIZES}),
    runs=st.fixed_dictionaries({"s": RUNS, "t": RUNS}),
    n=SIZES,
)

SINGLE = [
    *["a", "b", "c"] * 4,
    "#a",
    "#b",
    "1",
    "2",
    "#3",
    "_",
    "a+1",
    "2*b",
    "a*b",
    "a-b",
    "#a+1",
    "{n}",
    "{n}+a",
]
VARIADIC = ["...", "*s", "*t", "*#s"]


@st.composite
def dim_strings(draw: st.DrawFn) -> str:
    tokens = draw(st.lists(st.sampled_from(SINGLE), max_size=3))
    if draw(st.integers(0, 2)) == 0:
        tokens.insert(draw(st.integers(0, len(tokens))), draw(st.sampled_from(VARIADIC)))
    return " ".join(tokens)


def sizes_of(token: str, world: World) -> list[int]:
    """Sizes that fit a token; also those that only fit if they are broadcast."""
    if token == "...":
        return [2]
    if token.startswith("*"):
        return world.runs[token.strip("*#")]
    if token == "_":
        return [3]
    value = eval(token.strip("#").format(n=world.n), dict(world.sizes))
    return [max(value, 0)]


@st.composite
def arrays(draw: st.DrawFn, text: str, world: World, dtype: Any) -> Any:
    """An array that fits, or nearly does."""
    shape = [size for token in text.split() for size in sizes_of(token, world)]
    for index, size in enumerate(shape):
        shape[index] = draw(st.sampled_from([size] * 12 + [1, size + 1]))
    damage = draw(st.sampled_from(["none"] * 20 + ["drop", "grow", "dtype", "kind"]))
    if damage == "drop":
        shape = shape[1:]
    elif damage == "grow":
        shape = [2, *shape]
    elif damage == "kind":
        return draw(st.sampled_from([None, "text", 3, (), [np.zeros(1)]]))
    return np.zeros(shape, np.bool_ if damage == "dtype" else dtype)


@st.composite
def hinted(draw: st.DrawFn, world: World, depth: int = 0) -> tuple[Any, Any]:
    """A hint and a value that fits it, or nearly does."""
    kind = draw(
        st.sampled_from(["tensor"] * 8 + ["optional", "tuple", "union", "dict", "plain"][: 5 - depth])
    )
    if kind == "plain":
        return int, draw(st.sampled_from([1, 1, 1, "text"]))
    if kind == "tuple":
        first, second = draw(hinted(world, depth + 1)), draw(hinted(world, depth + 1))
        return GenericAlias(tuple, (first[0], second[0])), (first[1], second[1])
    if kind == "dict":
        hint, value = draw(hinted(world, depth + 1))
        return GenericAlias(dict, (str, hint)), {"key": value}
    dtype = draw(st.sampled_from(list(DTYPES)))
    text = draw(dim_strings())
    hint, value = dtype[np.ndarray, text], draw(arrays(text, world, DTYPES[dtype]))
    if kind == "optional":
        return hint | None, draw(st.sampled_from([value, None]))
    if kind == "union":
        other = draw(dim_strings())
        return hint | Float[np.ndarray, other], draw(
            st.sampled_from([value, draw(arrays(other, world, np.float32))])
        )
    return hint, value


Case = tuple[dict[str, Any], list[Any], Any]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """The hints of a function, its arguments, and what it returns; its last argument is the integer `n`."""
    world = draw(WORLDS)
    parameters = draw(st.lists(hinted(world), min_size=1, max_size=4))
    if draw(st.integers(0, 3)):
        shape = [world.sizes[name] for name in "abc"]
        parameters.insert(0, (Float[np.ndarray, "a b c"], np.zeros(shape, np.float32)))
    hints = {f"p{index}": hint for index, (hint, _) in enumerate(parameters)}
    hint, result = draw(hinted(world))
    if draw(st.booleans()):
        hints["return"] = hint
    return hints, [*(value for _, value in parameters), world.n], result


def function_with(hints: dict[str, Any], result: Any) -> Callable[..., Any]:
    names = [name for name in hints if name != "return"]
    namespace: dict[str, Any] = {"result": result}
    exec(f"def function({', '.join(names)}, n): return result", namespace)
    function: Callable[..., Any] = namespace["function"]
    function.__annotations__ = hints
    return function


def verdict_of_jaxtyping(function: Callable[..., Any], arguments: list[Any]) -> str:
    try:
        jaxtyped(typechecker=beartype)(function)(*arguments)
    except TypeCheckError:
        return "refused"
    except AnnotationError:
        return "undecided"
    return "accepted"


def our_verdict(function: Callable[..., Any], arguments: list[Any]) -> str:
    try:
        checked(function)(*arguments)
    except NotationError:
        return "undecided"
    except TypeError:
        return "refused"
    return "accepted"


def axes_of(hint: Any) -> list[Axis]:
    if hasattr(hint, "dim_str"):
        return list(parse(hint.dim_str).axes)
    return [axis for part in getattr(hint, "__args__", ()) for axis in axes_of(part)]


def is_meant(theirs: str, ours: str, hints: dict[str, Any]) -> bool:
    """Tell whether two verdicts that differ are a difference that is meant."""
    axes = [axis for hint in hints.values() for axis in axes_of(hint)]
    arithmetic = [axis for axis in axes if isinstance(axis, SymbolicAxis)]
    if ours == "undecided":
        # We say before the first call that nothing binds a name; jaxtyping only where it comes to that axis.
        bound = {axis.name for axis in axes if isinstance(axis, NamedAxis)}
        return any(name not in bound for axis in arithmetic for name in variables(axis.expression))
    if theirs == "undecided":
        # jaxtyping gives up on arithmetic whose names have no size yet; we wait for them.
        return bool(arithmetic)
    # jaxtyping takes the first alternative that fits; we look for one that fits with everything else.
    return ours == "accepted" and any("|" in str(hint) for hint in hints.values())


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_verdict_is_that_of_jaxtyping(case: Case) -> None:
    hints, values, result = case
    theirs = verdict_of_jaxtyping(function_with(hints, result), values)
    ours = our_verdict(function_with(hints, result), values)
    event(f"{theirs} / {ours}")
    assert theirs == ours or is_meant(theirs, ours, hints), f"jaxtyping: {theirs}, checked: {ours}"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_generated_code_accepts_nothing_that_the_exact_verdict_refuses(case: Case) -> None:
    hints, values, result = case
    function = function_with(hints, result)
    if our_verdict(function, values) == "accepted":
        verdicts = Verdicts(read_signature(function, hints))
        bindings = verdicts.on_arguments(tuple(values))
        assert isinstance(bindings, Bindings)
        assert verdicts.on_result(tuple(values), bindings, ({}, {}), result) is None


@pytest.mark.parametrize("error", [ShapeError, TypeCheckError])
def test_what_is_raised_is_a_type_error(error: type[Exception]) -> None:
    assert issubclass(error, TypeError)
