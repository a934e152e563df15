"""Light stubs of PyTorch: tensors, their operations, `torch.nn`; all else is `Any`."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generating.stripping import Stub, everything

_KERNELS: Final = ("cudnn_", "fbgemm_", "miopen_", "mkldnn_", "quantized_")

OPEN: Final = "def __getattr__(name: str) -> Any: ..."
"""At the end of a stub: what is not in it is `Any`, and so is every module below."""

#: Modules that are taken whole.
MODULES: Final = (
    "torch.types",
    "torch.functional",
    "torch.random",
    "torch._tensor",
    "torch.autograd.grad_mode",
    "torch.linalg",
    "torch.fft",
    "torch.special",
    "torch.masked",
    "torch.signal.windows",
    "torch._C._nn",
    "torch._C._VariableFunctions",
    "torch._C",
    "torch.distributions",
    *(f"torch.distributions.{name}" for name in ("bernoulli", "categorical", "distribution", "normal")),
    "torch.func",
    "torch._functorch.apis",
    "torch.nn",
    "torch.nn.common_types",
    "torch.nn.functional",
    "torch.nn.init",
    "torch.nn.parameter",
    "torch.nn.utils",
    "torch.nn.utils.parametrizations",
    "torch.nn.modules",
    *(
        f"torch.nn.modules.{name}"
        for name in (
            *("activation", "adaptive", "batchnorm", "channelshuffle", "container", "conv", "distance"),
            *("dropout", "flatten", "fold", "instancenorm", "linear", "loss", "module", "normalization"),
            *("padding", "pixelshuffle", "pooling", "rnn", "sparse", "transformer", "upsampling"),
        )
    ),
)

#: The classes and constants of `torch._C` that programs see.
_OF_C: Final = frozenset(
    {
        "TensorBase",
        "Size",
        "device",
        "dtype",
        "layout",
        "memory_format",
        "finfo",
        "iinfo",
        "Generator",
        "qscheme",
    }
)

_TORCH: Final = """\
# mypy: ignore-errors
import builtins
from typing import Any

from torch import _C as _C, _tensor as _tensor, autograd as autograd, distributions as distributions
from torch import fft as fft, func as func, functional as functional
from torch import linalg as linalg, masked as masked, nn as nn, random as random, signal as signal
from torch import special as special, types as types
{constants}
from torch._C import Generator as Generator, Size as Size, device as device, dtype as dtype, finfo as finfo
from torch._C import iinfo as iinfo, layout as layout, memory_format as memory_format, qscheme as qscheme
from torch._C._VariableFunctions import *
from torch._tensor import Tensor as Tensor
from torch.autograd.grad_mode import enable_grad as enable_grad, inference_mode as inference_mode
from torch.autograd.grad_mode import no_grad as no_grad, set_grad_enabled as set_grad_enabled
from torch.func import vmap as vmap
from torch.functional import *
from torch.random import *

class SymInt: ...
class SymFloat: ...
class SymBool: ...

inf: float
nan: float
pi: float
e: float
newaxis: None
__version__: str

def is_tensor(obj: object) -> builtins.bool: ...
def manual_seed(seed: Any) -> Generator: ...
def get_default_dtype() -> dtype: ...
def set_default_dtype(d: Any, /) -> None: ...
def numel(input: Tensor) -> int: ...
def __getattr__(name: str) -> Any: ...
"""

_AUTOGRAD: Final = """\
# mypy: ignore-errors
from typing import Any

from torch import Tensor
from torch.autograd import grad_mode as grad_mode
from torch.autograd.grad_mode import enable_grad as enable_grad, inference_mode as inference_mode
from torch.autograd.grad_mode import no_grad as no_grad, set_grad_enabled as set_grad_enabled

def grad(
    outputs: Any, inputs: Any, grad_outputs: Any = ..., retain_graph: bool | None = ...,
    create_graph: bool = ..., allow_unused: bool | None = ..., is_grads_batched: bool = ...,
    materialize_grads: bool = ...,
) -> tuple[Tensor, ...]: ...
def backward(*args: Any, **kwargs: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
"""


def stubs() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every stub."""
    import torch

    constants = sorted(name for name in dir(torch) if _is_constant(getattr(torch, name)))
    listed = "\n".join(f"from torch._C import {name} as {name}" for name in constants)
    yield "torch/__init__.pyi", _TORCH.format(constants=listed)
    yield "torch/autograd/__init__.pyi", _AUTOGRAD
    yield "torch/signal/__init__.pyi", "from torch.signal import windows as windows\n"
    for module in MODULES:
        path = _source(module)
        is_package = path.stem == "__init__"
        wanted = {
            "torch._C": lambda name: name in _OF_C or name in constants,
            "torch._C._VariableFunctions": _is_public,
        }.get(module, everything)
        stub = Stub(module, is_package, _is_there, wanted)
        name = module.replace(".", "/")
        has_below = is_package or any(each.startswith(f"{module}.") for each in MODULES)
        yield (
            f"{name}/__init__.pyi" if has_below else f"{name}.pyi",
            stub.text(path.read_text(encoding="utf-8"), OPEN),
        )


def _is_constant(value: object) -> bool:
    import torch

    return isinstance(value, torch.dtype | torch.layout | torch.memory_format | torch.qscheme)


def _is_public(name: str) -> bool:
    """Say whether a function is meant for users, not for the kernels of one device."""
    return not name.startswith(_KERNELS)


def _is_there(module: str) -> bool:
    return module in MODULES or module in {"torch", "torch.autograd", "torch.signal"}


def _source(module: str) -> Path:
    """Return the stub that PyTorch has of a module, or the module itself."""
    root = Path(importlib.util.find_spec("torch").submodule_search_locations[0])  # type: ignore[union-attr,index]
    stem = root.joinpath(*module.split(".")[1:])
    choices = (stem.with_suffix(".pyi"), stem / "__init__.pyi", stem.with_suffix(".py"), stem / "__init__.py")
    return next(path for path in choices if path.is_file())
