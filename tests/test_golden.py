"""mypy with the plugin says what the comments of the golden files announce, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden_harness.expectations import (
    Message,
    expected_messages,
    functions_with_errors,
    golden_files,
    rewritten,
)
from golden_harness.mypy_run import run_mypy

INTERNAL_FAILURE = "could not analyse"

PASS, FAIL, REVEAL = (golden_files(folder) for folder in ("pass", "fail", "reveal"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


every_file = pytest.mark.parametrize("path", [*PASS, *FAIL, *REVEAL], ids=name_of)


@pytest.fixture(scope="session")
def reported(request: pytest.FixtureRequest) -> dict[Path, list[Message]]:
    return run_mypy(request.config.getoption("--golden-cache"))


@every_file
def test_mypy_says_what_the_comments_announce(
    path: Path, reported: dict[Path, list[Message]], request: pytest.FixtureRequest
) -> None:
    actual = reported.get(path, [])
    failures = [str(message) for message in actual if INTERNAL_FAILURE in message.text]
    assert not failures, "the plugin failed inside"
    if path.parent.name == "pass":
        assert [str(message) for message in actual] == [], "a file in pass/ must be silent"
    elif request.config.getoption("--update-golden"):
        source = path.read_text(encoding="utf-8")
        path.write_text(rewritten(source, actual), encoding="utf-8")
    else:
        assert _lines(actual) == _lines(expected_messages(path))


def _lines(messages: list[Message]) -> list[str]:
    """Print messages in the order of their lines; on one line mypy's own order counts."""
    return [str(message) for message in sorted(messages, key=lambda message: message.line)]


def test_each_bug_has_a_correct_twin() -> None:
    assert {path.stem for path in FAIL} == {path.stem for path in PASS}


def test_each_revealing_file_has_its_stem_in_pass() -> None:
    assert {path.stem for path in REVEAL} <= {path.stem for path in PASS}


@pytest.mark.parametrize("path", FAIL, ids=name_of)
def test_a_function_in_fail_holds_one_mistake_and_gets_one_report(path: Path) -> None:
    errors = {
        name: [message.text for message in messages if message.mark == "E"]
        for name, messages in functions_with_errors(path).items()
    }
    assert errors, "a file in fail/ without an error"
    assert {name: texts for name, texts in errors.items() if len(list(filter(is_of_shape, texts))) > 1} == {}
    others = [text for texts in errors.values() for text in texts if not is_of_shape(text)]
    assert [text for text in others if not text.endswith("[unused-ignore]")] == []


def is_of_shape(text: str) -> bool:
    return text.rpartition("[")[2].removesuffix("]").split("-")[0] == "shape"


@pytest.mark.parametrize("path", REVEAL, ids=name_of)
def test_a_file_in_reveal_only_reveals(path: Path) -> None:
    messages = expected_messages(path)
    assert messages
    assert [message.text for message in messages if not message.text.startswith("Revealed ")] == []
