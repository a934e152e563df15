"""What `divmod` gives are sizes, and what is found in a dictionary by name has a shape."""

from collections import OrderedDict

import torch
from jaxtyping import Float
from torch import Tensor


def in_groups(x: Float[Tensor, "n d"]) -> Float[Tensor, "n 4"]:
    size, left = divmod(x.shape[1], 4)
    return x[:, : 4 * size] @ torch.ones(4 * size + 1, 4)
    # E: matmul: inner sizes differ: 4*(d//4) (axis -1 of x[:, :4 * size]) and 4*(d//4)+1 (axis -2 of torch.ones((4 * size) + 1, 4))  [shape-matmul]
    # N: x[:, :4 * size] has shape "n 4*(d//4)"
    # N: torch.ones((4 * size) + 1, 4) has shape "4*(d//4)+1 4"
    # N: fails for d=4


def by_name(x: Float[Tensor, "n d"]) -> Float[Tensor, "d"]:
    found = OrderedDict(total=x.sum(1))
    return found["total"]
    # E: Return value has shape "n"; expected "d": axis 0 is n, not d  [shape-mismatch]
    # N: found['total'] has shape "n"
    # N: fails for n=2, d=3


RUNS = {
    "in_groups": lambda: in_groups(torch.ones(2, 8)),
    "by_name": lambda: by_name(torch.ones(2, 3)),
}
