"""Modules that pad: by the same at all ends, or by a number for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops import resampling
from conformable.core.ops.arguments import sizes_of
from conformable.core.ops.modules.registry import module_function
from conformable.core.ops.windows import for_each

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape

MODES: Final = {
    "ZeroPad": "constant",
    "ConstantPad": "constant",
    "ReflectionPad": "reflect",
    "ReplicationPad": "replicate",
    "CircularPad": "circular",
}


def _pad(axes: int, mode: str) -> Callable[..., Shape]:
    def pad(proof: Proof, state: ModuleState, input: Shape) -> Shape:
        """Pad both ends of the last axes.

        Source: https://docs.pytorch.org/docs/stable/nn.html#padding-layers
        """
        ends = for_each(proof, "padding", sizes_of(state.attribute("padding"), proof), 2 * axes)
        return resampling.pad(proof, input, ends, mode)

    return pad


for _name, _mode in MODES.items():
    for _axes in (1, 2, 3):
        _parameters = "padding, value" if _name == "ConstantPad" else "padding"
        module_function(f"{_name}{_axes}d", _parameters)(_pad(_axes, _mode))
