"""`conformable cost` counts what torch counts, and the memory that Python really holds."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from commands_harness.costs import cost, quantity
from commands_harness.project import Project
from conformable.commands.verifying.loading import loaded

SOURCE = '''\
"""Functions that cost something."""

import ast

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn


def layer(
    X: Float[Tensor, "batch n_in"], W: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return X @ W.T + b


def batched(x: Float[Tensor, "b n k"], y: Float[Tensor, "b k m"]) -> Float[Tensor, "b n m"]:
    return torch.bmm(x, y)


def letters(x: Float[Tensor, "b n k"], y: Float[Tensor, "b m k"]) -> Float[Tensor, "b n m"]:
    return torch.einsum("bnk,bmk->bnm", x, y)


def with_bias(
    x: Float[Tensor, "b n"], w: Float[Tensor, "m n"], c: Float[Tensor, "m"]
) -> Float[Tensor, "b m"]:
    return torch.addmm(c, x, w.T)


def convolved(
    x: Float[Tensor, "b c h w"], filters: Float[Tensor, "d c 3 3"]
) -> Float[Tensor, "b d h w"]:
    return F.conv2d(x, filters, padding=1)


def attended(
    q: Float[Tensor, "b h s d"], k: Float[Tensor, "b h t d"], v: Float[Tensor, "b h t e"]
) -> Float[Tensor, "b h s e"]:
    weights = torch.softmax(q @ k.mT, dim=-1)
    return weights @ v


def twice(
    x: Float[Tensor, "b n"], w: Float[Tensor, "n n"], v: Float[Tensor, "n n"], c: Float[Tensor, "n"]
) -> Float[Tensor, "b n"]:
    return layer(layer(x, w, c), v, c)


def looped(x: Float[Tensor, "b n"], w: Float[Tensor, "n n"], depth: int) -> Float[Tensor, "b n"]:
    for _ in range(depth):
        x = torch.relu(x @ w)
    return x


def branched(x: Float[Tensor, "b n"], w: Float[Tensor, "m n"], wide: bool) -> Float[Tensor, "b _"]:
    if not wide:
        return x
    y = x @ w.T
    return y @ w


def matched(x: Float[Tensor, "b n"], w: Float[Tensor, "n n"], mode: str) -> Float[Tensor, "b n"]:
    match mode:
        case "twice":
            y = x @ w @ w
        case "nothing":
            return x
        case _:
            y = x @ w
    return torch.relu(y)


def unnamed(x: Float[Tensor, "_ _ d"], w: Float[Tensor, "d _"]) -> Float[Tensor, "_ _ _"]:
    return x @ w


class Net(nn.Module):
    def __init__(self, d: int, k: int) -> None:
        super().__init__()
        self.d = d
        self.first = nn.Linear(d, k)
        self.second = nn.Conv2d(1, k, 3, padding=1)

    def forward(self, x: Float[Tensor, "b {self.d}"]) -> Float[Tensor, "b _ _ _"]:
        y = torch.relu(self.first(x))
        return self.second(y[:, None, None, :])


def unknowable(x: Float[Tensor, "b n n"]) -> Float[Tensor, "b n n"]:
    return torch.linalg.matrix_exp(x)


def temporaries(x: Float[Tensor, "b n"]) -> Float[Tensor, "b n"]:
    y = (x + 1) * (x - 1)
    y = y * y
    z = y.T.exp().T
    del y
    z += x
    return torch.cat([z, x], dim=1)[:, : x.shape[1]] + z
'''

SIZES = {
    "layer": "batch=256 n_in=512 n_out=1024",
    "batched": "b=3 n=4 k=5 m=6",
    "letters": "b=3 n=4 k=5 m=6",
    "with_bias": "b=3 n=4 m=6",
    "convolved": "b=2 c=3 h=8 w=10 d=4",
    "attended": "b=2 h=3 s=4 t=5 d=6 e=7",
    "twice": "b=3 n=4",
    "looped": "b=3 n=4 depth=5",
    "Net.forward": "b=3 d=4 k=5",
    "temporaries": "b=3 n=4",
}


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


def test_the_layer_of_the_seed_material(project: Project) -> None:
    sizes = SIZES["layer"].split()
    status, output = cost(f"{project.file}::layer", project.cache, "--size", *sizes, "--check")
    assert status == 0, output
    assert quantity("multiply-adds", output) == ("batch*n_in*n_out", 134_217_728)
    assert quantity("FLOPs", output)[1] == 2 * 134_217_728 + 256 * 1024
    assert "torch counts 268,435,456 FLOPs in products and convolutions: equal" in output


@pytest.mark.parametrize("function", SIZES)
def test_torch_counts_the_same(function: str, project: Project) -> None:
    sizes = SIZES[function].split()
    status, output = cost(f"{project.file}::{function}", project.cache, "--size", *sizes, "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal")
    assert "not counted" not in output


@pytest.mark.parametrize(
    ("target", "sizes"),
    [
        ("mlp.py::forward", "batch=4 n_in=5 n_hidden=6 n_classes=3"),
        ("mlp.py::cross_entropy", "batch=4 n_classes=3"),
        ("attention.py::scaled_dot_product_attention", "batch=2 n_heads=3 seq_q=4 seq_k=5 d_k=6 d_v=7"),
        ("attention.py::self_attention", "batch=2 seq=5 d_model=12 n_heads=3 d_head=4"),
    ],
)
def test_torch_counts_the_same_in_the_examples(
    target: str, sizes: str, root: Path, commands_cache: Path
) -> None:
    path = root / "examples" / target
    status, output = cost(str(path), commands_cache, "--size", *sizes.split(), "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal"), output


def test_the_more_expensive_branch_counts(project: Project) -> None:
    _, output = cost(f"{project.file}::branched", project.cache, "--size", "b=2", "n=3", "m=5")
    assert quantity("multiply-adds", output) == ("2*b*m*n", 60)


def test_the_cases_of_a_match_are_branches(project: Project) -> None:
    _, output = cost(f"{project.file}::matched", project.cache, "--size", "b=2", "n=3")
    assert quantity("multiply-adds", output) == ("2*b*n*n", 36)
    assert "not counted" not in output
    status, output = cost(f"{project.file}::matched", project.cache, "--size", "b=2", "n=3", "--check")
    assert status == 0
    assert "at most 72, as the more expensive branch counts" in output


def test_sizes_that_nobody_named_have_a_name_each(project: Project) -> None:
    target = f"{project.file}::unnamed"
    _, output = cost(target, project.cache, "--size", "_1=2", "_2=3", "_3=5", "d=7")
    assert quantity("multiply-adds", output) == ("_1*_2*_3*d", 2 * 3 * 5 * 7)
    assert "_1: axis 0 of x\n_2: axis 1 of x\n_3: axis 1 of w" in output


def test_one_number_for_several_unnamed_sizes_is_refused(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    status, output = cost(f"{project.file}::unnamed", project.cache, "--size", "_=2", "d=7")
    assert (status, output) == (2, "")
    assert capsys.readouterr().err == (
        "conformable cost: _ is the name of 3 sizes here: "
        "give each its own, _1 (axis 0 of x), _2 (axis 1 of x), _3 (axis 1 of w)\n"
    )


def test_what_cannot_be_counted_is_said(project: Project) -> None:
    _, output = cost(f"{project.file}::unknowable", project.cache)
    assert re.search(r"^not counted: line \d+: torch.linalg.matrix_exp\(x\)$", output, re.MULTILINE)


def test_missing_sizes_are_named(project: Project) -> None:
    _, output = cost(f"{project.file}::layer", project.cache, "--size", "batch=2")
    assert "(it needs n_in, n_out)" in output


def test_the_time_is_taken(project: Project) -> None:
    status, output = cost(
        f"{project.file}::batched", project.cache, "--size", "b=3", "n=4", "k=5", "m=6", "--time"
    )
    assert status == 0
    assert re.search(r"one call takes [\d.]+ ms, [\d.e+]+ FLOP/s", output)


def test_without_torch_nothing_is_tried(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformable.commands.cost.find_spec", lambda name: None)
    status, output = cost(f"{project.file}::batched", project.cache, "--check")
    assert (status, "multiply-adds" in output) == (2, True)
    said = "conformable cost: torch is not installed: pip install 'conformable[torch]'\n"
    assert capsys.readouterr().err == said


def test_a_function_that_is_not_there_is_a_usage_error(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cost(f"{project.file}::leyar", project.cache)[0] == 2
    assert "leyar" in capsys.readouterr().err


class LiveBytes(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the bytes of the storages that operations have made and Python still holds."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.live = 0
        self.peak = 0
        self._known: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        known = {leaf.untyped_storage()._cdata for leaf in tree_leaves((args, kwargs)) if _is_tensor(leaf)}
        result = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(result):
            if _is_tensor(leaf):
                storage = leaf.untyped_storage()
                if storage._cdata not in known | self._known:
                    self._note(storage)
        return result

    def _note(self, storage: torch.UntypedStorage) -> None:
        size, key = storage.nbytes(), storage._cdata
        self.live += size
        self.peak = max(self.peak, self.live)
        self._known.add(key)
        weakref.finalize(storage, self._free, key, size)

    def _free(self, key: int, size: int) -> None:
        self._known.discard(key)
        self.live -= size


def _is_tensor(value: object) -> bool:
    return isinstance(value, torch.Tensor)


@pytest.fixture
def module(project: Project) -> Iterator[Any]:
    import ast

    with loaded(project.file, "sample", ast.parse(SOURCE), {}) as executed:
        yield executed


@pytest.mark.parametrize(
    ("function", "shapes"),
    [
        ("layer", [(7, 5), (3, 5), (3,)]),
        ("batched", [(3, 4, 5), (3, 5, 6)]),
        ("attended", [(2, 3, 4, 6), (2, 3, 5, 6), (2, 3, 5, 7)]),
        ("twice", [(3, 4), (4, 4), (4, 4), (4,)]),
        ("temporaries", [(3, 4)]),
    ],
)
def test_the_peak_is_what_python_holds(
    function: str, shapes: list[tuple[int, ...]], project: Project, module: Any
) -> None:
    arguments = [torch.randn(shape) for shape in shapes]
    with torch.no_grad(), LiveBytes() as live:
        getattr(module, function)(*arguments)
    names = {"layer": "batch=7 n_in=5 n_out=3"}.get(function, SIZES[function])
    _, output = cost(f"{project.file}::{function}", project.cache, "--size", *names.split())
    assert quantity("peak live activation bytes", output)[1] == live.peak
