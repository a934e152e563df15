"""Inlay hints and hover show the shapes that `conformable shapes` knows, also while a file is edited."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lsp_harness.editor import File

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODEL = """\
import torch
from jaxtyping import Float
from torch import Tensor, nn


def attend(q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], h: int) -> Float[Tensor, "b t s"]:
    "Größe 😀"; scores = q @ k.mT
    top, at = scores.max(dim=-1)
    declared: Float[Tensor, "b t s"] = scores.softmax(-1)
    heads = q.view(
        q.shape[0], q.shape[1], h, q.shape[2] // h
    )
    n = q.shape[1]
    print(top, at, heads, n)
    return declared


class Layer(nn.Module):
    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(n_in, n_out)

    def forward(self, x: Float[Tensor, "*batch n_in"]) -> Tensor:
        y = self.linear(x)
        return torch.relu(y)
"""


async def test_each_assignment_has_its_shape_behind_it(new_file: Callable[[str], File]) -> None:
    file = new_file("hints.py")
    assert await file.open(MODEL) == []
    assert await file.hints() == {
        7: '"b t s"',
        8: 'top: "b t", at: "b t"',
        12: '"b t h d//h"',
        24: '"*batch n_out"',
    }
    await file.close()


async def test_hints_stay_where_they_are_while_a_line_is_typed(new_file: Callable[[str], File]) -> None:
    file = new_file("edited.py")
    await file.open(MODEL)
    before = await file.hints()
    file.type_only(MODEL.replace("    top, at = ", "    extra = (\n    top, at = "))
    moved = await file.hints()
    assert moved == {line if line < 8 else line + 1: hint for line, hint in before.items() if line != 8} | {
        9: before[8]
    }
    await file.close()


async def test_hover_shows_the_shape_and_where_each_size_was_bound(new_file: Callable[[str], File]) -> None:
    file = new_file("hovered.py")
    await file.open(MODEL)
    assert await file.hover("scores", within="scores = q") == HOVER_OVER_SCORES
    assert 'q @ k.mT: Float "b t s"' in await file.hover("@ k.mT")
    assert 'k.mT: Float "b d s"' in await file.hover("mT", within="@ k.mT")
    assert 'heads: Float "b t h d//h"' in await file.hover("heads = ")
    assert "- `h` is the integer `h`, line 6" in await file.hover("heads = ")
    await file.close()


HOVER_OVER_SCORES = """\
```python
scores: Float "b t s"
```

- `b` is axis 0 of `q`, line 6
- `t` is axis 1 of `q`, line 6
- `s` is axis 1 of `k`, line 6"""


async def test_hover_over_a_parameter_an_integer_and_an_attribute(new_file: Callable[[str], File]) -> None:
    file = new_file("parameter.py")
    await file.open(MODEL)
    assert 'k: Float "b s d"' in await file.hover("k:", within="k: Float")
    assert 'n: size "t"' in await file.hover("n = q.shape[1]")
    over_y = await file.hover("y = self.linear")
    assert 'y: shape "*batch n_out"' in over_y
    assert "- `*batch` is axes of `x`, line 23" in over_y
    assert "- `n_out` is axis 0 of `self.linear.bias`, line 23" in over_y
    assert await file.hover("import torch") == ""
    await file.close()


async def test_hints_and_hover_outlive_a_syntax_error(new_file: Callable[[str], File]) -> None:
    file = new_file("outliving.py")
    await file.open(MODEL)
    before = await file.hints()
    await file.type(MODEL + "def (\n")
    assert await file.hints() == before
    assert 'scores: Float "b t s"' in await file.hover("scores", within="scores = q")
    await file.close()
