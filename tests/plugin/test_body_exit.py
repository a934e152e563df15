"""Which bodies the interpreter gets to see, once each, and how its findings are reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from plugin_harness.project import SPY, Project

BODIES = """
    from __future__ import annotations
    import sys
    from abc import abstractmethod
    from contextlib import suppress
    from typing import Iterator, NoReturn, Protocol, TypeVar, overload
    import jaxtyping

    S = TypeVar("S", int, str)
    T = TypeVar("T")

    def falls_through(x: int) -> None:
        print(x)

    def returns(x: int) -> int:
        return x

    def both_return(x: int) -> int:
        if x:
            return 1
        else:
            return 2

    def loops() -> None:
        while True:
            print()

    def never_returns(x: int) -> NoReturn:
        print(x)
        raise ValueError

    def generates() -> Iterator[int]:
        yield 1

    async def awaits() -> int:
        return await awaits()

    def suppresses() -> None:
        with suppress(ValueError):
            return None

    def matches(x: int) -> int:
        match x:
            case 1:
                return 1
            case _:
                return 2

    def of_values(x: S) -> S:
        return x

    def generic(x: T) -> T:
        return x

    @overload
    def overloaded(x: int) -> int: ...
    @overload
    def overloaded(x: str) -> str: ...
    def overloaded(x: int | str) -> int | str:
        return x

    def around() -> int:
        def nested() -> int:
            return 1
        for _ in range(3):
            def in_loop() -> int:
                return 2
            print(in_loop())
        return nested()

    def only_a_definition() -> None:
        def last() -> None:
            print()

    def later() -> int:
        return Late().attribute

    class Late:
        def __init__(self) -> None:
            self.attribute = returns(1)

        @property
        def read(self) -> int:
            return 1

        @read.setter
        def read(self, value: int) -> None:
            print(value)

        @staticmethod
        def static() -> int:
            return 1

        @abstractmethod
        def abstract_with_body(self) -> int:
            return 1

    if sys.version_info > (3, 0):
        def conditional() -> int:
            return 1
    else:
        def conditional() -> int:
            return 2

    def trivial() -> None: ...
    def with_docstring() -> None:
        '''Nothing.'''
    def raises() -> None:
        raise NotImplementedError
    def unannotated(x):
        return x

    print("module")
"""

SEEN = """
    falls_through returns both_return loops never_returns generates awaits suppresses matches of_values
    generic overloaded around nested in_loop only_a_definition last later __init__ read read static
    abstract_with_body conditional module
"""


@pytest.fixture(scope="module")
def ends(new_project: Callable[..., Project]) -> Counter[str]:
    """Name of a body -> how often it was interpreted."""
    project = new_project(SPY, SPY_COUNTS="1")
    project.write(module=BODIES)
    told = (re.search(r"note: end of (\w+), visit", message) for message in project.check())
    return Counter(found[1] for found in told if found is not None)


def test_every_body_is_seen_once(ends: Counter[str]) -> None:
    seen = Counter(SEEN.split())
    # mypy checks it once for each value of its type variable.
    seen["of_values"] = 2
    assert ends == seen


def test_unannotated_bodies_are_seen_if_mypy_checks_them(new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.write(module="import jaxtyping\ndef f(x):\n    return x\nprint()\n")
    assert project.check() == ["module.py:4: note: end of module"]
    checked = project.check("--check-untyped-defs")
    assert checked == ["module.py:2: note: end of f", "module.py:4: note: end of module"]


ENDINGS = {
    "raise_statement": "raise ImportError",
    "class_definition": "class C: ...",
    "function_definition": "def f() -> int:\n    return 1",
    "import_statement": "import sys",
    "assignment": "x = 1",
    "conditional_exit": "if x == 1:\n    raise SystemExit",
    "missing_import": "try:\n    import nothing_like_it\nexcept ImportError:\n    pass",
    "endless_loop": "while True:\n    print()",
    "text": "'text'",
    "last_of_all": "assert False",
}


def test_the_end_of_a_module_says_nothing_new(new_project: Callable[..., Project]) -> None:
    sources = {name: f"import jaxtyping\nx = 1\nprint(x)\n{text}\n" for name, text in ENDINGS.items()}
    plain, spied = new_project(""), new_project()
    plain.write(**sources)
    spied.write(**sources)
    found = spied.check()
    assert [message for message in found if "end of" not in message] == plain.check()
    assert {name for name in ENDINGS if any(f"end of {name}" in message for message in found)} == {*ENDINGS}


def test_a_module_that_cannot_see_arrays_is_left_alone(new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.write(blind="import json\nprint(json)\n", user="import blind\nprint(blind)\n")
    assert project.check() == ["user.py:2: note: end of user"]


REPORTS = """
    import jaxtyping
    from jaxtyping import Float
    class Tensor: ...
    def f() -> Float[Tensor, "a b"]:
        return Tensor()
    f(){comment}
    print()
"""


def reported(project: Project, comment: str = "", *arguments: str) -> list[str]:
    project.write(module=REPORTS.format(comment=comment))
    return [m for m in project.check(*arguments) if "end of" not in m]


REPORTED = [
    'module.py:6: error: f returns Float "a b"  [shape-op]',
    "module.py:6: note: as declared",
]


def test_a_report_is_an_error_with_notes(new_project: Callable[..., Project]) -> None:
    assert reported(new_project()) == REPORTED


@pytest.mark.parametrize("comment", ["# type: ignore", "# type: ignore[shape-op]", "# type: ignore[shape]"])
def test_a_comment_silences_an_error_and_its_notes(comment: str, new_project: Callable[..., Project]) -> None:
    found = reported(new_project(), f"  {comment}")
    # For the family, mypy recommends the narrower code.
    assert [message for message in found if "use narrower" not in message] == []


def test_an_unneeded_comment_is_reported_as_unused(new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.write(module="import jaxtyping\nx = 1  # type: ignore[shape-op]\nprint(x)\n")
    assert project.check() == [
        'module.py:2: error: Unused "type: ignore" comment  [unused-ignore]',
        "module.py:3: note: end of module",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("disable_error_code = shape-op",),
        ("disable_error_code = shape",),
        ("[mypy-module]", "disable_error_code = shape"),
        ("[mypy.plugins.conformable]", "disable = shape-op"),
        ("[mypy.plugins.conformable]", "disable = shape"),
    ],
)
def test_a_code_can_be_turned_off(lines: tuple[str, ...], new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.configure(*lines)
    assert reported(project) == []


def test_a_code_can_be_kept_of_a_family_that_is_turned_off(new_project: Callable[..., Project]) -> None:
    project = new_project()
    project.configure("[mypy.plugins.conformable]", "disable = shape", "enable = shape-op")
    assert reported(project) == REPORTED
