"""What the constructor of another file has left is known in the methods of a class that inherits it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from plugin_harness.project import CONFORMABLE, Project

#: The classes are known by their full names: torch itself would take half a minute.
TORCH = """
    class Tensor:
        def __matmul__(self, other: "Tensor") -> "Tensor": ...

    def empty(*size: int) -> Tensor: ...
"""

BASE = """
    from torch import Tensor, empty

    class Base:
        def __init__(self, d: int, h: int) -> None:
            self.up = empty(d, h)
            self.parts = {"down": empty(h, d)}
            self.changed = empty(d, h)
            self.size = h

        def change(self, changed: Tensor) -> None:
            self.changed = changed
"""

MAIN = """
    from jaxtyping import Float
    from torch import Tensor, empty
    from base import Base

    class Inheriting(Base):
        def right(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
            return x @ self.up @ self.parts["down"] @ self.changed @ empty(self.size, 3)

        def again(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.up @ self.up

        def by_key(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.parts["down"]

    class Extending(Base):
        def __init__(self, d: int, h: int) -> None:
            super().__init__(h, d)
            self.back = empty(h, d)

        def right(self, x: Float[Tensor, "batch h"]) -> Float[Tensor, "batch d"]:
            return x @ self.up

        def twice(self, x: Float[Tensor, "batch h"]) -> Tensor:
            return x @ self.up @ self.back @ self.back
"""

REFUSED = {
    "again": "inner sizes differ: h (axis -1 of x @ self.up) and d (axis -2 of self.up)",
    "by_key": "inner sizes differ: d (axis -1 of x) and h (axis -2 of self.parts['down'])",
    "twice": "inner sizes differ: d (axis -1 of x @ self.up) and h (axis -2 of self.back)",
}


def errors_in_main(project: Project, run: str, base: str, main: str, torch: str = TORCH) -> list[str]:
    """Check two files, in a warm run once more after an edit that changes nothing."""
    project.write(torch=torch, base=base, main=main)
    if run == "warm":
        project.check()
        project.write(main=f"{main}    # edited\n")
    return [line for line in project.check() if line.startswith("main.py") and ": error: " in line]


@pytest.mark.parametrize("run", ["cold", "warm"])
def test_an_inherited_constructor_of_another_file(new_project: Callable[..., Project], run: str) -> None:
    errors = errors_in_main(new_project(CONFORMABLE), run, BASE, MAIN)
    assert len(errors) == len(REFUSED)
    for error, reason in zip(errors, REFUSED.values(), strict=True):
        assert reason in error


DECIDING = """
    from torch import Tensor, empty

    class Base:
        def __init__(self, d: int, h: int) -> None:
            self.up = empty(d, h)
            self.skip = empty(d, h) if d != h else None
            self.same = d == h
            self.asked = 1 if d > 3 else 2
            if d != h:
                self.other = empty(d, h)
"""

ASKING = """
    from jaxtyping import Float
    from torch import Tensor
    from base import Base

    class Asking(Base):
        def whether_it_is_none(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.up @ self.up if self.skip is None else x @ self.skip

        def a_flag(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.up @ self.up if self.same else x

        def whether_it_is_there(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x if hasattr(self, "other") else x @ self.up @ self.up

        def nothing(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.up @ self.up
"""


@pytest.mark.parametrize("run", ["cold", "warm"])
def test_what_the_sizes_have_decided_in_another_file(new_project: Callable[..., Project], run: str) -> None:
    errors = errors_in_main(new_project(CONFORMABLE), run, DECIDING, ASKING)
    nothing = ASKING[: ASKING.index("def nothing")].count("\n") + 1
    assert [error.partition(":")[2].partition(":")[0] for error in errors] == [str(nothing)]


REBINDING = """
    from torch import Tensor, empty

    class Base:
        def __init__(self, d: int, h: int, given: Tensor) -> None:
            d, k = given.shape
            self.up = empty(d, h)
            self.down = empty(h, k)
"""

PASSING = """
    from jaxtyping import Float
    from torch import Tensor
    from base import Base

    def up(x: Float[Tensor, "batch d"], given: Tensor) -> Float[Tensor, "batch 3"]:
        return x @ Base(5, 3, given).up

    def down(x: Float[Tensor, "batch d"], given: Tensor) -> Tensor:
        return x @ Base(5, 3, given).up @ Base(5, 4, given).down
"""


@pytest.mark.parametrize("run", ["cold", "warm"])
def test_a_constructor_that_gives_a_parameter_another_size(
    new_project: Callable[..., Project], run: str
) -> None:
    errors = errors_in_main(new_project(CONFORMABLE), run, REBINDING, PASSING)
    assert len(errors) == 1
    assert "main.py:9: " in errors[0]


NUMBERED = """
    from torch import Tensor, empty

    class Base:
        def __init__(self, given: Tensor) -> None:
            n, k = given.shape
            self.up = empty(n, k)
            self.down = empty(k, len(input()))

    def size_of(given: Tensor) -> tuple[int, int]:
        return len(input()), given.shape[0]
"""


def test_lines_that_move_do_not_change_what_is_stored(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(torch=TORCH, base=NUMBERED, main="from base import Base, size_of\n")
    project.check()
    project.write(base=f"# moved\n{textwrap.dedent(NUMBERED).replace('n, k =', 'other = empty(3); n, k =')}")
    log = project.run("-v", ".").stderr
    assert "Cached module base has same interface" in log


NONE_AT_FIRST = """
    def chosen(axis):
        return axis

    class Base:
        def __init__(self, name):
            self.name = name
            self.axis = None

        def prepare(self, axis):
            self.axis = chosen(axis)
"""

REDUCING = """
    from jaxtyping import Float
    from torch import Tensor, sum
    from base import Base

    class Reducing(Base):
        def reduce(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch"]:
            return sum(x, self.axis)

        def whole(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch"]:
            return sum(x, None)
"""


def test_an_attribute_that_is_none_at_first(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE, ("check_untyped_defs = True",))
    torch = f"{textwrap.dedent(TORCH)}\ndef sum(x: Tensor, dim: int | None = None) -> Tensor: ...\n"
    project.write(torch=torch, base=NONE_AT_FIRST, main=REDUCING)
    errors = [line for line in project.check() if line.startswith("main.py") and ": error: " in line]
    assert len(errors) == 1
    assert "main.py:10: error: Return value has 0 axes" in errors[0]


LEFT_OUT = """
    from dataclasses import dataclass

    @dataclass
    class Config:
        d: int
        h: int | None = None
        plain: bool = False

        def __post_init__(self) -> None:
            if not self.plain:
                if self.h is None:
                    self.h = 4 * self.d
                assert self.h is not None

    class Base:
        def __init__(self, cfg: Config) -> None:
            self.cfg = cfg
            if cfg.h is None:
                raise ValueError
            self.h = cfg.h
"""

GIVEN = """
    from jaxtyping import Float
    from torch import Tensor, empty
    from base import Base, Config

    class Inheriting(Base):
        def __init__(self, cfg: Config) -> None:
            super().__init__(cfg)
            self.up = empty(cfg.d, self.h)
            self.down = empty(self.h, cfg.d)
            self.wrong = empty(cfg.d, cfg.d)

        def right(self, x: Float[Tensor, "batch d"]) -> Float[Tensor, "batch d"]:
            return x @ self.up @ self.down

        def swapped(self, x: Float[Tensor, "batch d"]) -> Tensor:
            return x @ self.up @ self.wrong
"""


@pytest.mark.parametrize("run", ["cold", "warm"])
def test_a_size_that_may_be_left_out(new_project: Callable[..., Project], run: str) -> None:
    errors = errors_in_main(new_project(CONFORMABLE), run, LEFT_OUT, GIVEN)
    assert len(errors) == 1
    assert "cfg.h (axis -1 of x @ self.up) and cfg.d (axis -2 of self.wrong)" in errors[0]


COUNTING = """
    from typing import Any

    class Base:
        def __init__(self) -> None:
            self.gain = 0.0
            self.count = 0.0

        def update(self, gain: Any) -> None:
            self.gain = gain
            self.count += 1.0
"""

MULTIPLYING = """
    from jaxtyping import Float
    from torch import Tensor
    from base import Base

    class Multiplying(Base):
        def right(self, x: Float[Tensor, "a b"]) -> Tensor:
            return x @ self.gain

        def wrong(self, x: Float[Tensor, "a b"]) -> Tensor:
            return x @ self.count
"""


@pytest.mark.parametrize("run", ["cold", "warm"])
def test_numbers_that_nothing_else_replaces(new_project: Callable[..., Project], run: str) -> None:
    torch = TORCH.replace('other: "Tensor"', "other: object")
    errors = errors_in_main(new_project(CONFORMABLE), run, COUNTING, MULTIPLYING, torch)
    assert len(errors) == 1
    assert "main.py:10: error: matmul: " in errors[0]
