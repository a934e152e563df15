"""`conformable verify --reference`: the table of the reference operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from commands_harness.project import Command, mypy_options
from conformable import reference
from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.observations.static_values import StaticTensor
from conformable.core.shapes import Shape


@pytest.fixture(scope="module")
def answer(verify: Command, commands_cache: Path) -> tuple[int, str]:
    return verify(["--reference", *mypy_options(commands_cache)])


def test_nothing_disagrees(answer: tuple[int, str]) -> None:
    status, output = answer
    assert status == 0, output
    counted = re.fullmatch(r"(\d+) compared, 0 disagree", output.splitlines()[-1])
    assert counted is not None
    assert int(counted[1]) > 1000


@pytest.mark.parametrize("operation", reference.__all__)
def test_each_operation_is_called_in_each_precision(operation: str, answer: tuple[int, str]) -> None:
    rows = [line for line in answer[1].splitlines() if line.startswith(f"{operation} ")]
    precisions = [row.split()[1] for row in rows]
    assert precisions == ["float32"] * 3 + ["float16"] * 3 + ["bfloat16"] * 3
    assert all(row.endswith("yes") for row in rows)


def test_each_body_is_compared(answer: tuple[int, str]) -> None:
    for operation in reference.__all__:
        assert f"inside {operation} " in answer[1]


def test_distinct_sizes_and_all_ones_are_among_the_draws(answer: tuple[int, str]) -> None:
    rows = [
        line for line in answer[1].splitlines() if line.startswith("scaled_dot_product_attention  float32")
    ]
    drawn = [re.findall(r"\w+=(\d+)", row) for row in rows]
    assert any(len(set(sizes)) == len(sizes) for sizes in drawn)
    assert any(set(sizes) == {"1"} for sizes in drawn)


def test_a_wrong_shape_is_found_out(
    verify: Command, commands_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(files: Iterable[Path], options: MypyOptions) -> StaticAnswer:
        answer = ask_static_half(files, options)
        bodies = []
        for body in answer.bodies:
            expressions = {
                span: replace(value, shape=Shape(value.shape.parts[::-1]))
                if isinstance(value, StaticTensor) and str(value.shape) == "*batch n_out"
                else value
                for span, value in body.expressions.items()
            }
            bodies.append(replace(body, expressions=expressions))
        return replace(answer, bodies=tuple(bodies))

    monkeypatch.setattr("conformable.commands.verifying.reference.ask_static_half", ask)
    status, output = verify(["--reference", *mypy_options(commands_cache)])
    assert status == 1
    assert " NO" in output
    assert not output.splitlines()[-1].endswith(" 0 disagree")


def test_a_missing_torch_is_one_clear_line(
    verify: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformable.commands.verify.find_spec", lambda name: None)
    assert verify(["--reference"]) == (2, "")
    said = "conformable verify: torch is not installed: pip install 'conformable[torch]'\n"
    assert capsys.readouterr().err == said


def test_a_device_that_is_not_there_is_one_clear_line(
    verify: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert verify(["--reference", "--device", "cuda"]) == (2, "")
    assert len(capsys.readouterr().err.splitlines()) == 1
