"""`conformable verify`: what the static half says is what happens, and a lie is found out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from commands_harness.project import Command, Project, mypy_options
from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.observations.records import Body
from conformable.commands.observations.static_values import StaticTensor, StaticValue
from conformable.commands.verifying.tables import Progress
from conformable.commands.waiting import shown_while_waiting
from conformable.core.shapes import Shape
from golden_harness.expectations import GOLDEN

WITH_NUMPY = """\
import numpy as np
from jaxtyping import Float


def scaled(x: Float[np.ndarray, "b n"]) -> Float[np.ndarray, "b n"]:
    return 2 * x


def fails(x: Float[np.ndarray, "b"]) -> Float[np.ndarray, "b"]:
    raise RuntimeError("always")
"""

SOURCE = '''\
"""Functions of all kinds."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn


class Unknowable:
    def __init__(self, secret) -> None:
        self.secret = secret


@dataclass
class Weights:
    w: Float[Tensor, "m n"]


class Scale(nn.Module):
    def __init__(self, n: int, factor: float = 2.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((n,), factor))

    def forward(self, x: Float[Tensor, "b {self.n}"]) -> Float[Tensor, "b n"]:
        return x * self.weight

    @property
    def n(self) -> int:
        return self.weight.shape[0]


def product(x: Float[Tensor, "b n"], weights: Weights) -> Float[Tensor, "b m"]:
    return x @ weights.w.T


def heads(x: Float[Tensor, "b d"], h: int) -> Float[Tensor, "b h d//h"]:
    return x.view(x.shape[0], h, x.shape[1] // h)


def repeated(x: Float[Tensor, "n n"], times: int) -> Float[Tensor, "n n"]:
    for _ in range(times):
        x = x @ x
    while x.shape[0] > 100:
        x = x[:100, :100]
    return x


def rows(x: Float[Tensor, "b n"]) -> list[Float[Tensor, "n"]]:
    return [row * 2 for row in x]


def windows(x: Float[Tensor, "n d"], size: int) -> Tensor:
    total = torch.zeros(size, x.shape[1])
    for start in range(x.shape[0]):
        part = x[start : start + size]
        total = total + part
    return total


def cut(x: Float[Tensor, "n"], y: Float[Tensor, "m"], flag: bool) -> Tensor:
    if flag:
        part = x[: y.shape[0]]
        return part + y
    return x


def told(x: Float[Tensor, "b n"]) -> str:
    return f"shape {(x @ x.T).shape}, {x.sum(dim=0)!r:>{x.T.shape[0]}}"


def misusing(x: Float[Tensor, "b n"], weights: Weights) -> Tensor:
    return product(x[0], weights)


def of_something(x: Float[Tensor, "b"], thing: Unknowable) -> Float[Tensor, "b"]:
    return x


def fails(x: Float[Tensor, "b"]) -> Float[Tensor, "b"]:
    raise KeyError("always")


def without_shapes(path: str) -> None:
    open(path)
'''


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


@pytest.fixture(scope="module")
def verified(project: Project, verify: Command) -> str:
    status, output = verify([str(project.file), *project.mypy_options])
    assert status == 0, output
    return output


def rows_of(output: str, expression: str) -> list[list[str]]:
    rows = [re.split(r"\s{2,}", line) for line in output.splitlines()]
    return [row for row in rows if len(row) > 1 and row[1] == expression]


def test_the_last_line_counts(verified: str) -> None:
    counted = re.fullmatch(r"(\d+) expressions, (\d+) runs, 0 disagree", verified.splitlines()[-1])
    assert counted is not None
    assert int(counted[1]) >= 10
    assert int(counted[2]) == 8 * 5, "eight functions can be run, five times each"


def test_each_expression_has_a_row(verified: str) -> None:
    ((line, _, shape, sizes, actual, agree),) = rows_of(verified, "x @ weights.w.T")
    assert SOURCE.splitlines()[int(line) - 1].endswith("x @ weights.w.T")
    assert shape == '"b m"'
    named = dict(pair.split("=") for pair in sizes.split(", "))
    assert actual == f'"{named["b"]} {named["m"]}"'
    assert agree == "yes"


def test_objects_are_built_from_their_constructors(verified: str) -> None:
    assert "Scale.forward" not in verified, "it was run, so it is not listed as not run"
    assert "not run: product" not in verified


def test_what_cannot_be_built_is_listed(verified: str) -> None:
    assert "not run: of_something: thing: Unknowable: secret: it has no annotation" in verified


def test_what_always_raises_is_listed(verified: str) -> None:
    assert "not run: fails: every run raises; the first: KeyError: 'always'" in verified


def test_what_is_assumed_is_said(verified: str) -> None:
    assert "assumed: d == (d//h)*h" in verified


@pytest.mark.parametrize("part", ["x[start : start + size]", "x[: y.shape[0]]"])
def test_what_is_assumed_in_a_loop_or_on_one_way_only_is_met_or_nothing_is_said(
    part: str, verified: str
) -> None:
    ((_, _, _, _, _, agree),) = rows_of(verified, part)
    assert agree == "yes"


@pytest.mark.parametrize("expression", ["x @ x.T", "x.sum(dim=0)", "x.T"])
def test_expressions_in_an_f_string_are_compared(expression: str, verified: str) -> None:
    assert {row[-1] for row in rows_of(verified, expression)} == {"yes"}


def test_a_call_that_annotations_do_not_allow_is_listed_and_not_compared(verified: str) -> None:
    assert (
        "not compared: calls of sample.product with arguments that its annotations do not allow" in verified
    )


def test_a_bar_shows_on_a_terminal_how_far_a_run_has_come() -> None:
    terminal = Terminal()
    progress = Progress(terminal, 4)
    for name in ("first", "second", "third"):
        progress(name)
    shown = terminal.getvalue().split("\r")[1:]
    assert [line.split()[1:] for line in shown] == [["1/4", "first"], ["2/4", "second"], ["3/4", "third"]]
    filled = [line.count("#") for line in shown]
    assert filled == sorted(set(filled)), "the bar grows"
    progress.end()
    assert not terminal.getvalue().rpartition("third")[2].strip()


def test_no_bar_is_shown_in_a_file() -> None:
    stream = io.StringIO()
    Progress(stream, 1)("first")
    assert stream.getvalue() == ""


def test_functions_without_shapes_are_left_alone(verified: str) -> None:
    assert "without_shapes" not in verified


def test_one_function_can_be_named(project: Project, verify: Command) -> None:
    status, output = verify([f"{project.file}::heads", *project.mypy_options, "--runs", "3"])
    assert status == 0
    assert output.splitlines()[-1].endswith("expressions, 3 runs, 0 disagree")
    assert rows_of(output, "x @ weights.w.T") == []


def test_a_function_that_is_not_there_is_a_usage_error(
    project: Project, verify: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = verify([f"{project.file}::haeds", *project.mypy_options])
    assert status == 2
    assert "haeds" in capsys.readouterr().err


def test_the_same_seed_draws_the_same_sizes(project: Project, verify: Command, verified: str) -> None:
    assert verify([str(project.file), *project.mypy_options]) == (0, verified)
    other = verify([str(project.file), *project.mypy_options, "--seed", "1"])
    assert other[0] == 0
    assert other[1] != verified


def test_other_precisions(project: Project, verify: Command) -> None:
    status, output = verify([f"{project.file}::product", *project.mypy_options, "--dtype", "bfloat16"])
    assert status == 0, output


Lie = Callable[[Shape], Shape]


@pytest.fixture(scope="module")
def answer(project: Project) -> StaticAnswer:
    configuration, cache = project.mypy_options[1::2]
    return ask_static_half([project.file], MypyOptions(configuration, cache))


def lying(answer: StaticAnswer, lie: Lie, function: str) -> StaticAnswer:
    """Return an answer that says something else about the expressions of a function."""

    def twisted(value: StaticValue) -> StaticValue:
        return replace(value, shape=lie(value.shape)) if isinstance(value, StaticTensor) else value

    def changed(body: Body) -> Body:
        if not str(body.function).endswith(f".{function}"):
            return body
        return replace(body, expressions={span: twisted(value) for span, value in body.expressions.items()})

    return replace(answer, bodies=tuple(map(changed, answer.bodies)))


@pytest.mark.parametrize("function", ["product", "heads", "repeated", "rows"])
@pytest.mark.parametrize(
    "lie",
    [
        lambda shape: Shape(tuple(reversed((*shape.parts, *Shape.of(7).parts)))),
        lambda shape: Shape(shape.parts[1:]),
        lambda shape: Shape(tuple(part + 1 for part in shape.before)),
    ],
    ids=["another rank", "an axis less", "other sizes"],
)
def test_a_wrong_static_half_is_found_out(
    project: Project,
    answer: StaticAnswer,
    verify: Command,
    monkeypatch: pytest.MonkeyPatch,
    lie: Lie,
    function: str,
) -> None:
    said = lying(answer, lie, function)
    monkeypatch.setattr("conformable.commands.verify.ask_static_half", lambda *_: said)
    status, output = verify([f"{project.file}::{function}", *project.mypy_options])
    assert status == 1
    assert " NO" in output
    assert not output.splitlines()[-1].endswith(" 0 disagree")


@pytest.mark.parametrize("folder", ["pass", "reveal"])
def test_the_golden_files_are_verified(folder: str, verify: Command, commands_cache: Path) -> None:
    status, output = verify([str(GOLDEN / folder), *mypy_options(commands_cache), "--runs", "3"])
    assert status == 0, output
    assert output.splitlines()[-1].endswith(" 0 disagree")


@pytest.mark.parametrize("path", sorted((GOLDEN / "pass").glob("*.py")), ids=lambda path: path.stem)
@pytest.mark.long
def test_the_drivers_of_the_golden_files_are_verified(
    path: Path, verify: Command, commands_cache: Path
) -> None:
    status, output = verify([f"{path}::run", *mypy_options(commands_cache), "--runs", "1"])
    assert status == 0, output


def test_the_examples_are_verified(root: Path, verify: Command, commands_cache: Path) -> None:
    status, output = verify([str(root / "examples"), *mypy_options(commands_cache), "--runs", "3"])
    assert status == 0, output
    assert output.splitlines()[-1].endswith(" 0 disagree")


def test_every_witness_of_the_golden_files_is_true(verify: Command, commands_cache: Path) -> None:
    status, output = verify(["--witness", str(GOLDEN / "fail"), *mypy_options(commands_cache)])
    assert status == 0, output
    counted = re.fullmatch(r"(\d+) reports, (\d+) executed, 0 do not fail", output.splitlines()[-1])
    assert counted is not None
    assert int(counted[2]) > 0.8 * int(counted[1])


def test_a_witness_that_does_not_fail_is_found_out(
    make_project: Callable[[str], Project], verify: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(
        "from jaxtyping import Float\nfrom torch import Tensor\n\n\n"
        'def same(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:\n    return x.T.mT\n'
    )

    def ask(files: Iterable[Path], options: MypyOptions) -> StaticAnswer:
        answer = ask_static_half(files, options)
        twisted = [replace(message, notes=("fails for n=3, m=3",)) for message in answer.messages]
        return replace(answer, messages=tuple(twisted))

    monkeypatch.setattr("conformable.commands.verifying.witnesses.ask_static_half", ask)
    status, output = verify(["--witness", str(project.file), *project.mypy_options])
    assert status == 1, output
    assert "DOES NOT FAIL" in output


def test_a_missing_torch_is_an_error(
    project: Project, verify: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformable.commands.verify.find_spec", lambda name: None)
    for option in ([], ["--witness"]):
        assert verify([*option, str(project.file), *project.mypy_options]) == (2, "")
        assert capsys.readouterr().err == (
            f"conformable verify: {project.file} imports torch, which is not installed: "
            "pip install 'conformable[torch]'\n"
        )


def test_a_file_without_torch_needs_none(
    make_project: Callable[[str], Project], verify: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(WITH_NUMPY)
    monkeypatch.setattr("conformable.commands.verify.find_spec", lambda name: None)
    status, output = verify([f"{project.file}::scaled", *project.mypy_options])
    assert status == 0, output


def test_a_run_in_which_nothing_runs_is_an_error(
    make_project: Callable[[str], Project], verify: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(WITH_NUMPY)
    status, output = verify([f"{project.file}::fails", *project.mypy_options])
    assert status == 2, output
    assert "nothing ran: 1 function could not be run, see above" in capsys.readouterr().err


def test_a_file_that_cannot_be_executed_is_an_error(
    make_project: Callable[[str], Project], verify: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(WITH_NUMPY + "\nraise RuntimeError('no')\n")
    status, output = verify([str(project.file), *project.mypy_options])
    assert status == 2, output
    assert "it cannot be executed: RuntimeError: no" in output
    assert "1 file could not be executed, see above" in capsys.readouterr().err


def test_a_terminal_shows_that_mypy_runs(tmp_path: Path) -> None:
    terminal = Terminal()
    with shown_while_waiting(tmp_path, terminal):
        pass
    shown = [line.strip() for line in terminal.getvalue().split("\r")]
    assert shown == ["", "mypy is checking, 0 seconds (the first run reads all that is imported)", "", ""]


def test_nothing_is_shown_elsewhere_while_mypy_runs(tmp_path: Path) -> None:
    stream = io.StringIO()
    with shown_while_waiting(tmp_path, stream):
        pass
    assert stream.getvalue() == ""
