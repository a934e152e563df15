"""Annotated locals: what is known is checked, names that are new are bound."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


def a_new_name(x: Float[Tensor, "n d"], layer: nn.Linear) -> Float[Tensor, "n hidden"]:
    h: Float[Tensor, "n hidden"] = layer(x)
    return h * 2


def used_again(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    h: Float[Tensor, "n hidden"] = x @ w
    g: Float[Tensor, "n hidden"] = h.sigmoid()
    return h * g


def known_names(x: Float[Tensor, "b t d"]) -> Float[Tensor, "b d"]:
    pooled: Float[Tensor, "b d"] = x.mean(dim=1)
    return pooled


def anew_in_each_iteration(x: Float[Tensor, "n d"], steps: int) -> Float[Tensor, "_ d"]:
    for _ in range(steps):
        grown: Float[Tensor, "rows d"] = torch.cat([x, x])
        x = grown
    return x


def of_an_unknown_value(table: nn.Embedding, ids: Int[Tensor, "b t"]) -> Float[Tensor, "b t d"]:
    embedded: Float[Tensor, "b t d"] = table(ids)
    return embedded + torch.zeros(embedded.shape[-1])


def declared_before(x: Float[Tensor, "n d"], flag: bool) -> Float[Tensor, "n"]:
    y: Float[Tensor, "n"]
    if flag:
        y = x.sum(1)
    else:
        y = x[:, 0]
    return y


def assigned_again(x: Float[Tensor, "n d"]) -> Float[Tensor, "n"]:
    y: Float[Tensor, "n d"] = x * 2
    y = y.sum(1)
    return y


def in_one_branch_only(x: Float[Tensor, "n d"], flag: bool) -> Tensor:
    if flag:
        y: Float[Tensor, "n d"] = x
        y = y.sum(1)
    else:
        y = x[0]
    return y.reshape(-1)


def optional(x: Float[Tensor, "n d"], bias: Float[Tensor, "d"] | None) -> Float[Tensor, "n d"]:
    b: Float[Tensor, "d"] | None = bias
    return x if b is None else x + b


def a_list(x: Float[Tensor, "n d"]) -> Float[Tensor, "2 n d"]:
    xs: list[Float[Tensor, "n d"]] = [x, x + 1]
    return torch.stack(xs)


def a_tuple(x: Float[Tensor, "n d"]) -> Float[Tensor, "n n"]:
    pair: tuple[Float[Tensor, "n d"], Float[Tensor, "d n"]] = (x, x.T)
    return pair[0] @ pair[1]


def arithmetic(x: Float[Tensor, "n d"]) -> Float[Tensor, "n 2*d+1"]:
    y: Float[Tensor, "n 2*d"] = torch.cat([x, x], dim=1)
    z: Float[Tensor, "n 2*d+1"] = torch.cat([y, y[:, :1]], dim=1)
    return z


def anonymous(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "n k"]:
    y: Float[Tensor, "_ k"] = x @ w
    z: Float[Tensor, "... k"] = y
    return z


class Projection(nn.Module):
    def __init__(self, d: int, size: int) -> None:
        super().__init__()
        self.size = size
        self.first = nn.Linear(d, size)

    def forward(self, x: Float[Tensor, "n d"]) -> Tensor:
        y: Float[Tensor, "n {self.size}"] = self.first(x)
        return y


def of_a_number(x: Tensor, size: int) -> Tensor:
    y: Float[Tensor, "n {size}"] = x
    return y


def run() -> None:
    x, w = torch.randn(2, 3), torch.randn(3, 4)
    assert a_new_name(x, nn.Linear(3, 5)).shape == (2, 5)
    assert used_again(x, w).shape == (2, 4)
    assert known_names(torch.randn(2, 3, 4)).shape == (2, 4)
    assert anew_in_each_iteration(x, 2).shape == (8, 3)
    assert of_an_unknown_value(nn.Embedding(7, 4), torch.zeros(2, 3, dtype=torch.int64)).shape == (2, 3, 4)
    assert declared_before(x, flag=True).shape == declared_before(x, flag=False).shape == (2,)
    assert assigned_again(x).shape == (2,)
    assert in_one_branch_only(x, flag=True).shape == (2,)
    assert optional(x, torch.randn(3)).shape == (2, 3)
    assert a_list(x).shape == (2, 2, 3)
    assert a_tuple(x).shape == (2, 2)
    assert arithmetic(x).shape == (2, 7)
    assert anonymous(x, w).shape == (2, 4)
    assert Projection(3, 4)(x).shape == of_a_number(torch.randn(2, 4), 4).shape == (2, 4)
    assert Projection(3, 5)(x).shape == of_a_number(torch.randn(2, 5), 5).shape == (2, 5)
