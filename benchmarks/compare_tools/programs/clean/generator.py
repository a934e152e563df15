"""Parts of a batch, one after the other."""

from collections.abc import Iterator

from jaxtyping import Float
from torch import Tensor


def halves(x: Float[Tensor, "b d"], w: Float[Tensor, "d k"]) -> Iterator[Float[Tensor, "half k"]]:
    for part in x.split(x.shape[0] // 2):
        yield part @ w
