"""Options of the test suite."""

from __future__ import annotations

from pathlib import Path

import pytest

# Material, not tests: test_golden.py and test_golden_runs.py read the golden files, and the drivers run with
# packages that are not installed here.
collect_ignore = ["golden", "packages_harness/drivers"]

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the expected messages in tests/golden with what mypy says now",
    )
    parser.addoption(
        "--golden-cache",
        type=Path,
        default=ROOT / ".cache" / "golden",
        help="mypy's cache for the golden files, kept between runs (default: .cache/golden)",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT
