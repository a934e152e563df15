"""A function with some arguments given beforehand."""

from functools import partial

from jaxtyping import Float
from torch import Tensor


def affine(x: Float[Tensor, "n i"], w: Float[Tensor, "i o"], b: Float[Tensor, "o"]) -> Float[Tensor, "n o"]:
    return x @ w + b


def twice(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], b: Float[Tensor, "k"]) -> Float[Tensor, "n k"]:
    layer = partial(affine, w=w, b=b)
    return layer(x)
