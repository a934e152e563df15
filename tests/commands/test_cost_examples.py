"""Of every example, torch counts what `conformable cost` counts; what it cannot count is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from commands_harness.costs import cost
from commands_harness.project import Project

#: Function -> small sizes; those that a constructor has are called as its parameters are.
EQUAL = {
    "attention.py::encode": "batch=2 seq=5 d_model=12 n_heads=3 d_ff=7 vocab=11",
    "bert.py::BertForPreTraining.forward": "batch=2 seq=5 hidden_size=12 num_heads=3 num_layers=3",
    "bert.py::BertModel.forward": "batch=2 seq=5",
    "dcgan.py::Discriminator.forward": "batch=2 n_channels=3 n_features=4",
    "dcgan.py::Generator.forward": "batch=2 n_z=5 n_features=4 n_channels=3",
    "diffusion_block.py::AttentionBlock.forward": "batch=2 channels=8 h=3 w=5",
    "diffusion_block.py::Denoiser.forward": "batch=2 in_channels=3 channels=8 h=6 w=4",
    "diffusion_block.py::ResBlock.forward": "batch=2 in_channels=4 out_channels=8 d_time=5 h=3 w=4",
    "gpt.py::GPT.forward": "batch=2 seq=5 n_layers=3 d_model=12 n_heads=3 vocab=11",
    "gpt.py::GPT.loss": "batch=2 seq=5 n_layers=2",
    "lstm_tagger.py::Tagger.forward": "batch=2 seq=3 length=4",
    "mixture_of_experts.py::DenseMixture.forward": "batch=2 seq=3 n_experts=4 d_model=5 d_ff=6",
    "mlp.py::forward": "batch=4 n_in=5 n_hidden=6 n_classes=3",
    "recommender.py::DLRM.forward": "batch=2 n_dense=3 n_categories=11 n_tables=4 d_embedding=5 bag=2",
    "recommender.py::MatrixFactorization.forward": "batch=2 n_users=5 n_items=7 d=3",
    "resnet50.py::Bottleneck.forward": "batch=2 in_channels=3 width=4 stride=2 h=6 w=8",
    "resnet50.py::ResNet.forward": (
        "batch=2 h=64 w=32 width=4 n_classes=5 layers[0]=2 layers[1]=1 layers[2]=3 layers[3]=2"
    ),
    "unet.py::UNet.forward": "batch=2 in_channels=3 n_classes=4 width=4 h=17 w=24",
    "vae.py::VAE.forward": "batch=2 side=4",
    "vit.py::VisionTransformer.forward": (
        "batch=2 image_size=8 patch_size=4 in_channels=3 dim=12 n_heads=3 depth=3 n_classes=5"
    ),
}

#: Function -> what is said of it: data decide how many tokens an expert gets, torch sees nothing of NumPy,
#: and what is wrong has no cost.
OTHERS = {
    "mixture_of_experts.py::MixtureOfExperts.forward": "it cannot be compared without _",
    "numpy_two_layer.py::forward": "it does not see NumPy, which has",
    "planted_bug.py::attention": "could be counted",
}

OPTIONAL = """\
import torch
from jaxtyping import Float
from torch import Tensor


def optional(
    x: Float[Tensor, "b n"], w: Float[Tensor, "n n"], more: Float[Tensor, "c n"] | None = None
) -> Float[Tensor, "_ n"]:
    y = x
    if more is not None:
        y = torch.cat([x, more])
    return y @ w
"""


@pytest.mark.parametrize("target", EQUAL)
def test_torch_counts_the_same(target: str, root: Path, commands_cache: Path) -> None:
    sizes = EQUAL[target].split()
    status, output = cost(str(root / "examples" / target), commands_cache, "--size", *sizes, "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal"), output
    assert "not counted" not in output


@pytest.mark.parametrize("target", OTHERS)
def test_what_cannot_be_compared_is_said(target: str, root: Path, commands_cache: Path) -> None:
    status, output = cost(str(root / "examples" / target), commands_cache, "--check")
    assert status == 0, output
    assert OTHERS[target] in output.splitlines()[-1]


def test_every_model_is_compared(root: Path) -> None:
    """A new example is missed here."""
    models = {
        f"{path.name}::{node.name}.forward"
        for path in (root / "examples").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and _is_whole(node.name, path)
    }
    assert models <= EQUAL.keys() | OTHERS.keys()
    assert {path.name for path in (root / "examples").glob("*.py")} == {
        target.partition("::")[0] for target in (*EQUAL, *OTHERS)
    }


def _is_whole(name: str, path: Path) -> bool:
    """Tell whether the example's `main` makes an object of a class."""
    source = path.read_text(encoding="utf-8")
    main = source[source.index("def main") :] if "def main" in source else ""
    is_model = re.search(rf"^class {name}\(nn.Module\)", source, re.MULTILINE) is not None
    return is_model and re.search(rf"\b{name}\(", main) is not None


def test_an_argument_that_is_left_out_decides_the_branch(make_project: Callable[[str], Project]) -> None:
    project = make_project(OPTIONAL)
    sizes = ["--size", "b=2", "n=3", "c=4"]
    status, output = cost(f"{project.file}::optional", project.cache, *sizes, "--check")
    assert status == 0, output
    assert output.splitlines()[-1].endswith(": equal"), output


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("bert.py::BertModel.forward", "config.num_layers"),
        ("gpt.py::GPT.forward", "config.n_layers"),
        ("vit.py::VisionTransformer.forward", "depth"),
        ("resnet50.py::ResNet.forward", "layers[2]"),
    ],
)
def test_the_number_of_layers_has_the_name_of_the_program(
    target: str, name: str, root: Path, commands_cache: Path
) -> None:
    _, output = cost(str(root / "examples" / target), commands_cache)
    found = re.search(r"^multiply-adds +(\S+)$", output, re.MULTILINE)
    assert found is not None, output
    assert name in found[1]
    assert "iterations_" not in found[1]
