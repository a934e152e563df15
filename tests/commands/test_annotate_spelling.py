"""An annotation is spelt as the file spells its own; what it needs is imported where the file imports it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conformable.commands.annotating.hints import Array, Hint, Kind
from conformable.commands.annotating.imports import read_imports
from conformable.commands.annotating.spelling import read_spelling
from conformable.commands.annotating.writing import written
from conformable.commands.observations.sources import read_source

MASK = Array("Bool", "torch", "n")


def annotated(source: str, folder: Path, array: Array = MASK, kind: Kind = "local") -> str:
    """Annotate the first assignment or function of a file, and return the file."""
    path = folder / "file.py"
    path.write_bytes(source.encode())
    read = read_source(path, ())
    imports = read_imports(read.tree)
    wanted = ast.Assign if kind == "local" else ast.FunctionDef
    node = next(each for each in ast.walk(read.tree) if isinstance(each, wanted))
    hint = Hint(kind, "y", node.lineno, node.col_offset, (array,), is_tuple=False, lines=(node.lineno, 99))
    spelt = read_spelling(read, imports).spelt(hint)
    return source if spelt is None else written(source.encode(), [spelt], imports.statements).decode()


BODY = "\n\ndef f(x):\n    y = x > 0\n    return y\n"

IMPORTED = {
    "from jaxtyping import Float\nfrom torch import Tensor": (
        "from jaxtyping import Bool, Float\nfrom torch import Tensor",
        'Bool[Tensor, "n"]',
    ),
    "from jaxtyping import Bool\nimport torch": (
        "from jaxtyping import Bool\nimport torch",
        'Bool[torch.Tensor, "n"]',
    ),
    "import jaxtyping as jt\nimport torch as th": (
        "import jaxtyping as jt\nimport torch as th",
        'jt.Bool[th.Tensor, "n"]',
    ),
    "from jaxtyping import Bool as Mask\nfrom torch import Tensor as T": (
        "from jaxtyping import Bool as Mask\nfrom torch import Tensor as T",
        'Mask[T, "n"]',
    ),
    "from jaxtyping import (\n    Float,\n    Int,\n)\nfrom torch import Tensor": (
        "from jaxtyping import (\n    Bool,\n    Float,\n    Int,\n)\nfrom torch import Tensor",
        'Bool[Tensor, "n"]',
    ),
    "from jaxtyping import (\n    Array,\n)\nfrom torch import Tensor": (
        "from jaxtyping import (\n    Array,\n    Bool,\n)\nfrom torch import Tensor",
        'Bool[Tensor, "n"]',
    ),
    "from jaxtyping import Int, Float  # both\nfrom torch import Tensor": (
        "from jaxtyping import Int, Float, Bool  # both\nfrom torch import Tensor",
        'Bool[Tensor, "n"]',
    ),
    '"""A file."""\n\nfrom torch import Tensor': (
        '"""A file."""\n\nfrom torch import Tensor\nfrom jaxtyping import Bool',
        'Bool[Tensor, "n"]',
    ),
    "from jaxtyping import Bool": (
        "from jaxtyping import Bool\nfrom torch import Tensor",
        'Bool[Tensor, "n"]',
    ),
}


@pytest.mark.parametrize("imports", IMPORTED)
def test_names_are_written_as_they_are_imported(imports: str, tmp_path: Path) -> None:
    after, annotation = IMPORTED[imports]
    assert annotated(imports + BODY, tmp_path) == after + BODY.replace("y =", f"y: {annotation} =")


def test_the_class_and_the_quotes_are_those_of_other_annotations(tmp_path: Path) -> None:
    source = (
        "import torch\nfrom torch import Tensor\nfrom jaxtyping import Bool, Float\n\n"
        "def f(x: Float[torch.Tensor, 'n'], z: Float[torch.Tensor, 'n']):\n    y = x > z\n"
    )
    assert "    y: Bool[torch.Tensor, 'n'] = x > z\n" in annotated(source, tmp_path)


def test_each_library_has_its_class(tmp_path: Path) -> None:
    source = f"import numpy as np\nimport torch\nfrom jaxtyping import Float\n{BODY}"
    assert 'y: Float[np.ndarray, "n"] =' in annotated(source, tmp_path, Array("Float", "numpy", "n"))
    source = f"from jaxtyping import Array, Float\n{BODY}"
    assert 'y: Float[Array, "n"] =' in annotated(source, tmp_path, Array("Float", "jax", "n"))


@pytest.mark.parametrize(
    "taken", ["class Bool: ...", "for Bool in (): ...", "from sympy import Bool", "def g(Bool: int): ..."]
)
def test_a_name_that_means_something_else_is_not_written(taken: str, tmp_path: Path) -> None:
    source = f"from jaxtyping import Float\nfrom torch import Tensor\n{taken}\n\ndef f(x):\n    y = x > 0\n"
    assert annotated(source, tmp_path) == source


GUARDED = (
    "from typing import TYPE_CHECKING\n"
    "if TYPE_CHECKING:\n    from jaxtyping import Float\n    from torch import Tensor\n"
    "def f(x: 'Float[Tensor, \"n\"]'):\n    y = x > 0\n    return y\n"
)


def test_what_only_mypy_imports_is_enough_for_a_local(tmp_path: Path) -> None:
    text = annotated(GUARDED, tmp_path)
    assert "    from jaxtyping import Bool, Float\n" in text
    assert '    y: Bool[Tensor, "n"] = x > 0\n' in text


def test_what_only_mypy_imports_is_not_enough_for_an_annotation_that_is_evaluated(tmp_path: Path) -> None:
    assert annotated(GUARDED, tmp_path, kind="return") == GUARDED
    postponed = f"from __future__ import annotations\n{GUARDED}"
    assert ' -> Bool[Tensor, "n"]:' in annotated(postponed, tmp_path, kind="return")


FORMS = {
    "def f(x):\n    y   =   (  # why\n        x.T\n    )  # what\n": (
        'def f(x):\n    y: Bool[Tensor, "n"]   =   (  # why\n        x.T\n    )  # what\n'
    ),
    "def f(x):\r\n\ty = x ; z = x;\r\n": 'def f(x):\r\n\ty: Bool[Tensor, "n"] = x ; z = x;\r\n',
    "def f(x): y = x": 'def f(x): y: Bool[Tensor, "n"] = x',
    'def f(x):\n    "Größe"; y = x\n': 'def f(x):\n    "Größe"; y: Bool[Tensor, "n"] = x\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_nothing_else_is_touched(form: str, tmp_path: Path) -> None:
    start = "from jaxtyping import Bool\nfrom torch import Tensor\n"
    source = start + form
    path = tmp_path / "file.py"
    path.write_bytes(source.encode())
    read = read_source(path, ())
    node = next(each for each in ast.walk(read.tree) if isinstance(each, ast.Assign))
    column = read.character(node.lineno, node.col_offset)
    hint = Hint("local", "y", node.lineno, column, (MASK,), is_tuple=False, lines=(3, 9))
    imports = read_imports(read.tree)
    spelt = read_spelling(read, imports).spelt(hint)
    assert spelt is not None
    assert written(source.encode(), [spelt], imports.statements).decode() == start + FORMS[form]
