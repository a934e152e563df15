"""Diagnostics arrive on opening, typing and saving, with place, code, witness and declarations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lsprotocol.types import DiagnosticSeverity

from lsp_harness.editor import File

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAYER = """\
from jaxtyping import Float
from torch import Tensor


def layer(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    "Größe 😀"; y = x @ w
    return y
"""


async def test_a_report_has_its_place_its_witness_and_where_the_shapes_were_declared(
    new_file: Callable[[str], File],
) -> None:
    file = new_file("layer.py")
    (said,) = await file.open(LAYER)
    assert (said.source, said.code, said.severity) == (
        "conformable",
        "shape-matmul",
        DiagnosticSeverity.Error,
    )
    assert said.range.start == file.position("x @ w")
    assert said.range.end.character == file.position("x @ w").character + len("x @ w")
    assert said.message.startswith(
        "matmul: inner sizes differ: n_in (axis -1 of x) and n_out (axis -2 of w)\n"
    )
    assert "fails for n_in=2, n_out=3" in said.message
    related = {each.message: each.location for each in said.related_information or ()}
    assert "fails for n_in=2, n_out=3" in related
    declared = related['x: Float[Tensor, "batch n_in"], declared at line 5']
    assert (declared.uri, declared.range.start.line) == (file.uri, 4)
    await file.close()


async def test_what_is_typed_is_checked_before_it_is_saved(new_file: Callable[[str], File]) -> None:
    file = new_file("typed.py")
    assert len(await file.open(LAYER)) == 1
    assert await file.type(LAYER.replace("x @ w", "x @ w.T")) == []
    (said,) = await file.type(LAYER.replace("x @ w", "x @ x"))
    assert said.code == "shape-matmul"
    assert file.path.read_text(encoding="utf-8") == LAYER
    await file.close()


async def test_a_change_of_one_letter_is_seen(new_file: Callable[[str], File]) -> None:
    """Mypy's own daemon does not see a file that is saved within a second, of the same size."""
    file = new_file("letter.py")
    await file.open(LAYER.replace("x @ w", "w @ w"))
    for left, code in (("x", "shape-matmul"), ("u", "name-defined"), ("x", "shape-matmul")):
        file.type_only(LAYER.replace("x @ w", f"{left} @ w"))
        (said,) = await file.save()
        assert said.code == code
    await file.close()


async def test_mypys_own_errors_are_there_too(new_file: Callable[[str], File]) -> None:
    file = new_file("own.py")
    (said,) = await file.open('count: int = "one"\n')
    assert (said.source, said.code) == ("mypy", "assignment")
    await file.close()


async def test_broken_syntax_is_said_and_then_forgotten(new_file: Callable[[str], File]) -> None:
    file = new_file("broken.py")
    await file.open(LAYER)
    (said,) = await file.type(LAYER.replace("x @ w", "x @ @ w"))
    assert (said.source, said.code) == ("mypy", "syntax")
    (said,) = await file.type(LAYER)
    assert said.code == "shape-matmul"
    await file.close()


async def test_a_file_that_is_broken_on_disk_is_checked_once_it_is_mended(
    new_file: Callable[[str], File],
) -> None:
    file = new_file("mended.py")
    assert {said.code for said in await file.open("def f(:\n")} == {"syntax"}
    (said,) = await file.type(LAYER)
    assert said.code == "shape-matmul"
    await file.close()


async def test_an_edit_in_one_file_changes_the_report_in_another(new_file: Callable[[str], File]) -> None:
    layer = new_file("imported.py")
    user = new_file("user.py")
    assert await layer.open(LAYER.replace("x @ w", "x @ w.T")) == []
    calling = """\
from imported import layer
from jaxtyping import Float
from torch import Tensor


def use(x: Float[Tensor, "b n"], w: Float[Tensor, "m n"]) -> Float[Tensor, "b m"]:
    return layer(x, w)
"""
    assert await user.open(calling) == []
    user.client.diagnostics.pop(user.uri)
    await layer.type(LAYER.replace('"n_out n_in"', '"n_in n_out"'))
    (said,) = await user.said()
    assert said.code == "shape-mismatch"
    await user.close()
    await layer.close()


async def test_two_files_of_one_name_do_not_stop_each_other(new_file: Callable[[str], File]) -> None:
    first, second = new_file("train.py"), new_file("other/train.py")
    second.path.parent.mkdir()
    assert len(await first.open(LAYER)) == 1
    assert len(await second.open(LAYER)) == 1
    await second.close()
    await first.close()
