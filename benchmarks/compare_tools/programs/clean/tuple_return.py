"""Two results in an order."""

from jaxtyping import Float
from torch import Tensor


def statistics(x: Float[Tensor, "rows columns"]) -> tuple[Float[Tensor, "rows"], Float[Tensor, "columns"]]:
    by_row = x.sum(dim=1)
    by_column = x.sum(dim=0)
    return by_row, by_column
