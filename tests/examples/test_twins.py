"""Each example has a twin with one mistake in it: mypy reports it, and running it raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformable.commands.mutating.executing import Outcome, execute
from conformable.commands.observations.mypy_run import MypyOptions, messages_about
from golden_harness.expectations import GOLDEN

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

#: Example -> what stands in it once, and what stands there in its twin.
TWINS = {
    "attention": ("q @ k.transpose(-2, -1)", "q @ k"),
    "bert": ("k.transpose(-1, -2)", "k.transpose(1, 2)"),
    "dcgan": ("nn.ConvTranspose2d(n_z, n_features * 4,", "nn.ConvTranspose2d(n_features * 4, n_z,"),
    "diffusion_block": ("ResBlock(4 * channels, channels,", "ResBlock(3 * channels, channels,"),
    "gpt": (".transpose(1, 2).contiguous().view(batch, seq,", ".contiguous().view(batch, seq, -1,"),
    "lstm_tagger": ("nn.Linear(2 * d_hidden, n_tags)", "nn.Linear(d_hidden, n_tags)"),
    "mixture_of_experts": ('"bsd,edf->bsef", x, self.up', '"bsd,efd->bsef", x, self.up'),
    "mlp": ("hidden @ w2.T", "hidden @ w2"),
    "numpy_two_layer": ("back.T @ X", "X.T @ back"),
    "recommender": ("make_mlp([d_embedding + self.interaction", "make_mlp([self.interaction"),
    "resnet50": ("conv1x1(in_channels, out_channels, stride)", "conv1x1(in_channels, width, stride)"),
    "unet": ("torch.cat([skip, x], dim=1)", "torch.cat([skip, x], dim=0)"),
    "vae": ("pixels.view(-1, 1,", "pixels.view(-1, 2,"),
    "vit": (".flatten(2).transpose(1, 2)", ".flatten(2)"),
}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The twin of each example."""
    folder = tmp_path_factory.mktemp("twins")
    files = {name: folder / f"{name}_twin.py" for name in TWINS}
    for name, (right, wrong) in TWINS.items():
        source = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
        assert source.count(right) == 1, (name, right)
        files[name].write_text(source.replace(right, wrong), encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def outcomes(twins: dict[str, Path]) -> dict[str, Outcome]:
    """How the run of each twin ends."""
    return dict(zip(twins, execute(twins.values()), strict=True))


@pytest.fixture(scope="module")
def reported(twins: dict[str, Path], request: pytest.FixtureRequest) -> set[str]:
    """The names of the twins that mypy reports."""
    cache = request.config.getoption("--golden-cache")
    options = MypyOptions(str(GOLDEN / "mypy.ini"), str(cache))
    messages = messages_about(twins.values(), options)
    shapes = (message for message in messages if (message.code or "").startswith("shape"))
    return {message.path.stem.removesuffix("_twin") for message in shapes if message.severity == "error"}


def test_every_example_has_a_twin() -> None:
    assert set(TWINS) == {path.stem for path in EXAMPLES.glob("*.py")} - {"planted_bug"}


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_is_reported(name: str, reported: set[str]) -> None:
    assert name in reported


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_raises(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].failed
