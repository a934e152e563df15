"""Broadcasts that are legal and almost surely not meant: a column against a row of the same size."""

from jaxtyping import Float
from torch import Tensor


def squared_errors(predicted: Float[Tensor, "b 1"], target: Float[Tensor, "b"]) -> Float[Tensor, ""]:
    return ((predicted - target) ** 2).mean()
    # E: -: "b 1" and "b" broadcast to "b b", every b against every b; is the axis of size 1 meant?  [shape-suspicious]
    # N: predicted: Float[Tensor, "b 1"], declared at line 7
    # N: target: Float[Tensor, "b"], declared at line 7


def row_against_column(weights: Float[Tensor, "b"], losses: Float[Tensor, "b 1"]) -> Float[Tensor, ""]:
    return (weights * losses).sum()
    # E: *: "b" and "b 1" broadcast to "b b", every b against every b; is the axis of size 1 meant?  [shape-suspicious]
    # N: weights: Float[Tensor, "b"], declared at line 14
    # N: losses: Float[Tensor, "b 1"], declared at line 14


RUNS: dict[str, object] = {}

STATIC_ONLY = {
    "squared_errors": "the program runs, and computes something else",
    "row_against_column": "the program runs, and computes something else",
}
