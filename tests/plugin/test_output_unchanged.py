"""What mypy says by itself is the same with the plugin and without, over real packages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugin_harness.packages import copy_package
from plugin_harness.project import CONFORMABLE, FAILING, Project

STRICT = (
    "strict = True",
    "warn_unreachable = True",
    "disallow_any_explicit = True",
    "disallow_any_decorated = True",
    "disallow_any_unimported = True",
    "enable_error_code = possibly-undefined, redundant-expr, truthy-bool, ignore-without-code",
    "show_column_numbers = True",
)

#: Notes that mypy gives once in a run, at a place that depends on what was in its cache.
GIVEN_ONCE = (
    "See https://mypy.readthedocs.io",
    'Hint: "python3 -m pip install',
    '(or run "mypy --install-types"',
)


def messages(project: Project, package: str) -> list[str]:
    """Return what mypy says about a package without arrays, about which the plugin has nothing to say."""
    done = project.run("--no-error-summary", "-p", package)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert not done.stderr, done.stderr
    said = done.stdout.splitlines()
    assert not [message for message in said if "could not analyse" in message]
    return sorted(
        message
        for message in said
        if not any(note in message for note in GIVEN_ONCE) and "note: Conformable:" not in message
    )


@pytest.mark.parametrize("annotated", [False, True], ids=["as_it_is", "annotated"])
@pytest.mark.parametrize(
    ("package", "plugin"), [("jaxtyping", CONFORMABLE), ("beartype", CONFORMABLE), ("_pytest", FAILING)]
)
def test_mypy_says_the_same(
    *, package: str, plugin: str, annotated: bool, new_project: Callable[..., Project]
) -> None:
    plain, with_plugin = new_project("", STRICT), new_project(plugin, STRICT)
    for project in (plain, with_plugin):
        copy_package(package, project.folder, annotated=annotated)
    expected = messages(plain, package)
    assert len(expected) > 200
    assert messages(with_plugin, package) == expected


def test_a_difference_would_be_seen(new_project: Callable[..., Project]) -> None:
    project = new_project("")
    project.write(module="x: int = ''\n")
    one = messages(project, "module")
    project.write(module="x: str = 1  # changed\n")
    assert messages(project, "module") != one


def test_the_number_of_results_in_a_type_is_left_to_mypy(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(
        torch="class Tensor: ...\n",
        main="""
            from torch import Tensor

            class Module:
                def __call__(self, x):
                    return self.forward(x)

                def forward(self, x: Tensor) -> tuple[Tensor, Tensor]: ...

            def both(x: Tensor) -> tuple[Tensor]: ...

            def unpacked(x: Tensor, module: Module) -> Tensor:
                first, second = both(x)
                one, other, third = module(x)
                return first
        """,
    )
    unpacking = [line for line in project.check() if "unpack" in line]
    assert len(unpacking) == 1
    assert "main.py:12: error: Need more than 1 value to unpack" in unpacking[0]


def test_a_tuple_of_one_type_may_be_of_any_length(new_project: Callable[..., Project]) -> None:
    project = new_project(CONFORMABLE)
    project.write(
        torch="""
            class Tensor:
                def __matmul__(self, other: "Tensor") -> "Tensor": ...

            def empty(*size: int) -> Tensor: ...
        """,
        main="""
            from jaxtyping import Float
            from torch import Tensor, empty

            def wide(levels: tuple[int], x: Float[Tensor, "3 n"]) -> Tensor:
                return empty(2, len(levels)) @ x

            def pair(levels: tuple[int, int], x: Float[Tensor, "3 n"]) -> Tensor:
                return empty(2, len(levels)) @ x
        """,
    )
    reported = [line for line in project.check() if "[shape" in line]
    assert len(reported) == 1
    assert reported[0].startswith("main.py:8: ")
