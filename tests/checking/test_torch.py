"""Checked functions under what torch does to functions: compilation, export, transforms, tracing."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
import torch._dynamo
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch._dynamo.utils import counters
from torch.export import Dim, export
from torch.func import functional_call, grad, vmap
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils.checkpoint import checkpoint
from typing_extensions import override

from conformable import ShapeError, checked

randn = torch.randn


def linear(
    x: Float[Tensor, "batch n_in"], w: Float[Tensor, "n_out n_in"], b: Float[Tensor, "n_out"]
) -> Float[Tensor, "batch n_out"]:
    return nn.functional.linear(x, w, b)


def attention(
    q: Float[Tensor, "*batch seq_q d_k"],
    k: Float[Tensor, "*batch seq_k d_k"],
    v: Float[Tensor, "*batch seq_k d_v"],
    mask: Bool[Tensor, "*#batch seq_q seq_k"] | None = None,
) -> tuple[Float[Tensor, "*batch seq_q d_v"], Float[Tensor, "*batch seq_q seq_k"]]:
    scores = q @ k.mT / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(mask, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return weights @ v, weights


def halves(xs: list[Float[Tensor, "2*n"]], n: int = 1) -> dict[str, Float[Tensor, "n"]]:
    return {str(index): x[: len(x) // 2] * n for index, x in enumerate(xs)}


class Scale(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        self.weight = nn.Parameter(randn(size, size))

    @override
    @checked
    def forward(self, x: Float[Tensor, "... {self.size}"]) -> Float[Tensor, "... {self.size}"]:
        return x @ self.weight


def linear_arguments(batch: int) -> tuple[Any, ...]:
    return randn(batch, 3), randn(5, 3), randn(5)


def attention_arguments(batch: int, *, masked: bool = True) -> tuple[Any, ...]:
    q, k, v = randn(batch, 2, 6, 8), randn(batch, 2, batch + 3, 8), randn(batch, 2, batch + 3, 9)
    return (q, k, v, torch.rand(batch, 1, 6, batch + 3) > 0.5) if masked else (q, k, v)


FUNCTIONS: list[tuple[Callable[..., Any], Callable[[int], tuple[Any, ...]]]] = [
    (linear, linear_arguments),
    (attention, attention_arguments),
    (attention, lambda batch: attention_arguments(batch, masked=False)),
    (halves, lambda batch: ([randn(2 * batch), randn(2 * batch)],)),
]
every_function = pytest.mark.parametrize(("function", "arguments"), FUNCTIONS)


@pytest.fixture(autouse=True)
def fresh_compiler() -> Iterator[None]:
    torch._dynamo.reset()
    counters.clear()
    yield
    torch._dynamo.reset()


def graphs_of(function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]], dynamic: Any) -> int:
    """Compile and call a function with several sizes; the number of graphs that this takes."""
    torch._dynamo.reset()
    counters.clear()
    compiled = torch.compile(function, fullgraph=True, dynamic=dynamic, backend="eager")
    for batch in (4, 5, 6, 7):
        given = arguments(batch)
        torch.testing.assert_close(compiled(*given), function(*given), equal_nan=True)
    assert not counters["graph_break"]
    return int(counters["stats"]["unique_graphs"])


@every_function
@pytest.mark.parametrize("dynamic", [None, False, True])
def test_compiles_into_the_graphs_of_the_undecorated_function(
    function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]], dynamic: Any
) -> None:
    undecorated = graphs_of(function, arguments, dynamic)
    assert graphs_of(checked(function), arguments, dynamic) == undecorated > 0


@pytest.mark.parametrize("dynamic", [None, False, True])
def test_a_module_compiles(dynamic: bool | None) -> None:  # noqa: FBT001
    module = Scale(3)
    compiled = torch.compile(module, fullgraph=True, dynamic=dynamic, backend="aot_eager")
    for batch in (2, 5, 8):
        x = randn(batch, 3, requires_grad=True)
        torch.testing.assert_close(compiled(x), module(x))
        compiled(x).sum().backward()
    assert not counters["graph_break"]


def test_a_wrong_call_of_a_compiled_function_is_refused() -> None:
    compiled = torch.compile(checked(linear), backend="eager")
    assert compiled(*linear_arguments(4)).shape == (4, 5)
    with pytest.raises(ShapeError, match=r'Argument "w" to "linear" has shape \(5, 2\)'):
        compiled(randn(4, 3), randn(5, 2), randn(5))


def test_a_wrong_call_within_a_compiled_function_is_refused() -> None:
    inner = checked(linear)

    def twice(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return inner(inner(x, w, b), w, b)

    with pytest.raises(ShapeError, match="axis 1 is 3, not n_in=5"):
        torch.compile(twice, backend="eager")(*linear_arguments(4))
    torch._dynamo.reset()
    with pytest.raises(
        torch._dynamo.exc.Unsupported, match=r'Argument "w" to "linear" does not fit Float\[Tensor'
    ):
        torch.compile(twice, fullgraph=True, backend="eager")(*linear_arguments(4))


@pytest.mark.parametrize("fullgraph", [False, True])
def test_a_choice_by_the_number_of_axes_is_refused_while_compiling(*, fullgraph: bool) -> None:
    @checked
    def f(
        x: Float[Tensor, "a b"] | Float[Tensor, "b"] | None, y: Float[Tensor, "b"]
    ) -> Float[Tensor, "a b"] | Float[Tensor, "#b"]:
        return y if x is None else x + y

    compiled = torch.compile(f, fullgraph=fullgraph, backend="eager")
    for x in (randn(2, 3), randn(3), None):
        assert compiled(x, randn(3)).shape[-1] == 3
    wrong = (ShapeError, torch._dynamo.exc.Unsupported)
    with pytest.raises(wrong, match='Argument "y" to "f" '):
        compiled(randn(2, 3), randn(2))


def test_arguments_are_refused_while_compiling_though_the_result_has_a_choice() -> None:
    @checked
    def f(x: Float[Tensor, "a"], y: Float[Tensor, "a"]) -> Float[Tensor, "a #b"] | Float[Tensor, "b #a"]:
        return (x + y)[None]

    compiled = torch.compile(f, backend="eager")
    assert compiled(randn(2), randn(2)).shape == (1, 2)
    with pytest.raises(ShapeError, match='Argument "y" to "f"'):
        compiled(randn(2), randn(3))


def test_a_choice_is_not_refused_while_compiling() -> None:
    @checked
    def f(x: Float[Tensor, "a #b"] | Float[Tensor, "b #a"], y: Float[Tensor, "a"]) -> Float[Tensor, "a"]:
        return y * x.sum()

    compiled = torch.compile(f, fullgraph=True, backend="eager")
    assert compiled(randn(2, 3), randn(2)).shape == (2,)
    assert compiled(randn(2, 3), randn(3)).shape == (3,)


def test_an_exception_of_the_user_leaves_a_compiled_function_as_it_is() -> None:
    @checked
    def f(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
        if x.shape[0] == 3:
            raise KeyError("three")
        return x

    compiled = torch.compile(f, backend="eager")
    assert compiled(randn(2)).shape == (2,)
    with pytest.raises(KeyError, match="three"):
        compiled(randn(3))


class Call(nn.Module):
    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self.function = function

    @override
    def forward(self, *arguments: Any) -> Any:
        return self.function(*arguments)


@every_function
@pytest.mark.parametrize("strict", [False, True])
def test_exports(
    function: Callable[..., Any],
    arguments: Callable[[int], tuple[Any, ...]],
    strict: bool,  # noqa: FBT001
) -> None:
    given = arguments(4)
    program = export(Call(checked(function)), given, strict=strict)
    torch.testing.assert_close(program.module()(*given), function(*given), equal_nan=True)


def test_containers_without_tensors_compile() -> None:
    @checked
    def f(x: Float[Tensor, "n"], sizes: list[int], named: dict[str, float]) -> Float[Tensor, "n"]:
        return x * len(sizes) * named["scale"]

    compiled = torch.compile(f, fullgraph=True, backend="eager")
    assert compiled(randn(2), [1, 2, 3], {"scale": 2.0}).shape == (2,)
    with pytest.raises(TypeError, match="violates type hint"):
        f(randn(2), ["1"], {"scale": 2.0})  # type: ignore[list-item]


@pytest.mark.parametrize("strict", [False, True])
def test_exports_with_a_dynamic_axis(strict: bool) -> None:  # noqa: FBT001
    program = export(
        Call(checked(linear)),
        linear_arguments(4),
        dynamic_shapes={"arguments": ({0: Dim("batch")}, None, None)},
        strict=strict,
    )
    assert program.module()(*linear_arguments(9)).shape == (9, 5)


def test_transforms() -> None:
    function = checked(linear)
    x, w, b = linear_arguments(4)
    assert vmap(function, in_dims=(0, None, None))(randn(6, 4, 3), w, b).shape == (6, 4, 5)
    assert grad(lambda w: function(x, w, b).sum())(w).shape == w.shape
    with pytest.raises(ShapeError, match=r"has 3 axes, \(6, 4, 3\)"):
        vmap(function, in_dims=(None, 0, None))(randn(6, 4, 3), randn(2, 5, 3), b)


@pytest.mark.parametrize("mode", ["real", "fake", "symbolic"])
@pytest.mark.parametrize(("function", "arguments"), FUNCTIONS[:2])
def test_make_fx(
    function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]], mode: Any
) -> None:
    given = arguments(4)
    graph = make_fx(checked(function), tracing_mode=mode)(*given)
    torch.testing.assert_close(graph(*given), function(*given), equal_nan=True)


def test_jit_trace() -> None:
    given = linear_arguments(4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that torch.jit is deprecated, and that sizes become constants
        trace: Callable[..., Any] = torch.jit.trace
        traced = trace(checked(linear), given)
        module = trace(Scale(3), (randn(2, 3),))
    torch.testing.assert_close(traced(*given), linear(*given))
    assert module(randn(2, 3)).shape == (2, 3)


def test_symbolic_trace() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = torch.fx.symbolic_trace(checked(linear))
    given = linear_arguments(4)
    torch.testing.assert_close(graph(*given), linear(*given))


def test_modules() -> None:
    module = Scale(3)
    x = randn(2, 3, requires_grad=True)
    assert functional_call(module, {"weight": randn(3, 3)}, (x,)).shape == (2, 3)
    assert checkpoint(module, x, use_reentrant=False).shape == (2, 3)
    assert nn.Sequential(module, module)(x).shape == (2, 3)
    with pytest.raises(ShapeError, match=r"axis 1 is 4, not \{self.size\}=3"):
        module(randn(2, 4))


@pytest.mark.parametrize(
    "x",
    [
        nn.Parameter(randn(2, 3)),
        torch.empty(2, 3, device="meta"),
        randn(2, 3).to_sparse(),
        randn(2, 3).to(torch.bfloat16),
        randn(2, 3).to(torch.float8_e4m3fn),
    ],
    ids=lambda x: f"{type(x).__name__} {x.dtype} {x.layout} {x.device}",
)
def test_all_kinds_of_tensors(x: Tensor) -> None:
    @checked
    def f(x: Float[Tensor, "n m"]) -> int:
        return 1

    assert f(x) == 1
    with pytest.raises(ShapeError):
        f(x.to(torch.int32))
