"""Which operations of torch may be run: functions of tensors, which touch nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import torch
from torch.overrides import get_overridable_functions

if TYPE_CHECKING:
    from collections.abc import Callable

#: Functions that make tensors: torch does not list them among those that work on tensors.
_CREATING: Final = frozenset(
    f"torch.{name}"
    for name in (
        "bartlett_window",
        "blackman_window",
        "hamming_window",
        "hann_window",
        "kaiser_window",
        "tril_indices",
        "triu_indices",
        "range",
    )
)


def operation(name: str) -> Callable[..., Any] | None:
    """Return the operation of a public name, such as `torch.Tensor.addmm`; None if it may not be run."""
    found: Any = torch
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found if name in _CREATING or found in _working_on_tensors() else None


@cache
def _working_on_tensors() -> frozenset[Callable[..., Any]]:
    return frozenset(function for functions in get_overridable_functions().values() for function in functions)
