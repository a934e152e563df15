"""Type parameters and aliases of Python 3.12 (PEP 695) are read."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from conformable import ShapeError

pytestmark = pytest.mark.skipif(sys.version_info < (3, 12), reason="this Python has no type statement")

SOURCE = """
from jaxtyping import Float, Int
from conformable import checked

class Array:
    def __init__(self, *shape, dtype="float32"):
        self.shape, self.dtype = shape, dtype

type Row = Float[Array, "d"]
type Tokens[T] = Int[Array, "b t"] | T

@checked
def aliases(x: Row, y: Row | None, rows: list[Row]) -> Row:
    return x

@checked
def quoted(x: "Row", y: "list[Row]") -> "Row":
    return x

@checked
def bound[A: Float[Array, "n"]](x: A, y: A) -> A:
    return x

@checked
def constrained[A: (Float[Array, "n"], Int[Array, "n"])](x: A, y: Float[Array, "n"]) -> A:
    return x

@checked
def free[T](x: Float[Array, "n"], t: T, more: dict[str, T]) -> tuple[T, Float[Array, "n"]]:
    return t, x

@checked
def generic_alias[T](x: Tokens[T], y: T) -> int:
    return 1

@checked
class Layer[T]:
    def forward(self, x: Float[Array, "n"], other: "Layer[T] | None" = None) -> Float[Array, "n"]:
        return x

    def map[U: Float[Array, "n"]](self, x: U, t: T) -> U:
        return x

def outer[T](t: T):
    type Local = Float[Array, "n n"]

    @checked
    def inner(x: Local, t: T) -> Local:
        return x
    return inner
"""


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    made = ModuleType("type_parameters")
    sys.modules["type_parameters"] = made
    exec(compile(SOURCE, "type_parameters.py", "exec", dont_inherit=True), vars(made))
    return vars(made)


CALLS = [
    ("aliases(Array(2), Array(2), [Array(2)])", "aliases(Array(2), None, [Array(3)])"),
    ("aliases(Array(2), None, [])", "aliases(Array(2), Array(3), [])"),
    ("quoted(Array(2), [Array(2)])", "quoted(Array(2), [Array(3)])"),
    ("bound(Array(2), Array(2))", "bound(Array(2), Array(3))"),
    ("constrained(Array(2, dtype='int32'), Array(2))", "constrained(Array(2), Array(3))"),
    ("free(Array(2), 'x', {})", "free(Array(2, 3), 'x', {})"),
    ("generic_alias(Array(2, 3, dtype='int32'), 1)", None),
    ("Layer().forward(Array(2), Layer())", "Layer().forward(Array(2, 2))"),
    ("Layer().map(Array(2), 1)", "Layer().map(Array(2, 2), 1)"),
    ("outer(1)(Array(2, 2), 1)", "outer(1)(Array(2, 3), 1)"),
]


@pytest.mark.parametrize(("fits", "wrong"), CALLS)
def test_calls(namespace: dict[str, Any], fits: str, wrong: str | None) -> None:
    assert eval(fits, namespace) is not None
    if wrong is not None:
        with pytest.raises(ShapeError):
            eval(wrong, namespace)
