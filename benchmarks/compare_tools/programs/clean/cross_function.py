"""Arguments of an annotated function exchanged."""

from jaxtyping import Float
from torch import Tensor


def project(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    return x @ w


def features(weights: Float[Tensor, "d k"], points: Float[Tensor, "n d"]) -> Float[Tensor, "n k"]:
    return project(points, weights)
