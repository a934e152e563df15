"""How coverage is counted: what is known, what is proven, and what does not count."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from packages_harness.coverage import Coverage, measure

pytestmark = pytest.mark.long

CONFIG = Path(__file__).parent / "mypy.ini"

RETURNS = """
    import torch
    from jaxtyping import Float
    from torch import Tensor

    def one_of_two(x: Float[Tensor, "b n"], each: bool) -> Float[Tensor, ""] | Float[Tensor, "b n"]:
        if each:
            return x
        return x.sum()

    def one_of_two_is_wrong(x: Float[Tensor, "b n"], each: bool) -> Float[Tensor, ""] | Float[Tensor, "b n"]:
        if each:
            return x[1:]
        return x.sum()

    def never_the_second(x: Float[Tensor, "1 n"]) -> Float[Tensor, "n"]:
        if x.shape[0] == 1:
            return x[0]
        return x

    def nothing_is_known(x: Float[Tensor, "b n"], f) -> Float[Tensor, "n"]:
        return f(x)

    def only_raises(x: Float[Tensor, "b n"]) -> Float[Tensor, "n"]:
        raise NotImplementedError
"""

NAMES = """
    import torch
    from jaxtyping import Float, Int
    from torch import Tensor
    from unknown import tokenizer

    def tokenized(text: str) -> Int[Tensor, "line"]:
        return torch.arange(len(text))

    def names(given: str | Int[Tensor, "line"], other: Int[Tensor, "word"], count: int | None) -> None:
        called_alike = tokenized(given) if isinstance(given, str) else given
        called_otherwise = called_alike if count else other
        count = tokenizer.count
        number: int | list[int] = tokenizer.number
        may_be_a_tensor = tokenizer.encode("a")
        declared: Tensor = tokenizer.encode("a")
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share: torch's types alone take half a minute."""
    return tmp_path_factory.mktemp("cache")


def measured(tmp_path: Path, cache: Path, source: str) -> Coverage:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text(dedent(source), encoding="utf-8")
    return measure(tmp_path, "package", CONFIG, cache, listing=True)


def test_a_result_is_proven_if_every_return_that_is_reached_is(tmp_path: Path, cache: Path) -> None:
    found = measured(tmp_path, cache, RETURNS)
    assert (found.proven, found.functions) == (2, 4), found.listed


def test_a_name_counts_unless_it_is_certainly_no_tensor(tmp_path: Path, cache: Path) -> None:
    found = measured(tmp_path, cache, NAMES)
    assert (found.known, found.assigned) == (1, 4), found.listed
