"""Functions that are defined more than once under one name: which of them is called is not known."""

import torch
from jaxtyping import Float
from torch import Tensor

if torch.cuda.is_available():

    def spread(x: Tensor) -> Tensor:
        return x[..., 0, 0, 0]

else:

    def spread(x: Tensor) -> Tensor:
        return x * 2


def folded(x: Float[Tensor, "b g h d"], flat: bool) -> Tensor:
    if flat:

        def fold(x: Tensor) -> Tensor:
            return x.reshape(x.shape[0], -1, x.shape[3])

        x = fold(x)
    if not flat:

        def fold(x: Tensor) -> Tensor:
            return x.squeeze(0).reshape(x.shape[1], -1)

        x = fold(x)
    return x


def doubled(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    return spread(x)


def run() -> None:
    assert folded(torch.ones(1, 2, 3, 4), flat=True).shape == (1, 6, 4)
    assert folded(torch.ones(1, 2, 3, 4), flat=False).shape == (2, 12)
    assert doubled(torch.ones(3)).shape == (3,)
