"""Short names for annotations."""

from jaxtyping import Float
from torch import Tensor

Points = Float[Tensor, "n d"]
Centres = Float[Tensor, "k d"]


def distances(x: Points, centres: Centres) -> Float[Tensor, "n k"]:
    return (x[:, None] - centres[None]).norm(dim=-1)
