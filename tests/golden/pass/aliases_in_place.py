"""Tensors that are changed in place: under all of their names."""

import torch
from jaxtyping import Float
from torch import Tensor


def keeps_its_shape(x: Float[Tensor, "n d"], b: Float[Tensor, "d"]) -> Float[Tensor, "n d"]:
    x += b
    x.mul_(2).clamp_(min=0.0)
    return x


def turned(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    x = x.clone()
    y = x
    y.t_()
    return x


def unsqueezed(x: Float[Tensor, "n d"]) -> Float[Tensor, "1 n d"]:
    x = x.clone()
    x.unsqueeze_(0)
    return x


def squeezed_in_a_list(x: Float[Tensor, "1 d"], w: Float[Tensor, "d"]) -> Float[Tensor, ""]:
    x = x.clone()
    xs = [x]
    xs[0].squeeze_(0)
    return (xs[0] * w).sum() + x @ w


def one_of_two(x: Float[Tensor, "n d"], y: Float[Tensor, "n d"], flag: bool) -> Float[Tensor, "d n"]:
    x, y = x.clone(), y.clone()
    z = x if flag else y
    z.t_()
    return x if flag else y


def with_new_data(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    x = x.clone()
    x.data = y
    return x


def resized(x: Float[Tensor, "n d"]) -> Float[Tensor, "2 2"]:
    x = x.clone()
    x.resize_(2, 2)
    return x


def in_a_helper(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    def turn(y: Tensor) -> None:
        y.t_()

    x = x.clone()
    turn(x)
    return x


def rebinding_is_no_change(x: Float[Tensor, "n d"]) -> Float[Tensor, "n d"]:
    y = x
    y = y.T
    return x + y.T


def into_an_empty_tensor(x: Float[Tensor, "n d"], y: Float[Tensor, "d m"]) -> Float[Tensor, "n m"]:
    out = torch.empty(0)
    torch.mm(x, y, out=out)
    return out


def run() -> None:
    assert keeps_its_shape(torch.randn(2, 3), torch.randn(3)).shape == (2, 3)
    assert turned(torch.randn(2, 3)).shape == (3, 2)
    assert unsqueezed(torch.randn(2, 3)).shape == (1, 2, 3)
    assert squeezed_in_a_list(torch.randn(1, 3), torch.randn(3)).shape == ()
    assert one_of_two(torch.randn(2, 3), torch.randn(2, 3), flag=True).shape == (3, 2)
    assert with_new_data(torch.randn(2, 3), torch.randn(5)).shape == (5,)
    assert resized(torch.randn(2, 3)).shape == (2, 2)
    assert in_a_helper(torch.randn(2, 3)).shape == (3, 2)
    assert rebinding_is_no_change(torch.randn(2, 3)).shape == (2, 3)
    assert into_an_empty_tensor(torch.randn(2, 3), torch.randn(3, 4)).shape == (2, 4)
