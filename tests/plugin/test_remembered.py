"""mypy's daemon: only what an edit has to do with is interpreted again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugin_harness.project import CONFORMABLE, DAEMON, NOTED, NOTING, TORCH, Project

OTHER = """
    from torch import Tensor

    def first(x: Tensor, y: Tensor) -> Tensor:
        return x

    def untold(x: Tensor) -> int:
        return 1

    class Part:
        def __init__(self, n: int) -> None:
            self.n = n
"""

MAIN = """
    from jaxtyping import Float
    from torch import Tensor
    from other import Part, first, untold

    def helper(x):
        y = x
        return y

    def asks(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
        return helper(x)

    def alone(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
        return x + x

    def elsewhere(x: Float[Tensor, "n m"], y: Float[Tensor, "m n"]) -> Float[Tensor, "n m"]:
        return first(x, y)

    class Layer:
        def __init__(self, d: int) -> None:
            self.d = d
            self.other = d

        def width(self) -> int:
            return self.d

        def steps(self) -> int:
            return 1

        def given(self, x: Float[Tensor, "n {self.d}"]) -> Float[Tensor, "n {self.d}"]:
            return x

    class Holder:
        def __init__(self) -> None:
            self.part = Part(3)

        def one(self, x: Float[Tensor, "3"]) -> Float[Tensor, "{self.part.n}"]:
            return x

        def two(self, x: Float[Tensor, "3"]) -> Float[Tensor, "{self.part.n}"]:
            return x

    def wrong(x: Float[Tensor, "n m"]) -> Float[Tensor, "n m"]:
        return x.T
"""


@pytest.fixture
def project(new_project: Callable[..., Project], tmp_path: Path) -> Iterator[Project]:
    made = new_project(NOTING, **{NOTED: str(tmp_path / "noted.txt")})
    made.write(torch=TORCH, other=OTHER, main=MAIN)
    daemon_check(made)
    yield made
    made.run(*DAEMON, "stop", program="mypy.dmypy")


def daemon_check(project: Project) -> list[str]:
    return [line for line in project.check_in_daemon() if line.startswith(("main.py", "other.py"))]


def edit(project: Project, module: str, before: str, after: str) -> None:
    path = project.folder / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    project.write(**{module: text.replace(before, after)})


def interpreted(project: Project) -> set[str]:
    """Give the functions that are interpreted in a check."""
    noted = Path(project.environment[NOTED])
    noted.write_text("", encoding="utf-8")
    daemon_check(project)
    return set(noted.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("module", "before", "after", "again"),
    [
        ("main", "return x + x", "return x + x + x", {"alone"}),
        ("main", "    y = x\n", "    y = x + x\n", {"asks"}),
        ("main", "return self.d\n", "return self.d + 0\n", {"width"}),
        ("main", "import Tensor\n", "import Tensor\n\n# A comment\n", set()),
        ("other", "return 1", "z = x + x\n    return 1", {"untold", "other"}),
    ],
)
def test_what_an_edit_has_nothing_to_do_with_is_remembered(
    module: str, before: str, after: str, again: set[str], project: Project
) -> None:
    # What is interpreted before all modules are known is not remembered.
    edit(project, module, "from torch", "# edited\nfrom torch")
    daemon_check(project)
    edit(project, module, before, after)
    # What was found in `wrong` may have moved, and a module's own body says what other modules may know.
    found = {"wrong", "main"} if module == "main" else set()
    assert interpreted(project) == again | found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return x.T", "return x"),
        ("self.other = d", "self.other = d + 1"),
        ("return 1", "self.d = 2\n        return 1"),
        ("def helper(x)", "def helper(x, y=1)"),
    ],
    ids=["a finding is gone", "a constructor", "a store", "a signature"],
)
def test_what_can_be_seen_from_outside_is_interpreted_again(
    before: str, after: str, project: Project
) -> None:
    edit(project, "main", before, after)
    seen = {"main", "alone", "asks", "elsewhere", "width", "given", "wrong"}
    assert (seen if after != "return x" else {"main", "wrong"}) <= interpreted(project)


EDITS = (
    ("main", "    y = x\n", "    y = x.T\n", "helper(x) has shape"),
    ("main", "return self.d\n", "return self.d + 0\n", "helper(x) has shape"),
    ("main", "    y = x.T\n", "    y = x\n", ""),
    ("other", "return x\n", "return y\n", "first(x, y) has shape"),
    ("main", "import Tensor\n", "import Tensor\n\n\n", "first(x, y) has shape"),
    ("other", "return y\n", "return x.T.T + y\n", ""),
    ("other", "return x.T.T + y\n", "return y\n", "first(x, y) has shape"),
    ("other", "return y\n", "return x\n", ""),
    ("main", "return 1", "self.d = 2\n        return 1", ""),
    ("main", "return x.T", "return x", ""),
    ("other", "self.n = n\n", "self.n = n + 1\n", "{self.part.n}=4"),
    ("other", "self.n = n + 1\n", "self.n = n\n", ""),
    ("main", "return x + x", "return x.T + x.T", "x.T + x.T has shape"),
)


def test_the_daemon_says_what_a_cold_run_says(project: Project, new_project: Callable[..., Project]) -> None:
    for module, before, after, said in EDITS:
        edit(project, module, before, after)
        fresh = new_project(CONFORMABLE)
        fresh.write(**{path.stem: path.read_text(encoding="utf-8") for path in project.folder.glob("*.py")})
        found = daemon_check(project)
        assert found == sorted(line for line in fresh.check() if not line.startswith("torch.py"))
        assert any(said in message for message in found) or not said
        # Once more, though nothing has changed.
        assert daemon_check(project) == found


def test_a_module_that_is_gone_and_one_that_comes_back_are_seen(
    project: Project, new_project: Callable[..., Project]
) -> None:
    path = project.folder / "other.py"
    text = path.read_text(encoding="utf-8")
    for sources in ({}, {"other": text.replace("return x\n", "return (y)\n")}, {"other": text}):
        path.unlink(missing_ok=True)
        project.write(**sources)
        fresh = new_project(CONFORMABLE)
        fresh.write(torch=TORCH, main=MAIN, **sources)
        assert daemon_check(project) == sorted(
            line for line in fresh.check() if not line.startswith("torch.py")
        )
