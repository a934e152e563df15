"""jaxtyping's words for element types, and torch's promotion, against the libraries themselves."""

from __future__ import annotations

from itertools import product

import jaxtyping
import pytest
import torch

from conformable.core.dtypes import are_disjoint, kind_of, promoted

WORDS = [
    *(
        "Bool",
        "UInt",
        "Int",
        "Integer",
        "Float",
        "Real",
        "Complex",
        "Inexact",
        "Num",
        "Int8",
        "Int64",
        "UInt8",
    ),
    *("Int64", "Float16", "BFloat16", "Float32", "Float64", "Complex64"),
]
TORCH = {
    "Bool": torch.bool,
    "Int8": torch.int8,
    "Int32": torch.int32,
    "Int64": torch.int64,
    "Float16": torch.float16,
    "BFloat16": torch.bfloat16,
    "Float32": torch.float32,
    "Float64": torch.float64,
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("other", WORDS)
def test_words_are_disjoint_as_in_jaxtyping(word: str, other: str) -> None:
    left, right = (set(getattr(jaxtyping, name).dtypes) for name in (word, other))
    assert are_disjoint(word, other) == left.isdisjoint(right)


@pytest.mark.parametrize("word", ["Shaped", "Key", "Anything", None])
def test_of_other_words_nothing_is_certain(word: str | None) -> None:
    assert not any(are_disjoint(word, other) for other in WORDS)


@pytest.mark.parametrize("axes", [((2,), (2,)), ((2,), ()), ((), (2,)), ((), ())])
@pytest.mark.parametrize(("left", "right"), list(product(TORCH, repeat=2)))
def test_promotes_as_torch_does(left: str, right: str, axes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """Exactly where the types are the same; else the kind is right, whatever axes the operands have."""
    result = (torch.ones(axes[0], dtype=TORCH[left]) + torch.ones(axes[1], dtype=TORCH[right])).dtype
    real = next(word for word, dtype in TORCH.items() if dtype is result)
    expected = promoted(left, right)
    assert kind_of(expected) == kind_of(real)
    assert expected in {real, kind_of(real)}
