"""What is checked in one case only, and used in that case again; calls whose numbers decide which way is taken."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


def if_given(x: Float[Tensor, "n d"], mask: Float[Tensor, "m"] | None) -> Tensor:
    if mask is not None and mask.shape[0] != x.shape[0]:
        raise ValueError("mask")
    if mask is not None:
        return x * mask[:, None]
    return x


def if_asked_for(q: Float[Tensor, "i d"], k: Float[Tensor, "j d"], causal: bool) -> Tensor:
    if causal:
        assert q.shape[0] == k.shape[0]
    scores = q @ k.T
    if causal:
        scores = scores + torch.ones(q.shape[0], q.shape[0]).triu(1)
    return scores


def by_kind(q: Float[Tensor, "i d"], k: Float[Tensor, "i e"], kind: str) -> Tensor:
    assert kind != "dot" or q.shape[1] == k.shape[1]
    return (q * k).sum(-1) if kind == "dot" else q.sum(-1) + k.sum(-1)


def required(q: Tensor, k: Tensor) -> None:
    if q.shape[1] != k.shape[1]:
        raise ValueError("sizes")


def by_a_call(q: Float[Tensor, "i d"], k: Float[Tensor, "i e"], kind: str) -> Tensor:
    match kind:
        case "dot":
            required(q, k)
        case _:
            pass
    match kind:
        case "dot":
            return (q * k).sum(-1)
        case _:
            return q.sum(-1) + k.sum(-1)


class Scores(nn.Module):
    def __init__(self, d: int, k: int, method: str) -> None:
        super().__init__()
        self.method = method
        if method == "dot":
            assert d == k
        self.w = nn.Linear(d, k)

    def forward(self, q: Float[Tensor, "b d"], s: Float[Tensor, "b n k"]) -> Float[Tensor, "b n"]:
        if self.method == "dot":
            return torch.bmm(s, q.unsqueeze(2)).squeeze(2)
        return torch.bmm(s, self.w(q).unsqueeze(2)).squeeze(2)


class Projected(nn.Module):
    def __init__(self, d: int, k: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        if d != k:
            layers.append(nn.Linear(d, k))
        self.fc, self.skip = nn.Linear(d, k), nn.Sequential(*layers)
        self.equal = int(d == k)
        self.decide(d, k)

    def decide(self, d: int, k: int) -> None:
        self.is_residual = d == k

    def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b k"]:
        y: Tensor = self.fc(x) + self.skip(x)
        if self.is_residual:
            y = y + x
        for _ in range(self.equal):
            y = y + x
        return y


def pair(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor] | None:
    return None if a.shape != b.shape else (a, b)


def as_a_pair(p: Float[Tensor, "n"], t: Float[Tensor, "m"]) -> Tensor:
    fitting = pair(p, t)
    if fitting is None:
        return p
    a, b = fitting
    return a + b


def in_a_list(p: Float[Tensor, "n"], t: Float[Tensor, "m"]) -> Tensor:
    terms = [p]
    if len(t) == len(p):
        terms.append(t)
    return torch.stack(terms).sum(0)


def with_numbers(p: Tensor, t: Tensor) -> Tensor:
    if str(p.shape) == str(t.shape):
        return p + t
    return p


def run() -> None:
    x = torch.randn(2, 3)
    assert if_given(x, torch.randn(2)).shape == if_given(x, None).shape == (2, 3)
    assert if_asked_for(x, x, causal=True).shape == (2, 2)
    assert if_asked_for(x, torch.randn(4, 3), causal=False).shape == (2, 4)
    for check in (by_kind, by_a_call):
        assert check(x, x, "dot").shape == check(x, torch.randn(2, 5), "sum").shape == (2,)
    assert Scores(3, 3, "dot")(x, torch.randn(2, 5, 3)).shape == (2, 5)
    assert Scores(3, 4, "general")(x, torch.randn(2, 5, 4)).shape == (2, 5)
    assert Projected(3, 4)(x).shape == (2, 4)
    assert Projected(3, 3)(x).shape == (2, 3)
    assert as_a_pair(x[0], torch.randn(4)).shape == in_a_list(x[0], torch.randn(4)).shape == (3,)
    assert as_a_pair(x[0], x[1]).shape == in_a_list(x[0], x[1]).shape == (3,)
    assert with_numbers(torch.zeros(3), torch.zeros(4)).shape == (3,)
