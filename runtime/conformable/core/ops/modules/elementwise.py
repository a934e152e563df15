"""Modules that leave the shape as it is: activations, dropout, normalizations over an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops.conditions import axis_size, require_equal
from conformable.core.ops.modules.constructors import Constructor, Weight
from conformable.core.ops.modules.registry import module, module_function
from conformable.core.ops.ranks import require_rank
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE

if TYPE_CHECKING:
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

PARAMETERS: Final = {
    "": "Hardsigmoid Hardswish LogSigmoid Mish ReLU ReLU6 SELU SiLU Sigmoid Softsign Tanh Tanhshrink",
    "alpha=1.0": "ELU CELU",
    "approximate='none'": "GELU",
    "lambd=0.5": "Hardshrink Softshrink",
    "min_val=-1.0, max_val=1.0, min_value=None, max_value=None": "Hardtanh",
    "negative_slope=0.01": "LeakyReLU",
    "lower=0.125, upper=0.333": "RReLU",
    "beta=1.0, threshold=20.0": "Softplus",
    "threshold, value": "Threshold",
    "p=0.5": "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout",
}
"""The parameters of classes; those that say `inplace` may do so in every case."""


def keep(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Keep the shape."""
    return Shape(input.parts)


for _parameters, _names in PARAMETERS.items():
    module_function(_names, f"{_parameters}, inplace=False")(keep)
module_function("Identity", Constructor("", ignores=True))(keep)

for _name in ("Softmax", "LogSoftmax", "Softmin"):
    _function = {"Softmax": "softmax", "LogSoftmax": "log_softmax", "Softmin": "softmin"}[_name]
    module(_name, "dim=None", f"torch.nn.functional.{_function}")
module_function("CrossMapLRN2d", "size, alpha=0.0001, beta=0.75, k=1.0")(keep)
module("GLU", "dim=-1", "torch.nn.functional.glu")


@module_function("Softmax2d", "")
def softmax2d(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Keep the shape of an image.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
    """
    require_rank(proof, input, 3, 4)
    return Shape(input.parts)


@module_function("PReLU", Constructor("num_parameters=1, init=0.25", (Weight("weight", "num_parameters"),)))
def prelu(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Keep the shape; there is one parameter, or one for each channel.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html
    """
    slopes = state.size("num_parameters")
    channels = input.axis(1) if input.rank is not None and input.rank > 1 else None
    if channels is not None and slopes.size != ONE:
        require_equal(proof, axis_size(input, 1, channels), slopes)
    return Shape(input.parts)
