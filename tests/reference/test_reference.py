"""The reference operations compute what torch.nn.functional computes."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from conformable import ShapeError, reference

DTYPES = [torch.float32, torch.float16, torch.bfloat16]
DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]

# How far half precision may be off: the operations round at other places than torch's fused kernels.
TOLERANCES = {torch.float32: 1e-5, torch.float16: 5e-3, torch.bfloat16: 4e-2}

everywhere = pytest.mark.parametrize(("device", "dtype"), list(itertools.product(DEVICES, DTYPES)))


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(0)


def randn(*sizes: int, device: str, dtype: torch.dtype) -> Tensor:
    return torch.randn(*sizes, device=device, dtype=dtype)


def assert_close(actual: Tensor, expected: Tensor) -> None:
    assert actual.dtype == expected.dtype
    tolerance = TOLERANCES[actual.dtype]
    torch.testing.assert_close(actual, expected, rtol=tolerance, atol=tolerance)


@everywhere
@pytest.mark.parametrize("batch", [(), (5,), (2, 3)])
def test_linear(batch: tuple[int, ...], device: str, dtype: torch.dtype) -> None:
    on: Any = {"device": device, "dtype": dtype}
    x, weight, bias = randn(*batch, 8, **on), randn(4, 8, **on), randn(4, **on)
    assert_close(reference.linear(x, weight), F.linear(x, weight))
    assert_close(reference.linear(x, weight, bias), F.linear(x, weight, bias))


@everywhere
@pytest.mark.parametrize("masked", [None, (2, 3), (1, 3), (2, 1), (1, 1)])
def test_scaled_dot_product_attention(
    masked: tuple[int, int] | None, device: str, dtype: torch.dtype
) -> None:
    on: Any = {"device": device, "dtype": dtype}
    q, k, v = randn(2, 3, 4, 8, **on), randn(2, 3, 5, 8, **on), randn(2, 3, 5, 7, **on)
    mask = None if masked is None else torch.rand(*masked, 4, 5, device=device) > 0.4
    if mask is not None:
        mask[..., 0] = True  # A query that may attend to nothing has no weights.
    output, weights = reference.scaled_dot_product_attention(q, k, v, mask)
    assert_close(output, F.scaled_dot_product_attention(q, k, v, attn_mask=mask))
    assert_close(weights.sum(dim=-1), torch.ones(2, 3, 4, **on))
    assert mask is None or not weights.masked_select(~mask).any()


@everywhere
def test_multi_head_attention(device: str, dtype: torch.dtype) -> None:
    on: Any = {"device": device, "dtype": dtype}
    query, key, value = randn(2, 4, 12, **on), randn(2, 5, 12, **on), randn(2, 5, 12, **on)
    w_q, w_k, w_v, w_out = (randn(12, 12, **on) / 4 for _ in range(4))
    mask = torch.ones(4, 5, dtype=torch.bool, device=device).tril(diagonal=1)
    output, weights = reference.multi_head_attention(
        query, key, value, w_q, w_k, w_v, w_out, n_heads=3, mask=mask[None, None]
    )
    expected, expected_weights = F.multi_head_attention_forward(
        query.transpose(0, 1),
        key.transpose(0, 1),
        value.transpose(0, 1),
        embed_dim_to_check=12,
        num_heads=3,
        in_proj_weight=torch.cat([w_q, w_k, w_v]),
        in_proj_bias=None,
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=w_out,
        out_proj_bias=None,
        attn_mask=~mask,
        average_attn_weights=False,
    )
    assert expected_weights is not None
    assert_close(output, expected.transpose(0, 1))
    assert_close(weights, expected_weights)


@everywhere
@pytest.mark.parametrize("batch", [(), (5,), (2, 3)])
def test_layer_norm(batch: tuple[int, ...], device: str, dtype: torch.dtype) -> None:
    on: Any = {"device": device, "dtype": dtype}
    x, weight, bias = randn(*batch, 8, **on), randn(8, **on), randn(8, **on)
    assert_close(reference.layer_norm(x, weight, bias), F.layer_norm(x, (8,), weight, bias))
    assert_close(reference.layer_norm(x, weight, bias, eps=0.1), F.layer_norm(x, (8,), weight, bias, eps=0.1))


@everywhere
def test_feed_forward(device: str, dtype: torch.dtype) -> None:
    on: Any = {"device": device, "dtype": dtype}
    x, up, down = randn(2, 3, 4, **on), randn(6, 4, **on) / 2, randn(4, 6, **on) / 2
    up_bias, down_bias = randn(6, **on), randn(4, **on)
    expected = F.linear(F.relu(F.linear(x, up, up_bias)), down, down_bias)
    assert_close(reference.feed_forward(x, up, up_bias, down, down_bias), expected)


@everywhere
@pytest.mark.parametrize("batch", [(), (5,), (2, 3)])
def test_embedding(batch: tuple[int, ...], device: str, dtype: torch.dtype) -> None:
    table = randn(10, 4, device=device, dtype=dtype)
    tokens = torch.randint(10, batch, device=device)
    assert_close(reference.embedding(tokens, table), F.embedding(tokens, table))


@pytest.mark.parametrize(
    ("operation", "shapes", "problem"),
    [
        ("linear", [(2, 3), (3, 4)], 'Argument "weight" to "linear" has shape (3, 4)'),
        (
            "scaled_dot_product_attention",
            [(1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 6, 4)],
            "axis 2 is 6, not seq_k=5",
        ),
        (
            "scaled_dot_product_attention",
            [(1, 2, 3, 4), (1, 2, 5, 6), (1, 2, 5, 4)],
            "axis 3 is 6, not d_k=4",
        ),
        ("layer_norm", [(2, 3), (3,), (2,)], "axis 0 is 2, not d_model=3"),
        ("join_heads", [(2, 3, 4)], "has 3 axes, (2, 3, 4); expected 4 axes"),
    ],
)
def test_wrong_sizes_are_refused(operation: str, shapes: list[tuple[int, ...]], problem: str) -> None:
    with pytest.raises(ShapeError) as caught:
        getattr(reference, operation)(*map(torch.zeros, shapes))
    assert problem in str(caught.value)


def test_every_operation_is_checked() -> None:
    for name in reference.__all__:
        assert getattr(reference, name).__conformable_checked__


def test_a_number_of_heads_that_does_not_divide_is_refused_by_torch_with_a_note() -> None:
    with pytest.raises(RuntimeError, match="invalid for input of size") as caught:
        reference.split_heads(torch.zeros(2, 3, 4), 3)
    assert caught.value.__notes__[0].splitlines() == [
        'in "split_heads", at x.view(batch, seq, n_heads, d_model // n_heads), called with',
        "    x: (batch=2, seq=3, d_model=4)",
    ]
