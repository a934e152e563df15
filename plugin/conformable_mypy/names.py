"""mypy's full names <-> the public names of operations, under which the shape rules are registered.

mypy names an object by the module that defines it, and a method by the class of its receiver: `torch.matmul`
is `torch._C._VariableFunctions.matmul`, and `np.stack` is `numpy._core.shape_base.stack`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from mypy.nodes import TypeInfo

Library = Literal["torch", "numpy", "jax"]

#: Class that every tensor or array class has among its bases -> its library.
_TENSOR_CLASSES: Final[dict[str, Library]] = {
    "torch._tensor.Tensor": "torch",
    "torch.Tensor": "torch",
    "torch._C.TensorBase": "torch",
    "numpy.ndarray": "numpy",
    "jax._src.basearray.Array": "jax",
    "jax.Array": "jax",
}

#: The public name of the class whose methods the shape rules know.
_METHOD_OWNERS: Final[dict[Library, str]] = {
    "torch": "torch.Tensor",
    "numpy": "numpy.ndarray",
    "jax": "jax.Array",
}

#: What torch.nn.functional takes over from torch as it is, and documents as its own.
_FUNCTIONAL: Final = (
    r"(?:adaptive_)?avg_pool1d|bilinear|celu_|conv[123]d|conv_tbc|conv_transpose[123]d|cosine_similarity|hardshrink"
    r"|pairwise_distance|pdist|(?:native_)?channel_shuffle|pixel_(?:un)?shuffle|prelu|rrelu_|selu_|threshold_"
)

#: Pattern of mypy's names -> the public name, first match first; what matches none is public already.
_PUBLIC: Final = tuple(
    (re.compile(pattern), public)
    for pattern, public in (
        (rf"torch\._C\._VariableFunctions\.({_FUNCTIONAL})", r"torch.nn.functional.\1"),
        (r"torch\._C\._VariableFunctions\.(\w+)", r"torch.\1"),
        (r"torch\._C\._nn\.log_sigmoid", r"torch.nn.functional.logsigmoid"),
        (r"torch\._C\._nn\.(\w+)", r"torch.nn.functional.\1"),
        (r"torch\._functorch\.\w+\.(\w+)", r"torch.func.\1"),
        (r"torch\.(?:_tensor\.Tensor|_C\.TensorBase|nn\.parameter\.Parameter)\.(\w+)", r"torch.Tensor.\1"),
        (r"torch\.(?:_tensor\.Tensor|_C\.TensorBase)", r"torch.Tensor"),
        (r"torch\.nn\.parameter\.(\w+)", r"torch.nn.\1"),
        (r"torch\.nn\.modules\.\w+\.(\w+(?:\.\w+)?)", r"torch.nn.\1"),
        (r"torch\.(?:functional|random|_C|_tensor|autograd\.grad_mode)\.(\w+)", r"torch.\1"),
        (r"numpy\._ArrayOrScalarCommon\.(\w+)", r"numpy.ndarray.\1"),
        (
            r"numpy\.lib\._?stride_tricks(?:_impl)?\.(as_strided|sliding_window_view)",
            r"numpy.lib.stride_tricks.\1",
        ),
        (r"numpy\.(?:_core|core|lib)\.\w+\.(\w+)", r"numpy.\1"),
        (r"numpy\.(linalg|fft|random)\.(?:_\w+|linalg|mtrand|helper)\.(\w+(?:\.\w+)?)", r"numpy.\1.\2"),
        (r"einops\.(?:einops|packing)\.(\w+)", r"einops.\1"),
        (r"jax\._src\.basearray\.Array\.(\w+)", r"jax.Array.\1"),
        (r"jax\._src\.numpy\.(linalg|fft)\.(\w+)", r"jax.numpy.\1.\2"),
        (r"jax\._src\.numpy\.\w+\.(\w+)", r"jax.numpy.\1"),
        (r"jax\._src\.nn\.functions\.(\w+)", r"jax.nn.\1"),
    )
)


@lru_cache(maxsize=4096)
def public_name(fullname: str) -> str:
    """Return the public name of a function, class or method of a library; other names stay as they are.

    >>> public_name("torch._C._VariableFunctions.matmul"), public_name("torch._C._nn.linear")
    ('torch.matmul', 'torch.nn.functional.linear')
    >>> public_name("numpy._core.shape_base.stack"), public_name("my.project.attention")
    ('numpy.stack', 'my.project.attention')
    """
    for pattern, public in _PUBLIC:
        found = pattern.fullmatch(fullname)
        if found is not None:
            return found.expand(public)
    return fullname


def is_tensor_class(info: TypeInfo) -> Library | None:
    """Return the library whose tensors or arrays are instances of a class or of a base of it, or None."""
    for base in info.mro:
        library = _TENSOR_CLASSES.get(base.fullname)
        if library is not None:
            return library
    return None


def public_method(info: TypeInfo, name: str) -> str:
    """Return the public name of a method or attribute, looked up on a class as Python does.

    What a subclass of the user's overrides keeps its own name: the rules say nothing about it.

    Args:
        info: The class of the receiver.
        name: The name of the method.
    """
    owner = next((base for base in info.mro if name in base.names), info)
    library = is_tensor_class(owner)
    if library is not None and owner.fullname.partition(".")[0] == library:
        return f"{_METHOD_OWNERS[library]}.{name}"
    return public_name(f"{owner.fullname}.{name}")
