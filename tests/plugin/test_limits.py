"""Bodies far larger than people write them: interpreted in bounded time, and said so where they are not."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from conformable.core import messages
from plugin_harness.project import CONFORMABLE, Project

HEAD = """
import numpy as np
from jaxtyping import Float

Matrix = Float[np.ndarray, "n d"]

def wrong(x: Float[np.ndarray, "n d"], w: Float[np.ndarray, "k d"]) -> object:
    return x @ w

"""

#: Seconds that one program may take; each takes about one, and what explodes takes minutes.
LIMIT = 60.0


def function(*lines: str) -> str:
    return "def large(x: Matrix, steps: int) -> object:\n" + "".join(f"    {line}\n" for line in lines)


def indented(lines: list[str], last: str) -> list[str]:
    nested = ["    " * depth + line for depth, line in enumerate(lines)]
    return [*nested, "    " * len(lines) + last]


PROGRAMS = {
    "many statements": function(*(f"y{i} = x + {i}" for i in range(5000)), "return x"),
    "many statements in a try": function(
        "try:", *(f"    y{i} = x + {i}" for i in range(2000)), "except ValueError:", "    pass", "return x"
    ),
    "branches after each other": function(
        "y = x",
        *(line for i in range(200) for line in (f"if steps == {i}:", f"    y = y + {i}")),
        "return y",
    ),
    "branches in each other": function(
        "y = x", *indented([f"if steps > {i}:" for i in range(80)], "y = y + 1"), "return y"
    ),
    "loops in each other": function(
        "y = x", *indented([f"for i{i} in range(steps):" for i in range(50)], "y = y + 1"), "return y"
    ),
    "a long list": function(f"xs = [{', '.join(['x'] * 10_000)}]", "return np.concatenate(xs)"),
    "a list that grows": function("xs = []", *["xs.append(x)"] * 2000, "return np.concatenate(xs)"),
    "a long condition": function(
        f"if {' and '.join(f'x.shape[0] != {i}' for i in range(1500))}:", "    return x", "return x"
    ),
    "conditions in each other": function(
        f"return {'x if steps == 1 else (' * 40}x{')' * 40}",
    ),
    "a long expression": function(f"return {' + '.join(['x'] * 300)}"),
    "calls that double": "".join(f"def h{i}(x):\n    return h{i + 1}(x) + h{i + 1}(x)\n" for i in range(30))
    + "def h30(x):\n    return x\n"
    + function("return h0(x)"),
    "variables that never settle": function(
        f"{', '.join(f'a{i}' for i in range(60))} = {', '.join(['x'] * 60)}",
        "for _ in range(steps):",
        f"    {', '.join(f'a{i}' for i in range(60))} = {', '.join(f'a{i}' for i in range(1, 60))}, a59.T",
        "return a0",
    ),
    "a recursive type": 'Tree = list["Tree"] | Matrix\n\ndef large(t: Tree) -> Tree:\n    return t\n',
}


@pytest.fixture(scope="module")
def with_numpy(new_project: Callable[..., Project]) -> Project:
    """A project with NumPy in mypy's cache."""
    project: Project = new_project(CONFORMABLE)
    project.write(module="import numpy\nimport jaxtyping\n")
    project.check()
    return project


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_large_body_takes_bounded_time(with_numpy: Project, name: str) -> None:
    with_numpy.write(module=HEAD + PROGRAMS[name])
    before = os.times().children_user
    reported = "\n".join(with_numpy.check())
    assert os.times().children_user - before < LIMIT
    assert "[shape-matmul]" in reported, "other functions are still checked"
    assert "could not analyse" not in reported


@pytest.mark.long
def test_a_body_that_is_too_large_is_said_to_be(with_numpy: Project) -> None:
    lines = (f"y{i} = {' + '.join(['x'] * 100)}" for i in range(2000))
    with_numpy.write(module=HEAD + function(*lines, "return x"))
    reported = "\n".join(with_numpy.check())
    assert messages.too_large() in reported
    assert "[shape-matmul]" in reported, "other functions are still checked"
