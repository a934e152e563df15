"""Every tensor that an example holds in a variable has a known shape, and no example is reported."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import re
import runpy
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
import torch

from conformable.commands.observations.mypy_run import MypyOptions, StaticAnswer, ask_static_half
from conformable.commands.showing.entries import shown
from golden_harness.expectations import GOLDEN

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*.py") if path.stem != "planted_bug")

#: Variables whose shape is not known to the last size, and why that is so.
REASONS = {
    ("mixture_of_experts", "MixtureOfExperts.forward", "rows"): "which tokens chose an expert is data",
    ("mixture_of_experts", "MixtureOfExperts.forward", "slots"): "as many as there are rows",
    ("mixture_of_experts", "MixtureOfExperts.forward", "said"): "one row for each of the rows",
    ("mlp", "main", "parameter"): "one of four tensors of different shapes",
    ("mlp", "main", "gradient"): "has the shape of the parameter",
}

_UNKNOWN = re.compile(r"(?<!\w)_(?!\w)|\.\.\.")


@pytest.fixture(scope="module")
def answer(request: pytest.FixtureRequest) -> StaticAnswer:
    """What the static half says about all examples."""
    cache = request.config.getoption("--golden-cache")
    return ask_static_half(FILES, MypyOptions(str(GOLDEN / "mypy.ini"), str(cache)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_variable_that_holds_a_tensor_has_a_known_shape(path: Path, answer: StaticAnswer) -> None:
    known, unknown = _assigned(path, answer)
    held = _held(path)
    assert held, "no function of this example has been run"
    open_ones = {name for name in held if name in unknown or name not in known}
    assert open_ones == {(function, name) for stem, function, name in REASONS if stem == path.stem}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_is_not_reported(path: Path, answer: StaticAnswer) -> None:
    reports = [message for message in answer.messages_of(path) if (message.code or "").startswith("shape")]
    assert reports == []


def _assigned(path: Path, answer: StaticAnswer) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Give the variables that are seen to get tensors: those with known shapes, and others."""
    known: set[tuple[str, str]] = set()
    unknown: set[tuple[str, str]] = set()
    for entry in shown(path, answer).entries:
        if entry.role == "assignment" and entry.function is not None:
            function = entry.function.partition(f"{path.stem}.")[2]
            for name in re.findall(r"[\w.]+", entry.target):
                (unknown if _UNKNOWN.search(entry.text) else known).add((function, name))
    return known, unknown


def _held(path: Path) -> set[tuple[str, str]]:
    """Run an example, and give the variables that its functions hold tensors in, other than parameters."""
    # In a process of its own: beartype keeps the classes of `__main__`, and the next example has others.
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run_and_watch, args=(path, theirs))
    process.start()
    theirs.close()
    held: set[tuple[str, str]] = ours.recv()
    process.join()
    return held


def _run_and_watch(path: Path, connection: Connection) -> None:
    torch.set_num_threads(1)
    held: set[tuple[str, str]] = set()

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event != "return" or code.co_filename != str(path) or code.co_name.startswith("<"):
            return
        parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        for name, value in frame.f_locals.items():
            if isinstance(value, torch.Tensor | np.ndarray) and name not in parameters:
                held.add((code.co_qualname, name))

    with contextlib.redirect_stdout(io.StringIO()):
        sys.setprofile(watch)
        runpy.run_path(str(path), run_name="__main__")
        sys.setprofile(None)
    connection.send(held)
