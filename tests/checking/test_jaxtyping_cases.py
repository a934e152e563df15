"""What jaxtyping decides of axes and dtypes, case by case: `checked` decides the same.

jaxtyping itself is asked each time. The differences are those that docs/run_time_checks.md lists.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import jaxtyping
import numpy as np
import pytest
import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped

from conformable import checked

Array = np.ndarray
jaxtyped_with_beartype = jaxtyped(typechecker=beartype)

Step = tuple[str, tuple[int, ...]]


def verdict(call: Callable[[], Any]) -> str:
    try:
        call()
    except TypeError:
        return "refused"
    except Exception as error:  # noqa: BLE001 -- what is raised is what is compared
        return f"no meaning: {type(error).__name__}"
    return "accepted"


def function_of(hints: list[Any]) -> Callable[..., Any]:
    names = [f"p{index}" for index in range(len(hints))]
    namespace: dict[str, Any] = {}
    exec(f"def function({', '.join(names)}): return None", namespace)
    function: Callable[..., Any] = namespace["function"]
    function.__annotations__ = dict(zip(names, hints, strict=True))
    return function


def verdicts(hints: list[Any], values: list[Any]) -> tuple[str, str]:
    """Return what jaxtyping and what we say of a call."""
    theirs = verdict(lambda: jaxtyped_with_beartype(function_of(hints))(*values))
    ours = verdict(lambda: checked(function_of(hints))(*values))
    return theirs.partition(":")[0], ours.partition(":")[0]


# Each line: arguments in order, each with its axes and its shape. Every beginning of a line is a call.
SEQUENCES: list[list[Step]] = [
    [("", ())],
    [("", (1,))],
    [("a", ())],
    [("3", (3,))],
    [("3", (4,))],
    [("-1", (1,))],
    [("a b", (2, 3)), ("b a", (3, 2))],
    [("a b", (2, 3)), ("b a", (2, 3))],
    [("a a", (2, 3))],
    [("a a", (2, 2))],
    [("a", (0,)), ("a", (0,))],
    [("a b c", (2, 3))],
    [("_ _", (2, 3)), ("_", (9,))],
    [("_a _a", (2, 3))],
    [("...", ()), ("...", (1, 2))],
    [("a ... b", (1,))],
    [("a ... b", (1, 2))],
    [("a ... a", (2, 7, 7, 2))],
    [("... a", (5,)), ("... a", (6, 7, 5))],
    [("*b c", (4,)), ("*b", ())],
    [("*b c", (2, 3, 4)), ("*b", (2, 3)), ("*b", (3, 2))],
    [("*b", (2,)), ("b", (5,)), ("*b", (2,))],
    [("a", (5,)), ("*a", (2, 3)), ("a", (5,)), ("*a", (2, 3))],
    [("#a", (1,)), ("#a", (5,)), ("#a", (1,)), ("#a", (6,))],
    [("#a", (5,)), ("a", (1,))],
    [("#a", (1,)), ("a", (7,)), ("#a", (7,))],
    [("a", (1,)), ("#a", (5,))],
    [("a", (5,)), ("#a", (1,)), ("#a", (4,))],
    [("#a", (1,)), ("#a", (1,)), ("a", (9,))],
    [("#3", (1,)), ("#3", (3,)), ("#3", (2,))],
    [("*#a", (2, 1, 4)), ("*#a", (3, 1)), ("*a", (2, 3, 4))],
    [("*#a", (2, 1, 4)), ("*#a", (3, 1)), ("*a", (2, 1, 4))],
    [("*#a", (3,)), ("*#a", (2, 1)), ("*#a", (4,))],
    [("*a", (2, 3)), ("*#a", (3,)), ("*#a", (1, 3)), ("*#a", (4, 2, 3))],
    [("*a", (2, 3)), ("*#a", (2, 1))],
    [("*#a", (2, 3)), ("*a", (3,))],
    [("*#a", (3,)), ("*a", (2, 3)), ("*#a", (5, 3))],
    [("*#a", (1,)), ("*a", (4,)), ("*#a", (1,)), ("*a", (4,))],
    [("*#a", (1,)), ("*a", (4,)), ("*a", (1,))],
    [("a *b c", (2, 3)), ("*b", ())],
    [("a *b c", (2,))],
    [("a=", (4,)), ("b=", (5,))],
    [("* a", (1, 2, 3)), ("*", (1, 2)), ("*", (3,))],
    [("a=4", (4,)), ("a", (9,))],
    [("a=b", (4,)), ("a", (9,)), ("b", (5,))],
    [("a", (3,)), ("a+1", (4,)), ("a+1", (5,))],
    [("a a+1", (3, 4))],
    *([("a b", (3, 4)), step] for step in [
        ("a*b", (12,)), ("min(a,b)", (3,)), ("max(a,b)", (3,)), ("a//2", (1,)), ("2*a", (6,)), ("a**2", (9,)),
        ("a%2", (1,)), ("a-b", (1,)), ("b-a", (1,)), ("#a+1", (1,)), ("#a+1", (4,)), ("#a+1", (5,)),
        ("-a", (3,)), ("a+a", (6,)), ("(a+1)*2", (8,)), ("a-b+2", (1,)),
    ]),
    [("None", (3,)), ("None", (4,))],
]  # fmt: skip

CALLS = [
    pytest.param(line[:count], id="; ".join(f"{axes} {shape}" for axes, shape in line[:count]))
    for line in SEQUENCES
    for count in range(1, len(line) + 1)
]


@pytest.mark.parametrize("steps", CALLS)
def test_sequences(steps: list[Step]) -> None:
    hints = [Float[Array, axes] for axes, _ in steps]
    theirs, ours = verdicts(hints, [np.zeros(shape) for _, shape in steps])
    assert theirs == ours


WAITING = [
    ([("a+1", (4,)), ("a", (3,))], "accepted"),
    ([("a+1", (4,)), ("a", (4,))], "refused"),
    ([("a+1 a", (4, 3))], "accepted"),
    ([("#a", (1,)), ("a+1", (2,))], "accepted"),
]


@pytest.mark.parametrize(("steps", "expected"), WAITING, ids=str)
def test_arithmetic_that_jaxtyping_gives_up_on(steps: list[Step], expected: str) -> None:
    hints = [Float[Array, axes] for axes, _ in steps]
    theirs, ours = verdicts(hints, [np.zeros(shape) for _, shape in steps])
    assert (theirs, ours) == ("no meaning", expected)


# What a token may look like; jaxtyping reads each of them when the annotation is written.
TOKENS = [
    *[
        "",
        " ",
        "a",
        "  a   b  ",
        "a\tb\nc",
        "3",
        "-1",
        "0",
        "+3",
        "0_1",
        "1_000",
        "_",
        "_a",
        "_foo _bar",
        "...",
    ],
    *[
        "... a",
        "a ... b",
        "*a",
        "*a b",
        "*_",
        "*_a",
        "_*a",
        "#a",
        "#3",
        "*#a",
        "#*a",
        "_?a",
        "a=4",
        "a=b",
        "a=a_",
    ],
    *[
        "rows=3 cols=4",
        "a=",
        "=4",
        "#a=3",
        "*a=b",
        "a+1",
        "a-1",
        "a*b",
        "2*a",
        "a//2",
        "#a+1",
        "min(a,b)",
        "é",
    ],
    *["max(a,1)", "class", "None", "True", "a_", "a-b-c", "-a", "b-a", "a=a_"],
]
SHAPES: list[tuple[int, ...]] = [
    (),
    (1,),
    (2,),
    (3,),
    (4,),
    (6,),
    (2, 3),
    (3, 4),
    (2, 3, 4),
    (1, 1),
    (0,),
    (1000,),
]


@pytest.mark.parametrize("text", TOKENS)
def test_tokens(text: str) -> None:
    hints = [Float[Array, "a b c"], Float[Array, text]]
    for shape in SHAPES:
        theirs, ours = verdicts(hints, [np.zeros((2, 3, 4)), np.zeros(shape)])
        assert theirs == ours, shape


REFUSED_BY_JAXTYPING = [
    *["a,b", "a#", "3#", "a...", "...a", "*...", "#...", "_...", "##a", "**a", "__a", "__", "??a", "#"],
    *[
        "*a *b",
        "... *a",
        "... ...",
        "*3",
        "_3",
        "?3",
        "#_",
        "#_a",
        "*#_",
        "_a+1",
        "*a+1",
        "?a+1",
        "*4=4",
        "_a=4",
    ],
]


@pytest.mark.parametrize("text", REFUSED_BY_JAXTYPING)
def test_tokens_that_jaxtyping_refuses(text: str) -> None:
    """Written as text, as `from __future__ import annotations` does, they are no hint to jaxtyping."""

    def f(x: Any) -> None: ...

    with pytest.raises(ValueError, match=r".") as theirs:
        Float[Array, text]
    f.__annotations__["x"] = f"Float[Array, {text!r}]"
    with pytest.raises(ValueError, match=r".") as ours:
        checked(f)
    assert str(ours.value) == str(theirs.value)
    assert jaxtyped_with_beartype(f)("anything") is None


WITHOUT_A_SIZE = [
    *["a==b", "a==4", "a.b", "a[0]", "len(a)", "1.5", "1+", "a+", "a;b", "'x'", "a|b", "(a", "$", "a?", "a*"],
    *[
        "a#b",
        "~a",
        "!",
        "a:b",
        "b(",
        "a=b=c",
        "3a",
        "a/2",
        "?a",
        "?*a",
        "foo(a, b)",
        "int(a/2)",
        "sum([a,a])",
    ],
    *["abs(-a)", "1.0", "a>1", "a@"],
]


@pytest.mark.parametrize("text", WITHOUT_A_SIZE)
def test_tokens_without_a_size_are_refused_when_decorated(text: str) -> None:
    function = function_of([Float[Array, "a b"], Float[Array, text]])
    assert verdict(lambda: checked(function)) == "no meaning: NotationError"


# --- dtypes ---

CATEGORIES = [
    name
    for name, value in vars(jaxtyping).items()
    if isinstance(value, type)
    and issubclass(value, jaxtyping.AbstractDtype)
    and value is not jaxtyping.AbstractDtype
]
TORCH_DTYPES = sorted({one for one in vars(torch).values() if isinstance(one, torch.dtype)}, key=str)
NUMPY_DTYPES = [
    *["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32"],
    *[
        "float64",
        "longdouble",
        "complex64",
        "complex128",
        "clongdouble",
        "U3",
        "S3",
        "object",
        "datetime64[s]",
    ],
    *["timedelta64[s]", "V4", ">f4", "intp", "intc"],
]


def tensors() -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [torch.empty(2, dtype=dtype, device="meta") for dtype in TORCH_DTYPES]


@pytest.mark.parametrize("category", CATEGORIES)
def test_dtypes(category: str) -> None:
    arrays = [np.zeros(2, dtype=dtype) for dtype in NUMPY_DTYPES]
    for array_type, values in [(torch.Tensor, tensors()), (Array, arrays), (Any, arrays)]:
        hint = getattr(jaxtyping, category)[array_type, "..."]
        f = checked(function_of([hint]))
        for value in values:
            expected = "accepted" if isinstance(value, hint) else "refused"
            assert verdict(partial(f, value)) == expected, value.dtype


def test_there_are_dtypes() -> None:
    assert len(CATEGORIES) > 30
    assert len(TORCH_DTYPES) > 40


@pytest.mark.parametrize(("dtype", "category"), [("longlong", "Int"), ("ulonglong", "UInt")])
def test_a_dtype_with_two_names(dtype: str, category: str) -> None:
    hint = getattr(jaxtyping, category)[Array, "..."]
    assert not isinstance(np.zeros(2, dtype), hint)
    assert checked(function_of([hint]))(np.zeros(2, dtype)) is None
