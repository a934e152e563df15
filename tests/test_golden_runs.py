"""What is silent in the golden files runs, what is reported raises, and each witness is true.

Each file runs under jaxtyping's own checks (the oracle) and under `checked`; the two must agree.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from golden_harness.arguments import calls
from golden_harness.expectations import functions_with_errors, golden_files, static_only
from golden_harness.modules import CHECKERS, SHAPE_ERRORS, load, load_checked
from golden_harness.revealed import disagreements, revealed_shapes

every_checker = pytest.mark.parametrize("checker", CHECKERS)


def name_of(path: Path) -> str:
    return path.stem


@every_checker
@pytest.mark.parametrize("path", golden_files("pass"), ids=name_of)
def test_what_is_silent_runs(path: Path, checker: str) -> None:
    load_checked(path, CHECKERS[checker]).run()


@pytest.mark.parametrize("path", golden_files("reveal"), ids=name_of)
def test_what_is_revealed_is_what_the_value_has(path: Path) -> None:
    assert revealed_shapes(path), "a file in reveal/ without a shape"
    assert disagreements(path) == []


FAILING = [
    pytest.param(path, name, id=f"{path.stem}-{name or 'import'}")
    for path in golden_files("fail")
    for name in functions_with_errors(path)
    if name not in static_only(path)
]


@pytest.mark.parametrize("path", golden_files("fail"), ids=name_of)
def test_each_report_has_a_driver_or_a_reason(path: Path) -> None:
    names = set(functions_with_errors(path))
    if names == {""}:
        return  # The report is at the top level: importing the file is the driver.
    driven = set(load(path).RUNS)
    assert driven | set(static_only(path)) == names
    assert not driven & set(static_only(path))


@every_checker
@pytest.mark.parametrize(("path", "name"), FAILING)
def test_what_is_reported_raises(path: Path, name: str, checker: str) -> None:
    if not name:
        with pytest.raises(SHAPE_ERRORS):
            load(path)
        return
    module = load_checked(path, CHECKERS[checker])
    with pytest.raises(SHAPE_ERRORS) as raised:
        module.RUNS[name]()
    assert not _is_about_the_arguments(raised.value, name), "the driver breaks the annotations; the body must"


def _is_about_the_arguments(error: BaseException, name: str) -> bool:
    """Tell whether jaxtyping refuses what the function was called with, and not what its body does."""
    first_line = str(error).split("\n", maxsplit=1)[0]
    return first_line.startswith(
        "Type-check error whilst checking the parameters of"
    ) and first_line.endswith(f".{name}.")


WITNESSES = [
    pytest.param(path, name, message.witness, id=f"{path.stem}-{name}")
    for path in golden_files("fail")
    for name, messages in functions_with_errors(path).items()
    for message in messages
    if message.witness and name not in static_only(path)
]


def test_there_are_witnesses() -> None:
    assert WITNESSES


@every_checker
@pytest.mark.parametrize(("path", "name", "witness"), WITNESSES)
def test_each_witness_is_true(path: Path, name: str, witness: dict[str, int], checker: str) -> None:
    module = load_checked(path, CHECKERS[checker])
    # A flag or an optional argument may choose the failing path: one of its values must fail.
    assert any(_raises(call, name) for call in calls(module, name, witness))


def _raises(call: Callable[[], object], name: str) -> bool:
    try:
        call()
    except SHAPE_ERRORS as error:
        return not _is_about_the_arguments(error, name)
    except AssertionError:
        return False  # The witness keeps the facts of its own path, not those of the others.
    return False
