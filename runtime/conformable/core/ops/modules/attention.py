"""Attention of several heads, and transformers.

Source: https://docs.pytorch.org/docs/stable/nn.html#transformer-layers
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops.conditions import Named, axis_size, require_equal
from conformable.core.ops.modules.constructors import Constructor
from conformable.core.ops.modules.registry import module_function
from conformable.core.ops.ranks import exactly, require_rank
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, OptionalShape, Result
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

_HEADS: Final = Constructor(
    "embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None,"
    " vdim=None, batch_first=False",
    divides=(("embed_dim", "num_heads"),),
)


@module_function("MultiheadAttention", _HEADS)
def multihead_attention(
    proof: Proof,
    state: ModuleState,
    query: Shape,
    key: Shape,
    value: Shape,
    key_padding_mask: OptionalShape = None,
    need_weights: bool = True,
    attn_mask: OptionalShape = None,
    average_attn_weights: bool = True,
    is_causal: Argument = None,
) -> Result:
    """Give the attended values, and the weights if they are asked for.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
    """
    require_rank(proof, query, 2, 3)
    rank = query.rank or key.rank or value.rank
    if rank is None:
        return proof.fresh_shape(), proof.fresh_shape() if need_weights else None
    for operand, features in ((query, "embed_dim"), (key, "kdim"), (value, "vdim")):
        _require_features(proof, state, operand, rank, features)
    sequence = 1 if rank == 3 and state.flag("batch_first") else 0
    query_sizes, key_sizes = exactly(proof, query, rank), exactly(proof, key, rank)
    _require_same_axes(proof, key, value, range(rank - 1))
    if rank == 3:
        _require_same_axes(proof, query, key, (1 - sequence,))
    targets, sources = query_sizes[sequence], key_sizes[sequence]
    _require_masks(proof, (attn_mask, key_padding_mask), (targets, sources))
    batch = (query_sizes[1 - sequence],) if rank == 3 else ()
    if not need_weights:
        return Shape(query_sizes), None
    heads = () if average_attn_weights else (state.size("num_heads").size,)
    return Shape(query_sizes), Shape((*batch, *heads, targets, sources + _further_sources(state)))


def _require_features(proof: Proof, state: ModuleState, operand: Shape, rank: int, name: str) -> None:
    sizes = exactly(proof, operand, rank)
    wanted = state.size("embed_dim" if state.attribute(name) is None else name)
    require_equal(proof, axis_size(operand, -1, sizes[-1]), wanted)


def _require_same_axes(proof: Proof, left: Shape, right: Shape, axes: range | tuple[int, ...]) -> None:
    for axis in axes:
        sizes = left.axis(axis), right.axis(axis)
        if sizes[0] is not None and sizes[1] is not None:
            require_equal(proof, axis_size(left, axis, sizes[0]), axis_size(right, axis, sizes[1]))


def _require_masks(proof: Proof, masks: tuple[Shape | None, ...], wanted: tuple[Size, Size]) -> None:
    """Hold the last axes of the masks against the numbers of targets and sources."""
    attention, padding = masks
    targets, sources = (Named(size, f"{size} ({name})") for size, name in zip(wanted, NUMBERS, strict=True))
    for mask, axis, size in ((attention, -2, targets), (attention, -1, sources), (padding, -1, sources)):
        own = None if mask is None else mask.axis(axis)
        if mask is not None and own is not None:
            require_equal(proof, axis_size(mask, axis, own), size)


NUMBERS: Final = ("number of targets", "number of sources")


def _further_sources(state: ModuleState) -> Size:
    """Count the sources that the module adds itself."""
    return sum((ONE for name in ("add_bias_kv", "add_zero_attn") if state.flag(name)), ZERO)


# --- transformers -----------------------------------------------------------------------------------------

_LAYER: Final = Constructor(
    "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,"
    " batch_first=False, norm_first=False, bias=True",
    divides=(("d_model", "nhead"),),
)
_WHOLE: Final = Constructor(
    "d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1,"
    " activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False,"
    " norm_first=False, bias=True",
    divides=(("d_model", "nhead"),),
)


@module_function("TransformerEncoderLayer", _LAYER)
def encoder_layer(
    proof: Proof,
    state: ModuleState,
    src: Shape,
    src_mask: OptionalShape = None,
    src_key_padding_mask: OptionalShape = None,
    is_causal: Argument = None,
) -> Shape:
    """Keep the shape; the last axis is `d_model`."""
    _require_model(proof, state, src)
    return Shape(src.parts)


@module_function("TransformerDecoderLayer", _LAYER)
def decoder_layer(
    proof: Proof,
    state: ModuleState,
    tgt: Shape,
    memory: Shape,
    tgt_mask: OptionalShape = None,
    memory_mask: OptionalShape = None,
    tgt_key_padding_mask: OptionalShape = None,
    memory_key_padding_mask: OptionalShape = None,
    tgt_is_causal: Argument = None,
    memory_is_causal: Argument = None,
) -> Shape:
    """Keep the shape of the target; both have `d_model` features and one batch."""
    _require_model(proof, state, tgt)
    _require_model(proof, state, memory)
    _require_same_batch(proof, state, tgt, memory)
    return Shape(tgt.parts)


@module_function("Transformer", _WHOLE)
def transformer(
    proof: Proof,
    state: ModuleState,
    src: Shape,
    tgt: Shape,
    src_mask: OptionalShape = None,
    tgt_mask: OptionalShape = None,
    memory_mask: OptionalShape = None,
    src_key_padding_mask: OptionalShape = None,
    tgt_key_padding_mask: OptionalShape = None,
    memory_key_padding_mask: OptionalShape = None,
    src_is_causal: Argument = None,
    tgt_is_causal: Argument = None,
    memory_is_causal: Argument = None,
) -> Shape:
    """Keep the shape of the target; both have `d_model` features and one batch."""
    return decoder_layer(proof, state, tgt, src)


@module_function(
    "TransformerEncoder", "encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True"
)
def encoder(
    proof: Proof,
    state: ModuleState,
    src: Shape,
    mask: OptionalShape = None,
    src_key_padding_mask: OptionalShape = None,
    is_causal: Argument = None,
) -> Shape:
    """Keep the shape."""
    require_rank(proof, src, 2, 3)
    return Shape(src.parts)


@module_function("TransformerDecoder", "decoder_layer, num_layers, norm=None")
def decoder(
    proof: Proof,
    state: ModuleState,
    tgt: Shape,
    memory: Shape,
    tgt_mask: OptionalShape = None,
    memory_mask: OptionalShape = None,
    tgt_key_padding_mask: OptionalShape = None,
    memory_key_padding_mask: OptionalShape = None,
    tgt_is_causal: Argument = None,
    memory_is_causal: Argument = None,
) -> Shape:
    """Keep the shape of the target."""
    require_rank(proof, tgt, 2, 3)
    return Shape(tgt.parts)


def _require_model(proof: Proof, state: ModuleState, operand: Shape) -> None:
    require_rank(proof, operand, 2, 3)
    features = operand.axis(-1)
    if features is not None:
        require_equal(proof, axis_size(operand, -1, features), state.size("d_model"))


def _require_same_batch(proof: Proof, state: ModuleState, left: Shape, right: Shape) -> None:
    if left.rank == 3:
        require_rank(proof, right, 3)
        _require_same_axes(proof, left, right, (0 if state.flag("batch_first") else 1,))
