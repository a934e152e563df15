"""Code actions: what they write is what mypy then accepts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lsp_harness.editor import File

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAYER = """\
import torch
from jaxtyping import Float


def layer(
    x: Float[torch.Tensor, "batch n_in"], w: Float[torch.Tensor, "n_out n_in"]
) -> Float[torch.Tensor, "batch n_out"]:
    "😀"; y = x @ w  # the weights
    return y
"""


async def test_the_transpose_of_the_note_is_written(new_file: Callable[[str], File]) -> None:
    file = new_file("transpose.py")
    await file.open(LAYER)
    after = (await file.actions("x @ w"))["Write w.T"]
    assert after == LAYER.replace("x @ w", "x @ w.T")
    assert await file.type(after) == []
    await file.close()


async def test_a_transpose_too_many_is_taken_away(new_file: Callable[[str], File]) -> None:
    file = new_file("untranspose.py")
    right = LAYER.replace('"n_out n_in"', '"n_in n_out"')
    await file.open(right.replace("x @ w", "x @ w.T"))
    assert (await file.actions("x @ w"))["Write w"] == right
    await file.close()


async def test_an_operand_of_several_parts_gets_parentheses(new_file: Callable[[str], File]) -> None:
    file = new_file("parts.py")
    await file.open(LAYER.replace("x @ w", "x @ (w + 1)"))
    after = (await file.actions("x @ "))["Write (w + 1).T"]
    assert await file.type(after) == []
    await file.close()


async def test_an_axis_is_added_where_the_note_says_so(new_file: Callable[[str], File]) -> None:
    file = new_file("axis.py")
    text = """\
from jaxtyping import Float
from torch import Tensor


def scale(x: Float[Tensor, "n d"], y: Float[Tensor, "n"]) -> Float[Tensor, "n d"]:
    return x * y
"""
    await file.open(text)
    after = (await file.actions("x * y"))["Write y[..., None]"]
    assert after == text.replace("x * y", "x * y[..., None]")
    assert await file.type(after) == []
    await file.close()


async def test_an_error_is_ignored_beside_what_is_said_there_already(new_file: Callable[[str], File]) -> None:
    file = new_file("ignore.py")
    await file.open(LAYER)
    after = (await file.actions("x @ w"))["Ignore shape-matmul on this line"]
    assert after == LAYER.replace("# the weights", "# type: ignore[shape-matmul]  # the weights")
    assert await file.type(after) == []
    await file.close()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x @ w  # type: ignore[misc]", "x @ w  # type: ignore[misc, shape-matmul]"),
        (
            "torch.relu(\n        x @ w\n    )",
            "torch.relu(\n        x @ w  # type: ignore[shape-matmul]\n    )",
        ),
    ],
)
async def test_the_comment_stands_where_mypy_reads_it(
    before: str, after: str, new_file: Callable[[str], File]
) -> None:
    file = new_file("comment.py")
    await file.open(LAYER.replace("x @ w  # the weights", before))
    written = (await file.actions("x @ w"))["Ignore shape-matmul on this line"]
    assert written == LAYER.replace("x @ w  # the weights", after)
    assert await file.type(written) == []
    await file.close()


async def test_where_no_comment_can_stand_none_is_offered(new_file: Callable[[str], File]) -> None:
    file = new_file("continued.py")
    await file.open(LAYER.replace("y = x @ w  # the weights", "y = x @ w + \\\n        1"))
    assert [title for title in await file.actions("x @ w") if title.startswith("Ignore")] == []
    await file.close()


async def test_the_inferred_annotation_is_written(new_file: Callable[[str], File]) -> None:
    file = new_file("annotate.py")
    right = LAYER.replace("x @ w", "x @ w.T")
    await file.open(right)
    after = (await file.actions("y = x"))['Annotate y: Float[torch.Tensor, "batch n_out"]']
    assert after == right.replace("y = x", 'y: Float[torch.Tensor, "batch n_out"] = x')
    assert await file.type(after) == []
    await file.close()


async def test_what_an_annotation_needs_is_imported(new_file: Callable[[str], File]) -> None:
    file = new_file("imports.py")
    text = '''\
"""Says nothing of the element type."""

from __future__ import annotations

from layers import Rows


def shift(x: Rows) -> None:
    y = x.abs().argmax(dim=-1)
    print(y)
'''
    layers = """\
from jaxtyping import Float
from torch import Tensor

Rows = Float[Tensor, "batch n"]
"""
    (file.path.parent / "layers.py").write_text(layers, encoding="utf-8")
    await file.open(text)
    assert await file.hints() == {9: '"batch"'}
    # The axis is not written in this file: what it is called here is not clear.
    assert await file.actions("y = ") == {}
    named = text.replace("x: Rows", "x: Rows, z: \"Float[Tensor, 'batch']\"").replace(
        "from layers", "from jaxtyping import Float\nfrom torch import Tensor\n\nfrom layers"
    )
    await file.type(named)
    (after,) = (await file.actions("y = ")).values()
    assert "from jaxtyping import Int\n" in after
    assert 'y: Int[Tensor, "batch"] = ' in after
    assert await file.type(after) == []
    await file.close()


async def test_no_annotation_where_it_would_change_something(new_file: Callable[[str], File]) -> None:
    file = new_file("unfit.py")
    text = LAYER.replace("y = x @ w  # the weights", "y = x @ w.T; x = x + 1; y = y + 1; z = y.view(-1)")
    await file.open(text)
    titles = list(await file.actions("y = x"))
    assert [title for title in titles if title.startswith("Annotate")] == [
        'Annotate y: Float[torch.Tensor, "batch n_out"]',
        'Annotate z: Float[torch.Tensor, "batch*n_out"]',
    ]
    await file.close()


async def test_nothing_is_offered_for_a_text_that_is_not_checked_yet(new_file: Callable[[str], File]) -> None:
    file = new_file("unchecked.py")
    await file.open(LAYER)
    file.type_only("\n" + LAYER)
    assert await file.actions("x @ w") == {}
    await file.close()
