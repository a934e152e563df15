"""The building blocks of alphafold3-pytorch, each made and called; the package checks its own annotations."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import torch

from packages_harness import stand_ins

#: What is left out: readers of structures, language models and chemistry.
stand_ins.replace(
    *(f"alphafold3_pytorch.{name}" for name in ("inputs", "common", "nlm", "plm")),
    *("frame_averaging_pytorch", "taylor_series_linear_attention", "colt5_attention", "huggingface_hub"),
    *("Bio", "environs", "loguru", "sh", "tqdm"),
)
stand_ins.bypass("alphafold3_pytorch", str(Path(sys.path[0], "alphafold3_pytorch")))


def no_command(_: str) -> None:
    """Say that a program of the system is not there."""
    raise LookupError


shell = import_module("sh")
vars(shell).update(which=no_command, ErrorReturnCode_1=LookupError)

alphafold3 = import_module("alphafold3_pytorch.alphafold3")

BATCH, SEQ, MSA, SINGLE, PAIR = 2, 6, 5, 20, 12


def run_functions() -> None:
    """Call the helpers that annotate shapes."""
    lens = torch.tensor([[2, 1, 3, 1], [1, 1, 2, 2]])
    mask = torch.ones(BATCH, SEQ, dtype=torch.bool)
    alphafold3.symmetrize(torch.randn(BATCH, SEQ, SEQ, 3))
    alphafold3.masked_average(torch.randn(BATCH, SEQ), torch.ones(BATCH, SEQ), dim=-1)
    alphafold3.pad_and_window(torch.randn(BATCH, SEQ, 3), 4)
    alphafold3.lens_to_mask(torch.tensor([3, 5]))
    alphafold3.to_pairwise_mask(mask)
    alphafold3.mean_pool_with_lens(torch.randn(BATCH, 7, 3), lens)
    alphafold3.mean_pool_fixed_windows_with_mask(torch.randn(BATCH, SEQ, 5), mask, 2)
    _, _, inverse = alphafold3.mean_pool_fixed_windows_with_mask(
        torch.randn(BATCH, SEQ, 5), mask, 2, return_mask_and_inverse=True
    )
    inverse(torch.randn(BATCH, SEQ // 2, 5))
    alphafold3.batch_repeat_interleave(torch.randn(BATCH, 4, 3), lens)
    alphafold3.batch_repeat_interleave_pairwise(torch.randn(BATCH, 4, 4, 3), lens)


def run_blocks() -> None:
    """Make and call the modules."""
    single, pairs = torch.randn(BATCH, SEQ, SINGLE), torch.randn(BATCH, SEQ, SEQ, PAIR)
    mask = torch.ones(BATCH, SEQ, dtype=torch.bool)
    alphafold3.LinearNoBiasThenOuterSum(SINGLE, PAIR)(single)
    alphafold3.Transition(dim=SINGLE)(single)
    for kind in ("row", "col", None):
        alphafold3.Dropout(0.1, dropout_type=kind)(pairs)
    alphafold3.AdaptiveLayerNorm(dim=SINGLE, dim_cond=9)(single, torch.randn(BATCH, SEQ, 9))
    wrapped = alphafold3.Transition(dim=SINGLE)
    alphafold3.ConditionWrapper(wrapped, dim=SINGLE, dim_cond=9)(single, cond=torch.randn(BATCH, SEQ, 9))
    for mix in ("incoming", "outgoing"):
        alphafold3.TriangleMultiplication(dim=PAIR, mix=mix)(pairs, mask)
    attention = alphafold3.AttentionPairBias(heads=3, dim_pairwise=PAIR, dim=SINGLE, dim_head=8)
    attention(single, pairwise_repr=pairs, attn_bias=torch.randn(BATCH, SEQ, SEQ))
    windows = alphafold3.AttentionPairBias(heads=3, dim_pairwise=PAIR, window_size=2, dim=SINGLE, dim_head=8)
    windows(single, pairwise_repr=pairs, attn_bias=torch.randn(BATCH, SEQ, SEQ))
    for node_type in ("starting", "ending"):
        alphafold3.TriangleAttention(dim=PAIR, heads=3, node_type=node_type, dim_head=8)(pairs, mask)
    alphafold3.PairwiseBlock(dim_pairwise=PAIR, tri_attn_dim_head=8, tri_attn_heads=3)(pairs, mask=mask)


def run_msa() -> None:
    """Make and call what mixes the sequences of an alignment with the pairs."""
    msa, pairs = torch.randn(BATCH, MSA, SEQ, 10), torch.randn(BATCH, SEQ, SEQ, PAIR)
    mask, msa_mask = torch.ones(BATCH, SEQ, dtype=torch.bool), torch.ones(BATCH, MSA, dtype=torch.bool)
    outer = alphafold3.OuterProductMean(dim_msa=10, dim_pairwise=PAIR, dim_hidden=7)
    outer(msa)
    outer(msa, mask=mask, msa_mask=msa_mask)
    averaging = alphafold3.MSAPairWeightedAveraging(dim_msa=10, dim_pairwise=PAIR, dim_head=8, heads=3)
    averaging(msa=msa, pairwise_repr=pairs, mask=mask)


if __name__ == "__main__":
    stand_ins.check_annotated("alphafold3_pytorch.alphafold3")
    torch.manual_seed(0)
    run_functions()
    run_blocks()
    run_msa()
