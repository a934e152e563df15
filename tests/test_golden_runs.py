"""What is silent in the golden files runs, what is reported raises, and each witness is true.

Each file runs under jaxtyping's own checks (the oracle) and under `checked`; the two must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from golden_harness.arguments import argument_lists
from golden_harness.expectations import functions_with_errors, golden_files
from golden_harness.modules import CHECKERS, SHAPE_ERRORS, find, load, load_checked
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


def _functions_in_fail() -> Iterator[pytest.param]:
    for path in golden_files("fail"):
        for name in functions_with_errors(path):
            yield pytest.param(path, name, id=f"{path.stem}-{name or 'import'}")


@pytest.mark.parametrize("path", golden_files("fail"), ids=name_of)
def test_each_report_has_a_driver_or_a_reason(path: Path) -> None:
    names = set(functions_with_errors(path))
    if names == {""}:
        return  # The report is at the top level: importing the file is the driver.
    module = load(path)
    static_only: dict[str, str] = getattr(module, "STATIC_ONLY", {})
    assert set(module.RUNS) | set(static_only) == names
    assert not set(module.RUNS) & set(static_only)


@every_checker
@pytest.mark.parametrize(("path", "name"), list(_functions_in_fail()))
def test_what_is_reported_raises(path: Path, name: str, checker: str) -> None:
    if not name:
        with pytest.raises(SHAPE_ERRORS):
            load(path)
        return
    module = load_checked(path, CHECKERS[checker])
    if reason := getattr(module, "STATIC_ONLY", {}).get(name):
        pytest.skip(reason)
    with pytest.raises(SHAPE_ERRORS) as raised:
        module.RUNS[name]()
    own_parameters = f"checking the parameters of {module.__name__}.{name}."
    assert own_parameters not in str(raised.value), "the driver breaks the annotations; the body must"


def _witnesses() -> Iterator[pytest.param]:
    for path in golden_files("fail"):
        for name, messages in functions_with_errors(path).items():
            for message in messages:
                if message.witness:
                    yield pytest.param(path, name, message.witness, id=f"{path.stem}-{name}")


WITNESSES = list(_witnesses())


def test_there_are_witnesses() -> None:
    assert WITNESSES


@every_checker
@pytest.mark.parametrize(("path", "name", "witness"), WITNESSES)
def test_each_witness_is_true(path: Path, name: str, witness: dict[str, int], checker: str) -> None:
    module = load_checked(path, CHECKERS[checker])
    if reason := getattr(module, "STATIC_ONLY", {}).get(name):
        pytest.skip(reason)
    function = find(module, name)
    # A flag or an optional argument may choose the failing path: one of its values must fail.
    assert any(_raises(function, arguments) for arguments in argument_lists(function, witness))


def _raises(function: Callable[..., object], arguments: dict[str, object]) -> bool:
    try:
        function(**arguments)
    except SHAPE_ERRORS:
        return True
    return False
