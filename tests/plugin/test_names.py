"""mypy's names of operations, and the public ones under which the rules know them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformable_mypy.names import public_name
from plugin_harness.project import SPY, Project

#: How the names of these functions begin -> what users write after it.
FUNCTIONS = {
    "torch": """
        matmul mm bmm mv dot outer einsum cat concat stack sum mean zeros ones randn rand tensor
        arange eye full zeros_like empty linspace where softmax exp relu sigmoid tanh sqrt abs max
        min argmax topk sort norm unsqueeze squeeze transpose permute reshape flatten split chunk
        tensordot kron cross addmm baddbmm broadcast_to broadcast_tensors meshgrid cartesian_prod
        tril triu diag gather index_select masked_select unbind unique cdist as_tensor from_numpy
        allclose logsumexp cumsum prod var std clamp randint repeat_interleave roll flip diagonal
        trace hstack vstack block_diag manual_seed no_grad Size Generator linalg.norm linalg.inv
        linalg.svd linalg.solve fft.fft fft.rfft special.expit nn.Linear nn.Sequential nn.ModuleList
        nn.Parameter nn.Module nn.MultiheadAttention nn.LayerNorm nn.Embedding
        nn.init.xavier_uniform_
    """,
    "torch.nn.functional": """
        linear softmax relu gelu silu layer_norm conv1d conv2d embedding dropout pad cross_entropy
        mse_loss scaled_dot_product_attention one_hot interpolate max_pool2d avg_pool2d
        adaptive_avg_pool2d unfold normalize cosine_similarity log_softmax softplus logsigmoid
        group_norm batch_norm bilinear pixel_shuffle pairwise_distance glu
    """,
    "numpy": """
        zeros ones array matmul dot einsum concatenate stack transpose sum mean reshape exp where
        arange linspace eye full outer inner tensordot expand_dims squeeze swapaxes moveaxis
        broadcast_to argmax max min maximum sqrt sin cumsum sort argsort unique pad tile repeat
        split vstack hstack diag trace kron cross zeros_like empty asarray meshgrid nonzero clip abs
        add multiply prod std var median allclose isnan copy ravel roll flip triu tril indices take
        linalg.norm linalg.inv linalg.svd fft.fft random.randn random.rand random.default_rng
        random.normal random.standard_normal ndarray
    """,
    "einops": "rearrange repeat reduce einsum pack unpack",
    "math": "sqrt prod",
}

#: Variable, the public name of its class, its methods and attributes.
METHODS = {
    "x": (
        "torch.Tensor",
        "matmul view sum detach norm split T mT shape __add__ __matmul__ __getitem__ softmax add_",
    ),
    "p": ("torch.Tensor", "matmul data __rsub__ shape"),
    "s": ("torch.Tensor", "matmul sum"),
    "a": ("numpy.ndarray", "T shape reshape sum mean transpose dot astype flatten copy __matmul__ ndim"),
    "r": ("numpy.ndarray", "sum T"),
    "layer": ("torch.nn.Linear", "forward weight"),
}

HEAD = """
import einops, math, numpy, torch
import numpy.typing as npt
class Sub(torch.Tensor):
    def view(self) -> int: ...  # type: ignore[override]
class Rec(numpy.ndarray[tuple[int], numpy.dtype[numpy.float32]]): ...
def f(
    x: torch.Tensor, p: torch.nn.Parameter, s: Sub, layer: torch.nn.Linear, r: Rec,
    a: npt.NDArray[numpy.int32],
) -> None:
"""


def spelt() -> dict[str, str]:
    """Return what users write -> its public name."""
    functions = {
        f"{owner}.{name}": f"{owner}.{name}" for owner, names in FUNCTIONS.items() for name in names.split()
    }
    methods = {
        f"{variable}.{name}": f"{owner}.{name}"
        for variable, (owner, names) in METHODS.items()
        for name in names.split()
    }
    # What a user's class overrides is the user's.
    return {**functions, **methods, "s.view": "module.Sub.view"}


@pytest.fixture(scope="module")
def named(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What users write -> what the plugin takes it for."""
    project = Project(tmp_path_factory.mktemp("names"), SPY, {"SPY_NAMES": "1"})
    project.configure()
    lines = HEAD.strip().splitlines()
    project.write(module="\n".join([*lines, *(f"    {expression}" for expression in spelt())]) + "\n")
    # Kept between runs: with nothing in the cache, mypy takes half a minute over torch.
    messages = project.check("--cache-dir", str(root / ".cache" / "plugin"))
    told = (re.fullmatch(r"module\.py:(\d+): note: named (.*)", message) for message in messages)
    by_line = {int(found[1]): found[2] for found in told if found is not None}
    return {expression: by_line[len(lines) + i] for i, expression in enumerate(spelt(), start=1)}


@pytest.mark.parametrize("expression", spelt())
def test_an_operation_is_known_by_its_public_name(expression: str, named: dict[str, str]) -> None:
    assert named[expression] == spelt()[expression]


@pytest.mark.parametrize(
    ("fullname", "public"),
    [
        # Older versions of numpy and torch.
        ("numpy.core.multiarray.concatenate", "numpy.concatenate"),
        ("numpy.lib.shape_base.tile", "numpy.tile"),
        ("numpy.linalg.linalg.norm", "numpy.linalg.norm"),
        ("torch._tensor.Tensor.matmul", "torch.Tensor.matmul"),
        ("torch._C.TensorBase.matmul", "torch.Tensor.matmul"),
        ("torch.nn.parameter.Parameter.matmul", "torch.Tensor.matmul"),
        ("torch.nn.modules.linear.Linear.forward", "torch.nn.Linear.forward"),
        ("numpy.random._generator.Generator.normal", "numpy.random.Generator.normal"),
        ("numpy.lib._stride_tricks_impl.sliding_window_view", "numpy.lib.stride_tricks.sliding_window_view"),
        ("jax._src.numpy.lax_numpy.matmul", "jax.numpy.matmul"),
        # Names of the user stay as they are.
        ("project.torch.functional.einsum", "project.torch.functional.einsum"),
        ("numpy_like.core.multiarray.dot", "numpy_like.core.multiarray.dot"),
        ("", ""),
    ],
)
def test_names_that_this_machine_does_not_show(fullname: str, public: str) -> None:
    assert public_name(fullname) == public
