"""What names are bound to, one call after the other, and that generated code decides what fits by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from beartype import beartype
from jaxtyping import Float, TypeCheckError, jaxtyped

from conformable import ShapeError, checked
from conformable.checking.slow_path import SlowPath

Array = np.ndarray
zeros = np.zeros

# Dim strings in the order of the parameters, then shapes that fit and shapes that do not.
SEQUENCES: list[tuple[str, list[str], list[str]]] = [
    ("a a", ["2,2"], ["2,3"]),
    ("#a; a; #a", ["1 5 5", "5 5 1", "1 1 1", "1 5 1"], ["5 1 1", "1 5 4", "5 4 5"]),
    ("#a; #a; a", ["1 1 9", "1 4 4", "4 4 4"], ["4 3 4", "4 1 1"]),
    ("#3; 3", ["1 3", "3 3"], ["2 3", "3 1"]),
    ("#a+1; a", ["1 4", "5 4"], ["4 4"]),
    ("_ a; _a a", ["2,3 4,3"], ["2,3 4,4"]),
    ("... a; a ...", ["3 3", "2,3 3,5", "3 3,1,1"], ["2,3 5,3"]),
    ("*s a; *s", ["2,3,4 2,3", "4 -"], ["2,3,4 3,2", "2,3,4 2,3,4"]),
    ("a *s; *s b", ["4,2,3 2,3,5"], ["4,2,3 2,5,3"]),
    ("*#s; *#s; *s", ["2,1,4 3,1 2,3,4", "1 1 1", "- 3 3"], ["2,1,4 3,1 2,1,4", "3 2 3", "2,1 3 3"]),
    ("*s; *#s; *#s", ["2,3 3 1,3", "2,3 - 2,1"], ["2,3 4,2,3 3", "2,3 2 3"]),
    ("*#s; *s; *#s", ["1 4 1", "3 2,3 2,1"], ["2,3 3 3", "1 4 2,4", "3 2,3 5,2,3"]),
    ("a; *a; a", ["5 2,3 5"], ["5 5 2"]),
    ("a=; b=", ["4 4"], ["4 5"]),
    ("rows=3; a=b; b", ["3 2 2"], ["4 2 2", "3 2 3"]),
    ("min(a,b); a b", ["2 2,3", "2 3,2"], ["3 2,3"]),
]


def shapes_of(text: str) -> list[tuple[int, ...]]:
    return [() if shape == "-" else tuple(map(int, shape.split(","))) for shape in text.split()]


def function_of(dim_strings: str) -> Callable[..., Any]:
    parts = dim_strings.split("; ")
    names = [f"p{index}" for index in range(len(parts))]
    namespace: dict[str, Any] = {}
    exec(f"def function({', '.join(names)}): return True", namespace)
    function: Callable[..., Any] = namespace["function"]
    function.__annotations__ = {name: Float[Array, part] for name, part in zip(names, parts, strict=True)}
    return function


CALLS = [
    pytest.param(dim_strings, shapes, fits, id=f"{dim_strings}: {shapes}")
    for dim_strings, fitting, wrong in SEQUENCES
    for shapes, fits in [*((one, True) for one in fitting), *((one, False) for one in wrong)]
]


@pytest.mark.parametrize(("dim_strings", "shapes", "fits"), CALLS)
def test_sequences(dim_strings: str, shapes: str, *, fits: bool) -> None:
    arguments = [zeros(shape) for shape in shapes_of(shapes)]
    function = function_of(dim_strings)
    if fits:
        assert checked(function)(*arguments)
    else:
        with pytest.raises(ShapeError):
            checked(function)(*arguments)


@pytest.mark.parametrize(("dim_strings", "shapes", "fits"), CALLS)
def test_the_sequences_are_right(dim_strings: str, shapes: str, *, fits: bool) -> None:
    """The table above is that of jaxtyping, where its order of arithmetic allows to ask it."""
    if "(" in dim_strings or "+" in dim_strings:
        pytest.skip("jaxtyping wants the names before the arithmetic")
    arguments = [zeros(shape) for shape in shapes_of(shapes)]
    function = jaxtyped(typechecker=beartype)(function_of(dim_strings))
    if fits:
        assert function(*arguments)
    else:
        with pytest.raises(TypeCheckError):
            function(*arguments)


def refuse_to_help(*_: object) -> None:
    raise AssertionError("generated code asks for the exact verdict on a call that fits")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SlowPath, "arguments", refuse_to_help)
    monkeypatch.setattr(SlowPath, "result", refuse_to_help)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("dim_strings", "shapes", "fits"), [call for call in CALLS if call.values[2]])
def test_generated_code_decides_alone_what_fits(dim_strings: str, shapes: str, *, fits: bool) -> None:
    assert checked(function_of(dim_strings))(*(zeros(shape) for shape in shapes_of(shapes))) is fits


@pytest.mark.usefixtures("alone")
def test_generated_code_decides_alone_with_optional_arguments_containers_and_results() -> None:
    default: Any = zeros(9)

    @checked
    def f(
        x: Float[Array, "a"] | None,
        y: Float[Array, "a b"] | Float[Array, "b"],
        z: Float[Array, "b"] = default,
        *rest: list[Float[Array, "b"]] | dict[str, tuple[Float[Array, "a"], float]] | float,
        **more: Float[Array, "*s b"],
    ) -> tuple[Float[Array, "a"], Float[Array, "b c"] | None]:
        return zeros(2), None if x is None else zeros((3, 7))  # type: ignore[shape-literal]

    two, three = zeros(2), zeros(3)
    assert f(None, three)[1] is None
    assert f(two, zeros((2, 3)))[0].shape == (2,)
    assert f(two, three, three, [three, three], {"k": (two, 1.0)}, 1.5)[0].shape == (2,)
    assert f(two, three, three, k=zeros((4, 3)), m=zeros((4, 3)))[0].shape == (2,)


@pytest.mark.parametrize("given", [False, True])
def test_names_that_may_be_bound_are_not_refused_while_compiling(*, given: bool) -> None:
    @checked
    def f(
        x: Float[torch.Tensor, "n"] | None, y: Float[torch.Tensor, "n #m"], z: Float[torch.Tensor, "*#s m"]
    ) -> Float[torch.Tensor, "n m"]:
        return y + z.sum(dim=0) * (0 if x is None else 1)

    compiled = torch.compile(f, fullgraph=True, backend="eager")
    x = torch.zeros(3) if given else None
    assert compiled(x, torch.zeros(3, 1), torch.zeros(2, 4)).shape == (3, 4)


def test_a_size_of_1_binds_no_broadcastable_name() -> None:
    @checked
    def f(x: Float[Array, "#n"], y: Float[Array, "k 3"]) -> None: ...

    with pytest.raises(ShapeError) as caught:
        f(zeros(1), zeros((2, 4)))
    assert "n=1" not in str(caught.value)
    with pytest.raises(ShapeError, match=r"n=5 \(bound by argument"):
        f(zeros(5), zeros((2, 4)))


def test_functions_whose_signatures_are_built_alike_keep_their_own_names() -> None:
    three: Any = zeros(3)

    @checked
    def first(x: Float[Array, "a b"], *, scale: Float[Array, "b"] = three) -> Float[Array, "a b"]:
        return x

    @checked
    def second(
        y: Float[Array, "rows c"],
        *,
        isinstance: Float[Array, "c"] = three,  # noqa: A002
    ) -> Float[Array, "rows c"]:
        return y

    assert first.__code__.co_code == second.__code__.co_code
    assert (first.__code__.co_name, second.__code__.co_varnames[:2]) == ("first", ("y", "isinstance"))
    assert first(x=zeros((2, 3)), scale=zeros(3)).shape == second(zeros((2, 3))).shape == (2, 3)
    with pytest.raises(TypeError, match=r"first\(\) got an unexpected keyword argument 'isinstance'"):
        first(zeros((2, 3)), isinstance=zeros(3))  # type: ignore[call-arg]
    with pytest.raises(ShapeError, match=r'Argument "isinstance" to ".*second" has shape \(4,\).*not c=3'):
        second(zeros((2, 3)), isinstance=zeros(4))
