"""Operations that give several results: the wrong one, or the wrong number of them."""

import torch
from jaxtyping import Float
from torch import Tensor


def three_of_two(x: Float[Tensor, "b t 6"]) -> Float[Tensor, "b t 3"]:
    q, k, v = torch.split(x, 3, dim=-1)
    # E: unpacking: 3 names, but torch.split(x, 3, dim=-1) gives 2 tensors  [shape-op]
    return q + k + v


def three_chunks(x: Float[Tensor, "b t 6"]) -> Float[Tensor, "b t 3"]:
    q, k, v = x.chunk(2, dim=-1)
    # E: unpacking: 3 names, but x.chunk(2, dim=-1) gives 2 tensors  [shape-op]
    return q + k + v


def corners(box: Float[Tensor, "n 4"]) -> Float[Tensor, "n"]:
    left, top, right = box.unbind(-1)
    # E: unpacking: 3 names, but box.unbind(-1) gives 4 tensors  [shape-op]
    return (right - left) * top


def best_rows(x: Float[Tensor, "b t"]) -> Float[Tensor, "b 3"]:
    return x.topk(3, dim=0).values
    # E: Return value has shape "3 t"; expected "b 3": axis 0 is 3, not b  [shape-literal]
    # N: x.topk(3, dim=0).values has shape "3 t"
    # N: fails for b=4


def swapped(q: Float[Tensor, "b t h d"], k: Float[Tensor, "b s h d"]) -> Float[Tensor, "b h t s"]:
    q, k = map(lambda x: x.transpose(1, 2), (q, k))  # noqa: C417  -- as users write it
    return q @ k
    # E: matmul: inner sizes differ: d (axis -1 of q) and s (axis -2 of k)  [shape-matmul]
    # N: q has shape "b h t d"
    # N: k has shape "b h s d"
    # N: fails for d=2, s=3
    # N: "k.mT" would fit: its shape is "b h d s"


RUNS = {
    "three_of_two": lambda: three_of_two(torch.ones(2, 3, 6)),
    "three_chunks": lambda: three_chunks(torch.ones(2, 3, 6)),
    "corners": lambda: corners(torch.ones(2, 4)),
    "best_rows": lambda: best_rows(torch.ones(4, 3)),
    "swapped": lambda: swapped(torch.ones(2, 3, 4, 5), torch.ones(2, 7, 4, 5)),
}
