"""Of several elements there is none to take out, and of rows that are drawn at random each is whole."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def of_several(x: Float[Tensor, "batch 3"]) -> float:
    return x.mean(dim=0).item()
    # E: item: only one element can become a number: 3 (axis 0 of x.mean(dim=0))  [shape-op]
    # N: x.mean(dim=0) has shape "3"


def of_one_row(x: Float[Tensor, "1 1"]) -> Float[Tensor, "2"]:
    return x.item() * torch.ones(3)
    # E: Return value has shape "3"; expected "2": axis 0 is 3, not 2  [shape-mismatch]
    # N: x.item() * torch.ones(3) has shape "3"


def some_of_the_rows(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "3"]:
    return np.random.default_rng(0).choice(x, 3)
    # E: Return value has 2 axes, "3 d"; expected 1 axis, "3"  [shape-rank]
    # N: np.random.default_rng(0).choice(x, 3) has shape "3 d"


def in_color(images: Float[Tensor, "n h w 1"]) -> Float[np.ndarray, "h w 3"]:
    arrays = images.cpu().numpy()
    return arrays[0].repeat(2, 2)
    # E: Return value has shape "h w 2"; expected "h w 3": axis 2 is 2, not 3  [shape-mismatch]
    # N: arrays[0].repeat(2, 2) has shape "h w 2"


RUNS = {
    "of_several": lambda: of_several(torch.ones(2, 3)),
    "of_one_row": lambda: of_one_row(torch.ones(1, 1)),
    "some_of_the_rows": lambda: some_of_the_rows(np.ones((5, 2))),
    "in_color": lambda: in_color(torch.ones(2, 4, 5, 1)),
}
