"""The layers of einops for torch.

Source: https://einops.rocks/api/rearrange/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.ops import einops
from conformable.core.ops.einops_patterns import (
    ELLIPSIS,
    Pattern,
    PatternError,
    check_rearrange,
    check_reduce,
    parse_pattern,
    parse_side,
)
from conformable.core.ops.modules.constructors import Constructor
from conformable.core.ops.modules.registry import module_function
from conformable.core.ops.modules.state import ModuleState
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.ops.arguments import Argument
    from conformable.core.ops.modules.registry import Make
    from conformable.core.proof import Proof

    Check = Callable[[Pattern, frozenset[str]], None]

_PLACE: Final = "einops.layers.torch"
_PARAMETERS: Final = frozenset({"pattern", "reduction", "weight_shape", "bias_shape", "weight", "bias"})


def _maker(parameters: str, check: Check) -> Make:
    """Make a constructor that refuses the patterns that einops refuses."""
    constructor = Constructor(parameters, open=True)

    def make(proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]) -> ModuleState:
        state = constructor.make(proof, positional, keywords)
        reduction = state.attribute("reduction")
        if isinstance(reduction, str):
            einops.require_reduction(proof, reduction)
        known = einops.check_of(reduction) if isinstance(reduction, str) else check
        einops.read(proof, _pattern(state), frozenset(name for name, _ in _lengths(state)), known)
        return state

    return make


def _pattern(state: ModuleState) -> str:
    return _text(state.attribute("pattern"))


def _text(argument: Argument) -> str:
    if not isinstance(argument, str):
        raise CannotTellError
    return argument


def _lengths(state: ModuleState) -> tuple[tuple[str, Argument], ...]:
    """Give the axis lengths: all attributes that are no parameters."""
    return tuple((name, value) for name, value in state.attributes if name not in _PARAMETERS)


@module_function(f"{_PLACE}.Rearrange", _maker("pattern", check_rearrange))
def rearrange(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Reorder, split and merge axes."""
    return einops.transform(proof, input, _pattern(state), _lengths(state), check_rearrange)


@module_function(f"{_PLACE}.Reduce", _maker("pattern, reduction", check_reduce))
def reduce(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Drop axes by a reduction."""
    known = einops.check_of(state.attribute("reduction"))
    return einops.transform(proof, input, _pattern(state), _lengths(state), known)


# --- EinMix -----------------------------------------------------------------------------------------------


def _check_mixed(pattern: Pattern, given: frozenset[str]) -> None:
    """A mixed pattern has no numbers; what is new on the right side comes from the weight."""
    if pattern.left.numbers or pattern.right.numbers:
        raise PatternError(messages.pattern_number_in_rearrange())


def _make_mix(
    proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
) -> ModuleState:
    constructor = Constructor("pattern, weight_shape, bias_shape=None", open=True)
    state = constructor.make(proof, positional, keywords)
    lengths = dict(_lengths(state))
    try:
        weight = parse_side(_text(state.attribute("weight_shape")))
        parse_pattern(_pattern(state))
    except PatternError as error:
        raise Mismatch("shape-op", messages.malformed(proof.operation, _pattern(state), str(error))) from None
    sizes = tuple(lengths.get(str(name)) for name in weight.elements)
    known = tuple(size for size in sizes if isinstance(size, Size))
    if len(known) < len(sizes):
        raise CannotTellError
    return ModuleState((*state.attributes, ("weight", Shape(known)), ("bias", _bias(state, lengths))))


def _bias(state: ModuleState, lengths: Mapping[str, Argument]) -> Argument:
    """The bias has the axes of the result, of size 1 where it does not depend on them."""
    text = state.attribute("bias_shape")
    if text is None:
        return None
    names = _text(text).split()
    elements = [name for name in parse_pattern(_pattern(state)).right.elements if name != ELLIPSIS]
    sizes = tuple(lengths.get(str(name)) if name in names else ONE for name in elements)
    known = tuple(size for size in sizes if isinstance(size, Size))
    return Shape(known) if len(known) == len(sizes) else None


@module_function(f"{_PLACE}.EinMix", _make_mix)
def mix(proof: Proof, state: ModuleState, input: Shape) -> Shape:
    """Sum over the axes that the result does not have, with a weight.

    Source: https://einops.rocks/3-einmix-layer/
    """
    return einops.transform(proof, input, _pattern(state), _lengths(state), _check_mixed)
