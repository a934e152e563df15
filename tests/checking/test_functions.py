"""Functions of every kind are checked, and stay of their kind."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, no_type_check

import numpy as np
import pytest
import torch
from beartype import BeartypeConf, beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor

from conformable import ShapeError, checked, unchecked

Array = np.ndarray
zeros = np.zeros
refused = pytest.raises(ShapeError)


def test_a_checked_function_looks_like_the_original() -> None:
    def f(
        x: Float[Array, "a"], /, y: int = 3, *args: int, z: Float[Array, "a"] | None = None, **more: Any
    ) -> int:
        """Say something."""
        return y

    wrapped = checked(f)
    assert wrapped is not f
    assert inspect.signature(wrapped) == inspect.signature(f)
    assert (wrapped.__name__, wrapped.__doc__, wrapped.__module__) == (f.__name__, f.__doc__, f.__module__)
    assert inspect.unwrap(wrapped) is f
    assert checked(wrapped) is wrapped
    assert wrapped(zeros(2), 5, 6, z=zeros(2), more=1) == 5
    assert (wrapped.__defaults__, wrapped.__kwdefaults__) == (f.__defaults__, f.__kwdefaults__)


def test_functions_that_do_not_tell_their_parameters_are_left_alone() -> None:
    assert checked(iter) is iter


def test_functions_without_tensors_are_left_to_beartype() -> None:
    def nothing(x): ...  # type: ignore[no-untyped-def]

    assert checked(nothing) is nothing

    @checked
    def f(n: int) -> str:
        return "x" * n

    assert f(2) == "xx"
    with pytest.raises(TypeError, match="violates type hint"):
        f("2")  # type: ignore[arg-type]


def test_beartype_is_configured_as_the_user_wants() -> None:
    class OurError(Exception): ...

    @checked(conf=BeartypeConf(is_pep484_tower=True, violation_type=OurError))
    def f(x: Float[Array, "n"], scale: float) -> bool:
        return True

    assert f(zeros(2), 3)
    with pytest.raises(OurError):
        f(zeros(2), "3")  # type: ignore[arg-type]
    with refused:
        f("no array", 3)  # type: ignore[arg-type]


def test_all_parameter_kinds() -> None:
    @checked
    def f(
        a: Float[Array, "n"],
        /,
        b: Float[Array, "n"],
        *rest: Float[Array, "n"],
        c: Float[Array, "n"],
        **more: Float[Array, "n"],
    ) -> int:
        return len(rest) + len(more)

    two, three = zeros(2), zeros(3)
    assert f(two, two, two, two, c=two, d=two) == 3
    for arguments, named in [
        ((three, two), {"c": two}),
        ((two, three), {"c": two}),
        ((two, two, two, three), {"c": two}),
        ((two, two), {"c": three}),
        ((two, two), {"c": two, "d": three}),
    ]:
        with refused:
            f(*arguments, **named)
    with pytest.raises(TypeError, match=r"f\(\) missing 1 required keyword-only argument: 'c'"):
        f(two, two)  # type: ignore[call-arg]


def test_parameters_with_the_names_of_builtins() -> None:
    @checked
    def f(
        len: Float[Array, "n"],  # noqa: A002
        isinstance: Float[Array, ""],  # noqa: A002
        min: Float[Array, "*s"],  # noqa: A002
        tuple: tuple[Float[Array, "min(n,m)"], Float[Array, "m"]],  # noqa: A002
    ) -> bool:
        return True

    assert f(zeros(2), zeros(()), zeros(3), (zeros(2), zeros(5)))
    with refused:
        f(zeros(2), zeros(()), zeros(3), (zeros(3), zeros(5)))


def test_a_default_is_the_authors_own() -> None:
    default: Any = zeros(5)
    no_array: Any = None

    @checked
    def f(
        x: Float[Array, "a"],
        y: Float[Array, "a"] = default,
        z: Float[Array, "a"] = no_array,
        n: int = no_array,
    ) -> bool:
        return True

    assert f(zeros(2))
    assert f(zeros(2), zeros(2), zeros(2), 3)
    with refused:
        f(zeros(2), zeros(5))
    with refused:
        f(zeros(2), zeros(2), zeros(3))
    with pytest.raises(ShapeError, match='Argument "z"'):
        f(zeros(2), z=zeros(3))


def test_generators() -> None:
    @checked
    def f(x: Float[Array, "n"], y: Any) -> Iterator[Float[Array, "n"]]:
        yield x
        yield y

    with refused:
        f("no array", zeros(2))  # type: ignore[arg-type]
    stream = f(zeros(2), zeros(3))
    assert next(stream).shape == (2,)
    with pytest.raises(ShapeError, match=r'Yielded value of "f" has shape \(3,\).*not n=2'):
        next(stream)


def test_a_name_that_only_a_generator_binds_is_new_in_each_result() -> None:
    @checked
    def batches(sizes: list[int]) -> Iterator[Float[Array, "batch 3"]]:
        for size in sizes:
            yield zeros((size, 3))

    assert [len(batch) for batch in batches([4, 4, 1])] == [4, 4, 1]


def test_generators_take_and_return_values() -> None:
    closed = []

    @checked
    def f(x: Float[Array, "n"]) -> Generator[Float[Array, "n"], Any, Float[Array, "n"]]:
        try:
            sent = yield x
            try:
                yield x
            except KeyError:
                yield x + 1
            return np.asarray(sent)
        finally:
            closed.append(True)

    def drive(sent: Any) -> Any:
        stream = f(zeros(2))
        next(stream)
        stream.send(sent)
        assert stream.throw(KeyError())[0] == 1
        with pytest.raises(StopIteration) as stop:
            next(stream)
        return stop.value.value

    assert drive(zeros(2)).shape == (2,)
    with refused:
        drive(zeros(3))
    stream = f(zeros(2))
    next(stream)
    stream.close()
    assert len(closed) == 3


def test_a_context_manager() -> None:
    @contextmanager
    @checked
    def doubled(x: Float[Array, "n"]) -> Iterator[Float[Array, "n"]]:
        yield x * 2

    with doubled(zeros(2)) as y:
        assert y.shape == (2,)


def test_coroutines() -> None:
    @checked
    async def f(x: Float[Array, "n"], y: Any, n: int = 1) -> Float[Array, "n"]:
        await asyncio.sleep(0)
        return np.asarray(y)

    @checked
    async def count(x: Float[Array, "n"]) -> int:
        return 3

    assert inspect.iscoroutinefunction(f)
    assert asyncio.run(count(zeros(2))) == 3
    assert asyncio.run(f(zeros(2), zeros(2))).shape == (2,)
    with refused:
        asyncio.run(f(zeros(2), zeros(3)))
    with refused:
        asyncio.run(f("no array", zeros(3)))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="violates type hint"):
        asyncio.run(f(zeros(2), zeros(2), "n"))  # type: ignore[arg-type]


def test_asynchronous_generators() -> None:
    @checked
    async def f(x: Float[Array, "n"], y: Any) -> AsyncIterator[Float[Array, "n"]]:
        yield x
        yield y

    async def collect(y: Any) -> list[Any]:
        return [value.shape async for value in f(zeros(2), y)]

    assert asyncio.run(collect(zeros(2))) == [(2,), (2,)]
    with refused:
        asyncio.run(collect(zeros(3)))


def test_tasks_do_not_share_names() -> None:
    @checked
    async def f(x: Float[Array, "n"]) -> Float[Array, "n"]:
        await asyncio.sleep(0)
        return x

    async def all_sizes() -> list[int]:
        return [len(x) for x in await asyncio.gather(*(f(zeros(size)) for size in range(10)))]

    assert asyncio.run(all_sizes()) == list(range(10))


def test_what_is_left_out() -> None:
    def f(x: Float[Array, "n"]) -> int:
        return 1

    assert checked(no_type_check(f)) is f

    @unchecked
    @checked
    def g(x: Float[Array, "n"]) -> int:
        return 1

    assert g("text") == 1  # type: ignore[arg-type]
    assert checked(g) is g


def test_functions_under_other_decorators() -> None:
    @checked
    @torch.no_grad()
    def f(x: Float[Tensor, "n"], n: int = 1) -> Float[Tensor, "n"]:
        return x * n

    x = torch.ones(2, requires_grad=True)
    assert f(x).requires_grad is False
    with refused:
        f(torch.zeros(2, 2))
    with pytest.raises(TypeError, match="violates type hint"):
        f(x, "2")  # type: ignore[arg-type]

    @torch.no_grad()
    @checked
    def g(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
        return x * 2

    assert g(x).requires_grad is False


def test_functions_of_jaxtyping_are_called_with_names_of_their_own() -> None:
    @jaxtyped(typechecker=beartype)
    def inner(x: Float[Array, "a"]) -> Float[Array, "a"]:
        return x

    @checked
    def outer(x: Float[Array, "a b"]) -> Float[Array, "b"]:
        return inner(x[0])

    assert outer(zeros((2, 3))).shape == (3,)


def test_recursion_and_nesting() -> None:
    @checked
    def total(x: Float[Array, "n"]) -> int:
        return 0 if len(x) == 0 else 1 + total(x[1:])

    def nested(x: Float[Array, "n"]) -> Callable[..., int]:
        @checked
        def inner(y: Float[Array, "n m"]) -> int:
            return len(y)

        return inner

    assert total(zeros(3)) == 3
    assert nested(zeros(2))(zeros((5, 6))) == 5
