"""Attention: queries, keys and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core.broadcasting import broadcast
from conformable.core.ops.conditions import axis_size, require_division, require_equal
from conformable.core.ops.ranks import require_least_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, OptionalShape
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part


@rule("torch.nn.functional.scaled_dot_product_attention")
def scaled_dot_product_attention(
    proof: Proof,
    query: Shape,
    key: Shape,
    value: Shape,
    attn_mask: OptionalShape = None,
    dropout_p: Argument = None,
    is_causal: Argument = False,
    scale: Argument = None,
    enable_gqa: bool = False,
) -> Shape:
    """Mix the values by how well the queries fit the keys.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html

    >>> from conformable.core.proof import Proof
    >>> scaled_dot_product_attention(Proof(), Shape.of(2, 5, 8), Shape.of(2, 7, 8), Shape.of(2, 7, 3))
    Shape("2 5 3")
    """
    for operand in (query, key, value):
        require_least_rank(proof, operand, 2)
    batch, (targets, features) = trailing(proof, query, 2)
    key_batch, (sources, key_features) = trailing(proof, key, 2)
    value_batch, (value_sources, value_features) = trailing(proof, value, 2)
    require_equal(proof, axis_size(query, -1, features), axis_size(key, -1, key_features))
    require_equal(proof, axis_size(key, -2, sources), axis_size(value, -2, value_sources))
    if enable_gqa:
        _require_grouped_heads(proof, query, key)
    else:
        others = (_batch_of(key, key_batch), _batch_of(value, value_batch))
        batch = broadcast(proof, _batch_of(query, batch), *others).parts
    if attn_mask is not None:
        broadcast(proof, attn_mask, Shape((*batch, targets, sources), "the scores"))
    return Shape((*batch, targets, value_features))


def _batch_of(operand: Shape, parts: tuple[Part, ...]) -> Shape:
    return Shape(parts, f"the batch of {operand.label}" if operand.label else "")


def _require_grouped_heads(proof: Proof, query: Shape, key: Shape) -> None:
    heads, groups = query.axis(-3), key.axis(-3)
    if heads is not None and groups is not None:
        require_division(proof, axis_size(query, -3, heads), axis_size(key, -3, groups))
