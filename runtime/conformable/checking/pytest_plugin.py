"""The option `--conformable=mypkg` of pytest: the tests of a package run with its shapes checked."""

from __future__ import annotations

import pytest

from conformable.checking.import_hook import install_import_hook, refuse_other_hooks


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    group = parser.getgroup("conformable", "shapes of tensors")
    group.addoption(
        "--conformable",
        action="append",
        default=[],
        metavar="PACKAGE",
        help="check the annotated shapes of a package while the tests run; several with commas",
    )


def _packages(values: list[str]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Install the import hook before any module of the tests is imported."""
    packages = _packages(early_config.known_args_namespace.conformable)
    if packages:
        _installed(packages)


def _installed(packages: list[str]) -> None:
    try:
        install_import_hook(packages)
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse the options of other packages that would check the same modules instead."""
    try:
        refuse_other_hooks(_packages(config.getoption("--conformable")))
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from None
