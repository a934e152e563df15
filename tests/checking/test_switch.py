"""Checks can be switched off, by the environment, by the program, and for one function."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float

import conformable
from conformable import ShapeError, checked, config

Array = np.ndarray
zeros = np.zeros


@checked
def product(x: Float[Array, "n k"], y: Float[Array, "k m"]) -> Float[Array, "n m"]:
    return np.asarray(x @ y)


@pytest.fixture
def switched_off() -> Iterator[None]:
    config.disable()
    yield
    config.enable()


@pytest.mark.usefixtures("switched_off")
def test_off_by_the_program() -> None:
    def f(x: Float[Array, "n"]) -> int:
        return 1

    assert checked(f) is f
    assert product(zeros(2), zeros(2)) == 0  # type: ignore[shape-rank]


def test_on_again() -> None:
    with pytest.raises(ShapeError):
        product(zeros(2), zeros(2))


PROGRAM = """
import sys
import conformable
{before}
loaded = [name for name in ("torch", "numpy", "beartype", "jaxtyping") if name in sys.modules]
from conformable import checked
def f(x: int) -> int: return x
print(checked(f) is f, *loaded, "torch" in sys.modules)
"""


def output_of(root: Path, before: str = "", **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before)],
        env={**os.environ, "PYTHONPATH": str(root / "runtime"), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("value", "off"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_off_by_the_environment(root: Path, value: str, *, off: bool) -> None:
    assert output_of(root, CONFORMABLE_DISABLE=value) == f"{off} False"


def test_torch_is_never_imported_and_nothing_heavy_before_it_is_needed(root: Path) -> None:
    assert output_of(root) == "False False"
    assert output_of(root, before="conformable.ShapeError, conformable.NotationError") == "False False"


def test_public_names() -> None:
    assert all(getattr(conformable, name) is not None for name in conformable.__all__)
    with pytest.raises(AttributeError, match="no attribute 'chekced'"):
        conformable.chekced  # type: ignore[attr-defined]  # noqa: B018


def test_threads_do_not_share_names() -> None:
    barrier = threading.Barrier(16)

    def work(size: int) -> int:
        barrier.wait()
        wrong = 0
        for _ in range(200):
            assert product(zeros((size, 2)), zeros((2, size))).shape == (size, size)
            try:
                product(zeros((size, 2)), zeros((3, size)))
            except ShapeError as error:
                wrong += f"n={size} " in str(error)
        return wrong

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(work, range(1, 17))) == [200] * 16


def test_the_first_call_may_come_from_many_threads() -> None:
    namespace: dict[str, Any] = {"checked": checked, "Float": Float, "Array": Array}
    exec("@checked\ndef f(x: 'Vector', y: 'Vector') -> int: return len(x)", namespace)
    namespace["Vector"] = Float[Array, "n"]
    barrier = threading.Barrier(8)

    def work(size: int) -> int:
        barrier.wait()
        length: int = namespace["f"](zeros(size), zeros(size))
        return length

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == list(range(8))
    with pytest.raises(ShapeError):
        namespace["f"](zeros(2), zeros(3))


@pytest.mark.long
def test_a_million_calls_take_no_memory() -> None:
    """The memory of the process, with calls that fit, that do not, that ask, and that raise."""
    x, y = zeros((2, 3)), zeros((3, 4))

    @checked
    def scoped(x: Float[Array, "n k"]) -> Float[Array, "n k"]:
        assert isinstance(x, Float[Array, "n k"])  # type: ignore[arg-type]
        return x + zeros(len(x[0]) + (len(x) - 2))  # type: ignore[shape-broadcast]

    def work(calls: int) -> int:
        for index in range(calls):
            product(x, y)
            if index % 10 == 0:
                scoped(x)
                with suppress(ShapeError):
                    product(y, y)
                with suppress(ValueError):
                    scoped(y)
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = work(20_000)
    assert work(1_000_000) <= before + 1024


def test_calls_leave_nothing_behind() -> None:
    x, y = zeros((2, 3)), zeros((3, 4))

    def work(calls: int) -> int:
        for _ in range(calls):
            product(x, y)
            with suppress(ShapeError):
                product(y, y)
        gc.collect()
        return len(gc.get_objects())

    work(10)
    before = work(10)
    assert work(2000) <= before + 10
