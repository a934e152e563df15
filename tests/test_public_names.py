"""The stub of the package names what the package gives, with the same parameters."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import conformable


@pytest.fixture(scope="module")
def stub(root: Path) -> ast.Module:
    return ast.parse((root / "runtime" / "conformable" / "__init__.pyi").read_text(encoding="utf-8"))


def test_the_names_are_the_same(stub: ast.Module) -> None:
    (listed,) = (
        each for each in stub.body if isinstance(each, ast.Assign) and "__all__" in ast.unparse(each)
    )
    assert ast.literal_eval(listed.value) == conformable.__all__
    assert {each for each in conformable.__all__ if not hasattr(conformable, each)} == set()


@pytest.mark.parametrize("name", ["checked", "install_import_hook", "rule", "unchecked"])
def test_the_parameters_are_the_same(name: str, stub: ast.Module) -> None:
    declared = [each.args for each in stub.body if isinstance(each, ast.FunctionDef) and each.name == name]
    parameters = [[*each.posonlyargs, *each.args, *each.kwonlyargs] for each in declared]
    written = {argument.arg for each in parameters for argument in each}
    assert written == set(inspect.signature(getattr(conformable, name)).parameters)


@pytest.mark.parametrize("name", ["NotationError", "config"])
def test_the_members_are_there(name: str, stub: ast.Module) -> None:
    kind = {"config": "_Configuration"}.get(name, name)
    (declared,) = (each for each in stub.body if isinstance(each, ast.ClassDef) and each.name == kind)
    methods = [each.name for each in declared.body if isinstance(each, ast.FunctionDef)]
    assert [each for each in methods if not hasattr(getattr(conformable, name), each)] == []
