"""What `conformable annotate` writes, and what it leaves alone because a run or mypy would refuse it."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable

import pytest

from commands_harness.project import Project
from conformable.commands.annotate import run

HEADER = """\
import contextlib
from collections.abc import Iterator

import numpy as np
import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor, nn


"""

#: Functions, each as it is and as it becomes.
WRITTEN = {
    """\
def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]):
    z = x @ w.T
    top = z.max(dim=-1, keepdim=True).values
    return torch.softmax(z - top, dim=-1)
""": """\
def linear(x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"]) -> Float[Tensor, "batch n_out"]:
    z: Float[Tensor, "batch n_out"] = x @ w.T
    top: Float[Tensor, "batch 1"] = z.max(dim=-1, keepdim=True).values
    return torch.softmax(z - top, dim=-1)
""",
    """\
def two_results(x: Float[Tensor, "*batch n"]):
    return x.sum(dim=-1), x > 0
""": """\
def two_results(x: Float[Tensor, "*batch n"]) -> tuple[Float[Tensor, "*batch"], Bool[Tensor, "*batch n"]]:
    return x.sum(dim=-1), x > 0
""",
    """\
def integers(x: Float[Tensor, "b t d"], h: int):
    b, t, d = x.shape
    heads = x.view(b, t, h, d // h).transpose(1, 2)
    return heads
""": """\
def integers(x: Float[Tensor, "b t d"], h: int) -> Float[Tensor, "b {h} t d//{h}"]:
    b, t, d = x.shape
    heads: Float[Tensor, "b {h} t d//{h}"] = x.view(b, t, h, d // h).transpose(1, 2)
    return heads
""",
    """\
def in_numpy(x: Float[np.ndarray, "n m"], y: Float[np.ndarray, "m"]):
    product = x * y
    return product
""": """\
def in_numpy(x: Float[np.ndarray, "n m"], y: Float[np.ndarray, "m"]) -> Float[np.ndarray, "n m"]:
    product: Float[np.ndarray, "n m"] = x * y
    return product
""",
    """\
def the_first_time(x: Float[Tensor, "n m"], flag: bool) -> None:
    if flag:
        y = x * 2
    else:
        y = x + 1
    y += 1
    y = torch.relu(y)
""": """\
def the_first_time(x: Float[Tensor, "n m"], flag: bool) -> None:
    if flag:
        y: Float[Tensor, "n m"] = x * 2
    else:
        y = x + 1
    y += 1
    y = torch.relu(y)
""",
    """\
def one_way_knows_less(x: Float[Tensor, "n"], y: Shaped[Tensor, "n"], flag: bool):
    if flag:
        return x
    return y
""": """\
def one_way_knows_less(x: Float[Tensor, "n"], y: Shaped[Tensor, "n"], flag: bool) -> Shaped[Tensor, "n"]:
    if flag:
        return x
    return y
""",
    """\
def inside(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    def inner(y: Float[Tensor, "m"]):
        return y[None]

    def outside() -> None:
        print(z)

    z = x.exp()
    return z
""": """\
def inside(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    def inner(y: Float[Tensor, "m"]) -> Float[Tensor, "1 m"]:
        return y[None]

    def outside() -> None:
        print(z)

    z: Float[Tensor, "n"] = x.exp()
    return z
""",
    """\
def slices_that_fit(x: Float[Tensor, "n m"]) -> None:
    with torch.no_grad():
        y = x[:, 1:]
    z = x[:-1, None]
""": """\
def slices_that_fit(x: Float[Tensor, "n m"]) -> None:
    with torch.no_grad():
        y: Float[Tensor, "n m-1"] = x[:, 1:]
    z: Float[Tensor, "n-1 1 m"] = x[:-1, None]
""",
    """\
class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.d_head = d_model // n_heads
        self.query = nn.Linear(d_model, n_heads * self.d_head)

    def forward(self, x: Float[Tensor, "b t d"]):
        return self.query(x).view(x.shape[0], x.shape[1], self.n_heads, self.d_head)
""": """\
class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.d_head = d_model // n_heads
        self.query = nn.Linear(d_model, n_heads * self.d_head)

    def forward(self, x: Float[Tensor, "b t d"]) -> Shaped[Tensor, "b t {self.n_heads} {self.d_head}"]:
        return self.query(x).view(x.shape[0], x.shape[1], self.n_heads, self.d_head)
""",
}

#: Functions that stay as they are.
LEFT_ALONE = (
    # A slice may end early, and the second one rests on it as well; so do helpers that slice.
    """\
def a_slice(x: Float[Tensor, "n m"], k: int) -> None:
    y = x[:, :k]
    z = x[:, :k] * 2
    w = torch.relu(y)
""",
    """\
def a_fixed_slice(x: Float[Tensor, "n m"]):
    parts = [x[:, 2:5]]
    parts.append(x[:, 2:5])
    y = parts[0]
    return torch.cat(parts)
""",
    """\
def halves(x: Float[Tensor, "n m"]):
    left, right = x.chunk(2, dim=-1)
    y = left * right
    return torch.cat([y, y], dim=-1)
""",
    """\
def _start(x: Tensor) -> Tensor:
    return x[:3]
""",
    """\
def followed(x: Float[Tensor, "n m"]):
    y = _start(x)
    return y
""",
    # Sizes that change, or that are not known, or that no axis is called.
    """\
def shrinks(x: Float[Tensor, "n m"], steps: int) -> None:
    y = x
    for _ in range(steps):
        y = y[1:]
""",
    """\
def becomes_another(x: Float[Tensor, "n m"]) -> None:
    y = x
    y = x.T
""",
    """\
def depends_on_data(x: Float[Tensor, "n"]):
    y = x[x > 0]
    return y
""",
    """\
def only_in_arithmetic(x: Float[Tensor, "2*n"]):
    y = x.view(2, -1)
    return y
""",
    """\
def perhaps_none(x: Float[Tensor, "n"], mask: Bool[Tensor, "k"] | None):
    if mask is not None:
        y = mask.float()
        return y
    raise ValueError
""",
    """\
def may_be_one(x: Float[Tensor, "#n m"]):
    y = x * 2
    return y
""",
    """\
def counts_down(x: Float[Tensor, "m"], n: int):
    y = torch.zeros(n)
    n -= 1
    return y
""",
    """\
class Grows(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def grow(self) -> None:
        self.size += 1

    def forward(self, x: Float[Tensor, "n"]):
        return x.new_zeros(self.size)
""",
    # If k is 2, the product works and is something else; where it is caught, that is no report.
    """\
def caught(x: Float[Tensor, "3 3 2"], v: Float[Tensor, "k"]):
    try:
        y = x @ v
    except RuntimeError:
        y = x + 1
    z = y * 2
    return z
""",
    """\
def suppressed(x: Float[Tensor, "3 3 2"], v: Float[Tensor, "k"]):
    y = x * 2
    with contextlib.suppress(RuntimeError):
        y = x @ v
    return y
""",
    """\
def reported(x: Float[Tensor, "3 3 2"], v: Float[Tensor, "k"], flag: bool):
    y = x @ v if flag else x
    return y
""",
    # Names that are bound in other ways than by a plain assignment.
    """\
def bound_otherwise(x: Float[Tensor, "n m"], xs: list[Float[Tensor, "n m"]]) -> None:
    a, b = x, x * 2
    c = d = x * 3
    if (e := x * 4).sum() > 0:
        pass
    for f in xs:
        pass
    with contextlib.suppress(ValueError) as g:
        pass
    x = x * 5
    (h) = x * 6
    i: Tensor = x * 7
    j = x * 8  # type: Tensor
    k = x * 9
    del k
    try:
        pass
    finally:
        m = x * 10
""",
    """\
def may_be_another_array(x: Float[Tensor, "n n"]) -> None:
    y = x
    y @= x
""",
    # Functions that run later, or end without a value, or are read by something else.
    """\
def later(x: Float[Tensor, "n"]) -> Iterator[Tensor]:
    y = x * 2
    yield y
""",
    """\
async def much_later(x: Float[Tensor, "n"]):
    y = x * 2
    return y
""",
    """\
def may_end(x: Float[Tensor, "n"], flag: bool):
    if flag:
        return x
""",
    """\
def returns_nothing(x: Float[Tensor, "n"], flag: bool):
    if flag:
        return
    return x
""",
    """\
def not_annotated(x: Float[Tensor, "n"], y):
    return x
""",
    """\
def in_a_comment(x):
    # type: (Tensor) -> Tensor
    return x
""",
    """\
@torch.jit.script
def compiled(x: Tensor, n: int):
    return torch.zeros(n)
""",
    """\
def a_scalar_of_numpy(x: Float[np.ndarray, "n"]):
    y = x.sum()
    return y
""",
    # mypy would answer.
    """\
def silenced(x: Float[Tensor, "n"]):  # type: ignore[no-untyped-def]
    return x
""",
    """\
def used_as_something_else(x: Float[np.ndarray, "n n"]) -> None:
    y = x @ x
    print(y.no_such_attribute)
""",
)


@pytest.fixture(scope="module")
def source() -> str:
    return HEADER + "\n\n".join([*WRITTEN, *LEFT_ALONE])


@pytest.fixture(scope="module")
def result(source: str, make_project: Callable[[str], Project]) -> str:
    project = make_project(source)
    with contextlib.redirect_stderr(io.StringIO()) as said:
        status = run([str(project.file), "--in-place", *project.mypy_options])
    assert status == 0, said.getvalue()
    return project.file.read_text(encoding="utf-8")


def name_of(text: str) -> str:
    found = re.search(r"(?:def|class) (\w+)", text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("before", WRITTEN, ids=name_of)
def test_what_is_known_is_written(before: str, result: str) -> None:
    assert block_of(name_of(before), result) == WRITTEN[before].strip()


@pytest.mark.parametrize("text", LEFT_ALONE, ids=name_of)
def test_what_would_be_refused_is_not_written(text: str, result: str) -> None:
    assert block_of(name_of(text), result) == text.strip()


def test_what_is_there_is_imported_once(result: str) -> None:
    assert result.startswith(HEADER)


def block_of(name: str, text: str) -> str:
    """Return the top-level function or class of that name."""
    blocks = [
        block
        for block in text.split("\n\n\n")
        if re.search(rf"^(?:async )?(?:def|class) {name}\b", block, re.MULTILINE)
    ]
    assert len(blocks) == 1, name
    return blocks[0].strip()
