"""Unions in which one class stands twice: to mypy as without the plugin, to the plugin with every shape."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from plugin_harness.project import CONFORMABLE, Project

SOURCES = {
    "arrays": """
        from __future__ import annotations
        from typing import Any, Generic, TypeVar
        T = TypeVar("T")
        class Array: ...
        class Tensor: ...
        class Parameter(Tensor): ...
        class Of(Generic[T]): ...
    """,
    "fields": """
        from __future__ import annotations
        from dataclasses import dataclass
        from typing import NamedTuple, Optional, TypedDict, Union
        from jaxtyping import Float, Int
        from arrays import Array, Of, Parameter, Tensor
        Rows = Float[Tensor, "rows"]
        Either = Float[Tensor, "a"] | Float[Tensor, "a b"]
        Nested = list[Float[Tensor, "a"] | Tensor] | None
        @dataclass
        class Data:
            one: Float[Tensor, "a"] | Float[Tensor, "a b"]
            many: list[Float[Tensor, "a"] | Tensor]
            optional: Optional[Union[Float[Tensor, "a"], Float[Tensor, "a b"]]] = None
        class Named(NamedTuple):
            one: Rows | Float[Tensor, "a b"]
            two: "Float[Tensor, 'a'] | Int[Tensor, 'a'] | Array"
        class Typed(TypedDict):
            one: Float[Of[int], "a"] | Float[Of[int], "a b"] | Float[Of[str], "a"]
    """,
    "main": """
        from __future__ import annotations
        from collections.abc import Callable
        from typing import Generic, Literal, TypeVar
        from jaxtyping import Float
        from arrays import Array, Of, Parameter, Tensor
        from fields import Data, Either, Named, Nested, Rows, Typed
        T = TypeVar("T")
        class Holder(Generic[T]):
            def of(self, x: Rows | Tensor, t: T | Float[Of[T], "a"] | Float[Of[T], "b"]) -> Rows | Tensor:
                wrong: int = x
                wrong = t
                return x
        def literal(x: Literal["Rows | Tensor"], y: Rows | Float[Parameter, "rows"] | object) -> None:
            wrong: int = x
            wrong = y
        def generic(x: T, *rest: Rows | Tensor, **named: Rows | Tensor) -> T | Rows | Tensor:
            wrong: int = rest
            wrong = named
            return x
        def main(
            a: Either, b: Nested, c: Rows | Float[Parameter, "a"], d: Data, n: Named, t: Typed,
            h: Holder[int],
            f: Callable[[Rows | Float[Tensor, "a"]], Rows | Float[Tensor, "a"]],
        ) -> Rows | Float[Tensor, "a b"]:
            wrong: int = a
            wrong = b
            wrong = c
            wrong = d.one
            wrong = d.many
            wrong = d.optional
            wrong = n.one
            wrong = n.two
            wrong = t["one"]
            wrong = f
            wrong = h.of(a, 3)
            wrong = generic(a, a)
            local: Rows | Float[Tensor, "a b"] = 3
            reveal_type(a); reveal_type(c); reveal_type(d.one); reveal_type(d.optional); reveal_type(n.two)
            reveal_type(t["one"]); reveal_type(f(a)); reveal_type(h.of(a, 3)); reveal_type(generic(a, a))
            reveal_type(generic); reveal_type(main); reveal_type(h.of); reveal_type(Data); reveal_type(Named)
            main(3, "", None, a, b, c, d, n)
            a.missing
            d.optional.missing
            return d
    """,
}

STRICT = ("strict = True", "disallow_any_explicit = True")


def messages(project: Project) -> list[str]:
    """Return what mypy itself says."""
    return [message for message in project.check() if "Revealed shape is" not in message]


def test_mypy_says_the_same(new_project: Callable[..., Project]) -> None:
    plain, with_plugin = new_project("", STRICT), new_project(CONFORMABLE, STRICT)
    for project in (plain, with_plugin):
        project.write(**SOURCES)
    expected = messages(plain)
    assert len(expected) > 30
    assert messages(with_plugin) == expected
    # What other modules find in mypy's cache.
    for project in (plain, with_plugin):
        project.write(main=f"{textwrap.dedent(SOURCES['main'])}\nx = 1  # changed\n")
    assert messages(with_plugin) == messages(plain) == expected


def test_every_shape_is_kept(new_project: Callable[..., Project]) -> None:
    spied = new_project(SPY_ONLY=" carries ")
    program = """
        from __future__ import annotations
        from typing import Generic, Optional, TypeVar, Union
        from jaxtyping import Float
        from arrays import Of, Tensor
        from fields import Either
        T = TypeVar("T")
        class Holder(Generic[T]):
            def method(self, x: Float[Of[T], "a"] | Float[Of[int], "b c"] | Float[Of[int], "d"]) -> None: self
        def some(
            x: Float[Tensor, "a"] | Float[Tensor, "b c"] | None,
            y: Optional[Union[Tensor, Float[Tensor, "d"]]],
            z: list[Float[Tensor, "e"] | Float[Tensor, "f"]],
        ) -> None: x
        def other(x: Either) -> None: x
    """
    spied.write(**SOURCES | {"main": program})
    said = [message.partition("note: ")[2] for message in spied.check() if message.startswith("main.py")]
    assert said == [
        'x carries Float "b c"; Float "d"',
        'x carries Float "a"; Float "b c"',
        'y carries Float "d"',
        'z carries Float "e"; Float "f"',
        'x carries Float "a"; Float "a b"',
    ]
