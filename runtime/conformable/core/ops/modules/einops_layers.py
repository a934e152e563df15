"""The layers of einops for torch.

Source: https://einops.rocks/api/rearrange/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops import einops
from conformable.core.ops.einops_patterns import check_rearrange, check_reduce
from conformable.core.ops.modules.constructors import Constructor
from conformable.core.ops.modules.registry import module_function
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

_PLACE: Final = "einops.layers.torch"

def _text(argument: Argument) -> str:
    if not isinstance(argument, str):
        raise CannotTellError
    return argument


def _lengths(state: ModuleState) -> tuple[tuple[str, Argument], ...]:
    """Give the axis lengths, which are all attributes that are no parameters."""
    return tuple((name, value) for name, value in state.attributes if name not in {"pattern", "reduction"})


@module_function(f"{_PLACE}.Rearrange", Constructor("pattern", open=True))
def rearrange(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Reorder, split and merge axes."""
    pattern = _text(state.attribute("pattern"))
    return einops.transform(proof, input, pattern, _lengths(state), check_rearrange)


@module_function(f"{_PLACE}.Reduce", Constructor("pattern, reduction", open=True))
def reduce(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Drop axes by a reduction."""
    pattern = _text(state.attribute("pattern"))
    return einops.transform(proof, input, pattern, _lengths(state), check_reduce)
