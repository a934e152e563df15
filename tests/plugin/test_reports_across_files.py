"""In mypy's daemon, an edit of one file changes the report in the other, as a cold run would."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from plugin_harness.project import CONFORMABLE, DAEMON, TORCH, Project

LAYERS = """
    from jaxtyping import Float
    from torch import Tensor

    def linear(
        x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]
    ) -> Float[Tensor, "batch n_out"]:
        return x @ w.T

    class Scale:
        def __init__(self, width: int) -> None:
            self.width = width

        def __call__(self, x: Float[Tensor, "batch {self.width}"]) -> Float[Tensor, "batch {self.width}"]:
            return x
"""

MAIN = """
    from jaxtyping import Float
    from torch import Tensor
    from layers import Scale, linear

    def use(x: Float[Tensor, "8 3"], w: Float[Tensor, "4 3"]) -> Float[Tensor, "8 4"]:
        return linear(x, w)

    def scale(x: Float[Tensor, "8 3"]) -> Float[Tensor, "8 3"]:
        return Scale(3)(x)
"""

#: Module, text, what it is replaced by, and what is then said about main.py.
EDITS = (
    ("layers", '"n_out n_in"]', '"n_in n_out"]', 'Argument "w" to "linear" has shape "4 3"'),
    ("layers", "self.width = width", "self.width = 2 * width", 'Argument "x" to "__call__" has shape "8 3"'),
    (
        "layers",
        '"batch {self.width}"]:',
        '"{self.width} batch"]:',
        'Argument "x" to "__call__" has shape "8 3"',
    ),
    ("main", '"4 3"', '"4 5"', 'Argument "w" to "linear" has shape "4 5"'),
)


def said(project: Project, *arguments: str, program: str = "mypy") -> list[str]:
    done = project.run(*arguments, ".", program=program)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return sorted(line for line in done.stdout.splitlines() if line.startswith(("layers.py", "main.py")))


def sources(project: Project) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in project.folder.glob("*.py")}


def test_an_edit_of_one_file_changes_the_report_in_the_other(new_project: Callable[..., Project]) -> None:
    project, cold = new_project(CONFORMABLE), new_project(CONFORMABLE)
    project.write(torch=TORCH, layers=LAYERS, main=MAIN)
    right = sources(project)
    daemon = partial(said, project, *DAEMON, "run", "--timeout", "60", "--", program="mypy.dmypy")
    try:
        assert daemon() == []
        for module, before, after, wanted in EDITS:
            text = sources(project)[module]
            assert before in text
            project.write(**{module: text.replace(before, after)})
            found = daemon()
            assert any(line.startswith("main.py") and wanted in line for line in found), found
        cold.write(**sources(project))
        assert daemon() == said(cold)
        project.write(**right)
        assert daemon() == []
    finally:
        project.run(*DAEMON, "stop", program="mypy.dmypy")
