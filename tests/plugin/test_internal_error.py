"""A failure of the plugin does not end mypy, and does not pass unseen."""

from __future__ import annotations

from collections.abc import Callable

from plugin_harness.project import FAILING, Project

SOURCE = """
    import jaxtyping
    def sound(x: int) -> str:
        return x
    def broken(x: int) -> str:
        return x
    def sound_too(x: int) -> str:
        return x
"""

NOTE = (
    "module.py:4: note: Conformable could not analyse this body (ZeroDivisionError in failing_plugin.py:17);"
    " please report the code and the traceback that CONFORMABLE_DEBUG=1 prints"
)
MYPY = 'error: Incompatible return value type (got "int", expected "str")  [return-value]'


def test_a_failure_gives_one_note_and_mypy_goes_on(new_project: Callable[..., Project]) -> None:
    project = new_project(FAILING)
    project.write(module=SOURCE)
    assert project.check() == [
        f"module.py:3: {MYPY}",
        NOTE,
        f"module.py:5: {MYPY}",
        f"module.py:7: {MYPY}",
    ]


def test_the_note_can_be_silenced(new_project: Callable[..., Project]) -> None:
    project = new_project(FAILING)
    project.configure("[mypy.plugins.conformable]", "disable = shape")
    project.write(module=SOURCE)
    assert NOTE not in project.check()


def test_developers_get_the_traceback(new_project: Callable[..., Project]) -> None:
    project = new_project(FAILING, CONFORMABLE_DEBUG="1")
    project.write(module=SOURCE)
    done = project.run("--show-traceback", "module.py")
    assert done.returncode == 2
    assert "ZeroDivisionError" in done.stdout + done.stderr
