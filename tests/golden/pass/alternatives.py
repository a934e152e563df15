"""Correct uses of tensors of several possible shapes, and of methods that a subclass replaces."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn


class Transform(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x


class Pool(Transform):
    def forward(self, x: Tensor) -> Tensor:
        return x.mean(1)


def of_a_subclass(transform: Transform, x: Float[Tensor, "b n d"]) -> Float[Tensor, "b d"]:
    return transform(x)


def each_of_its_own(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "d k"]) -> Tensor:
    return x @ w


def where_one_fails(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"], w: Float[Tensor, "b d k"]) -> Tensor:
    return torch.bmm(x, w)


def replaced_in_a_loop(x: Float[Tensor, "b d"], count: int) -> Tensor:
    y = x
    for i in range(count):
        y = y[:, None] if i % 2 else y.squeeze(1)
    return y


def summed(xs: list[Float[Tensor, "n"]]) -> Tensor:
    total: float | Tensor = 0.0
    for x in xs:
        total = total + x.sum()
    return torch.as_tensor(total)


def annotated_for_one(x: Float[Tensor, "b d"] | Float[Tensor, "b n d"]) -> Tensor:
    scale: Float[Tensor, "b 1"] = x.pow(2).mean(-1, keepdim=True)
    return x / scale


def chosen_by_one_of_two(
    table: Float[Tensor, "v d"],
    index: Int[Tensor, ""] | Int[Tensor, "n"],
) -> Float[Tensor, "d"] | Float[Tensor, "n d"]:
    return table[index]


def lines(text: str) -> Int[Tensor, "line"]:
    return torch.arange(len(text))


def of_either(given: Int[Tensor, "line"] | str, table: Float[Tensor, "v d"]) -> Float[Tensor, "_ d"]:
    tokens = lines(given) if isinstance(given, str) else given
    return table[tokens]


class Bias(nn.Module):
    def __init__(self, given: bool) -> None:
        super().__init__()
        self.given = given

    def forward(self, x: Float[Tensor, "b n"]) -> Float[Tensor, "b n"]:
        return x[:, : x.shape[1]] if self.given else x + 0


def from_the_signature(x: Float[Tensor, "b n"], given: bool) -> Float[Tensor, "b n"]:
    return Bias(given)(x) + x


def drawn(logits: Float[Tensor, "b n d"]) -> Int[Tensor, "b n"]:
    return torch.distributions.Categorical(logits=logits).sample()  # type: ignore[no-untyped-call]


def drawn_by_probability(
    probs: Float[Tensor, "b n"], w: Float[Tensor, "n k"]
) -> tuple[Float[Tensor, "b k"], Int[Tensor, "b"], Int[Tensor, "3 b"]]:
    distribution = torch.distributions.Categorical(probs)
    coins = torch.distributions.bernoulli.Bernoulli(probs=probs).sample()  # type: ignore[no-untyped-call]
    once = distribution.sample()  # type: ignore[no-untyped-call]
    return coins @ w, once, distribution.sample((3,))  # type: ignore[no-untyped-call]


def counted(x: Float[Tensor, "n d"], flags: Int[Tensor, ""]) -> Float[Tensor, "d"]:
    return x[flags.item()]  # type: ignore[index]


def run() -> None:
    annotated_for_one(torch.randn(2, 3, 4))
    annotated_for_one(torch.randn(2, 4))
    chosen_by_one_of_two(torch.randn(5, 4), torch.tensor(2))
    chosen_by_one_of_two(torch.randn(5, 4), torch.tensor([2, 3, 1]))
    of_either("abc", torch.randn(5, 4))
    of_either(torch.arange(2), torch.randn(5, 4))
    from_the_signature(torch.randn(2, 3), given=True)
    drawn(torch.randn(2, 3, 4))
    drawn_by_probability(torch.rand(2, 3), torch.randn(3, 4))
    counted(torch.randn(3, 4), torch.tensor(1))
    of_a_subclass(Pool(), torch.randn(2, 3, 4))
    each_of_its_own(torch.randn(2, 3, 4), torch.randn(4, 5))
    where_one_fails(torch.randn(2, 3, 4), torch.randn(2, 4, 5))
    replaced_in_a_loop(torch.randn(2, 3), 0)
    summed([torch.randn(3), torch.randn(3)])
