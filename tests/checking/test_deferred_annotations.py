"""From Python 3.14 on, annotations are code that runs when they are asked for (PEP 649)."""

from __future__ import annotations

import ast
import sys
import warnings
from types import ModuleType
from typing import Any

import pytest

from conformable import NotationError, ShapeError, checked
from conformable.checking.instrumentation import instrumented
from conformable.checking.scope_need import needs_scope

pytestmark = pytest.mark.skipif(sys.version_info < (3, 14), reason="annotations are evaluated at once")

# Compiled without this file's own `from __future__ import annotations`.
SOURCE = """
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NotRequired, Optional, TypedDict
from jaxtyping import Float, Int
from conformable import checked

if TYPE_CHECKING:
    from fractions import Fraction

class Array:
    def __init__(self, *shape, dtype="float32"):
        self.shape, self.dtype = shape, dtype

@checked
def matmul(x: Float[Array, "n d"], w: Float[Array, "d k"], times: int = 1) -> Float[Array, "n k"]:
    h: Float[Array, "n k"] = Array(x.shape[0], w.shape[1] * times)
    return Array(x.shape[0], w.shape[1])

@checked
def later(x: Float[Array, "n"], y: Later, z: Weights) -> Float[Array, "n"]:
    return x

class Later: ...
Weights = Float[Array, "n"]

class Node:
    @checked
    def join(self, other: Node, x: Float[Array, "n"]) -> Node:
        return other

@checked
def never(x: Float[Array, "n"], y: Fraction, z: Float[Array, "n"]) -> int:
    return 1

@checked
@dataclass
class Batch:
    x: Float[Array, "n"]
    y: Float[Array, "n"] | None = None
    next: Optional[Batch] = None

type Tokens[T] = Int[Array, "b t"] | T
type Row = Float[Array, "d"]

@checked
def aliases[T](x: Tokens[T], r: Row, t: T, s: "Row") -> list[Row]:
    return [r]

@checked
class Generic[T]:
    def f(self, x: Float[Array, "n"], t: T, other: Generic[T] | None = None) -> Float[Array, "n"]:
        return x

class Pair(NamedTuple):
    x: Float[Array, "n"]
    y: Float[Array, "n"]
    next: Pair | None = None

@checked
def pairs(p: Pair, ps: list[Pair]) -> int:
    return 1

def outer():
    Local = Float[Array, "n n"]
    @checked
    def inner(x: Local) -> Local:
        return x
    return inner

@checked
async def asked(x: Float[Array, "n"]) -> Float[Array, "n"]:
    assert isinstance(x, Float[Array, "n"]) and not isinstance(Array(99), Float[Array, "n"])
    return x

@checked
def yields(x: Float[Array, "n"]) -> Iterator[Float[Array, "n"]]:
    yield x
    yield Array(9)

@checked
async def yields_later(x: Float[Array, "n"]) -> AsyncIterator[Float[Array, "n"]]:
    yield x
    yield Array(9)

class Kinds:
    @checked
    @staticmethod
    def static(x: Float[Array, "n"], y: Float[Array, "n"]) -> int:
        return 1

    @classmethod
    @checked
    def of_class(cls, x: Float[Array, "n n"], other: Kinds | None = None) -> int:
        return 1

    @checked
    @property
    def square(self) -> Float[Array, "n n"]:
        return self.kept

partly = checked(functools.partial(matmul, Array(2, 3)))

class Record(TypedDict):
    x: Float[Array, "n"]
    y: NotRequired[Float[Array, "n+1"]]

@checked
def nested(rs: list[Record], f: Callable[[Row], Row], *more: dict[str, Row]) -> tuple[Row, ...]:
    return (Array(3),)

def asks_for_classes(x):
    return isinstance(x, (int, Array)) and [one for one in x if isinstance(one, functools.partial)]

def asks_for_shapes(x):
    return [one for one in x if isinstance(one, Float[Array, "n"])]

@checked
@functools.lru_cache
def cached(n: int, x: Float[Array, "n"]) -> int:
    return n

def bad(x: Float[Array, "a+"]) -> None: ...
def quoted(x: "Float[Array, '*a *b']") -> None: ...
def deferred(x: Float[Array, "*a *b"]) -> None: ...
"""


def all_of(stream: Any) -> list[Any]:
    async def collect() -> list[Any]:
        return [one async for one in stream]

    with pytest.raises(StopIteration) as stop:
        collect().send(None)
    found: list[Any] = stop.value.value
    return found


def with_square(square: Any) -> Any:
    """Make an object whose property gives this array."""
    made = sys.modules["deferred"].Kinds()
    made.kept = square
    return made


@pytest.fixture(scope="module")
def module() -> Any:
    made: Any = ModuleType("deferred")
    sys.modules["deferred"] = made
    exec(compile(SOURCE, "deferred.py", "exec", dont_inherit=True), vars(made))
    vars(made).update(all_of=all_of, with_square=with_square)
    return made


CALLS = [
    ("matmul(Array(2, 3), Array(3, 4))", "matmul(Array(2, 3), Array(4, 4))"),
    ("later(Array(2), Later(), Array(2))", "later(Array(2), Later(), Array(3))"),
    ("later(x=Array(2), y=Later(), z=Array(2))", "later(Array(2), 3, Array(2))"),
    ("Node().join(Node(), Array(2))", "Node().join(3, Array(2))"),
    ("Batch(Array(2), Array(2), Batch(Array(3)))", "Batch(Array(2), Array(3))"),
    ("aliases(Array(2, 3, dtype='int32'), Array(3), 1, Array(3))", "aliases('x', Array(3), 1, Array(4))"),
    ("Generic().f(Array(2), 1)", "Generic().f(Array(2, 2), 1)"),
    ("pairs(Pair(Array(2), Array(2)), [])", "pairs(Pair(Array(2), Array(3)), [])"),
    ("outer()(Array(2, 2))", "outer()(Array(2, 3))"),
    ("next(yields(Array(2)))", "list(yields(Array(2)))"),
    ("cached(1, Array(2))", "cached('1', Array(2))"),
    ("Kinds().static(Array(2), Array(2))", "Kinds.static(Array(2), Array(3))"),
    ("Kinds.of_class(Array(2, 2), Kinds())", "Kinds.of_class(Array(2, 2), 3)"),
    ("with_square(Array(2, 2)).square", "with_square(Array(2, 3)).square"),
    ("partly(Array(3, 4))", "partly(Array(4, 4))"),
    (
        "nested([{'x': Array(2)}, {'x': Array(4), 'y': Array(5)}], print)",
        "nested([{'x': Array(2), 'y': Array(2)}], print)",
    ),
    ("nested([], print, {'a': Array(3)})", "nested([], print, {'a': Array(4)})"),
    ("all_of(yields_later(Array(9)))", "all_of(yields_later(Array(2)))"),
]


@pytest.mark.parametrize(("fits", "wrong"), CALLS)
def test_calls(module: Any, fits: str, wrong: str) -> None:
    assert eval(fits, vars(module)) is not None
    with pytest.raises(TypeError):
        eval(wrong, vars(module))


def test_a_coroutine_that_asks(module: Any) -> None:
    with pytest.raises(StopIteration):
        module.asked(module.Array(2)).send(None)


def test_only_functions_that_ask_keep_their_sizes(module: Any) -> None:
    assert needs_scope(module.asks_for_shapes)
    assert not needs_scope(module.asks_for_classes)


def test_what_exists_for_type_checkers_only(module: Any) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert module.never(module.Array(2), "anything", module.Array(2)) == 1
    assert [str(one.message) for one in caught] == [
        'the hint of "y" of "never" is not checked: name \'Fraction\' is not defined'
    ]
    with pytest.raises(ShapeError):
        module.never(module.Array(2), "anything", module.Array(3))


@pytest.mark.parametrize(
    ("name", "error"), [("bad", NotationError), ("quoted", ValueError), ("deferred", ValueError)]
)
def test_annotations_without_a_meaning(module: Any, name: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        checked(getattr(module, name))
    assert caught.value.__notes__ == [f'in the annotation of "x" of "{name}"']


def test_the_import_hook() -> None:
    hooked: Any = ModuleType("hooked")
    sys.modules["hooked"] = hooked
    tree = instrumented(ast.parse(SOURCE.partition("def bad")[0].replace("@checked", "")))
    exec(compile(tree, "hooked.py", "exec", dont_inherit=True), vars(hooked))
    array = hooked.Array
    assert hooked.matmul(array(2, 3), array(3, 4)).shape == (2, 4)
    with pytest.raises(ShapeError, match='Value assigned to "h" in "matmul"'):
        hooked.matmul(array(2, 3), array(3, 4), 2)
    with pytest.raises(ShapeError):
        hooked.Batch(array(2), array(3))
