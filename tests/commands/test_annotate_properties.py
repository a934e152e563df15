"""Whatever is annotated: mypy says the same as before, the program runs, and each annotation is true there.

The files are the examples and the golden ones in `pass/`, as they are and without their return types.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
import pytest

from commands_harness.project import mypy_options
from conformable.commands.annotate import run
from conformable.commands.observations.mypy_run import MypyOptions, messages_about
from conformable.commands.reporting.messages import Message
from golden_harness.expectations import GOLDEN, golden_files
from golden_harness.modules import CHECKERS, load, load_checked

EXAMPLES = [
    path for path in sorted((GOLDEN.parent.parent / "examples").glob("*.py")) if path.stem != "planted_bug"
]
FILES = {"examples": EXAMPLES, "pass": golden_files("pass")}

AS_IS, STRIPPED = "as_is", "without_returns"

#: What asserts that a return type is wrong does not run without it.
ABOUT_RETURNS = {"type_ignore"}


@dataclass(frozen=True, slots=True)
class Annotated:
    """The files before and after.

    Attributes:
        variant: As they are, or without their return types.
        folder: Where they are.
        before: The content of each file as it was.
        said_before: What mypy said then.
        said_after: What it says now.
    """

    variant: str
    folder: Path
    before: dict[Path, str]
    said_before: list[Message]
    said_after: list[Message]

    def added(self, file: Path) -> Iterator[ast.AnnAssign]:
        """Yield the annotated locals that were not so before."""
        old = {(node.lineno, node.col_offset) for node in _annotated_locals(self.before[file])}
        for node in _annotated_locals(file.read_text(encoding="utf-8")):
            if (node.lineno, node.col_offset) not in old:
                yield node


@pytest.fixture(scope="module", params=[STRIPPED, pytest.param(AS_IS, marks=pytest.mark.long)])
def annotated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, commands_cache: Path
) -> Annotated:
    folder = tmp_path_factory.mktemp(request.param)
    before: dict[Path, str] = {}
    for kind, paths in FILES.items():
        (folder / kind).mkdir()
        for path in paths:
            text = path.read_text(encoding="utf-8")
            file = folder / kind / path.name
            before[file] = text if request.param == AS_IS else _without_returns(text)
            file.write_text(before[file], encoding="utf-8")
    own = mypy_options(commands_cache)
    options = MypyOptions(own[1], own[3])
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()) as told:
        said_before = messages_about(before, options)
        assert run([".", "--in-place", *own]) == 0, told.getvalue()
        return Annotated(request.param, folder, before, said_before, messages_about(before, options))


class _Strip(cst.CSTTransformer):
    def leave_FunctionDef(  # noqa: N802  -- libcst's name
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        result = updated_node.returns
        text = cst.Module([]).code_for_node(result.annotation) if result is not None else ""
        has_shape = "[Tensor, " in text or "[np.ndarray, " in text
        return updated_node.with_changes(returns=None) if has_shape else updated_node


def _without_returns(text: str) -> str:
    return cst.parse_module(text).visit(_Strip()).code


def _annotated_locals(text: str) -> Iterator[ast.AnnAssign]:
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            yield from (node for node in ast.walk(function) if isinstance(node, ast.AnnAssign))


def test_much_is_annotated(annotated: Annotated) -> None:
    """The other tests would pass if nothing were."""
    assert sum(len(list(annotated.added(file))) for file in annotated.before) > 60
    before = sum(map(_count_of_returns, annotated.before.values()))
    after = sum(_count_of_returns(file.read_text(encoding="utf-8")) for file in annotated.before)
    assert after - before > 150 or annotated.variant == AS_IS


def _count_of_returns(text: str) -> int:
    return sum(isinstance(n, ast.FunctionDef) and n.returns is not None for n in ast.walk(ast.parse(text)))


def test_mypy_says_the_same_but_for_what_asks_for_annotations(annotated: Annotated) -> None:
    before, after = (
        Counter((each.path, each.code, each.text) for each in said)
        for said in (annotated.said_before, annotated.said_after)
    )
    assert after - before == Counter()
    asking = (
        {"no-untyped-def", "no-any-return", "no-untyped-call"} if annotated.variant == STRIPPED else set()
    )
    assert {code for _, code, _ in before - after} <= asking


class _Judge(ast.NodeTransformer):
    """Lets each added annotation judge its value right behind the assignment."""

    def __init__(self, places: set[tuple[int, int]]) -> None:
        self.places = places
        self.depth = 0
        self.judged = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt] | ast.AnnAssign:
        # Functions inside of others have no checker, so that jaxtyping does not know their axis names.
        if self.depth != 1 or (node.lineno, node.col_offset) not in self.places:
            return node
        self.judged += 1
        name, hint = ast.unparse(node.target), ast.unparse(node.annotation)
        return [node, *ast.parse(f"assert isinstance({name}, {hint}), ({name}.shape, {name}.dtype)").body]


def judged(file: Path, annotated: Annotated) -> Path:
    """Write the program that judges itself, beside the file; each has a name of its own, as beartype asks."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    judge = _Judge({(node.lineno, node.col_offset) for node in annotated.added(file)})
    program = file.with_name(f"{annotated.variant}_{file.name}")
    program.write_text(ast.unparse(ast.fix_missing_locations(judge.visit(tree))), encoding="utf-8")
    return program


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("path", FILES["pass"], ids=lambda path: path.stem)
def test_a_golden_file_still_runs(path: Path, checker: str, annotated: Annotated) -> None:
    if annotated.variant == AS_IS or path.stem not in ABOUT_RETURNS:
        load_checked(judged(annotated.folder / "pass" / path.name, annotated), CHECKERS[checker]).run()


@pytest.mark.parametrize("path", FILES["examples"], ids=lambda path: path.stem)
def test_an_example_still_runs(path: Path, annotated: Annotated, capsys: pytest.CaptureFixture[str]) -> None:
    load(judged(annotated.folder / "examples" / path.name, annotated)).main()
    assert capsys.readouterr().out
