"""The components of transformer-lens, each made and called, with every function under our checks."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import torch

from packages_harness import stand_ins

#: What is left out: the weights of published models, and what downloads them.
stand_ins.replace("transformers", "huggingface_hub", "datasets", "rich", "bitsandbytes")
stand_ins.bypass("transformer_lens", str(Path(sys.path[0], "transformer_lens")))

components = import_module("transformer_lens.components")

BATCH, POS = 2, 5


def configuration(**changes: object) -> Any:
    """Make a configuration in which no two sizes are equal."""
    sizes = {"n_layers": 1, "d_model": 24, "n_ctx": 11, "d_head": 8, "n_heads": 3, "d_mlp": 40, "d_vocab": 31}
    module = import_module("transformer_lens.HookedTransformerConfig")
    return module.HookedTransformerConfig(**{**sizes, "d_vocab_out": 29, "act_fn": "gelu", **changes})


def run_attention() -> None:
    """Call attention in each of its forms."""
    x = torch.randn(BATCH, POS, 24)
    mask = torch.ones(BATCH, POS, dtype=torch.long)
    for changes in (
        {},
        {"positional_embedding_type": "rotary", "rotary_dim": 8},
        {"positional_embedding_type": "alibi"},
        {"use_attn_result": True},
        {"attention_dir": "bidirectional"},
    ):
        components.Attention(configuration(**changes))(x, x, x, attention_mask=mask)
    split = torch.randn(BATCH, POS, 3, 24)
    components.Attention(configuration(use_split_qkv_input=True))(split, split, split)
    grouped = configuration(n_heads=6, d_model=48, n_key_value_heads=2)
    wide = torch.randn(BATCH, POS, 48)
    components.GroupedQueryAttention(grouped)(wide, wide, wide)
    relative = configuration(
        positional_embedding_type="relative_positional_bias",
        relative_attention_max_distance=16,
        relative_attention_num_buckets=8,
        attention_dir="bidirectional",
    )
    biased = components.T5Attention(relative, has_relative_attention_bias=True)
    biased(x, x, x, position_bias=biased.compute_relative_attention_bias(POS, POS))


def run_layers() -> None:
    """Call all other components."""
    cfg = configuration(normalization_type="LN")
    x = torch.randn(BATCH, POS, 24)
    tokens = torch.randint(31, (BATCH, POS))
    for norm in (components.LayerNorm, components.LayerNormPre, components.RMSNorm, components.RMSNormPre):
        norm(cfg)(x)
    for mlp in (components.MLP, components.GatedMLP):
        mlp(cfg)(x)
    components.MoE(configuration(num_experts=4, experts_per_token=2, gated_mlp=True))(x)
    components.Embed(cfg)(tokens)
    components.PosEmbed(cfg)(tokens)
    components.PosEmbed(cfg)(tokens, 0, torch.ones(BATCH, POS, dtype=torch.long))
    components.Unembed(cfg)(x)
    components.TokenTypeEmbed(cfg)(torch.randint(2, (BATCH, POS)))
    components.BertEmbed(cfg)(tokens)
    components.BertPooler(cfg)(x)
    components.BertMLMHead(cfg)(x)
    components.BertNSPHead(cfg)(x[:, 0])
    components.BertBlock(cfg)(x)
    components.TransformerBlock(cfg, 0)(x)


if __name__ == "__main__":
    stand_ins.check_annotated("transformer_lens.components")
    torch.manual_seed(0)
    run_attention()
    run_layers()
