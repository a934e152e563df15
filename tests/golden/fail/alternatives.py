"""Mistakes with tensors of several possible shapes: wrong whichever it is."""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def each_of_its_own(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "k d"]) -> Tensor:
    return x @ w
    # E: matmul: inner sizes differ: d (axis -1 of x) and k (axis -2 of w)  [shape-matmul]
    # N: x: Float[Tensor, "b d"], declared at line 8
    # N: w: Float[Tensor, "k d"], declared at line 8
    # N: fails for d=2, k=3
    # N: "w.T" would fit: its shape is "d k"


def annotated_for_one(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"]) -> Tensor:
    scale: Float[Tensor, "b 1"] = x.pow(2).mean(-1, keepdim=True)
    return scale @ x
    # E: matmul: inner sizes differ: 1 (axis -1 of scale) and b (axis -2 of x)  [shape-matmul]
    # N: scale: Float[Tensor, "b 1"], declared at line 18
    # N: x: Float[Tensor, "b d"], declared at line 17
    # N: fails for b=2
    # N: "scale.T" would fit: its shape is "1 b"


def chosen_by_one_of_two(
    table: Float[Tensor, "v d"],
    index: Int[Tensor, ""] | Int[Tensor, "n"],
) -> Float[Tensor, "n v d"]:
    return table[:, :, index]
    # E: indexing: 3 indices for 2 axes: table has shape "v d"  [shape-rank]
    # N: table: Float[Tensor, "v d"], declared at line 28


def lines(text: str) -> Int[Tensor, "line"]:
    return torch.arange(len(text))


def of_either(given: Int[Tensor, "line"] | str, table: Float[Tensor, "v d"]) -> Float[Tensor, "_ _ d"]:
    tokens = lines(given) if isinstance(given, str) else given
    return table[tokens]
    # E: Return value has 2 axes, "line d"; expected 3 axes, "_ _ d"  [shape-rank]
    # N: table[tokens] has shape "line d"


def drawn(logits: Float[Tensor, "b n d"]) -> Int[Tensor, "b d"]:
    return torch.distributions.Categorical(logits=logits).sample()  # type: ignore[no-untyped-call]
    # E: Return value has shape "b n"; expected "b d": axis 1 is n, not d  [shape-mismatch]
    # N: Error code "shape-mismatch" not covered by "type: ignore[no-untyped-call]" comment
    # N: fails for n=2, d=3


def drawn_by_probability(probs: Float[Tensor, "b n"], w: Float[Tensor, "k n"]) -> Float[Tensor, "b k"]:
    return torch.distributions.bernoulli.Bernoulli(probs=probs).sample() @ w  # type: ignore[no-untyped-call]
    # E: matmul: inner sizes differ: n (axis -1) and k (axis -2 of w)  [shape-matmul]
    # N: Error code "shape-matmul" not covered by "type: ignore[no-untyped-call]" comment
    # N: w: Float[Tensor, "k n"], declared at line 54
    # N: fails for n=2, k=3
    # N: "w.T" would fit: its shape is "n k"


RUNS = {
    "annotated_for_one": lambda: annotated_for_one(torch.randn(2, 3, 4)),
    "chosen_by_one_of_two": lambda: chosen_by_one_of_two(torch.randn(5, 4), torch.tensor([2, 3, 1])),
    "of_either": lambda: of_either("abc", torch.randn(5, 4)),
    "drawn": lambda: drawn(torch.randn(2, 3, 4)),
    "drawn_by_probability": lambda: drawn_by_probability(torch.rand(2, 3), torch.randn(4, 3)),
    "each_of_its_own": lambda: each_of_its_own(torch.randn(2, 3, 4), torch.randn(5, 4)),
}
