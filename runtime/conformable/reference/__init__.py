"""Reference operations: annotated, checked, and written so that each can be read in one go.

They run on any device, in float32, float16 and bfloat16.
"""

from __future__ import annotations

from conformable.reference.attention import (
    join_heads,
    multi_head_attention,
    scaled_dot_product_attention,
    split_heads,
)
from conformable.reference.embedding import embedding
from conformable.reference.linear import feed_forward, linear
from conformable.reference.normalization import layer_norm

__all__ = [
    "embedding",
    "feed_forward",
    "join_heads",
    "layer_norm",
    "linear",
    "multi_head_attention",
    "scaled_dot_product_attention",
    "split_heads",
]
