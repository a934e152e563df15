"""`isinstance(x, Float[Tensor, "b n"])` in the body of a checked function knows the sizes of its call."""
# mypy: disable-error-code="arg-type"
# mypy takes no annotation of jaxtyping as the class of isinstance.

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import jaxtyping
import numpy as np
import pytest
import torch
from beartype import beartype
from jaxtyping import Float, jaxtyped

from conformable import ShapeError, checked
from conformable.checking.scope_need import needs_scope

Array = np.ndarray
zeros = np.zeros

Pair = Float[Array, "a b"]

every_decorator = pytest.mark.parametrize(
    "decorate", [checked, jaxtyped(typechecker=beartype)], ids=["checked", "jaxtyped"]
)


@every_decorator
def test_the_body_knows_what_the_arguments_bind(decorate: Callable[..., Any]) -> None:
    @decorate
    def f(x: Float[Array, "a b"], *rest: Float[Array, "*s"], n: int = 3) -> bool:
        assert isinstance(zeros((2, 3)), Float[Array, "a b"])
        assert not isinstance(zeros((9, 3)), Float[Array, "a b"])
        assert isinstance(zeros((4, 4, 2)), Float[Array, "*s a"])
        assert not isinstance(zeros((4, 5, 2)), Float[Array, "*s a"])
        assert isinstance(zeros(5), Float[Array, "a+b"])
        assert isinstance(zeros(n), Float[Array, "{n}"])
        assert not isinstance(zeros(n), Float[Array, "{n}+1"])
        assert isinstance(zeros((2, 3)), Pair)
        assert isinstance(None, Pair | None)
        return True

    assert f(zeros((2, 3)), zeros((4, 4)))
    assert f(zeros((2, 3)), zeros((4, 4)), n=7)


@every_decorator
def test_what_the_body_binds_holds_in_the_body_and_for_the_result(decorate: Callable[..., Any]) -> None:
    @decorate
    def f(x: Float[Array, "a"], size: int) -> Float[Array, "n"]:
        assert isinstance(zeros(7), Float[Array, "n"])
        assert not isinstance(zeros(8), Float[Array, "n"])
        return zeros(size)

    assert f(zeros(2), 7).shape == (7,)
    with pytest.raises(TypeError):
        f(zeros(2), 8)


def test_the_message_says_that_the_body_has_bound_a_name() -> None:
    @checked
    def f(x: Float[Array, "a"]) -> Float[Array, "n"]:
        assert isinstance(zeros(7), Float[Array, "n"])
        return x  # type: ignore[shape-literal]

    with pytest.raises(ShapeError) as caught:
        f(zeros(2))
    assert str(caught.value) == (
        'Return value of "f" has shape (2,); expected Float[ndarray, "n"]: '
        "axis 0 is 2, not n=7 (bound by isinstance in the body)\n"
        '    a=2 (bound by argument "x")\n'
        "    n=7 (bound by isinstance in the body)"
    )


@every_decorator
def test_functions_inside_share_the_sizes_and_checked_ones_have_their_own(
    decorate: Callable[..., Any],
) -> None:
    @decorate
    def inner(x: Float[Array, "a"]) -> bool:
        return isinstance(zeros(99), Float[Array, "b"])

    @decorate
    def outer(x: Float[Array, "a b"]) -> tuple[bool, ...]:
        def plain(y: Any) -> bool:
            return isinstance(y, Float[Array, "b"])

        return inner(zeros(5)), isinstance(zeros(5), Float[Array, "a"]), plain(zeros(3)), plain(zeros(4))

    assert outer(zeros((2, 3))) == (True, False, True, False)


@every_decorator
def test_sizes_end_with_the_call_and_are_not_those_of_other_threads(decorate: Callable[..., Any]) -> None:
    @decorate
    def f(x: Float[Array, "a"], *, fail: bool) -> bool:
        found: list[bool] = []
        thread = threading.Thread(target=lambda: found.append(isinstance(zeros(9), Float[Array, "a"])))
        thread.start()
        thread.join()
        assert not fail
        return found[0]

    assert f(zeros(2), fail=False)
    with pytest.raises(AssertionError):
        f(zeros(2), fail=True)
    assert isinstance(zeros(9), Float[Array, "a"])


def test_tasks_have_sizes_of_their_own() -> None:
    @checked
    async def f(x: Float[Array, "a"]) -> Float[Array, "a"]:
        for _ in range(3):
            await asyncio.sleep(0)
            assert isinstance(zeros(len(x)), Float[Array, "a"])
            assert not isinstance(zeros(len(x) + 1), Float[Array, "a"])
        return x

    async def all_sizes() -> list[int]:
        return [len(x) for x in await asyncio.gather(*(f(zeros(size)) for size in range(10)))]

    assert asyncio.run(all_sizes()) == list(range(10))


def test_what_is_thrown_into_a_coroutine_reaches_it() -> None:
    @checked
    async def f(x: Float[Array, "a"]) -> str:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            return "cancelled" if isinstance(zeros(3), Float[Array, "a"]) else "lost"
        return "waited"

    async def cancel() -> str:
        task = asyncio.ensure_future(f(zeros(3)))
        await asyncio.sleep(0)
        task.cancel()
        return await task

    assert asyncio.run(cancel()) == "cancelled"
    f(zeros(3)).close()


def test_generators_have_sizes_of_their_own() -> None:
    @checked
    def f(x: Float[Array, "a"]) -> Iterator[bool]:
        while True:
            yield isinstance(zeros(2), Float[Array, "a"])

    assert [next(both) for both in [zip(f(zeros(2)), f(zeros(3)), strict=True)] * 3] == [(True, False)] * 3


def test_asynchronous_generators_have_sizes_of_their_own() -> None:
    @checked
    async def f(x: Float[Array, "a"]) -> AsyncIterator[bool]:
        for _ in range(3):
            await asyncio.sleep(0)
            yield isinstance(zeros(2), Float[Array, "a"])

    async def collect(size: int) -> list[bool]:
        return [fits async for fits in f(zeros(size))]

    async def both() -> list[list[bool]]:
        return list(await asyncio.gather(collect(2), collect(3)))

    assert asyncio.run(both()) == [[True] * 3, [False] * 3]


def test_sizes_that_generated_code_could_not_bind() -> None:
    class Duck:
        shape = (2, 3)
        dtype = "float32"

    @checked
    def f(x: Float[Any, "a b"], y: Float[Array, "a *s"]) -> Float[Array, "b *s"]:
        assert isinstance(zeros(2), Float[Array, "a"])
        assert not isinstance(zeros(3), Float[Array, "a"])
        assert isinstance(zeros(4), Float[Array, "*s"])
        return zeros((3, 4))

    assert f(Duck(), zeros((2, 4))).shape == (3, 4)


def test_text_is_not_evaluated() -> None:
    @checked
    def f(n: str) -> bool:
        return isinstance(zeros(3), Float[Array, "{n}"])

    with pytest.raises(jaxtyping.AnnotationError):
        f("__import__('os').getpid()*0+3")


hints = {"n": Pair}


def by_alias(x: Any) -> bool:
    return isinstance(x, Pair)


def by_module(x: Any) -> bool:
    return isinstance(x, jaxtyping.Float[Array, "a"])


def by_what_comes_later(x: Any) -> bool:
    return isinstance(x, Later)


def by_a_container(x: Any) -> bool:
    return isinstance(x, hints["n"])


def by_a_parameter(x: Any, hint: Any) -> bool:
    return isinstance(x, hint)


def within(x: Any) -> Callable[[], bool]:
    return lambda: isinstance(x, Float[Array, "n"])


def of_tensors(x: Any) -> bool:
    return isinstance(x, torch.Tensor) and x.ndim == 2


def of_classes(x: Any) -> bool:
    plain = isinstance(x.f(1, y=2)[0], (list, torch.nn.Linear)) or isinstance(x, int)
    return plain and [one for one in x if isinstance(one, Array)] == []


def not_at_all(x: Any) -> Any:
    return torch.zeros(x)


def test_only_functions_that_ask_keep_their_sizes() -> None:
    own = Float[Array, "n"]

    def by_a_variable(x: Any) -> bool:
        return isinstance(x, own)

    by_name = (
        by_alias,
        by_module,
        by_what_comes_later,
        by_a_container,
        by_a_parameter,
        by_a_variable,
        within,
    )
    assert all(map(needs_scope, by_name))
    assert not any(map(needs_scope, (of_tensors, of_classes, not_at_all)))


def test_under_the_compiler() -> None:
    """There `isinstance` of a tensor and an annotation is False, as torch asks whether its class is one."""

    @checked
    def f(x: Float[torch.Tensor, "a"], size: int) -> Float[torch.Tensor, "a"]:
        return x if isinstance(x, Float[torch.Tensor, "a"]) else torch.ones(size)

    compiled = torch.compile(f, fullgraph=True, backend="eager")
    assert torch.equal(compiled(torch.zeros(2), 2), torch.ones(2))
    assert torch.equal(f(torch.zeros(2), 2), torch.zeros(2))
    with pytest.raises(ShapeError, match="axis 0 is 3, not a=2"):
        torch.compile(f, backend="eager")(torch.zeros(2), 3)


Later = Float[Array, "n"]
