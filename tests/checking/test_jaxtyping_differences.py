"""Where `checked` decides otherwise than jaxtyping: each row of the table in docs/run_time_checks.md."""

# mypy: disable-error-code="arg-type, no-any-return, valid-type"
# Calls that are wrong on purpose.
from __future__ import annotations

import asyncio
import dataclasses
import gc
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from beartype import beartype
from jaxtyping import Float, Int, jaxtyped

from checking_harness.cases import A, Decorate, F, call, of, outcome, z
from conformable import checked

UNDECIDED = "no meaning: AnnotationError"
MEANINGLESS = "no meaning: NotationError"

# The case, what jaxtyping says, what we say.
DIFFERENT: list[tuple[Callable[[Decorate], Any], Any, Any]] = [
    (call({"x": F["a+1"], "y": F["a"]}, z(4), z(3)), UNDECIDED, True),
    (
        call({"x": F["a"], "return": Float[A, "q+1"]}, z(2), result=z(2)),
        UNDECIDED,
        MEANINGLESS,
    ),
    (call({"x": F["a"], "return": Float[A, "a+"]}, z(2), result=z(2)), "refused", MEANINGLESS),
    (call({"x": Float[A, "len(x)"]}, z(2)), UNDECIDED, MEANINGLESS),
    (call({"n": Any, "x": F["{n}"]}, "3", z(3)), True, "refused"),
    (call({"x": Float[A, "a #b"] | Float[A, "b #a"], "y": F["a"]}, z(2, 3), z(3)), "refused", True),
    (call({"xs": of(list, F["a"])}, [z(2), z(3)]), True, "refused"),
    (call({"x": Int[A, "a"]}, np.zeros(2, "longlong")), "refused", True),
]


def different(theirs: Any, ours: Any) -> Callable[[Callable[[Decorate], Any]], None]:
    def add(case: Callable[[Decorate], Any]) -> None:
        DIFFERENT.append((case, theirs, ours))

    return add


@different([(2,), (99,)], "refused")
def what_a_generator_yields(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> Iterator[Float[A, "a"]]:
        yield x
        yield z(99)

    return [x.shape for x in f(z(2))]


@different([(2,), (99,)], "refused")
def what_an_asynchronous_generator_yields(decorate: Decorate) -> Any:
    @decorate
    async def f(x: Float[A, "a"]) -> AsyncIterator[Float[A, "a"]]:
        yield x
        yield z(99)

    async def drain() -> Any:
        return [x.shape async for x in f(z(2))]

    return asyncio.run(drain())


@different("refused", 3)
def a_coroutine_with_a_result(decorate: Decorate) -> Any:
    @decorate
    async def f(x: Float[A, "a"]) -> int:
        return 3

    return asyncio.run(f(z(2)))


@different([True, True], [False, False])
def the_body_of_a_generator(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> Iterator[bool]:
        yield isinstance(z(99), Float[A, "a"])
        yield isinstance(z(98), Float[A, "a"])

    return list(f(z(2)))


@different("refused", (2,))
def an_argument_changed_in_place(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> Float[A, "a"]:
        x.shape = (1, 2)
        return z(2)

    return f(z(2)).shape


@different("accepted", "refused")
def a_plain_class(decorate: Decorate) -> Any:
    @decorate
    class Plain:
        def __init__(self, x: Float[A, "a"]) -> None: ...

    Plain("text")
    return "accepted"


@different("accepted", "refused")
def a_method_of_a_dataclass(decorate: Decorate) -> Any:
    @decorate
    @dataclasses.dataclass
    class D:
        x: Float[A, "a"]

        def method(self, y: Float[A, "a"]) -> str:
            return "accepted"

    return D(z(2)).method("text")


@different("accepted", "refused")
def a_named_tuple(decorate: Decorate) -> Any:
    @decorate
    class Pair(NamedTuple):
        x: Float[A, "a"]

    Pair("text")
    return "accepted"


@different("accepted", "refused")
def a_hint_as_text_that_names_a_local(decorate: Decorate) -> Any:
    Local = np.ndarray  # noqa: N806

    @decorate
    def f(x: "Float[Local, 'a a']") -> str:
        return "accepted"

    return f(z(2, 3))


@pytest.mark.parametrize(("case", "theirs", "ours"), DIFFERENT)
def test_what_is_different(case: Callable[[Decorate], Any], theirs: Any, ours: Any) -> None:
    assert outcome(case, jaxtyped(typechecker=beartype)) == theirs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()  # A coroutine that jaxtyping refuses is never awaited.
    assert outcome(case, checked) == ours
