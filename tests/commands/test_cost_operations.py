"""`conformable cost` counts products as torch counts them, and the others by their formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from commands_harness.costs import cost, quantity
from commands_harness.project import Project

SOURCE = '''\
"""Functions that cost something."""

import torch
from einops import einsum, rearrange, reduce
from jaxtyping import Float
from torch import Tensor, nn


class Stack(nn.Module):
    def __init__(self, d: int, k: int) -> None:
        super().__init__()
        self.d = d
        back = nn.Sequential(nn.Linear(k, d), nn.LayerNorm(d))
        self.layers = nn.Sequential(nn.Linear(d, k), nn.Tanh(), back)

    def forward(self, x: Float[Tensor, "b {self.d}"]) -> Float[Tensor, "b _"]:
        return self.layers(x)


class Inner(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.product = nn.Linear(width, 2 * width)

    def forward(self, x: Float[Tensor, "*batch width"]) -> Float[Tensor, "*batch _"]:
        return self.product(x)


class Outer(nn.Module):
    def __init__(self, d: int) -> None:
        super().__init__()
        self.d = d
        self.inner = Inner(d)

    def forward(self, x: Float[Tensor, "b {self.d}"]) -> Tensor:
        return self.inner(x)


def lstm(x: Float[Tensor, "b t d"]) -> Tensor:
    return nn.LSTM(x.shape[2], 3, num_layers=2, bidirectional=True, batch_first=True)(x)[0]


def gru(x: Float[Tensor, "b t d"]) -> Tensor:
    return nn.GRU(x.shape[2], 3)(x)[0]


def rnn_cell(x: Float[Tensor, "b d"]) -> Tensor:
    return nn.RNNCell(x.shape[1], 3)(x)


def heads(x: Float[Tensor, "b t d"], y: Float[Tensor, "b s d"]) -> Tensor:
    return nn.MultiheadAttention(x.shape[2], 2, batch_first=True)(x, y, y)[0]


def encoder(x: Float[Tensor, "b t d"]) -> Tensor:
    return nn.TransformerEncoderLayer(x.shape[2], 2, 5, batch_first=True)(x)


def attention(q: Float[Tensor, "b s d"], k: Float[Tensor, "b t d"], v: Float[Tensor, "b t e"]) -> Tensor:
    return nn.functional.scaled_dot_product_attention(q, k, v)


def named(x: Float[Tensor, "b n k"], y: Float[Tensor, "m k"]) -> Float[Tensor, "b n m"]:
    return einsum(x, y, "b n k, m k -> b n m")


def summed_before(x: Float[Tensor, "n k"], y: Float[Tensor, "k m"]) -> Float[Tensor, "n"]:
    return torch.einsum("nk,km->n", x, y)


def contracted(x: Float[Tensor, "b n k"], y: Float[Tensor, "n k m"]) -> Float[Tensor, "b m"]:
    return torch.tensordot(x, y, dims=2)


def chained(x: Float[Tensor, "n k"], y: Float[Tensor, "k m"], z: Float[Tensor, "m l"]) -> Tensor:
    return torch.linalg.multi_dot([x, y, z])


def powered(x: Float[Tensor, "n n"]) -> Tensor:
    return torch.linalg.matrix_power(x, 5)


def inner(x: Float[Tensor, "n k"], y: Float[Tensor, "m k"]) -> Tensor:
    return torch.inner(x, y)


def vectors(x: Float[Tensor, "n k"], y: Float[Tensor, "k"]) -> Tensor:
    return x @ y


def bilinear(x: Float[Tensor, "b n"], y: Float[Tensor, "b m"]) -> Tensor:
    return nn.Bilinear(x.shape[1], y.shape[1], 3)(x, y)


def transformed(x: Float[Tensor, "b n"]) -> Tensor:
    return torch.fft.rfft(x).abs()


def twice_transformed(x: Float[Tensor, "b n"]) -> Tensor:
    return transformed(rearrange(x, "b n -> n b"))


def solved(a: Float[Tensor, "b n n"], y: Float[Tensor, "b n k"]) -> Tensor:
    return torch.linalg.solve(a, y)


def patches(x: Float[Tensor, "b h w"]) -> Tensor:
    return reduce(x, "b h w -> b", "mean")
'''

PRODUCTS = {
    "Stack.forward": "b=2 d=3 k=4",
    "Outer.forward": "b=2 d=3",
    "lstm": "b=2 t=3 d=4",
    "gru": "b=2 t=3 d=4",
    "rnn_cell": "b=2 d=4",
    "heads": "b=2 t=3 s=5 d=4",
    "encoder": "b=2 t=3 d=4",
    "attention": "b=2 s=3 t=4 d=5 e=6",
    "named": "b=2 n=3 k=4 m=5",
    "summed_before": "n=3 k=4 m=5",
    "contracted": "b=2 n=3 k=4 m=5",
    "chained": "n=3 k=4 m=5 l=2",
    "powered": "n=4",
    "inner": "n=3 k=4 m=5",
    "vectors": "n=3 k=4",
    "bilinear": "b=2 n=3 m=4",
}


@pytest.fixture(scope="module")
def project(make_project: Callable[[str], Project]) -> Project:
    return make_project(SOURCE)


@pytest.mark.parametrize("function", PRODUCTS)
def test_torch_counts_the_same_products(function: str, project: Project) -> None:
    sizes = PRODUCTS[function].split()
    status, output = cost(f"{project.file}::{function}", project.cache, "--size", *sizes, "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal"), output
    assert not re.search(r"^torch counts 0 ", output, re.MULTILINE), "the test would show nothing"
    assert "not counted" not in output


@pytest.mark.parametrize(
    ("function", "sizes", "flops"),
    [
        # 5/2 n log2(n) for each row, and the absolute values of n//2 + 1 numbers.
        ("transformed", "b=3 n=8", 3 * (5 * 8 * 3 // 2) + 3 * 5),
        ("twice_transformed", "b=8 n=3", 3 * (5 * 8 * 3 // 2) + 3 * 5),
        # Each matrix is decomposed, then two substitutions for each right-hand side.
        ("solved", "b=2 n=6 k=4", 2 * (2 * 6**3 // 3) + 2 * 2 * 6 * 6 * 4),
        ("patches", "b=2 h=3 w=4", 24),
    ],
)
def test_the_others_are_counted_by_their_formulas(
    function: str, sizes: str, flops: int, project: Project
) -> None:
    status, output = cost(f"{project.file}::{function}", project.cache, "--size", *sizes.split())
    assert status == 0, output
    assert quantity("FLOPs", output)[1] == flops


@pytest.mark.parametrize(
    ("target", "sizes"),
    [
        (
            "lstm_tagger.py::CharacterEncoder.forward",
            "words=3 length=4 n_characters=5 d_embedding=6 d_hidden=7",
        ),
        ("lstm_tagger.py::Tagger.forward", "batch=2 seq=3 length=4 n_words=9 n_characters=5 n_tags=6"),
        ("gpt.py::MLP.forward", "batch=2 seq=3"),
        ("unet.py::UNet.forward", "batch=1 in_channels=3 h=16 w=16 n_classes=2 width=8"),
        ("resnet50.py::Bottleneck.forward", "batch=2 in_channels=8 h=8 w=8 width=2"),
        ("dcgan.py::Generator.forward", "batch=2 n_z=3 n_features=4 n_channels=5"),
        ("dcgan.py::Discriminator.forward", "batch=2 n_features=4 n_channels=5"),
        ("vae.py::VAE.forward", "batch=2 side=28 n_hidden=16 n_latent=5"),
        ("mixture_of_experts.py::Expert.forward", "tokens=4 d_model=5 d_ff=6"),
        ("recommender.py::Interaction.forward", "batch=2 n_vectors=3 d=4"),
        ("diffusion_block.py::AttentionBlock.forward", "batch=2 channels=8 n_heads=2 groups=4 h=4 w=4"),
    ],
)
def test_torch_counts_the_same_in_the_models(
    target: str, sizes: str, root: Path, commands_cache: Path
) -> None:
    path = root / "examples" / target
    status, output = cost(str(path), commands_cache, "--size", *sizes.split(), "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal"), output
