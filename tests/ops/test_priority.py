"""What annotated code calls most has a rule: counted in published packages that use jaxtyping."""

from __future__ import annotations

import csv
import inspect
import re
from pathlib import Path
from typing import Any, Final

import einops
import numpy as np
import torch

from conformable.core.ops import REGISTRY
from conformable.core.ops.modules import MODULES

TABLE: Final = Path(__file__).with_name("op_priority.tsv")

#: Prefixes of the table, and the public names of what they stand for.
SPELLED: Final = (
    (r"np\.", "numpy."),
    (r"F\.", "torch.nn.functional."),
    (r"nn\.", "torch.nn."),
    (r"jnp\.", "jax.numpy."),
)

#: What gives no tensor, or is called by other means than tensor code.
NO_TENSORS: Final = frozenset(
    [
        "tolist",
        "dim",
        "ndimension",
        "stride",
        "backward",
        "retain_grad",
        "register_hook",
        "is_floating_point",
        "tobytes",
        "values",
        "apply",
        "index",
        "no_grad",
        "autocast",
        "is_tensor",
        "device",
        "inference_mode",
        "finfo",
        "enable_grad",
        "manual_seed",
        "dtype",
        "is_grad_enabled",
        "set_grad_enabled",
        "Generator",
        "Size",
        "array_equal",
        "equal",
        "allclose",
        "assert_close",
        "is_available",
        "get_rng_state",
        "set_rng_state",
        "resize",
        "dump",
        "save",
        "load",
        "set_default_dtype",
        "is_complex",
        "numel",
        "size",
        "get_device",
        "data_ptr",
        "get_default_dtype",
        "synchronize",
        "compile",
        "is_same_size",
        "result_type",
        "can_cast",
        "iinfo",
        "issubdtype",
        "ndim",
        "type",
        "set_printoptions",
        "seed",
        "element_size",
        "is_contiguous",
        "item",
        "nelement",
        "set_float32_matmul_precision",
        "is_cuda",
        "__init__",
        "grad",
    ]
)


def operations() -> list[tuple[str, int]]:
    """Give the public names of the tensor operations in the table, and how often they are called."""
    with TABLE.open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    named = [(public_name(row["name"]), int(row["count"])) for row in rows]
    return [(name, count) for name, count in named if name and is_operation(name)]


def public_name(name: str) -> str:
    """Give the public name of a function or method; "" for a method that tensors do not have."""
    if not name.startswith("."):
        for pattern, public in SPELLED:
            name = re.sub(f"^{pattern}", public, name)
        return name
    if hasattr(torch.Tensor, name[1:]):
        return f"torch.Tensor{name}"
    return f"numpy.ndarray{name}" if hasattr(np.ndarray, name[1:]) else ""


def is_operation(name: str) -> bool:
    """Tell whether a name is a function of torch, NumPy or einops that gives tensors."""
    root, *path = name.split(".")
    found: Any = {"torch": torch, "numpy": np, "einops": einops}.get(root)
    for part in path:
        found = getattr(found, part, None)
    return callable(found) and not inspect.isclass(found) and path[-1] not in NO_TENSORS


def has_rule(name: str) -> bool:
    """Tell whether there is a rule for a name."""
    return REGISTRY.find(name) is not None or MODULES.find(name) is not None


def test_nearly_all_calls_have_a_rule() -> None:
    listed = operations()
    calls = sum(count for _, count in listed)
    missing = [(name, count) for name, count in listed if not has_rule(name)]
    assert calls > 5000
    assert sum(count for _, count in missing) <= 0.05 * calls, missing


def test_the_first_150_operations_have_a_rule() -> None:
    first = operations()[:150]
    assert len(first) == 150
    assert [name for name, _ in first if not has_rule(name)] == []
